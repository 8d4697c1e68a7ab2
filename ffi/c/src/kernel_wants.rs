//! What a kernel of the caller wants.

use tapkernel_facade::{Error, KernelConclusion, KernelWant, OutcomeKind};

use crate::guard::guard;
use crate::handles::{tk_wants, with};
use crate::memory::{bytes, input, objects};
use crate::status::tk_status;
use crate::user_interface::tk_ui;

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
