//! The Entry Point alone: everything that a laboratory sets for one transaction.

use std::sync::Arc;
use std::time::Duration;

use tapkernel::core::kernel::Policies;
use tapkernel::core::oda::CaPublicKeys;
use tapkernel::entry_point::{Request, Resumed};

use crate::{CaKey, Combination, Error, OnlineResponse, Start, Transaction};

/// One transaction of the Entry Point without a profile (Books A and B).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryPointRequest {
    /// The transaction; its `choice` puts several candidates to a choice.
    pub transaction: Transaction,
    /// The Combinations for this type of transaction.
    pub combinations: Vec<Combination>,
    /// A: pre-processing. B: protocol activation. C: the same on a card that is already activated. D: kernel activation, with
    /// [`EntryPointRequest::online_response`] only.
    pub start: Start,
    /// The issuer's answer to the latest outcome of this session, which this continues at B, C or D. Combinations and
    /// transaction are then those of that outcome.
    pub online_response: Option<OnlineResponse>,
    /// Whether the reader runs by itself: the field stays on at the end.
    pub autorun: bool,
    /// How long to wait for a card each time the field goes on; none for ever.
    pub card_timeout_us: Option<u64>,
    /// How long all of it may take; none for ever.
    pub transaction_timeout_us: Option<u64>,
    /// The keys that kernels may use.
    pub ca_keys: Vec<CaKey>,
    /// Whether kernels of ours decide as the books have it, instead of the stricter policies.
    pub as_book: bool,
}

impl EntryPointRequest {
    pub(crate) fn read(&self, resumed: Option<Resumed>) -> Result<Request, Error> {
        let combinations =
            self.combinations.iter().map(Combination::read).collect::<Result<Arc<[_]>, _>>()?;
        let keys = self.ca_keys.iter().map(CaKey::read).collect::<Result<Vec<_>, _>>()?;
        let keys = CaPublicKeys::new(keys, Vec::new()).map_err(|error| Error::argument(error.to_string()))?;
        Ok(Request {
            ca_public_keys: Arc::new(keys),
            policies: if self.as_book { Policies::AS_BOOK } else { Policies::default() },
            start: self.start.into(),
            resumed,
            card_timeout: self.card_timeout_us.map(Duration::from_micros),
            transaction_timeout: self.transaction_timeout_us.map(Duration::from_micros),
            choice: self.transaction.choice,
            autorun: self.autorun,
            ..Request::new(self.transaction.data()?, combinations)
        })
    }
}
