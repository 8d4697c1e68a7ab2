//! The form of the document.

use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use serde_json::{Value, json};
use tapkernel_terminal::activation::{
    ActivationError, ProfileState, SignedProfile, SignedProfileError, SigningError, ToSign,
};

use crate::rig::{CODE, active, code, over, sign, signer, update};

fn document() -> Value {
    let bound = code(CODE);
    let signed = sign(&ToSign { code: Some((&bound, [9; 16])), ..update(5) });
    serde_json::from_str(&signed.to_json()).unwrap()
}

fn read(document: &Value) -> Result<SignedProfile, SignedProfileError> {
    SignedProfile::from_json(&document.to_string())
}

#[test]
fn reads_back() {
    let read = read(&document()).unwrap();
    assert_eq!((read.terminal_id(), read.serial()), ("TM000016", 5));
    assert_eq!(SignedProfile::from_json(&read.to_json()), Ok(read));
}

#[test]
fn every_field_is_wanted_and_no_other() {
    let whole = document();
    for field in whole.as_object().unwrap().keys() {
        let mut document = whole.clone();
        document.as_object_mut().unwrap().remove(field);
        assert!(matches!(read(&document), Err(SignedProfileError::Syntax { .. })), "{field}");
    }
    let mut more = whole.clone();
    more["more"] = json!(1);
    assert!(matches!(read(&more), Err(SignedProfileError::Syntax { .. })));
    let twice = whole.to_string().replacen('{', "{\"serial\":5,", 1);
    assert!(matches!(SignedProfile::from_json(&twice), Err(SignedProfileError::Syntax { .. })));
}

#[test]
fn values_that_cannot_be_are_named() {
    use SignedProfileError::{Field, UnknownForm};
    let cases = [
        ("/form", json!("tapkernel-signed-profile-2"), UnknownForm),
        ("/serial", json!(0), Field("serial")),
        ("/serial", json!(1_u64 << 53), Field("serial")),
        ("/state", json!("draft"), Field("state")),
        ("/state", json!("live"), Field("state")),
        ("/terminal_id", json!(""), Field("terminal_id")),
        ("/terminal_id", json!("TM 00016"), Field("terminal_id")),
        ("/terminal_id", json!("T".repeat(33)), Field("terminal_id")),
        ("/not_before", json!(1_u64 << 53), Field("not_before")),
        ("/activation_code/salt", json!("00"), Field("salt")),
        ("/activation_code/digest", json!("zz"), Field("digest")),
        ("/key", json!("65b60673d6ed884"), Field("key")),
        ("/signature", json!("00"), Field("signature")),
    ];
    for (pointer, value, expected) in cases {
        let mut document = document();
        *document.pointer_mut(pointer).unwrap() = value;
        assert_eq!(read(&document), Err(expected), "{pointer}");
    }
    let long = " ".repeat(SignedProfile::MAX_LENGTH + 1);
    assert_eq!(SignedProfile::from_json(&long), Err(SignedProfileError::TooLong));
}

#[test]
fn what_cannot_be_read_is_not_signed() {
    let cases = [
        (ToSign { serial: 0, ..update(1) }, SigningError::Field("serial")),
        (ToSign { state: ProfileState::Draft, ..update(1) }, SigningError::Field("state")),
        (ToSign { terminal_id: "TM 1", ..update(1) }, SigningError::Field("terminal_id")),
    ];
    for (wanted, expected) in cases {
        assert_eq!(signer(1).sign(&wanted), Err(expected));
    }
    // Each becomes two characters in JSON.
    let quotes = "\"".repeat(SignedProfile::MAX_LENGTH * 2 / 3);
    assert_eq!(signer(1).sign(&ToSign { profile: &quotes, ..update(1) }), Err(SigningError::TooLong));
    assert_eq!(format!("{:?}", signer(1)), "AcquirerSigningKey(..)");
}

#[test]
fn every_signed_field_is_signed() {
    let bound = code(CODE);
    let mut document: Value =
        serde_json::from_str(&sign(&ToSign { code: Some((&bound, [9; 16])), ..update(5) }).to_json())
            .unwrap();
    let others = [
        ("/serial", json!(6)),
        ("/state", json!("certified")),
        ("/terminal_id", json!("TM000017")),
        ("/not_before", json!(0)),
        ("/activation_code", json!(null)),
        ("/activation_code/salt", json!("00".repeat(16))),
        ("/activation_code/digest", json!("00".repeat(32))),
        ("/profile", json!("{}")),
    ];
    for (pointer, value) in others {
        let mut changed = document.clone();
        *changed.pointer_mut(pointer).unwrap() = value;
        let result = over(&read(&changed).unwrap(), &active(1, ProfileState::Test));
        assert_eq!(result.unwrap_err(), ActivationError::WrongSignature, "{pointer}");
    }
    *document.pointer_mut("/key").unwrap() = json!("0000000000000000");
    let result = over(&read(&document).unwrap(), &active(1, ProfileState::Test));
    assert_eq!(result.unwrap_err(), ActivationError::UnknownKey);
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in ".{0,200}") {
        prop_assert!(SignedProfile::from_json(&text).is_err());
    }

    #[test]
    fn one_character_changed_is_refused_or_means_the_same(at in 0_usize..4000, other in 0x20_u8..0x7F) {
        let signed = sign(&ToSign { profile: "{\"name\":\"a profile\"}", ..update(5) });
        let mut text = signed.to_json().into_bytes();
        let at = at % text.len();
        text[at] = other;
        if let Ok(read) = SignedProfile::from_json(&String::from_utf8(text).unwrap()) {
            // White space between fields, the case of a hexadecimal digit: the same document.
            let same = read == signed;
            let result = over(&read, &active(1, ProfileState::Test)).unwrap_err();
            let is_wrong = matches!(result, ActivationError::WrongSignature | ActivationError::UnknownKey);
            prop_assert_eq!(same, !is_wrong);
        }
    }
}
