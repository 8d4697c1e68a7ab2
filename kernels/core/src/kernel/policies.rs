//! Where a product may be stricter than the book.
//!
//! Each policy has the value `AsBook` and a stricter one. "Not offered by the card" is never "failed".

macro_rules! policy {
    ($(#[$doc:meta])+ $name:ident, $(#[$strict_doc:meta])+ $strict:ident) => {
        $(#[$doc])+
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub enum $name {
            /// As the kernel's book has it.
            AsBook,
            $(#[$strict_doc])+
            #[default]
            $strict,
        }
    };
}

policy! {
    /// Offline data authentication was done and failed.
    OdaFailed,
    /// Decline, also when the card asks to go online.
    Decline
}
policy! {
    /// The card offers offline data authentication under a CA key that the reader does not have.
    OdaUnknownKey,
    /// Decline.
    Decline
}
policy! {
    /// The amount needs a CVM and none came of it.
    AboveLimitWithoutCvm,
    /// Decline.
    Decline
}
policy! {
    /// The card claims that its holder was verified on the device, and no verified signature covers the claim.
    UnauthenticatedCdcvm,
    /// Ask for the PIN; decline if the reader has none.
    OnlinePin
}
policy! {
    /// The card approves offline.
    OfflineApproval,
    /// Never; such a transaction goes online or is declined.
    Never
}
policy! {
    /// The PAN belongs to another scheme than the application that was selected.
    BrandMismatch,
    /// Decline, unless the profile lists the pair as co-badged.
    Decline
}

/// The policies of a profile. The default is the strict one throughout.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Policies {
    /// ODA was done and failed.
    pub oda_failed: OdaFailed,
    /// ODA under an unknown CA key.
    pub oda_unknown_key: OdaUnknownKey,
    /// A CVM was needed and there was none.
    pub above_limit_without_cvm: AboveLimitWithoutCvm,
    /// A CDCVM claim without a signature.
    pub unauthenticated_cdcvm: UnauthenticatedCdcvm,
    /// Approval by the card alone.
    pub offline_approval: OfflineApproval,
    /// PAN and application of different schemes.
    pub brand_mismatch: BrandMismatch,
}

impl Policies {
    /// Book behaviour throughout.
    pub const AS_BOOK: Self = Self {
        oda_failed: OdaFailed::AsBook,
        oda_unknown_key: OdaUnknownKey::AsBook,
        above_limit_without_cvm: AboveLimitWithoutCvm::AsBook,
        unauthenticated_cdcvm: UnauthenticatedCdcvm::AsBook,
        offline_approval: OfflineApproval::AsBook,
        brand_mismatch: BrandMismatch::AsBook,
    };
}
