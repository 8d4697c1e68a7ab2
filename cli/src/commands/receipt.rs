//! `tap receipt`.

use std::io::{Write, stdout};

use serde_json::{Value, json};
use tapkernel_terminal::acquirer::Stan;
use tapkernel_terminal::receipt::{EscPos, Layout, Receipt, ReceiptCopy};

use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::till::{self, Kept, Shop};

const ABOUT: &str = "\
Marked DUPLICATE: the first one came with the payment. escpos writes bytes for a printer: tap receipt 17 --journal FILE
--format escpos > /dev/usb/lp0. With --json the form stands in `receipt` of the document, as text or, for escpos, in
hexadecimal.";

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    Text,
    Html,
    Json,
    Qr,
    Sms,
    Escpos,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Copy {
    Merchant,
    Customer,
}

#[derive(clap::Args)]
#[command(after_help = ABOUT)]
pub(crate) struct Arguments {
    /// Number of the transaction.
    #[arg(value_parser = till::stan)]
    stan: Stan,
    /// Its form.
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    /// Whose copy.
    #[arg(long, value_enum)]
    copy: Option<Copy>,
    #[command(flatten)]
    kept: Kept,
}

pub(crate) fn run(arguments: &Arguments, output: Output) -> Result<Exit, Failure> {
    let look = Shop::look(&arguments.kept)?;
    let transaction = look.transaction(arguments.stan)?;
    let receipt = Receipt::of_transaction(&look.profile, &transaction, Some(output.language), None);
    let receipt = receipt.as_duplicate();
    let receipt = match arguments.copy {
        Some(Copy::Merchant) => receipt.as_copy(ReceiptCopy::Merchant),
        Some(Copy::Customer) => receipt.as_copy(ReceiptCopy::Customer),
        None => receipt,
    };
    let form = formed(&receipt, arguments.format)?;
    output
        .document(&json!({ "stan": format!("{:06}", arguments.stan.number()), "receipt": form.document() }));
    form.print(output);
    Ok(Exit::Done)
}

/// A receipt in one of its forms.
enum Formed {
    Text(String),
    Json(String),
    Bytes(Vec<u8>),
}

fn formed(receipt: &Receipt, form: Form) -> Result<Formed, Failure> {
    let wrong = |message: String| Failure::bad_input("--format", message);
    Ok(match form {
        Form::Text => Formed::Text(receipt.text(Layout::Free)),
        Form::Html => Formed::Text(receipt.html()),
        Form::Json => Formed::Json(receipt.json()),
        Form::Qr => Formed::Text(receipt.qr().map_err(|error| wrong(error.to_string()))?.terminal()),
        Form::Sms => Formed::Text(receipt.sms().text().to_owned()),
        Form::Escpos => {
            Formed::Bytes(receipt.esc_pos(EscPos::WIDE).map_err(|error| wrong(error.to_string()))?)
        }
    })
}

impl Formed {
    fn document(&self) -> Value {
        match self {
            Self::Text(text) => json!(text),
            Self::Json(text) => serde_json::from_str(text).unwrap_or_default(),
            Self::Bytes(bytes) => json!(bytes.iter().map(|byte| format!("{byte:02X}")).collect::<String>()),
        }
    }

    fn print(&self, output: Output) {
        match self {
            Self::Text(text) | Self::Json(text) => output.line(text),
            Self::Bytes(bytes) if !output.is_document() => {
                let _ = stdout().write_all(bytes).and_then(|()| stdout().flush());
            }
            Self::Bytes(_) => {}
        }
    }
}
