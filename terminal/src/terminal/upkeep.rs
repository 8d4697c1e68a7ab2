//! What keeps a terminal in order between transactions.

use tapkernel::core::data::Date;
use tapkernel::profile::Profile;
use tapkernel::reader::ReaderError;

use super::Terminal;
use super::recorder::Recorder;
use crate::acquirer::{Delivery, MerchantHistory, NotServed, Stan, Trace};
use crate::operations::{Refusal, Today, VoidOrRefund};
use crate::rules::Rules;
use crate::sale::SaleError;

impl Terminal {
    /// Asks whether the acquirer is there.
    ///
    /// # Errors
    ///
    /// [`SaleError`]: the journal did not take the message.
    pub fn echo(&mut self) -> Result<bool, SaleError> {
        let (stan, made, batch) = (self.desk.next_stan()?, self.now(), self.books().batch());
        let trace = Trace { stan, date: made.date, time: made.time, batch };
        let mut recorder = Recorder::new(&mut self.desk.ledger, None, made);
        let delivery = self.desk.acquirer.echo(trace, &mut recorder);
        recorder.finish()?;
        Ok(matches!(delivery, Delivery::Answered(answer) if answer.response_code.is_approved()))
    }

    /// How the money of an earlier transaction goes back today: by a void, or by a refund and why.
    ///
    /// # Errors
    ///
    /// [`Refusal::NoSuchTransaction`]; the journal.
    pub fn void_or_refund(&self, stan: Stan) -> Result<VoidOrRefund, Refusal> {
        let chain = self.chain(stan)?;
        let today = self.today();
        Ok(VoidOrRefund::of(&chain.original, today.day, today.batch, chain.refunded()))
    }

    /// What follow-ups are judged by now.
    pub(super) fn today(&self) -> Today<'_> {
        Today { day: self.desk.ledger.day(), batch: self.books().batch(), rules: &self.desk.rules }
    }

    /// The transactions of all devices of the merchant. Only the acquirer has them.
    ///
    /// # Errors
    ///
    /// [`NotServed`] where the acquirer does not tell.
    pub fn merchant_history(&mut self, from: Date, to: Date) -> Result<Vec<MerchantHistory>, NotServed> {
        self.desk.acquirer.merchant_history(from, to)
    }

    /// Puts another profile and other rules into force for the next transaction, as a whole or not at all.
    ///
    /// # Errors
    ///
    /// [`ReaderError`] if the profile does not fit the reader; what was in force stays.
    pub fn replace_profile(&mut self, profile: Profile, rules: Rules) -> Result<(), ReaderError> {
        self.readers.replace_profile(profile.clone())?;
        self.desk.profile = profile;
        self.desk.rules = rules;
        Ok(())
    }
}
