//! Phone Message Table `DF8131` (Book C-2, A.1.121): what to show for what a phone wants of its holder.

use tapkernel_core::outcome::{MessageIdentifier, Status, UserInterfaceRequest};

use crate::bits::PosCardholderInteractionInformation as Pcii;
use crate::dictionary::tags as mc;
use crate::tlv_database::TlvDatabase;

/// A row of the table: mask, value, message and status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PhoneMessage {
    mask: [u8; 3],
    value: [u8; 3],
    message: u8,
    status: u8,
}

impl PhoneMessage {
    /// The first row that matches.
    pub(crate) fn find(db: &TlvDatabase, wish: Pcii) -> Option<Self> {
        let table = db.value(mc::PHONE_MESSAGE_TABLE).unwrap_or_default();
        table.chunks_exact(8).filter_map(Self::read).find(|row| row.matches(wish))
    }

    fn read(row: &[u8]) -> Option<Self> {
        let &[a, b, c, d, e, f, message, status] = row else { return None };
        Some(Self { mask: [a, b, c], value: [d, e, f], message, status })
    }

    fn matches(&self, wish: Pcii) -> bool {
        wish.0.iter().zip(self.mask).zip(self.value).all(|((wish, mask), value)| wish & mask == value)
    }

    /// What to show; nothing for a message that the reader does not have.
    pub(crate) fn request(self) -> Option<UserInterfaceRequest> {
        Some(UserInterfaceRequest::new(message(self.message)?, status(self.status)))
    }
}

/// The messages that the table of the book and of acquirers use.
fn message(code: u8) -> Option<MessageIdentifier> {
    use MessageIdentifier as Message;
    const MESSAGES: [MessageIdentifier; 9] = [
        Message::SeePhone,
        Message::NotAuthorised,
        Message::PresentCardAgain,
        Message::InsertSwipeOrTryAnotherCard,
        Message::PleaseInsertCard,
        Message::PleaseInsertOrSwipeCard,
        Message::PleasePresentOneCardOnly,
        Message::ProcessingError,
        Message::ClearDisplay,
    ];
    MESSAGES.into_iter().find(|message| message.code() == code)
}

fn status(code: u8) -> Status {
    let known = [
        Status::Idle,
        Status::ReadyToRead,
        Status::Processing,
        Status::CardReadSuccessfully,
        Status::ProcessingError,
    ];
    known.into_iter().find(|status| status.code() == code).unwrap_or(Status::NotReady)
}
