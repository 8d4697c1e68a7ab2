//! Kernels of the caller behind the facade's port.

use std::ffi::c_void;

use tapkernel_facade::{
    API_VERSION, ActiveForeignKernel, DataObject, Error, ForeignKernel, KernelActivation, KernelSignal,
    KernelWant, write_tlv,
};

use crate::handles::{insert, remove, tk_wants, with};
use crate::kernel::{tk_activation, tk_conclusion, tk_signal, tk_signal_tag};

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

pub(crate) fn size<T>() -> u32 {
    u32::try_from(size_of::<T>()).unwrap_or_default()
}
