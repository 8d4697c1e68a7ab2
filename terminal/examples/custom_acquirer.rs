//! An acquirer of one's own: the bank of the house, which knows one account and keeps its own books.
//!
//! `cargo run -p tapkernel-terminal --example custom_acquirer`
mod support;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use support::approving::{answered, reversal_type};
use support::{Failure, Folder, Nfc, eur};
use tapkernel_terminal::acquirer::iso8583::MessageType;
use tapkernel_terminal::acquirer::{
    Acknowledgement, Acquirer, Advice, AuthorisationRequest, AuthorisationResponse, BatchEntry, Delivery,
    EmvData, HostState, MessageJournal, Operation, ParameterBlock, ParameterRequest, ResponseCode, Reversal,
    Settlement, SettlementResponse, Stan, StatusQuery, Trace, TransactionStatus, Unknown,
};
use tapkernel_terminal::journal::SharedJournal;
use tapkernel_terminal::journal::sqlite::{SqliteJournal, SqliteSettings};
use tapkernel_terminal::receipt::Reason;
use tapkernel_terminal::tapkernel::profile::Profile;
use tapkernel_terminal::terminal::{Ports, Terminal};
use tapkernel_terminal::vault::KeyFileVault;

/// 51: insufficient funds.
const INSUFFICIENT_FUNDS: ResponseCode = ResponseCode(*b"51");
/// 25: no such message.
const NOT_FOUND: ResponseCode = ResponseCode(*b"25");

/// What was taken from the account, by message, in cents; negative if it went back.
#[derive(Default)]
struct Books {
    balance: i64,
    moved: BTreeMap<Stan, i64>,
    /// The next answer is lost on its way.
    loses_an_answer: bool,
}

/// The bank. Clones share its books.
#[derive(Clone, Default)]
struct HouseBank(Arc<Mutex<Books>>);

impl HouseBank {
    fn books(&self) -> MutexGuard<'_, Books> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Books {
    /// Moves money out of the account, if there is as much.
    fn take(&mut self, stan: Stan, cents: i64) -> ResponseCode {
        if cents > self.balance {
            return INSUFFICIENT_FUNDS;
        }
        self.balance -= cents;
        self.moved.insert(stan, cents);
        ResponseCode::APPROVED
    }

    /// Puts it back. A second time changes nothing, and a message that never came is none to undo.
    fn undo(&mut self, stan: Stan) -> ResponseCode {
        match self.moved.get_mut(&stan) {
            Some(cents) => {
                self.balance += std::mem::take(cents);
                ResponseCode::APPROVED
            }
            None => NOT_FOUND,
        }
    }
}

const fn acknowledged(response_code: ResponseCode) -> Acknowledgement {
    Acknowledgement { response_code, rrn: None }
}

impl Acquirer for HouseBank {
    fn authorise(
        &mut self,
        request: &AuthorisationRequest<'_>,
        journal: &mut dyn MessageJournal,
    ) -> Delivery<AuthorisationResponse> {
        let cents = i64::try_from(request.money.amount.minor_units()).unwrap_or(i64::MAX);
        let cents = if request.operation == Operation::Refund { -cents } else { cents };
        let mut books = self.books();
        let delivery = answered(request.operation.message_type(), request.trace, journal, || {
            let response_code = books.take(request.trace.stan, cents);
            let authorisation_code = response_code.is_approved().then(|| "HOUSE1".to_owned());
            let emv = EmvData::default();
            AuthorisationResponse { response_code, authorisation_code, rrn: None, amount: None, emv }
        });
        // Silence is neither yes nor no: an implementation says so, and the terminal undoes what may have arrived.
        match std::mem::take(&mut books.loses_an_answer) {
            true => Delivery::Unknown(Unknown::TimeOut),
            false => delivery,
        }
    }

    fn advise(&mut self, advice: &Advice<'_>, journal: &mut dyn MessageJournal) -> Delivery<Acknowledgement> {
        let cents = i64::try_from(advice.money.amount.minor_units()).unwrap_or(i64::MAX);
        let mut books = self.books();
        answered(MessageType::FINANCIAL_ADVICE, advice.trace, journal, || {
            // A repeat has the number of the first, and moves nothing again.
            books.undo(advice.trace.stan);
            acknowledged(books.take(advice.trace.stan, cents))
        })
    }

