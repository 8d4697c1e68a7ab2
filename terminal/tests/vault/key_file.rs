//! The file with the key.

use std::fs;
use std::path::PathBuf;

use tapkernel_core::Secret;
use tapkernel_terminal::vault::{KeyFileVault, OsRandomBytes, Vault, VaultError};

use super::{Broken, pan, vault};

/// An empty folder for one test, and the path of a key in it.
fn path(test: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("vault").join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder.join("key")
}

#[test]
fn is_made_once_and_opens_what_it_sealed() {
    let path = path("made");
    assert_eq!(KeyFileVault::open(&path).unwrap_err(), VaultError::Missing);
    let made = KeyFileVault::open_or_create(&path).unwrap();
    let sealed = made.seal(b"context", b"plain").unwrap();
    assert_eq!(KeyFileVault::create(&path).unwrap_err(), VaultError::Exists);
    let token = made.token(&pan("4761739001010119"));
    for again in [KeyFileVault::open(&path).unwrap(), KeyFileVault::open_or_create(&path).unwrap()] {
        assert_eq!(again.open(b"context", &sealed).unwrap().expose(), b"plain");
        assert_eq!(again.token(&pan("4761739001010119")), token);
    }
    // Nothing is left beside it.
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn no_two_keys_and_no_two_blobs_are_equal() {
    let [a, b] = ["one", "other"].map(path);
    let vault = KeyFileVault::create(&a).unwrap();
    KeyFileVault::create(&b).unwrap();
    assert_ne!(fs::read(a).unwrap(), fs::read(b).unwrap());
    assert_ne!(vault.seal(b"", b"").unwrap(), vault.seal(b"", b"").unwrap());
}

#[test]
fn of_another_length_is_refused() {
    let path = path("length");
    for length in (0..32).chain(33..70) {
        fs::write(&path, (1..=length).collect::<Vec<u8>>()).unwrap();
        owner_only(&path);
        assert_eq!(KeyFileVault::open(&path).unwrap_err(), VaultError::NotAKey, "{length}");
        assert_eq!(KeyFileVault::open_or_create(&path).unwrap_err(), VaultError::NotAKey, "{length}");
    }
    fs::write(&path, [0; 32]).unwrap();
    assert_eq!(KeyFileVault::open(&path).unwrap_err(), VaultError::NotAKey);
}

#[cfg(unix)]
#[test]
fn that_others_may_use_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let path = path("mode");
    KeyFileVault::create(&path).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o600);
    for bit in 0..9 {
        fs::set_permissions(&path, fs::Permissions::from_mode(0o400 | 1 << bit)).unwrap();
        let expected = if bit < 6 { Some(VaultError::Exposed) } else { None };
        assert_eq!(KeyFileVault::open(&path).err(), expected, "{bit}");
    }
}

#[cfg(unix)]
fn owner_only(path: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

#[cfg(not(unix))]
fn owner_only(_: &std::path::Path) {}

#[test]
fn that_is_no_file_is_refused() {
    let path = path("folder");
    fs::create_dir(&path).unwrap();
    assert!(KeyFileVault::open(&path).is_err());
    assert_eq!(KeyFileVault::create(&path).unwrap_err(), VaultError::Exists);
    assert_eq!(KeyFileVault::create(&path.join("no/folder/key")).unwrap_err(), VaultError::Missing);
}

#[test]
fn without_randomness_nothing_is_sealed() {
    let vault = KeyFileVault::from_secret(&Secret::new([7; 32]), Broken);
    assert!(matches!(vault.seal(b"", b""), Err(VaultError::Random(_))));
}

#[test]
fn debug_and_errors_show_no_key() {
    let vault = KeyFileVault::from_secret(&Secret::new([7; 32]), OsRandomBytes);
    assert_eq!(format!("{vault:?}"), "KeyFileVault(..)");
    let opened = vault.open(b"", &vault.seal(b"", b"plain").unwrap()).unwrap();
    assert_eq!(format!("{opened:?}"), "Secret(..)");
    let boxed: Box<dyn Vault> = Box::new(super::vault([7; 32]));
    assert_eq!(boxed.token(&pan("4761739001010119")), vault.token(&pan("4761739001010119")));
}

#[test]
fn nonces_come_from_the_source() {
    let vault = vault([7; 32]);
    let nonces = [0; 3].map(|_| vault.seal(b"", b"").unwrap()[5..17].to_vec());
    let counted: Vec<u8> = nonces.concat();
    assert_eq!(counted, (0xA0..0xA0 + 36).collect::<Vec<u8>>());
}
