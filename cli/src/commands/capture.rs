//! `tap capture`.

use tapkernel_terminal::acquirer::Stan;
use tapkernel_terminal::operations::Order;

use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::till::{self, Place, Shop};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Number of the pre-authorisation, as on its receipt.
    #[arg(value_parser = till::stan)]
    stan: Stan,
    /// How much of what is held is taken; it ends the pre-authorisation.
    #[arg(long, allow_negative_numbers = true)]
    amount: String,
    #[command(flatten)]
    place: Place,
}

pub(crate) fn run(arguments: &Arguments, output: Output) -> Result<Exit, Failure> {
    arguments.place.of_earlier()?;
    let mut terminal = Shop::open(&arguments.place)?.terminal_without_pins(&arguments.place)?;
    let money = till::money_of(&terminal, arguments.stan, Some(&arguments.amount))?;
    till::submit(&mut terminal, &Order::completion(arguments.stan, money), output)
}
