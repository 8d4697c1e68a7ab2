//! What the acquirer answers.

use std::fmt;

use tapkernel::core::data::{Amount, Database};
use tapkernel::core::tlv::TlvReader;

/// Response code, field 39 of ISO 8583 and Authorisation Response Code `8A`: two characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResponseCode(pub [u8; 2]);

impl ResponseCode {
    /// 00: approved, done.
    pub const APPROVED: Self = Self(*b"00");
    /// 55: wrong PIN.
    pub const WRONG_PIN: Self = Self(*b"55");

    /// Whether it is 00.
    pub fn is_approved(self) -> bool {
        self == Self::APPROVED
    }

    /// Whether it speaks of the moment and not of the transaction: in progress (09), enter again (19), too late (68), cut-off
    /// (90), issuer or network not there (91, 92), seen before (94), malfunction (96). As the answer to a repeat it does
    /// not say that the first was not acted on.
    pub fn is_of_the_moment(self) -> bool {
        matches!(&self.0, b"09" | b"19" | b"68" | b"90" | b"91" | b"92" | b"94" | b"96")
    }

    /// Whether the issuer wants the cardholder verified: 65, 1A and 70, the soft declines of the European schemes.
    pub fn is_soft_decline(self) -> bool {
        matches!(&self.0, b"65" | b"1A" | b"70")
    }
}

impl fmt::Display for ResponseCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|&byte| write!(f, "{}", char::from(byte)))
    }
}

/// The answer to a request for money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorisationResponse {
    /// Response code.
    pub response_code: ResponseCode,
    /// Authorisation code, six characters, if approved.
    pub authorisation_code: Option<String>,
    /// Retrieval Reference Number, twelve characters.
    pub rrn: Option<String>,
    /// The amount that is approved, if the answer names one. It may be less than what was asked for.
    pub amount: Option<Amount>,
    /// For the card at a second tap.
    pub emv: EmvData,
}

/// What the issuer says to the card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EmvData {
    /// Authorisation Response Code `8A` and Issuer Authentication Data `91`.
    pub objects: Database,
    /// Issuer Script Templates `71` and `72`, whole, in their order.
    pub scripts: Vec<Vec<u8>>,
}

impl EmvData {
    /// Reads field 55; `None` if it is no TLV.
    pub fn decode(field: &[u8]) -> Option<Self> {
        let mut data = Self::default();
        for object in TlvReader::new(field) {
            let object = object.ok()?;
            match object.tag.coded() {
                0x71 | 0x72 => data.scripts.push(field.get(object.offset..object.end())?.to_vec()),
                _ => data.objects.insert(object.tag, object.value),
            }
        }
        Some(data)
    }
}

/// The answer to an advice, a reversal, an echo: the response code says whether it was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledgement {
    /// Response code.
    pub response_code: ResponseCode,
    /// Retrieval Reference Number, if the answer has one.
    pub rrn: Option<String>,
}

/// What the acquirer knows of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HostState {
    /// It never arrived.
    NotFound,
    /// Approved, and standing.
    Approved,
    /// Declined.
    Declined,
    /// Approved, then undone.
    Reversed,
}

/// The answer to a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransactionStatus {
    /// What became of it.
    pub state: HostState,
    /// Its response code, if it was answered.
    pub response_code: Option<ResponseCode>,
    /// Its authorisation code.
    pub authorisation_code: Option<String>,
    /// Its Retrieval Reference Number.
    pub rrn: Option<String>,
}

/// A block of parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParameterBlock {
    /// Which, from 1.
    pub block: u16,
    /// How many there are.
    pub of: u16,
    /// The bytes.
    pub data: Vec<u8>,
}
