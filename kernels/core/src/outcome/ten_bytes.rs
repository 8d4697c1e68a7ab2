//! Outcome parameters in ten bytes, as type-approval traces have them.

use super::{AlternateInterface, Cvm, OnlineResponseData, Outcome, OutcomeParameterSet, Start, Tenths};

impl OutcomeParameterSet {
    /// The parameters in ten bytes, as type-approval traces have them.
    ///
    /// | bytes | parameter | coding |
    /// |---|---|---|
    /// | 1 | Outcome | 1 Select Next, 2 Try Again, 3 Approved, 4 Declined, 5 Online Request, 6 Try Another Interface, 7 End Application |
    /// | 2 | Start | 0A to 0D; FF is N/A |
    /// | 3 | Online Response Data | 0 N/A, 1 EMV data, 2 any |
    /// | 4 | CVM | 0 N/A, 1 No CVM, 2 Online PIN, 3 Confirmation Code Verified, 4 Obtain Signature |
    /// | 5 | Alternate Interface Preference | 0 N/A, 1 contact chip, 2 mag-stripe, 3 both |
    /// | 6 | presence | bit 8 UI on outcome, 7 UI on restart, 6 Data Record, 5 Discretionary Data, 4 Receipt |
    /// | 7, 8 | Field Off Request | units of 100 ms; FFFF is N/A |
    /// | 9, 10 | Removal Timeout | units of 100 ms |
    ///
    /// The values in bytes 1 to 5 number the lists of Book A, 6.2 in its order; no book fixes this form.
    pub fn encode(&self) -> [u8; 10] {
        let [off_high, off_low] = self.field_off.map_or([0xFF; 2], |Tenths(time)| time.to_be_bytes());
        let [removal_high, removal_low] = self.removal_timeout.0.to_be_bytes();
        let start = self.start.map_or(0xFF, Start::code);
        let online_response_data = match self.online_response_data {
            OnlineResponseData::NotApplicable => 0,
            OnlineResponseData::EmvData => 1,
            OnlineResponseData::Any => 2,
        };
        let alternate_interface = match self.alternate_interface {
            AlternateInterface::NotApplicable => 0,
            AlternateInterface::ContactChip => 1,
            AlternateInterface::MagStripe => 2,
            AlternateInterface::Both => 3,
        };
        [
            self.outcome.code(),
            start,
            online_response_data,
            self.cvm.code(),
            alternate_interface,
            self.presence(),
            off_high,
            off_low,
            removal_high,
            removal_low,
        ]
    }

    /// Which of the optional parts are there, from bit 8 down.
    fn presence(&self) -> u8 {
        [
            self.ui_on_outcome.is_some(),
            self.ui_on_restart.is_some(),
            self.data_record.is_some(),
            self.discretionary_data.is_some(),
            self.receipt,
        ]
        .into_iter()
        .fold(0, |bits, present| bits << 1 | u8::from(present))
            << 3
    }
}

impl Outcome {
    /// Its number in the ten bytes of [`OutcomeParameterSet::encode`].
    const fn code(self) -> u8 {
        match self {
            Self::SelectNext => 1,
            Self::TryAgain => 2,
            Self::Approved => 3,
            Self::Declined => 4,
            Self::OnlineRequest => 5,
            Self::TryAnotherInterface => 6,
            Self::EndApplication => 7,
        }
    }
}

impl Start {
    const fn code(self) -> u8 {
        match self {
            Self::A => 0x0A,
            Self::B => 0x0B,
            Self::C => 0x0C,
            Self::D => 0x0D,
        }
    }
}

impl Cvm {
    const fn code(self) -> u8 {
        match self {
            Self::NotApplicable => 0,
            Self::NoCvm => 1,
            Self::OnlinePin => 2,
            Self::ConfirmationCodeVerified => 3,
            Self::ObtainSignature => 4,
        }
    }
}
