//! Mandatory data, agreement, the cryptogram's type, restrictions (Book C-3, 5.4 and 5.5).
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use support::card::Card;
use support::{Reader, Run, run};
use tapkernel_core::data::TransactionType;
use tapkernel_core::kernel::{BrandMismatch, OfflineApproval, Policies};
use tapkernel_core::outcome::{AlternateInterface, L2Error, MessageIdentifier, Outcome, Status};

fn message(run: &Run) -> Option<MessageIdentifier> {
    run.conclusion.parameters.ui_on_outcome.and_then(|request| request.message)
}

fn ended(run: &Run, error: L2Error) -> bool {
    run.outcome() == Outcome::EndApplication
        && run.conclusion.error.l2 == Some(error)
        && message(run) == Some(MessageIdentifier::InsertSwipeOrTryAnotherCard)
}

#[test]
fn the_card_may_go_before_anything_is_judged() {
    let run = run(&Reader::new(), &mut Card::arqc().without(0x9F26));
    let [card_read] = run.messages[..] else { panic!("one message") };
    assert_eq!(
        (card_read.message, card_read.status),
        (Some(MessageIdentifier::CardReadOk), Some(Status::CardReadSuccessfully))
    );
    assert!(ended(&run, L2Error::CardDataMissing));
}

#[test]
fn each_mandatory_object_of_the_card_is_missed() {
    for tag in [0x9F26, 0x82, 0x9F36, 0x9F10, 0x57] {
        assert!(
            ended(&run(&Reader::new(), &mut Card::arqc().without(tag)), L2Error::CardDataMissing),
            "{tag:X}"
        );
    }
    for tag in [0x9F10, 0x57] {
        assert!(
            ended(&run(&Reader::new(), &mut Card::arqc().with(tag, "")), L2Error::CardDataMissing),
            "{tag:X} empty"
        );
    }
    let name_only = "6F098407A0000000031010";
    let no_pdol = run(&Reader::new(), &mut Card { fci: name_only.into(), ..Card::arqc() });
    assert!(ended(&no_pdol, L2Error::CardDataMissing), "9F38");
    let no_name = run(&Reader::new(), &mut Card { fci: "6F08A5069F38039F6604".into(), ..Card::arqc() });
    assert!(ended(&no_name, L2Error::CardDataMissing), "84");
}

#[test]
fn each_mandatory_object_of_the_terminal_is_missed() {
    for tag in [0x9F02, 0x9A, 0x9C, 0x9F1A, 0x5F2A, 0x9F37] {
        assert!(
            ended(&run(&Reader::new().without(tag), &mut Card::arqc()), L2Error::TerminalDataError),
            "{tag:X}"
        );
    }
    let cashback = Reader { kind: TransactionType::Cashback, ..Reader::new() };
    assert!(ended(&run(&cashback.clone().without(0x9F03), &mut Card::arqc()), L2Error::TerminalDataError));
    assert_eq!(run(&cashback, &mut Card::arqc()).outcome(), Outcome::OnlineRequest);
    assert_eq!(run(&Reader::new().without(0x9F03), &mut Card::arqc()).outcome(), Outcome::OnlineRequest);
}

#[test]
fn pan_and_track_2_agree_or_the_application_ends() {
    let same = run(&Reader::new(), &mut Card::arqc().in_record(0x5A, "4761739001010010"));
    assert_eq!(same.outcome(), Outcome::OnlineRequest);
    let padded = run(&Reader::new(), &mut Card::arqc().in_record(0x5A, "4761739001010010FFFF"));
    assert_eq!(padded.outcome(), Outcome::OnlineRequest, "padding is no difference");
    for other in ["4761739001010011", "47617390010100", "4761739001010010123F", "476173900101001A", "", "FF"]
    {
        let run = run(&Reader::new(), &mut Card::arqc().in_record(0x5A, other));
        assert!(ended(&run, L2Error::CardDataError), "5A {other}");
    }
    for track in ["4761739001010010", "D4912201", "47D49122011143882F", "4761739001010010D491220111438A2F"] {
        let run = run(&Reader::new(), &mut Card::arqc().with(0x57, track));
        assert!(ended(&run, L2Error::CardDataError), "57 {track}");
    }
}

#[test]
fn the_cid_decides() {
    let outcome =
        |cid: &str, ttq: &str| run(&Reader::new().ttq(ttq), &mut Card::tc().with(0x9F27, cid)).outcome();
    for cid in 0..=u8::MAX {
        let (offline, online) = match cid >> 6 {
            0b01 => (Outcome::Approved, Outcome::OnlineRequest),
            // The signature of the card is made for a TC; the book asks nobody about it here.
            0b10 => (Outcome::OnlineRequest, Outcome::OnlineRequest),
            _ => (Outcome::Declined, Outcome::Declined),
        };
        assert_eq!(outcome(&format!("{cid:02X}"), "24004000"), offline, "{cid:02X}");
        assert_eq!(
            outcome(&format!("{cid:02X}"), "24804000"),
            online,
            "{cid:02X}, online cryptogram required"
        );
    }
}

