//! A terminal that writes its messages by hand.

use std::time::Duration;

use tapkernel_simulator::card::{SoftwareCard, card};
use tapkernel_simulator::host::{Host, HostEntry, LineName, StandingLine, pin_key};
use tapkernel_terminal::acquirer::iso8583::{Message, MessageType};
use tapkernel_terminal::acquirer::{CardData, EntryMode, Totals};
use tapkernel_terminal::pin::{
    ClearPin, DukptPinPad, KeypadEntry, PinEntry, PinPad, PinRequest, VolatileCounter,
};
use tapkernel_terminal::tapkernel::core::data::{Amount, Currency, Money};
use tapkernel_terminal::tapkernel::transport::Stop;

use crate::tap::{TTQ, data_record, tap, terminal};

pub(crate) const TERMINAL: &str = "TM000016";
pub(crate) const EUR: u16 = 978;
pub(crate) const JPY: u16 = 392;
pub(crate) const TND: u16 = 788;

/// A host, a card, and what the terminal puts into its messages.
pub(crate) struct Till {
    pub(crate) host: Host,
    pub(crate) card: SoftwareCard,
    pub(crate) currency: u16,
    pub(crate) batch: u32,
}

/// What a terminal keeps of a tap.
pub(crate) struct Tapped(CardData);

impl Till {
    pub(crate) fn new() -> Self {
        Self::at(Host::new(""))
    }

    pub(crate) fn at(host: Host) -> Self {
        Self { host, card: card("visa-credit", 1).unwrap(), currency: EUR, batch: 7 }
    }

    /// The response code of the answer.
    pub(crate) fn send(&mut self, message: &Message) -> String {
        let answer = self.host.handle(message).expect("the host answers");
        assert_eq!(answer.message_type(), message.message_type().answer());
        assert_eq!(answer.number(11), message.number(11));
        answer.text(39).unwrap().to_owned()
    }

    pub(crate) fn tap(&mut self, amount: u64) -> Tapped {
        let mut terminal = terminal(TTQ, amount);
        terminal.insert("5F2A", format!("{:04}", self.currency));
        let record = data_record(&terminal, &tap(&mut self.card, &terminal));
        Tapped(CardData::from_data_record(&record, EntryMode::ContactlessChip).unwrap())
    }

    /// What every message has.
    pub(crate) fn message(&self, message_type: MessageType, stan: u32) -> Message {
        Message::new(message_type)
            .with(7, transmitted(stan))
            .with(11, format!("{stan:06}"))
            .with(41, TERMINAL)
            .with(42, format!("{:15}", "MERCHANT"))
            .with(60, format!("{:06}1", self.batch))
    }

    /// A request with a card that was tapped.
    pub(crate) fn request(&self, stan: u32, what: What, amount: u64, card: &Tapped) -> Message {
        let (message_type, processing, condition) = match what {
            What::Sale => (MessageType::FINANCIAL, "000000", "00"),
            What::Refund => (MessageType::FINANCIAL, "200000", "00"),
            What::Hold => (MessageType::AUTHORISATION, "000000", "06"),
        };
        self.message(message_type, stan)
            .with(3, processing)
            .with(4, format!("{amount:012}"))
            .with(22, "071")
            .with(25, condition)
            .with(35, card.track_2())
            .with(49, format!("{:03}", self.currency))
            .with(55, card.0.field_55(false).expose().as_slice())
    }

    /// A message about an earlier one.
    pub(crate) fn about(&self, message_type: MessageType, stan: u32, original: u32, amount: u64) -> Message {
        let condition = if message_type == MessageType::FINANCIAL_ADVICE { "06" } else { "00" };
        self.message(message_type, stan)
            .with(2, PAN)
            .with(3, "000000")
            .with(4, format!("{amount:012}"))
            .with(25, condition)
            .with(49, format!("{:03}", self.currency))
            .with(90, format!("0200{original:06}{}{:022}", transmitted(original), 0))
    }

    pub(crate) fn sell(&mut self, stan: u32, amount: u64) -> String {
        let card = self.tap(amount);
        let message = self.request(stan, What::Sale, amount, &card);
        self.send(&message)
    }

    pub(crate) fn hold(&mut self, stan: u32, amount: u64) -> String {
        let card = self.tap(amount);
        let message = self.request(stan, What::Hold, amount, &card);
        self.send(&message)
    }

