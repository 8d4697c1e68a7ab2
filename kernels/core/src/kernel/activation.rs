//! What a kernel gets when the Entry Point activates it (Book B, 3.4).

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroize;

use super::{Policies, PreProcessing, ReaderLimits};
use crate::apdu::StatusWord;
use crate::data::{Aid, Database, TransactionData};
use crate::oda::CaPublicKeys;

/// Everything a kernel knows at its start.
#[derive(Clone, Debug)]
pub struct Activation {
    /// The transaction.
    pub transaction: TransactionData,
    /// Whether the Entry Point came here by a restart (Book B, 3.2.1).
    pub restart: bool,
    /// The application that was selected; `None` when the kernel starts again at D with the card still there.
    pub selection: Option<Selection>,
    /// What pre-processing left.
    pub pre_processing: PreProcessing,
    /// The limits that it was done with.
    pub limits: ReaderLimits,
    /// The terminal's data objects: static ones, the kernel's configuration, the transaction's, the Unpredictable Number.
    pub data: Database,
    /// Where the product is stricter than the book.
    pub policies: Policies,
    /// The CA public keys of the profile.
    pub ca_public_keys: Arc<CaPublicKeys>,
    /// The issuer's answer, at a second tap or for a card that was held.
    pub online_response: Option<OnlineResponse>,
    /// With an issuer's answer: all data objects that the kernel had when it asked for it.
    pub previous: Option<Database>,
}

/// The selected application (Book B, 3.3.3).
#[derive(Clone)]
pub struct Selection {
    /// AID of the reader's Combination.
    pub aid: Aid,
    /// ADF Name as the card's directory gave it.
    pub adf_name: Aid,
    /// The answer to SELECT, without the status word.
    pub fci: Vec<u8>,
    /// Its status word.
    pub status: StatusWord,
}

/// The answer to SELECT is wiped: some cards give track data in it.
impl Drop for Selection {
    fn drop(&mut self) {
        self.fci.zeroize();
    }
}

impl fmt::Debug for Selection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Selection({}, FCI of {} bytes, {})", self.adf_name, self.fci.len(), self.status)
    }
}

/// What the issuer answered, for a second tap (Book A, 5.9).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct OnlineResponse {
    /// Authorisation Response Code `8A`, Issuer Authentication Data `91`.
    pub data: Database,
    /// Issuer scripts, templates `71` and `72`, each whole and in the order of arrival.
    pub scripts: Vec<Vec<u8>>,
}

impl OnlineResponse {
    /// Whether it holds anything for the card.
    pub fn has_emv_data(&self) -> bool {
        self.data.is_not_empty(crate::data::tags::ISSUER_AUTHENTICATION_DATA) || !self.scripts.is_empty()
    }
}

impl fmt::Debug for OnlineResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OnlineResponse({:?}, {} scripts)", self.data, self.scripts.len())
    }
}