#[test]
fn without_cid_the_verification_results_decide() {
    for (byte, outcome, derived) in [
        (0x00, Outcome::Declined, Some(0x00)),
        (0x90, Outcome::Approved, Some(0x40)),
        (0xA0, Outcome::OnlineRequest, Some(0x80)),
        (0xB0, Outcome::Declined, None),
    ] {
        let iad = format!("06011103{byte:02X}0000");
        let run = run(&Reader::new(), &mut Card::tc().without(0x9F27).with(0x9F10, &iad));
        assert_eq!(run.outcome(), outcome, "{byte:02X}");
        assert_eq!(run.value(0x9F27), derived.map(|cid: u8| vec![cid]));
        assert!(run.passed("5.4.3.1"));
    }
    let short = run(&Reader::new(), &mut Card::tc().without(0x9F27).with(0x9F10, "06011103"));
    assert_eq!(short.outcome(), Outcome::Declined);
}

#[test]
fn a_product_that_never_approves_offline_sends_a_tc_online() {
    let never = Policies { offline_approval: OfflineApproval::Never, ..Policies::AS_BOOK };
    let reader = Reader { policies: never, ..Reader::new() };
    assert_eq!(run(&reader, &mut Card::tc()).outcome(), Outcome::OnlineRequest);
    assert_eq!(
        run(&reader.ttq("2C004000"), &mut Card::tc()).outcome(),
        Outcome::Declined,
        "offline-only reader"
    );
}

#[test]
fn an_offline_only_reader_cannot_ask_the_issuer() {
    assert_eq!(run(&Reader::new().ttq("2C004000"), &mut Card::arqc()).outcome(), Outcome::Declined);
    assert_eq!(run(&Reader::new().ttq("2C004000"), &mut Card::tc()).outcome(), Outcome::Approved);
}

#[test]
fn a_refund_is_declined_by_the_card_as_usual() {
    let reader = Reader { kind: TransactionType::Refund, ..Reader::strict() };
    let run = run(&reader, &mut Card::new("00"));
    assert_eq!(run.outcome(), Outcome::Declined);
    assert_eq!(message(&run), Some(MessageIdentifier::NotAuthorised));
    assert!(run.value(0x57).is_some(), "the terminal still books it");
}

#[test]
fn expiry_is_judged_for_a_tc_only() {
    let on = |date| Reader { date, ..Reader::new() };
    let card = || Card::tc().with(0x9F6C, "0000");
    let last_day = (2049, 12, 31);
    assert_eq!(run(&on(last_day), &mut card()).outcome(), Outcome::Approved, "the last day is still good");

    let expired = |ctq: &str| Card::tc().without(0x5F24).with(0x9F6C, ctq);
    let declined = run(&Reader::new(), &mut expired("0000"));
    assert_eq!(declined.outcome(), Outcome::Declined, "without date expired");
    assert!(declined.passed("5.5.1.1"));
    let online = run(&Reader::new(), &mut expired("0800"));
    assert_eq!(online.outcome(), Outcome::OnlineRequest);

    let past = |card: Card| card.with(0x5F24, "190818");
    assert_eq!(run(&Reader::new(), &mut past(Card::tc())).outcome(), Outcome::Declined);
    assert_eq!(run(&Reader::new(), &mut past(Card::arqc())).outcome(), Outcome::OnlineRequest);
    assert_eq!(run(&Reader::strict(), &mut past(Card::arqc())).outcome(), Outcome::OnlineRequest);
    let today = Card::tc().with(0x5F24, "190819").with(0x9F6C, "2000");
    assert!(!run(&Reader::new(), &mut today.clone()).passed("5.5.1.1"));
}

#[test]
fn the_exception_file_holds_for_a_tc() {
    let listed = "5413330089600010FFFF4761739001010010FFFF";
    let reader = |options: &str| Reader::new().with(0xDF8F01, options).with(0xDF8F02, listed);
    let run_with = |options: &str, mut card: Card| run(&reader(options), &mut card);
    let declined = run_with("08", Card::tc());
    assert_eq!(declined.outcome(), Outcome::Declined);
    assert!(declined.passed("5.5.1.2"));
    assert_eq!(run_with("00", Card::tc()).outcome(), Outcome::Approved, "not enabled");
    assert_eq!(run_with("08", Card::arqc()).outcome(), Outcome::OnlineRequest);
    let prefix = Reader::new().with(0xDF8F01, "08").with(0xDF8F02, "476173900101001FFFFF");
    assert_eq!(run(&prefix, &mut Card::tc()).outcome(), Outcome::Approved, "a prefix is another account");
}

