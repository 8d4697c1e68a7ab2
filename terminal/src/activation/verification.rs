//! The checks.

use tapkernel::profile::Profile;

use super::{
    AcquirerKeys, Activation, ActivationError, Active, KeyUse, ProfileInUse, ProfileState, SignedProfile,
};

impl SignedProfile {
    /// Checks the document, signature first, and makes its profile one that may be used.
    ///
    /// On a terminal where nothing is active every signed state can begin: the acquirer has seen the states before it on
    /// another terminal, and says so with its signature. Keep [`ProfileInUse::active`] in the journal, together with
    /// [`SignedProfile::to_json`], before the first transaction.
    ///
    /// # Errors
    ///
    /// [`ActivationError`] says what is wrong; what was active stays so.
    pub fn activate(
        &self,
        keys: &AcquirerKeys,
        activation: &Activation<'_>,
    ) -> Result<ProfileInUse, ActivationError> {
        self.check_signature(keys)?;
        self.check_terminal(activation)?;
        self.check_code(activation)?;
        if activation.now < self.content.not_before {
            return Err(ActivationError::TooEarly { not_before: self.content.not_before });
        }
        if let Some(active) = activation.active {
            self.check_step(active)?;
        }
        self.profile_in_use()
    }

    /// Checks the document of what is active, at each start of the app. Its code and its time were checked before.
    ///
    /// # Errors
    ///
    /// [`ActivationError`]: it is not the document that became active, or the app no longer has its key.
    pub fn reopen(&self, keys: &AcquirerKeys, active: &Active) -> Result<ProfileInUse, ActivationError> {
        self.check_signature(keys)?;
        if self.content.terminal_id != active.terminal_id {
            return Err(ActivationError::WrongTerminal);
        }
        if self.content.serial != active.serial {
            return Err(ActivationError::Serial { offered: self.content.serial, active: active.serial });
        }
        if self.content.state != active.state {
            return Err(ActivationError::Step { from: active.state, to: self.content.state });
        }
        self.profile_in_use()
    }

    fn check_signature(&self, keys: &AcquirerKeys) -> Result<(), ActivationError> {
        let key = keys.named(self.key).ok_or(ActivationError::UnknownKey)?;
        if !key.has_signed(&self.content.signed_bytes(), &self.signature) {
            return Err(ActivationError::WrongSignature);
        }
        match (self.content.state, key.key_use()) {
            (ProfileState::Production, KeyUse::Test) => Err(ActivationError::KeyForTestsOnly),
            _ => Ok(()),
        }
    }

    fn check_terminal(&self, activation: &Activation<'_>) -> Result<(), ActivationError> {
        let active = activation.active.map(|active| active.terminal_id.as_str());
        let mut wanted = [activation.terminal_id, active].into_iter().flatten();
        if wanted.all(|id| id == self.content.terminal_id) {
            Ok(())
        } else {
            Err(ActivationError::WrongTerminal)
        }
    }

    fn check_code(&self, activation: &Activation<'_>) -> Result<(), ActivationError> {
        match (&self.content.code, activation.code) {
            (Some(bound), Some(code)) if bound.is_of(code) => Ok(()),
            (Some(_), None) => Err(ActivationError::CodeWanted),
            (None, None) if activation.active.is_some() => Ok(()),
            (None, _) if activation.active.is_none() => Err(ActivationError::OnlyAnUpdate),
            _ => Err(ActivationError::WrongCode),
        }
    }

    fn check_step(&self, active: &Active) -> Result<(), ActivationError> {
        let (offered, to) = (self.content.serial, self.content.state);
        if offered <= active.serial {
            return Err(ActivationError::Serial { offered, active: active.serial });
        }
        if !active.state.may_become(to) {
            return Err(ActivationError::Step { from: active.state, to });
        }
        Ok(())
    }

    fn profile_in_use(&self) -> Result<ProfileInUse, ActivationError> {
        let profile = Profile::from_json(&self.content.profile)?;
        let (state, stage) = (self.content.state, profile.stage());
        if !state.fits(stage) {
            return Err(ActivationError::WrongStage { state, stage });
        }
        if profile.terminal().id != self.content.terminal_id {
            return Err(ActivationError::TwoTerminals);
        }
        let terminal_id = self.content.terminal_id.clone();
        Ok(ProfileInUse::signed(profile, Active { serial: self.content.serial, state, terminal_id }))
    }
}
