//! The terminal under test.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use tapkernel::core::data::{Amount, Money};
use tapkernel::profile::Profile;
use tapkernel_simulator::host::Host;
use tapkernel_terminal::operations::Order;
use tapkernel_terminal::people::{Authority, Code, Grant, Role, Verified};
use tapkernel_terminal::rules::Rules;
use tapkernel_terminal::sale::SaleResult;
use tapkernel_terminal::terminal::Terminal;

use crate::commands::cards;
use crate::exit::Failure;
use crate::till::{self, Fate, InProcess, Line, Pins, Place, Progress, Shop};

/// The terminal under test, in a folder of its own that goes away with it.
pub(crate) struct Bench {
    pub(super) place: Place,
    pub(super) shop: Shop,
    simulator: Option<InProcess>,
    card: String,
    pub(super) supervisor: Grant,
    folder: Folder,
}

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Bench {
    pub(crate) fn new(profile: String, line: Line, card: String) -> Result<Self, Failure> {
        let folder = std::env::temp_dir().join(format!("tap-selftest-{}", std::process::id()));
        fs::create_dir_all(&folder).map_err(|error| Failure::bad_input("TMPDIR", error.to_string()))?;
        let folder = Folder(folder);
        let simulator = (!line.is_remote()).then(|| InProcess::new(Host::new(Vec::new()), line.speaking()));
        let place = Place::new(folder.0.join("journal"), profile, line);
        let shop = Shop::open(&place)?;
        cards::find("--card", &card, 0)?;
        let supervisor = supervisor(&shop)?;
        Ok(Self { place, shop, simulator, card, supervisor, folder })
    }

    pub(super) fn profile(&self) -> &Profile {
        &self.shop.profile
    }

    pub(super) fn is_simulated(&self) -> bool {
        self.simulator.is_some()
    }

    /// So many minor units of the profile's first currency.
    pub(super) fn money(&self, minor_units: u64) -> Result<Money, String> {
        let currency = self.profile().currencies().next().ok_or("the profile has no currency")?.currency();
        Ok(Money { amount: Amount::new(minor_units).ok_or("too great an amount")?, currency })
    }

    /// What becomes of the next messages; whether that can be decided here.
    pub(super) fn fates(&self, fates: &[Fate]) -> bool {
        self.simulator.iter().for_each(|line| fates.iter().for_each(|fate| line.next_message(*fate)));
        self.is_simulated()
    }

    /// Opens the terminal, as after a restart.
    pub(super) fn terminal(&self, pins: &[&str]) -> Result<Terminal, String> {
        self.terminal_of(&self.shop, pins)
    }

    fn terminal_of(&self, shop: &Shop, pins: &[&str]) -> Result<Terminal, String> {
        let pins = pins.iter().map(|pin| (*pin).to_owned()).collect();
        let pins = Pins::new(pins, &Progress::new(false)).map_err(|failure| failure.to_string())?;
        let rules = Rules { pin_tries: pins.tries(), ..Rules::default() };
        let opened = match &self.simulator {
            None => shop.terminal(&self.place, &pins, rules),
            Some(line) => {
                let connector = Box::new(line.clone());
                till::acquirer(&shop.profile, line.speaking(), Duration::from_secs(30), connector)
                    .and_then(|acquirer| shop.terminal_on(acquirer, line.speaking(), &pins, rules))
            }
        };
        opened.map_err(|failure| failure.to_string())
    }

    /// Runs an order with the card.
    pub(super) fn run(&self, order: &Order, pins: &[&str]) -> Result<SaleResult, String> {
        self.run_at(&mut self.terminal(pins)?, order)
    }

    fn run_at(&self, terminal: &mut Terminal, order: &Order) -> Result<SaleResult, String> {
        let seed = crate::clock::now("UTC").map_err(|failure| failure.to_string())?.seed();
        let card = cards::find("--card", &self.card, seed).map_err(|failure| failure.to_string())?;
        let mut card = till::held(card, &Progress::new(false));
        let sale = terminal.begin(order).map_err(|refusal| refusal.to_string())?;
        let result = sale.run(&mut card, |_| {}).map_err(|error| error.to_string())?;
        terminal.delivered(result.transaction().id).map_err(|error| error.to_string())?;
        Ok(result)
    }

    /// A journal with a purchase of which a byte has changed since: what the terminal says when it is opened.
    pub(super) fn opened_damaged(&self) -> Result<String, String> {
        let journal = self.folder.0.join("damaged");
        let place = self.place.with(journal.clone());
        let shop = Shop::open(&place).map_err(|failure| failure.to_string())?;
        let order = Order::purchase(self.money(1000)?);
        let mut terminal = self.terminal_of(&shop, &[])?;
        let _ = self.run_at(&mut terminal, &order)?;
        drop((terminal, shop));
        let mut bytes = fs::read(&journal).map_err(|error| error.to_string())?;
        let word = b"\"purchase\"";
        let at = bytes
            .windows(word.len())
            .position(|window| window == word)
            .ok_or("no purchase is in the file")?;
        bytes.iter_mut().skip(at + 1).take(1).for_each(|byte| *byte ^= 1);
        fs::write(&journal, bytes).map_err(|error| error.to_string())?;
        let shop = Shop::open(&place).map_err(|failure| failure.to_string())?;
        match self.terminal_of(&shop, &[]) {
            Ok(_) => Err("the terminal took a damaged journal".to_owned()),
            Err(said) => Ok(said),
        }
    }
}

/// A supervisor of the scenarios' own.
fn supervisor(shop: &Shop) -> Result<Grant, Failure> {
    let failed = |error| till::people_failed("people", error);
    let (first, code) = (Code::new("270384"), Code::new("915263"));
    let mut people = till::people::people(shop)?;
    let salt = till::people::salt()?;
    people
        .set_initial("selftest", (Role::Supervisor, &first), &Authority::Provisioning, salt)
        .map_err(failed)?;
    match people.verify("selftest", &first).map_err(failed)? {
        Verified::MustChange(ticket) => people.change(&ticket, &code, till::people::salt()?).map_err(failed),
        _ => Err(Failure::bad_input("people", "the first code opened something")),
    }
}
