//! `tap pay`.

use tapkernel_terminal::rules::Rules;

use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::till::{self, Kind, Order, Pins, Place, Progress, Shop, Tapped};

const ABOUT: &str = "\
The software acquirer answers by the cents of the amount, for example .51 insufficient funds; all others are approved.
The PIN is asked for only when the outcome says Online PIN, after the card was read, or when the issuer asks for it; of the
software cards it is 1234. With --journal every step is in FILE before the next one, and tap refund, tap void, tap receipt
and others follow; without it the STAN is 000001 each time.";

#[derive(clap::Args)]
#[command(after_help = ABOUT)]
pub(crate) struct Arguments {
    /// What is to be paid, with the currency's decimals: 41.00
    #[arg(allow_negative_numbers = true)]
    amount: String,
    /// Currency, ISO 4217 letters or number.
    #[arg(long, value_name = "CODE", default_value = "EUR")]
    currency: String,
    #[command(flatten)]
    card: Tapped,
    /// The PIN, in case it is asked for; without it the terminal asks. Given again: the next one, if that was wrong.
    #[arg(long, value_name = "DIGITS")]
    pin: Vec<String>,
    /// Transaction type.
    #[arg(long = "type", value_enum, default_value_t = Kind::Purchase)]
    kind: Kind,
    /// The cash part of a cashback.
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    other: Option<String>,
    /// Your own reference, up to 64 characters: the same one twice gives the same result, and nobody pays twice.
    #[arg(long, value_name = "TEXT", requires = "journal")]
    reference: Option<String>,
    /// The operator who enters it; NAME:CODE, or NAME, and the terminal asks for the code.
    #[arg(long, value_name = "NAME", requires = "journal")]
    operator: Option<String>,
    #[command(flatten)]
    place: Place,
}

pub(crate) fn run(arguments: Arguments, output: Output) -> Result<Exit, Failure> {
    let shop = Shop::open(&arguments.place)?;
    let texts = (arguments.amount.as_str(), arguments.other.as_deref(), arguments.currency.as_str());
    let order = Order::new(&shop.profile, arguments.kind, texts)?.at_the_terminal();
    let order = match arguments.reference {
        Some(reference) => order.reference(reference),
        None => order,
    };
    let order = match till::operator(&shop, arguments.operator)? {
        Some(grant) => order.operated_by(&grant),
        None => order,
    };
    let progress = Progress::new(output.is_watched());
    let card = arguments.card.open(&progress)?;
    let pins = Pins::new(arguments.pin, &progress)?;
    let rules = shop.rules();
    let rules = Rules { pin_tries: pins.tries().min(rules.pin_tries), ..rules };
    let mut terminal = shop.terminal(&arguments.place, &pins, rules)?;
    till::tap(&mut terminal, &order, card, (&pins, &progress), output)
}
