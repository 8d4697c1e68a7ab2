//! What must not happen, said from the card's genuine answers and the reader's results, not from the kernel's rules.

use std::collections::BTreeMap;

use tapkernel::core::data::{Database, tags};
use tapkernel::core::oda::OdaResult;
use tapkernel::core::outcome::{Cvm, Outcome};
use tapkernel::core::tlv::Tag;

use crate::man::objects;
use crate::software_tap::{LIMIT, Paid};

/// What an attack achieved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Breach {
    /// Above the limit, accepted or sent on without a PIN, and the card never said that its holder was verified.
    PinBypassed,
    /// Above the limit, the device's claim was taken without a verified signature.
    ClaimNotSigned,
    /// Approved without the host.
    ApprovedOffline,
    /// Approved without the host on a cryptogram that the card did not make, or made for something else.
    ForgedApproval,
    /// Accepted or sent on although the card's signature failed.
    FailedOdaIgnored,
    /// Counted as authentic, although what is signed is not as the card sent it.
    ForgedSignature,
    /// Another scheme's account accepted or sent on under a Visa application.
    BrandMixed,
    /// The host approved a cryptogram that does not verify, or that declines.
    HostFooled,
}

impl Breach {
    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::PinBypassed => "PIN bypassed",
            Self::ClaimNotSigned => "device's claim taken unsigned",
            Self::ApprovedOffline => "approved without the host",
            Self::ForgedApproval => "approved offline on a forged cryptogram",
            Self::FailedOdaIgnored => "failed ODA ignored",
            Self::ForgedSignature => "forged data counted as authentic",
            Self::BrandMixed => "scheme mixed up",
            Self::HostFooled => "host fooled",
        }
    }
}

/// How strict the profile is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standard {
    /// The book's own promises.
    Book,
    /// The invariants of the product: INV-CVM, INV-ODA, INV-AC, INV-ONLINE.
    Product,
}

/// The data objects that a signature of the card vouches for, directly or through certificates.
const SIGNED: [u32; 10] = [0x90, 0x92, 0x9F32, 0x9F46, 0x9F47, 0x9F48, 0x9F4B, 0x9F69, 0x5A, 0x5F24];

/// Type of the cryptogram by Card Verification Results: 0 AAC, 1 TC, 2 ARQC.
fn cryptogram_type(issuer_application_data: &[u8]) -> u8 {
    issuer_application_data.get(4).map_or(3, |byte| byte >> 4 & 3)
}

/// Everything that went wrong in this payment.
pub(crate) fn breaches(paid: &Paid, amount: u64, standard: Standard) -> Vec<Breach> {
    let genuine = objects(&paid.genuine);
    let outcome = paid.ended.outcome();
    let known = &outcome.database;
    let offline = paid.outcome() == Outcome::Approved;
    let accepted = offline || paid.outcome() == Outcome::OnlineRequest;
    let above = amount > LIMIT;
    let claims = genuine.get(&0x9F6C).is_some_and(|ctq| ctq[1] & 0x80 != 0);
    let verified = outcome.oda.result == OdaResult::Verified;
    let product = standard == Standard::Product;
    let found = [
        (Breach::PinBypassed, accepted && above && paid.cvm() != Cvm::OnlinePin && !claims),
        (Breach::PinBypassed, approved_by_host(paid) && above && !claims),
        (Breach::ClaimNotSigned, product && accepted && above && by_device(paid) && !verified),
        (Breach::ApprovedOffline, product && offline),
        (Breach::ForgedApproval, offline && forged(&genuine, known, 1)),
        (Breach::FailedOdaIgnored, accepted && outcome.oda.result == OdaResult::Failed),
        (Breach::ForgedSignature, verified && SIGNED.iter().any(|tag| differs(&genuine, known, *tag))),
        (Breach::ForgedSignature, verified && by_device(paid) && differs(&genuine, known, 0x9F6C)),
        (Breach::BrandMixed, accepted && foreign_account(known)),
        (Breach::HostFooled, approved_by_host(paid) && forged_for_host(&genuine, paid)),
    ];
    let mut breaches: Vec<_> = found.into_iter().filter(|(_, happened)| *happened).map(|(b, _)| b).collect();
    breaches.dedup();
    breaches
}

fn by_device(paid: &Paid) -> bool {
    paid.cvm() == Cvm::ConfirmationCodeVerified
}

/// The thief at the PIN pad does not know the PIN, so no approval is his with it.
fn approved_by_host(paid: &Paid) -> bool {
    paid.response.as_ref().is_some_and(|response| response.is_approved())
}

fn differs(genuine: &BTreeMap<u32, Vec<u8>>, known: &Database, tag: u32) -> bool {
    genuine.get(&tag).map(Vec::as_slice) != known.get(Tag::new(tag))
}

/// Whether the cryptogram is not the card's, or not of this type.
fn forged(genuine: &BTreeMap<u32, Vec<u8>>, known: &Database, wanted: u8) -> bool {
    let made = genuine.get(&0x9F10).map(|iad| cryptogram_type(iad));
    differs(genuine, known, 0x9F26) || differs(genuine, known, 0x9F36) || made != Some(wanted)
}

/// An approval needs the card's own TC or ARQC with its counter and its verification results.
fn forged_for_host(genuine: &BTreeMap<u32, Vec<u8>>, paid: &Paid) -> bool {
    let known = &paid.ended.outcome().database;
    let made = genuine.get(&0x9F10).map(|iad| cryptogram_type(iad));
    [0x9F26, 0x9F36, 0x9F10, 0x82].iter().any(|tag| differs(genuine, known, *tag)) || made == Some(0)
}

/// Visa's accounts begin with 4.
fn foreign_account(known: &Database) -> bool {
    known.get(tags::TRACK_2_EQUIVALENT_DATA).is_some_and(|track| track.first().is_some_and(|b| b >> 4 != 4))
}
