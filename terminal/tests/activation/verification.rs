//! What becomes active, and what does not.

use std::time::Duration;

use tapkernel_terminal::activation::{
    AcquirerKeys, Activation, ActivationError, Deed, KeyUse, ProfileState, SignedProfile, ToSign,
};
use tapkernel_terminal::tapkernel::profile::{Profile, Stage};

use crate::rig::{CODE, NOW, SOFTPOS, active, code, for_shops, keys, over, public, sign, signer, update};

use ProfileState::{Certified, Production, Test};

#[test]
fn a_code_activates_a_terminal() {
    let bound = code(CODE);
    let document = sign(&ToSign { code: Some((&bound, [9; 16])), ..update(1) });
    let first = Activation { code: Some(&bound), terminal_id: Some("TM000016"), active: None, now: NOW };
    let in_use = document.activate(&keys(), &first).unwrap();
    assert_eq!(in_use.active(), Some(&active(1, Test)));
    assert_eq!(in_use.profile().name(), "softpos-eur");
    assert_eq!(in_use.permit(Deed::CertificationRun), Ok(()));
    let edited = in_use.edited(Profile::built_in("lab").unwrap());
    assert_eq!(edited.state(), ProfileState::Draft);

    let refused = |activation: Activation<'_>| document.activate(&keys(), &activation).unwrap_err();
    let other = code("AAAA-BBBB-CCCC");
    assert_eq!(refused(Activation { code: Some(&other), ..first }), ActivationError::WrongCode);
    assert_eq!(refused(Activation { code: None, ..first }), ActivationError::CodeWanted);
    assert_eq!(
        refused(Activation { terminal_id: Some("TM000017"), ..first }),
        ActivationError::WrongTerminal
    );
    let early = NOW - Duration::from_nanos(1);
    assert_eq!(refused(Activation { now: early, ..first }), ActivationError::TooEarly { not_before: NOW });
}

#[test]
fn a_new_terminal_may_begin_in_a_shop() {
    let (bound, shops) = (code(CODE), for_shops());
    let wanted = ToSign { code: Some((&bound, [9; 16])), state: Production, profile: &shops, ..update(1) };
    let first = Activation { code: Some(&bound), terminal_id: None, active: None, now: NOW };
    let in_use = sign(&wanted).activate(&keys(), &first).unwrap();
    assert_eq!(in_use.active(), Some(&active(1, Production)));
}

#[test]
fn an_update_needs_no_code_and_something_to_update() {
    let document = sign(&update(8));
    let first = Activation { code: None, terminal_id: None, active: None, now: NOW };
    let typed = code(CODE);
    for typed in [None, Some(&typed)] {
        let refused = document.activate(&keys(), &Activation { code: typed, ..first }).unwrap_err();
        assert_eq!(refused, ActivationError::OnlyAnUpdate);
    }
    let seven = active(7, Test);
    let with_code = Activation { code: Some(&typed), active: Some(&seven), ..first };
    assert_eq!(document.activate(&keys(), &with_code).unwrap_err(), ActivationError::WrongCode);
    assert_eq!(over(&document, &seven).unwrap().active(), Some(&active(8, Test)));
}

#[test]
fn an_older_document_is_refused() {
    let document = sign(&update(8));
    for serial in [8, 9, u64::MAX] {
        let refused = ActivationError::Serial { offered: 8, active: serial };
        assert_eq!(over(&document, &active(serial, Test)).unwrap_err(), refused);
    }
    let mut other = active(7, Test);
    other.terminal_id = "TM000017".to_owned();
    assert_eq!(over(&document, &other).unwrap_err(), ActivationError::WrongTerminal);
}

#[test]
fn states_change_one_step_at_a_time() {
    let shops = for_shops();
    let document = |state| {
        let profile = if state == Production { &shops } else { SOFTPOS };
        sign(&ToSign { state, profile, ..update(8) })
    };
    for from in ProfileState::ALL {
        for to in [Test, Certified, Production] {
            let result = over(&document(to), &active(7, from));
            let expected = (!from.may_become(to)).then_some(ActivationError::Step { from, to });
            assert_eq!(result.err(), expected, "{from} {to}");
        }
    }
}

