//! The batch is closed.

use tapkernel::core::data::Currency;

use super::recorder::Recorder;
use super::{Desk, Terminal};
use crate::acquirer::{BatchEntry, Delivery, ResponseCode, Settlement, SettlementResponse, Trace};
use crate::books::{CurrencyTotals, Posting};
use crate::journal::{Entry, JournalError, TransactionId};
use crate::moment::Moment;
use crate::operations::Refusal;
use crate::sale::SaleError;

/// A batch that was closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettlementReport {
    /// Its number.
    pub batch: u32,
    /// When.
    pub at: Moment,
    /// Its currencies.
    pub currencies: Vec<SettledCurrency>,
}

/// The totals of a batch in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettledCurrency {
    /// The currency.
    pub currency: Currency,
    /// Its totals.
    pub totals: CurrencyTotals,
    /// Whether the acquirer had the same totals, or took ours after every transaction was sent to it.
    pub balanced: bool,
    /// Whether every transaction was sent to it.
    pub uploaded: bool,
}

/// Why a batch is not closed. It stays as it is; after a failure in the middle no sale begins until it was settled again,
/// with the same number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SettleError {
    /// There is nothing in it.
    #[error("there is nothing to settle")]
    Nothing,
    /// Something waits for the acquirer.
    #[error("{0} messages wait for the acquirer: recover first")]
    Pending(usize),
    /// The clock cannot be believed.
    #[error("the clock has jumped: confirm it first")]
    ClockDoubted,
    /// The acquirer did not answer. Settle again.
    #[error("the acquirer did not answer: settle again")]
    NoAnswer,
    /// The acquirer refused.
    #[error("the acquirer refused the settlement with response code {0}")]
    Refused(ResponseCode),
    /// The journal, the vault.
    #[error(transparent)]
    Failed(#[from] SaleError),
}

impl From<JournalError> for SettleError {
    fn from(error: JournalError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<Refusal> for SettleError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Journal(error) => error.into(),
            Refusal::Sale(error) => error.into(),
            _ => Self::ClockDoubted,
        }
    }
}

impl Terminal {
    /// Closes the batch: everything due goes out, the totals of each currency are compared with the acquirer's, and where
    /// they differ every transaction is sent. The next batch is opened when all currencies are done.
    ///
    /// # Errors
    ///
    /// [`SettleError`].
    pub fn settle(&mut self) -> Result<SettlementReport, SettleError> {
        self.end_interrupted()?;
        if self.clock_is_doubted() {
            return Err(SettleError::ClockDoubted);
        }
        self.send_all_due()?;
        match self.books().due().count() {
            0 => {}
            waiting => return Err(SettleError::Pending(waiting)),
        }
        let batch = self.books().batch();
        let currencies: Vec<_> =
            self.books().totals().currencies().map(|(currency, totals)| (currency, totals.clone())).collect();
        if currencies.is_empty() {
            return Err(SettleError::Nothing);
        }
        if !self.books().is_closing() {
            self.desk.ledger.write_all(None, vec![(Entry::BatchClosing { batch }, None)])?;
        }
        let settled = currencies
            .into_iter()
            .map(|(currency, totals)| self.desk.settle_currency(batch, currency, totals))
            .collect::<Result<_, _>>()?;
        let at = self.now();
        self.desk.ledger.write_all(None, vec![(Entry::BatchClosed { batch }, None)])?;
        Ok(SettlementReport { batch, at, currencies: settled })
    }
}

/// Field 71 has four digits; the number of an entry starts anew after them.
const MOST_ENTRIES: u16 = 9999;

/// Response code 95: the totals differ.
const DIFFERS: ResponseCode = ResponseCode(*b"95");

impl Desk {
    fn settle_currency(
        &mut self,
        batch: u32,
        currency: Currency,
        totals: CurrencyTotals,
    ) -> Result<SettledCurrency, SettleError> {
        let response = self.compare(batch, currency, &totals, false)?;
        if response.balanced {
            return Ok(SettledCurrency { currency, totals, balanced: true, uploaded: false });
        }
        if ![ResponseCode::APPROVED, DIFFERS].contains(&response.response_code) {
            return Err(SettleError::Refused(response.response_code));
        }
        self.upload(batch, currency)?;
        let response = self.compare(batch, currency, &totals, true)?;
        if !response.response_code.is_approved() {
            return Err(SettleError::Refused(response.response_code));
        }
        Ok(SettledCurrency { currency, totals, balanced: response.balanced, uploaded: true })
    }

    fn compare(
        &mut self,
        batch: u32,
        currency: Currency,
        totals: &CurrencyTotals,
        after_upload: bool,
    ) -> Result<SettlementResponse, SettleError> {
        let (trace, made) = self.trace(batch)?;
        let settlement = Settlement {
            trace,
            currency,
            totals: totals.totals,
            breakdown: totals.breakdown(),
            after_upload,
        };
        let mut recorder = Recorder::new(&mut self.ledger, None, made);
        let delivery = self.acquirer.settle(&settlement, &mut recorder);
        recorder.finish()?;
        match delivery {
            Delivery::Answered(response) => Ok(response),
            Delivery::NotSent(_) | Delivery::Unknown(_) => Err(SettleError::NoAnswer),
        }
    }

    /// Sends every transaction of a batch in this currency.
    fn upload(&mut self, batch: u32, currency: Currency) -> Result<(), SettleError> {
        let postings: Vec<(TransactionId, Posting)> = self
            .ledger
            .books()
            .totals()
            .postings()
            .filter(|(_, posting)| posting.money.currency == currency)
            .map(|(id, posting)| (id, posting.clone()))
            .collect();
        for (number, (id, posting)) in (1..=MOST_ENTRIES).cycle().zip(postings) {
            let transaction = self.transaction(id)?;
            let original = transaction.original(transaction.stan()).ok_or(SaleError::Vanished)?;
            let (trace, made) = self.trace(batch)?;
            let entry = BatchEntry { trace, original, money: posting.money, number };
            let mut recorder = Recorder::new(&mut self.ledger, None, made);
            let delivery = self.acquirer.upload(&entry, &mut recorder);
            recorder.finish()?;
            match delivery.answer() {
                Some(answer) if answer.response_code.is_approved() => {}
                Some(answer) => return Err(SettleError::Refused(answer.response_code)),
                None => return Err(SettleError::NoAnswer),
            }
        }
        Ok(())
    }

    fn trace(&self, batch: u32) -> Result<(Trace, Moment), SettleError> {
        let (stan, made) = (self.next_stan()?, self.ledger.now());
        Ok((Trace { stan, date: made.date, time: made.time, batch }, made))
    }
}
