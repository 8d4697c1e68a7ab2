//! fDDA, its formats, its failures, its policies (Book C-3, 5.6).
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use support::card::{Card, answers, protected};
use support::{Reader, Run, run, unhex};
use tapkernel_core::kernel::{OdaFailed, OdaUnknownKey, Policies};
use tapkernel_core::oda::{OdaMethod, OdaReason, OdaResult};
use tapkernel_core::outcome::{AlternateInterface, L2Error, MessageIdentifier, Outcome};

/// Offline data authentication for online: the option and the bit of the TTQ.
fn asking(reader: Reader) -> Reader {
    reader.with(0xDF8F01, "04").ttq("25804000")
}

fn result(run: &Run) -> (OdaResult, Option<OdaReason>) {
    (run.conclusion.oda.result, run.conclusion.oda.reason)
}

const VERIFIED: (OdaResult, Option<OdaReason>) = (OdaResult::Verified, None);

fn failed(reason: OdaReason) -> (OdaResult, Option<OdaReason>) {
    (OdaResult::Failed, Some(reason))
}

#[test]
fn a_signature_for_the_right_purpose_verifies() {
    let offline = run(&Reader::new(), &mut Card::tc());
    assert_eq!((offline.outcome(), result(&offline)), (Outcome::Approved, VERIFIED));
    for reader in [Reader::new(), Reader::strict(), asking(Reader::strict())] {
        let online = run(&reader, &mut Card::arqc_signed());
        assert_eq!((online.outcome(), result(&online)), (Outcome::OnlineRequest, VERIFIED));
        assert_eq!(online.conclusion.oda.method, OdaMethod::Fdda);
    }
    let strict_tc = run(&Reader::strict(), &mut Card::tc());
    assert_eq!(
        (strict_tc.outcome(), result(&strict_tc)),
        (Outcome::OnlineRequest, VERIFIED),
        "05, though it goes online"
    );
}

#[test]
fn a_signature_for_the_other_purpose_fails() {
    let tc_95 = run(&Reader::new(), &mut Card::new("40").signing(0x95));
    assert_eq!((tc_95.outcome(), result(&tc_95)), (Outcome::Declined, failed(OdaReason::SdadFormat)));
    let arqc_05 = run(&Reader::strict(), &mut Card::new("80").signing(0x05));
    assert_eq!((arqc_05.outcome(), result(&arqc_05)), (Outcome::Declined, failed(OdaReason::SdadFormat)));
    assert_eq!(arqc_05.conclusion.error.l2, Some(L2Error::CamFailed));
}

#[test]
fn nothing_offered_is_no_failure_of_an_online_authorisation() {
    for reader in [Reader::new(), Reader::strict(), asking(Reader::strict())] {
        let run = run(&reader, &mut Card::arqc());
        assert_eq!(run.outcome(), Outcome::OnlineRequest);
        assert_eq!(result(&run), (OdaResult::NotPerformed, Some(OdaReason::NotOffered)));
    }
}

#[test]
fn an_offline_approval_needs_a_signature() {
    let none = run(&Reader::new(), &mut Card::new("40"));
    assert_eq!((none.outcome(), result(&none)), (Outcome::Declined, failed(OdaReason::DataMissing)));
    let not_offered = run(&Reader::new(), &mut Card::tc().with(0x82, "0000"));
    assert_eq!(not_offered.outcome(), Outcome::Declined);
    assert_eq!(result(&not_offered), (OdaResult::NotPerformed, Some(OdaReason::NotOffered)));
    for tag in [0x8F, 0x90, 0x9F32, 0x9F46, 0x9F47, 0x9F69, 0x9F4B] {
        let run = run(&Reader::new(), &mut Card::tc().without(tag));
        assert_eq!(
            (run.outcome(), result(&run)),
            (Outcome::Declined, failed(OdaReason::DataMissing)),
            "{tag:X}"
        );
    }
}

#[test]
fn version_00_is_refused() {
    let run = run(&Reader::new(), &mut Card::tc().with(0x9F69, "0069C16C99"));
    assert_eq!((run.outcome(), result(&run)), (Outcome::Declined, failed(OdaReason::FddaVersion)));
}

