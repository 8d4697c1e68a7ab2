//! A profile with its state.

use tapkernel::profile::Profile;

use super::{Active, Deed, ProfileState};

/// A profile and how far it is. Only the acquirer's signature brings it further than [`ProfileState::Draft`].
#[derive(Clone, Debug)]
pub struct ProfileInUse {
    profile: Profile,
    active: Option<Active>,
}

/// The state does not permit it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a profile in state {state} does not permit this ({deed:?})")]
pub struct NotInThisState {
    /// The state.
    pub state: ProfileState,
    /// What was to be done.
    pub deed: Deed,
}

impl ProfileInUse {
    /// A profile that nobody signed.
    pub const fn draft(profile: Profile) -> Self {
        Self { profile, active: None }
    }

    pub(super) const fn signed(profile: Profile, active: Active) -> Self {
        Self { profile, active: Some(active) }
    }

    /// The profile after somebody edited it: a draft, whatever it was before.
    #[must_use]
    pub fn edited(self, profile: Profile) -> Self {
        Self::draft(profile)
    }

    /// The profile.
    pub const fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Its state.
    pub fn state(&self) -> ProfileState {
        self.active.as_ref().map_or(ProfileState::Draft, |active| active.state)
    }

    /// What the journal is to keep; `None` for a draft.
    pub const fn active(&self) -> Option<&Active> {
        self.active.as_ref()
    }

    /// Whether its state permits `deed`.
    ///
    /// # Errors
    ///
    /// [`NotInThisState`].
    pub fn permit(&self, deed: Deed) -> Result<(), NotInThisState> {
        let state = self.state();
        if state.permits(deed) { Ok(()) } else { Err(NotInThisState { state, deed }) }
    }
}
