//! Settings as a profile says them.

use tapkernel::profile::{Profile, acquirer as profile};

use super::settings::{AcquirerSettings, SettingsError, Wait};
use crate::acquirer::MessageAuthentication;
use crate::acquirer::iso8583::{Bitmap, Dialect, Frame, LengthHeader, OddDigit, Tpdu};

impl AcquirerSettings {
    /// What `acquirer` of the profile says, for its terminal. Keys never stand in a profile: `authentication` brings the
    /// one that the profile wants messages authenticated with, or is [`MessageAuthentication::None`].
    ///
    /// # Errors
    ///
    /// [`SettingsError::NotInProfile`]; [`SettingsError::Authentication`] if that is not what the profile wants.
    pub fn of_profile(
        profile: &Profile,
        authentication: MessageAuthentication,
    ) -> Result<Self, SettingsError> {
        let acquirer = profile.acquirer().ok_or(SettingsError::NotInProfile)?;
        if !is_wanted(&authentication, acquirer.authentication) {
            return Err(SettingsError::Authentication);
        }
        let terminal = profile.terminal();
        let wait = Wait { connect: acquirer.connect_limit, answer: acquirer.answer_limit };
        let new = Self::new(dialect(acquirer), frame(acquirer), &terminal.id, &terminal.merchant_id)?;
        let mut new = new.with_authentication(authentication).with_wait(wait);
        if acquirer.merchant_type {
            new = new.with_merchant_type(&format!("{:04}", terminal.merchant_category_code))?;
        }
        Ok(if acquirer.tap_to_phone { new.tap_to_phone(acquirer.mark_form_factor) } else { new })
    }
}

const fn is_wanted(given: &MessageAuthentication, wanted: profile::Authentication) -> bool {
    matches!(
        (given, wanted),
        (MessageAuthentication::None, profile::Authentication::None)
            | (MessageAuthentication::AnsiX919(_), profile::Authentication::AnsiX919)
            | (MessageAuthentication::AesCmac(_), profile::Authentication::AesCmac)
    )
}

fn dialect(acquirer: &profile::Acquirer) -> Dialect {
    let dialect = match acquirer.coding {
        profile::Coding::Ascii => Dialect::ascii(),
        profile::Coding::Bcd => Dialect::bcd(),
    };
    let bitmap = match acquirer.bitmap {
        profile::Bitmap::Binary => Bitmap::Binary,
        profile::Bitmap::Hexadecimal => Bitmap::Hexadecimal,
    };
    let odd_digit = match acquirer.odd_digit {
        profile::OddDigit::ZeroBefore => OddDigit::ZeroBefore,
        profile::OddDigit::FBehind => OddDigit::FBehind,
    };
    let dialect = dialect.with_bitmap(bitmap).with_odd_digit(odd_digit);
    if acquirer.pin_block_format_4 { dialect.with_pin_block_of_format_4() } else { dialect }
}

fn frame(acquirer: &profile::Acquirer) -> Frame {
    let length = match acquirer.length {
        profile::LengthHeader::Binary => LengthHeader::Binary,
        profile::LengthHeader::Ascii => LengthHeader::Ascii,
    };
    let tpdu = acquirer.tpdu.map(|tpdu| Tpdu { destination: tpdu.destination, source: tpdu.source });
    Frame { length, tpdu }
}
