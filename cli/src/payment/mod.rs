//! One payment, from the order on the command line to the receipt.

mod acquirer;
mod answer;
mod card;
mod messages;
mod money;
mod order;
mod pin;
mod progress;
mod reason;
mod receipt;
mod result;

pub(crate) use answer::Answer;
pub(crate) use messages::Messages;
pub(crate) use order::{Kind, Order, Presented};
pub(crate) use pin::Pin;
pub(crate) use progress::Progress;
pub(crate) use result::Verdict;

pub(crate) use acquirer::conclude;
pub(crate) use card::present;
