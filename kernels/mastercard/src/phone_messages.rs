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

    /// What to show: each part as the book codes it, `FF` (N/A) and what no book has as nothing. A table with the latter
    /// is for the configuration to refuse.
    pub(crate) fn request(self) -> Option<UserInterfaceRequest> {
        let message = MessageIdentifier::from_code(self.message);
        let status = Status::from_code(self.status);
        let shown = message.is_some() || status.is_some();
        shown.then_some(UserInterfaceRequest {
            message,
            status,
            ..UserInterfaceRequest::status(Status::NotReady)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(message: u8, status: u8) -> Option<UserInterfaceRequest> {
        PhoneMessage::read(&[0, 0, 0, 0, 0, 0, message, status]).unwrap().request()
    }

    #[test]
    fn every_code_is_the_message_that_the_book_has_for_it() {
        let messages = (0..=0xFF).filter(|code| request(*code, 0xFF).is_some_and(|it| it.message.is_some()));
        // Book A, 9.2 and 9.4.
        let book = [
            0x03, 0x07, 0x09, 0x0F, 0x10, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1A, 0x1B, 0x1C, 0x1D, 0x1E,
            0x20, 0x21,
        ];
        assert!(messages.eq(book));
        for code in book {
            let request = request(code, 0x02).unwrap();
            assert_eq!(request.message.map(MessageIdentifier::code), Some(code));
            assert_eq!(request.status, Some(Status::ReadyToRead));
        }
    }

    #[test]
    fn a_part_that_does_not_apply_is_left_out() {
        assert_eq!(request(0xFF, 0xFF), None);
        let status = request(0xFF, 0x00).unwrap();
        assert_eq!((status.message, status.status), (None, Some(Status::NotReady)));
        let message = request(0x20, 0xFF).unwrap();
        assert_eq!((message.message, message.status), (Some(MessageIdentifier::SeePhone), None));
    }
}
