//! The messages, as `assignment` says.

use tapkernel::core::data::{Amount, Money, Pan};

use super::settings::AcquirerSettings;
use crate::acquirer::assignment::{
    BATCH_FILE, ECHO, PARAMETER_FILE, PARAMETERS, PRE_AUTHORISED, RECONCILE, RECONCILE_AFTER_UPLOAD,
};
use crate::acquirer::iso8583::{Message, MessageType};
use crate::acquirer::{
    Advice, AdviceKind, AuthorisationRequest, BatchEntry, CardData, EntryMode, Operation, Original,
    ParameterRequest, Reversal, ReversalReason, Settlement, StatusQuery, Trace,
};
use crate::pin::{EncipheredPin, PinBlock};

impl AcquirerSettings {
    pub(super) fn authorisation(&self, request: &AuthorisationRequest<'_>) -> Message {
        let operation = request.operation;
        let mut message = self.message(operation.message_type(), request.trace);
        put_operation(&mut message, operation);
        put_money(&mut message, request.money);
        self.put_card(&mut message, request.card, true);
        if request.cashback != Amount::ZERO {
            let (code, cash) = (request.money.currency.code(), request.cashback.minor_units());
            message.insert(54, format!("0040{code:03}D{cash:012}"));
        }
        if let Some(pin) = request.pin {
            put_pin(&mut message, pin);
        }
        if let Some(original) = request.original {
            put_original(&mut message, original);
        }
        message
    }

    pub(super) fn advice(&self, advice: &Advice<'_>) -> Message {
        let mut message = self.message(MessageType::FINANCIAL_ADVICE, advice.trace);
        let operation = match advice.kind {
            AdviceKind::Completion => Operation::PreAuthorisation,
            AdviceKind::OfflineApproval => Operation::Purchase,
        };
        put_operation(&mut message, operation);
        put_money(&mut message, advice.money);
        self.put_card(&mut message, advice.card, false);
        if let Some(original) = advice.original {
            put_original(&mut message, original);
        }
        message
    }

    pub(super) fn reversal(&self, reversal: &Reversal<'_>) -> Message {
        let (message_type, reason) = match reversal.reason {
            ReversalReason::TimedOut => (MessageType::REVERSAL_ADVICE, Some("68")),
            ReversalReason::Malfunction => (MessageType::REVERSAL_ADVICE, Some("22")),
            ReversalReason::Cancelled => (MessageType::REVERSAL_ADVICE, Some("17")),
            ReversalReason::Void => (MessageType::REVERSAL, None),
        };
        let mut message = self.message(message_type, reversal.trace);
        put_operation(&mut message, reversal.original.operation);
        put_money(&mut message, reversal.money);
        self.put_card(&mut message, reversal.card, false);
        put_original(&mut message, reversal.original);
        if let Some(reason) = reason {
            message.insert(39, reason);
        }
        message
    }

    pub(super) fn status(&self, query: &StatusQuery) -> Message {
        let mut message = self.message(MessageType::ADMINISTRATIVE, query.trace);
        put_operation(&mut message, query.original.operation);
        put_original(&mut message, &query.original);
        message
    }

    pub(super) fn settlement(&self, settlement: &Settlement) -> Message {
        let mut message = self.message(MessageType::RECONCILIATION, settlement.trace);
        message.insert(3, if settlement.after_upload { RECONCILE_AFTER_UPLOAD } else { RECONCILE });
        message.insert(50, format!("{:03}", settlement.currency.code()));
        let totals = &settlement.totals;
        let rows = [
            (74, 86, totals.credits),
            (75, 87, totals.credit_reversals),
            (76, 88, totals.debits),
            (77, 89, totals.debit_reversals),
        ];
        for (count, sum, total) in rows {
            message.insert(count, format!("{:010}", total.count));
            message.insert(sum, format!("{:016}", total.sum));
        }
        let net = totals.net();
        message.insert(97, format!("{}{:016}", if net < 0 { 'D' } else { 'C' }, net.unsigned_abs()));
        if let Some(rows) = breakdown(settlement) {
            message.insert(63, rows);
        }
        message
    }

    pub(super) fn batch_entry(&self, entry: &BatchEntry) -> Message {
        let mut message = self.message(MessageType::FILE_UPDATE_ADVICE, entry.trace);
        put_operation(&mut message, entry.original.operation);
        put_money(&mut message, entry.money);
        put_original(&mut message, &entry.original);
        message.with(71, format!("{:04}", entry.number)).with(101, BATCH_FILE)
    }

    pub(super) fn echo(&self, trace: Trace) -> Message {
        self.message(MessageType::NETWORK_MANAGEMENT, trace).with(70, ECHO)
    }

