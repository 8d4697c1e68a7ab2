//! What a merchant does with a contactless terminal, on top of [`tapkernel`], which this crate re-exports.
//!
//! | module | holds | standard |
//! |---|---|---|
//! | [`acquirer`] | the port to the acquirer, and one that speaks ISO 8583 over TCP and TLS | ISO 8583:1987 |
//! | [`activation`] | activation code, signed profile, what each state of a profile may do | RFC 8032 |
//! | [`amount`] | amounts as people type them, exactly | ISO 4217 |
//! | [`attestation`] | the gate before each transaction | PCI MPoC |
//! | [`books`] | what the records of the journal come to | |
//! | [`clock`], [`moment`], [`transaction_kind`] | the port to the clock, date and time, what a merchant does | |
//! | [`cryptography`] | Triple DES and AES keys, message authentication codes | ISO/IEC 9797-1, ANSI X9.19, NIST SP 800-38B |
//! | [`diagnostics`] | one document for a support ticket, without card data | |
//! | [`environment`] | whether payments will work on this device, and what to do | |
//! | [`journal`] | what happened, in order, for good | |
//! | [`language`] | messages, receipts and reasons in Arabic, French, English, Albanian and Chinese | Book A, 9.4 |
//! | [`operations`] | what a merchant can ask for, and when it is refused | |
//! | [`people`] | operators and supervisors with codes, lock after six wrong ones | RFC 9106, PCI DSS 8.3.4 |
//! | [`phone_number`] | numbers for receipts by SMS, by country | ITU-T E.164 |
//! | [`pin`] | the port to a PIN pad, DUKPT, PIN blocks | ISO 9564-1, ANSI X9.24-1 and X9.24-3 |
//! | [`receipt`] | one model; text, HTML, JSON, QR code, SMS, ESC/POS | |
//! | [`result_code`] | stable numbers for results | |
//! | [`rules`] | how the terminal is run | |
//! | [`sale`] | a transaction with a card, its events, its result | |
//! | [`settlement_calendar`] | when takings arrive: cut-off hours, weekends, holidays | |
//! | [`terminal`] | the terminal: begin here | |
//! | [`vault`] | seals what recovery needs, tokens for same-card checks | NIST SP 800-38D, RFC 5869 |
//!
//! # Features
//!
//! | feature | default | what |
//! |---|---|---|
//! | `mastercard`, `visa` | on | the kernels of [`tapkernel`] |
//! | `tls` | on | TLS to the acquirer |
//! | `software-pin-pad` | off | clear PINs in this process, for simulators and tests |
#![forbid(unsafe_code)]

pub use tapkernel;

pub mod acquirer;
pub mod activation;
pub mod amount;
pub mod attestation;
pub mod books;
pub mod clock;
pub mod cryptography;
pub mod diagnostics;
pub mod environment;
pub mod journal;
pub mod language;
pub mod moment;
pub mod operations;
pub mod people;
pub mod phone_number;
pub mod pin;
pub mod receipt;
pub mod result_code;
pub mod rules;
pub mod sale;
pub mod settlement_calendar;
pub mod terminal;
pub mod transaction_kind;
pub mod vault;
