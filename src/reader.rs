//! The reader: Entry Point, registered kernels and a profile, as one sans-IO object.

use core::time::Duration;
use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;

use tapkernel_core::apdu::{Exchange, Next, RApdu};
use tapkernel_core::data::{Amount, Date, KernelId, Money, Time, TransactionData, TransactionType};
use tapkernel_core::kernel::Kernel;
use tapkernel_core::outcome::{L1Error, Start};
use tapkernel_core::time::Instant;

use crate::entry_point::{EntryPoint, EntryPointError, Request, UnpredictableNumbers};
pub use crate::entry_point::{FinalOutcome, Input, Output};
use crate::profile::Profile;

/// One tap: what the terminal wants from the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tap {
    /// The transaction.
    pub transaction: TransactionData,
}

impl Tap {
    /// A transaction of this type over `money`; for a cashback, `money` is the total and `other` the cash part.
    pub fn new(
        transaction_type: TransactionType,
        money: Money,
        other: Amount,
        (date, time): (Date, Time),
    ) -> Self {
        Self {
            transaction: TransactionData {
                amount: money.amount,
                amount_other: other,
                currency: money.currency,
                transaction_type,
                date,
                time,
            },
        }
    }

    /// A purchase of `money` at a local date and time.
    pub fn purchase(money: Money, when: (Date, Time)) -> Self {
        Self::new(TransactionType::Purchase, money, Amount::ZERO, when)
    }
}

/// Runs taps: the Entry Point and its kernels under a profile.
///
/// Like everything below it, the reader does no I/O and has no clock. [`Reader::start`] begins a tap,
/// [`Reader::handle`] tells what happened, [`Reader::poll`] says what to do, [`Reader::deadline`] until when to wait.
/// The loops in [`drive`](crate::drive) do this around a [`CardTransport`](crate::transport::CardTransport).
pub struct Reader {
    profile: Profile,
    entry_point: EntryPoint,
    exchange: Option<Exchange>,
    outputs: VecDeque<Output>,
}

impl Reader {
    /// A reader under `profile` with these kernels and this source of Unpredictable Numbers.
    ///
    /// # Errors
    ///
    /// [`ReaderError::KernelMissing`] if the profile needs a kernel that is not among them,
    /// [`ReaderError::KernelTwice`] if two have the same identifier, [`ReaderError::ScriptedRandom`] if the profile is
    /// for production and the numbers are scripted.
    pub fn new(
        profile: Profile,
        kernels: impl IntoIterator<Item = Arc<dyn Kernel>>,
        random: impl UnpredictableNumbers + 'static,
    ) -> Result<Self, ReaderError> {
        let kernels: Vec<_> = kernels.into_iter().collect();
        let mut ids: Vec<_> = kernels.iter().map(|kernel| kernel.id()).collect();
        ids.sort_unstable();
        if let Some(twice) =
            ids.windows(2).find_map(|pair| pair.iter().max().filter(|_| pair.first() == pair.last()))
        {
            return Err(ReaderError::KernelTwice(*twice));
        }
        if let Some(missing) = profile.kernels().into_iter().find(|id| !ids.contains(id)) {
            return Err(ReaderError::KernelMissing(missing));
        }
        if random.is_scripted() && profile.is_production() {
            return Err(ReaderError::ScriptedRandom);
        }
        let entry_point = EntryPoint::new(kernels, Box::new(random));
        Ok(Self { profile, entry_point, exchange: None, outputs: VecDeque::new() })
    }

    /// The profile in force.
    pub const fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Begins a tap; drain [`Reader::poll`] afterwards.
    ///
    /// # Errors
    ///
    /// [`ReaderError::NotConfigured`] if the profile does not allow this type of transaction in this currency;
    /// [`EntryPointError::Busy`] while another tap runs.
    pub fn start(&mut self, tap: Tap, now: Instant) -> Result<(), ReaderError> {
        let transaction = tap.transaction;
        let combinations = self
            .profile
            .combinations(transaction.transaction_type, transaction.currency)
            .ok_or(ReaderError::NotConfigured(transaction.transaction_type, transaction.currency.code()))?;
        let request = Request {
            transaction,
            combinations,
            ca_public_keys: self.profile.ca_public_keys(),
            policies: self.profile.policies(),
            start: Start::A,
            card_timeout: Some(self.profile.card_timeout()),
        };
        self.exchange = None;
        self.entry_point.start(request, now)?;
        self.pump();
        Ok(())
    }

    /// Tells what happened and runs until the reader waits for the next input; drain [`Reader::poll`] afterwards.
    ///
    /// Nothing is sent, shown or timed here. `now` must not go backwards.
    ///
    /// A card that breaks the rules is not an error: it leads to an outcome, which arrives through [`Reader::poll`].
    /// Status words 61xx and 6Cxx are followed here, once each per command.
    ///
    /// # Errors
    ///
    /// [`EntryPointError::Unexpected`] for an input that answers nothing: nothing changes.
    pub fn handle(&mut self, input: Input<'_>, now: Instant) -> Result<(), ReaderError> {
        match input {
            Input::Answer { rapdu, elapsed } => self.answered(rapdu, elapsed, now)?,
            other => self.entry_point.handle(other, now)?,
        }
        self.pump();
        Ok(())
    }

    fn answered(&mut self, rapdu: &[u8], elapsed: Duration, now: Instant) -> Result<(), ReaderError> {
        let Ok(answer) = RApdu::parse(rapdu) else {
            return Ok(self.entry_point.handle(Input::L1Error(L1Error::Protocol), now)?);
        };
        match self.exchange.as_mut().map(|exchange| exchange.answered(&answer)) {
            Some(Next::Send(command)) => {
                self.outputs.push_back(Output::Transmit(command));
                Ok(())
            }
            Some(Next::Done) | None => Ok(self.entry_point.handle(Input::Answer { rapdu, elapsed }, now)?),
        }
    }

    /// Takes over what the Entry Point wants.
    fn pump(&mut self) {
        while let Some(output) = self.entry_point.poll() {
            if let Output::Transmit(command) = &output {
                self.exchange = Some(Exchange::new(command.clone()));
            }
            self.outputs.push_back(output);
        }
    }

    /// The next thing to do, until `None`.
    pub fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When [`Input::Tick`] is wanted next, if at all.
    pub fn deadline(&self) -> Option<Instant> {
        self.entry_point.deadline()
    }
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader")
            .field("profile", &self.profile.name())
            .field("entry_point", &self.entry_point)
            .finish()
    }
}

/// The reader cannot do what it was asked for. A card never causes one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReaderError {
    /// The profile names a kernel that was not given.
    #[error("the profile needs kernel {0}, which is not registered")]
    KernelMissing(KernelId),
    /// Two kernels under one identifier.
    #[error("kernel {0} is registered twice")]
    KernelTwice(KernelId),
    /// A production profile wants real randomness.
    #[error("a production profile refuses scripted unpredictable numbers")]
    ScriptedRandom,
    /// The profile has no applications for this.
    #[error("the profile allows no {0:?} in currency {1:03}")]
    NotConfigured(TransactionType, u16),
    /// The Entry Point refused.
    #[error(transparent)]
    EntryPoint(#[from] EntryPointError),
}
