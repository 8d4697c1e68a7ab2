//! A kiosk without a display: payments run in the background and call back, and it may lose power at any time.
//!
//! `cargo run -p tapkernel-terminal --example kiosk`
mod support;

use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use support::{FRAME, Failure, Folder, Nfc, eur};
use tapkernel_simulator::host::{Fault, Server};
use tapkernel_terminal::acquirer::iso8583::Dialect;
use tapkernel_terminal::acquirer::link::TcpConnector;
use tapkernel_terminal::acquirer::{AcquirerSettings, Iso8583Acquirer, Wait};
use tapkernel_terminal::books::Verdict;
use tapkernel_terminal::journal::SharedJournal;
use tapkernel_terminal::journal::sqlite::{SqliteJournal, SqliteSettings};
use tapkernel_terminal::operations::Order;
use tapkernel_terminal::receipt::Reason;
use tapkernel_terminal::sale::{BackgroundError, Event, Listener, SaleResult};
use tapkernel_terminal::tapkernel::profile::Profile;
use tapkernel_terminal::terminal::{Ports, Terminal};
use tapkernel_terminal::vault::KeyFileVault;

/// What the kiosk's own program hears. It has no display: a lamp is enough.
struct Lamp(Sender<Result<SaleResult, BackgroundError>>);

impl Listener for Lamp {
    fn event(&mut self, event: Event<'_>) {
        if event == Event::CardRead {
            println!("the lamp is green");
        }
    }

    fn ended(&mut self, result: Result<SaleResult, BackgroundError>) {
        let _ = self.0.send(result);
    }
}

/// The kiosk is switched on: opens the same journal each time.
fn switch_on(folder: &Folder, host: &Server) -> Result<Terminal, Failure> {
    let journal = SqliteJournal::open(&folder.file("journal"), &SqliteSettings::default())?;
    let journal = SharedJournal::new(journal);
    let vault = KeyFileVault::open_or_create(&folder.file("key"))?;
    let wait = Wait { connect: Duration::from_secs(5), answer: Duration::from_millis(500) };
    let settings =
        AcquirerSettings::new(Dialect::bcd(), FRAME, "TM000016", "TAPKERNEL000016")?.with_wait(wait);
    let acquirer = Iso8583Acquirer::new(settings, TcpConnector::new(host.address().to_string()));
    let pin_pad = support::pin_pad(&journal, "1234")?;
    let ports = Ports::new(journal, acquirer, pin_pad, vault, support::clock()?);
    let profile = Profile::built_in("softpos-eur").ok_or("no such profile")?;
    Ok(Terminal::open(profile, Default::default(), ports)?)
}

fn pay(terminal: &Arc<Mutex<Terminal>>, reference: &str, nfc: &Nfc) -> Result<SaleResult, Failure> {
    let (lamp, heard) = channel();
    let order = Order::purchase(eur(250)?).reference(reference);
    let running = Terminal::run_in_background(Arc::clone(terminal), order, nfc.clone(), Lamp(lamp));
    let result = heard.recv()??;
    running.wait();
    Ok(result)
}

fn main() -> Result<(), Failure> {
    let (folder, host) = (Folder::new("kiosk")?, support::host()?);
    let nfc = Nfc::with_card("visa-credit")?;

    let terminal = Arc::new(Mutex::new(switch_on(&folder, &host)?));
    let first = pay(&terminal, "ticket-1", &nfc)?;
    assert!(first.is_approved());

    // The line goes dead: neither the request nor its reversal is answered, and the power fails.
    (0..2).for_each(|_| host.faults().push(Fault::Never));
    let unknown = pay(&terminal, "ticket-2", &nfc)?;
    assert!(matches!(unknown, SaleResult::Unknown(_)));
    drop(terminal);

    // Power again. The acquirer is there, and what was unknown is undone.
    let mut terminal = switch_on(&folder, &host)?;
    let report = terminal.recover()?;
    assert_eq!(report.done, [unknown.transaction().id]);
    assert!(report.pending.is_empty());
    for result in terminal.undelivered() {
        let transaction = result.transaction();
        println!("{:?}: {:?}", transaction.begun.reference, transaction.verdict());
        terminal.delivered(transaction.id)?;
    }

    // A ticket that was begun when the power failed has its answer, and asking again sends nothing.
    let terminal = Arc::new(Mutex::new(terminal));
    let again = pay(&terminal, "ticket-2", &nfc)?;
    assert_eq!(again.transaction().verdict(), Some(Verdict::Declined(Reason::Reversed)));
    assert_eq!(pay(&terminal, "ticket-1", &nfc)?.transaction().id, first.transaction().id);

    let mut terminal = terminal.lock().unwrap_or_else(PoisonError::into_inner);
    let settled = terminal.settle()?;
    assert!(settled.currencies.iter().all(|currency| currency.balanced));
    let totals = host.host().ledger().totals("TM000016", settled.batch, 978).ok_or("no totals")?;
    assert_eq!(totals.net(), 250);
    Ok(())
}
