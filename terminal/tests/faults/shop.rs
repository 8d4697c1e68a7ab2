//! A shop: what outlives its terminal.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use tapkernel_simulator::card::{SoftwareCard, card};
use tapkernel_simulator::host::{Host, pin_key};
use tapkernel_terminal::acquirer::link::Connector;
use tapkernel_terminal::acquirer::{AcquirerSettings, Iso8583Acquirer, Stan, Wait};
use tapkernel_terminal::journal::SharedJournal;
use tapkernel_terminal::moment::Moment;
use tapkernel_terminal::operations::{Order, Refusal};
use tapkernel_terminal::pin::{ClearPin, DukptPinPad, KeypadEntry, PinRequest, VolatileCounter};
use tapkernel_terminal::rules::{Rules, WhileReversalsWait};
use tapkernel_terminal::sale::{Event, SaleError, SaleResult};
use tapkernel_terminal::tapkernel::core::Secret;
use tapkernel_terminal::tapkernel::core::data::{Amount, Currency, Money};
use tapkernel_terminal::tapkernel::profile::Profile;
use tapkernel_terminal::tapkernel::transport::Stop;
use tapkernel_terminal::terminal::{OpenError, Ports, Terminal};
use tapkernel_terminal::vault::{KeyFileVault, OsRandomBytes};

use crate::disk::Disk;
use crate::hand::Hand;
use crate::wire::{FRAME, Wire, authentication, dialect};

pub(crate) const TERMINAL_ID: &str = "TM000016";

/// A host that knows its cards: making one reads them all.
pub(crate) fn host() -> Host {
    static HOST: OnceLock<Host> = OnceLock::new();
    HOST.get_or_init(|| Host::new(Vec::new())).clone()
}

pub(crate) fn software_card(name: &'static str) -> SoftwareCard {
    static CARDS: Mutex<BTreeMap<&str, SoftwareCard>> = Mutex::new(BTreeMap::new());
    let mut cards = CARDS.lock().unwrap();
    cards.entry(name).or_insert_with(|| card(name, 1).unwrap()).clone()
}

pub(crate) fn profile(name: &'static str) -> Profile {
    static PROFILES: Mutex<BTreeMap<&str, Profile>> = Mutex::new(BTreeMap::new());
    let mut profiles = PROFILES.lock().unwrap();
    profiles.entry(name).or_insert_with(|| Profile::built_in(name).unwrap()).clone()
}

pub(crate) fn money(currency: u16, exponent: u8, minor_units: u64) -> Money {
    let currency = Currency::new(currency, exponent).unwrap();
    Money { amount: Amount::new(minor_units).unwrap(), currency }
}

pub(crate) fn eur(minor_units: u64) -> Money {
    money(978, 2, minor_units)
}

pub(crate) fn stan(number: u32) -> Stan {
    Stan::new(number).unwrap()
}

pub(crate) fn settings(wait: Duration) -> AcquirerSettings {
    AcquirerSettings::new(dialect(), FRAME, TERMINAL_ID, "MERCHANT")
        .unwrap()
        .with_authentication(authentication())
        .with_wait(Wait { connect: Duration::from_secs(5), answer: wait })
}

/// Everything but the terminal.
pub(crate) struct Shop {
    pub(crate) wire: Wire,
    pub(crate) disk: Disk,
    pub(crate) clock: Arc<Mutex<Moment>>,
    pub(crate) rules: Rules,
    pub(crate) profile: Profile,
    /// The PINs that are typed, last first; then the right one.
    pub(crate) pins: Arc<Mutex<Vec<Option<&'static str>>>>,
    pub(crate) cards: BTreeMap<&'static str, SoftwareCard>,
}

/// What a card and its holder do in one transaction.
#[derive(Clone, Debug, Default)]
pub(crate) struct Behaviour {
    pub(crate) card: Option<&'static str>,
    pub(crate) leaves_at: Option<u32>,
    /// Cancelled at this event.
    pub(crate) stop_at: Option<u32>,
}

