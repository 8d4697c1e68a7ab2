//! The states of a profile, against the table as the documentation has it.

use tapkernel_terminal::activation::{Deed, NotInThisState, ProfileInUse, ProfileState};
use tapkernel_terminal::tapkernel::profile::{Profile, Stage};

use ProfileState::{Certified, Draft, Production, Test};

#[test]
fn permit_what_they_are_for() {
    // Simulation, test host, certification run, live host, test CA keys.
    let deeds = [Deed::Simulation, Deed::TestHost, Deed::CertificationRun, Deed::LiveHost, Deed::TestCaKeys];
    let table = [(Draft, "y---y"), (Test, "yyy-y"), (Certified, "yy--y"), (Production, "---y-")];
    for (state, row) in table {
        for (deed, permitted) in deeds.into_iter().zip(row.chars()) {
            assert_eq!(state.permits(deed), permitted == 'y', "{state} {deed:?}");
        }
    }
}

#[test]
fn follow_each_other_in_one_order() {
    let steps = [
        (Draft, Test),
        (Test, Test),
        (Test, Certified),
        (Certified, Certified),
        (Certified, Production),
        (Production, Production),
    ];
    for from in ProfileState::ALL {
        for to in ProfileState::ALL {
            assert_eq!(from.may_become(to), steps.contains(&(from, to)), "{from} {to}");
        }
    }
}

#[test]
fn have_a_word_each() {
    for state in ProfileState::ALL {
        assert_eq!(ProfileState::from_word(state.word()), Some(state));
        assert_eq!(state.to_string(), state.word());
    }
    assert_eq!(ProfileState::from_word("Test"), None);
}

#[test]
fn fit_the_stage_of_the_profile() {
    for state in ProfileState::ALL {
        assert_eq!(state.fits(Stage::Laboratory), state == Draft);
        assert_eq!(state.fits(Stage::Test), matches!(state, Draft | Test | Certified));
        assert_eq!(state.fits(Stage::Production), matches!(state, Draft | Production));
    }
}

#[test]
fn a_profile_that_nobody_signed_is_a_draft() {
    let draft = ProfileInUse::draft(Profile::built_in("softpos-eur").unwrap());
    assert_eq!((draft.state(), draft.active()), (Draft, None));
    assert_eq!(draft.permit(Deed::Simulation), Ok(()));
    let refused = NotInThisState { state: Draft, deed: Deed::LiveHost };
    assert_eq!(draft.permit(Deed::LiveHost), Err(refused));
}