    fn reverse(
        &mut self,
        reversal: &Reversal<'_>,
        journal: &mut dyn MessageJournal,
    ) -> Delivery<Acknowledgement> {
        let mut books = self.books();
        answered(reversal_type(reversal), reversal.trace, journal, || {
            acknowledged(books.undo(reversal.original.trace.stan))
        })
    }

    fn status(
        &mut self,
        query: &StatusQuery,
        journal: &mut dyn MessageJournal,
    ) -> Delivery<TransactionStatus> {
        let state = match self.books().moved.get(&query.original.trace.stan) {
            None => HostState::NotFound,
            Some(0) => HostState::Reversed,
            Some(_) => HostState::Approved,
        };
        answered(MessageType::ADMINISTRATIVE, query.trace, journal, || TransactionStatus {
            state,
            response_code: None,
            authorisation_code: None,
            rrn: None,
        })
    }

    fn settle(
        &mut self,
        settlement: &Settlement,
        journal: &mut dyn MessageJournal,
    ) -> Delivery<SettlementResponse> {
        let moved: i64 = self.books().moved.values().sum();
        let balanced = settlement.totals.net() == i128::from(moved);
        let response_code = if balanced { ResponseCode::APPROVED } else { ResponseCode(*b"95") };
        answered(MessageType::RECONCILIATION, settlement.trace, journal, || SettlementResponse {
            response_code,
            balanced,
        })
    }

    fn upload(&mut self, entry: &BatchEntry, journal: &mut dyn MessageJournal) -> Delivery<Acknowledgement> {
        answered(MessageType::FILE_UPDATE_ADVICE, entry.trace, journal, || {
            acknowledged(ResponseCode::APPROVED)
        })
    }

    fn echo(&mut self, trace: Trace, journal: &mut dyn MessageJournal) -> Delivery<Acknowledgement> {
        answered(MessageType::NETWORK_MANAGEMENT, trace, journal, || acknowledged(ResponseCode::APPROVED))
    }

    fn download_parameters(
        &mut self,
        request: &ParameterRequest,
        journal: &mut dyn MessageJournal,
    ) -> Delivery<ParameterBlock> {
        let block = ParameterBlock { block: request.block, of: 1, data: Vec::new() };
        answered(MessageType::FILE_UPDATE, request.trace, journal, || block)
    }
}

fn main() -> Result<(), Failure> {
    let folder = Folder::new("custom-acquirer")?;
    let journal = SqliteJournal::open(&folder.file("journal"), &SqliteSettings::default())?;
    let journal = SharedJournal::new(journal);
    let vault = KeyFileVault::open_or_create(&folder.file("key"))?;
    let pin_pad = support::pin_pad(&journal, "1234")?;
    let bank = HouseBank::default();
    bank.books().balance = 3000;
    let ports = Ports::new(journal, bank.clone(), pin_pad, vault, support::clock()?);
    let profile = Profile::built_in("softpos-eur").ok_or("no such profile")?;
    let mut terminal = Terminal::open(profile, Default::default(), ports)?;
    let mut nfc = Nfc::with_card("visa-credit")?;

    let paid = terminal.purchase(eur(2500)?).begin()?.run(&mut nfc, |_| {})?;
    assert!(paid.is_approved() && bank.books().balance == 500);

    let too_much = terminal.purchase(eur(1000)?).begin()?.run(&mut nfc, |_| {})?;
    assert_eq!(too_much.reason(), Some(Reason::Issuer(INSUFFICIENT_FUNDS)));

    // The bank takes the money, and the terminal never hears of it: it is put back at once.
    bank.books().loses_an_answer = true;
    let lost = terminal.purchase(eur(500)?).begin()?.run(&mut nfc, |_| {})?;
    assert_eq!(lost.reason(), Some(Reason::Reversed));
    assert_eq!(bank.books().balance, 500);

    let settled = terminal.settle()?.currencies;
    assert!(settled.iter().all(|currency| currency.balanced) && settled.len() == 1);
    println!("paid, declined, reversed; the account has {} cents, and the books agree", bank.books().balance);
    Ok(())
}
