//! A terminal, its acquirer, and a till.

use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tapkernel_simulator::card::{SoftwareCard, card};
use tapkernel_simulator::host::{Host, Server, ServerSettings, pin_key};
use tapkernel_terminal::acquirer::iso8583::{Dialect, Frame, LengthHeader};
use tapkernel_terminal::acquirer::link::TcpConnector;
use tapkernel_terminal::acquirer::{AcquirerSettings, Iso8583Acquirer, MessageAuthentication, Stan, Wait};
use tapkernel_terminal::journal::SharedJournal;
use tapkernel_terminal::moment::Moment;
use tapkernel_terminal::operations::{Order, Refusal};

use tapkernel_terminal::pin::{ClearPin, DukptPinPad, KeypadEntry, PinRequest, VolatileCounter};
use tapkernel_terminal::rules::Rules;
use tapkernel_terminal::sale::{Event, SaleResult};
use tapkernel_terminal::tapkernel::core::Secret;
use tapkernel_terminal::tapkernel::core::data::{Amount, Currency, Money};
use tapkernel_terminal::tapkernel::profile::Profile;
use tapkernel_terminal::tapkernel::transport::Stop;
use tapkernel_terminal::terminal::{Ports, Terminal};
use tapkernel_terminal::vault::{KeyFileVault, OsRandomBytes};

use crate::held::Hand;
use crate::memory::Disk;

pub(crate) const FRAME: Frame = Frame { length: LengthHeader::Binary, tpdu: None };

/// A host, a disk, a clock and a vault: what outlives the terminal.
pub(crate) struct Shop {
    pub(crate) server: Server,
    pub(crate) disk: Disk,
    pub(crate) clock: Arc<Mutex<Moment>>,
    pub(crate) rules: Rules,
    pub(crate) profile: Profile,
    /// The PINs that are typed, last first.
    pub(crate) pins: Arc<Mutex<Vec<&'static str>>>,
    pub(crate) card: Mutex<SoftwareCard>,
}

pub(crate) fn eur(minor_units: u64) -> Money {
    Money { amount: Amount::new(minor_units).unwrap(), currency: Currency::new(978, 2).unwrap() }
}

pub(crate) fn stan(number: u32) -> Stan {
    Stan::new(number).unwrap()
}

impl Shop {
    pub(crate) fn new() -> Self {
        let settings = ServerSettings {
            dialect: Dialect::bcd(),
            frame: FRAME,
            authentication: MessageAuthentication::None,
            tls: None,
        };
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        Self {
            server: Server::start(listener, Host::new(Vec::new()), settings).unwrap(),
            disk: Disk::new(),
            clock: Arc::new(Mutex::new(Moment::parse("2026-11-22 10:00:00+01:00").unwrap())),
            rules: Rules::default(),
            profile: Profile::built_in("softpos-eur").unwrap(),
            pins: Arc::new(Mutex::new(Vec::new())),
            card: Mutex::new(card("visa-credit", 1).unwrap()),
        }
    }

    /// Opens the terminal, as after a restart.
    pub(crate) fn open(&self) -> Terminal {
        let wait = Wait { connect: Duration::from_secs(5), answer: Duration::from_millis(300) };
        let settings =
            AcquirerSettings::new(Dialect::bcd(), FRAME, "TM000016", "MERCHANT").unwrap().with_wait(wait);
        let acquirer = Iso8583Acquirer::new(settings, TcpConnector::new(self.server.address().to_string()));
        let pins = Arc::clone(&self.pins);
        let keypad = move |_: &PinRequest<'_>, _: &Stop| match pins.lock().unwrap().pop() {
            Some(pin) => KeypadEntry::Pin(ClearPin::parse(pin).unwrap()),
            None => KeypadEntry::Cancelled,
        };
        let pad = DukptPinPad::new(pin_key(16, false).unwrap(), keypad, VolatileCounter::after(41), || {
            Some([3; 8])
        });
        let clock = Arc::clone(&self.clock);
        let vault = KeyFileVault::from_secret(&Secret::new([7; 32]), OsRandomBytes);
        let journal = SharedJournal::new(self.disk.journal());
        let ports = Ports::new(journal, acquirer, pad, vault, move || *clock.lock().unwrap());
        Terminal::open(self.profile.clone(), self.rules.clone(), ports).unwrap()
    }

    /// Runs an order with the shop's card.
    pub(crate) fn run(&self, terminal: &mut Terminal, order: &Order) -> Result<SaleResult, Refusal> {
        let mut card = self.card.lock().unwrap();
        let mut hand = Hand::with(card.clone());
        let sale = terminal.begin(order)?;
        let result = sale.run(&mut hand, |_: Event<'_>| {}).unwrap();
        *card = hand.card.unwrap();
        Ok(result)
    }

    pub(crate) fn at(&self, text: &str) {
        *self.clock.lock().unwrap() = Moment::parse(text).unwrap();
    }
}
