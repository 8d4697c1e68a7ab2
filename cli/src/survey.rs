//! What a card offers: its directory, its applications, their records. Nothing is paid.

use std::time::Duration;

use tapkernel::core::apdu::{CApdu, Exchange, Next, RApdu};
use tapkernel::core::data::{Aid, ApplicationFileLocator, DataObjectList, FileControlInformation, Hex, tags};
use tapkernel::core::outcome::L1Error;
use tapkernel::core::tlv::{Limits, Tag, Walk};
use tapkernel::transcript::{Step, Transcript};
use tapkernel::transport::{ActivationError, CardTransport, Stop};

use crate::clock;
use crate::exit::Failure;

/// How long a card is waited for, and each of its answers.
const PRESENTED: Duration = Duration::from_secs(30);
const ANSWERED: Duration = Duration::from_secs(10);
/// The applications that are looked at; cards have one to four.
const APPLICATIONS: usize = 16;
/// The name of the directory of contact cards (EMV 4.4 Book 1, 12.2), as a command's data.
const PSE: &[u8] = b"\x00\xA4\x04\x00\x0E1PAY.SYS.DDF01\x00";

/// The directory that a card has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Directory {
    /// A PPSE: it is a contactless payment card.
    Contactless,
    /// The PSE of contact cards alone.
    Contact,
    /// Neither.
    None,
}

/// Asks the card; all that was said, in the clear.
pub(crate) fn survey(field: &mut dyn CardTransport) -> Result<(Directory, Transcript), Failure> {
    let found = field.await_card(PRESENTED, &Stop::new());
    found.map_err(|error| match error {
        ActivationError::TimeOut => Failure::unknown("--reader", "no card was presented"),
        other => Failure::unknown("--reader", other.to_string()),
    })?;
    let mut survey = Survey { field, steps: Vec::new(), gone: false };
    let directory = survey.run()?;
    let Survey { field, steps, .. } = survey;
    field.field_off(Duration::ZERO);
    Ok((directory, Transcript { name: "card".to_owned(), exchanges: steps, ..Transcript::default() }))
}

struct Survey<'a> {
    field: &'a mut dyn CardTransport,
    steps: Vec<Step>,
    /// The card answers no more.
    gone: bool,
}

impl Survey<'_> {
    fn run(&mut self) -> Result<Directory, Failure> {
        let Some(ppse) = self.ask(CApdu::select_ppse()) else { return self.without_ppse() };
        let names = adf_names(&ppse);
        for name in names.iter().take(APPLICATIONS) {
            self.application(name)?;
        }
        Ok(Directory::Contactless)
    }

    fn without_ppse(&mut self) -> Result<Directory, Failure> {
        let pse = CApdu::issuer_script_command(PSE).and_then(|select| self.ask(select));
        if self.steps.iter().all(|step| step.r.is_none()) {
            return Err(Failure::unknown(
                "--reader",
                "the card does not answer: hold it still, nearer to the reader",
            ));
        }
        Ok(pse.map_or(Directory::None, |_| Directory::Contact))
    }

    fn application(&mut self, name: &Aid) -> Result<(), Failure> {
        let Some(fci) = CApdu::select(name, &[]).and_then(|select| self.ask(select)) else { return Ok(()) };
        let pdol = FileControlInformation::parse(&fci).ok().and_then(|fci| fci.pdol);
        let data = terminal_data(pdol.unwrap_or_default())?;
        let Some(options) = CApdu::get_processing_options(&data).and_then(|command| self.ask(command)) else {
            return Ok(());
        };
        let list = file_locator(&options);
        let records = ApplicationFileLocator::parse(&list).map(|afl| afl.records().collect::<Vec<_>>());
        for record in records.unwrap_or_default() {
            self.ask(CApdu::read_record(record.sfi, record.record));
        }
        Ok(())
    }

    /// The data of an answer with status 9000.
    fn ask(&mut self, command: CApdu) -> Option<Vec<u8>> {
        let mut exchange = Exchange::new(command.clone());
        let mut next = command;
        while !self.gone {
            let mut step = Step { c: Some(Hex(next.as_bytes()).to_string()), ..Step::default() };
            let answer = self.field.transceive(&next, ANSWERED);
            match &answer {
                Ok(answer) => step.r = Some(Hex(&answer.bytes).to_string()),
                Err(error) => step.l1 = Some(word(*error).to_owned()),
            }
            self.steps.push(step);
            self.gone = answer.is_err();
            let answer = answer.ok()?;
            let rapdu = RApdu::parse(&answer.bytes).ok()?;
            match exchange.answered(&rapdu) {
                Next::Send(again) => next = again,
                Next::Done => return rapdu.success().map(<[u8]>::to_vec),
            }
        }
        None
    }
}

/// The word of a transcript.
const fn word(error: L1Error) -> &'static str {
    match error {
        L1Error::TimeOut => "time-out",
        L1Error::Transmission => "transmission",
        L1Error::Protocol => "protocol",
    }
}

/// The applications of a directory, each once.
fn adf_names(ppse: &[u8]) -> Vec<Aid> {
    let Ok(fci) = FileControlInformation::parse(ppse) else { return Vec::new() };
    let mut names: Vec<Aid> = Vec::new();
    for name in fci.directory().flatten().filter_map(|entry| Aid::new(entry.adf_name?).ok()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// What a terminal says of itself and of a payment of 1.00 EUR; zeros for all else that the card asks for.
fn terminal_data(pdol: &[u8]) -> Result<Vec<u8>, Failure> {
    let now = clock::now("UTC")?;
    let (date, number) = (now.date.encode(), now.nanosecond.to_be_bytes());
    let value = |tag: Tag| -> Option<&[u8]> {
        Some(match tag.coded() {
            0x9F66 => &[0x36, 0x00, 0x40, 0x00],
            0x9F02 => &[0x00, 0x00, 0x00, 0x00, 0x01, 0x00],
            0x9F1A => &[0x00, 0x56],
            0x5F2A => &[0x09, 0x78],
            0x9F35 => &[0x21],
            0x9A => &date,
            0x9F37 => &number,
            _ => return None,
        })
    };
    let mut data = Vec::new();
    if let Ok(list) = DataObjectList::parse(pdol) {
        list.fill(value, |_| None, &mut data);
    }
    Ok(data)
}

/// The Application File Locator of formats 1 and 2.
fn file_locator(options: &[u8]) -> Vec<u8> {
    let found = Walk::new(options, Limits::R_APDU).flatten().find_map(|node| match node.tlv.tag {
        tags::APPLICATION_FILE_LOCATOR => Some(node.tlv.value),
        tag if tag.coded() == 0x80 => node.tlv.value.get(2..),
        _ => None,
    });
    found.unwrap_or_default().to_vec()
}
