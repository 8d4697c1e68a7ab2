//! What a message says.

use tapkernel_terminal::acquirer::assignment::PRE_AUTHORISED;
use tapkernel_terminal::acquirer::iso8583::Message;
use tapkernel_terminal::cryptography::{AesKey, aes_cmac};

use super::keys::card_token_key;
use super::ledger::BatchName;
use super::{HostEntry, Kind, LineName, State};

/// What a message about money says, as far as every one says it.
pub(super) struct Asked {
    pub(super) name: LineName,
    pub(super) batch: u32,
    pub(super) amount: u64,
    pub(super) currency: u16,
    pub(super) card: String,
}

impl Asked {
    /// Reads the fields; `None` if one is missing.
    pub(super) fn of(message: &Message) -> Option<Self> {
        let pan = message.text(2).or_else(|| message.text(35)?.split('=').next())?;
        Some(Self {
            name: LineName::of(message)?,
            batch: batch(message)?,
            amount: message.number(4)?,
            currency: u16::try_from(message.number(49)?).ok()?,
            card: card_token(pan)?,
        })
    }

    /// The line of an answer with this response code. What it belongs to is noted only if it was approved.
    pub(super) fn line(
        self,
        kind: Kind,
        response_code: [u8; 2],
        rrn: String,
        original: Option<LineName>,
    ) -> HostEntry {
        HostEntry {
            terminal: self.name.terminal,
            stan: self.name.stan,
            transmitted: self.name.transmitted,
            batch: self.batch,
            kind,
            amount: self.amount,
            currency: self.currency,
            response_code,
            authorisation_code: None,
            rrn,
            state: State::Standing,
            refunded: 0,
            raised: 0,
            settled: false,
            original: original.filter(|_| response_code == *b"00"),
            card: self.card,
        }
    }
}

impl LineName {
    /// What names the message: fields 41, 11 and 7.
    pub(super) fn of(message: &Message) -> Option<Self> {
        Some(Self {
            terminal: terminal(message)?,
            stan: u32::try_from(message.number(11)?).ok()?,
            transmitted: message.text(7)?.to_owned(),
        })
    }

    /// What names the original: STAN and field 7 in field 90.
    pub(super) fn of_original(message: &Message) -> Option<Self> {
        let elements = message.text(90)?;
        Some(Self {
            terminal: terminal(message)?,
            stan: elements.get(4..10)?.parse().ok()?,
            transmitted: elements.get(10..20)?.to_owned(),
        })
    }
}

impl BatchName {
    /// The batch that a reconciliation is about: fields 41, 60 and 50.
    pub(super) fn of(message: &Message) -> Option<Self> {
        let currency = u16::try_from(message.number(50)?).ok()?;
        Some(Self { terminal: terminal(message)?, batch: batch(message)?, currency })
    }
}

fn terminal(message: &Message) -> Option<String> {
    Some(message.text(41)?.trim_end().to_owned())
}

/// The batch in field 60.
fn batch(message: &Message) -> Option<u32> {
    message.text(60)?.get(..6)?.parse().ok()
}

/// What stands in the books for a card number: eight bytes in hexadecimal.
pub(super) fn card_token(pan: &str) -> Option<String> {
    let code = aes_cmac(&AesKey::new(&card_token_key())?, pan.as_bytes());
    code.first_chunk::<8>().map(|code| crate::hex::encode(code))
}

/// What kind of line the message makes.
pub(super) fn kind(message: &Message) -> Kind {
    match (message.text(3).and_then(|code| code.get(..2)), message.text(25)) {
        (Some("20"), _) => Kind::Refund,
        (_, Some(PRE_AUTHORISED)) if message.bytes(90).is_some() => Kind::Increment,
        (_, Some(PRE_AUTHORISED)) => Kind::PreAuthorisation,
        _ => Kind::Debit,
    }
}

/// What must not differ when a message comes again; no card data. A PIN block is new each time, so that only counts
/// whether there is one.
pub(super) fn said(message: &Message) -> String {
    let fields = [3, 4, 49, 50, 74, 75, 76, 77, 86, 87, 88, 89, 90].map(|field| message.text(field));
    let mut said = fields.map(Option::unwrap_or_default).join(" ");
    said.push_str(if message.bytes(52).is_some() { " PIN" } else { "" });
    said
}
