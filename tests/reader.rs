//! Another profile between taps, and the versions that a laboratory notes down.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::sync::Arc;

use tapkernel::core::data::{Amount, Date, Hex, Money, Time};
use tapkernel::core::kernel::Kernel;
use tapkernel::core::time::Instant;
use tapkernel::entry_point::EntryPointError;
use tapkernel::profile::Profile;
use tapkernel::random::ScriptedNumbers;
use tapkernel::reader::{Input, Output, Reader, ReaderError, Tap};

/// `softpos-eur` with the schemes whose kernels the build has.
fn softpos() -> String {
    let text = include_str!("../src/profile/built_in/softpos-eur.json");
    let mut document: serde_json::Value = serde_json::from_str(text).unwrap();
    let schemes = document["schemes"].as_array_mut().unwrap();
    schemes.retain(|scheme| cfg!(feature = "mastercard") || scheme["kernel"] != "02");
    document.to_string()
}

fn reader() -> Reader {
    let profile = Profile::built_in("lab").unwrap();
    Reader::new(profile, tapkernel::kernels(), ScriptedNumbers::new([])).unwrap()
}

fn tap(profile: &Profile) -> Tap {
    let currency = profile.currency("EUR").unwrap().currency();
    let when = (Date::new(2026, 11, 21).unwrap(), Time::new(12, 0, 0).unwrap());
    Tap::purchase(Money { amount: Amount::new(60_000).unwrap(), currency }, when)
}

fn drain(reader: &mut Reader) -> Vec<Output> {
    std::iter::from_fn(|| reader.poll()).collect()
}

#[test]
fn a_profile_is_replaced_between_taps_only() {
    let (mut reader, now) = (reader(), Instant::default());
    let (lab, softpos) = (reader.profile().clone(), Profile::from_json(&softpos()).unwrap());
    reader.start(tap(&lab), now).unwrap();
    let busy = Err(ReaderError::EntryPoint(EntryPointError::Busy));
    assert_eq!(reader.replace_profile(softpos.clone()).map(drop), busy, "outputs wait");
    drain(&mut reader);
    assert_eq!(reader.replace_profile(softpos.clone()).map(drop), busy, "the tap waits for a card");
    assert_eq!(reader.profile().name(), "lab");
    reader.handle(Input::Stop, now).unwrap();
    assert!(drain(&mut reader).iter().any(|output| matches!(output, Output::Outcome(_))));

    assert_eq!(reader.replace_profile(softpos.clone()).unwrap().name(), "lab");
    assert_eq!(reader.profile().name(), "softpos-eur");
    reader.start(tap(&softpos), now).unwrap();
    let outputs = drain(&mut reader);
    assert!(outputs.iter().any(|output| matches!(output, Output::Outcome(_))), "600.00 is above its maximum");
}

#[test]
fn a_profile_that_does_not_fit_changes_nothing() {
    let mut reader = reader();
    let foreign = softpos().replace("\"kernel\":\"03\"", "\"kernel\":\"06\"");
    let mut document: serde_json::Value = serde_json::from_str(&foreign).unwrap();
    for name in ["options", "co_badged_pan_prefixes"] {
        document["schemes"][0].as_object_mut().unwrap().remove(name).unwrap();
    }
    let missing = reader.replace_profile(Profile::from_json(&document.to_string()).unwrap()).unwrap_err();
    assert!(matches!(missing, ReaderError::KernelMissing(id) if id.0 == 6), "{missing}");

    let mut document: serde_json::Value = serde_json::from_str(&softpos()).unwrap();
    document["stage"] = "production".into();
    for scheme in document["schemes"].as_array_mut().unwrap() {
        scheme["ca_keys"] = serde_json::json!([]);
    }
    let production = Profile::from_json(&document.to_string()).unwrap();
    assert_eq!(reader.replace_profile(production).map(drop), Err(ReaderError::ScriptedRandom));
    assert_eq!(reader.profile().name(), "lab");
    assert_eq!(reader.versions().profile.name, "lab");
}

#[test]
fn versions_follow_the_profile() {
    let mut reader = reader();
    let kernel: Arc<dyn Kernel> = tapkernel::visa::kernel();
    let before = reader.versions();
    assert_eq!(before.library, env!("CARGO_PKG_VERSION"));
    assert_eq!(before.kernels.len(), tapkernel::kernels().len());
    let last = before.kernels.last().unwrap();
    assert_eq!((last.kernel.as_str(), last.version.as_str()), ("3", kernel.version()));
    let softpos = Profile::built_in("softpos-eur").unwrap();
    reader.replace_profile(softpos.clone()).unwrap();
    let after = reader.versions();
    let checksum = Hex(&softpos.checksum()).to_string();
    assert_eq!(
        (after.profile.name.as_str(), after.profile.checksum.as_str()),
        ("softpos-eur", checksum.as_str())
    );
    assert_ne!(after.profile.checksum, before.profile.checksum);
    assert!(after.to_string().ends_with(&format!("profile softpos-eur 3 SHA-256 {checksum}")), "{after}");
    assert!(after.to_string().contains(", kernel 3 "), "{after}");
}
