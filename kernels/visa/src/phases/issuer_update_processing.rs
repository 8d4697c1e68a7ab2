//! Issuer update processing: the second tap, with the issuer's answer (Book C-3, 5.1 and 5.10).
//!
//! The issuer has decided already; the card gets Issuer Authentication Data `91` with EXTERNAL AUTHENTICATE and then the
//! commands of the scripts, one by one (EMV 4.4 Book 3, 6.5.4 and 10.10). GET PROCESSING OPTIONS is not sent.

use alloc::vec::{IntoIter, Vec};

use tapkernel_core::apdu::{CApdu, RApdu, StatusWord};
use tapkernel_core::data::{TerminalTransactionQualifiers as Ttq, tags};
use tapkernel_core::kernel::{Activation, OnlineResponse};
use tapkernel_core::outcome::{ErrorIndication, L1Error, L2Error};

use crate::context::Context;
use crate::dictionary::tags as visa;
use crate::exit::Exit;
use crate::issuer_script::{IssuerScript, ScriptOutcome};
use crate::machine::{Phase, Step};
use crate::qualifiers::CardTransactionQualifiers as Ctq;

/// A command of the issuer is with the card.
#[derive(Debug)]
pub(crate) struct IssuerUpdateProcessing {
    authenticating: bool,
    current: IssuerScript,
    rest: IntoIter<IssuerScript>,
    /// Issuer Script Results `9F5B`, five bytes a script.
    results: Vec<u8>,
    approved: bool,
}

impl IssuerUpdateProcessing {
    /// Starts on the application of the first tap, which the Entry Point selected again.
    pub(crate) fn start(activation: &Activation, response: &OnlineResponse, cx: &mut Context) -> Step {
        cx.at("Issuer Update Processing");
        if !cx.ttq.has(Ttq::ISSUER_UPDATE_SUPPORTED) || !card_supports_update(activation) {
            return Err(Exit::UpdateImpossible(ErrorIndication::level_2(L2Error::TerminalDataError)));
        }
        let selected = activation.selection.as_ref().map(|selection| selection.status);
        if selected != Some(StatusWord::OK) {
            let status = selected.unwrap_or(StatusWord(0));
            return Err(Exit::UpdateImpossible(ErrorIndication::status(status)));
        }
        let scripts: Vec<_> = response.scripts.iter().map(|script| IssuerScript::parse(script)).collect();
        let update = Self {
            authenticating: false,
            current: IssuerScript::default(),
            rest: scripts.into_iter(),
            results: Vec::new(),
            approved: issuer_approves(response),
        };
        match response.data.get(tags::ISSUER_AUTHENTICATION_DATA).and_then(CApdu::external_authenticate) {
            Some(command) => {
                cx.at("Issuer Update Processing: EXTERNAL AUTHENTICATE");
                cx.send(command);
                Ok(Phase::IssuerUpdateProcessing(Self { authenticating: true, ..update }))
            }
            None => update.next_script(cx),
        }
    }

    /// The card answered. After an authentication that it refuses, no script is sent.
    pub(crate) fn ra(mut self, rapdu: &[u8], cx: &mut Context) -> Step {
        let answer = RApdu::parse(rapdu).map_err(|_| interrupted(L1Error::Protocol))?;
        if !self.authenticating {
            self.current.answered(answer.status);
            return self.next_command(cx);
        }
        self.authenticating = false;
        if answer.status == StatusWord::OK {
            return self.next_script(cx);
        }
        cx.at("Issuer Update Processing: authentication failed");
        for script in self.rest.by_ref() {
            self.results.extend_from_slice(&script.result(ScriptOutcome::NotPerformed));
        }
        self.finish(cx)
    }

    fn next_script(mut self, cx: &mut Context) -> Step {
        match self.rest.next() {
            Some(script) => {
                self.current = script;
                self.next_command(cx)
            }
            None => self.finish(cx),
        }
    }

    /// The next command of this script or of one after it. A loop, since the issuer may send any number.
    fn next_command(mut self, cx: &mut Context) -> Step {
        loop {
            match self.current.next_command() {
                Ok(command) => {
                    cx.at("Issuer Update Processing: script command");
                    cx.send(command);
                    return Ok(Phase::IssuerUpdateProcessing(self));
                }
                Err(outcome) => self.results.extend_from_slice(&self.current.result(outcome)),
            }
            match self.rest.next() {
                Some(script) => self.current = script,
                None => return self.finish(cx),
            }
        }
    }

    fn finish(self, cx: &mut Context) -> Step {
        if !self.results.is_empty() {
            cx.db.insert(visa::ISSUER_SCRIPT_RESULTS, &self.results);
        }
        Err(if self.approved { Exit::IssuerApproved } else { Exit::Declined(ErrorIndication::default()) })
    }
}

/// The card's word of the first tap, where the reader has kept it.
fn card_supports_update(activation: &Activation) -> bool {
    let Some(first_tap) = &activation.previous else { return true };
    let qualifiers =
        first_tap.get(visa::CARD_TRANSACTION_QUALIFIERS).and_then(|value| Ctq::decode(value).ok());
    qualifiers.is_some_and(|qualifiers| qualifiers.has(Ctq::ISSUER_UPDATE_SUPPORTED))
}

/// The card left, or cannot be understood: the issuer's decision stands, the update is not repeated.
pub(crate) fn interrupted(error: L1Error) -> Exit {
    Exit::UpdateImpossible(ErrorIndication::level_1(error))
}

/// Authorisation Response Code `8A`: 00, 10 and 11 approve (EMV 4.4 Book 4, A6).
fn issuer_approves(response: &OnlineResponse) -> bool {
    matches!(response.data.get(tags::AUTHORISATION_RESPONSE_CODE), Some(b"00" | b"10" | b"11"))
}
