//! The reader, under the profile that a tap wants.

use tapkernel::drive::DriveError;
use tapkernel::profile::Profile;
use tapkernel::reader::{Reader, ReaderError};

use crate::sale::SaleError;
use crate::sale::{Next, Verification};

/// The reader, and the two profiles it taps under: as the merchant's rules say, and with the cardholder verified always.
#[derive(Debug)]
pub(crate) struct Readers {
    reader: Reader,
    by_limits: Profile,
    always: Profile,
    verification: Verification,
}

impl Readers {
    pub(crate) fn new(reader: Reader, profile: Profile) -> Self {
        let always = profile.with_cvm_always_required();
        Self { reader, by_limits: profile, always, verification: Verification::ByLimits }
    }

    /// The reader for what comes next.
    pub(crate) fn for_next(&mut self, next: &Next) -> Result<&mut Reader, SaleError> {
        if let Next::Tap(_, wanted) = next {
            if *wanted != self.verification {
                let profile = match wanted {
                    Verification::ByLimits => &self.by_limits,
                    Verification::Always => &self.always,
                };
                self.reader.abandon();
                self.reader.replace_profile(profile.clone()).map_err(DriveError::from)?;
                self.verification = *wanted;
            }
        }
        Ok(&mut self.reader)
    }

    /// Puts another profile into force.
    pub(crate) fn replace_profile(&mut self, profile: Profile) -> Result<(), ReaderError> {
        self.reader.abandon();
        self.reader.replace_profile(profile.clone())?;
        self.always = profile.with_cvm_always_required();
        self.by_limits = profile;
        self.verification = Verification::ByLimits;
        Ok(())
    }

    /// Lets go a card that is held; whether one was.
    pub(crate) fn let_go(&mut self) -> bool {
        let held = self.reader.holds_card();
        if held {
            self.reader.abandon();
        }
        held
    }
}
