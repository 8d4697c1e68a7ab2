//! Stand-ins for what a phone or a counter has: a contactless interface, a PIN pad, a clock, a folder, people, and the
//! acquirer's host at the other end of the line.
#![allow(dead_code, unused_imports, reason = "each example uses a part of it")]

pub(crate) mod approving;
pub(crate) mod nfc;

use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;

use tapkernel_simulator::host::{Host, Server, ServerSettings, pin_key};
use tapkernel_terminal::acquirer::MessageAuthentication;
use tapkernel_terminal::acquirer::iso8583::{Dialect, Frame, LengthHeader};
use tapkernel_terminal::journal::SharedJournal;
use tapkernel_terminal::journal::kept::{KeptKeyCounter, KeptPeople};
use tapkernel_terminal::moment::Moment;
use tapkernel_terminal::people::{Authority, Code, Cost, Grant, People, PeopleClock, Role, Uptime, Verified};
use tapkernel_terminal::pin::{ClearPin, DukptPinPad, KeypadEntry, PinPad, PinRequest};
use tapkernel_terminal::tapkernel::core::data::{Amount, Currency, Date, Money};
use tapkernel_terminal::tapkernel::transport::Stop;
use tapkernel_terminal::vault::Vault;

pub(crate) use nfc::Nfc;

/// Whatever goes wrong in an example ends it.
pub(crate) type Failure = Box<dyn std::error::Error>;

/// How the host on loopback frames messages.
pub(crate) const FRAME: Frame = Frame { length: LengthHeader::Binary, tpdu: None };

/// So many cents of euros.
pub(crate) fn eur(cents: u64) -> Result<Money, Failure> {
    let currency = Currency::new(978, 2).ok_or("no such currency")?;
    Ok(Money { amount: Amount::new(cents).ok_or("too much")?, currency })
}

/// A clock that stands still, so that an example prints the same each time.
pub(crate) fn clock() -> Result<impl Fn() -> Moment + Clone + Send + Sync + 'static, Failure> {
    let now = Moment::parse("2026-11-22 10:00:00+01:00").ok_or("no such moment")?;
    Ok(move || now)
}

/// The same, with the business date.
fn dated() -> Result<impl Fn() -> (Moment, Date) + Clone + Send + Sync + 'static, Failure> {
    let clock = clock()?;
    Ok(move || (clock(), clock().date))
}

/// A folder for one run, gone when dropped.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Result<Self, Failure> {
        let folder = std::env::temp_dir().join(format!("tapkernel-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The acquirer's host, on a port of its own on loopback.
pub(crate) fn host() -> Result<Server, Failure> {
    let settings = ServerSettings {
        dialect: Dialect::bcd(),
        frame: FRAME,
        authentication: MessageAuthentication::None,
        tls: None,
    };
    Ok(Server::start(TcpListener::bind("127.0.0.1:0")?, Host::new(Vec::new()), settings)?)
}

/// A PIN pad in software, at which this PIN is typed. In a product this is a device, or what PCI MPoC asks of a phone.
pub(crate) fn pin_pad(
    journal: &SharedJournal,
    pin: &'static str,
) -> Result<impl PinPad + Send + 'static, Failure> {
    let keypad = move |_: &PinRequest<'_>, _: &Stop| match ClearPin::parse(pin) {
        Ok(pin) => KeypadEntry::Pin(pin),
        Err(_) => KeypadEntry::Cancelled,
    };
    let counter = KeptKeyCounter::new(journal.clone(), "pin-pad", dated()?);
    // Random bytes go into AES blocks only; this pad has a Triple DES key.
    Ok(DukptPinPad::new(pin_key(16, false).ok_or("no key")?, keypad, counter, || None))
}

/// Sue, who has shown her code. Her first one came with the terminal, and she has changed it.
pub(crate) fn supervisor<V: Vault>(journal: &SharedJournal, vault: &Arc<V>) -> Result<Grant, Failure> {
    let kept = KeptPeople::new(journal.clone(), Arc::clone(vault), dated()?);
    let mut people = People::new(kept, Unset, Cost::RECOMMENDED);
    let first = Code::new("270384");
    people.set_initial("sue", (Role::Supervisor, &first), &Authority::Provisioning, [1; 16])?;
    let Verified::MustChange(ticket) = people.verify("sue", &first)? else {
        return Err("not changed".into());
    };
    Ok(people.change(&ticket, &Code::new("915263"), [2; 16])?)
}

/// The clocks of a device that was just switched on and has not heard from a time server.
struct Unset;

impl PeopleClock for Unset {
    fn uptime(&self) -> Uptime {
        Uptime { boot: 1, elapsed: std::time::Duration::ZERO }
    }

    fn trusted_time(&self) -> Option<std::time::Duration> {
        None
    }
}
