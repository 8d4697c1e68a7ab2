//! Requests for money.

use tapkernel_core::Secret;
use tapkernel_core::data::{Amount, Currency, Database, Money, Track2EquivalentData, tags};
use tapkernel_core::tlv::{TlvReader, TlvWriter};
use tapkernel_terminal::acquirer::assignment::PRE_AUTHORISED;
use tapkernel_terminal::acquirer::iso8583::Message;

use super::router::answer;
use super::{Host, HostEntry, Kind, State, pin};
use crate::acquirer::{AuthorisationRequest, AuthorisationResponse, EntryMode};

/// What a request says, as far as every request says it.
pub(super) struct Asked {
    pub(super) terminal: String,
    pub(super) stan: u32,
    pub(super) transmitted: String,
    pub(super) batch: u32,
    pub(super) amount: u64,
    pub(super) currency: u16,
    pub(super) pan: Secret<String>,
}

impl Asked {
    /// Reads the fields; `None` if one is missing.
    pub(super) fn of(message: &Message) -> Option<Self> {
        let pan = message.text(2).or_else(|| message.text(35)?.split('=').next())?;
        Some(Self {
            terminal: message.text(41)?.to_owned(),
            stan: u32::try_from(message.number(11)?).ok()?,
            transmitted: message.text(7)?.to_owned(),
            batch: batch(message)?,
            amount: message.number(4)?,
            currency: u16::try_from(message.number(49)?).ok()?,
            pan: Secret::new(pan.to_owned()),
        })
    }

    pub(super) fn entry(self, kind: Kind, response_code: [u8; 2], rrn: String) -> HostEntry {
        HostEntry {
            terminal: self.terminal,
            stan: self.stan,
            transmitted: self.transmitted,
            batch: self.batch,
            kind,
            amount: self.amount,
            currency: self.currency,
            response_code,
            authorisation_code: None,
            rrn,
            state: State::Standing,
            refunded: 0,
            settled: false,
            pan: self.pan,
        }
    }
}

/// The batch in field 60.
pub(super) fn batch(message: &Message) -> Option<u32> {
    message.text(60)?.get(..6)?.parse().ok()
}

impl Host {
    pub(super) fn authorise(&mut self, message: &Message) -> Message {
        let Some(asked) = Asked::of(message) else { return answer(message, *b"30") };
        let tombstone = (asked.terminal.clone(), asked.stan, asked.transmitted.clone());
        if self.refused.contains(&tombstone) {
            // Its reversal was here before it.
            return self.book(message, asked.entry(kind(message), *b"05", self.rrn()));
        }
        match (kind(message), message.text(90)) {
            (Kind::Refund, _) => self.refund(message, asked),
            (Kind::PreAuthorisation, Some(_)) => self.increment(message, asked),
            _ => self.ask_the_issuer(message, asked),
        }
    }

    /// Enters a line and answers with it.
    pub(super) fn book(&mut self, message: &Message, mut entry: HostEntry) -> Message {
        let mut answer = answer(message, entry.response_code).with(37, entry.rrn.as_str());
        if entry.is_approved() {
            let code =
                entry.authorisation_code.get_or_insert_with(|| format!("{:06}", entry.stan % 1_000_000));
            answer.insert(38, code.as_str());
        }
        self.ledger.entries.push(entry);
        answer
    }

    /// A number for what the issuer does not number.
    pub(super) fn rrn(&self) -> String {
        format!("9{:011}", self.ledger.entries.len() + 1)
    }

