//! The second tap, with the man between reader and card: the issuer's decision stands whatever he does, and nothing but
//! the issuer's genuine words change the card.

use tapkernel::core::kernel::OnlineResponse;
use tapkernel::core::outcome::Outcome;
use tapkernel::core::tlv::Tag;
use tapkernel::drive::{Final, blocking};
use tapkernel::profile::Profile;
use tapkernel_simulator::acquirer::SoftwareAcquirer;
use tapkernel_simulator::card::SoftwareCard;

use crate::attack::software;
use crate::man::Man;
use crate::software_tap::{Held, Honest, PinRule, authorise, profile_document, purchase, reader};

const EXTERNAL_AUTHENTICATE: [u8; 2] = [0x00, 0x82];
const PUT_DATA: [u8; 2] = [0x04, 0xDA];
const APPLICATION_BLOCK: [u8; 2] = [0x84, 0x1E];
/// Approved by the acquirer; the issuer writes `9F7C`.
const APPROVED: u64 = 4100;
/// Declined with 43; the issuer blocks the application.
const STOLEN: u64 = 4143;

/// `softpos-eur` for readers that support issuer update processing (TTQ byte 3, bit 8).
fn updating() -> Profile {
    let mut document = profile_document("softpos-eur", PinRule::Above);
    document["schemes"][0]["transactions"]["purchase"]["ttq"] = "2500C000".into();
    Profile::from_json(&document.to_string()).unwrap()
}

/// How the second tap ended.
struct Second {
    outcome: Outcome,
    /// Issuer Script Results `9F5B`, the first byte.
    script: Option<u8>,
    /// Whether `9F7C` was written, or the application blocked.
    changed: bool,
}

/// Two taps of the card that can be updated; at the second `man` is there, and `other` in its place, if any.
fn second_tap(amount: u64, man: &Man, other: Option<SoftwareCard>) -> Second {
    let mut reader = reader(&updating());
    let before = software("visa-issuer-update");
    let mut held = Held::new(before.clone(), &Honest);
    let Final::OnlineRequest(request) = blocking(&mut reader, &mut held, purchase(amount), |_| {}).unwrap()
    else {
        panic!("the first tap goes online")
    };
    let response = authorise(&request, amount, "1234", &SoftwareAcquirer::new());
    assert_eq!(response.is_approved(), amount == APPROVED);
    let response = OnlineResponse { data: response.emv_data, scripts: response.scripts };
    let tap = request.second_tap(response).expect("both sides support issuer update");

    let mut again = Held::new(other.unwrap_or(held.card), man);
    let ended = blocking(&mut reader, &mut again, tap, |_| {}).unwrap();
    let results = ended.outcome().database.get(Tag::new(0x9F5B));
    let state = |card: &SoftwareCard| {
        let application = &card.personalisation().applications[0];
        (application.objects.get(Tag::new(0x9F7C)).map(<[u8]>::to_vec), application.refuses.is_some())
    };
    Second {
        outcome: ended.outcome().parameters.outcome,
        script: results.and_then(|results| results.first().copied()),
        changed: state(&again.card) != state(&before),
    }
}

/// The commands that begin so, with one bit changed.
fn flip_command(to: [u8; 2], bit: usize) -> Man {
    Man::new().command(move |command| {
        if command.starts_with(&to) {
            if let Some(byte) = command.get_mut(bit / 8) {
                *byte ^= 0x80 >> (bit % 8);
            }
        }
    })
}

fn answered(man: Man, to: [u8; 2], status: u16) -> Man {
    man.answer(to, move |answer| *answer = status.to_be_bytes().to_vec())
}

#[test]
fn honest_second_taps() {
    let approved = second_tap(APPROVED, &Man::new(), None);
    assert_eq!((approved.outcome, approved.script, approved.changed), (Outcome::Approved, Some(0x20), true));
    let stolen = second_tap(STOLEN, &Man::new(), None);
    assert_eq!((stolen.outcome, stolen.script, stolen.changed), (Outcome::Declined, Some(0x20), true));
}

#[test]
fn changed_issuer_authentication_data_stop_the_scripts() {
    for bit in 40..40 + 64 {
        let second = second_tap(APPROVED, &flip_command(EXTERNAL_AUTHENTICATE, bit), None);
        assert_eq!((second.outcome, second.script, second.changed), (Outcome::Approved, Some(0x00), false));
    }
}

#[test]
fn a_changed_script_command_changes_nothing() {
    // PUT DATA: header without its class and length, seventeen bytes, eight bytes of MAC.
    for bit in (8..32).chain(40..40 + 25 * 8) {
        let second = second_tap(APPROVED, &flip_command(PUT_DATA, bit), None);
        assert_eq!((second.outcome, second.script, second.changed), (Outcome::Approved, Some(0x11), false));
    }
    for bit in (8..32).chain(40..40 + 64) {
        let second = second_tap(STOLEN, &flip_command(APPLICATION_BLOCK, bit), None);
        assert_eq!((second.outcome, second.script, second.changed), (Outcome::Declined, Some(0x11), false));
    }
}

/// Status words are not authenticated: he may say that all went well or ill, but he decides nothing by it.
#[test]
fn forged_status_words_decide_nothing() {
    let all_well = |man| {
        [EXTERNAL_AUTHENTICATE, PUT_DATA, APPLICATION_BLOCK]
            .iter()
            .fold(man, |man, to| answered(man, *to, 0x9000))
    };
    let second = second_tap(STOLEN, &all_well(flip_command(APPLICATION_BLOCK, 50)), None);
    assert_eq!((second.outcome, second.changed), (Outcome::Declined, false));
    for status in [0x6300, 0x6700, 0x6985, 0x6986, 0x6D00, 0x0000] {
        let man = answered(Man::new(), EXTERNAL_AUTHENTICATE, status);
        let second = second_tap(APPROVED, &man, None);
        assert_eq!((second.outcome, second.script, second.changed), (Outcome::Approved, Some(0x00), false));
        let second = second_tap(STOLEN, &answered(Man::new(), EXTERNAL_AUTHENTICATE, status), None);
        assert_eq!(second.outcome, Outcome::Declined, "{status:04X}");
    }
}

/// Another card in the field: it is not updated, and never approves what the issuer declined.
#[test]
fn another_card_at_the_second_tap() {
    for name in ["visa-credit", "visa-debit-phone", "visa-several", "visa-issuer-update"] {
        for (amount, decided) in [(APPROVED, Outcome::Approved), (STOLEN, Outcome::Declined)] {
            let second = second_tap(amount, &Man::new(), Some(software(name)));
            assert!(
                [decided, Outcome::EndApplication].contains(&second.outcome),
                "{name}: {}",
                second.outcome
            );
            assert_ne!(second.script, Some(0x20), "{name}");
        }
    }
}
