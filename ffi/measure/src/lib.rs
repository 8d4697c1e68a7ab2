//! The recorded tap of a Visa card, offline with fDDA, as Rust runs it without any layer above the reader: what `./run` holds
//! the same tap through C against. A library, so that both take turns in one process.

use std::cell::RefCell;
use std::time::Duration;

use tapkernel::core::apdu::CApdu;
use tapkernel::core::data::{Amount, Database, Date, Money, Time, UnpredictableNumber, tags};
use tapkernel::core::outcome::{L1Error, Outcome};
use tapkernel::core::time::Instant;
use tapkernel::core::tlv::TlvWriter;
use tapkernel::drive;
use tapkernel::entry_point::{FinalOutcome, RandomError, UnpredictableNumbers};
use tapkernel::profile::Profile;
use tapkernel::reader::{Input, Output, Reader, Tap};
use tapkernel::transcript;
use tapkernel::transport::{ActivationError, Answer, CardTransport, Stop};

const TRANSCRIPTS: &str = include_str!("../../../test-vectors/transcripts/visa.json");

/// The number that the recorded card signed, as often as it is wanted.
struct Recorded;

impl UnpredictableNumbers for Recorded {
    fn draw(&mut self) -> Result<UnpredictableNumber, RandomError> {
        Ok(UnpredictableNumber([0xAB; 4]))
    }

    fn is_scripted(&self) -> bool {
        true
    }
}

/// The recorded card.
struct Card {
    answers: Vec<Vec<u8>>,
    next: usize,
}

impl Card {
    fn answer(&mut self) -> Option<&[u8]> {
        self.next += 1;
        self.answers.get(self.next - 1).map(Vec::as_slice)
    }
}

impl CardTransport for Card {
    fn await_card(&mut self, _limit: Duration, _stop: &Stop) -> Result<(), ActivationError> {
        Ok(())
    }

    fn transceive(&mut self, _command: &CApdu, _limit: Duration) -> Result<Answer, L1Error> {
        let bytes = self.answer().ok_or(L1Error::TimeOut)?.to_vec();
        Ok(Answer { bytes, elapsed: ELAPSED })
    }

    fn field_off(&mut self, _hold: Duration) {}

    fn await_removal(&mut self, _limit: Duration) -> bool {
        true
    }

    fn now(&self) -> Instant {
        Instant::default()
    }
}

const ELAPSED: Duration = Duration::from_millis(1);

/// A reader and a card, made once.
struct Bench {
    reader: Reader,
    tap: Tap,
    card: Card,
}

impl Bench {
    fn new() -> Option<Self> {
        let recorded = transcript::parse(TRANSCRIPTS)
            .ok()?
            .into_iter()
            .find(|one| one.name == "dhu-mock-visa-offline")?;
        let answer = |step: &transcript::Step| hex::decode(step.r.as_ref()?).ok();
        let terminal: Database = [(tags::TERMINAL_COUNTRY_CODE, &[0x08, 0x40][..])].into_iter().collect();
        let profile = Profile::built_in("lab")?.with_terminal_data(&terminal);
        let money = Money { amount: Amount::new(200)?, currency: profile.currency("USD")?.currency() };
        Some(Self {
            tap: Tap::purchase(money, (Date::new(2019, 8, 19)?, Time::new(12, 0, 0)?)),
            reader: Reader::new(profile, tapkernel::kernels(), Recorded).ok()?,
            card: Card { answers: recorded.exchanges.iter().map(answer).collect::<Option<_>>()?, next: 0 },
        })
    }

    /// One tap by the reader's own steps; whether it is approved.
    fn by_steps(&mut self) -> Option<bool> {
        let mut approved = None;
        self.reader.start(self.tap.clone(), Instant::default()).ok()?;
        while let Some(output) = self.reader.poll() {
            let input = match output {
                Output::AwaitCard => Input::CardDetected,
                Output::Transmit(_) => Input::Answer { rapdu: self.card.answer()?, elapsed: ELAPSED },
                Output::Outcome(outcome) => {
                    approved = is_approved(&outcome);
                    continue;
                }
                _ => continue,
            };
            self.reader.handle(input, Instant::default()).ok()?;
        }
        approved
    }

    /// One tap by the loop of the library.
    fn driven(&mut self) -> Option<bool> {
        let ended = drive::blocking(&mut self.reader, &mut self.card, self.tap.clone(), |_| {}).ok()?;
        is_approved(ended.outcome())
    }
}

fn is_approved(outcome: &FinalOutcome) -> Option<bool> {
    let record = coded(outcome.parameters.data_record.as_ref()?)?;
    Some(outcome.parameters.outcome == Outcome::Approved && !record.is_empty())
}

/// What the acquirer gets, in BER-TLV.
fn coded(record: &Database) -> Option<Vec<u8>> {
    let mut writer = TlvWriter::new();
    record.iter().try_for_each(|(tag, value)| writer.append(tag, value)).ok()?;
    Some(writer.into_bytes())
}

thread_local! {
    static BENCH: RefCell<Option<Bench>> = RefCell::new(Bench::new());
}

fn taps(count: u32, tap: fn(&mut Bench) -> Option<bool>) -> u32 {
    BENCH.with_borrow_mut(|bench| {
        let Some(bench) = bench else { return 0 };
        let mut one = |_| {
            bench.card.next = 0;
            tap(bench).map_or(0, u32::from)
        };
        (0..count).map(&mut one).sum()
    })
}

/// Runs the tap `count` times on one reader, by its own steps; how many were approved.
#[unsafe(no_mangle)]
pub extern "C" fn taps_by_steps(count: u32) -> u32 {
    taps(count, Bench::by_steps)
}

/// The same by the loop of the library.
#[unsafe(no_mangle)]
pub extern "C" fn taps_driven(count: u32) -> u32 {
    taps(count, Bench::driven)
}
