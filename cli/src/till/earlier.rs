//! An earlier transaction, and how much of it.

use tapkernel::core::data::{Amount, Money};
use tapkernel_terminal::acquirer::Stan;
use tapkernel_terminal::terminal::Terminal;

use super::failure::refused;
use super::money;
use crate::exit::Failure;

/// The amount of a follow-up in the currency of the earlier transaction; without a text what is left of it.
pub(crate) fn money_of(terminal: &Terminal, stan: Stan, text: Option<&str>) -> Result<Money, Failure> {
    let profile = terminal.profile();
    let chain = terminal.chain(stan).map_err(|refusal| refused(&refusal, profile))?;
    let all = chain.original.begun.money;
    let Some(text) = text else {
        let left = all.amount.minor_units().saturating_sub(chain.refunded());
        return Ok(Money { amount: Amount::new(left).unwrap_or(Amount::ZERO), ..all });
    };
    let currency = money::currency(profile, all.currency)?;
    Ok(Money { amount: money::amount("--amount", text, currency)?, ..all })
}
