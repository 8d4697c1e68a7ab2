//! A kernel of one's own: a domestic scheme whose cards give everything in one answer.
//!
//! The profile names the kernel by its three bytes, the card's directory by the same, and the terminal gets it beside its
//! own (Book B, 3.3.2).
//!
//! `cargo run -p tapkernel-terminal --example custom_kernel`
mod support;

use std::collections::VecDeque;
use std::sync::Arc;

use support::approving::Approving;
use support::nfc::Card;
use support::{Failure, Folder, Nfc, eur};
use tapkernel_terminal::journal::SharedJournal;
use tapkernel_terminal::journal::sqlite::{SqliteJournal, SqliteSettings};
use tapkernel_terminal::tapkernel::core::apdu::{CApdu, RApdu};
use tapkernel_terminal::tapkernel::core::data::{Database, KernelId, tags};
use tapkernel_terminal::tapkernel::core::kernel::{
    Activation, ActiveKernel, Kernel, KernelConclusion, Output, Signal,
};
use tapkernel_terminal::tapkernel::core::oda::OdaReport;
use tapkernel_terminal::tapkernel::core::outcome::{Cvm, ErrorIndication, Outcome, OutcomeParameterSet};
use tapkernel_terminal::tapkernel::core::time::Instant;
use tapkernel_terminal::tapkernel::core::tlv::{Tag, TlvReader, TlvWriter, WriteError};
use tapkernel_terminal::tapkernel::profile::Profile;
use tapkernel_terminal::terminal::{Ports, Terminal};
use tapkernel_terminal::vault::KeyFileVault;

/// Bits 8 and 7 of the first byte say "domestic"; the other two bytes are a currency, here that of the scheme.
const DOMESTIC: KernelId = KernelId(0x0081_0978);
const AID: &[u8] = &[0xF0, 0x00, 0x00, 0x00, 0x01];
const PIN_ASKED: u64 = 4100;

/// The kernel: stateless, one for all taps.
#[derive(Debug)]
struct DomesticKernel;

impl Kernel for DomesticKernel {
    fn id(&self) -> KernelId {
        DOMESTIC
    }

    fn version(&self) -> &str {
        "domestic 1"
    }

    fn activate(&self, activation: Activation, _now: Instant) -> Box<dyn ActiveKernel> {
        let ask = CApdu::get_processing_options(&[]).map(Output::Ca);
        let wants_pin = activation.pre_processing.indicators.cvm_required_limit_exceeded;
        let cvm = if wants_pin { Cvm::OnlinePin } else { Cvm::NoCvm };
        Box::new(Tap { outputs: ask.into_iter().collect(), database: activation.data, cvm, path: Vec::new() })
    }
}

/// The kernel at work on one card.
#[derive(Debug)]
struct Tap {
    outputs: VecDeque<Output>,
    database: Database,
    cvm: Cvm,
    path: Vec<&'static str>,
}

impl Tap {
    /// Takes what the card gave; whether it is all that is wanted. A card sets nothing of the terminal's.
    fn read(&mut self, rapdu: &[u8]) -> Option<()> {
        let data = RApdu::parse(rapdu).ok()?.success()?;
        let template = TlvReader::new(data).next()?.ok()?;
        for object in template.children() {
            let object = object.ok()?;
            if !self.database.is_present(object.tag) {
                self.database.insert(object.tag, object.value);
            }
        }
        let needed = [tags::TRACK_2_EQUIVALENT_DATA, tags::APPLICATION_CRYPTOGRAM];
        needed.into_iter().all(|tag| self.database.is_not_empty(tag)).then_some(())
    }

    /// A card that breaks the rules is an outcome.
    fn end(&mut self, is_whole: bool) {
        self.path.push(if is_whole { "online" } else { "end" });
        let parameters = match is_whole {
            true => OutcomeParameterSet {
                cvm: self.cvm,
                data_record: Some(self.database.clone()),
                ..OutcomeParameterSet::new(Outcome::OnlineRequest)
            },
            false => OutcomeParameterSet::new(Outcome::EndApplication),
        };
        let (error, oda) = (ErrorIndication::default(), OdaReport::default());
        self.outputs.push_back(Output::Out(Box::new(KernelConclusion { parameters, error, oda })));
    }
}

impl ActiveKernel for Tap {
    fn handle(&mut self, signal: Signal<'_>, _now: Instant) {
        match signal {
            Signal::Ra { rapdu, .. } => {
                let is_whole = self.read(rapdu).is_some();
                self.end(is_whole);
            }
            Signal::L1Rsp(_) | Signal::Stop => self.end(false),
            _ => {}
        }
    }

    fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    fn database(&self) -> &Database {
        &self.database
    }

    fn path(&self) -> &[&'static str] {
        &self.path
    }
}

/// A card of the scheme; without its cryptogram if it is broken.
struct DomesticCard {
    is_broken: bool,
}

impl DomesticCard {
    /// The directory, which names the kernel in `9F2A`.
    fn directory() -> Result<Vec<u8>, WriteError> {
        let mut entry = TlvWriter::new();
        entry.append(Tag::new(0x4F), AID)?;
        entry.append(Tag::new(0x87), &[0x01])?;
        entry.append(Tag::new(0x9F2A), &[0x81, 0x09, 0x78])?;
        let mut fci = TlvWriter::new();
        fci.append(Tag::new(0x84), b"2PAY.SYS.DDF01")?;
        fci.append(Tag::new(0xA5), &nested(0xBF0C, &nested(0x61, entry.as_bytes())?)?)?;
        nested(0x6F, fci.as_bytes())
    }

    fn application() -> Result<Vec<u8>, WriteError> {
        let mut fci = TlvWriter::new();
        fci.append(Tag::new(0x84), AID)?;
        fci.append(Tag::new(0xA5), &nested(0x50, b"DOMESTIC")?)?;
        nested(0x6F, fci.as_bytes())
    }

    fn answer_of_the_tap(&self) -> Result<Vec<u8>, WriteError> {
        let mut answer = TlvWriter::new();
        let track_2 = [0x67, 0, 0, 0, 0, 0, 0, 0x02, 0xD3, 0x11, 0x22, 0x01, 0x00, 0x0F];
        answer.append(tags::TRACK_2_EQUIVALENT_DATA, &track_2)?;
        answer.append(Tag::new(0x9F36), &[0x00, 0x01])?;
        if !self.is_broken {
            answer.append(tags::APPLICATION_CRYPTOGRAM, &[0xA5; 8])?;
        }
        nested(0x77, answer.as_bytes())
    }
}

fn nested(tag: u32, value: &[u8]) -> Result<Vec<u8>, WriteError> {
    let mut writer = TlvWriter::new();
    writer.append(Tag::new(tag), value)?;
    Ok(writer.into_bytes())
}

impl Card for DomesticCard {
    fn answer(&mut self, command: &[u8]) -> Vec<u8> {
        let data = match command {
            [0x00, 0xA4, 0x04, 0x00, _, b'2', b'P', ..] => Self::directory(),
            [0x00, 0xA4, 0x04, 0x00, ..] => Self::application(),
            [0x80, 0xA8, ..] => self.answer_of_the_tap(),
            _ => return vec![0x6D, 0x00],
        };
        data.map_or(vec![0x6F, 0x00], |data| [data, vec![0x90, 0x00]].concat())
    }
}

fn main() -> Result<(), Failure> {
    let folder = Folder::new("custom-kernel")?;
    let journal = SqliteJournal::open(&folder.file("journal"), &SqliteSettings::default())?;
    let journal = SharedJournal::new(journal);
    let vault = KeyFileVault::open_or_create(&folder.file("key"))?;
    let pin_pad = support::pin_pad(&journal, "1234")?;
    let ports = Ports::new(journal, Approving, pin_pad, vault, support::clock()?)
        .with_kernel(Arc::new(DomesticKernel));
    let profile = Profile::from_json(include_str!("support/domestic-profile.json"))?;
    let mut terminal = Terminal::open(profile, Default::default(), ports)?;

    let mut nfc = Nfc::with(DomesticCard { is_broken: false });
    let paid = terminal.purchase(eur(PIN_ASKED)?).begin()?.run(&mut nfc, |_| {})?;
    let transaction = paid.transaction();
    let card = transaction.card.as_ref().ok_or("no card was read")?;
    println!("approved: {}; kernel {:06X}, {}", paid.is_approved(), DOMESTIC.0, card.cvm);
    assert!(paid.is_approved());
    assert!(card.kernel == Some(DOMESTIC) && card.cvm == Cvm::OnlinePin);
    assert!(transaction.messages.iter().all(|message| message.stan == transaction.stan()));

    let mut broken = Nfc::with(DomesticCard { is_broken: true });
    let refused = terminal.purchase(eur(1000)?).begin()?.run(&mut broken, |_| {})?;
    assert!(!refused.is_approved() && refused.transaction().messages.is_empty());
    Ok(())
}
