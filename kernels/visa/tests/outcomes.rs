//! Cardholder verification and outcomes through the kernel (Book C-3, 5.7 to 5.9).
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use support::card::{Card, hex, tlv};
use support::{Reader, Run, run, unhex};
use tapkernel_core::data::{Amount, TransactionType};
use tapkernel_core::kernel::{Policies, UnauthenticatedCdcvm};
use tapkernel_core::outcome::{
    Cvm, LanguagePreference, MessageIdentifier, OnlineResponseData, Outcome, Start, Status, Tenths,
    UserInterfaceRequest, ValueQualifier,
};

fn judged(run: &Run) -> (Outcome, Cvm) {
    (run.outcome(), run.conclusion.parameters.cvm)
}

const CVM_REQUIRED: &str = "24C04000";
const CVM_REQUIRED_NO_PIN: &str = "20C04000";
const BELOW: &str = "24804000";

/// What a case is, its card, the TTQ, and what comes of it as the book has it and hardened.
type Case = (&'static str, Card, &'static str, (Outcome, Cvm), (Outcome, Cvm));

#[test]
fn a_cdcvm_claim_is_worth_its_signature() {
    let strict = Reader::strict;
    let book = Reader::new;
    let claim = |card: Card| card.with(0x9F6C, "0080");
    let signed = || claim(Card::new("80").signing_with(0x95, Some("0080")));
    let unsigned = || claim(Card::arqc());
    let unverified = || claim(Card::arqc()).in_gpo(0x9F69, "0169C16C990080");
    let cases: [Case; 9] = [
        ("signed", signed(), CVM_REQUIRED, ONLINE_CDCVM, ONLINE_CDCVM),
        ("signed, below", signed(), BELOW, ONLINE_CDCVM, ONLINE_CDCVM),
        ("no 9F69", unsigned(), CVM_REQUIRED, ONLINE_CDCVM, ONLINE_PIN),
        ("no 9F69, no PIN", unsigned(), CVM_REQUIRED_NO_PIN, ONLINE_CDCVM, DECLINED),
        ("no 9F69, below", unsigned(), BELOW, ONLINE_CDCVM, ONLINE_NO_CVM),
        ("copy without signature", unverified(), CVM_REQUIRED, ONLINE_CDCVM, ONLINE_PIN),
        ("copy without signature, no PIN", unverified(), CVM_REQUIRED_NO_PIN, ONLINE_CDCVM, DECLINED),
        ("another copy", signed().with(0x9F6C, "4080"), BELOW, DECLINED, DECLINED),
        ("short 9F69", claim(Card::arqc_signed()), BELOW, DECLINED, DECLINED),
    ];
    for (what, card, ttq, as_book, hardened) in cases {
        assert_eq!(judged(&run(&book().ttq(ttq), &mut card.clone())), as_book, "{what}, as the book");
        assert_eq!(judged(&run(&strict().ttq(ttq), &mut card.clone())), hardened, "{what}, hardened");
    }
}

const ONLINE_CDCVM: (Outcome, Cvm) = (Outcome::OnlineRequest, Cvm::ConfirmationCodeVerified);
const ONLINE_PIN: (Outcome, Cvm) = (Outcome::OnlineRequest, Cvm::OnlinePin);
const ONLINE_NO_CVM: (Outcome, Cvm) = (Outcome::OnlineRequest, Cvm::NoCvm);
const DECLINED: (Outcome, Cvm) = (Outcome::Declined, Cvm::NotApplicable);

#[test]
fn a_claim_offline_needs_the_signed_copy() {
    let with_copy = Card::new("40").signing_with(0x05, Some("0080")).with(0x9F6C, "0080");
    assert_eq!(
        judged(&run(&Reader::new(), &mut with_copy.clone())),
        (Outcome::Approved, Cvm::ConfirmationCodeVerified)
    );
    let only_cdcvm = Policies { unauthenticated_cdcvm: UnauthenticatedCdcvm::OnlinePin, ..Policies::AS_BOOK };
    let hardened = Reader { policies: only_cdcvm, ..Reader::new() }.ttq("24404000");
    assert_eq!(
        judged(&run(&hardened, &mut with_copy.clone())),
        (Outcome::Approved, Cvm::ConfirmationCodeVerified)
    );
    assert_eq!(judged(&run(&Reader::new(), &mut Card::tc().with(0x9F6C, "0080"))), DECLINED);
}

