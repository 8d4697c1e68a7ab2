//! The languages of messages and receipts: one table of texts each.

mod ar;
mod en;
mod fr;
mod sq;
mod zh;

use clap::ValueEnum;
use tapkernel::core::outcome::MessageIdentifier;
use tapkernel::reader::ScreenText;

/// A language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// Arabic
    Ar,
    /// French
    Fr,
    /// English
    En,
    /// Albanian
    Sq,
    /// Chinese, simplified
    Zh,
}

/// All texts of a language. A table that lacks one is not compiled.
#[derive(Debug)]
pub(crate) struct Texts {
    /// The standard messages of Book A, 9.4.
    pub(crate) messages: Messages,
    /// What is shown in the place of a standard message that names an interface the device does not have.
    pub(crate) devices: Devices,
    /// What stands before or above the values of a receipt.
    pub(crate) labels: Labels,
    /// Why there was no approval.
    pub(crate) reasons: Reasons,
}

/// The standard messages by their names in Book A, 9.4.
#[derive(Debug)]
#[allow(missing_docs)]
pub(crate) struct Messages {
    pub(crate) approved: &'static str,
    pub(crate) not_authorised: &'static str,
    pub(crate) please_enter_your_pin: &'static str,
    pub(crate) processing_error: &'static str,
    pub(crate) please_remove_card: &'static str,
    pub(crate) welcome: &'static str,
    pub(crate) present_card: &'static str,
    pub(crate) processing: &'static str,
    pub(crate) card_read_ok: &'static str,
    pub(crate) please_insert_or_swipe_card: &'static str,
    pub(crate) please_present_one_card_only: &'static str,
    pub(crate) approved_please_sign: &'static str,
    pub(crate) authorising_please_wait: &'static str,
    pub(crate) insert_swipe_or_try_another_card: &'static str,
    pub(crate) please_insert_card: &'static str,
    pub(crate) clear_display: &'static str,
    pub(crate) see_phone: &'static str,
    pub(crate) present_card_again: &'static str,
}

/// Texts for devices without a slot or a stripe reader.
#[derive(Debug)]
#[allow(missing_docs)]
pub(crate) struct Devices {
    pub(crate) pay_another_way: &'static str,
    pub(crate) try_another_card: &'static str,
    pub(crate) swipe_card: &'static str,
    pub(crate) insert_or_try_another_card: &'static str,
    pub(crate) swipe_or_try_another_card: &'static str,
}

/// Words of a receipt.
#[derive(Debug)]
#[allow(missing_docs)]
pub(crate) struct Labels {
    /// The transaction type.
    pub(crate) purchase: &'static str,
    /// The transaction type.
    pub(crate) cashback: &'static str,
    /// The transaction type.
    pub(crate) cash: &'static str,
    pub(crate) merchant_id: &'static str,
    pub(crate) terminal_id: &'static str,
    pub(crate) date: &'static str,
    pub(crate) time: &'static str,
    pub(crate) amount: &'static str,
    /// The cash part of a cashback.
    pub(crate) cash_part: &'static str,
    /// Before the masked PAN.
    pub(crate) card: &'static str,
    pub(crate) scheme: &'static str,
    /// Before Application Label or Preferred Name.
    pub(crate) application: &'static str,
    pub(crate) aid: &'static str,
    pub(crate) authorisation_code: &'static str,
    /// Retrieval Reference Number.
    pub(crate) reference: &'static str,
    /// Systems Trace Audit Number.
    pub(crate) stan: &'static str,
    pub(crate) reason: &'static str,
    /// The issuer has checked the PIN.
    pub(crate) pin_verified: &'static str,
    /// A PIN was sent, and the issuer declined.
    pub(crate) pin_entered: &'static str,
    pub(crate) no_cvm: &'static str,
    pub(crate) device_verified: &'static str,
    pub(crate) signature: &'static str,
    pub(crate) declined: &'static str,
}

