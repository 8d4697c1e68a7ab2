//! Transcripts: recorded or written taps as JSON, run against the real reader and kernels.
//!
//! A [`Recorder`] writes a tap down while it happens, [`Transcript::masked`] makes it fit to be given away.
//!
//! The format is documented in `test-vectors/README.md`. [`parse`] reads a document, [`Transcript::run`] plays one
//! transcript on a virtual clock and gives a [`Report`]. For a loop of your own, also in another language:
//! [`Transcript::begin`] gives the reader, the tap and a [`Script`] that plays card, person and issuer.

mod exchanges;
mod expectation;
mod format;
mod masked;
mod moves;
mod recorder;
mod report;
mod run;
mod script;
mod values;

pub use format::{CompareText, Step, TransactionText, Transcript, TranscriptError, parse};
pub use moves::Move;
pub use recorder::{RecordedCard, RecordedNumbers, Recorder};
pub use report::{ErrorIndicationReport, OdaReportText, Report, UiReport};
pub use run::{Begun, ProfileSource};
pub use script::Script;
