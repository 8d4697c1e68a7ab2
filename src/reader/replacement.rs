//! Another profile between two taps.

use tapkernel_core::data::KernelId;

use super::{Reader, ReaderError};
use crate::entry_point::EntryPointError;
use crate::profile::Profile;

impl Reader {
    /// Puts `profile` into force for the next tap, as a whole or not at all, and gives back the one that it replaces.
    ///
    /// # Errors
    ///
    /// [`EntryPointError::Busy`] while a tap runs or an output waits for [`Reader::poll`]; else as [`Reader::new`].
    /// After an error the profile in force is what it was.
    pub fn replace_profile(&mut self, profile: Profile) -> Result<Profile, ReaderError> {
        if !self.outputs.is_empty() || !self.entry_point.is_idle() {
            return Err(EntryPointError::Busy.into());
        }
        let kernels: Vec<_> = self.entry_point.kernels().map(|kernel| kernel.id()).collect();
        check(&profile, &kernels, self.entry_point.is_scripted())?;
        Ok(core::mem::replace(&mut self.profile, profile))
    }
}

/// Whether a reader with these kernels and this source of randomness can run under `profile`.
pub(super) fn check(profile: &Profile, kernels: &[KernelId], is_scripted: bool) -> Result<(), ReaderError> {
    if let Some(missing) = profile.kernels().into_iter().find(|id| !kernels.contains(id)) {
        return Err(ReaderError::KernelMissing(missing));
    }
    if is_scripted && profile.is_production() {
        return Err(ReaderError::ScriptedRandom);
    }
    Ok(())
}
