//! How a foreign kernel ended, as the library has it.

use tapkernel::core::apdu::StatusWord;
use tapkernel::core::data::Database;
use tapkernel::core::kernel::KernelConclusion as Conclusion;
use tapkernel::core::oda::OdaReport;
use tapkernel::core::outcome::{
    ErrorIndication as Indication, L2Error, L3Error, MessageIdentifier, OutcomeParameterSet,
};

use crate::data::database;
use crate::user_interface::in_tenths;
use crate::{DataObject, Error, ErrorIndication, KernelConclusion, L1Error, UiRequest};

impl KernelConclusion {
    pub(crate) fn read(&self) -> Result<Conclusion, Error> {
        Ok(Conclusion {
            parameters: OutcomeParameterSet {
                start: self.start.map(Into::into),
                online_response_data: self.online_response_data.into(),
                cvm: self.cvm.into(),
                ui_on_outcome: self.ui_on_outcome.as_ref().map(UiRequest::read).transpose()?,
                ui_on_restart: self.ui_on_restart.as_ref().map(UiRequest::read).transpose()?,
                data_record: record(self.data_record.as_ref())?,
                discretionary_data: record(self.discretionary_data.as_ref())?,
                alternate_interface: self.alternate_interface.into(),
                receipt: self.receipt,
                field_off: self.field_off_ms.map(in_tenths).transpose()?,
                removal_timeout: in_tenths(self.removal_timeout_ms)?,
                ..OutcomeParameterSet::new(self.kind.into())
            },
            error: self.error.read()?,
            oda: OdaReport { method: self.oda_method.into(), result: self.oda_result.into(), reason: None },
        })
    }
}

fn record(objects: Option<&Vec<DataObject>>) -> Result<Option<Database>, Error> {
    objects.map(|objects| database(objects)).transpose()
}

impl ErrorIndication {
    fn read(&self) -> Result<Indication, Error> {
        Ok(Indication {
            l1: known(self.l1, L1Error::from_number)?.map(Into::into),
            l2: known(self.l2, L2Error::from_code)?,
            l3: known(self.l3, L3Error::from_code)?,
            status_word: (self.status_word != 0).then_some(StatusWord(self.status_word)),
            message_on_error: self.message.map(known_message).transpose()?,
        })
    }
}

/// The error with this code; 0 is none.
fn known<T>(code: u8, from_code: impl FnOnce(u8) -> Option<T>) -> Result<Option<T>, Error> {
    if code == 0 {
        return Ok(None);
    }
    from_code(code).map(Some).ok_or_else(|| Error::argument(format!("{code:02X} is no error of its level")))
}

fn known_message(code: u8) -> Result<MessageIdentifier, Error> {
    MessageIdentifier::from_code(code).ok_or_else(|| Error::argument(format!("{code:02X} is no message")))
}
