//! The vectors of `test-vectors/kernel2` as they are written.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// Objects by tag, in hex; `None` stands for "absent".
pub(crate) type Objects = BTreeMap<String, Option<String>>;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Vector {
    pub(crate) name: String,
    pub(crate) section: String,
    pub(crate) requirement: String,
    #[serde(default)]
    pub(crate) terminal: Objects,
    #[serde(default)]
    pub(crate) policies: Policies,
    #[serde(default)]
    pub(crate) torn_log: Vec<BTreeMap<String, String>>,
    pub(crate) signals: Vec<Signal>,
    /// The torn transaction log afterwards, by what is compared of each record.
    #[serde(default)]
    pub(crate) torn_log_after: Option<Vec<BTreeMap<String, String>>>,
    #[serde(default)]
    pub(crate) database: Objects,
    #[serde(default)]
    pub(crate) path: Vec<String>,
    #[serde(default)]
    pub(crate) not_in_path: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Policies {
    #[default]
    AsBook,
    Strict,
}

/// A signal into the kernel or out of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Signal {
    In(In),
    Out(Out),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "in", rename_all = "UPPERCASE", deny_unknown_fields)]
pub(crate) enum In {
    Act {
        fci: String,
    },
    Ra {
        bytes: String,
        #[serde(default = "one_millisecond")]
        us: u64,
    },
    L1rsp {
        error: String,
    },
    Det {
        data: BTreeMap<String, String>,
    },
    Un {
        bytes: String,
    },
    Stop,
    Timeout,
}

const fn one_millisecond() -> u64 {
    1000
}

#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "out", rename_all = "UPPERCASE", deny_unknown_fields)]
pub(crate) enum Out {
    Ca {
        bytes: String,
    },
    Msg {
        ui: Ui,
    },
    Dek {
        #[serde(default)]
        needed: Vec<String>,
        #[serde(default)]
        to_send: BTreeMap<String, String>,
    },
    Un,
    #[serde(rename = "OUT")]
    Outcome(Box<Conclusion>),
}

/// Message, status, hold time: two hex digits each for the first two, or null.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ui {
    pub(crate) message: Option<String>,
    pub(crate) status: Option<String>,
    pub(crate) hold: u16,
}

/// Every key that is given is compared; those that are not default as the book's start value.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Conclusion {
    pub(crate) outcome: String,
    #[serde(default)]
    pub(crate) start: Option<String>,
    #[serde(default = "not_applicable")]
    pub(crate) cvm: String,
    #[serde(default)]
    pub(crate) ui_on_outcome: Option<Ui>,
    #[serde(default)]
    pub(crate) ui_on_restart: Option<Ui>,
    #[serde(default)]
    pub(crate) receipt: bool,
    #[serde(default)]
    pub(crate) field_off: Option<u16>,
    #[serde(default)]
    pub(crate) contact_chip: bool,
    /// Error Indication `DF8115`.
    pub(crate) error: String,
    /// Objects of the Data Record; `None`: there is no Data Record.
    #[serde(default)]
    pub(crate) data_record: Option<Objects>,
    #[serde(default)]
    pub(crate) discretionary_data: Objects,
    /// Method, result and reason; not compared when left out.
    #[serde(default)]
    pub(crate) oda: Option<[String; 3]>,
}

fn not_applicable() -> String {
    "N/A".into()
}

/// All vectors, those of a file together; read once.
pub(crate) fn vectors() -> &'static [Vector] {
    static VECTORS: LazyLock<Vec<Vector>> = LazyLock::new(read_all);
    &VECTORS
}

fn read_all() -> Vec<Vector> {
    let all: Vec<(String, Vector)> = tapkernel_test_vectors::cases("kernel2", &["rules"]);
    let built = |file: &str| cfg!(feature = "mag-stripe") || !file.starts_with("mag_stripe");
    all.into_iter().filter(|(file, _)| built(file)).map(|(_, vector)| vector).collect()
}

/// The vector with this name.
pub(crate) fn vector(name: &str) -> Vector {
    vectors().iter().find(|vector| vector.name == name).cloned().unwrap_or_else(|| panic!("no vector {name}"))
}
