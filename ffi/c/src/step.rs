//! Steps.

use std::borrow::Cow;

use tapkernel_facade::{Error, ErrorCode, Offer, Step, write_tlv};

use crate::memory::{Buffer, Struct, array, counted, place, size};
use crate::user_interface::tk_ui;

/// What to do next. Steps up to WAIT await something: tell it with the function that the step names, or tk_session_elapsed
/// at the deadline, and ask again. The others are to be done: do it and ask again.
#[derive(Clone, Copy)]
#[repr(u8)]
pub enum tk_step_tag {
    /// No tap runs: tk_session_start.
    Idle = 0,
    /// Field on; look for a card: tk_session_card_present, tk_session_collision.
    AwaitCard = 1,
    /// There were several cards: tk_session_field_clear when none is in the field.
    AwaitFieldClear = 2,
    /// Send the bytes to the card: tk_session_card_answered, tk_session_card_lost.
    Transmit = 3,
    /// Let someone choose among the offers: tk_session_chosen.
    Choose = 4,
    /// The kernel needs or offers data, the bytes in BER-TLV: tk_session_data. Where awaits is 0 the kernel goes on with the
    /// card meanwhile.
    DataExchange = 5,
    /// Send the data record to the issuer: tk_session_online_response; or tk_session_start to go on without.
    GoOnline = 6,
    /// Nothing to do before the deadline.
    Wait = 7,
    /// Show ui.
    Display = 8,
    /// Field off for hold_us before it may be on again.
    FieldOff = 9,
    /// A kernel has ended, on the way to the final outcome: tk_session_outcome with TK_OUTCOME_OF_KERNEL.
    KernelOutcome = 10,
    /// The final outcome is there: tk_session_outcome.
    Outcome = 11,
    /// Ask for the Online PIN. Its digits go to the issuer by your way, never in here.
    EnterPin = 12,
    /// A card that was held is let go without another outcome.
    Released = 13,
}

/// One step.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct tk_step {
    /// TK_INIT.
    pub struct_size: u32,
    /// TK_INIT.
    pub version: u32,
    /// tk_step_tag.
    pub tag: u8,
    /// Whether something must be told before the session goes on.
    pub awaits: u8,
    /// Whether there is a deadline for tk_session_elapsed.
    pub has_deadline: u8,
    /// OUTCOME: tk_outcome_kind.
    pub outcome: u8,
    /// OUTCOME: tk_cvm.
    pub cvm: u8,
    /// GO_ONLINE: whether the card is held in the field meanwhile.
    pub card_held: u8,
    /// CHOOSE: how many offers there are, for tk_session_offer.
    pub offers: u16,
    /// On your clock.
    pub deadline_us: u64,
    /// FIELD_OFF: how long; 0 is off without a time.
    pub hold_us: u64,
    /// TRANSMIT, DATA_EXCHANGE: how many bytes there are.
    pub data_len: size_t,
    /// DISPLAY: what to show.
    pub ui: tk_ui,
}

type size_t = usize;

// SAFETY: numbers only, size and version first.
unsafe impl Struct for tk_step {}

/// The bytes of a step, which may be those of a command.
pub(crate) fn bytes<'a>(step: &Step, command: &'a [u8]) -> Result<Cow<'a, [u8]>, Error> {
    match step {
        Step::Transmit { .. } => Ok(Cow::Borrowed(command)),
        Step::DataExchange { data, .. } => write_tlv(data).map(Cow::Owned),
        _ => Ok(Cow::default()),
    }
}

impl tk_step {
    pub(crate) const EMPTY: Self = Self {
        struct_size: size::<Self>(),
        version: tapkernel_facade::API_VERSION,
        tag: 0,
        awaits: 0,
        has_deadline: 0,
        outcome: 0,
        cvm: 0,
        card_held: 0,
        offers: 0,
        deadline_us: 0,
        hold_us: 0,
        data_len: 0,
        ui: tk_ui::NOTHING,
    };

