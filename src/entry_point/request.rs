//! What a transaction of the Entry Point is about.

use core::time::Duration;
use std::sync::Arc;

use tapkernel_core::data::{KernelId, TransactionData};
use tapkernel_core::kernel::Policies;
use tapkernel_core::oda::CaPublicKeys;
use tapkernel_core::outcome::Start;

use super::{Combination, RandomError, Resumed};

/// One transaction as the Entry Point gets it.
#[derive(Clone, Debug)]
pub struct Request {
    /// Amounts, type, currency, date and time.
    pub transaction: TransactionData,
    /// The Combinations configured for this transaction type.
    pub combinations: Arc<[Combination]>,
    /// The CA public keys that the kernels may use.
    pub ca_public_keys: Arc<CaPublicKeys>,
    /// Where the product is stricter than the books.
    pub policies: Policies,
    /// Where to start (Book B, 2.2): [`Start::A`] for a new transaction with its own amount; [`Start::B`] without
    /// pre-processing, or with the issuer's answer; [`Start::C`] the same on a card that is already activated;
    /// [`Start::D`] with the issuer's answer on a card that is already selected.
    pub start: Start,
    /// The issuer's answer to an earlier outcome, which this continues. The Combinations and what pre-processing left
    /// are then those of that outcome.
    pub resumed: Option<Resumed>,
    /// How long to wait for a card each time the field goes on; `None` for ever.
    pub card_timeout: Option<Duration>,
    /// How long all of it may take; `None` for ever. A kernel at work is stopped only while it waits.
    pub transaction_timeout: Option<Duration>,
    /// Whether several candidates are put to a choice, [`Output::Choose`](super::Output::Choose).
    pub choice: bool,
    /// Whether the reader runs by itself, transaction after transaction: the field then stays on at the end.
    pub autorun: bool,
}

impl Request {
    /// A new transaction from Start A: no CA keys, strict policies, no time limits, no choice.
    pub fn new(transaction: TransactionData, combinations: Arc<[Combination]>) -> Self {
        Self {
            transaction,
            combinations,
            ca_public_keys: Arc::default(),
            policies: Policies::default(),
            start: Start::A,
            resumed: None,
            card_timeout: None,
            transaction_timeout: None,
            choice: false,
            autorun: false,
        }
    }
}

/// The caller or its source of randomness did something wrong. A card never causes one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EntryPointError {
    /// A transaction is going on.
    #[error("a transaction is going on: stop it or let it end first")]
    Busy,
    /// The input does not answer what was asked.
    #[error("{0} is not what was asked for")]
    Unexpected(&'static str),
    /// The request has no Combination.
    #[error("no application is configured for this transaction")]
    NoCombination,
    /// A Combination names a kernel that is not registered.
    #[error("kernel {0} is configured and not registered")]
    UnknownKernel(KernelId),
    /// Start A takes no issuer's answer, Start D needs one.
    #[error("no start at {0}: A takes no answer of the issuer, D needs one")]
    NoSuchStart(Start),
    /// No Unpredictable Number.
    #[error(transparent)]
    Random(#[from] RandomError),
}