#[test]
fn usage_control_holds_for_cash_and_cashback() {
    let reader = |kind| Reader { kind, ..Reader::new() }.with(0xDF8F01, "60");
    let card = |auc: &str, country: &str, ctq: &str| {
        Card::arqc().in_record(0x9F07, auc).in_record(0x5F28, country).with(0x9F6C, ctq)
    };
    let cases = [
        (TransactionType::Cash, "8000", "0840", "0000", Outcome::OnlineRequest),
        (TransactionType::Cash, "8000", "0978", "0000", Outcome::Declined),
        (TransactionType::Cash, "4000", "0978", "0000", Outcome::OnlineRequest),
        (TransactionType::CashDisbursement, "4000", "0840", "0400", Outcome::TryAnotherInterface),
        (TransactionType::Cashback, "0080", "0840", "0000", Outcome::OnlineRequest),
        (TransactionType::Cashback, "0040", "0840", "0000", Outcome::Declined),
        (TransactionType::Cashback, "0040", "0978", "0000", Outcome::OnlineRequest),
        (TransactionType::Cashback, "0000", "0840", "0200", Outcome::TryAnotherInterface),
        (TransactionType::Purchase, "0000", "0840", "0600", Outcome::OnlineRequest),
    ];
    for (kind, auc, country, ctq, outcome) in cases {
        let run = run(&reader(kind), &mut card(auc, country, ctq));
        assert_eq!(run.outcome(), outcome, "{kind:?} {auc} {country} {ctq}");
        if outcome == Outcome::TryAnotherInterface {
            assert_eq!(message(&run), Some(MessageIdentifier::PleaseInsertOrSwipeCard));
            assert_eq!(run.conclusion.parameters.alternate_interface, AlternateInterface::NotApplicable);
        }
    }
    assert_eq!(
        run(&reader(TransactionType::Cash), &mut Card::arqc()).outcome(),
        Outcome::Declined,
        "no 9F07"
    );
    let unchecked = Reader { kind: TransactionType::Cash, ..Reader::new() };
    assert_eq!(run(&unchecked, &mut card("0000", "0840", "0000")).outcome(), Outcome::OnlineRequest);
}

#[test]
fn at_an_atm_the_card_must_say_that_it_is_valid_there() {
    let atm = |terminal_type: &str| {
        Reader { kind: TransactionType::Cash, ..Reader::new() }
            .with(0xDF8F01, "10")
            .with(0x9F35, terminal_type)
    };
    for (terminal_type, ctq, outcome) in [
        ("14", "0000", Outcome::Declined),
        ("14", "0100", Outcome::OnlineRequest),
        ("15", "0400", Outcome::TryAnotherInterface),
        ("16", "0000", Outcome::Declined),
        ("11", "0000", Outcome::OnlineRequest),
        ("24", "0000", Outcome::OnlineRequest),
    ] {
        let run = run(&atm(terminal_type), &mut Card::arqc().with(0x9F6C, ctq));
        assert_eq!(run.outcome(), outcome, "{terminal_type} {ctq}");
    }
}

#[test]
fn an_account_of_another_scheme_is_not_taken() {
    let card = |pan: &str| Card::arqc().with(0x57, &format!("{pan}D49122011143882F"));
    let strict = Policies { brand_mismatch: BrandMismatch::Decline, ..Policies::AS_BOOK };
    let outcome = |policies, aid: &str, pan: &str| {
        run(&Reader { policies, aid: aid.into(), ..Reader::new() }, &mut card(pan)).outcome()
    };
    let (visa, mastercard, other) = ("A0000000031010", "A0000000041010", "A0000000421010");
    for pan in
        ["5413330089600010", "2221000000000009", "2720990000000007", "5018000000000009", "6759000000000000"]
    {
        assert_eq!(outcome(strict, visa, pan), Outcome::Declined, "{pan}");
        assert_eq!(outcome(Policies::AS_BOOK, visa, pan), Outcome::OnlineRequest, "{pan}");
        assert_eq!(outcome(strict, mastercard, pan), Outcome::OnlineRequest, "{pan}");
    }
    for pan in
        ["4761739001010010", "2220990000000000", "2721000000000000", "6212345678901232", "3530111333300000"]
    {
        assert_eq!(outcome(strict, visa, pan), Outcome::OnlineRequest, "{pan}");
    }
    assert_eq!(outcome(strict, mastercard, "4761739001010010"), Outcome::Declined);
    assert_eq!(outcome(strict, other, "4761739001010010"), Outcome::OnlineRequest, "a domestic application");

    let listed = |prefixes: &str| {
        let reader = Reader { policies: strict, ..Reader::new() }.with(0xDF8F03, prefixes);
        run(&reader, &mut card("5018000000000009")).outcome()
    };
    assert_eq!(listed("5018FFFFFFFFFFFFFFFF"), Outcome::OnlineRequest, "co-badged");
    assert_eq!(listed("5019FFFFFFFFFFFFFFFF"), Outcome::Declined);
    assert_eq!(listed("FFFFFFFFFFFFFFFFFFFF"), Outcome::Declined, "an empty entry lists nothing");
}
