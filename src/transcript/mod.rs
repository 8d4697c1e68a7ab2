//! Transcripts: recorded or written taps as JSON, run against the real reader and kernels.
//!
//! The format is documented in `test-vectors/README.md`. [`parse`] reads a document, [`Transcript::run`] plays one
//! transcript on a virtual clock and gives a [`Report`].

mod expectation;
mod format;
mod player;
mod report;
mod run;
mod values;

pub use format::{Step, TransactionText, Transcript, TranscriptError, parse};
pub use report::{ErrorIndicationReport, OdaReportText, Report, UiReport};
pub use run::ProfileSource;
