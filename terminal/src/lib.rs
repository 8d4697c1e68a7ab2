//! What a merchant does with a contactless terminal, on top of [`tapkernel`], which this crate re-exports.
//!
//! | module | holds | standard |
//! |---|---|---|
//! | [`acquirer`] | the port to the acquirer, and one that speaks ISO 8583 over TCP and TLS | ISO 8583:1987 |
//! | [`cryptography`] | Triple DES and AES keys, message authentication codes | ISO/IEC 9797-1, ANSI X9.19, NIST SP 800-38B |
//! | [`pin`] | the port to a PIN pad, DUKPT, PIN blocks | ISO 9564-1, ANSI X9.24-1 and X9.24-3 |
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
pub mod cryptography;
pub mod pin;
