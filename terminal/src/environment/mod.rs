//! Whether payments will work on this device, and what to do where they will not: one line for each requirement.
//!
//! The app states the [`EnvironmentFacts`]; [`check_environment`] holds them against [`Requirements`] and the profile, rule
//! by rule of one table, and gives an [`EnvironmentReport`] for a person, for a program, for a support ticket.
//!
//! The report explains, it does not protect: who controls the device controls the facts. What must not happen on a
//! device that nobody trusts, [`attestation`](crate::attestation) prevents.
//!
//! ```
//! use tapkernel_terminal::activation::ProfileInUse;
//! use tapkernel_terminal::environment::{EnvironmentFacts, Nfc, Requirements, check_environment};
//! use tapkernel_terminal::tapkernel::profile::Profile;
//!
//! let profile = ProfileInUse::draft(Profile::built_in("lab").unwrap());
//! let facts = EnvironmentFacts { nfc: Some(Nfc::Off), ..EnvironmentFacts::default() };
//! let report = check_environment(&facts, &Requirements::default(), &profile);
//! assert!(!report.may_take_payments());
//! let problem = report.problems().next().unwrap();
//! assert_eq!((problem.code, problem.advice), ("nfc-on", "switch NFC on in the settings"));
//! ```

mod checks;
mod facts;
mod report;
mod requirements;
mod rules;

pub use facts::{EnvironmentFacts, JournalCondition, Nfc, OperatingSystem, System};
pub use report::{EnvironmentReport, Finding, FindingState, Importance, check_environment};
pub use requirements::Requirements;
