//! What a session is told.

use std::time::Duration;

use tapkernel::core::data::Database;
use tapkernel::core::outcome::Start;
use tapkernel::core::time::Instant;
use tapkernel::entry_point::{Input, Output};

use crate::data::database;
use crate::session::After;
use crate::{DataObject, Error, ErrorCode, L1Error, OnlineResponse, Session};

/// What became of the issuer's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum ResponseUse {
    /// The card does not get it: it stands as it is, and the tap is over.
    Final = 0,
    /// A second tap has begun: go on with [`Session::step`].
    SecondTap = 1,
    /// The held card gets it: go on with [`Session::step`].
    HeldCard = 2,
}

impl Session {
    /// One card is in the field and activated.
    ///
    /// # Errors
    ///
    /// Of this and all that follow: [`ErrorCode::Unexpected`] if it does not answer what was asked, nothing changes;
    /// [`ErrorCode::Random`] if a kernel cannot be given an Unpredictable Number, the tap is dropped.
    pub fn card_present(&mut self, now_us: u64) -> Result<(), Error> {
        self.tell(Input::CardDetected, now_us)
    }

    /// More than one card is in the field.
    ///
    /// # Errors
    ///
    /// As [`Session::card_present`].
    pub fn collision(&mut self, now_us: u64) -> Result<(), Error> {
        self.tell(Input::Collision, now_us)
    }

    /// No card is in the field any more, after a collision.
    ///
    /// # Errors
    ///
    /// As [`Session::card_present`].
    pub fn field_clear(&mut self, now_us: u64) -> Result<(), Error> {
        self.tell(Input::FieldClear, now_us)
    }

    /// The card answered the latest command, status word included, `elapsed_us` after its end.
    ///
    /// # Errors
    ///
    /// As [`Session::card_present`].
    pub fn card_answered(&mut self, rapdu: &[u8], elapsed_us: u64, now_us: u64) -> Result<(), Error> {
        self.tell(Input::Answer { rapdu, elapsed: Duration::from_micros(elapsed_us) }, now_us)
    }

    /// The card did not answer the latest command.
    ///
    /// # Errors
    ///
    /// As [`Session::card_present`].
    pub fn card_lost(&mut self, error: L1Error, now_us: u64) -> Result<(), Error> {
        self.tell(Input::L1Error(error.into()), now_us)
    }

    /// The terminal's data for a kernel.
    ///
    /// # Errors
    ///
    /// As [`Session::card_present`]; [`ErrorCode::BadArgument`] for a number that is no tag.
    pub fn data(&mut self, data: &[DataObject], now_us: u64) -> Result<(), Error> {
        let data: Database = database(data)?;
        self.tell(Input::Data(&data), now_us)
    }

    /// The application of this number, from 0, was chosen.
    ///
    /// # Errors
    ///
    /// As [`Session::card_present`].
    pub fn chosen(&mut self, number: u32, now_us: u64) -> Result<(), Error> {
        let number = usize::try_from(number).unwrap_or(usize::MAX);
        self.tell(Input::Chosen(number), now_us)
    }

    /// Time has passed. Never wrong, also when nothing runs.
    ///
    /// # Errors
    ///
    /// [`ErrorCode::Random`] as [`Session::card_present`].
    pub fn elapsed(&mut self, now_us: u64) -> Result<(), Error> {
        if self.running || self.engine.holds_card() { self.tell(Input::Tick, now_us) } else { Ok(()) }
    }

    /// The terminal ends the tap: an outcome follows. Never wrong while one runs.
    ///
    /// # Errors
    ///
    /// As [`Session::card_present`].
    pub fn stop(&mut self, now_us: u64) -> Result<(), Error> {
        self.tell(Input::Stop, now_us)
    }

    /// The issuer answered an Online Request.
    ///
    /// # Errors
    ///
    /// [`ErrorCode::NoOutcome`] if the latest outcome is no Online Request or is answered already; as
    /// [`Session::card_present`].
    pub fn online_response(&mut self, response: &OnlineResponse, now_us: u64) -> Result<ResponseUse, Error> {
        let response = response.read()?;
        if self.after == After::Nothing {
            return Err(ErrorCode::NoOutcome.into());
        }
        let resumption = self.outcome.as_ref().and_then(|outcome| outcome.resumption.as_ref());
        let resumed = resumption.and_then(|resumption| resumption.with(response.clone()));
        if self.engine.holds_card() {
            self.tell(Input::OnlineResponse(&response), now_us)?;
            self.running = true;
            self.after = After::Nothing;
            return Ok(if resumed.is_some() { ResponseUse::HeldCard } else { ResponseUse::Final });
        }
        // One who gets it at D was let go before.
        let Some(resumed) = resumed.filter(|resumed| resumed.start() == Start::B) else {
            self.after = After::Nothing;
            return Ok(ResponseUse::Final);
        };
        self.begin(|engine, now| engine.resume(resumed, now), now_us)?;
        Ok(ResponseUse::SecondTap)
    }

    fn tell(&mut self, input: Input<'_>, now_us: u64) -> Result<(), Error> {
        let answered = self.awaited.as_ref().is_some_and(|awaited| answers(&input, awaited));
        match self.engine.handle(input, Instant::from_micros(now_us)) {
            Err(error) if error.code == ErrorCode::Random => {
                self.ended();
                return Err(error);
            }
            told => told?,
        }
        if answered {
            self.awaited = None;
        }
        self.note_kernel();
        Ok(())
    }
}

/// Whether the input is what is awaited. Time and a stop are never awaited, and data may come while a card is.
const fn answers(input: &Input<'_>, awaited: &Output) -> bool {
    matches!(
        (input, awaited),
        (Input::CardDetected | Input::Collision, Output::AwaitCard)
            | (Input::FieldClear, Output::AwaitFieldClear)
            | (Input::Answer { .. } | Input::L1Error(_), Output::Transmit(_))
            | (Input::Data(_), Output::DataExchange(_))
            | (Input::Chosen(_), Output::Choose(_))
    )
}
