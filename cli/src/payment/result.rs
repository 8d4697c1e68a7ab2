//! How a payment ended.

use tapkernel::core::data::{Aid, Database, KernelId, MaskedPan, Pan, Track2EquivalentData, describe, tags};
use tapkernel::core::outcome::Cvm;
use tapkernel::reader::FinalOutcome;
use tapkernel_simulator::acquirer::AuthorisationResponse;
use tapkernel_terminal::acquirer::ResponseCode;

use super::reason::Reason;

/// How a payment ended, for the merchant.
#[derive(Clone, Debug)]
pub(crate) struct Verdict {
    /// `None`: approved.
    pub(crate) reason: Option<Reason>,
    /// The issuer's answer, if it was asked.
    pub(crate) response: Option<AuthorisationResponse>,
}

impl Verdict {
    pub(super) const fn without_issuer(reason: Option<Reason>) -> Self {
        Self { reason, response: None }
    }

    pub(super) fn of_issuer(response: AuthorisationResponse) -> Self {
        let reason =
            (!response.is_approved()).then_some(Reason::Issuer(ResponseCode(response.response_code.0)));
        Self { reason, response: Some(response) }
    }

    pub(crate) const fn is_approved(&self) -> bool {
        self.reason.is_none()
    }

    /// The merchant's word for it.
    pub(crate) const fn word(&self) -> &'static str {
        if self.is_approved() { "Approved" } else { "Declined" }
    }

    /// Whether the cardholder's signature is wanted.
    pub(crate) fn wants_signature(&self, cvm: Cvm) -> bool {
        self.is_approved() && cvm == Cvm::ObtainSignature
    }
}

/// What a receipt may tell of the card.
#[derive(Clone, Debug, Default)]
pub(crate) struct CardFacts {
    pub(crate) masked_pan: Option<MaskedPan>,
    /// Application Preferred Name or Application Label.
    pub(crate) application: Option<String>,
    pub(crate) aid: Option<Aid>,
    pub(crate) kernel: Option<KernelId>,
}

impl From<&FinalOutcome> for CardFacts {
    fn from(outcome: &FinalOutcome) -> Self {
        let known = [&outcome.database].into_iter().chain(&outcome.parameters.data_record);
        Self {
            masked_pan: known.clone().find_map(masked_pan),
            application: known.clone().find_map(application),
            aid: outcome.adf_name.or(outcome.aid),
            kernel: outcome.kernel,
        }
    }
}

fn masked_pan(objects: &Database) -> Option<MaskedPan> {
    let pan =
        objects.get(tags::APPLICATION_PAN).and_then(|value| Pan::decode(tags::APPLICATION_PAN, value).ok());
    let track = || Track2EquivalentData::decode(objects.get(tags::TRACK_2_EQUIVALENT_DATA)?).ok();
    pan.map(|pan| pan.masked()).or_else(|| track().map(|track| track.pan().masked()))
}

/// The preferred name, if its characters are those of ISO/IEC 8859-1, else the label (Book 1, 12.2.4). Cards write
/// them, so nothing but printable characters passes.
fn application(objects: &Database) -> Option<String> {
    let latin = objects.get(tags::ISSUER_CODE_TABLE_INDEX) == Some(&[0x01]);
    let preferred = objects.get(tags::APPLICATION_PREFERRED_NAME).filter(|_| latin);
    let name = preferred.or_else(|| objects.get(tags::APPLICATION_LABEL))?;
    let name = describe::shown(name);
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}