/// Reasons for people.
#[derive(Debug)]
#[allow(missing_docs)]
pub(crate) struct Reasons {
    /// Any other reason of the issuer.
    pub(crate) declined: &'static str,
    pub(crate) unknown_card: &'static str,
    pub(crate) insufficient_funds: &'static str,
    pub(crate) expired_card: &'static str,
    pub(crate) wrong_pin: &'static str,
    pub(crate) pin_tries_exceeded: &'static str,
    pub(crate) not_permitted: &'static str,
    pub(crate) limit_exceeded: &'static str,
    pub(crate) pin_needed: &'static str,
    pub(crate) issuer_not_available: &'static str,
    pub(crate) system_fault: &'static str,
    /// Declined without asking the issuer.
    pub(crate) card_or_terminal: &'static str,
    pub(crate) not_authentic: &'static str,
    pub(crate) another_interface: &'static str,
    pub(crate) not_processed: &'static str,
    pub(crate) pin_cancelled: &'static str,
}

impl Language {
    /// The texts.
    pub(crate) const fn texts(self) -> &'static Texts {
        match self {
            Self::Ar => &ar::TEXTS,
            Self::Fr => &fr::TEXTS,
            Self::En => &en::TEXTS,
            Self::Sq => &sq::TEXTS,
            Self::Zh => &zh::TEXTS,
        }
    }

    /// The text for the screen of this device.
    pub(crate) fn screen_text(self, text: ScreenText) -> &'static str {
        let devices = &self.texts().devices;
        match text {
            ScreenText::Message(message) => self.message(message),
            ScreenText::PayAnotherWay => devices.pay_another_way,
            ScreenText::TryAnotherCard => devices.try_another_card,
            ScreenText::SwipeCard => devices.swipe_card,
            ScreenText::InsertOrTryAnotherCard => devices.insert_or_try_another_card,
            ScreenText::SwipeOrTryAnotherCard => devices.swipe_or_try_another_card,
            other => other.text(),
        }
    }

    /// A standard message.
    pub(crate) const fn message(self, message: MessageIdentifier) -> &'static str {
        let Messages {
            approved,
            not_authorised,
            please_enter_your_pin,
            processing_error,
            please_remove_card,
            welcome,
            present_card,
            processing,
            card_read_ok,
            please_insert_or_swipe_card,
            please_present_one_card_only,
            approved_please_sign,
            authorising_please_wait,
            insert_swipe_or_try_another_card,
            please_insert_card,
            clear_display,
            see_phone,
            present_card_again,
        } = &self.texts().messages;
        match message {
            MessageIdentifier::Approved => approved,
            MessageIdentifier::NotAuthorised => not_authorised,
            MessageIdentifier::PleaseEnterYourPin => please_enter_your_pin,
            MessageIdentifier::ProcessingError => processing_error,
            MessageIdentifier::PleaseRemoveCard => please_remove_card,
            MessageIdentifier::Welcome => welcome,
            MessageIdentifier::PresentCard => present_card,
            MessageIdentifier::Processing => processing,
            MessageIdentifier::CardReadOk => card_read_ok,
            MessageIdentifier::PleaseInsertOrSwipeCard => please_insert_or_swipe_card,
            MessageIdentifier::PleasePresentOneCardOnly => please_present_one_card_only,
            MessageIdentifier::ApprovedPleaseSign => approved_please_sign,
            MessageIdentifier::AuthorisingPleaseWait => authorising_please_wait,
            MessageIdentifier::InsertSwipeOrTryAnotherCard => insert_swipe_or_try_another_card,
            MessageIdentifier::PleaseInsertCard => please_insert_card,
            MessageIdentifier::ClearDisplay => clear_display,
            MessageIdentifier::SeePhone => see_phone,
            MessageIdentifier::PresentCardAgain => present_card_again,
        }
    }
}

#[cfg(test)]
mod tests;
