//! Damaged taps: every response of every recorded card cut at every byte, every status word replaced, every signed byte
//! changed. Nothing may crash, and nothing damaged may count as verified.
//!
//! Software cards with every byte changed are in `man_in_the_middle`: their signatures follow the reader's numbers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use tapkernel::core::tlv::{Limits, Tag, Walk};
use tapkernel::profile::Profile;
use tapkernel::transcript::{self, Report, Transcript};
use tapkernel::transport::Match;

const TRANSCRIPTS: &str = include_str!("../test-vectors/transcripts/visa.json");
const MASTERCARD: &str = include_str!("../test-vectors/transcripts/mastercard.json");
const RECORDED: &str = include_str!("../test-vectors/recorded/test-cards.json");
const LAB: &str = include_str!("../src/profile/built_in/lab.json");
const SOFTPOS: &str = include_str!("../test-vectors/profiles/visa-softpos-usd.json");

/// The profiles, read once.
struct Bench {
    lab: Profile,
    softpos: Profile,
}

impl Bench {
    fn new() -> Self {
        Self { lab: lab(), softpos: Profile::from_json(SOFTPOS).unwrap() }
    }

    fn run(&self, transcript: &Transcript, compare: Match) -> Report {
        let profiles = |name: &str| Ok(if name == "lab" { self.lab.clone() } else { self.softpos.clone() });
        transcript.run(&profiles, tapkernel::kernels(), Some(compare))
    }
}

/// The laboratory's profile with the currencies of the recordings: each run writes the terminal's data into every
/// Combination of the profile, and it is tens of thousands of runs.
fn lab() -> Profile {
    let mut document: serde_json::Value = serde_json::from_str(LAB).unwrap();
    let currencies = document["currencies"].as_array_mut().unwrap();
    currencies.retain(|currency| currency["code"] == "EUR" || currency["code"] == "USD");
    let schemes = document["schemes"].as_array_mut().unwrap();
    schemes.retain(|scheme| cfg!(feature = "mastercard") || scheme["kernel"] != "02");
    Profile::from_json(&document.to_string()).unwrap()
}

/// All cards. A recording without a transaction gets one, so that it runs as far as its card allows.
fn cards() -> Vec<Transcript> {
    let mut cards = transcript::parse(TRANSCRIPTS).unwrap();
    let transaction = cards[0].transaction.clone();
    cards.extend(transcript::parse(RECORDED).unwrap().into_iter().map(|mut recorded| {
        recorded.transaction = transaction.clone();
        recorded
    }));
    assert_eq!(cards.len(), 13);
    cards.extend(mastercards());
    cards
}

/// The cards recorded with Kernel 2. Those with signals of the terminal are one of them again.
fn mastercards() -> Vec<Transcript> {
    let mut cards =
        if cfg!(feature = "mastercard") { transcript::parse(MASTERCARD).unwrap() } else { vec![] };
    cards.retain(|card| card.exchanges.iter().all(|step| step.event.is_none()));
    assert_eq!(cards.len(), if cfg!(feature = "mastercard") { 5 } else { 0 });
    cards
}

/// Each variant of each response, one changed at a time.
fn each_response(card: &Transcript, vary: impl Fn(&str) -> Vec<String>, mut check: impl FnMut(Transcript)) {
    for (at, step) in card.exchanges.iter().enumerate() {
        for response in vary(step.r.as_deref().unwrap_or_default()) {
            let mut damaged = card.clone();
            damaged.exchanges[at].r = Some(response);
            damaged.expect.clear();
            check(damaged);
        }
    }
}

#[test]
fn responses_cut_at_every_byte() {
    let bench = Bench::new();
    let mut runs = 0;
    for card in cards() {
        let cuts = |response: &str| {
            (0..response.len() / 2).map(|length| response[..length * 2].to_owned()).collect()
        };
        each_response(&card, cuts, |damaged| {
            let report = bench.run(&damaged, Match::Header);
            assert_ne!(report.oda.result, "verified", "{} {:?}", report.name, report.path);
            assert_ne!(report.outcome.as_deref(), Some("Approved"), "{}", report.name);
            runs += 1;
        });
    }
    assert!(runs > if cfg!(feature = "mastercard") { 11_000 } else { 8_000 }, "{runs}");
}

