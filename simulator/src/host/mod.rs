//! The software acquirer as a host: a server that speaks ISO 8583 over the issuers of the software cards, with a ledger of
//! its own. Feature `server`.
//!
//! [`Host`] is the host without a line: a message in, the answer out. [`Server`] puts it on TCP or TLS, for loopback and
//! tests, with [`Fault`]s on demand. What stands in private fields is in
//! [`assignment`](tapkernel_terminal::acquirer::assignment).
//!
//! What it does with each message type:
//!
//! | type | does |
//! |---|---|
//! | 0100, 0200 | purchase, cashback, cash, pre-authorisation: asks the issuer; refund and increment: looks into the ledger |
//! | 0220 | completion of a pre-authorisation, offline approval |
//! | 0400 | void: same card, amount and currency, approved, in an open batch, once |
//! | 0420 | reversal: undoes what there is, and refuses what arrives after it |
//! | 0500 | compares totals of terminal, batch and currency; closes the batch if they agree or were uploaded |
//! | 0320 | takes a transaction of a batch |
//! | 0600 | state of an earlier message |
//! | 0300 | a block of parameters |
//! | 0800 | echo |
//!
//! A message that comes again (same terminal, STAN, time and class) gets the same answer again and does nothing.

mod authorisation;
mod faults;
mod follow_up;
mod keys;
mod ledger;
mod pin;
mod reconciliation;
mod router;
mod server;

pub use faults::{Fault, Faults};
pub use keys::{base_derivation_key_aes, base_derivation_key_tdes, mac_key, pin_key};
pub use ledger::{HostEntry, HostLedger, Kind, State};
pub use router::Host;
pub use server::{Server, ServerSettings, TlsIdentity};
