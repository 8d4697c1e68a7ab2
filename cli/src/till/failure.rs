//! Why a command at the till cannot do its work, in the words of the command line.

use tapkernel::drive::DriveError;
use tapkernel::profile::{Profile, ProfileCurrency};
use tapkernel::reader::ReaderError;
use tapkernel_terminal::journal::JournalError;
use tapkernel_terminal::operations::{OriginalFault, Refusal};
use tapkernel_terminal::people::PeopleError;
use tapkernel_terminal::sale::SaleError;
use tapkernel_terminal::terminal::{OpenError, SettleError};

use crate::exit::{Exit, Failure};

const JOURNAL: &str = "--journal";

/// An order was not begun.
pub(super) fn refused(refusal: &Refusal, profile: &Profile) -> Failure {
    let failure = match refusal {
        Refusal::Sale(error) => sale_failed(error),
        Refusal::Journal(error) => journal_failed(error),
        Refusal::ReversalsWait(_) => {
            Failure::unknown("--acquirer", format!("{refusal}, with tap recover; nothing was begun"))
        }
        Refusal::Original(stan, OriginalFault::Exceeds(left)) => {
            let currency = profile.currencies().find(|currency| currency.currency() == left.currency);
            let write = |c: &ProfileCurrency| format!("{} {}", c.write_amount(left.amount), c.letters());
            let left = currency.map_or_else(|| left.amount.minor_units().to_string(), write);
            Failure::bad_input(
                "--amount",
                format!("transaction {:06}: at most {left} is possible", stan.number()),
            )
        }
        other => Failure::bad_input(field(other), other.to_string()),
    };
    Failure { code: Some(refusal.code()), ..failure }
}

const fn field(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Amount(_) => "AMOUNT",
        Refusal::SupervisorNeeded(_) => "--supervisor",
        Refusal::Original(_, OriginalFault::Amount | OriginalFault::Currency) => "--amount",
        Refusal::NoSuchTransaction(_) | Refusal::Original(..) => "STAN",
        Refusal::Queue(_) => "--acquirer",
        Refusal::BatchCloses => "settle",
        Refusal::ReferenceTaken | Refusal::ReferenceFormat => "--reference",
        Refusal::ClockDoubted => "clock",
        Refusal::Attestation(_) => "attestation",
        _ => "--type",
    }
}

/// The journal cannot be opened or read, or takes no more; nothing was sent.
pub(crate) fn journal_failed(error: &JournalError) -> Failure {
    Failure::bad_input(JOURNAL, error.to_string())
}

/// A transaction that had begun came to no verdict here.
pub(crate) fn sale_failed(error: &SaleError) -> Failure {
    match error {
        SaleError::Journal(_) => Failure::unknown(JOURNAL, error.to_string()),
        SaleError::Reader(DriveError::Reader(ReaderError::NotConfigured(..))) => {
            Failure::bad_input("--type", error.to_string())
        }
        SaleError::Reader(DriveError::Reader(_)) => Failure::unknown("reader", error.to_string()),
        SaleError::Reader(_) => Failure::unknown("transport", error.to_string()),
        SaleError::PinPad(_) => Failure::unknown("PIN", error.to_string()),
        SaleError::Vault(_) => Failure::unknown(JOURNAL, error.to_string()),
        _ => Failure::bad_input(JOURNAL, error.to_string()),
    }
}

/// The terminal cannot be opened.
pub(super) fn open_failed(error: &OpenError) -> Failure {
    match error {
        OpenError::Reader(error) => Failure::bad_input("--profile", error.to_string()),
        OpenError::Interrupted(error) => sale_failed(error),
        _ => Failure::bad_input(JOURNAL, error.to_string()),
    }
}

/// The batch was not closed.
pub(crate) fn settle_failed(error: &SettleError) -> Failure {
    match error {
        SettleError::Nothing => Failure::bad_input(JOURNAL, error.to_string()),
        SettleError::ClockDoubted => {
            Failure::bad_input("clock", "the clock has jumped: give --confirm-clock with a supervisor's code")
        }
        SettleError::Failed(error) => sale_failed(error),
        _ => Failure::unknown("--acquirer", error.to_string()),
    }
}

/// A person did not get in, or a code was not set.
pub(crate) fn people_failed(field: &str, error: PeopleError) -> Failure {
    let exit = if matches!(error, PeopleError::Store(_)) { Exit::Unknown } else { Exit::BadInput };
    Failure { exit, ..Failure::bad_input(field, error.to_string()) }
}
