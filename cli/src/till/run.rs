//! An order, run to its answer.

use tapkernel::core::outcome::Cvm;
use tapkernel::transport::CardTransport;
use tapkernel_terminal::operations::Order;
use tapkernel_terminal::sale::SaleResult;
use tapkernel_terminal::terminal::Terminal;

use super::answer::Answer;
use super::events::Watching;
use super::failure::{journal_failed, refused, sale_failed};
use super::{Messages, Pins, Progress};
use crate::exit::{Exit, Failure};
use crate::output::Output;

/// Runs an order for which a card is tapped.
pub(crate) fn tap(
    terminal: &mut Terminal,
    order: &Order,
    mut card: Box<dyn CardTransport>,
    (pins, progress): (&Pins, &Progress),
    output: Output,
) -> Result<Exit, Failure> {
    let profile = terminal.profile().clone();
    let mut watching = Watching::new(Messages::new(output, progress), progress);
    let sale = terminal.begin(order).map_err(|refusal| refused(&refusal, &profile))?;
    let id = sale.id();
    let result = sale.run(&mut card, |event| watching.event(event));
    progress.clear();
    let result = result.map_err(|error| sale_failed(&error))?;
    if let Some(failure) = pins.failure() {
        terminal.delivered(id).map_err(|error| journal_failed(&error))?;
        return Err(failure);
    }
    let cvm = result.finished().outcome.as_ref().map_or(Cvm::NotApplicable, |ended| ended.parameters.cvm);
    let messages = watching.end(result.transaction().verdict(), cvm);
    tell(terminal, &result, messages, output)
}

/// Runs an order for which no card is tapped.
pub(crate) fn submit(terminal: &mut Terminal, order: &Order, output: Output) -> Result<Exit, Failure> {
    let profile = terminal.profile().clone();
    let result = terminal.submit(order).map_err(|refusal| refused(&refusal, &profile))?;
    tell(terminal, &result, Messages::new(output, &Progress::new(false)), output)
}

/// Answers, and writes down that it did.
fn tell(
    terminal: &mut Terminal,
    result: &SaleResult,
    messages: Messages,
    output: Output,
) -> Result<Exit, Failure> {
    let answer = Answer::new(terminal, result, output.language)?;
    output.line("");
    output.line(answer.receipt());
    if let Some(detail) = answer.detail() {
        output.aside(format!("tap: {detail}"));
    }
    output.document(&answer.with_messages(messages.into_list()));
    terminal.delivered(result.transaction().id).map_err(|error| journal_failed(&error))?;
    match result {
        SaleResult::Unknown(_) => {
            output.aside(format!("tap: {}: {}", result.code().text(), result.code().what_to_do()));
            Ok(Exit::Unknown)
        }
        _ => Ok(Exit::Done),
    }
}
