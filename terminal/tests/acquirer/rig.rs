//! A terminal and a host.

use std::net::TcpListener;
use std::time::Duration;

use tapkernel_simulator::card::{SoftwareCard, card};
use tapkernel_simulator::host::{Host, Server, ServerSettings, TlsIdentity, mac_key, pin_key};
use tapkernel_terminal::acquirer::iso8583::{Dialect, Frame, LengthHeader, Message, MessageType, Tpdu};
use tapkernel_terminal::acquirer::link::TcpConnector;
use tapkernel_terminal::acquirer::{
    AcquirerSettings, AuthorisationRequest, CardData, EntryMode, Iso8583Acquirer, JournalRefused,
    MessageAuthentication, MessageJournal, Operation, Original, Outgoing, Stan, Trace, Wait,
};
use tapkernel_terminal::cryptography::AesKey;
use tapkernel_terminal::pin::{
    ClearPin, DukptPinPad, EncipheredPin, KeypadEntry, PinEntry, PinPad, PinRequest, VolatileCounter,
};
use tapkernel_terminal::tapkernel::core::data::{Amount, Currency, Date, Money, Time};
use tapkernel_terminal::tapkernel::transport::Stop;

use crate::tap::{TTQ, data_record, tap, terminal};

/// Everything that terminal and host must agree on.
#[derive(Clone)]
pub(crate) struct Line {
    pub(crate) dialect: Dialect,
    pub(crate) frame: Frame,
    pub(crate) authentication: MessageAuthentication,
}

pub(crate) const PLAIN: Frame = Frame { length: LengthHeader::Binary, tpdu: None };

pub(crate) fn ascii() -> Line {
    let frame = Frame { length: LengthHeader::Ascii, tpdu: None };
    Line { dialect: Dialect::ascii(), frame, authentication: MessageAuthentication::None }
}

/// BCD with a TPDU header and ANSI X9.19.
pub(crate) fn bcd() -> Line {
    let tpdu = Some(Tpdu { destination: [0, 3], source: [0, 0] });
    let frame = Frame { length: LengthHeader::Binary, tpdu };
    Line { dialect: Dialect::bcd(), frame, authentication: MessageAuthentication::AnsiX919(mac_key()) }
}

/// BCD with AES: PIN blocks of format 4, CMAC.
pub(crate) fn aes() -> Line {
    let authentication = MessageAuthentication::AesCmac(AesKey::new(&[9; 32]).unwrap());
    Line { dialect: Dialect::bcd().with_pin_block_of_format_4(), frame: PLAIN, authentication }
}

pub(crate) fn server(line: &Line, tls: Option<TlsIdentity>) -> Server {
    server_at(line, TcpListener::bind("127.0.0.1:0").unwrap(), tls)
}

pub(crate) fn server_at(line: &Line, listener: TcpListener, tls: Option<TlsIdentity>) -> Server {
    let settings = ServerSettings {
        dialect: line.dialect.clone(),
        frame: line.frame,
        authentication: line.authentication.clone(),
        tls,
    };
    Server::start(listener, Host::new(vec![b'p'; 900]), settings).unwrap()
}

pub(crate) fn settings(line: &Line, answer: Duration) -> AcquirerSettings {
    AcquirerSettings::new(line.dialect.clone(), line.frame, "TM000016", "MERCHANT")
        .unwrap()
        .with_authentication(line.authentication.clone())
        .with_wait(Wait { connect: Duration::from_secs(5), answer })
        .with_merchant_type("5411")
        .unwrap()
        .tap_to_phone(true)
}

pub(crate) fn acquirer(server: &Server, line: &Line) -> Iso8583Acquirer {
    waiting(server, line, Duration::from_secs(10))
}

pub(crate) fn waiting(server: &Server, line: &Line, answer: Duration) -> Iso8583Acquirer {
    Iso8583Acquirer::new(settings(line, answer), TcpConnector::new(server.address().to_string()))
}

/// Notes what went out; may refuse.
#[derive(Default)]
pub(crate) struct Journal {
    pub(crate) sent: Vec<(MessageType, u32, Message)>,
    pub(crate) refuses: bool,
}

impl MessageJournal for Journal {
    fn before_send(&mut self, message: &Outgoing<'_>) -> Result<(), JournalRefused> {
        if self.refuses {
            return Err(JournalRefused);
        }
        self.sent.push((message.message_type, message.stan.number(), message.fields.clone()));
        Ok(())
    }
}

pub(crate) fn trace(stan: u32) -> Trace {
    let second = u8::try_from(stan % 60).unwrap();
    Trace {
        stan: Stan::new(stan).unwrap(),
        date: Date::new(2026, 11, 21).unwrap(),
        time: Time::new(12, 0, second).unwrap(),
        batch: 7,
    }
}

pub(crate) fn eur(minor_units: u64) -> Money {
    Money { amount: Amount::new(minor_units).unwrap(), currency: Currency::new(978, 2).unwrap() }
}

pub(crate) fn visa() -> SoftwareCard {
    card("visa-credit", 1).unwrap()
}

/// The card data of one tap for this amount.
pub(crate) fn tapped(card: &mut SoftwareCard, amount: u64) -> CardData {
    let terminal = terminal(TTQ, amount);
    let record = data_record(&terminal, &tap(card, &terminal));
    CardData::from_data_record(&record, EntryMode::ContactlessChip).unwrap()
}

pub(crate) fn request(
    stan: u32,
    operation: Operation,
    amount: u64,
    card: &CardData,
) -> AuthorisationRequest<'_> {
    let (trace, money) = (trace(stan), eur(amount));
    AuthorisationRequest { trace, operation, money, cashback: Amount::ZERO, card, pin: None, original: None }
}

pub(crate) fn original(stan: u32, operation: Operation) -> Original {
    Original { operation, trace: trace(stan), rrn: None, authorisation_code: None }
}

/// The PIN as a PIN pad gives it.
pub(crate) fn pin(digits: &'static str, card: &CardData, use_aes: bool) -> EncipheredPin {
    let keypad = move |_: &PinRequest<'_>, _: &Stop| KeypadEntry::Pin(ClearPin::parse(digits).unwrap());
    let mut pad =
        DukptPinPad::new(pin_key(16, use_aes).unwrap(), keypad, VolatileCounter::after(41), || Some([3; 8]));
    let request = PinRequest { pan: card.pan(), money: eur(1), limit: Duration::from_secs(30), again: false };
    match pad.enter(&request, &Stop::new()) {
        Ok(PinEntry::Entered(pin)) => pin,
        other => panic!("{other:?}"),
    }
}