#[test]
fn a_pin_takes_an_offline_approval_online() {
    let run_with = |ttq: &str, ctq: &str| run(&Reader::new().ttq(ttq), &mut Card::tc().with(0x9F6C, ctq));
    assert_eq!(judged(&run_with("24404000", "8000")), ONLINE_PIN);
    assert_eq!(judged(&run_with("2C404000", "8000")), DECLINED, "offline-only reader");
    let without_ctq = run(&Reader::new().ttq("24404000"), &mut Card::tc().without(0x9F6C));
    assert_eq!(judged(&without_ctq), ONLINE_PIN, "no CTQ: what the reader has");
    assert_eq!(judged(&run_with("22404000", "4000")), (Outcome::Approved, Cvm::ObtainSignature));
}

#[test]
fn messages_of_the_outcomes() {
    let shown = |run: &Run| run.conclusion.parameters.ui_on_outcome.unwrap();
    let with = |message| UserInterfaceRequest {
        status: None,
        ..UserInterfaceRequest::new(message, Status::NotReady)
    };
    assert_eq!(shown(&run(&Reader::new(), &mut Card::tc())), with(MessageIdentifier::Approved));
    let signature = run(&Reader::new().ttq("22404000"), &mut Card::tc().with(0x9F6C, "4000"));
    assert_eq!(shown(&signature), with(MessageIdentifier::ApprovedPleaseSign));
    assert_eq!(shown(&run(&Reader::new(), &mut Card::new("00"))), with(MessageIdentifier::NotAuthorised));
    assert_eq!(
        shown(&run(&Reader::new(), &mut Card::arqc())),
        with(MessageIdentifier::AuthorisingPleaseWait)
    );
}

#[test]
fn the_cards_languages_go_with_every_message() {
    let own = [tlv(0x5F2D, b"fren"), tlv(0x9F38, &unhex("9F6604"))].concat();
    let fci = tlv(0x6F, &[tlv(0x84, &unhex(support::AID)), tlv(0xA5, &own)].concat());
    let fci = hex(&fci);
    let run = run(&Reader::new(), &mut Card { fci, ..Card::arqc() });
    let languages = Some(LanguagePreference(*b"fren\0\0\0\0"));
    assert_eq!(run.messages[0].language_preference, languages);
    assert_eq!(run.conclusion.parameters.ui_on_outcome.unwrap().language_preference, languages);
}

#[test]
fn the_data_record_is_complete_and_nothing_more() {
    let card = Card::arqc().in_gpo(0x9F6E, "20700F0F").in_gpo(0x9F7C, "0102").in_record(0x5F20, "56495341");
    let online = run(&Reader::new(), &mut card.clone());
    let record = online.conclusion.parameters.data_record.as_ref().unwrap();
    let tags: Vec<u32> = record.iter().map(|(tag, _)| tag.coded()).collect();
    let expected = [
        0x57, 0x82, 0x84, 0x95, 0x9A, 0x9C, 0x5F24, 0x5F2A, 0x5F34, 0x9F02, 0x9F06, 0x9F10, 0x9F1A, 0x9F26,
        0x9F33, 0x9F36, 0x9F37, 0x9F39, 0x9F6C, 0x9F6E, 0x9F7C,
    ];
    assert_eq!(tags, expected);
    assert_eq!(online.record(0x9F6E), Some(unhex("20700F00")), "the low nibble of byte 4 is the reader's");
    assert_eq!(online.record(0x95), Some(vec![0; 5]));
    assert_eq!(online.value(0x9F66), Some(unhex("24004000")));

    let cashback = Reader { kind: TransactionType::Cashback, amount_other: 100, ..Reader::new() };
    assert_eq!(run(&cashback, &mut card.clone()).record(0x9F03), Some(unhex("000000000100")));
    for mut card in [Card::new("00"), Card::arqc().without(0x9F26)] {
        assert_eq!(run(&Reader::new(), &mut card).conclusion.parameters.data_record, None);
    }
}

