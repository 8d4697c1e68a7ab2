//! What is read next: data objects that the terminal wants, then records (GetNextGetDataTagFromList of the book).

use tapkernel_core::apdu::CApdu;
use tapkernel_core::tlv::Tag;

use crate::context::Context;
use crate::dictionary::tags as mc;

/// The command that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NextCommand {
    /// GET DATA.
    GetData(Tag),
    /// READ RECORD, for the first record of the active AFL.
    ReadRecord,
    /// None: all is read.
    None,
}

/// Sends GET DATA for the first of Tags To Read Yet that has to be got so, else READ RECORD for the first record of
/// the active AFL.
pub(super) fn send_next(cx: &mut Context) -> NextCommand {
    let position = cx.tags_to_read_yet.iter().position(|&tag| needs_get_data(tag));
    if let Some(tag) = position.map(|at| cx.tags_to_read_yet.remove(at)) {
        if let Some(command) = CApdu::get_data(tag) {
            cx.send(command);
            return NextCommand::GetData(tag);
        }
    }
    match cx.active_afl.front().copied() {
        Some(record) => {
            cx.send(CApdu::read_record(record.sfi, record.record));
            NextCommand::ReadRecord
        }
        None => NextCommand::None,
    }
}

/// The data objects that no record holds: the data envelopes and the offline balance.
const fn needs_get_data(tag: Tag) -> bool {
    matches!(
        tag,
        mc::OFFLINE_ACCUMULATOR_BALANCE
            | mc::PROTECTED_DATA_ENVELOPE_1
            | mc::PROTECTED_DATA_ENVELOPE_2
            | mc::PROTECTED_DATA_ENVELOPE_3
            | mc::PROTECTED_DATA_ENVELOPE_4
            | mc::PROTECTED_DATA_ENVELOPE_5
            | mc::UNPROTECTED_DATA_ENVELOPE_1
            | mc::UNPROTECTED_DATA_ENVELOPE_2
            | mc::UNPROTECTED_DATA_ENVELOPE_3
            | mc::UNPROTECTED_DATA_ENVELOPE_4
            | mc::UNPROTECTED_DATA_ENVELOPE_5
    )
}
