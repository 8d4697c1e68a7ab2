//! Kernels of the caller behind the facade's port.

use std::ffi::c_void;

use tapkernel_facade::{
    API_VERSION, ActiveForeignKernel, AlternateInterface, Cvm, DataObject, Error, ErrorIndication,
    ForeignKernel, KernelActivation, KernelConclusion, KernelSignal, KernelWant, OdaMethod, OdaResult,
    OnlineResponseData, OutcomeKind, Start, write_tlv,
};

use crate::guard::guard;
use crate::handles::{insert, remove, tk_wants, with};
use crate::kernel::{tk_activation, tk_conclusion, tk_signal, tk_signal_tag};
use crate::memory::{bytes, input, objects};
use crate::status::tk_status;
use crate::structs::known;
use crate::user_interface::tk_ui;

type Activate = unsafe extern "C" fn(*mut c_void, *const tk_activation) -> *mut c_void;
type Handle = unsafe extern "C" fn(*mut c_void, *const tk_signal, tk_wants);
type Conclude = unsafe extern "C" fn(*mut c_void, *mut tk_conclusion);
type Release = unsafe extern "C" fn(*mut c_void);

pub(crate) struct CallerKernel {
    pub(crate) id: u32,
    pub(crate) version: String,
    pub(crate) user_data: *mut c_void,
    pub(crate) activate: Activate,
    pub(crate) handle: Handle,
    pub(crate) outcome: Conclude,
    pub(crate) release: Option<Release>,
}

// SAFETY: the header says that the callbacks run in whichever thread is inside the session, one at a time.
unsafe impl Send for CallerKernel {}
// SAFETY: a session is used by one thread at a time, and a kernel belongs to one session.
unsafe impl Sync for CallerKernel {}

struct Active {
    state: *mut c_void,
    handle: Handle,
    outcome: Conclude,
    release: Option<Release>,
}

// SAFETY: as for the kernel.
unsafe impl Send for Active {}

impl Drop for Active {
    fn drop(&mut self) {
        if let Some(release) = self.release {
            // SAFETY: the state is what the kernel gave, and this is the only and last time.
            unsafe { release(self.state) };
        }
    }
}

impl ForeignKernel for CallerKernel {
    fn kernel_id(&self) -> u32 {
        self.id
    }

    fn version(&self) -> String {
        self.version.clone()
    }

    fn activate(&self, activation: KernelActivation) -> Box<dyn ActiveForeignKernel> {
        let coded = |objects: &[DataObject]| write_tlv(objects).unwrap_or_default();
        let (data, previous) = (coded(&activation.data), coded(&activation.previous));
        let response = coded(activation.online_response.as_deref().unwrap_or_default());
        let c = tk_activation {
            struct_size: size::<tk_activation>(),
            version: API_VERSION,
            aid: activation.aid.as_ptr(),
            aid_len: activation.aid.len(),
            adf_name: activation.adf_name.as_ptr(),
            adf_name_len: activation.adf_name.len(),
            fci: activation.fci.as_ptr(),
            fci_len: activation.fci.len(),
            data: data.as_ptr(),
            data_len: data.len(),
            online_response: response.as_ptr(),
            online_response_len: response.len(),
            previous: previous.as_ptr(),
            previous_len: previous.len(),
            has_online_response: activation.online_response.is_some().into(),
            restart: activation.restart.into(),
            status_check_requested: activation.status_check_requested.into(),
            zero_amount: activation.zero_amount.into(),
            cvm_required_limit_exceeded: activation.cvm_required_limit_exceeded.into(),
            floor_limit_exceeded: activation.floor_limit_exceeded.into(),
        };
        // SAFETY: the callback is one of the caller's, and everything that `c` points to lives until it returns.
        let state = unsafe { (self.activate)(self.user_data, &raw const c) };
        Box::new(Active { state, handle: self.handle, outcome: self.outcome, release: self.release })
    }
}

impl ActiveForeignKernel for Active {
    fn handle(&mut self, signal: KernelSignal, now_us: u64) -> Vec<KernelWant> {
        self.told(signal, now_us).unwrap_or_else(|_| broken())
    }
}

/// What the facade ends a kernel for.
fn broken() -> Vec<KernelWant> {
    vec![KernelWant::Transmit { command: Vec::new() }]
}