#[test]
fn what_follows_a_failure_is_the_cards_wish() {
    let broken = |ctq: &str| Card::tc().with(0x9F69, "0169C16C98").with(0x9F6C, ctq);
    let outcome = |ttq: &str, ctq: &str| run(&Reader::new().ttq(ttq), &mut broken(ctq));
    assert_eq!(outcome("24004000", "0000").outcome(), Outcome::Declined);
    assert_eq!(outcome("24004000", "2000").outcome(), Outcome::OnlineRequest);
    assert_eq!(outcome("24004000", "1000").outcome(), Outcome::Declined, "no contact chip");
    assert_eq!(outcome("2C004000", "2000").outcome(), Outcome::Declined, "offline-only reader");
    assert_eq!(outcome("3C004000", "3000").outcome(), Outcome::TryAnotherInterface);
    assert_eq!(outcome("34004000", "3000").outcome(), Outcome::OnlineRequest);
    let switch = outcome("34004000", "1000");
    assert_eq!(switch.outcome(), Outcome::TryAnotherInterface);
    assert_eq!(switch.conclusion.parameters.alternate_interface, AlternateInterface::ContactChip);
    assert_eq!(
        switch.conclusion.parameters.ui_on_outcome.unwrap().message,
        Some(MessageIdentifier::PleaseInsertCard)
    );
}

#[test]
fn the_policies_decline_whatever_the_card_wishes() {
    let broken = |card: Card| card.with(0x9F69, "0169C16C98").with(0x9F6C, "3000");
    let unknown = |card: Card| card.with(0x8F, "51").with(0x9F6C, "3000");
    let failed_only = Policies { oda_failed: OdaFailed::Decline, ..Policies::AS_BOOK };
    let key_only = Policies { oda_unknown_key: OdaUnknownKey::Decline, ..Policies::AS_BOOK };
    let outcome =
        |policies, mut card: Card| run(&asking(Reader { policies, ..Reader::new() }), &mut card).outcome();
    for card in [Card::tc as fn() -> Card, Card::arqc_signed] {
        assert_eq!(outcome(failed_only, broken(card())), Outcome::Declined);
        assert_eq!(outcome(failed_only, unknown(card())), Outcome::OnlineRequest);
        assert_eq!(outcome(key_only, unknown(card())), Outcome::Declined);
        assert_eq!(outcome(key_only, broken(card())), Outcome::OnlineRequest);
        assert_eq!(outcome(Policies::AS_BOOK, broken(card())), Outcome::OnlineRequest);
    }
}

#[test]
fn oda_for_online_that_was_asked_for_has_consequences() {
    let broken = || Card::arqc_signed().with(0x9F69, "0169C16C98");
    let asked = run(&asking(Reader::new()), &mut broken());
    assert_eq!((asked.outcome(), result(&asked)), (Outcome::Declined, failed(OdaReason::SdadHash)));
    let not_asked = run(&Reader::new(), &mut broken());
    assert_eq!(
        (not_asked.outcome(), result(&not_asked)),
        (Outcome::OnlineRequest, failed(OdaReason::SdadHash))
    );
    for tag in [0x8F, 0x90, 0x9F32, 0x9F46, 0x9F47, 0x9F69, 0x5A] {
        let incomplete = run(&asking(Reader::new()), &mut Card::arqc_signed().without(tag));
        assert_eq!(incomplete.outcome(), Outcome::EndApplication, "{tag:X}");
        assert_eq!(incomplete.conclusion.error.l2, Some(L2Error::CardDataMissing), "{tag:X}");
    }
    let no_signature = run(&asking(Reader::new()), &mut Card::arqc_signed().without(0x9F4B));
    assert_eq!(no_signature.outcome(), Outcome::OnlineRequest);
}

#[test]
fn the_aip_is_signed_where_the_card_says_so() {
    let run_with = |mut card: Card| run(&Reader::new(), &mut card);
    let card = Card::new("40").in_record(0x9F4A, "82").signing(0x05);
    assert_eq!(result(&run_with(card.clone())), VERIFIED);
    assert_eq!(result(&run_with(card.with(0x82, "2040"))), failed(OdaReason::IccCertificateHash));
    assert_eq!(result(&run_with(Card::tc().with(0x82, "2040"))), VERIFIED, "without the list it is not");
    assert_eq!(result(&run_with(Card::tc().in_gpo(0x9F4A, "5F24"))), failed(OdaReason::SdaTagList));
}

/// Every byte of everything that a certificate or signature covers or is, each changed in one bit and in all.
#[test]
fn no_changed_byte_stays_verified() {
    for card in [Card::tc(), Card::arqc_signed()] {
        let answers = answers(&mut card.clone());
        let mut changed = 0;
        for (number, answer) in answers.iter().enumerate() {
            let bytes = unhex(answer);
            for at in protected(number, &bytes) {
                for mask in [0x01, 0x80, 0xFF] {
                    let mut bytes = bytes.clone();
                    bytes[at] ^= mask;
                    let mut card = card.clone().answering(number + 1, &support::card::hex(&bytes));
                    let run = run(&Reader::new(), &mut card);
                    assert_ne!(
                        run.conclusion.oda.result,
                        OdaResult::Verified,
                        "answer {number}, byte {at}, {mask:02X}"
                    );
                    assert_ne!(run.outcome(), Outcome::Approved);
                    changed += 1;
                }
            }
        }
        assert!(changed > 1000, "only {changed} changes");
    }
}
