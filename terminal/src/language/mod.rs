//! The languages of messages and receipts: one table of texts each.

mod ar;
mod choice;
mod en;
mod fr;
mod sq;
mod zh;

use tapkernel::core::outcome::MessageIdentifier;
use tapkernel::reader::ScreenText;

/// A language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
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
pub struct Texts {
    /// The standard messages of Book A, 9.4.
    pub messages: Messages,
    /// What is shown in the place of a standard message that names an interface the device does not have.
    pub devices: Devices,
    /// What stands before or above the values of a receipt.
    pub labels: Labels,
    /// Why there was no approval.
    pub reasons: Reasons,
}

/// The standard messages by their names in Book A, 9.4.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct Messages {
    pub approved: &'static str,
    pub not_authorised: &'static str,
    pub please_enter_your_pin: &'static str,
    pub processing_error: &'static str,
    pub please_remove_card: &'static str,
    pub welcome: &'static str,
    pub present_card: &'static str,
    pub processing: &'static str,
    pub card_read_ok: &'static str,
    pub please_insert_or_swipe_card: &'static str,
    pub please_present_one_card_only: &'static str,
    pub approved_please_sign: &'static str,
    pub authorising_please_wait: &'static str,
    pub insert_swipe_or_try_another_card: &'static str,
    pub please_insert_card: &'static str,
    pub clear_display: &'static str,
    pub see_phone: &'static str,
    pub present_card_again: &'static str,
}

/// Texts for devices without a slot or a stripe reader.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct Devices {
    pub pay_another_way: &'static str,
    pub try_another_card: &'static str,
    pub swipe_card: &'static str,
    pub insert_or_try_another_card: &'static str,
    pub swipe_or_try_another_card: &'static str,
}

/// Words of a receipt.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct Labels {
    /// The transaction type.
    pub purchase: &'static str,
    /// The transaction type.
    pub cashback: &'static str,
    /// The transaction type.
    pub cash: &'static str,
    /// The transaction type.
    pub refund: &'static str,
    /// The transaction type.
    pub void: &'static str,
    /// The transaction type.
    pub pre_authorisation: &'static str,
    /// The transaction type.
    pub increment: &'static str,
    /// The transaction type.
    pub completion: &'static str,
    /// The transaction type.
    pub pre_authorisation_cancellation: &'static str,
    pub merchant_id: &'static str,
    pub terminal_id: &'static str,
    pub date: &'static str,
    pub time: &'static str,
    pub amount: &'static str,
    /// The cash part of a cashback.
    pub cash_part: &'static str,
    /// Before the masked PAN.
    pub card: &'static str,
    pub scheme: &'static str,
    /// Before Application Label or Preferred Name.
    pub application: &'static str,
    pub aid: &'static str,
    pub authorisation_code: &'static str,
    /// Retrieval Reference Number.
    pub reference: &'static str,
    /// Systems Trace Audit Number.
    pub stan: &'static str,
    pub reason: &'static str,
    /// The issuer has checked the PIN.
    pub pin_verified: &'static str,
    /// A PIN was sent, and the issuer declined.
    pub pin_entered: &'static str,
    pub no_cvm: &'static str,
    pub device_verified: &'static str,
    pub signature: &'static str,
    pub declined: &'static str,
    pub merchant_copy: &'static str,
    pub customer_copy: &'static str,
    /// The mark of a receipt that was printed before.
    pub duplicate: &'static str,
    /// Before the response code of the issuer.
    pub response: &'static str,
    /// No answer has come: the transaction may have gone through or not.
    pub unknown: &'static str,
}

/// Reasons for people.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct Reasons {
    /// Any other reason of the issuer.
    pub declined: &'static str,
    pub unknown_card: &'static str,
    pub insufficient_funds: &'static str,
    pub expired_card: &'static str,
    pub wrong_pin: &'static str,
    pub pin_tries_exceeded: &'static str,
    pub not_permitted: &'static str,
    pub limit_exceeded: &'static str,
    pub pin_needed: &'static str,
    pub issuer_not_available: &'static str,
    pub system_fault: &'static str,
    /// Declined without asking the issuer.
    pub card_or_terminal: &'static str,
    pub not_authentic: &'static str,
    pub another_interface: &'static str,
    pub not_processed: &'static str,
    pub pin_cancelled: &'static str,
    /// The merchant or the cardholder cancelled.
    pub cancelled: &'static str,
    /// No card was presented in time.
    pub no_card: &'static str,
    /// Not the card of the original.
    pub other_card: &'static str,
    /// The acquirer cannot be reached.
    pub acquirer_not_reached: &'static str,
    /// No answer came, and what was sent has been undone.
    pub reversed: &'static str,
    /// The terminal was interrupted before anything was sent.
    pub interrupted: &'static str,
    /// The issuer approved a part, which has been undone.
    pub partial_approval: &'static str,
}

impl Language {
    /// The texts.
    pub const fn texts(self) -> &'static Texts {
        match self {
            Self::Ar => &ar::TEXTS,
            Self::Fr => &fr::TEXTS,
            Self::En => &en::TEXTS,
            Self::Sq => &sq::TEXTS,
            Self::Zh => &zh::TEXTS,
        }
    }

    /// The text for the screen of this device.
    pub fn screen_text(self, text: ScreenText) -> &'static str {
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
    pub const fn message(self, message: MessageIdentifier) -> &'static str {
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
