//! The decision by the cryptogram's type (Book C-3, 5.4.3).

use tapkernel_core::data::{AcType, TerminalTransactionQualifiers as Ttq};
use tapkernel_core::kernel::OfflineApproval;

/// The Decline Required and Online Required by Reader Indicators in one value, since a decline outweighs the other.
///
/// The order is the order of weight; a decision only ever grows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Decision {
    /// Neither indicator is set: the transaction may be approved offline.
    #[default]
    Offline,
    /// Online Required by Reader.
    Online,
    /// Decline Required by Reader.
    Decline,
}

/// The cryptogram's type from the Card Verification Results, for a card that sends no Cryptogram Information Data:
/// Issuer Application Data byte 5, bits 6 and 5 (requirement 5.4.3.1).
pub(crate) fn cryptogram_type_from_iad(issuer_application_data: &[u8]) -> Option<AcType> {
    match issuer_application_data.get(4)? >> 4 & 0b11 {
        0b00 => Some(AcType::Aac),
        0b01 => Some(AcType::Tc),
        0b10 => Some(AcType::Arqc),
        _ => None,
    }
}

/// What the cryptogram asks for (5.4.3.2). A type that cannot be told is declined.
///
/// A TC answers a reader that asked for an online cryptogram only if somebody changed the question, so it goes online;
/// so does every TC of a product that never approves offline.
pub(crate) fn decide(cryptogram: Option<AcType>, ttq: Ttq, policy: OfflineApproval) -> Decision {
    match cryptogram {
        Some(AcType::Arqc) => Decision::Online,
        Some(AcType::Tc) if ttq.has(Ttq::ONLINE_CRYPTOGRAM_REQUIRED) => Decision::Online,
        Some(AcType::Tc) if policy == OfflineApproval::Never => Decision::Online,
        Some(AcType::Tc) => Decision::Offline,
        Some(AcType::Aac) | None => Decision::Decline,
    }
}

#[cfg(test)]
mod tests;
