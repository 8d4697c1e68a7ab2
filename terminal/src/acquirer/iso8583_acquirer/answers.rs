//! Reading the answers. `None`: there is no response code, or something in it cannot be.

use tapkernel::core::data::Amount;

use crate::acquirer::iso8583::Message;
use crate::acquirer::{
    Acknowledgement, AuthorisationResponse, EmvData, HostState, ParameterBlock, ResponseCode,
    SettlementResponse, TransactionStatus,
};

fn response_code(answer: &Message) -> Option<ResponseCode> {
    answer.bytes(39)?.try_into().ok().map(ResponseCode)
}

fn text(answer: &Message, field: u8) -> Option<String> {
    answer.text(field).map(str::to_owned)
}

pub(super) fn authorisation(answer: &Message) -> Option<AuthorisationResponse> {
    let amount = match answer.number(4) {
        None => None,
        Some(amount) => Some(Amount::new(amount)?),
    };
    Some(AuthorisationResponse {
        response_code: response_code(answer)?,
        authorisation_code: text(answer, 38).filter(|code| !code.trim().is_empty()),
        rrn: text(answer, 37),
        amount,
        emv: EmvData::decode(answer.bytes(55).unwrap_or_default())?,
    })
}

pub(super) fn acknowledgement(answer: &Message) -> Option<Acknowledgement> {
    Some(Acknowledgement { response_code: response_code(answer)?, rrn: text(answer, 37) })
}

/// The state is in field 48: a letter, and for what was answered the response code and the authorisation code.
pub(super) fn status(answer: &Message) -> Option<TransactionStatus> {
    let found = response_code(answer)?;
    if found == ResponseCode(*b"25") {
        let state = HostState::NotFound;
        return Some(TransactionStatus { state, response_code: None, authorisation_code: None, rrn: None });
    }
    let (state, rest) = answer.bytes(48).filter(|_| found.is_approved())?.split_first()?;
    let state = match state {
        b'A' => HostState::Approved,
        b'D' => HostState::Declined,
        b'R' => HostState::Reversed,
        _ => return None,
    };
    let (code, authorisation_code) = rest.split_first_chunk()?;
    let authorisation_code = core::str::from_utf8(authorisation_code).ok()?.trim();
    Some(TransactionStatus {
        state,
        response_code: Some(ResponseCode(*code)),
        authorisation_code: Some(authorisation_code.to_owned()).filter(|code| !code.is_empty()),
        rrn: text(answer, 37),
    })
}

pub(super) fn settlement(answer: &Message) -> Option<SettlementResponse> {
    Some(SettlementResponse { response_code: response_code(answer)?, balanced: answer.text(66) == Some("1") })
}

pub(super) fn parameters(answer: &Message, asked: u16) -> Option<ParameterBlock> {
    let number = |field| answer.number(field).and_then(|number| u16::try_from(number).ok());
    let (block, of) = (number(71)?, number(72)?);
    let data = answer.bytes(120)?.to_vec();
    let right = response_code(answer)?.is_approved() && block == asked && block <= of;
    right.then_some(ParameterBlock { block, of, data })
}
