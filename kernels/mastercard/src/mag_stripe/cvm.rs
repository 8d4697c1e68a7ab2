//! The CVM of an online request in mag-stripe mode (Book C-2, S13 and S14).

use tapkernel_core::kernel::{AboveLimitWithoutCvm, BrandMismatch, Policies, UnauthenticatedCdcvm};
use tapkernel_core::outcome::Cvm;
use tapkernel_core::tlv::Tag;

use crate::dictionary::tags as mc;
use crate::path::Path;
use crate::tlv_database::TlvDatabase;

/// CVM and Receipt of the Outcome Parameter Set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MagStripeCvm {
    pub(crate) cvm: Cvm,
    pub(crate) receipt: bool,
}

/// S13: what the reader is configured for, above the Reader CVM Required Limit `DF811E` and up to it `DF812C`.
pub(crate) fn by_reader(db: &TlvDatabase, path: &mut Path) -> MagStripeCvm {
    if db.above_cvm_limit() {
        path.at("S13 CVM required");
        return MagStripeCvm {
            cvm: capability(db, mc::MAG_STRIPE_CVM_CAPABILITY_CVM_REQUIRED),
            receipt: true,
        };
    }
    path.at("S13 no CVM required");
    let cvm = capability(db, mc::MAG_STRIPE_CVM_CAPABILITY_NO_CVM_REQUIRED);
    MagStripeCvm { cvm, receipt: cvm == Cvm::ObtainSignature }
}

/// S14: what the phone says of its holder.
pub(crate) fn by_device(db: &TlvDatabase, verified: bool) -> MagStripeCvm {
    let cvm = if verified { Cvm::ConfirmationCodeVerified } else { Cvm::NoCvm };
    MagStripeCvm { cvm, receipt: verified && db.above_cvm_limit() }
}

/// Mag-stripe CVM Capability: bits 8 to 5, coded as the CVM of the Outcome Parameter Set. What a reader cannot do is N/A.
fn capability(db: &TlvDatabase, tag: Tag) -> Cvm {
    match db.value(tag).and_then(|value| value.first()) {
        Some(0x00..=0x0F) => Cvm::NoCvm,
        Some(0x10..=0x1F) => Cvm::ObtainSignature,
        Some(0x20..=0x2F) => Cvm::OnlinePin,
        _ => Cvm::NotApplicable,
    }
}

/// Where the product is stricter than the book; `None` declines. No signature covers what a card says in this mode.
pub(crate) fn harden(
    by_book: MagStripeCvm,
    other_brand: bool,
    (db, policies): (&TlvDatabase, Policies),
    path: &mut Path,
) -> Option<MagStripeCvm> {
    if policies.brand_mismatch == BrandMismatch::Decline && other_brand {
        path.at("mag-stripe policy brand mismatch");
        return None;
    }
    let mut hardened = by_book;
    let claimed = by_book.cvm == Cvm::ConfirmationCodeVerified;
    if claimed && policies.unauthenticated_cdcvm == UnauthenticatedCdcvm::OnlinePin {
        path.at("mag-stripe policy unauthenticated CDCVM");
        let pin = capability(db, mc::MAG_STRIPE_CVM_CAPABILITY_CVM_REQUIRED) == Cvm::OnlinePin;
        hardened.cvm = if pin && db.above_cvm_limit() { Cvm::OnlinePin } else { Cvm::NoCvm };
    }
    let unverified = db.above_cvm_limit() && matches!(hardened.cvm, Cvm::NoCvm | Cvm::NotApplicable);
    let given_up = claimed && unverified;
    if unverified && (given_up || policies.above_limit_without_cvm == AboveLimitWithoutCvm::Decline) {
        path.at("mag-stripe policy above the limit without CVM");
        return None;
    }
    Some(hardened)
}
