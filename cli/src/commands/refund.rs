//! `tap refund`.

use tapkernel_terminal::acquirer::Stan;
use tapkernel_terminal::operations::Order;

use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::till::{self, Pins, Place, Progress, Shop, Tapped};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Number of the transaction whose money goes back, as on its receipt.
    #[arg(value_parser = till::stan)]
    stan: Stan,
    /// How much; without it all that is left of the transaction.
    #[arg(long, allow_negative_numbers = true)]
    amount: Option<String>,
    /// Code of the supervisor who allows it; NAME:CODE unless the name is supervisor.
    #[arg(long, value_name = "CODE")]
    supervisor: Option<String>,
    /// Your own reference: the same one twice gives the same result.
    #[arg(long, value_name = "TEXT")]
    reference: Option<String>,
    #[command(flatten)]
    card: Tapped,
    #[command(flatten)]
    place: Place,
}

pub(crate) fn run(arguments: Arguments, output: Output) -> Result<Exit, Failure> {
    arguments.place.of_earlier()?;
    let shop = Shop::open(&arguments.place)?;
    let grant = till::supervisor(&shop, arguments.supervisor)?;
    let progress = Progress::new(output.is_watched());
    let pins = Pins::new(Vec::new(), &progress)?;
    let mut terminal = shop.terminal(&arguments.place, &pins, shop.rules())?;
    let money = till::money_of(&terminal, arguments.stan, arguments.amount.as_deref())?;
    let order = Order::refund(arguments.stan, money);
    let order = match &grant {
        Some(grant) => order.allowed_by(grant),
        None => order,
    };
    let order = match arguments.reference {
        Some(reference) => order.reference(reference),
        None => order,
    };
    let card = arguments.card.open(&progress)?;
    till::tap(&mut terminal, &order, card, (&pins, &progress), output)
}