#[test]
fn test_keys_and_test_profiles_stay_out_of_shops() {
    let shops = for_shops();
    let production = ToSign { state: Production, profile: &shops, ..update(8) };
    let refused = |document: &SignedProfile| over(document, &active(7, Certified)).unwrap_err();
    let by_test_key = signer(2).sign(&production).unwrap();
    assert_eq!(refused(&by_test_key), ActivationError::KeyForTestsOnly);
    let wrong_stage = sign(&ToSign { profile: SOFTPOS, ..production });
    let expected = ActivationError::WrongStage { state: Production, stage: Stage::Test };
    assert_eq!(refused(&wrong_stage), expected);
    // The same CA keys under the other stage: the profile itself is refused.
    let renamed = SOFTPOS.replace("\"stage\": \"test\"", "\"stage\": \"production\"");
    let problems = match refused(&sign(&ToSign { profile: &renamed, ..production })) {
        ActivationError::Profile(error) => error.to_string(),
        other => panic!("{other}"),
    };
    assert!(problems.contains("test key"), "{problems}");
    let in_use = over(&sign(&production), &active(7, Certified)).unwrap();
    assert_eq!(in_use.permit(Deed::LiveHost), Ok(()));
    assert!(in_use.permit(Deed::TestCaKeys).is_err() && in_use.permit(Deed::CertificationRun).is_err());
    // A test document for a shop's profile is refused as well.
    let expected = ActivationError::WrongStage { state: Certified, stage: Stage::Production };
    assert_eq!(refused(&sign(&ToSign { state: Certified, ..production })), expected);
}

#[test]
fn document_and_profile_are_for_one_terminal() {
    let other = SOFTPOS.replace("TM000016", "TM000017");
    let document = sign(&ToSign { profile: &other, ..update(8) });
    assert_eq!(over(&document, &active(7, Test)).unwrap_err(), ActivationError::TwoTerminals);
}

#[test]
fn only_keys_of_the_app_count() {
    let document = sign(&update(8));
    let seven = active(7, Test);
    let activation = Activation { code: None, terminal_id: None, active: Some(&seven), now: NOW };
    let with = |keys: &AcquirerKeys| document.activate(keys, &activation).err();
    assert_eq!(with(&AcquirerKeys::default()), Some(ActivationError::UnknownKey));
    let others = AcquirerKeys::new([public(3, KeyUse::Production)]);
    assert_eq!(with(&others), Some(ActivationError::UnknownKey));
    // A key for tests may sign for tests.
    assert_eq!(with(&AcquirerKeys::new([public(1, KeyUse::Test)])), None);
}

#[test]
fn reopens_what_is_active_and_nothing_else() {
    let document = SignedProfile::from_json(&sign(&update(8)).to_json()).unwrap();
    let reopened = document.reopen(&keys(), &active(8, Test)).unwrap();
    assert_eq!(reopened.active(), Some(&active(8, Test)));
    let refused = |of: &_| document.reopen(&keys(), of).unwrap_err();
    // An older document in the place of the newer one, and the other way round.
    for serial in [7, 9] {
        let expected = ActivationError::Serial { offered: 8, active: serial };
        assert_eq!(refused(&active(serial, Test)), expected);
    }
    let expected = ActivationError::Step { from: Certified, to: Test };
    assert_eq!(refused(&active(8, Certified)), expected);
    let mut other = active(8, Test);
    other.terminal_id = "TM000017".to_owned();
    assert_eq!(refused(&other), ActivationError::WrongTerminal);
    let unknown = document.reopen(&AcquirerKeys::default(), &active(8, Test)).unwrap_err();
    assert_eq!(unknown, ActivationError::UnknownKey);
}
