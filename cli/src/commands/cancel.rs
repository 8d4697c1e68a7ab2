//! `tap cancel`.

use tapkernel_terminal::acquirer::Stan;
use tapkernel_terminal::operations::Order;

use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::till::{self, Place, Shop};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Number of the pre-authorisation whose money is let go, as on its receipt.
    #[arg(value_parser = till::stan)]
    stan: Stan,
    #[command(flatten)]
    place: Place,
}

pub(crate) fn run(arguments: &Arguments, output: Output) -> Result<Exit, Failure> {
    arguments.place.of_earlier()?;
    let mut terminal = Shop::open(&arguments.place)?.terminal_without_pins(&arguments.place)?;
    till::submit(&mut terminal, &Order::cancellation(arguments.stan), output)
}