    pub(super) fn parameters(&self, request: &ParameterRequest) -> Message {
        self.message(MessageType::FILE_UPDATE, request.trace)
            .with(3, PARAMETERS)
            .with(71, format!("{:04}", request.block))
            .with(101, PARAMETER_FILE)
    }

    /// What every message has.
    fn message(&self, message_type: MessageType, trace: Trace) -> Message {
        let (date, time) = (trace.date, trace.time);
        let clock = format!("{:02}{:02}{:02}", time.hour(), time.minute(), time.second());
        let mut message = Message::new(message_type)
            .with(7, transmitted(trace))
            .with(11, format!("{:06}", trace.stan.number()))
            .with(12, clock)
            .with(13, format!("{:02}{:02}", date.month(), date.day()))
            .with(41, self.terminal_id.as_str())
            .with(42, self.merchant_id.as_str())
            .with(60, format!("{:06}{}", trace.batch % 1_000_000, u8::from(self.tap_to_phone)));
        if let Some(code) = &self.merchant_type {
            message.insert(18, code.as_str());
        }
        message
    }

    /// The card: with track 2 and chip data in a request, with number and expiry in what follows it.
    fn put_card(&self, message: &mut Message, card: &CardData, request: bool) {
        let mode = match card.entry_mode {
            EntryMode::ContactlessChip => "071",
            EntryMode::ContactlessMagStripe => "911",
        };
        message.insert(22, mode);
        // n 2 in a byte; a card that has no digits there has no number.
        let number = card.sequence_number().map(|number| format!("{number:03X}"));
        if let Some(number) = number.filter(|number| number.bytes().all(|digit| digit.is_ascii_digit())) {
            message.insert(23, number);
        }
        if request {
            message.insert(35, track_2(card));
        } else {
            message.insert(2, digits(card.pan()));
        }
        if let Some(date) = card.track_2().expiration_date().filter(|_| !request) {
            message.insert(14, format!("{:02}{:02}", date.year() % 100, date.month()));
        }
        let field_55 = card.field_55(self.mark_form_factor);
        if request && !field_55.expose().is_empty() {
            message.insert(55, field_55.expose().as_slice());
        }
    }
}

fn put_operation(message: &mut Message, operation: Operation) {
    message.insert(3, format!("{}0000", operation.processing_type()));
    message.insert(25, if operation.is_pre_authorisation() { PRE_AUTHORISED } else { "00" });
}

fn put_money(message: &mut Message, money: Money) {
    message.insert(4, format!("{:012}", money.amount.minor_units()));
    message.insert(49, format!("{:03}", money.currency.code()));
}

fn put_pin(message: &mut Message, pin: &EncipheredPin) {
    let format = match pin.block {
        PinBlock::Format0(_) => "0100000000000000",
        PinBlock::Format4(_) => "0400000000000000",
    };
    message.insert(52, pin.block.as_bytes());
    message.insert(53, format);
    message.insert(62, pin.key_serial_number.as_bytes());
}

fn put_original(message: &mut Message, original: &Original) {
    let (message_type, stan) = (original.operation.message_type(), original.trace.stan.number());
    let elements = format!("{message_type}{stan:06}{}{:022}", transmitted(original.trace), 0);
    message.insert(90, elements);
    if let Some(rrn) = &original.rrn {
        message.insert(37, rrn.as_str());
    }
    if let Some(code) = &original.authorisation_code {
        message.insert(38, code.as_str());
    }
}

/// Field 7.
fn transmitted(trace: Trace) -> String {
    let (date, time) = (trace.date, trace.time);
    let (month, day) = (date.month(), date.day());
    format!("{month:02}{day:02}{:02}{:02}{:02}", time.hour(), time.minute(), time.second())
}

fn digits(pan: &Pan) -> Vec<u8> {
    pan.digits().map(|digit| b'0' | digit).collect()
}

/// Track 2 with `=` for the separator, without the fill.
fn track_2(card: &CardData) -> Vec<u8> {
    let nibbles = card.track_2().as_bytes().iter().flat_map(|byte| [byte >> 4, byte & 0x0F]);
    let mut characters = Vec::with_capacity(38);
    characters.extend(nibbles.take_while(|nibble| *nibble != 0xF).map(|nibble| 0x30 | nibble));
    characters
}

/// As many rows as the field has room for.
fn breakdown(settlement: &Settlement) -> Option<String> {
    let mut rows = String::new();
    for row in &settlement.breakdown {
        let (kind, total) = (row.operation.processing_type(), row.total);
        let next = format!("{},{kind},{:06},{:012};", row.scheme, total.count, total.sum);
        if rows.len() + next.len() > 999 {
            break;
        }
        rows.push_str(&next);
    }
    (!rows.is_empty()).then_some(rows)
}
