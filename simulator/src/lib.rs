//! Software cards with real keys and certificates, and a software acquirer.
//!
//! For trying out and testing `tapkernel`: every key here was made by the project, is published, and is worth
//! nothing. Nothing here draws random numbers, and nothing but `host`, with its server and its ledger file, and the link in
//! `vpcd` does I/O: a card answers commands, an acquirer answers requests, both the same way each time.
//!
//! | module | holds | book |
//! |---|---|---|
//! | [`acquirer`] | the acquirer: checks cryptogram and PIN, answers by the cents of the amount | |
//! | [`card`] | the cards: data files that answer commands | EMV Books 1 and 3; Contactless Books C-2 and C-3 |
//! | [`crypto`] | key derivation, MAC, application and response cryptograms | EMV Book 2, Annex A1 and 8 |
//! | `host` (feature `server`) | the acquirer as a server with a ledger of its own, with faults on demand | ISO 8583:1987 |
//! | [`pki`] | RSA keys, certificates, dynamic signatures | EMV Book 2, parts 5 and 6 |
//! | `vpcd` (feature `vpcd`) | a card in the virtual reader of vsmartcard, behind PC/SC | |
#![forbid(unsafe_code)]

pub mod acquirer;
pub mod card;
pub mod crypto;
mod hex;
#[cfg(feature = "server")]
pub mod host;
pub mod pki;
#[cfg(feature = "vpcd")]
pub mod vpcd;
