//! Contactless readers of the machine, through PC/SC (feature `pcsc`).
//!
//! [`Readers`] lists and watches them, [`PcscTransport`] is one of them as a
//! [`CardTransport`](super::CardTransport). The system's library is linked: pcsc-lite, WinSCard or macOS's PCSC.
//!
//! ```no_run
//! use tapkernel::transport::pcsc::{PcscTransport, Readers};
//!
//! for reader in Readers::connect()?.list()? {
//!     println!("{}: {:?}", reader.name, reader.state);
//! }
//! let mut transport = PcscTransport::open(None)?;
//! # Ok::<(), tapkernel::transport::pcsc::PcscError>(())
//! ```
//!
//! What PC/SC cannot tell: two cards in the field at once (readers take one of them, or none), and when the field is on.

mod atr;
mod error;
mod link;
mod readers;
mod service;
mod transport;

pub use atr::{Atr, CardKind};
pub use error::PcscError;
pub use readers::{Interface, ReaderState, ReaderStatus, Readers};
pub use transport::PcscTransport;
