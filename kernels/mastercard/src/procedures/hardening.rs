//! Where the product is stricter than the book: policies, applied before GENERATE AC.
//!
//! None ends the transaction: what is not allowed makes the kernel ask for an AAC, so that records and torn transactions
//! keep their rules. Failures of ODA work through bits that count as set in TAC-Denial.

use tapkernel_core::data::{
    AcType, CvmRule, Pan, TerminalCapabilities, TerminalType, Track2EquivalentData, tags,
};
use tapkernel_core::kernel::{
    AboveLimitWithoutCvm, BrandMismatch, OdaFailed, OdaUnknownKey, OfflineApproval, Policies,
    UnauthenticatedCdcvm,
};
use tapkernel_core::oda::{OdaReason, OdaReport};
use tapkernel_core::outcome::Cvm;

use super::cvm_selection::{CvmSelection, NONE_SUCCESSFUL};
use crate::bits::TerminalVerificationResults as Tvr;
use crate::config::CoBadgedPrefixes;
use crate::path::Path;
use crate::tlv_database::TlvDatabase;

/// The bits that count as set in TAC-Denial. Not offered is not failed.
pub(crate) fn denial(policies: Policies, oda: OdaReport) -> Tvr {
    let declines = match oda.reason {
        Some(OdaReason::UnknownCaKey) => policies.oda_unknown_key == OdaUnknownKey::Decline,
        _ => policies.oda_failed == OdaFailed::Decline,
    };
    Tvr::default().with(Tvr::CDA_FAILED, declines)
}

/// A claim of on-device verification that no signature will cover: the PIN in its place, or no success.
pub(crate) fn unauthenticated_cdcvm(
    db: &TlvDatabase,
    policies: Policies,
    selection: CvmSelection,
    cda_expected: bool,
    path: &mut Path,
) -> CvmSelection {
    let claimed = selection.cvm == Cvm::ConfirmationCodeVerified;
    if !claimed || cda_expected || policies.unauthenticated_cdcvm == UnauthenticatedCdcvm::AsBook {
        return selection;
    }
    path.at("policy unauthenticated CDCVM");
    if db.has(tags::TERMINAL_CAPABILITIES, TerminalCapabilities::ENCIPHERED_PIN_ONLINE) {
        return CvmSelection::online_pin(CvmRule { code: 0x02, condition_code: 0x00 });
    }
    CvmSelection::not_successful(Tvr::default(), NONE_SUCCESSFUL)
}

/// The cryptogram to ask for, given what terminal action analysis came to, the CVM, and [`other_brand`].
pub(crate) fn harden(
    db: &TlvDatabase,
    policies: Policies,
    (cvm, other_brand): (Cvm, bool),
    wanted: AcType,
    path: &mut Path,
) -> AcType {
    let unverified = policies.above_limit_without_cvm == AboveLimitWithoutCvm::Decline
        && db.above_cvm_limit()
        && matches!(cvm, Cvm::NoCvm | Cvm::NotApplicable);
    if wanted != AcType::Aac && unverified {
        path.at("policy above the limit without CVM");
        return AcType::Aac;
    }
    if wanted != AcType::Aac && policies.brand_mismatch == BrandMismatch::Decline && other_brand {
        path.at("policy brand mismatch");
        return AcType::Aac;
    }
    if wanted == AcType::Tc && policies.offline_approval == OfflineApproval::Never {
        path.at("policy no offline approval");
        let coded = db.value(tags::TERMINAL_TYPE).unwrap_or_default();
        let online = TerminalType::decode(coded).is_ok_and(TerminalType::is_online_capable);
        return if online { AcType::Arqc } else { AcType::Aac };
    }
    wanted
}

/// Whether the account number is one that another scheme is known to issue and the profile does not list as co-badged,
/// or contradicts the one in track 2.
pub(crate) fn other_brand(db: &TlvDatabase, co_badged: &CoBadgedPrefixes) -> bool {
    let Some(pan) =
        db.value(tags::APPLICATION_PAN).and_then(|pan| Pan::decode(tags::APPLICATION_PAN, pan).ok())
    else {
        return true;
    };
    let track_2 = db.value(tags::TRACK_2_EQUIVALENT_DATA).map(Track2EquivalentData::decode);
    let contradicts = track_2.is_some_and(|track| track.is_ok_and(|track| *track.pan() != pan));
    contradicts || of_other_scheme(pan.digits(), co_badged)
}

/// Whether another scheme is known to issue account numbers that begin so, and the profile does not list them as
/// co-badged.
pub(crate) fn of_other_scheme(
    digits: impl Iterator<Item = u8> + Clone,
    co_badged: &CoBadgedPrefixes,
) -> bool {
    let first_four = digits.clone().take(4).fold(0_u16, |number, digit| number * 10 + u16::from(digit));
    let others = matches!(first_four, 4000..=4999 | 3400..=3499 | 3700..=3799 | 3528..=3589 | 6200..=6299);
    others && !co_badged.cover(digits)
}
