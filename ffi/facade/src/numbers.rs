//! Unpredictable Numbers: the system's, or the caller's.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use tapkernel::core::data::UnpredictableNumber;
use tapkernel::entry_point::{RandomError, UnpredictableNumbers};
use tapkernel::random::OsRandom;

/// Numbers that the caller supplies, in order; clones share them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Supplied(Arc<Mutex<VecDeque<[u8; 4]>>>);

impl Supplied {
    pub(crate) fn new(numbers: impl IntoIterator<Item = [u8; 4]>) -> Self {
        Self(Arc::new(Mutex::new(numbers.into_iter().collect())))
    }

    pub(crate) fn push(&self, number: [u8; 4]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push_back(number);
    }
}

/// Where a session draws from.
#[derive(Debug)]
pub(crate) enum Numbers {
    System(OsRandom),
    Supplied(Supplied),
}

impl Numbers {
    pub(crate) fn new(supplied: Option<&Supplied>) -> Self {
        supplied
            .map_or_else(|| Self::System(OsRandom::default()), |supplied| Self::Supplied(supplied.clone()))
    }
}

impl UnpredictableNumbers for Numbers {
    fn draw(&mut self) -> Result<UnpredictableNumber, RandomError> {
        match self {
            Self::System(system) => system.draw(),
            Self::Supplied(Supplied(numbers)) => {
                let number = numbers.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                number.map(UnpredictableNumber).ok_or(RandomError::Exhausted)
            }
        }
    }

    fn is_scripted(&self) -> bool {
        matches!(self, Self::Supplied(_))
    }
}
