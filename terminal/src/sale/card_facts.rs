//! What may be written down of a card.

use tapkernel::core::data::{Database, Pan, Track2EquivalentData, describe, tags};
use tapkernel::reader::FinalOutcome;

use crate::acquirer::{CardData, EntryMode};
use crate::journal::CardRead;
use crate::vault::{Vault, VaultError};

/// What may be written down of the card of this outcome; `None` if no account number was read.
///
/// # Errors
///
/// [`VaultError`]: there can be no token.
pub(crate) fn card_read(outcome: &FinalOutcome, vault: &dyn Vault) -> Result<Option<CardRead>, VaultError> {
    let known = || [&outcome.database].into_iter().chain(&outcome.parameters.data_record);
    let Some(pan) = known().find_map(pan) else { return Ok(None) };
    Ok(Some(CardRead {
        token: vault.token(&pan)?,
        last_four: pan.masked(),
        kernel: outcome.kernel,
        aid: outcome.adf_name.or(outcome.aid),
        application: known().find_map(application),
        language: outcome.database.get(tags::LANGUAGE_PREFERENCE).and_then(letters),
        entry_mode: entry_mode(outcome),
        cvm: outcome.parameters.cvm,
        oda: [outcome.oda.method.to_string(), outcome.oda.result.to_string()],
    }))
}

/// What messages need of the card of this outcome, if it was read as far as that. Book C-3 gives no data record with a
/// decline, which is how a refund ends; the kernel's data objects stand in for it.
pub(super) fn card_data(outcome: &FinalOutcome, entry_mode: EntryMode) -> Option<CardData> {
    let record = outcome.parameters.data_record.as_ref().unwrap_or(&outcome.database);
    CardData::from_data_record(record, entry_mode).ok()
}

fn pan(objects: &Database) -> Option<Pan> {
    let pan = objects.get(tags::APPLICATION_PAN);
    let pan = pan.and_then(|value| Pan::decode(tags::APPLICATION_PAN, value).ok());
    let track = || Track2EquivalentData::decode(objects.get(tags::TRACK_2_EQUIVALENT_DATA)?).ok();
    pan.or_else(|| track().map(|track| track.pan().clone()))
}

/// The preferred name, if its characters are those of ISO/IEC 8859-1, else the label (Book 1, 12.2.4). Cards write
/// them, so nothing but printable characters passes.
fn application(objects: &Database) -> Option<String> {
    let latin = objects.get(tags::ISSUER_CODE_TABLE_INDEX) == Some(&[0x01]);
    let preferred = objects.get(tags::APPLICATION_PREFERRED_NAME).filter(|_| latin);
    let name = preferred.or_else(|| objects.get(tags::APPLICATION_LABEL))?;
    let name = describe::shown(name);
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

fn letters(value: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(value).ok()?;
    text.bytes().all(|byte| byte.is_ascii_alphabetic()).then(|| text.to_owned())
}

/// A mag-stripe transaction has no application cryptogram `9F26` in its data record (Book C-2, 4.5).
fn entry_mode(outcome: &FinalOutcome) -> EntryMode {
    match &outcome.parameters.data_record {
        Some(record) if !record.is_present(tags::APPLICATION_CRYPTOGRAM) => EntryMode::ContactlessMagStripe,
        _ => EntryMode::ContactlessChip,
    }
}
