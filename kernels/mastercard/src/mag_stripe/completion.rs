//! The outcome of mag-stripe mode (Book C-2, S13 and S14).

use tapkernel_core::outcome::{MessageIdentifier as Message, Outcome, OutcomeParameterSet, Tenths};

use super::cvm::{self, MagStripeCvm};
use super::{Tracks, records};
use crate::bits::PosCardholderInteractionInformation as Pcii;
use crate::completion::{not_ready, see_phone};
use crate::context::Context;
use crate::exit::message_hold_time;
use crate::records::present;

/// How mag-stripe mode ends with an answer of the card that can be used.
#[derive(Debug)]
pub(crate) enum End {
    /// The card made its checksum: the issuer decides.
    OnlineRequest(ChecksumTaken),
    /// The card made none and says why.
    NoChecksum(Pcii),
}

/// The tracks with the card's checksum in them. Only [`ChecksumTaken::new`] makes one, and builds them: there is no online
/// request without.
#[derive(Debug)]
pub(crate) struct ChecksumTaken {
    other_brand: bool,
    by_book: MagStripeCvm,
}

impl ChecksumTaken {
    /// Writes the checksum into the tracks; nUN' as the cardholder was verified on the device or not.
    pub(crate) fn new(tracks: &Tracks, on_device: bool, by_book: MagStripeCvm, cx: &mut Context) -> Self {
        let last_digit = (tracks.number_digits() + if on_device { 5 } else { 0 }) % 10;
        tracks.build(last_digit, &mut cx.db);
        Self { other_brand: tracks.other_brand(&cx.co_badged), by_book }
    }
}

pub(crate) fn complete(end: End, cx: &mut Context) -> OutcomeParameterSet {
    match end {
        End::OnlineRequest(taken) => online_request(&taken, cx),
        End::NoChecksum(wish) if wish.second_tap_needed() => {
            cx.at("CCC see phone");
            see_phone(wish, cx)
        }
        End::NoChecksum(_) => declined(cx),
    }
}

fn online_request(taken: &ChecksumTaken, cx: &mut Context) -> OutcomeParameterSet {
    let hardened = cvm::harden(taken.by_book, taken.other_brand, (&cx.db, cx.policies), &mut cx.path);
    let Some(MagStripeCvm { cvm, receipt }) = hardened else { return declined(cx) };
    cx.at("CCC online request");
    OutcomeParameterSet {
        cvm,
        receipt,
        ui_on_outcome: Some(not_ready(Message::AuthorisingPleaseWait, Tenths(0))),
        data_record: Some(present(cx, records::DATA_RECORD.iter())),
        ..OutcomeParameterSet::new(Outcome::OnlineRequest)
    }
}

/// Without a Data Record: tracks that are not to be authorised stay here.
fn declined(cx: &mut Context) -> OutcomeParameterSet {
    cx.at("CCC declined");
    OutcomeParameterSet {
        ui_on_outcome: Some(not_ready(Message::NotAuthorised, message_hold_time(cx))),
        ..OutcomeParameterSet::new(Outcome::Declined)
    }
}
