//! Signed profiles in files.

use std::fs;
use std::io::{Error, ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::{Provisioning, ProvisioningError};
use crate::activation::{ActivationCode, SignedProfile};

/// Signed profiles in the files `*.json` of a folder, or in one file. Files that are something else are passed over; of
/// several that fit, the one with the greatest serial counts. Comparing a code takes a moment for each file.
#[derive(Clone, Debug)]
pub struct FolderProvisioning {
    path: PathBuf,
}

impl FolderProvisioning {
    /// The files looked at in a folder.
    pub const MAX_FILES: usize = 1000;

    /// A folder, or a file.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    fn documents(&self) -> Result<Vec<SignedProfile>, ProvisioningError> {
        if self.path.is_file() {
            return Ok(vec![SignedProfile::from_json(&read(&self.path).map_err(|error| fault(&error))?)?]);
        }
        let files = fs::read_dir(&self.path).map_err(|error| fault(&error))?;
        let files = files.filter_map(|file| file.ok().map(|file| file.path()));
        let json = files.filter(|file| file.extension().is_some_and(|extension| extension == "json"));
        let texts = json.take(Self::MAX_FILES).filter_map(|file| read(&file).ok());
        Ok(texts.filter_map(|text| SignedProfile::from_json(&text).ok()).collect())
    }

    fn newest(
        &self,
        fits: impl Fn(&SignedProfile) -> bool,
    ) -> Result<Option<SignedProfile>, ProvisioningError> {
        Ok(self.documents()?.into_iter().filter(fits).max_by_key(SignedProfile::serial))
    }
}

/// Reads no more than a document may have, and one byte by which it is seen to be too long.
fn read(path: &Path) -> Result<String, Error> {
    let most = u64::try_from(SignedProfile::MAX_LENGTH).unwrap_or(u64::MAX).saturating_add(1);
    let mut text = String::new();
    fs::File::open(path)?.take(most).read_to_string(&mut text)?;
    Ok(text)
}

fn fault(error: &Error) -> ProvisioningError {
    match error.kind() {
        ErrorKind::InvalidData => ProvisioningError::Garbage,
        _ => ProvisioningError::Unreachable,
    }
}

impl Provisioning for FolderProvisioning {
    fn by_code(&mut self, code: &ActivationCode) -> Result<SignedProfile, ProvisioningError> {
        let bound = |document: &SignedProfile| document.content.code.is_some_and(|bound| bound.is_of(code));
        self.newest(bound)?.ok_or(ProvisioningError::UnknownCode)
    }

    fn update(&mut self, terminal_id: &str, active: u64) -> Result<Option<SignedProfile>, ProvisioningError> {
        self.newest(|document| {
            let update = document.content.code.is_none() && document.serial() > active;
            update && document.terminal_id() == terminal_id
        })
    }
}
