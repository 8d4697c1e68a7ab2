//! What must not happen, said from the card's genuine answers and the reader's results, not from the kernel's rules.

use std::collections::BTreeMap;

use tapkernel::core::data::{Database, KernelId, tags};
use tapkernel::core::oda::OdaResult;
use tapkernel::core::outcome::{Cvm, Outcome};
use tapkernel::core::tlv::Tag;

use crate::man::{COMPUTE_CRYPTOGRAPHIC_CHECKSUM, last_tap, objects};
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
    /// Another scheme's account accepted or sent on under an application of this one.
    BrandMixed,
    /// Accepted without the relay resistance protocol, in which the card takes part.
    RelayResistanceLost,
    /// The reader fell back to mag-stripe mode.
    MagStripeMode,
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
            Self::RelayResistanceLost => "relay resistance lost",
            Self::MagStripeMode => "fell back to mag-stripe mode",
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

/// The same of a Mastercard card beyond those: its signed record, its AIP, its answer to GENERATE AC.
const SIGNED_BY_MASTERCARD: [u32; 12] =
    [0x57, 0x82, 0x8C, 0x8E, 0x9F07, 0x9F0D, 0x9F0E, 0x9F0F, 0x9F42, 0x9F10, 0x9F27, 0x9F36];

/// What the card itself said in its last tap, by tag; the answer to the relay resistance protocol is `80`.
type Genuine = BTreeMap<u32, Vec<u8>>;

/// Type of the cryptogram by Card Verification Results: 0 AAC, 1 TC, 2 ARQC. Those of M/Chip begin with byte 3.
fn cryptogram_type(issuer_application_data: &[u8]) -> u8 {
    let at = if issuer_application_data.len() == 18 { 2 } else { 4 };
    issuer_application_data.get(at).map_or(3, |byte| byte >> 4 & 3)
}

/// Only Mastercard's cards have a CDOL1.
fn is_mastercard(genuine: &Genuine) -> bool {
    genuine.contains_key(&0x8C)
}

/// Whether the card says that its device verifies the holder: by the CTQ, with Mastercard by its AIP.
fn claims(genuine: &Genuine) -> bool {
    let by_ctq = genuine.get(&0x9F6C).is_some_and(|ctq| ctq[1] & 0x80 != 0);
    by_ctq || is_mastercard(genuine) && genuine.get(&0x82).is_some_and(|aip| aip[0] & 0x02 != 0)
}

/// Everything that went wrong in this payment.
pub(crate) fn breaches(paid: &Paid, amount: u64, standard: Standard) -> Vec<Breach> {
    let genuine = objects(last_tap(&paid.genuine));
    let outcome = paid.ended.outcome();
    let known = &outcome.database;
    let offline = paid.outcome() == Outcome::Approved;
    let accepted = offline || paid.outcome() == Outcome::OnlineRequest;
    let above = amount > LIMIT;
    let claims = claims(&genuine);
    let verified = outcome.oda.result == OdaResult::Verified;
    let product = standard == Standard::Product;
    let found = [
        (Breach::PinBypassed, accepted && above && paid.cvm() != Cvm::OnlinePin && !claims),
        (Breach::PinBypassed, approved_by_host(paid) && above && !claims),
        (Breach::ClaimNotSigned, product && accepted && above && by_device(paid) && !verified),
        (Breach::ApprovedOffline, product && offline),
        (Breach::ForgedApproval, offline && forged(&genuine, known, 1)),
        (Breach::FailedOdaIgnored, accepted && outcome.oda.result == OdaResult::Failed),
        (Breach::ForgedSignature, verified && forged_data(&genuine, known)),
        (Breach::ForgedSignature, verified && by_device(paid) && differs(&genuine, known, 0x9F6C)),
        (Breach::BrandMixed, accepted && foreign_account(outcome.kernel, known)),
        (Breach::RelayResistanceLost, (offline || approved_by_host(paid)) && unprotected(&genuine, known)),
        (
            Breach::MagStripeMode,
            paid.genuine.iter().any(|(c, _)| c.starts_with(&COMPUTE_CRYPTOGRAPHIC_CHECKSUM)),
        ),
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

fn differs(genuine: &Genuine, known: &Database, tag: u32) -> bool {
    genuine.get(&tag).map(Vec::as_slice) != known.get(Tag::new(tag))
}

/// Whether data that count as authentic are not as the card sent them.
fn forged_data(genuine: &Genuine, known: &Database) -> bool {
    let more: &[u32] = if is_mastercard(genuine) { &SIGNED_BY_MASTERCARD } else { &[] };
    let relay_resistance = [0xDF8302, 0xDF8303, 0xDF8304, 0xDF8305];
    let times: Vec<u8> = relay_resistance
        .iter()
        .flat_map(|tag| known.get(Tag::new(*tag)).unwrap_or_default().to_vec())
        .collect();
    SIGNED.iter().chain(more).any(|tag| differs(genuine, known, *tag))
        || performed(known) && genuine.get(&0x80) != Some(&times)
}

/// Whether the TVR says that the relay resistance protocol was performed.
fn performed(known: &Database) -> bool {
    known.get(tags::TERMINAL_VERIFICATION_RESULTS).is_some_and(|tvr| tvr[4] & 0x02 != 0)
}

/// Whether the card takes part in the relay resistance protocol and it was not performed.
fn unprotected(genuine: &Genuine, known: &Database) -> bool {
    is_mastercard(genuine) && genuine.get(&0x82).is_some_and(|aip| aip[1] & 0x01 != 0) && !performed(known)
}

/// Where the card says its cryptogram: in clear, or inside its signature.
fn cryptogram(genuine: &Genuine) -> u32 {
    if genuine.contains_key(&0x9F26) { 0x9F26 } else { 0x9F4B }
}

/// Whether the cryptogram is not the card's, or not of this type.
fn forged(genuine: &Genuine, known: &Database, wanted: u8) -> bool {
    let made = genuine.get(&0x9F10).map(|iad| cryptogram_type(iad));
    differs(genuine, known, cryptogram(genuine)) || differs(genuine, known, 0x9F36) || made != Some(wanted)
}

/// An approval needs the card's own TC or ARQC with its counter and its verification results.
fn forged_for_host(genuine: &Genuine, paid: &Paid) -> bool {
    let known = &paid.ended.outcome().database;
    let made = genuine.get(&0x9F10).map(|iad| cryptogram_type(iad));
    [cryptogram(genuine), 0x9F36, 0x9F10, 0x82].iter().any(|tag| differs(genuine, known, *tag))
        || made == Some(0)
}

/// Visa's accounts begin with 4, Mastercard's with 2, 5 or 6.
fn foreign_account(kernel: Option<KernelId>, known: &Database) -> bool {
    let first =
        known.get(tags::TRACK_2_EQUIVALENT_DATA).and_then(|track| track.first()).map(|byte| byte >> 4);
    first.is_some_and(|digit| match kernel {
        Some(KernelId::MASTERCARD) => ![2, 5, 6].contains(&digit),
        _ => digit != 4,
    })
}
