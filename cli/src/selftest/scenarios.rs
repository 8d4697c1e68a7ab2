//! The scenarios, by number.

use tapkernel::core::outcome::Cvm;
use tapkernel_terminal::acquirer::Stan;
use tapkernel_terminal::operations::Order;
use tapkernel_terminal::receipt::Reason;
use tapkernel_terminal::sale::SaleResult;

use super::{Bench, Done, Scenario};
use crate::till::Fate;

const PIN: &str = "1234";
const WRONG_PIN: &str = "9999";
const NEEDS_SIMULATOR: &str = "a line that fails on demand is the simulator's";

/// All of them, in the order in which they are run.
pub(super) const ALL: &[Scenario] = &[
    Scenario { number: 1, title: "purchase without PIN", run: without_pin },
    Scenario { number: 2, title: "purchase with PIN", run: with_pin },
    Scenario { number: 3, title: "wrong PIN", run: wrong_pin },
    Scenario { number: 4, title: "soft decline, then PIN", run: soft_decline },
    Scenario { number: 5, title: "decline", run: decline },
    Scenario { number: 6, title: "time-out and reversal", run: time_out },
    Scenario { number: 7, title: "unknown result, recovered", run: recovery },
    Scenario { number: 8, title: "void", run: void },
    Scenario { number: 9, title: "refund in part, and one that exceeds", run: refund },
    Scenario { number: 10, title: "pre-authorisation and completion", run: completion },
    Scenario { number: 11, title: "pre-authorisation and cancellation", run: cancellation },
    Scenario { number: 12, title: "the same reference twice", run: reference },
    Scenario { number: 13, title: "receipt and its duplicate", run: receipt },
    Scenario { number: 14, title: "recovery after a crash", run: crash },
    Scenario { number: 15, title: "settlement", run: settlement },
    Scenario { number: 16, title: "damaged journal refused", run: damaged },
];

fn passed(ok: bool, result: &SaleResult) -> Result<Done, String> {
    let code = result.transaction().answer().map(|answer| answer.response_code.to_string());
    let found = format!("{}, response code {}", result.code().text(), code.unwrap_or("none".to_owned()));
    if ok { Ok(Done::Passed(found)) } else { Err(found) }
}

fn approved(bench: &Bench, minor_units: u64, pins: &[&str]) -> Result<SaleResult, String> {
    let result = bench.run(&Order::purchase(bench.money(minor_units)?), pins)?;
    if result.is_approved() { Ok(result) } else { Err(result.code().text().to_owned()) }
}

fn cvm(result: &SaleResult) -> Option<Cvm> {
    result.transaction().card.as_ref().map(|card| card.cvm)
}

fn without_pin(bench: &mut Bench) -> Result<Done, String> {
    let result = approved(bench, 1000, &[])?;
    passed(cvm(&result) == Some(Cvm::NoCvm), &result)
}

fn with_pin(bench: &mut Bench) -> Result<Done, String> {
    let result = approved(bench, 4100, &[PIN])?;
    passed(cvm(&result) == Some(Cvm::OnlinePin), &result)
}

fn wrong_pin(bench: &mut Bench) -> Result<Done, String> {
    let result = bench.run(&Order::purchase(bench.money(4100)?), &[WRONG_PIN])?;
    passed(result.code().0 == 103, &result)
}

fn soft_decline(bench: &mut Bench) -> Result<Done, String> {
    let result = approved(bench, 1065, &[PIN])?;
    passed(result.transaction().messages.len() == 2, &result)
}

fn decline(bench: &mut Bench) -> Result<Done, String> {
    let result = bench.run(&Order::purchase(bench.money(1051)?), &[])?;
    passed(result.code().0 == 101, &result)
}

fn time_out(bench: &mut Bench) -> Result<Done, String> {
    if !bench.fates(&[Fate::Unanswered]) {
        return Ok(Done::Skipped(NEEDS_SIMULATOR));
    }
    let result = bench.run(&Order::purchase(bench.money(700)?), &[])?;
    passed(result.reason() == Some(Reason::Reversed), &result)
}

