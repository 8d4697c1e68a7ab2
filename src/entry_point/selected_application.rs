//! What the answer to SELECT says about the application, before a kernel is activated (Book B, 3.3.3).

use tapkernel_core::data::{
    Aid, DataObjectList, FileControlInformation, KernelId, Rid, TerminalTransactionQualifiers,
};

use super::context::Context;

/// Kernel 1, for Visa applications that do not ask for the TTQ.
const KERNEL_1: KernelId = KernelId(1);

/// Whether the DF name `84` is the ADF name that was selected, or longer. Stricter than Book B, against one who answers
/// for an application of another scheme (card brand mixup; Basin, Sasse, Toro-Pozo, USENIX Security 2021). An answer that
/// cannot be read is left to the kernel, whose book judges it.
pub(super) fn is_named(fci: &[u8], adf_name: &Aid) -> bool {
    FileControlInformation::parse(fci).map_or(true, |fci| adf_name.matches(fci.name))
}

/// The Combination to run: `candidate`, or the one with Kernel 1 for the same AID in the place of a Visa application
/// under Kernel 3 whose PDOL does not ask for the TTQ. `None` if there is none.
pub(super) fn combination(fci: &[u8], candidate: usize, cx: &Context) -> Option<usize> {
    let own = cx.request.combinations.get(candidate)?;
    if own.aid.rid() != Rid::VISA || own.kernel != KernelId::VISA || pdol_asks_for_ttq(fci) {
        return Some(candidate);
    }
    let mut allowed = cx.allowed();
    allowed.find(|(_, other)| other.kernel == KERNEL_1 && other.aid == own.aid).map(|(number, _)| number)
}

fn pdol_asks_for_ttq(fci: &[u8]) -> bool {
    let Ok(FileControlInformation { pdol: Some(pdol), .. }) = FileControlInformation::parse(fci) else {
        return false;
    };
    DataObjectList::parse(pdol)
        .is_ok_and(|list| list.iter().any(|entry| entry.tag == TerminalTransactionQualifiers::TAG))
}
