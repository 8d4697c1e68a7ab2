//! The procedures of the book (Book C-2, 7): pure functions of the TLV Database, one file each.
//!
//! What they set in the Terminal Verification Results they give back as bits to be added.

pub(crate) mod cvm_selection;
pub(crate) mod hardening;
pub(crate) mod prepare_generate_ac;
pub(crate) mod processing_restrictions;
pub(crate) mod relay_resistance;
pub(crate) mod terminal_action_analysis;

#[cfg(test)]
mod tests;
