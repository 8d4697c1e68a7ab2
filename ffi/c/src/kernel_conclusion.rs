//! How a kernel of the caller ended.

use tapkernel_facade::{
    API_VERSION, AlternateInterface, Cvm, Error, ErrorIndication, KernelConclusion, OdaMethod, OdaResult,
    OnlineResponseData, OutcomeKind, Start,
};

use crate::kernel::tk_conclusion;
use crate::kernel_callbacks::size;
use crate::memory::objects;
use crate::structs::known;
use crate::user_interface::tk_ui;

impl tk_conclusion {
    pub(crate) fn nothing() -> Self {
        Self {
            struct_size: size::<Self>(),
            version: API_VERSION,
            data_record: std::ptr::null(),
            data_record_len: 0,
            discretionary_data: std::ptr::null(),
            discretionary_data_len: 0,
            database: std::ptr::null(),
            database_len: 0,
            field_off_ms: 0,
            removal_timeout_ms: 0,
            status_word: 0,
            kind: 0,
            start: 0,
            online_response_data: 0,
            cvm: 0,
            alternate_interface: 0,
            receipt: 0,
            has_field_off: 0,
            has_data_record: 0,
            has_discretionary_data: 0,
            has_ui_on_outcome: 0,
            has_ui_on_restart: 0,
            l1: 0,
            l2: 0,
            l3: 0,
            has_message: 0,
            message: 0,
            oda_method: 0,
            oda_result: 0,
            ui_on_outcome: tk_ui::NOTHING,
            ui_on_restart: tk_ui::NOTHING,
        }
    }

    /// # Safety
    ///
    /// What it points to is there.
    pub(crate) unsafe fn read(&self) -> Result<KernelConclusion, Error> {
        // SAFETY: as the caller promises.
        let record = |start, length| unsafe { objects(start, length) };
        let some = |has: u8, start, length| (has != 0).then(|| record(start, length)).transpose();
        let ui = |has: u8, ui: &tk_ui| (has != 0).then(|| ui.read()).transpose();
        let start = (self.start != 0).then(|| known(Start::from_number(self.start), "start"));
        Ok(KernelConclusion {
            kind: known(OutcomeKind::from_number(self.kind), "kind")?,
            start: start.transpose()?,
            online_response_data: known(
                OnlineResponseData::from_number(self.online_response_data),
                "online_response_data",
            )?,
            cvm: known(Cvm::from_number(self.cvm), "cvm")?,
            ui_on_outcome: ui(self.has_ui_on_outcome, &self.ui_on_outcome)?,
            ui_on_restart: ui(self.has_ui_on_restart, &self.ui_on_restart)?,
            data_record: some(self.has_data_record, self.data_record, self.data_record_len)?,
            discretionary_data: some(
                self.has_discretionary_data,
                self.discretionary_data,
                self.discretionary_data_len,
            )?,
            alternate_interface: known(
                AlternateInterface::from_number(self.alternate_interface),
                "alternate_interface",
            )?,
            receipt: self.receipt != 0,
            field_off_ms: (self.has_field_off != 0).then_some(self.field_off_ms),
            removal_timeout_ms: self.removal_timeout_ms,
            error: self.error(),
            oda_method: known(OdaMethod::from_number(self.oda_method), "oda_method")?,
            oda_result: known(OdaResult::from_number(self.oda_result), "oda_result")?,
            database: record(self.database, self.database_len)?,
        })
    }

    fn error(&self) -> ErrorIndication {
        ErrorIndication {
            l1: self.l1,
            l2: self.l2,
            l3: self.l3,
            status_word: self.status_word,
            message: (self.has_message != 0).then_some(self.message),
        }
    }
}
