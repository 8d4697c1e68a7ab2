//! What the cardholder or the merchant may choose among.

use tapkernel_core::data::{Aid, DirectoryEntry, KernelId};

/// One candidate, as it can be put to a choice (EU 2015/751, article 8, on co-badged cards; Book 1, 12.4 on names).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// A name to show: Application Preferred Name `9F12`, else Application Label `50`, else the AID. Letters, digits
    /// and signs of ASCII only; what else the card sends is left out.
    pub label: String,
    /// AID of the reader's Combination.
    pub aid: Aid,
    /// ADF Name of the card's application.
    pub adf_name: Aid,
    /// The kernel that would run.
    pub kernel: KernelId,
    /// The card's priority, 1 the best; `None` if the card gives none.
    pub priority: Option<u8>,
}

/// The name of an entry of the directory. A preferred name in another alphabet gives way to the label.
pub(super) fn label(entry: &DirectoryEntry<'_>, adf_name: Aid) -> String {
    let preferred = entry.preferred_name.filter(|name| name.iter().all(is_printable)).map(printable);
    [preferred, entry.label.map(printable)]
        .into_iter()
        .flatten()
        .find(|name| !name.is_empty())
        .unwrap_or_else(|| adf_name.to_string())
}

const fn is_printable(byte: &u8) -> bool {
    byte.is_ascii_graphic() || *byte == b' '
}

/// At most 16 characters, the length of `50` and `9F12`, so that a card cannot flood the display.
fn printable(name: &[u8]) -> String {
    let shown: String =
        name.iter().filter(|byte| is_printable(byte)).take(16).copied().map(char::from).collect();
    shown.trim().to_owned()
}