impl Active {
    fn told(&mut self, signal: KernelSignal, now_us: u64) -> Result<Vec<KernelWant>, Error> {
        let (tag, data, l1, elapsed_us) = parts(signal)?;
        let c = tk_signal {
            struct_size: size::<tk_signal>(),
            version: API_VERSION,
            data: data.as_ptr(),
            data_len: data.len(),
            elapsed_us,
            now_us,
            tag: tag as u8,
            l1,
        };
        let wants = insert(Vec::<KernelWant>::new())?;
        // SAFETY: the callback is one of the caller's, and everything that `c` points to lives until it returns.
        unsafe { (self.handle)(self.state, &raw const c, wants) };
        let told = with(wants, |wants: &mut Vec<KernelWant>| Ok(std::mem::take(wants)));
        remove::<Vec<KernelWant>>(wants)?;
        told?.into_iter().map(|want| self.whole(want)).collect()
    }

    /// The want; an end gets what the kernel says of it.
    fn whole(&self, want: KernelWant) -> Result<KernelWant, Error> {
        if !matches!(want, KernelWant::Conclude { .. }) {
            return Ok(want);
        }
        let mut c = tk_conclusion::nothing();
        // SAFETY: the callback is one of the caller's, and `c` lives until it returns.
        unsafe { (self.outcome)(self.state, &raw mut c) };
        // SAFETY: the header says that what it points to stays until `release`.
        Ok(KernelWant::Conclude { conclusion: Box::new(unsafe { c.read() }?) })
    }
}

fn parts(signal: KernelSignal) -> Result<(tk_signal_tag, Vec<u8>, u8, u64), Error> {
    Ok(match signal {
        KernelSignal::Act => (tk_signal_tag::Act, Vec::new(), 0, 0),
        KernelSignal::Answer { rapdu, elapsed_us } => (tk_signal_tag::Answer, rapdu, 0, elapsed_us),
        KernelSignal::NoAnswer { error } => (tk_signal_tag::NoAnswer, Vec::new(), error.number(), 0),
        KernelSignal::Data { data } => (tk_signal_tag::Data, write_tlv(&data)?, 0, 0),
        KernelSignal::UnpredictableNumber { number } => {
            (tk_signal_tag::UnpredictableNumber, number.to_vec(), 0, 0)
        }
        KernelSignal::Stop => (tk_signal_tag::Stop, Vec::new(), 0, 0),
        KernelSignal::Timeout => (tk_signal_tag::Timeout, Vec::new(), 0, 0),
    })
}

fn size<T>() -> u32 {
    u32::try_from(size_of::<T>()).unwrap_or_default()
}

impl tk_conclusion {
    fn nothing() -> Self {
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
    unsafe fn read(&self) -> Result<KernelConclusion, Error> {
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

fn want(wants: tk_wants, want: impl FnOnce() -> Result<KernelWant, Error>) -> tk_status {
    guard(|| {
        let want = want()?;
        with(wants, |wants: &mut Vec<KernelWant>| {
            wants.push(want);
            Ok(())
        })
    })
}

/// The kernel wants this sent to the card: a command of 4 to 261 bytes with short lengths.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_wants_transmit(
    wants: tk_wants,
    command: *const u8,
    command_len: usize,
) -> tk_status {
    want(wants, || {
        // SAFETY: the conventions of the header.
        Ok(KernelWant::Transmit { command: unsafe { bytes(command, command_len) }?.to_vec() })
    })
}

/// The kernel wants this shown; occasion and text do not count.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_wants_display(wants: tk_wants, ui: *const tk_ui) -> tk_status {
    want(wants, || {
        // SAFETY: the conventions of the header.
        Ok(KernelWant::Display { request: unsafe { input(ui) }?.read()? })
    })
}

/// The kernel needs or offers data, in BER-TLV.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_wants_data(wants: tk_wants, data: *const u8, data_len: usize) -> tk_status {
    want(wants, || {
        // SAFETY: the conventions of the header.
        Ok(KernelWant::DataExchange { data: unsafe { objects(data, data_len) }? })
    })
}

/// The kernel wants a fresh Unpredictable Number.
#[unsafe(no_mangle)]
pub extern "C" fn tk_wants_number(wants: tk_wants) -> tk_status {
    want(wants, || Ok(KernelWant::UnpredictableNumber))
}

/// The kernel wants TK_SIGNAL_TAG_TIMEOUT at this time, until another signal comes.
#[unsafe(no_mangle)]
pub extern "C" fn tk_wants_deadline(wants: tk_wants, at_us: u64) -> tk_status {
    want(wants, || Ok(KernelWant::Deadline { at_us }))
}

/// The kernel has ended: its `outcome` is called next.
#[unsafe(no_mangle)]
pub extern "C" fn tk_wants_end(wants: tk_wants) -> tk_status {
    let conclusion = || Box::new(KernelConclusion::new(OutcomeKind::EndApplication));
    want(wants, || Ok(KernelWant::Conclude { conclusion: conclusion() }))
}
