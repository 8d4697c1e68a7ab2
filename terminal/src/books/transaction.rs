//! A transaction, worked out from its records.

use tapkernel::core::data::Date;

use super::{Fate, ReversalState, SentMessage};
use crate::acquirer::iso8583::MessageType;
use crate::acquirer::{Operation, Original, ResponseCode, Stan, Trace};
use crate::journal::{
    Answered, Begun, CardRead, Ended, Entry, Record, Resolved, Sending, Sequence, TransactionId, Unanswered,
};
use crate::moment::Moment;
use crate::receipt::Reason;

/// A transaction as its records tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction {
    /// Which.
    pub id: TransactionId,
    /// When it began.
    pub at: Moment,
    /// Its business date.
    pub day: Date,
    /// What was to be done.
    pub begun: Begun,
    /// The card, if one was read.
    pub card: Option<CardRead>,
    /// The last record that has sealed card data beside it.
    pub sealed_at: Option<Sequence>,
    /// The requests and advices that were sent for it, in order; no reversals and no queries.
    pub messages: Vec<SentMessage>,
    /// What must be undone.
    pub reversal: Option<ReversalState>,
    /// How it ended.
    pub ended: Option<Ended>,
    /// What became of it if that was unknown.
    pub resolved: Option<Resolved>,
    /// Whether the app has the result.
    pub delivered: bool,
    /// The record with the cardholder's signature.
    pub signed_at: Option<Sequence>,
}

/// What a transaction has come to, for the merchant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Done as asked.
    Approved,
    /// Nothing moved.
    Declined(Reason),
    /// Not known yet.
    Unknown,
}

impl Transaction {
    /// The transaction that a record begins; `None` for any other record.
    pub fn begin(record: &Record) -> Option<Self> {
        let Entry::Begun(begun) = &record.entry else { return None };
        Some(Self {
            id: TransactionId(record.sequence),
            at: record.at,
            day: record.day,
            begun: begun.as_ref().clone(),
            card: None,
            sealed_at: None,
            messages: Vec::new(),
            reversal: None,
            ended: None,
            resolved: None,
            delivered: false,
            signed_at: None,
        })
    }

    /// The transaction that these records tell, in their order.
    pub fn of(records: &[Record]) -> Option<Self> {
        let (first, rest) = records.split_first()?;
        let mut transaction = Self::begin(first)?;
        rest.iter().for_each(|record| transaction.apply(record));
        Some(transaction)
    }

    /// Takes the next of its records.
    pub fn apply(&mut self, record: &Record) {
        match &record.entry {
            Entry::CardRead(card) => {
                self.card = Some(card.as_ref().clone());
                self.sealed_at = record.sealed.is_some().then_some(record.sequence).or(self.sealed_at);
            }
            Entry::Sending(sending) => self.sending(sending),
            Entry::Answered(answered) => self.answered(answered),
            Entry::Unanswered(unanswered) => self.unanswered(unanswered),
            Entry::ReversalDue(due) => {
                self.reversal = Some(ReversalState { due: *due, sent: false, acknowledged: None });
            }
            Entry::Ended(ended) => self.ended = Some(*ended),
            Entry::Resolved(resolved) => self.resolved = Some(*resolved),
            Entry::Signed => self.signed_at = Some(record.sequence),
            Entry::Delivered => self.delivered = true,
            _ => {}
        }
    }

    fn sending(&mut self, sending: &Sending) {
        match sending.message_type.original() {
            MessageType::REVERSAL_ADVICE => {
                if let Some(reversal) = &mut self.reversal {
                    reversal.sent = true;
                }
            }
            MessageType::ADMINISTRATIVE => {}
            message_type => match self.message(message_type, sending.stan) {
                Some(message) => message.fate = Fate::Open,
                None => self.messages.push(SentMessage {
                    message_type,
                    stan: sending.stan,
                    made: sending.made,
                    with_pin: sending.with_pin,
                    fate: Fate::Open,
                }),
            },
        }
    }