#[test]
fn the_offline_spending_amount_is_shown_where_it_is_enabled() {
    let card = || Card::tc().in_gpo(0x9F5D, "000000012345");
    let shown = run(&Reader::new().with(0xDF8F01, "80"), &mut card());
    let value = shown.conclusion.parameters.ui_on_outcome.unwrap().value.unwrap();
    assert_eq!(value.qualifier, ValueQualifier::Balance);
    assert_eq!((value.money.amount, value.money.currency.code()), (Amount::new(12345).unwrap(), 840));
    let discretionary = shown.conclusion.parameters.discretionary_data.unwrap();
    assert_eq!(support::value_of(&discretionary, 0x9F5D), Some(&unhex("000000012345")[..]));

    let hidden = [
        run(&Reader::new(), &mut card()),
        run(&Reader::new().with(0xDF8F01, "80"), &mut Card::tc()),
        run(&Reader::new().with(0xDF8F01, "80"), &mut Card::arqc().in_gpo(0x9F5D, "000000012345")),
    ];
    for run in hidden {
        assert_eq!(run.conclusion.parameters.ui_on_outcome.unwrap().value, None);
        assert_eq!(run.conclusion.parameters.discretionary_data, None);
    }
}

#[test]
fn an_online_request_may_ask_for_a_second_tap() {
    let request = |ttq: &str, ctq: &str| {
        run(&Reader::new().ttq(ttq), &mut Card::arqc().with(0x9F6C, ctq)).conclusion.parameters
    };
    let second_tap = request("2480C000", "0040");
    assert_eq!(second_tap.start, Some(Start::B));
    assert_eq!(second_tap.online_response_data, OnlineResponseData::EmvData);
    assert_eq!(
        second_tap.ui_on_restart,
        Some(UserInterfaceRequest::new(MessageIdentifier::PresentCardAgain, Status::ReadyToRead))
    );
    assert_eq!(second_tap.field_off, Some(Tenths(0)));
    for (ttq, ctq) in [("24804000", "0040"), ("2480C000", "0000")] {
        let once = request(ttq, ctq);
        assert_eq!((once.start, once.online_response_data), (None, OnlineResponseData::NotApplicable));
        assert_eq!((once.ui_on_restart, once.field_off), (None, None));
    }
}

#[test]
fn no_card_data_in_path_errors_or_debug() {
    let account = "4761739001010010";
    for mut card in
        [Card::tc(), Card::arqc().in_record(0x5A, "4761739001010011"), Card::arqc().without(0x9F26)]
    {
        let run = run(&Reader::new(), &mut card);
        let seen = format!("{:?} {:?} {:?} {:?}", run.conclusion, run.messages, run.path, run.database);
        for secret in [account, "47, 61, 73", "71, 97, 115", "20261203C3227D26", "ABABABAB"] {
            assert!(!seen.contains(secret), "{secret} in {seen}");
        }
    }
    let mut kernel = tapkernel_visa::kernel().activate(
        Reader::new().with(0xDF8F02, "4761739001010010FFFF").activation(&unhex(&Card::tc().fci)),
        tapkernel_core::time::Instant::default(),
    );
    let command = kernel.poll();
    let seen = format!("{kernel:?} {command:?}");
    assert!(!seen.contains(account) && !seen.contains("71, 97, 115"), "{seen}");
    assert!(seen.contains("AccountList(1 entries)"), "{seen}");
}

#[test]
fn the_path_names_what_was_executed() {
    let offline = run(&Reader::new(), &mut Card::tc());
    let expected = [
        "Initiate Application Processing: FCI",
        "Initiate Application Processing: GPO",
        "Initiate Application Processing: template 77",
        "Read Application Data: READ RECORD",
        "Read Application Data: READ RECORD",
        "Read Application Data: READ RECORD",
        "Card Read Complete",
        "5.4.2.1",
        "Card Read Complete: PAN",
        "5.4.3.2",
        "5.6",
        "5.6 verified",
        "5.7",
        "Completion: Approved",
    ];
    assert_eq!(offline.path, expected);
}
