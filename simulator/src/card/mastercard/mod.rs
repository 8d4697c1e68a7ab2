//! The application of a Mastercard card, as Kernel 2 expects it (Book C-2).

mod behaviour;
mod checksum;
mod generate_ac;
mod recover_ac;
mod relay_resistance;
mod transaction;

pub use behaviour::{Interaction, MastercardBehaviour, RelayResistance};
pub(super) use transaction::{Memory, Progress, Transaction, initiate};
