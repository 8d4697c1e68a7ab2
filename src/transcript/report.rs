//! What came of a run, as `tap replay --json` prints it.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;
use tapkernel_core::data::{Database, tags};
use tapkernel_core::outcome::{ErrorIndication, UserInterfaceRequest};

use crate::entry_point::{FinalOutcome, Occasion};

/// What came of one transcript. Data objects are in the clear: transcripts are of test cards.
#[derive(Clone, Default, PartialEq, Serialize)]
pub struct Report {
    /// The transcript's name.
    pub name: String,
    /// Whether everything was as the transcript has it.
    pub ok: bool,
    /// What was not, if something was not.
    pub mismatch: Option<String>,
    /// The outcome in the spelling of Book A.
    pub outcome: Option<String>,
    /// `A`, `B`, `C`, `D` or `N/A`.
    pub start: String,
    /// The CVM in the spelling of Book A.
    pub cvm: String,
    /// The kernel that ran, in hexadecimal.
    pub kernel: Option<String>,
    /// AID of the reader's Combination.
    pub aid: Option<String>,
    /// Offline data authentication.
    pub oda: OdaReportText,
    /// Terminal Verification Results `95`.
    pub tvr: Option<String>,
    /// The error behind the outcome.
    pub error_indication: ErrorIndicationReport,
    /// Every request to the user interface, in order.
    pub ui: Vec<UiReport>,
    /// The Data Record, by tag.
    pub data_record: BTreeMap<String, String>,
    /// The Discretionary Data, by tag.
    pub discretionary_data: BTreeMap<String, String>,
    /// Requirements and symbols executed, in order.
    pub path: Vec<String>,
    /// The C-APDUs sent.
    pub commands: Vec<String>,
    /// Every data object that the kernel had at its end, for expectations.
    #[serde(skip)]
    pub(super) database: BTreeMap<String, String>,
}

/// Offline data authentication in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OdaReportText {
    /// `none`, `SDA`, `DDA`, `CDA`, `fDDA`.
    pub method: String,
    /// `not-performed`, `verified`, `failed`.
    pub result: String,
    /// A stable word.
    pub reason: Option<String>,
}

impl Default for OdaReportText {
    fn default() -> Self {
        Self { method: "none".to_owned(), result: "not-performed".to_owned(), reason: None }
    }
}

/// One request to the user interface.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UiReport {
    /// Message identifier in hexadecimal, or `N/A`.
    pub message: String,
    /// Status in the spelling of Book A, or `N/A`.
    pub status: String,
    /// In units of 100 ms.
    pub hold: u16,
    /// When it was shown: `processing`, `outcome` or `restart`.
    pub on: &'static str,
}

impl UiReport {
    pub(super) fn new(request: &UserInterfaceRequest, on: Occasion) -> Self {
        Self {
            message: request.message.map_or_else(not_applicable, |message| format!("{:02X}", message.code())),
            status: request.status.map_or_else(not_applicable, |status| status.name().to_owned()),
            hold: request.hold.0,
            on: match on {
                Occasion::Processing => "processing",
                Occasion::Outcome => "outcome",
                Occasion::Restart => "restart",
                Occasion::End => "end",
            },
        }
    }
}

/// The Error Indication, coded as `DF8115` of Book C-2 and in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ErrorIndicationReport {
    /// Six bytes: L1, L2, L3, SW1 SW2, message.
    pub coded: String,
    /// `OK` or the error of level 1.
    pub l1: String,
    /// `OK` or the error of level 2.
    pub l2: String,
    /// `OK` or the error of level 3.
    pub l3: String,
    /// The status word that was the reason.
    pub sw12: String,
}

impl From<&ErrorIndication> for ErrorIndicationReport {
    fn from(error: &ErrorIndication) -> Self {
        let word = |name: Option<&str>| name.unwrap_or("OK").to_owned();
        Self {
            coded: hex::encode_upper(error.encode()),
            l1: word(error.l1.map(|l1| l1.name())),
            l2: word(error.l2.map(|l2| l2.name())),
            l3: word(error.l3.map(|l3| l3.name())),
            sw12: error.status_word.map(|status| status.to_string()).unwrap_or_default(),
        }
    }
}

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Report")
            .field("name", &self.name)
            .field("mismatch", &self.mismatch)
            .field("outcome", &self.outcome)
            .field("oda", &self.oda)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl Report {
    /// A report of a run that has no outcome yet.
    pub(super) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            start: not_applicable(),
            cvm: not_applicable(),
            error_indication: (&ErrorIndication::default()).into(),
            ..Self::default()
        }
    }

    /// Takes over a final outcome.
    pub(super) fn conclude(&mut self, outcome: &FinalOutcome) {
        let parameters = &outcome.parameters;
        self.outcome = Some(parameters.outcome.to_string());
        self.start = parameters.start.map_or_else(not_applicable, |start| start.to_string());
        self.cvm = parameters.cvm.to_string();
        self.kernel = outcome.kernel.map(|kernel| kernel.to_string());
        self.aid = outcome.aid.map(|aid| aid.to_string());
        self.oda = OdaReportText {
            method: outcome.oda.method.to_string(),
            result: outcome.oda.result.to_string(),
            reason: outcome.oda.reason.map(|reason| reason.to_string()),
        };
        self.error_indication = (&outcome.error).into();
        // A second tap brings what it has; the rest stays as the first tap left it.
        for (kept, new) in [
            (&mut self.data_record, &parameters.data_record),
            (&mut self.discretionary_data, &parameters.discretionary_data),
        ] {
            if let Some(new) = new {
                *kept = by_tag(new);
            }
        }
        self.database = by_tag(&outcome.database);
        self.tvr = self.find(&tags::TERMINAL_VERIFICATION_RESULTS.to_string()).map(str::to_owned);
        self.path.extend(outcome.path.iter().map(|&symbol| symbol.to_owned()));
    }

    /// The value of a data object that the kernel handed out or had.
    pub(super) fn find(&self, tag: &str) -> Option<&str> {
        [&self.data_record, &self.discretionary_data, &self.database]
            .into_iter()
            .find_map(|objects| objects.get(tag))
            .map(String::as_str)
    }
}

fn not_applicable() -> String {
    "N/A".to_owned()
}

fn by_tag(objects: &Database) -> BTreeMap<String, String> {
    objects.iter().map(|(tag, value)| (tag.to_string(), hex::encode_upper(value))).collect()
}
