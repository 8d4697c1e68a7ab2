//! Damaged taps: every response of every recorded card cut at every byte, every status word replaced, every signed byte
//! changed. Nothing may crash, and nothing damaged may count as verified.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use tapkernel::core::tlv::{Limits, Tag, Walk};
use tapkernel::profile::Profile;
use tapkernel::transcript::{self, Report, Transcript};
use tapkernel::transport::Match;

const TRANSCRIPTS: &str = include_str!("../test-vectors/transcripts/visa.json");
const RECORDED: &str = include_str!("../test-vectors/recorded/test-cards.json");
const SOFTPOS: &str = include_str!("../test-vectors/profiles/visa-softpos-usd.json");

/// The profiles, read once.
struct Bench {
    lab: Profile,
    softpos: Profile,
}

impl Bench {
    fn new() -> Self {
        Self { lab: Profile::built_in("lab").unwrap(), softpos: Profile::from_json(SOFTPOS).unwrap() }
    }

    fn run(&self, transcript: &Transcript, compare: Match) -> Report {
        let profiles = |name: &str| Ok(if name == "lab" { self.lab.clone() } else { self.softpos.clone() });
        transcript.run(&profiles, tapkernel::kernels(), Some(compare))
    }
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
    assert!(runs > 8_000, "{runs}");
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

#[test]
fn a_changed_signed_byte_is_never_verified() {
    let bench = Bench::new();
    let card = cards().into_iter().find(|card| card.name == "dhu-mock-visa-offline").unwrap();
    assert_eq!(bench.run(&card, Match::Exact).oda.result, "verified");
    let mut changed = 0;
    for (at, step) in card.exchanges.iter().enumerate().skip(2) {
        let response = hex::decode(step.r.as_ref().unwrap()).unwrap();
        let signed_record = step.c.as_deref() == Some("00B2011C00");
        for offset in signed_bytes(&response, signed_record) {
            for difference in [0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xFF] {
                let mut damaged = card.clone();
                let mut bytes = response.clone();
                bytes[offset] ^= difference;
                damaged.exchanges[at].r = Some(hex::encode(bytes));
                let report = bench.run(&damaged, Match::Header);
                assert_ne!(report.oda.result, "verified", "exchange {at}, byte {offset}, ^{difference:02X}");
                assert_ne!(report.outcome.as_deref(), Some("Approved"), "exchange {at}, byte {offset}");
                changed += 1;
            }
        }
    }
    // 9F4B 112, 9F69 5, certificates 176 and 144, exponents 1 and 1, remainders 4 and 10, signed record 22 bytes.
    assert_eq!(changed, (112 + 5 + 176 + 144 + 1 + 1 + 4 + 10 + 22) * 9);
}
