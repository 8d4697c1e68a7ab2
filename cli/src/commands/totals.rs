//! `tap totals`.

use serde_json::{Value, json};
use tapkernel::core::data::Currency;
use tapkernel::profile::Profile;
use tapkernel_terminal::acquirer::CountAndSum;
use tapkernel_terminal::books::CurrencyTotals;
use tapkernel_terminal::transaction_kind::TransactionKind;

use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::till::{self, Kept, Shop, journal_failed};

#[derive(clap::Args)]
#[command(after_help = "Of the open batch, by currency, scheme and type. Sums in documents are minor units.")]
pub(crate) struct Arguments {
    #[command(flatten)]
    kept: Kept,
}

pub(crate) fn run(arguments: &Arguments, output: Output) -> Result<Exit, Failure> {
    let look = Shop::look(&arguments.kept)?;
    let books = look.reports.books().map_err(|error| journal_failed(&error))?;
    let mut documents = Vec::new();
    output.line(format!("batch {}", books.batch()));
    for (currency, totals) in books.totals().currencies() {
        documents.push(document(&look.profile, currency, totals)?);
        lines(&look.profile, currency, totals)?.iter().for_each(|line| output.line(line));
    }
    output.document(&json!({ "batch": books.batch(), "currencies": documents }));
    Ok(Exit::Done)
}

/// Totals of a currency for programs.
pub(super) fn document(
    profile: &Profile,
    currency: Currency,
    totals: &CurrencyTotals,
) -> Result<Value, Failure> {
    let letters = till::money::currency(profile, currency)?.letters();
    let total = |total: CountAndSum| json!({ "count": total.count, "sum": total.sum });
    let row = |((scheme, kind), sum): (&(String, TransactionKind), &CountAndSum)| json!({ "scheme": scheme, "type": kind.word(), "count": sum.count, "sum": sum.sum });
    Ok(json!({
        "currency": letters,
        "code": currency.code(),
        "debits": total(totals.totals.debits),
        "debit_reversals": total(totals.totals.debit_reversals),
        "credits": total(totals.totals.credits),
        "credit_reversals": total(totals.totals.credit_reversals),
        "net": i64::try_from(totals.totals.net()).ok(),
        "by_scheme": totals.by_scheme.iter().map(row).collect::<Value>(),
    }))
}

/// Totals of a currency for people.
pub(super) fn lines(
    profile: &Profile,
    currency: Currency,
    totals: &CurrencyTotals,
) -> Result<Vec<String>, Failure> {
    let known = till::money::currency(profile, currency)?;
    let letters = known.letters();
    let written = |minor_units| till::money::written(known, minor_units);
    let net = totals.totals.net();
    let sign = if net < 0 { "-" } else { "" };
    let net = written(u64::try_from(net.unsigned_abs()).unwrap_or(u64::MAX));
    let row = |((scheme, kind), sum): (&(String, TransactionKind), &CountAndSum)| {
        format!("  {scheme:12} {:14} {:>4} of {:>14} {letters}", kind.word(), sum.count, written(sum.sum))
    };
    let mut lines = vec![format!("{letters}: net {sign}{net}")];
    lines.extend(totals.by_scheme.iter().map(row));
    Ok(lines)
}
