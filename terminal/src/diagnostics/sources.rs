//! What a diagnostics document is made of.

use tapkernel::core::data::{Date, Time};
use tapkernel::reader::Versions;

use crate::activation::ProfileInUse;
use crate::environment::EnvironmentReport;

/// What a diagnostics document is made of. Texts are redacted, numbers are cut to seven digits; what is missing is `null`.
#[derive(Clone, Copy, Debug, Default)]
pub struct DiagnosticsSources<'a> {
    /// Now, on the terminal's clock.
    pub now: Option<(Date, Time)>,
    /// Name of the app.
    pub app: &'a str,
    /// Its version.
    pub app_version: &'a str,
    /// Maker and model of the device.
    pub device: &'a str,
    /// The operating system and its build.
    pub system: &'a str,
    /// Versions of reader and kernels.
    pub versions: Option<&'a Versions>,
    /// The profile.
    pub profile: Option<&'a ProfileInUse>,
    /// The environment check.
    pub environment: Option<&'a EnvironmentReport>,
    /// Numbers of the journal, with their names: records, open reversals, unknown outcomes, bytes, and so on.
    pub journal: &'a [(&'static str, u64)],
    /// Errors in the order of time; the last 50 are kept.
    pub errors: &'a [ErrorRecord<'a>],
}

/// Something that went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorRecord<'a> {
    /// When, on the terminal's clock.
    pub at: (Date, Time),
    /// Its stable number.
    pub code: u32,
    /// What was said of it.
    pub text: &'a str,
}
