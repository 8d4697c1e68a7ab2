//! The two traits of the port.

use alloc::boxed::Box;
use core::fmt;
use core::time::Duration;

use super::Activation;
use crate::apdu::CApdu;
use crate::data::{Database, KernelId, UnpredictableNumber};
use crate::oda::OdaReport;
use crate::outcome::{ErrorIndication, L1Error, OutcomeParameterSet, UserInterfaceRequest};
use crate::time::Instant;

/// A kernel that can be registered with the reader.
pub trait Kernel: fmt::Debug + Send + Sync {
    /// The identifier under which it is registered.
    fn id(&self) -> KernelId;

    /// Version of the implementation, as a laboratory notes it down.
    fn version(&self) -> &str;

    /// The signal ACT: starts the kernel on an activated card.
    fn activate(&self, activation: Activation, now: Instant) -> Box<dyn ActiveKernel>;
}

/// A kernel at work on one card.
///
/// Tell it what happened with [`ActiveKernel::handle`], then drain [`ActiveKernel::poll`]. `now` must not go
/// backwards. After [`Output::Out`] it accepts nothing more and says nothing more.
pub trait ActiveKernel: fmt::Debug + Send {
    /// Takes one signal. A signal that the present state does not accept changes nothing.
    fn handle(&mut self, signal: Signal<'_>, now: Instant);

    /// The next thing the kernel wants, until `None`.
    fn poll(&mut self) -> Option<Output>;

    /// When the kernel wants [`Signal::Timeout`], if it waits for a time.
    fn deadline(&self) -> Option<Instant> {
        None
    }

    /// All data objects of the transaction, those from the card and those derived from them.
    fn database(&self) -> &Database;

    /// The requirements and symbols executed, in order. Never card data.
    fn path(&self) -> &[&'static str];
}

/// What a kernel can be told (the signals of Book C-2, 6.1, used alike for all kernels).
#[derive(Clone, Copy)]
pub enum Signal<'a> {
    /// RA: the card answered; status word included.
    Ra {
        /// The R-APDU.
        rapdu: &'a [u8],
        /// From the end of the command to the start of the answer, as the transport measured it.
        elapsed: Duration,
    },
    /// L1RSP: no answer came.
    L1Rsp(L1Error),
    /// DET: data from the terminal.
    Det(&'a Database),
    /// The fresh number that [`Output::UnpredictableNumber`] asked for; the books draw it inside the kernel.
    UnpredictableNumber(UnpredictableNumber),
    /// STOP: the terminal ends the transaction.
    Stop,
    /// TIMEOUT: the deadline has passed.
    Timeout,
}

impl fmt::Debug for Signal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ra { rapdu, elapsed } => write!(f, "Ra({} bytes, {elapsed:?})", rapdu.len()),
            Self::L1Rsp(error) => write!(f, "L1Rsp({error:?})"),
            Self::Det(data) => write!(f, "Det({data:?})"),
            Self::UnpredictableNumber(_) => f.write_str("UnpredictableNumber(..)"),
            Self::Stop => f.write_str("Stop"),
            Self::Timeout => f.write_str("Timeout"),
        }
    }
}

/// What a kernel can want.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// CA: send this to the card.
    Ca(CApdu),
    /// MSG: show this.
    Msg(UserInterfaceRequest),
    /// DEK: the kernel needs or offers data.
    Dek(Database),
    /// The kernel needs a fresh Unpredictable Number beside the one of its activation, and waits for
    /// [`Signal::UnpredictableNumber`].
    UnpredictableNumber,
    /// OUT: the kernel has ended.
    Out(Box<KernelConclusion>),
}

/// How a kernel ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KernelConclusion {
    /// The outcome and its parameters.
    pub parameters: OutcomeParameterSet,
    /// The error behind it, if there was one.
    pub error: ErrorIndication,
    /// What became of offline data authentication.
    pub oda: OdaReport,
}