    fn ask_the_issuer(&mut self, message: &Message, asked: Asked) -> Message {
        let Some(record) = record(message) else { return answer(message, *b"30") };
        let amounts = (Amount::new(asked.amount), Currency::new(asked.currency, exponent(&record)));
        let (Some(amount), Some(currency)) = amounts else { return answer(message, *b"13") };
        let track_2 = record.get(tags::TRACK_2_EQUIVALENT_DATA).map(Track2EquivalentData::decode);
        let Some(Ok(track_2)) = track_2 else { return answer(message, *b"30") };
        let Ok(pin) = pin::of(message, track_2.pan(), &record) else {
            let rrn = self.rrn();
            return self.book(message, asked.entry(kind(message), *b"55", rrn));
        };
        let response = self.issuers.authorise(&AuthorisationRequest {
            data_record: record,
            money: Money { amount, currency },
            stan: asked.stan,
            entry_mode: entry_mode(message),
            pin,
        });
        let mut entry = asked.entry(kind(message), response.response_code.0, response.rrn.clone());
        entry.authorisation_code.clone_from(&response.authorisation_code);
        let emv = field_55(&response);
        let answer = self.book(message, entry);
        if emv.is_empty() { answer } else { answer.with(55, emv) }
    }

    /// A refund: within what is left of the original, if it names one.
    fn refund(&mut self, message: &Message, asked: Asked) -> Message {
        let code = match self.original(message) {
            Some(original) if *original.pan.expose() != *asked.pan.expose() => *b"14",
            Some(original) if original.kind != Kind::Debit || original.state != State::Standing => *b"12",
            Some(original) if original.currency != asked.currency => *b"12",
            Some(original) => match original.refunded.checked_add(asked.amount) {
                Some(refunded) if original.is_approved() && refunded <= original.amount => {
                    original.refunded = refunded;
                    *b"00"
                }
                _ => *b"13",
            },
            None if message.text(90).is_some() => *b"25",
            None => *b"00",
        };
        let rrn = self.rrn();
        self.book(message, asked.entry(Kind::Refund, code, rrn))
    }

    /// More of what is held: no cryptogram of its own, because no card is there.
    fn increment(&mut self, message: &Message, asked: Asked) -> Message {
        let rrn = self.rrn();
        let code = match self.original(message) {
            Some(original) if original.currency != asked.currency => *b"12",
            Some(original)
                if original.kind != Kind::PreAuthorisation || original.state != State::Standing =>
            {
                *b"12"
            }
            Some(original) if original.is_approved() => {
                original.amount = original.amount.saturating_add(asked.amount);
                *b"00"
            }
            _ => *b"25",
        };
        let mut answer = answer(message, code).with(37, rrn);
        if code == *b"00" {
            answer.insert(38, format!("{:06}", asked.stan % 1_000_000));
        }
        answer
    }
}

pub(super) fn kind(message: &Message) -> Kind {
    match (message.text(3).and_then(|code| code.get(..2)), message.text(25)) {
        (Some("20"), _) => Kind::Refund,
        (_, Some(PRE_AUTHORISED)) => Kind::PreAuthorisation,
        _ => Kind::Debit,
    }
}

fn entry_mode(message: &Message) -> EntryMode {
    match message.text(22) {
        Some(mode) if mode.starts_with("91") => EntryMode::ContactlessMagStripe,
        _ => EntryMode::ContactlessChip,
    }
}

fn exponent(record: &Database) -> u8 {
    record.get(tags::TRANSACTION_CURRENCY_EXPONENT).and_then(|value| value.first().copied()).unwrap_or(2)
}

/// Field 55 and track 2 as the data record that they were made from.
fn record(message: &Message) -> Option<Database> {
    let mut record = Database::new();
    for object in TlvReader::new(message.bytes(55).unwrap_or_default()) {
        let object = object.ok()?;
        record.insert(object.tag, object.value);
    }
    let mut track_2 = message.text(35)?.replace('=', "D");
    if track_2.len() % 2 == 1 {
        track_2.push('F');
    }
    record.insert(tags::TRACK_2_EQUIVALENT_DATA, &crate::hex::decode(&track_2)?);
    Some(record)
}

fn field_55(response: &AuthorisationResponse) -> Vec<u8> {
    let mut field = TlvWriter::new();
    for (tag, value) in response.emv_data.iter() {
        // The issuer's objects are short.
        let _ = field.append(tag, value);
    }
    [field.into_bytes(), response.scripts.concat()].concat()
}
