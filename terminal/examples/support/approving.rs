//! An acquirer that takes everything at once, for what is about something else.

use tapkernel_terminal::acquirer::iso8583::{Message, MessageType};
use tapkernel_terminal::acquirer::{
    Acknowledgement, Acquirer, Advice, AuthorisationRequest, AuthorisationResponse, BatchEntry, Delivery,
    EmvData, HostState, MessageJournal, NotSent, Outgoing, ParameterBlock, ParameterRequest, ResponseCode,
    Reversal, ReversalReason, Settlement, SettlementResponse, StatusQuery, Trace, TransactionStatus,
};

/// Takes everything at once.
pub(crate) struct Approving;

const TAKEN: Acknowledgement = Acknowledgement { response_code: ResponseCode::APPROVED, rrn: None };

/// The answer, once the journal has the message: nothing leaves before that.
pub(crate) fn answered<T>(
    message_type: MessageType,
    trace: Trace,
    journal: &mut dyn MessageJournal,
    answer: impl FnOnce() -> T,
) -> Delivery<T> {
    let fields = Message::new(message_type);
    match journal.before_send(&Outgoing { message_type, stan: trace.stan, fields: &fields }) {
        Ok(()) => Delivery::Answered(answer()),
        Err(_) => Delivery::NotSent(NotSent::Journal),
    }
}

/// The type of a reversal, with the mark of a repeat.
pub(crate) fn reversal_type(reversal: &Reversal<'_>) -> MessageType {
    let first = match reversal.reason {
        ReversalReason::Void => MessageType::REVERSAL,
        _ => MessageType::REVERSAL_ADVICE,
    };
    if reversal.repeat { first.repeat() } else { first }
}

impl Acquirer for Approving {
    fn authorise(
        &mut self,
        request: &AuthorisationRequest<'_>,
        journal: &mut dyn MessageJournal,
    ) -> Delivery<AuthorisationResponse> {
        answered(request.operation.message_type(), request.trace, journal, || AuthorisationResponse {
            response_code: ResponseCode::APPROVED,
            authorisation_code: Some("123456".to_owned()),
            rrn: None,
            amount: None,
            emv: EmvData::default(),
        })
    }

    fn advise(&mut self, advice: &Advice<'_>, journal: &mut dyn MessageJournal) -> Delivery<Acknowledgement> {
        answered(MessageType::FINANCIAL_ADVICE, advice.trace, journal, || TAKEN)
    }

    fn reverse(
        &mut self,
        reversal: &Reversal<'_>,
        journal: &mut dyn MessageJournal,
    ) -> Delivery<Acknowledgement> {
        answered(reversal_type(reversal), reversal.trace, journal, || TAKEN)
    }

    fn status(
        &mut self,
        query: &StatusQuery,
        journal: &mut dyn MessageJournal,
    ) -> Delivery<TransactionStatus> {
        answered(MessageType::ADMINISTRATIVE, query.trace, journal, || TransactionStatus {
            state: HostState::Approved,
            response_code: Some(ResponseCode::APPROVED),
            authorisation_code: None,
            rrn: None,
        })
    }

    fn settle(
        &mut self,
        settlement: &Settlement,
        journal: &mut dyn MessageJournal,
    ) -> Delivery<SettlementResponse> {
        answered(MessageType::RECONCILIATION, settlement.trace, journal, || SettlementResponse {
            response_code: ResponseCode::APPROVED,
            balanced: true,
        })
    }

    fn upload(&mut self, entry: &BatchEntry, journal: &mut dyn MessageJournal) -> Delivery<Acknowledgement> {
        answered(MessageType::FILE_UPDATE_ADVICE, entry.trace, journal, || TAKEN)
    }

    fn echo(&mut self, trace: Trace, journal: &mut dyn MessageJournal) -> Delivery<Acknowledgement> {
        answered(MessageType::NETWORK_MANAGEMENT, trace, journal, || TAKEN)
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