    /// A refund or an increment of an earlier transaction.
    pub(crate) fn linked(&mut self, stan: u32, what: What, original: u32, amount: u64) -> Message {
        let card = self.tap(amount);
        let about = self.about(MessageType::FINANCIAL, stan, original, amount);
        self.request(stan, what, amount, &card).with(90, about.bytes(90).unwrap())
    }

    pub(crate) fn refund(&mut self, stan: u32, original: u32, amount: u64) -> String {
        let message = self.linked(stan, What::Refund, original, amount);
        self.send(&message)
    }

    pub(crate) fn raise(&mut self, stan: u32, original: u32, amount: u64) -> String {
        let message = self.linked(stan, What::Hold, original, amount);
        self.send(&message)
    }

    pub(crate) fn complete(&mut self, stan: u32, original: u32, amount: u64) -> String {
        self.send(&self.about(MessageType::FINANCIAL_ADVICE, stan, original, amount))
    }

    pub(crate) fn void(&mut self, stan: u32, original: u32, amount: u64) -> String {
        self.send(&self.about(MessageType::REVERSAL, stan, original, amount))
    }

    pub(crate) fn reverse(&mut self, stan: u32, original: u32, amount: u64) -> String {
        self.send(&self.about(MessageType::REVERSAL_ADVICE, stan, original, amount))
    }

    /// Field 48 of the answer to a query, without the authorisation code; the response code if there is none.
    pub(crate) fn status(&mut self, stan: u32, original: u32) -> String {
        let query = self.about(MessageType::ADMINISTRATIVE, stan, original, 0);
        let answer = self.host.handle(&query).unwrap();
        let state = answer.text(48).map(|state| state[..3].to_owned());
        state.unwrap_or_else(|| answer.text(39).unwrap().to_owned())
    }

    pub(crate) fn line(&self, stan: u32) -> &HostEntry {
        let name = LineName { terminal: TERMINAL.into(), stan, transmitted: transmitted(stan) };
        self.host.ledger().line(&name).unwrap()
    }

    pub(crate) fn standing(&self) -> Vec<(u32, u64)> {
        let lines = self.host.ledger().standing(TERMINAL, self.batch);
        lines.into_iter().map(|StandingLine { stan, amount, .. }| (stan, amount)).collect()
    }

    pub(crate) fn totals(&self) -> Totals {
        self.host.ledger().totals(TERMINAL, self.batch, self.currency).unwrap()
    }
}

/// What a request asks for.
#[derive(Clone, Copy)]
pub(crate) enum What {
    Sale,
    Refund,
    Hold,
}

/// The number of the card `visa-credit`.
pub(crate) const PAN: &str = "4761739001010036";

impl Tapped {
    fn track_2(&self) -> Vec<u8> {
        let nibbles = self.0.track_2().as_bytes().iter().flat_map(|byte| [byte >> 4, byte & 0x0F]);
        nibbles.take_while(|nibble| *nibble != 0xF).map(|nibble| 0x30 | nibble).collect()
    }

    /// The message with this PIN, as a PIN pad gives it.
    pub(crate) fn with_pin(&self, message: Message, digits: &'static str, counter: u32) -> Message {
        let keypad = move |_: &PinRequest<'_>, _: &Stop| KeypadEntry::Pin(ClearPin::parse(digits).unwrap());
        let key = pin_key(16, false).unwrap();
        let mut pad = DukptPinPad::new(key, keypad, VolatileCounter::after(counter), || Some([3; 8]));
        let money = Money { amount: Amount::new(1).unwrap(), currency: Currency::new(EUR, 2).unwrap() };
        let request = PinRequest { pan: self.0.pan(), money, limit: Duration::from_secs(30), again: false };
        let Ok(PinEntry::Entered(pin)) = pad.enter(&request, &Stop::new()) else { panic!("a PIN") };
        message
            .with(52, pin.block.as_bytes())
            .with(53, "0100000000000000")
            .with(62, pin.key_serial_number.as_bytes())
    }
}

/// Field 7 of the message with this number.
pub(crate) fn transmitted(stan: u32) -> String {
    format!("112112{:02}{:02}", stan / 60 % 60, stan % 60)
}

/// The same as a repeat.
pub(crate) fn again(message: &Message) -> Message {
    let mut message = message.clone();
    message.set_message_type(message.message_type().repeat());
    message
}
