//! The form of the files.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::ImportError;

/// One file.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Configuration {
    pub(super) name: String,
    pub(super) parent: Option<String>,
    pub(super) terminal: Vec<Object>,
    pub(super) kernel: Vec<Kernel>,
    #[serde(rename = "publicKey")]
    pub(super) public_keys: Vec<PublicKey>,
    #[serde(flatten)]
    pub(super) rest: BTreeMap<String, Value>,
}

/// A data object in hexadecimal.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Object {
    pub(super) tag: String,
    pub(super) value: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Kernel {
    #[serde(rename = "kernelId")]
    pub(super) id: u32,
    #[serde(default)]
    pub(super) config: Vec<Object>,
    #[serde(default, rename = "override")]
    pub(super) overrides: Vec<Object>,
    #[serde(default, rename = "application")]
    pub(super) applications: Vec<Application>,
    #[serde(flatten)]
    pub(super) rest: BTreeMap<String, Value>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Application {
    pub(super) aid: String,
    #[serde(default)]
    pub(super) config: Vec<Object>,
    #[serde(default, rename = "transaction")]
    pub(super) transactions: Vec<Transaction>,
    #[serde(flatten)]
    pub(super) rest: BTreeMap<String, Value>,
}

/// A transaction type of an application; amounts in minor units.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Transaction {
    pub(super) transaction_type: u8,
    /// The application's once more.
    #[serde(rename = "aid")]
    _aid: Option<String>,
    pub(super) status_check_support_flag: Option<bool>,
    pub(super) zero_amount_allowed_flag: Option<bool>,
    pub(super) extended_selection_support_flag: Option<bool>,
    pub(super) reader_contactless_transaction_limit: Option<u64>,
    pub(super) reader_contactless_floor_limit: Option<u64>,
    #[serde(rename = "readerCVMRequiredLimit")]
    pub(super) reader_cvm_required_limit: Option<u64>,
    pub(super) terminal_floor_limit: Option<u64>,
    #[serde(default)]
    pub(super) config: Vec<Object>,
    #[serde(flatten)]
    pub(super) rest: BTreeMap<String, Value>,
}

/// A CA public key; `expiryDate` is MMYY. What is missing the loader will refuse.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PublicKey {
    #[serde(rename = "rId")]
    pub(super) rid: String,
    pub(super) index: String,
    pub(super) modulus: String,
    pub(super) exponent: String,
    pub(super) checksum: String,
    #[serde(rename = "expiryDate")]
    pub(super) expiry: String,
}

pub(super) fn read(name: &str, text: &str) -> Result<Configuration, ImportError> {
    serde_json::from_str(text)
        .map_err(|error| ImportError::Form { file: name.to_owned(), text: error.to_string() })
}
