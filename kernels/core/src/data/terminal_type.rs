//! Terminal Type.

use super::{FormatError, FormatFault, tags};

/// Terminal Type: `9F35`, n 2 (EMV 4.4 Book 4, A1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TerminalType {
    /// Under whose control the terminal is.
    pub operator: Operator,
    /// Whether an attendant is there.
    pub attended: bool,
    /// Whether it can go online.
    pub connectivity: Connectivity,
}

/// Who controls the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    /// A financial institution: first digit 1.
    FinancialInstitution,
    /// A merchant: first digit 2.
    Merchant,
    /// The cardholder: first digit 3, never attended.
    Cardholder,
}

/// Whether the terminal can go online.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Connectivity {
    /// Second digit 1 or 4.
    OnlineOnly,
    /// Second digit 2 or 5.
    OfflineWithOnlineCapability,
    /// Second digit 3 or 6.
    OfflineOnly,
}

impl TerminalType {
    /// Reads the coded form.
    ///
    /// # Errors
    ///
    /// [`FormatFault::Length`] unless it has one byte, [`FormatFault::Range`] for a type that Book 4 does not have.
    pub const fn decode(value: &[u8]) -> Result<Self, FormatError> {
        let &[coded] = value else { return Err(wrong(FormatFault::Length)) };
        let operator = match coded >> 4 {
            1 => Operator::FinancialInstitution,
            2 => Operator::Merchant,
            3 => Operator::Cardholder,
            _ => return Err(wrong(FormatFault::Range)),
        };
        let (attended, connectivity) = match coded & 0x0F {
            1 => (true, Connectivity::OnlineOnly),
            2 => (true, Connectivity::OfflineWithOnlineCapability),
            3 => (true, Connectivity::OfflineOnly),
            4 => (false, Connectivity::OnlineOnly),
            5 => (false, Connectivity::OfflineWithOnlineCapability),
            6 => (false, Connectivity::OfflineOnly),
            _ => return Err(wrong(FormatFault::Range)),
        };
        if attended && matches!(operator, Operator::Cardholder) {
            return Err(wrong(FormatFault::Range));
        }
        Ok(Self { operator, attended, connectivity })
    }

    /// The coded form.
    pub const fn encode(self) -> [u8; 1] {
        let operator = match self.operator {
            Operator::FinancialInstitution => 0x10,
            Operator::Merchant => 0x20,
            Operator::Cardholder => 0x30,
        };
        let connectivity = match self.connectivity {
            Connectivity::OnlineOnly => 1,
            Connectivity::OfflineWithOnlineCapability => 2,
            Connectivity::OfflineOnly => 3,
        };
        [operator + connectivity + if self.attended { 0 } else { 3 }]
    }

    /// Whether it can ask the issuer.
    pub const fn is_online_capable(self) -> bool {
        !matches!(self.connectivity, Connectivity::OfflineOnly)
    }
}

const fn wrong(fault: FormatFault) -> FormatError {
    FormatError::new(tags::TERMINAL_TYPE, fault)
}
