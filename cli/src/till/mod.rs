//! The till: everything that commands over a journal share, from the order on the command line to the receipt.

mod answer;
mod card;
mod earlier;
mod events;
mod failure;
mod in_process;
mod keypad;
mod line;
mod messages;
pub(crate) mod money;
mod order;
pub(crate) mod people;
mod pin_pad;
mod place;
mod progress;
mod run;
mod shop;
mod stan;

pub(crate) use answer::outcome_word;
pub(crate) use card::{Tapped, held};
pub(crate) use earlier::money_of;
pub(crate) use failure::{journal_failed, people_failed, sale_failed, settle_failed};
pub(crate) use in_process::{Fate, InProcess};
pub(crate) use keypad::Pins;
pub(crate) use line::{Line, acquirer};
pub(crate) use messages::Messages;
pub(crate) use order::{Kind, Order};
pub(crate) use people::{operator, supervisor};
pub(crate) use place::{Kept, Place};
pub(crate) use progress::Progress;
pub(crate) use run::{submit, tap};
pub(crate) use shop::{Look, Shop};
pub(crate) use stan::stan;
