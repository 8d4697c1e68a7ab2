//! The acquirer behind ISO 8583.

mod answers;
mod exchange;
mod messages;
mod of_profile;
mod settings;

pub use settings::{AcquirerSettings, SettingsError, Wait};

use super::iso8583::{Message, MessageType};
use super::link::{Connection, Connector};
use super::{
    Acknowledgement, Acquirer, Advice, AuthorisationRequest, AuthorisationResponse, BatchEntry, Delivery,
    MessageJournal, ParameterBlock, ParameterRequest, Reversal, Settlement, SettlementResponse, Stan,
    StatusQuery, Trace, TransactionStatus,
};

/// An acquirer that speaks ISO 8583:1987.
///
/// One message at a time, over a connection that is kept while nothing goes wrong. Answers are matched by message type,
/// STAN and terminal; others (late, twice) are dropped. After anything but a matching answer the connection is closed, so
/// that nothing of the past can be read later.
pub struct Iso8583Acquirer {
    settings: AcquirerSettings,
    connector: Box<dyn Connector>,
    connection: Option<Box<dyn Connection>>,
}

impl Iso8583Acquirer {
    /// Connects with the first message.
    pub fn new(settings: AcquirerSettings, connector: impl Connector + 'static) -> Self {
        Self { settings, connector: Box::new(connector), connection: None }
    }
}

impl std::fmt::Debug for Iso8583Acquirer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Iso8583Acquirer").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl Acquirer for Iso8583Acquirer {
    fn authorise(
        &mut self,
        request: &AuthorisationRequest<'_>,
        journal: &mut dyn MessageJournal,
    ) -> Delivery<AuthorisationResponse> {
        let message = self.settings.authorisation(request);
        self.exchange(request.trace.stan, message, journal).read(|answer| answers::authorisation(&answer))
    }

    fn advise(&mut self, advice: &Advice<'_>, journal: &mut dyn MessageJournal) -> Delivery<Acknowledgement> {
        let message = repeated(self.settings.advice(advice), advice.repeat);
        self.exchange(advice.trace.stan, message, journal).read(|answer| answers::acknowledgement(&answer))
    }

    fn reverse(
        &mut self,
        reversal: &Reversal<'_>,
        journal: &mut dyn MessageJournal,
    ) -> Delivery<Acknowledgement> {
        let message = repeated(self.settings.reversal(reversal), reversal.repeat);
        self.exchange(reversal.trace.stan, message, journal).read(|answer| answers::acknowledgement(&answer))
    }

    fn status(
        &mut self,
        query: &StatusQuery,
        journal: &mut dyn MessageJournal,
    ) -> Delivery<TransactionStatus> {
        let message = self.settings.status(query);
        self.exchange(query.trace.stan, message, journal).read(|answer| answers::status(&answer))
    }

    fn settle(
        &mut self,
        settlement: &Settlement,
        journal: &mut dyn MessageJournal,
    ) -> Delivery<SettlementResponse> {
        let message = self.settings.settlement(settlement);
        self.exchange(settlement.trace.stan, message, journal).read(|answer| answers::settlement(&answer))
    }

    fn upload(&mut self, entry: &BatchEntry, journal: &mut dyn MessageJournal) -> Delivery<Acknowledgement> {
        let message = self.settings.batch_entry(entry);
        self.exchange(entry.trace.stan, message, journal).read(|answer| answers::acknowledgement(&answer))
    }

    fn echo(&mut self, trace: Trace, journal: &mut dyn MessageJournal) -> Delivery<Acknowledgement> {
        let message = self.settings.echo(trace);
        self.exchange(trace.stan, message, journal).read(|answer| answers::acknowledgement(&answer))
    }

    fn download_parameters(
        &mut self,
        request: &ParameterRequest,
        journal: &mut dyn MessageJournal,
    ) -> Delivery<ParameterBlock> {
        let message = self.settings.parameters(request);
        let answer = self.exchange(request.trace.stan, message, journal);
        answer.read(|answer| answers::parameters(&answer, request.block))
    }
}

fn repeated(mut message: Message, repeat: bool) -> Message {
    if repeat {
        let repeat: MessageType = message.message_type().repeat();
        message.set_message_type(repeat);
    }
    message
}

/// What an answer must have to be that of a message.
struct Awaited {
    message_type: MessageType,
    stan: Stan,
}