impl Behaviour {
    pub(crate) fn with(card: &'static str) -> Self {
        Self { card: Some(card), ..Self::default() }
    }
}

/// Why an order came to no result.
#[derive(Debug)]
pub(crate) enum Failure {
    Refused(Refusal),
    Sale(SaleError),
}

impl Shop {
    pub(crate) fn new(profile_name: &'static str, rules: Rules) -> Self {
        let disk = Disk::default();
        let strict = rules.while_reversals_wait == WhileReversalsWait::RefuseSales;
        Self {
            wire: Wire::new(host(), disk.clone(), strict),
            disk,
            clock: Arc::new(Mutex::new(Moment::parse("2026-11-22 10:00:00+01:00").unwrap())),
            rules,
            profile: profile(profile_name),
            pins: Arc::default(),
            cards: BTreeMap::new(),
        }
    }

    pub(crate) fn euros() -> Self {
        Self::new("softpos-eur", Rules::default())
    }

    pub(crate) fn open(&self) -> Terminal {
        self.try_open().unwrap()
    }

    pub(crate) fn try_open(&self) -> Result<Terminal, OpenError> {
        self.try_open_with(self.disk.open(), self.wire.clone(), Duration::from_secs(1))
    }

    pub(crate) fn try_open_with(
        &self,
        journal: SharedJournal,
        connector: impl Connector + 'static,
        wait: Duration,
    ) -> Result<Terminal, OpenError> {
        let pins = Arc::clone(&self.pins);
        let keypad = move |_: &PinRequest<'_>, _: &Stop| match pins.lock().unwrap().pop() {
            Some(Some(pin)) => KeypadEntry::Pin(ClearPin::parse(pin).unwrap()),
            Some(None) => KeypadEntry::Cancelled,
            None => KeypadEntry::Pin(ClearPin::parse("1234").unwrap()),
        };
        let random = || Some([3; 8]);
        let pad = DukptPinPad::new(pin_key(16, false).unwrap(), keypad, VolatileCounter::after(41), random);
        let clock = Arc::clone(&self.clock);
        let acquirer = Iso8583Acquirer::new(settings(wait), connector);
        let vault = KeyFileVault::from_secret(&Secret::new([7; 32]), OsRandomBytes);
        let ports = Ports::new(journal, acquirer, pad, vault, move || *clock.lock().unwrap());
        Terminal::open(self.profile.clone(), self.rules.clone(), ports)
    }

    /// Runs an order, with a card if one is tapped for it.
    pub(crate) fn run(
        &mut self,
        terminal: &mut Terminal,
        order: &Order,
        behaviour: &Behaviour,
    ) -> Result<SaleResult, Failure> {
        if order.kind().transaction_type().is_none() {
            return terminal.submit(order).map_err(Failure::Refused);
        }
        let name = behaviour.card;
        let card = name.map(|name| self.cards.remove(name).unwrap_or_else(|| software_card(name)));
        let mut hand = Hand::new(card, behaviour.leaves_at);
        let result = match terminal.begin(order) {
            Ok(sale) => {
                let (stop, mut events) = (sale.stop(), 0);
                sale.run(&mut hand, |_: Event<'_>| {
                    if behaviour.stop_at == Some(events) {
                        stop.stop();
                    }
                    events += 1;
                })
                .map_err(Failure::Sale)
            }
            Err(refusal) => {
                assert_eq!(hand.awaited, 0, "a card was asked for in vain");
                Err(Failure::Refused(refusal))
            }
        };
        if let (Some(name), Some(card)) = (name, hand.back()) {
            self.cards.insert(name, card);
        }
        result
    }

    pub(crate) fn pay(&mut self, terminal: &mut Terminal, order: &Order) -> SaleResult {
        self.run(terminal, order, &Behaviour::with("visa-credit")).unwrap()
    }

    pub(crate) fn at(&self, text: &str) {
        *self.clock.lock().unwrap() = Moment::parse(text).unwrap();
    }
}
