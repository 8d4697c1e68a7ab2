//! What a merchant attaches to a support ticket: one JSON document without card data.
//!
//! Whatever the app or the platform says in words goes through [`redact`] first, whoever says that it is harmless: a stack
//! trace, the message of an exception, the name of a device. The rest are numbers, names and texts of this crate.
//!
//! ```
//! use tapkernel_terminal::diagnostics::redact;
//!
//! assert_eq!(redact("transceive failed for 4761 7390 0101 0010, error 17"), "transceive failed for [hidden], error 17");
//! assert_eq!(redact("57 11 47 61 73 90 01 01 00 10 D2 51 22 01"), "[hidden]");
//! assert_eq!(redact("the PIN was 1234"), "the PIN was [hidden]");
//! ```
//!
//! # Fields
//!
//! ```text
//! form          "tapkernel-diagnostics-1"
//! made          local date and time, as in 2026-11-22 12:00:00
//! app           name, version, device, system: as the app says
//! library       version of tapkernel-terminal, of tapkernel, kernels [] { kernel, version }
//! profile       name, version, checksum, stage, state, serial, terminal_id
//! environment   findings [] as in `environment`
//! journal       counts by their names; 9999999 stands for that and more
//! errors        [] at, code, text: the last 50, in the order of time
//! ```

mod bundle;
mod redact;
mod sources;

pub use bundle::diagnostics;
pub use redact::redact;
pub use sources::{DiagnosticsSources, ErrorRecord};
