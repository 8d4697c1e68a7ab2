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
//! | 0220 | completion of the pre-authorisation in field 90, once, of at most what is held; offline approval |
//! | 0400 | void: same card, amount and currency, approved and standing, not refunded, in an open batch, once |
//! | 0420 | reversal: undoes what there is, and refuses what arrives after it |
//! | 0500 | compares totals of terminal, batch and currency; closes the batch if they agree or were uploaded |
//! | 0320 | looks up a transaction of a batch |
//! | 0600 | state of an earlier message, a void included |
//! | 0300 | a block of parameters |
//! | 0800 | echo |
//!
//! A message that comes again (same terminal, STAN, field 7 and class: 0421 is a repeat of 0420) gets the same answer again
//! and does nothing, also after a restart with [`Host::kept_in`]. Another message under the number of an earlier one gets
//! 94 and does nothing.
//!
//! # What undoing does
//!
//! | undone | by a void (0400) | by a reversal (0420) |
//! |---|---|---|
//! | purchase | counts twice, as itself and as reversed | counts nowhere |
//! | refund | gives back to the original what may be refunded of it | the same |
//! | pre-authorisation | nothing is held any more, its increments neither | the same |
//! | increment | the amount held is less by it | the same |
//! | completion | counts twice; nothing is held any more | counts nowhere; the money is held again |
//! | what was declined | 12 | 00, and nothing to do |
//! | what never came | 25 | 00; it is declined with 05 if it comes |
//! | what was undone | 12 | 00, and nothing to do |
//! | of a closed batch, refunded, completed | 12 | 12 |
//! | another card, amount or currency | 12 | 14 or 13 |
//!
//! Approvals are for the whole amount: field 4 of an answer is that of the request.

mod authorisation;
mod faults;
mod follow_up;
mod issuer;
mod kept;
mod keys;
mod ledger;
mod linked;
mod message;
mod pin;
mod reconciliation;
mod router;
mod server;

pub use faults::{Fault, FaultSchedule, Faults};
pub use kept::LedgerFileError;
pub use keys::{base_derivation_key_aes, base_derivation_key_tdes, mac_key, pin_key};
pub use ledger::{BatchName, HostEntry, HostLedger, Kind, LineName, StandingLine, State};
pub use router::Host;
pub use server::{Server, ServerSettings, TlsIdentity};
