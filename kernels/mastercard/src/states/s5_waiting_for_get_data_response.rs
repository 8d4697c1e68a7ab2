//! S5 - Waiting for Get Data Response (Book C-2, 6.8).

use tapkernel_core::apdu::RApdu;
use tapkernel_core::tlv::Tag;

use super::next_command::send_next;
use super::{Step, s456};
use crate::context::Context;
use crate::tlv_database::the_only;

/// GET DATA is with the card.
#[derive(Debug)]
pub(crate) struct WaitingForGetDataResponse {
    /// What was asked for.
    pub(crate) tag: Tag,
}

impl WaitingForGetDataResponse {
    /// A card that does not give the object is no error: the terminal is told so.
    pub(crate) fn ra(self, rapdu: &RApdu<'_>, cx: &mut Context) -> Step {
        cx.at("S5 next command");
        let next = send_next(cx);

        cx.at("S5 object");
        let object = rapdu.success().and_then(the_only).filter(|object| object.tag == self.tag);
        let stored =
            object.filter(|object| cx.db.store_from_card(object.tag, object.value, object.tag).is_ok());
        cx.exchange.to_send.insert(self.tag, stored.map(|object| object.value).unwrap_or_default());
        s456::after_reading(next, cx)
    }
}
