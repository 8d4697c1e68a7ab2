//! Building the candidate list (Book B, 3.3.2).

use std::collections::VecDeque;

use tapkernel_core::data::{Aid, DirectoryEntry, FileControlInformation, KernelId, Rid};

use super::start_c_combination_selection::Candidate;
use super::{Combination, offer};

/// The priority of an entry whose indicator is absent or zero: after all others.
pub(super) const NO_PRIORITY: u8 = 16;

/// The candidates among `combinations` for the directory in `ppse` (the data of the answer to SELECT), best first:
/// by priority, then in the order of the directory, then by the longer AID.
///
/// A directory that cannot be read has no entries, and an entry that breaks the rules is passed over.
pub(super) fn build<'a>(
    ppse: &[u8],
    combinations: impl Iterator<Item = (usize, &'a Combination)> + Clone,
) -> VecDeque<Candidate> {
    let Ok(fci) = FileControlInformation::parse(ppse) else { return VecDeque::new() };
    let mut candidates: Vec<Candidate> = Vec::new();
    for entry in fci.directory().flatten() {
        let mut matching = matching(&entry, combinations.clone());
        matching.sort_by_key(|(aid_length, _)| std::cmp::Reverse(*aid_length));
        candidates.extend(matching.into_iter().map(|(_, candidate)| candidate));
    }
    candidates.sort_by_key(|candidate| candidate.priority);
    candidates.into()
}

/// The Combinations that one entry matches, each with the length of its AID.
fn matching<'a>(
    entry: &DirectoryEntry<'_>,
    combinations: impl Iterator<Item = (usize, &'a Combination)>,
) -> Vec<(usize, Candidate)> {
    let Some(adf_name) = entry.adf_name.and_then(|name| Aid::new(name).ok()) else { return Vec::new() };
    let Some(requested) = RequestedKernel::of(entry.kernel_identifier, adf_name.rid()) else {
        return Vec::new();
    };
    combinations
        .filter(|(_, own)| own.aid.matches(adf_name.as_bytes()) && requested.accepts(own.kernel))
        .map(|(combination, own)| {
            let extended = entry.extended_selection.filter(|_| own.extended_selection);
            let candidate = Candidate {
                combination,
                replacement: None,
                adf_name,
                label: offer::label(entry, adf_name),
                priority: priority(entry.priority),
                extended_selection: extended.unwrap_or_default().to_vec(),
            };
            (own.aid.as_bytes().len(), candidate)
        })
        .collect()
}

/// Application Priority Indicator `87`: bits 4 to 1, 1 is best.
fn priority(indicator: Option<&[u8]>) -> u8 {
    match indicator.and_then(<[u8]>::first).map(|byte| byte & 0x0F) {
        None | Some(0) => NO_PRIORITY,
        Some(priority) => priority,
    }
}

/// Which kernel the card asks for (3.3.2.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RequestedKernel {
    Any,
    One(KernelId),
}

impl RequestedKernel {
    /// Reads Kernel Identifier `9F2A`; absent or empty it is the default of the RID. `None` if it breaks the rules.
    ///
    /// Bits 8 and 7 of the first byte: 00 and 01 an international kernel, named by the byte itself; 10 and 11 a domestic
    /// or proprietary one, named by three bytes, of which the short identifier in bits 6 to 1 must not be 0.
    fn of(identifier: Option<&[u8]>, rid: Rid) -> Option<Self> {
        let id = match identifier.unwrap_or_default() {
            [] => default_kernel(rid),
            value if value.len() > 8 => return None,
            [first, ..] if first & 0x80 == 0 => u32::from(*first),
            [first, second, third, ..] if first & 0x3F != 0 => {
                u32::from_be_bytes([0, *first, *second, *third])
            }
            _ => return None,
        };
        Some(if id == 0 { Self::Any } else { Self::One(KernelId(id)) })
    }

    fn accepts(self, kernel: KernelId) -> bool {
        self == Self::Any || self == Self::One(kernel)
    }
}

/// The kernel of a scheme whose card names none; 0, which is any, for other RIDs.
const fn default_kernel(rid: Rid) -> u32 {
    match rid {
        Rid::MASTERCARD => 2,
        Rid::VISA => 3,
        Rid::AMERICAN_EXPRESS => 4,
        Rid::JCB => 5,
        Rid::DISCOVER => 6,
        Rid::UNIONPAY => 7,
        _ => 0,
    }
}
