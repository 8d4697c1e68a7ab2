//! The PIN on its way to the issuer: a port, DUKPT, and PIN blocks.
//!
//! The terminal asks a [`PinPad`] for an enciphered PIN block and gets an [`EncipheredPin`]: the block and the serial
//! number of the key it is under. It never sees a digit.
//!
//! # What a product needs
//!
//! PIN entry on the glass of a phone is under PCI MPoC (Mobile Payments on COTS). In short it asks that
//!
//! * the digits are taken by an isolated, evaluated PIN entry component (white box, TEE or remote), never by the app,
//!   whose memory, logs and screenshots count as readable by an attacker;
//! * the PIN leaves that component only as an ISO 9564-1 block, format 4 where the line allows, under a key that is used
//!   once and cannot lead to earlier keys (DUKPT);
//! * the keys were injected under dual control or remotely by key blocks bound to this device, and are erased on tamper;
//! * before each transaction a back end has attested device, app and component; PIN and card number of a transaction are
//!   not held together in the clear on the phone;
//! * nothing keeps a PIN block after the authorisation: not a journal, not a log, not a receipt.
//!
//! Such a component implements [`PinPad`]. [`dukpt`] is here for it and for the host. What handles clear digits, the
//! blocks and a PIN pad in software, stands behind the feature `software-pin-pad`: for the simulator, the command line
//! and tests, never for a product.

#[cfg(feature = "software-pin-pad")]
pub mod block;
#[cfg(feature = "software-pin-pad")]
mod clear_pin;
pub mod dukpt;
#[cfg(feature = "software-pin-pad")]
mod dukpt_pin_pad;
mod enciphered_pin;
#[cfg(feature = "software-pin-pad")]
mod key_counter;
mod pin_pad;

#[cfg(feature = "software-pin-pad")]
pub use clear_pin::{ClearPin, NoPin};
pub use dukpt::{AesKsn, TdesKsn};
#[cfg(feature = "software-pin-pad")]
pub use dukpt_pin_pad::{DukptPinPad, Keypad, KeypadEntry, PinKey};
pub use enciphered_pin::{EncipheredPin, KeySerialNumber, PinBlock};
#[cfg(feature = "software-pin-pad")]
pub use key_counter::{CounterFailed, KeyCounter, VolatileCounter};
pub use pin_pad::{PinEntry, PinPad, PinPadError, PinRequest};
