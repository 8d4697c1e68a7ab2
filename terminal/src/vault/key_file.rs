//! The file with the secret.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use tapkernel::core::Secret;
use zeroize::Zeroizing;

use super::{NoRandomness, RandomBytes, VaultError};

const LENGTH: usize = 32;

/// Reads the secret.
pub(super) fn read(path: &Path) -> Result<Secret<[u8; LENGTH]>, VaultError> {
    let mut file = File::open(path).map_err(|error| fault(error.kind()))?;
    if !only_owner(&file)? {
        return Err(VaultError::Exposed);
    }
    let mut bytes = Zeroizing::new([0; LENGTH + 1]);
    let secret = match filled(&mut file, bytes.as_mut_slice())? {
        LENGTH => bytes.first_chunk::<LENGTH>().ok_or(VaultError::NotAKey)?,
        _ => return Err(VaultError::NotAKey),
    };
    checked(Secret::new(*secret))
}

/// What a file system leaves after a power cut, or a broken generator makes, is no key.
fn checked(secret: Secret<[u8; LENGTH]>) -> Result<Secret<[u8; LENGTH]>, VaultError> {
    let [first, others @ ..] = secret.expose();
    if others.iter().all(|byte| byte == first) { Err(VaultError::NotAKey) } else { Ok(secret) }
}

/// Reads until `to` is full or the file ends, and answers how much it was.
fn filled(file: &mut File, to: &mut [u8]) -> Result<usize, VaultError> {
    let mut length = 0;
    loop {
        let rest = to.get_mut(length..).unwrap_or_default();
        match file.read(rest) {
            Ok(0) => return Ok(length),
            Ok(more) => length += more,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => return Err(VaultError::Unavailable),
        }
    }
}

/// Draws a secret and keeps it. It is written beside and linked to its place when it is durable, so that no reader ever
/// sees a part of it.
pub(super) fn create(path: &Path, random: &impl RandomBytes) -> Result<Secret<[u8; LENGTH]>, VaultError> {
    let mut secret = Zeroizing::new([0; LENGTH]);
    random.fill(secret.as_mut_slice())?;
    let secret = checked(Secret::new(*secret)).map_err(|_| NoRandomness)?;
    let beside = beside(path, random)?;
    let kept = write(&beside, secret.expose()).and_then(|()| linked(&beside, path));
    let removed = fs::remove_file(&beside).map_err(|_| VaultError::Unavailable);
    kept?;
    removed?;
    Ok(secret)
}

fn beside(path: &Path, random: &impl RandomBytes) -> Result<PathBuf, VaultError> {
    let mut number = [0; 8];
    random.fill(&mut number)?;
    let mut name = OsString::from(path.file_name().ok_or(VaultError::Unavailable)?);
    name.push(format!(".new-{:016x}", u64::from_be_bytes(number)));
    Ok(path.with_file_name(name))
}

fn write(path: &Path, secret: &[u8]) -> Result<(), VaultError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path);
    let written = file.and_then(|mut file| file.write_all(secret).and_then(|()| file.sync_all()));
    written.map_err(|error| fault(error.kind()))
}

/// A link, not a rename: it never replaces a file.
fn linked(beside: &Path, path: &Path) -> Result<(), VaultError> {
    fs::hard_link(beside, path).map_err(|error| fault(error.kind()))?;
    sync_folder(path)
}

/// The name of the file must survive a power cut as the file does.
#[cfg(unix)]
fn sync_folder(path: &Path) -> Result<(), VaultError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(|_| VaultError::Unavailable)
}

#[cfg(not(unix))]
const fn sync_folder(_: &Path) -> Result<(), VaultError> {
    Ok(())
}

/// Whether group and others have no right on it.
#[cfg(unix)]
fn only_owner(file: &File) -> Result<bool, VaultError> {
    let facts = file.metadata().map_err(|_| VaultError::Unavailable)?;
    Ok(facts.is_file() && std::os::unix::fs::PermissionsExt::mode(&facts.permissions()) & 0o077 == 0)
}

/// Elsewhere the folder has to see to it.
#[cfg(not(unix))]
const fn only_owner(_: &File) -> Result<bool, VaultError> {
    Ok(true)
}

const fn fault(kind: ErrorKind) -> VaultError {
    match kind {
        ErrorKind::NotFound => VaultError::Missing,
        ErrorKind::AlreadyExists => VaultError::Exists,
        _ => VaultError::Unavailable,
    }
}
