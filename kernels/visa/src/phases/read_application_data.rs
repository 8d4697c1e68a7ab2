//! Read application data: the records that the AFL names (Book C-3, 5.3; EMV 4.4 Book 3, 10.2).

use alloc::vec::{IntoIter, Vec};

use tapkernel_core::apdu::{CApdu, RApdu};
use tapkernel_core::data::{AflRecord, ApplicationFileLocator, tags};
use tapkernel_core::outcome::{ErrorIndication, L1Error, L2Error};

use super::after_the_last_record;
use crate::card_data::{take_all, the_only};
use crate::context::Context;
use crate::exit::Exit;
use crate::machine::{Phase, Step};

/// READ RECORD is with the card.
#[derive(Debug)]
pub(crate) struct ReadApplicationData {
    current: AflRecord,
    rest: IntoIter<AflRecord>,
}

impl ReadApplicationData {
    /// Asks for the first record. A card without AFL has told all in its answer to GET PROCESSING OPTIONS.
    pub(crate) fn start(cx: &mut Context) -> Step {
        let locator = cx.db.get(tags::APPLICATION_FILE_LOCATOR).unwrap_or_default();
        let locator =
            ApplicationFileLocator::parse(locator).map_err(|_| Exit::data(L2Error::ParsingError))?;
        let records: Vec<AflRecord> = locator.records().collect();
        Self::read(records.into_iter(), cx)
    }

    fn read(mut rest: IntoIter<AflRecord>, cx: &mut Context) -> Step {
        let Some(current) = rest.next() else { return Err(after_the_last_record(cx)) };
        cx.at("Read Application Data: READ RECORD");
        cx.send(CApdu::read_record(current.sfi, current.record));
        Ok(Phase::ReadApplicationData(Self { current, rest }))
    }

    /// The card answered.
    pub(crate) fn ra(self, rapdu: &[u8], cx: &mut Context) -> Step {
        let answer = RApdu::parse(rapdu).map_err(|_| Exit::CommunicationError(L1Error::Protocol))?;
        let record = answer.success().ok_or(Exit::EndApplication(ErrorIndication::status(answer.status)))?;
        if self.current.takes_part_in_oda {
            cx.signed_records.add(self.current.sfi, record);
        }
        take_record(cx, self.current.sfi, record)?;
        Self::read(self.rest, cx)
    }
}

/// Records of SFI 1 to 10 are one template `70`. Those above have a form of their own; a template `70` is understood
/// there too, anything else is not interpreted.
fn take_record(cx: &mut Context, sfi: u8, record: &[u8]) -> Result<(), Exit> {
    match the_only(record).filter(|tlv| tlv.tag == tags::READ_RECORD_RESPONSE_TEMPLATE) {
        Some(template) => take_all(cx, template.value),
        None if sfi > 10 => Ok(()),
        None => Err(Exit::data(L2Error::ParsingError)),
    }
}
