//! The way to the acquirer.
//!
//! [`Acquirer`] is the port: what a terminal asks of its acquirer, in types. Each answer is a [`Delivery`], which has three
//! values: answered, certainly not sent, unknown. Only the third may have moved money unseen, and the caller must then
//! reverse or query before anything else.
//!
//! [`Iso8583Acquirer`] implements it with the messages of [`iso8583`] over a [`link`]. Where a field is private to hosts,
//! [`assignment`] says what is in it here. [`store_and_forward`] decides what goes out when the line is back.

pub mod assignment;
mod card_data;
mod delivery;
pub mod iso8583;
mod iso8583_acquirer;
pub mod link;
mod merchant_history;
mod message_authentication;
mod message_journal;
mod port;
mod request;
mod response;
mod settlement;
pub mod store_and_forward;
mod trace;

pub use card_data::{CardData, EntryMode, NoCardNumber};
pub use delivery::{Delivery, NotSent, Unknown};
pub use iso8583_acquirer::{AcquirerSettings, Iso8583Acquirer, SettingsError, Wait};
pub use merchant_history::{MerchantHistory, NotServed};
pub use message_authentication::MessageAuthentication;
pub use message_journal::{JournalRefused, MessageJournal, Outgoing};
pub use port::Acquirer;
pub use request::{
    Advice, AdviceKind, AuthorisationRequest, Operation, Original, ParameterRequest, Reversal,
    ReversalReason, StatusQuery,
};
pub use response::{
    Acknowledgement, AuthorisationResponse, EmvData, HostState, ParameterBlock, ResponseCode,
    TransactionStatus,
};
pub use settlement::{BatchEntry, Breakdown, CountAndSum, Settlement, SettlementResponse, Totals};
pub use trace::{Stan, Trace};