fn recovery(bench: &mut Bench) -> Result<Done, String> {
    if !bench.fates(&[Fate::Unanswered, Fate::Lost]) {
        return Ok(Done::Skipped(NEEDS_SIMULATOR));
    }
    let result = bench.run(&Order::purchase(bench.money(800)?), &[])?;
    let report = bench.terminal(&[])?.recover().map_err(|error| error.to_string())?;
    let resolved = report.pending.is_empty() && report.done.contains(&result.transaction().id);
    passed(resolved && matches!(result, SaleResult::Unknown(_)), &result)
}

fn void(bench: &mut Bench) -> Result<Done, String> {
    let paid = approved(bench, 1200, &[])?;
    let order = Order::void(paid.transaction().stan(), bench.money(1200)?).allowed_by(&bench.supervisor);
    let result = bench.run(&order, &[])?;
    let twice = bench.run(&order, &[]);
    passed(result.is_approved() && twice.is_err(), &result)
}

fn refund(bench: &mut Bench) -> Result<Done, String> {
    let stan = approved(bench, 1300, &[])?.transaction().stan();
    let give = |minor_units| {
        let order = Order::refund(stan, bench.money(minor_units)?).allowed_by(&bench.supervisor);
        bench.run(&order, &[])
    };
    let (first, second, exceeds) = (give(500)?, give(800)?, give(1));
    passed(first.is_approved() && second.is_approved() && exceeds.is_err(), &second)
}

fn held(bench: &Bench, minor_units: u64) -> Result<Stan, String> {
    let result = bench.run(&Order::pre_authorisation(bench.money(minor_units)?), &[])?;
    if result.is_approved() { Ok(result.transaction().stan()) } else { Err(result.code().text().to_owned()) }
}

fn completion(bench: &mut Bench) -> Result<Done, String> {
    let stan = held(bench, 2000)?;
    let mut terminal = bench.terminal(&[])?;
    let too_much = terminal.submit(&Order::completion(stan, bench.money(2001)?));
    let result = terminal.submit(&Order::completion(stan, bench.money(1500)?)).map_err(|e| e.to_string())?;
    passed(result.is_approved() && too_much.is_err(), &result)
}

fn cancellation(bench: &mut Bench) -> Result<Done, String> {
    let stan = held(bench, 2100)?;
    let result =
        bench.terminal(&[])?.submit(&Order::cancellation(stan)).map_err(|error| error.to_string())?;
    passed(result.is_approved(), &result)
}

fn reference(bench: &mut Bench) -> Result<Done, String> {
    let order = Order::purchase(bench.money(900)?).reference("selftest 12");
    let (first, again) = (bench.run(&order, &[])?, bench.run(&order, &[])?);
    passed(first.is_approved() && first.transaction().id == again.transaction().id, &again)
}

fn receipt(bench: &mut Bench) -> Result<Done, String> {
    let paid = approved(bench, 1000, &[])?;
    let receipt =
        bench.terminal(&[])?.receipt(paid.transaction(), None).map_err(|error| error.to_string())?;
    let layout = tapkernel_terminal::receipt::Layout::Free;
    let (text, again) = (receipt.text(layout), receipt.as_duplicate().text(layout));
    passed(!text.contains("DUPLICATE") && again.contains("DUPLICATE") && text.contains("***"), &paid)
}

/// A transaction is begun, and the program ends.
fn crash(bench: &mut Bench) -> Result<Done, String> {
    let order = Order::purchase(bench.money(1000)?);
    let id = bench.terminal(&[])?.begin(&order).map_err(|refusal| refusal.to_string())?.id();
    let mut terminal = bench.terminal(&[])?;
    let found = terminal.undelivered().into_iter().find(|result| result.transaction().id == id);
    let result = found.ok_or("nobody is told what became of it")?;
    terminal.delivered(id).map_err(|error| error.to_string())?;
    passed(result.reason() == Some(Reason::Interrupted), &result)
}

fn settlement(bench: &mut Bench) -> Result<Done, String> {
    let report = bench.terminal(&[])?.settle().map_err(|error| error.to_string())?;
    let balanced = report.currencies.iter().all(|settled| settled.balanced && !settled.uploaded);
    let found = format!("batch {}, balanced: {balanced}", report.batch);
    if balanced { Ok(Done::Passed(found)) } else { Err(found) }
}

fn damaged(bench: &mut Bench) -> Result<Done, String> {
    bench.opened_damaged().map(Done::Passed)
}
