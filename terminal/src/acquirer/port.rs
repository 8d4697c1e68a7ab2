//! The port to the acquirer.

use tapkernel::core::data::Date;

use super::{
    Acknowledgement, Advice, AuthorisationRequest, AuthorisationResponse, BatchEntry, Delivery,
    MerchantHistory, MessageJournal, NotServed, ParameterBlock, ParameterRequest, Reversal, Settlement,
    SettlementResponse, StatusQuery, Trace, TransactionStatus,
};

/// What a terminal asks of its acquirer.
///
/// Every method blocks until there is an answer or the implementation's time limit is over, and gives the message to
/// `journal` before its first byte leaves. An implementation never repeats a message by itself.
pub trait Acquirer {
    /// Asks for money: purchase, cashback, cash, refund, pre-authorisation and its increments.
    fn authorise(
        &mut self,
        request: &AuthorisationRequest<'_>,
        journal: &mut dyn MessageJournal,
    ) -> Delivery<AuthorisationResponse>;

    /// Tells what has happened already: a completion, an offline approval. Repeated until acknowledged.
    fn advise(&mut self, advice: &Advice<'_>, journal: &mut dyn MessageJournal) -> Delivery<Acknowledgement>;

    /// Undoes an earlier message. For everything but a void repeated until acknowledged.
    fn reverse(
        &mut self,
        reversal: &Reversal<'_>,
        journal: &mut dyn MessageJournal,
    ) -> Delivery<Acknowledgement>;

    /// Asks what became of an earlier message.
    fn status(
        &mut self,
        query: &StatusQuery,
        journal: &mut dyn MessageJournal,
    ) -> Delivery<TransactionStatus>;

    /// Compares the totals of a batch in one currency.
    fn settle(
        &mut self,
        settlement: &Settlement,
        journal: &mut dyn MessageJournal,
    ) -> Delivery<SettlementResponse>;

    /// Sends one transaction of a batch whose totals differ.
    fn upload(&mut self, entry: &BatchEntry, journal: &mut dyn MessageJournal) -> Delivery<Acknowledgement>;

    /// Asks whether the acquirer is there.
    fn echo(&mut self, trace: Trace, journal: &mut dyn MessageJournal) -> Delivery<Acknowledgement>;

    /// Fetches one block of the terminal's parameters.
    fn download_parameters(
        &mut self,
        request: &ParameterRequest,
        journal: &mut dyn MessageJournal,
    ) -> Delivery<ParameterBlock>;

    /// The transactions of all devices of the merchant on these dates, both included. By default the acquirer does not
    /// tell: ISO 8583 has no message for it.
    ///
    /// # Errors
    ///
    /// [`NotServed`].
    fn merchant_history(&mut self, _from: Date, _to: Date) -> Result<Vec<MerchantHistory>, NotServed> {
        Err(NotServed)
    }
}