    /// Fills in an empty one.
    pub(crate) fn fill(&mut self, step: &Step, data_len: usize) {
        (self.tag, self.awaits, self.data_len) = (tag(step) as u8, step.awaits().into(), data_len);
        match step {
            Step::AwaitCard { deadline_us }
            | Step::AwaitFieldClear { deadline_us }
            | Step::Transmit { deadline_us, .. }
            | Step::DataExchange { deadline_us, .. }
            | Step::Wait { deadline_us } => self.deadline(*deadline_us),
            Step::Choose { offers, deadline_us } => {
                self.offers = u16::try_from(offers.len()).unwrap_or(u16::MAX);
                self.deadline(*deadline_us);
            }
            Step::GoOnline { card_held, deadline_us } => {
                self.card_held = (*card_held).into();
                self.deadline(*deadline_us);
            }
            Step::Display { request } => self.ui = request.into(),
            Step::FieldOff { hold_us } => self.hold_us = *hold_us,
            Step::Outcome { kind, cvm } => (self.outcome, self.cvm) = (kind.number(), cvm.number()),
            Step::Idle | Step::KernelOutcome { .. } | Step::EnterPin | Step::Released => {}
        }
    }

    fn deadline(&mut self, deadline: Option<u64>) {
        (self.has_deadline, self.deadline_us) = (deadline.is_some().into(), deadline.unwrap_or_default());
    }
}

const fn tag(step: &Step) -> tk_step_tag {
    match step {
        Step::Idle => tk_step_tag::Idle,
        Step::AwaitCard { .. } => tk_step_tag::AwaitCard,
        Step::AwaitFieldClear { .. } => tk_step_tag::AwaitFieldClear,
        Step::Transmit { .. } => tk_step_tag::Transmit,
        Step::Choose { .. } => tk_step_tag::Choose,
        Step::DataExchange { .. } => tk_step_tag::DataExchange,
        Step::GoOnline { .. } => tk_step_tag::GoOnline,
        Step::Wait { .. } => tk_step_tag::Wait,
        Step::Display { .. } => tk_step_tag::Display,
        Step::FieldOff { .. } => tk_step_tag::FieldOff,
        Step::KernelOutcome { .. } => tk_step_tag::KernelOutcome,
        Step::Outcome { .. } => tk_step_tag::Outcome,
        Step::EnterPin => tk_step_tag::EnterPin,
        Step::Released => tk_step_tag::Released,
    }
}

/// One application of the card that may be chosen.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct tk_offer {
    /// TK_INIT.
    pub struct_size: u32,
    /// TK_INIT.
    pub version: u32,
    /// The kernel that would run.
    pub kernel: u32,
    /// AID of the reader's Combination.
    pub aid: [u8; 16],
    /// How many bytes of it count.
    pub aid_len: u8,
    /// ADF Name of the card's application.
    pub adf_name: [u8; 16],
    /// How many bytes of it count.
    pub adf_name_len: u8,
    /// The card's priority, 1 the best; 0 if it gives none.
    pub priority: u8,
    /// A name to show, NUL at the end.
    pub label: [std::ffi::c_char; 33],
}

// SAFETY: numbers only, size and version first.
unsafe impl Struct for tk_offer {}

impl tk_offer {
    pub(crate) fn of(old: Self, offer: &Offer) -> Self {
        let ((aid, aid_len), (adf_name, adf_name_len)) = (counted(&offer.aid), counted(&offer.adf_name));
        let (kernel, priority, label) = (offer.kernel, offer.priority, array(&offer.label));
        Self { kernel, aid, aid_len, adf_name, adf_name_len, priority, label, ..old }
    }
}

/// Writes a step and its bytes; too small a buffer still gets the step with its length.
///
/// # Safety
///
/// As [`place`] and [`Buffer::copy`].
pub(crate) unsafe fn write(
    step: &Step,
    command: &[u8],
    out: *mut tk_step,
    buffer: Buffer,
) -> Result<(), Error> {
    let bytes = bytes(step, command)?;
    // SAFETY: the conventions of the header.
    let out = unsafe { place(out) }?;
    *out = tk_step::EMPTY;
    out.fill(step, bytes.len());
    if bytes.len() > buffer.capacity {
        return Err(ErrorCode::BufferTooSmall.into());
    }
    // SAFETY: the same.
    unsafe { buffer.copy(&bytes) }
}
