//! The reader: Entry Point, registered kernels and a profile, as one sans-IO object.

mod error;
mod interfaces;
mod replacement;
mod screen;
mod tap;
mod versions;

use core::time::Duration;
use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;

use tapkernel_core::apdu::{Exchange, Next, RApdu};
use tapkernel_core::data::{Amount, Date, Time, TransactionData};
use tapkernel_core::kernel::Kernel;
use tapkernel_core::outcome::{L1Error, Start, UserInterfaceRequest};
use tapkernel_core::time::Instant;

use crate::entry_point::{EntryPoint, Request, UnpredictableNumbers};
pub use crate::entry_point::{FinalOutcome, Input, Occasion, Offer, Output, Resumed, Resumption};
use crate::profile::Profile;
pub use error::ReaderError;
pub use interfaces::{Interfaces, ScreenText};
pub use screen::Screen;
use tap::Kind;
pub use tap::Tap;
pub use versions::{KernelVersion, ProfileVersion, Versions};

/// Runs taps: the Entry Point and its kernels under a profile.
///
/// Like everything below it, the reader does no I/O and has no clock. [`Reader::start`] begins a tap,
/// [`Reader::handle`] tells what happened, [`Reader::poll`] says what to do, [`Reader::deadline`] until when to wait.
/// The loops in [`drive`](crate::drive) do this around a [`CardTransport`](crate::transport::CardTransport).
pub struct Reader {
    profile: Profile,
    interfaces: Interfaces,
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
        replacement::check(&profile, &ids, random.is_scripted())?;
        let entry_point = EntryPoint::new(kernels, Box::new(random));
        let interfaces = Interfaces::ALL;
        Ok(Self { profile, interfaces, entry_point, exchange: None, outputs: VecDeque::new() })
    }

    /// The profile in force.
    pub const fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The tap of a reader that runs by itself, if the profile fixes an amount; at a local date and time.
    pub fn autorun_tap(&self, when: (Date, Time)) -> Option<Tap> {
        let autorun = self.profile.autorun()?;
        Some(Tap::new(autorun.transaction_type, autorun.money, Amount::ZERO, when).with_fixed_amount())
    }

    /// Begins a tap; drain [`Reader::poll`] afterwards.
    ///
    /// # Errors
    ///
    /// [`ReaderError::NotConfigured`] if the profile does not allow this type of transaction in this currency;
    /// [`ReaderError::FixedAmountNotAllowed`] if no application may be used for a fixed amount;
    /// [`EntryPointError::Busy`](crate::entry_point::EntryPointError::Busy) while another tap runs.
    pub fn start(&mut self, tap: Tap, now: Instant) -> Result<(), ReaderError> {
        let request = self.request(tap)?;
        let interfaces = request.combinations.first().map(|first| Interfaces::of_terminal(&first.data));
        self.exchange = None;
        self.entry_point.start(request, now)?;
        self.interfaces = interfaces.unwrap_or(Interfaces::ALL);
        self.pump();
        Ok(())
    }

    /// What the Entry Point gets for a tap.
    fn request(&self, tap: Tap) -> Result<Request, ReaderError> {
        let TransactionData { transaction_type, amount, currency, .. } = tap.transaction;
        let mut combinations = self
            .profile
            .combinations(transaction_type, currency)
            .ok_or(ReaderError::NotConfigured(transaction_type, currency.code()))?;
        let autorun = tap.kind == Kind::FixedAmount;
        if autorun {
            combinations =
                combinations.iter().filter_map(|one| one.with_fixed_amount(amount, currency)).collect();
            if combinations.is_empty() {
                return Err(ReaderError::FixedAmountNotAllowed);
            }
        }
        let resumed = match tap.kind {
            Kind::Second(resumed) => Some(resumed),
            Kind::New | Kind::FixedAmount => None,
        };
        Ok(Request {
            ca_public_keys: self.profile.ca_public_keys(),
            policies: self.profile.policies(),
            start: if autorun || resumed.is_some() { Start::B } else { Start::A },
            resumed,
            card_timeout: Some(self.profile.card_timeout()),
            transaction_timeout: Some(self.profile.transaction_timeout()),
            choice: tap.choice,
            autorun,
            ..Request::new(tap.transaction, combinations)
        })
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
    /// [`EntryPointError::Unexpected`](crate::entry_point::EntryPointError::Unexpected) for an input that answers nothing: nothing changes.
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

    /// Whether a card is held in the field and the issuer's answer is awaited: [`Input::OnlineResponse`].
    pub fn holds_card(&self) -> bool {
        self.entry_point.holds_card()
    }

    /// What the device has beside contactless, by the terminal's data of the latest tap.
    pub const fn interfaces(&self) -> Interfaces {
        self.interfaces
    }

    /// Drops the tap, if one runs: nothing more is wanted for it. The field stays as it is. For a caller whose transport
    /// has failed; a person who wants to stop is [`Input::Stop`].
    pub fn abandon(&mut self) {
        self.entry_point.abandon();
        self.exchange = None;
        self.outputs.clear();
    }

    /// A request to the user interface with the text for this device.
    pub fn screen(&self, request: UserInterfaceRequest, occasion: Occasion) -> Screen {
        Screen { request, occasion, text: request.message.map(|message| self.interfaces.text_of(message)) }
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