    fn answered(&mut self, answered: &Answered) {
        match answered.message_type {
            MessageType::REVERSAL_ADVICE => {
                if let Some(reversal) = &mut self.reversal {
                    reversal.acknowledged = Some(answered.response_code);
                }
            }
            message_type => {
                if let Some(message) = self.message(message_type, answered.stan) {
                    message.fate = Fate::Answered(answered.clone());
                }
            }
        }
    }

    fn unanswered(&mut self, unanswered: &Unanswered) {
        if let Some(message) = self.message(unanswered.message_type, unanswered.stan) {
            message.fate = if unanswered.may_have_arrived { Fate::Silent } else { Fate::NotSent };
        }
    }

    fn message(&mut self, message_type: MessageType, stan: Stan) -> Option<&mut SentMessage> {
        self.messages.iter_mut().find(|sent| sent.message_type == message_type && sent.stan == stan)
    }

    /// What it has come to; `None` while it runs.
    pub fn verdict(&self) -> Option<Verdict> {
        Some(match (self.ended?, self.resolved) {
            (Ended::Approved, _) | (Ended::Unknown, Some(Resolved::Confirmed)) => Verdict::Approved,
            (Ended::Declined { reason }, _) => Verdict::Declined(reason),
            (Ended::Unknown, Some(Resolved::Reversed)) => Verdict::Declined(Reason::Reversed),
            (Ended::Unknown, Some(Resolved::Declined { response_code })) => {
                Verdict::Declined(Reason::Issuer(response_code))
            }
            (Ended::Unknown, None) => Verdict::Unknown,
        })
    }

    /// Whether it is approved for good.
    pub fn is_approved(&self) -> bool {
        self.verdict() == Some(Verdict::Approved)
    }

    /// Whether its money counts as moved when limits are judged: approved, or not known to be otherwise.
    pub fn may_stand(&self) -> bool {
        !matches!(self.verdict(), Some(Verdict::Declined(_)))
    }

    /// Its number for the merchant: that of the last request, or the one that was kept for it.
    pub fn stan(&self) -> Stan {
        self.messages.last().map_or(self.begun.stan, |message| message.stan)
    }

    /// Whether it has this number: that of one of its messages, or the one that was kept for it.
    pub fn is_named(&self, stan: Stan) -> bool {
        self.begun.stan == stan || self.messages.iter().any(|message| message.stan == stan)
    }

    /// The answer that counts.
    pub fn answer(&self) -> Option<&Answered> {
        self.messages.iter().rev().find_map(|message| match &message.fate {
            Fate::Answered(answered) => Some(answered),
            _ => None,
        })
    }

    /// How many wrong PINs the issuer has seen.
    pub fn wrong_pins(&self) -> usize {
        let wrong = |message: &&SentMessage| matches!(&message.fate, Fate::Answered(answered) if answered.response_code == ResponseCode::WRONG_PIN);
        self.messages.iter().filter(wrong).count()
    }

    /// The message with this number, as follow-ups name it.
    pub fn original(&self, stan: Stan) -> Option<Original> {
        let sent = self.messages.iter().rev().find(|message| message.stan == stan)?;
        let answered = match &sent.fate {
            Fate::Answered(answered) => Some(answered),
            _ => None,
        };
        Some(Original {
            operation: self.begun.kind.operation().unwrap_or(Operation::Purchase),
            trace: self.trace(stan, sent.made),
            rrn: answered.and_then(|answered| answered.rrn.clone()),
            authorisation_code: answered.and_then(|answered| answered.authorisation_code.clone()),
        })
    }

    /// A message of its batch.
    pub fn trace(&self, stan: Stan, made: Moment) -> Trace {
        Trace { stan, date: made.date, time: made.time, batch: self.begun.batch }
    }

    /// Whether nothing more can become of it but follow-ups of their own.
    pub fn is_finished(&self) -> bool {
        self.delivered && self.due().is_none() && !matches!(self.verdict(), None | Some(Verdict::Unknown))
    }
}
