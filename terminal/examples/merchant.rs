//! A merchant's app: a purchase with PIN, its receipt, a refund that a supervisor allows, the settlement.
//!
//! `cargo run -p tapkernel-terminal --example merchant`
mod support;

use std::sync::Arc;

use support::{FRAME, Failure, Folder, Nfc, eur};
use tapkernel_terminal::acquirer::iso8583::Dialect;
use tapkernel_terminal::acquirer::link::TcpConnector;
use tapkernel_terminal::acquirer::{AcquirerSettings, Iso8583Acquirer};
use tapkernel_terminal::journal::SharedJournal;
use tapkernel_terminal::journal::sqlite::{SqliteJournal, SqliteSettings};
use tapkernel_terminal::receipt::Layout;
use tapkernel_terminal::sale::{Event, SaleResult};
use tapkernel_terminal::tapkernel::profile::Profile;
use tapkernel_terminal::terminal::{Ports, Terminal};
use tapkernel_terminal::vault::KeyFileVault;

fn main() -> Result<(), Failure> {
    let folder = Folder::new("merchant")?;
    let journal = SqliteJournal::open(&folder.file("journal"), &SqliteSettings::default())?;
    let journal = SharedJournal::new(journal);
    let vault = Arc::new(KeyFileVault::open_or_create(&folder.file("key"))?);

    let host = support::host()?;
    let settings = AcquirerSettings::new(Dialect::bcd(), FRAME, "TM000016", "TAPKERNEL000016")?;
    let acquirer = Iso8583Acquirer::new(settings, TcpConnector::new(host.address().to_string()));
    let pin_pad = support::pin_pad(&journal, "1234")?;
    let ports = Ports::new(journal.clone(), acquirer, pin_pad, Arc::clone(&vault), support::clock()?);
    let profile = Profile::built_in("softpos-eur").ok_or("no such profile")?;
    let mut terminal = Terminal::open(profile, Default::default(), ports)?;
    terminal.recover()?;

    let mut nfc = Nfc::with_card("visa-credit")?;
    let stan = match terminal.purchase(eur(4100)?).reference("order-17").begin()?.run(&mut nfc, show)? {
        SaleResult::Approved(paid) => {
            println!("{}\n", terminal.receipt(&paid.transaction, None)?.text(Layout::NARROW));
            paid.transaction.stan()
        }
        SaleResult::Declined(_) | SaleResult::Unknown(_) => return Err("not paid".into()),
    };
    let sue = support::supervisor(&journal, &vault)?;
    let refund = terminal.refund(stan, eur(1100)?).allowed_by(&sue).begin()?.run(&mut nfc, show)?;
    assert!(refund.is_approved());
    for settled in terminal.settle()?.currencies {
        println!("settled {} cents, balanced: {}", settled.totals.totals.net(), settled.balanced);
        assert!(settled.balanced && settled.totals.totals.net() == 3000);
    }
    Ok(())
}

fn show(event: Event<'_>) {
    if !matches!(event, Event::Show(_) | Event::Waiting { .. }) {
        println!("{event:?}");
    }
}