#[test]
fn status_words_replaced() {
    let bench = Bench::new();
    for card in cards() {
        let others = |response: &str| {
            let data = &response[..response.len().saturating_sub(4)];
            ["0000", "6283", "6985", "FFFF"].map(|status| format!("{data}{status}")).to_vec()
        };
        each_response(&card, others, |damaged| {
            let report = bench.run(&damaged, Match::Header);
            assert_ne!(report.outcome.as_deref(), Some("Approved"), "{} {:?}", report.name, report.path);
            assert_ne!(report.oda.result, "verified", "{}", report.name);
        });
    }
}

/// The certificates, remainders and exponents, what the card signed and its signature.
const SIGNED: [u32; 8] = [0x90, 0x92, 0x9F32, 0x9F46, 0x9F47, 0x9F48, 0x9F4B, 0x9F69];

/// Offsets, in a response, of every byte that a verified signature vouches for.
fn signed_bytes(response: &[u8], signed_record: bool) -> Vec<usize> {
    let data = &response[..response.len() - 2];
    if signed_record {
        return (0..data.len()).collect();
    }
    Walk::new(data, Limits::R_APDU)
        .map(|node| node.unwrap().tlv)
        .filter(|tlv| SIGNED.map(Tag::new).contains(&tlv.tag))
        .flat_map(|tlv| tlv.value_offset..tlv.value_offset + tlv.value.len())
        .collect()
}

/// Runs the card with each byte changed that is signed: the offsets come from `signed`, given the number of an exchange
/// and its response. Returns how many bytes those are.
fn change_each(
    bench: &Bench,
    card: &Transcript,
    signed: impl Fn(usize, &[u8]) -> Vec<usize>,
    verdict: impl Fn(&Report, &str),
) -> usize {
    assert_eq!(bench.run(card, Match::Exact).oda.result, "verified", "{}", card.name);
    let mut changed = 0;
    for (at, step) in card.exchanges.iter().enumerate() {
        let response = hex::decode(step.r.as_ref().unwrap()).unwrap();
        for offset in signed(at, &response) {
            for difference in [0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xFF] {
                let mut damaged = card.clone();
                let mut bytes = response.clone();
                bytes[offset] ^= difference;
                damaged.exchanges[at].r = Some(hex::encode(bytes));
                let place = format!("{}: exchange {at}, byte {offset}, ^{difference:02X}", card.name);
                verdict(&bench.run(&damaged, Match::Header), &place);
            }
            changed += 1;
        }
    }
    changed
}

#[test]
fn a_changed_signed_byte_is_never_verified() {
    let bench = Bench::new();
    let card = cards().into_iter().find(|card| card.name == "dhu-mock-visa-offline").unwrap();
    let signed = |at: usize, response: &[u8]| {
        let signed_record = card.exchanges[at].c.as_deref() == Some("00B2011C00");
        if at < 2 { Vec::new() } else { signed_bytes(response, signed_record) }
    };
    let changed = change_each(&bench, &card, signed, |report, place| {
        assert_ne!(report.oda.result, "verified", "{place}");
        assert_ne!(report.outcome.as_deref(), Some("Approved"), "{place}");
    });
    // 9F4B 112, 9F69 5, certificates 176 and 144, exponents 1 and 1, remainders 4 and 10, signed record 22 bytes.
    assert_eq!(changed, 112 + 5 + 176 + 144 + 1 + 1 + 4 + 10 + 22);
}

/// Of the recorded Mastercards the first record is signed, and no other.
const FIRST_RECORD: usize = 3;

/// CDA covers the record that the AFL signs and all of the answer to GENERATE AC.
#[test]
fn a_changed_signed_byte_of_a_mastercard_is_never_verified() {
    let bench = Bench::new();
    for card in mastercards() {
        let result = card.expect["oda"]["result"].as_str();
        if result != Some("verified") {
            continue;
        }
        let last = card.exchanges.len() - 1;
        let signed = |at: usize, response: &[u8]| match at {
            0..=2 => Vec::new(),
            _ => signed_bytes(response, at == FIRST_RECORD || at == last),
        };
        let changed = change_each(&bench, &card, signed, |report, place| {
            assert_ne!(report.oda.result, "verified", "{place}");
            assert_ne!(report.outcome.as_deref(), Some("Approved"), "{place}");
        });
        assert!(changed > 400, "{} {changed}", card.name);
    }
}
