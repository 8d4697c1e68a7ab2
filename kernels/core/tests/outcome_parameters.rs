//! The ten bytes of the outcome parameters, each parameter alone.
#![allow(clippy::indexing_slicing, missing_docs)]

use tapkernel_core::data::Database;
use tapkernel_core::outcome::{
    AlternateInterface, Cvm, OnlineResponseData, Outcome, OutcomeParameterSet, Start, Status, Tenths,
    UserInterfaceRequest,
};

/// The coding of Approved with everything else at N/A.
const PLAIN: [u8; 10] = [3, 0xFF, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0];

fn coded(change: impl FnOnce(&mut OutcomeParameterSet)) -> [u8; 10] {
    let mut parameters = OutcomeParameterSet::new(Outcome::Approved);
    change(&mut parameters);
    parameters.encode()
}

/// [`PLAIN`] with one byte changed.
fn plain_but(byte: usize, value: u8) -> [u8; 10] {
    let mut coded = PLAIN;
    coded[byte - 1] = value;
    coded
}

#[test]
fn bytes_1_to_5_are_lists() {
    let outcomes = [
        (Outcome::SelectNext, 1),
        (Outcome::TryAgain, 2),
        (Outcome::Approved, 3),
        (Outcome::Declined, 4),
        (Outcome::OnlineRequest, 5),
        (Outcome::TryAnotherInterface, 6),
        (Outcome::EndApplication, 7),
    ];
    for (outcome, code) in outcomes {
        assert_eq!(OutcomeParameterSet::new(outcome).encode(), plain_but(1, code), "{outcome}");
    }
    for (start, code) in [(Start::A, 0x0A), (Start::B, 0x0B), (Start::C, 0x0C), (Start::D, 0x0D)] {
        assert_eq!(coded(|p| p.start = Some(start)), plain_but(2, code));
    }
    for (data, code) in [(OnlineResponseData::EmvData, 1), (OnlineResponseData::Any, 2)] {
        assert_eq!(coded(|p| p.online_response_data = data), plain_but(3, code));
    }
    let cvms =
        [(Cvm::NoCvm, 1), (Cvm::OnlinePin, 2), (Cvm::ConfirmationCodeVerified, 3), (Cvm::ObtainSignature, 4)];
    for (cvm, code) in cvms {
        assert_eq!(coded(|p| p.cvm = cvm), plain_but(4, code), "{cvm}");
    }
    let interfaces = [
        (AlternateInterface::ContactChip, 1),
        (AlternateInterface::MagStripe, 2),
        (AlternateInterface::Both, 3),
    ];
    for (interface, code) in interfaces {
        assert_eq!(coded(|p| p.alternate_interface = interface), plain_but(5, code));
    }
}

#[test]
fn byte_6_says_what_is_there() {
    let ui = Some(UserInterfaceRequest::status(Status::Idle));
    assert_eq!(coded(|_| {}), PLAIN);
    assert_eq!(coded(|p| p.ui_on_outcome = ui), plain_but(6, 0x80));
    assert_eq!(coded(|p| p.ui_on_restart = ui), plain_but(6, 0x40));
    assert_eq!(coded(|p| p.data_record = Some(Database::new())), plain_but(6, 0x20));
    assert_eq!(coded(|p| p.discretionary_data = Some(Database::new())), plain_but(6, 0x10));
    assert_eq!(coded(|p| p.receipt = true), plain_but(6, 0x08));
}

#[test]
fn times_are_big_endian() {
    assert_eq!(coded(|p| p.field_off = Some(Tenths(0x0102)))[6..], [1, 2, 0, 0]);
    assert_eq!(coded(|p| p.field_off = Some(Tenths(0)))[6..], [0, 0, 0, 0]);
    assert_eq!(coded(|p| p.removal_timeout = Tenths(0x0304))[6..], [0xFF, 0xFF, 3, 4]);
}
