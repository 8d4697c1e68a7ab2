//! Reading the terminal configurations of another project, in layers, as a profile of a laboratory.
//!
//! The form is that of the JSON files that the public test terminal of Daniel Hu loads: data objects of the terminal, of
//! Kernels 2 and 3, of their applications and transaction types, CA public keys. A file may add to another, its `parent`.
//!
//! | here | there |
//! |---|---|
//! | `terminal`, currency | `terminal` and, where it is silent, the first kernel: 9F15, 9F16, 9F1A, 9F1C, 9F33, 9F35, 9F40, 9F4E, 5F2A, 5F36 |
//! | schemes | applications with the same objects, one scheme for all |
//! | `data` | `config` of kernel and application, of the transaction type; an `override` wins over all three |
//! | `entry_point`, `ttq`, `options` | limits, flags, 9F66 |
//! | `kernel_limits` | DF8123 to DF8126 |
//! | `ca_keys` | `publicKey` |
//!
//! What a profile cannot have is left out and named in [`Imported::left_out`], in the loader's own words; what the files
//! do not say and a profile needs is named there too.

mod ca_keys;
mod format;
mod layers;
mod prune;
mod schemes;
mod terminal;

use serde_json::{Value, json};

use self::layers::Merged;
use super::{Problem, Profile, ProfileError};

/// A configuration as a profile.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Imported {
    /// The document, which [`Profile::from_json`] takes.
    pub document: String,
    /// What was left out or assumed. The path is that of the document as it would have been, or of the file.
    pub left_out: Vec<Problem>,
}

/// Why files are no configuration that could be a profile.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// A file is not in the form.
    #[error("{file}: {text}")]
    Form {
        /// Its name.
        file: String,
        /// What is wrong, with line and column.
        text: String,
    },
    /// A file adds to another that is not there.
    #[error("{file}: adds to {parent:?}, which is not there: give that file before it")]
    ParentMissing {
        /// Its name.
        file: String,
        /// The name of the other.
        parent: String,
    },
    /// There is no application that a profile could have.
    #[error(
        "no application of Kernel 2 or 3 in {0}: it adds to other files; give those as well, the most general first"
    )]
    NoApplications(String),
    /// What came out is still no profile.
    #[error(transparent)]
    Profile(#[from] ProfileError),
}

/// Makes a profile of files in their order, the most general first; each is a name and a text.
///
/// # Errors
///
/// [`ImportError`], with the file or the place.
pub fn import(files: &[(&str, &str)]) -> Result<Imported, ImportError> {
    let mut merged = Merged::read(files)?;
    let schemes = schemes::write(&mut merged);
    if schemes.is_empty() {
        let names: Vec<_> = files.iter().map(|(name, _)| *name).collect();
        return Err(ImportError::NoApplications(names.join(", ")));
    }
    let document = document(&mut merged, schemes);
    let document = prune::prune(document, &mut merged.left_out)?;
    let document = serde_json::to_string_pretty(&document).unwrap_or_default();
    Profile::from_json(&document)?;
    Ok(Imported { document, left_out: merged.left_out })
}

/// The parent that a file adds to, if it names one.
///
/// # Errors
///
/// [`ImportError::Form`].
pub fn parent_of(name: &str, text: &str) -> Result<Option<String>, ImportError> {
    Ok(format::read(name, text)?.parent)
}

fn document(merged: &mut Merged, mut schemes: Vec<Value>) -> Value {
    ca_keys::write(merged, &mut schemes);
    let currency = terminal::currency(merged);
    let rules: serde_json::Map<String, Value> =
        schemes::types(&schemes).into_iter().map(|kind| (kind, json!({}))).collect();
    let name = merged.name.clone();
    json!({
        "name": name,
        "version": "1",
        "stage": "laboratory",
        "terminal": terminal::write(merged),
        "currencies": [{
            "code": currency.letters, "numeric": currency.numeric, "exponent": currency.exponent, "rules": rules,
        }],
        "schemes": schemes,
        "policies": {
            "oda_failed": "as_book", "oda_unknown_key": "as_book", "above_limit_without_cvm": "as_book",
            "unauthenticated_cdcvm": "as_book", "offline_approval": "as_book", "brand_mismatch": "as_book",
        },
    })
}
