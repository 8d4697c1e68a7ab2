//! The final outcome.

use std::sync::Arc;

use tapkernel_core::data::{Aid, Database, KernelId};
use tapkernel_core::oda::OdaReport;
use tapkernel_core::outcome::{ErrorIndication, OutcomeParameterSet};

use super::Resumption;

/// A final outcome: what the reader hands to the terminal (Book A, 6.1).
#[derive(Clone, Debug, PartialEq)]
pub struct FinalOutcome {
    /// Outcome and parameters.
    pub parameters: OutcomeParameterSet,
    /// The error behind it, if there was one.
    pub error: ErrorIndication,
    /// What became of offline data authentication.
    pub oda: OdaReport,
    /// AID of the Combination, if one was selected.
    pub aid: Option<Aid>,
    /// ADF Name of the card's application.
    pub adf_name: Option<Aid>,
    /// The kernel that ran.
    pub kernel: Option<KernelId>,
    /// All data objects that the kernel had at its end.
    pub database: Database,
    /// How to go on with the issuer's answer, for an Online Request that may restart.
    pub resumption: Option<Arc<Resumption>>,
    /// Requirements and symbols executed, those of the Entry Point and of the kernels, in order.
    pub path: Vec<&'static str>,
}
