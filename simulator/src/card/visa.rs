//! The application of a Visa card: quick VSDC, as Kernel 3 expects it (Book C-3, 5).

use tapkernel_core::data::{Bit, Database, TerminalTransactionQualifiers as Ttq, TransactionType, bit, tags};
use tapkernel_core::tlv::Tag;

use super::card_keys::CardKeys;
use super::cryptogram::Cryptogram;
use super::personalisation::bytes;
use crate::crypto::{CryptogramVersion, MissingDataObject, value};
use crate::pki::{PrivateKey, SignedDataFormat, signed_dynamic_application_data};

const TERMINAL_TRANSACTION_QUALIFIERS: Tag = Tag::new(0x9F66);
const CARD_TRANSACTION_QUALIFIERS: Tag = Tag::new(0x9F6C);
const CARD_AUTHENTICATION_RELATED_DATA: Tag = Tag::new(0x9F69);

/// CTQ byte 1 bit 8: online PIN required.
const ONLINE_PIN_REQUIRED: Bit = bit(1, 8);
/// CTQ byte 1 bit 7: signature required.
const SIGNATURE_REQUIRED: Bit = bit(1, 7);
/// CTQ byte 2 bit 8: consumer device CVM performed.
const CDCVM_PERFORMED: Bit = bit(2, 8);

/// What differs from one Visa card to the next.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisaBehaviour {
    /// Issuer Application Data `9F10` of format 1, with zero where the card writes the cryptogram type: length,
    /// key index, cryptogram version, Card Verification Results.
    #[serde(deserialize_with = "bytes")]
    pub issuer_application_data: [u8; 7],
    /// The bits of the CTQ `9F6C` that do not depend on the transaction.
    #[serde(deserialize_with = "bytes")]
    pub card_transaction_qualifiers: [u8; 2],
    /// Whether the card answers TC where the reader lets it.
    pub approves_offline: bool,
    /// Whether it answers AAC to everything.
    pub declines: bool,
    /// Whether the device has verified its holder.
    pub consumer_device_cvm: bool,
    /// Whether it signs beside an ARQC, where the reader supports that.
    pub signs_online: bool,
}

/// What the card knows when GET PROCESSING OPTIONS has come.
pub(super) struct Transaction<'a> {
    pub(super) keys: &'a CardKeys,
    /// What the PDOL asked for.
    pub(super) terminal: &'a Database,
    /// Application Transaction Counter `9F36`.
    pub(super) counter: u16,
    /// For the Card Authentication Related Data `9F69`.
    pub(super) card_unpredictable_number: [u8; 4],
}

/// Initiate Application Processing: decides, and adds the data objects of this transaction to those of the card.
pub(super) fn initiate(
    behaviour: &VisaBehaviour,
    card: &Database,
    transaction: &Transaction<'_>,
) -> Result<Database, MissingDataObject> {
    let terminal = transaction.terminal;
    let ttq = Ttq(value(terminal, TERMINAL_TRANSACTION_QUALIFIERS)?);
    let refund = terminal.get(tags::TRANSACTION_TYPE) == Some(&[TransactionType::Refund.code()]);
    let ctq = card_transaction_qualifiers(behaviour, ttq);
    let cryptogram = decide(behaviour, ttq, ctq, refund);

    let mut objects = card.clone();
    objects.insert(tags::APPLICATION_TRANSACTION_COUNTER, &transaction.counter.to_be_bytes());
    objects.insert(tags::CRYPTOGRAM_INFORMATION_DATA, &[cryptogram as u8]);
    objects.insert(CARD_TRANSACTION_QUALIFIERS, &ctq);
    objects.insert(tags::ISSUER_APPLICATION_DATA, &issuer_application_data(behaviour, cryptogram));
    let mac = application_cryptogram(transaction, &objects)?;
    objects.insert(tags::APPLICATION_CRYPTOGRAM, &mac);
    authenticate(transaction, signed_data_format(behaviour, ttq, cryptogram), &ctq, &mut objects)?;
    Ok(objects)
}

/// Adds Card Authentication Related Data, with the copy of the CTQ in bytes 6 and 7, and a signature over them; the
/// former only without a `format`, neither if the card cannot sign.
fn authenticate(
    transaction: &Transaction<'_>,
    format: Option<SignedDataFormat>,
    ctq: &[u8],
    objects: &mut Database,
) -> Result<(), MissingDataObject> {
    let Some(key) = &transaction.keys.signature else { return Ok(()) };
    let related = [&[0x01], transaction.card_unpredictable_number.as_slice(), ctq].concat();
    if let Some(format) = format {
        let signature = sign(key, format, transaction, &related)?;
        objects.insert(tags::SIGNED_DYNAMIC_APPLICATION_DATA, &signature);
    }
    objects.insert(CARD_AUTHENTICATION_RELATED_DATA, &related);
    Ok(())
}

/// The CTQ: how the cardholder is to be verified, if the reader wants it.
fn card_transaction_qualifiers(behaviour: &VisaBehaviour, ttq: Ttq) -> [u8; 2] {
    let mut ctq = behaviour.card_transaction_qualifiers;
    if behaviour.consumer_device_cvm {
        CDCVM_PERFORMED.put(&mut ctq, true);
    } else if ttq.has(Ttq::CVM_REQUIRED) {
        if ttq.has(Ttq::ONLINE_PIN_SUPPORTED) {
            ONLINE_PIN_REQUIRED.put(&mut ctq, true);
        } else if ttq.has(Ttq::SIGNATURE_SUPPORTED) {
            SIGNATURE_REQUIRED.put(&mut ctq, true);
        }
    }
    ctq
}

/// The card's decision. A refund gets an AAC: it is booked without the card's say.
fn decide(behaviour: &VisaBehaviour, ttq: Ttq, ctq: [u8; 2], refund: bool) -> Cryptogram {
    let online = ttq.has(Ttq::ONLINE_CRYPTOGRAM_REQUIRED) || ONLINE_PIN_REQUIRED.is_set(&ctq);
    if behaviour.declines || refund {
        Cryptogram::Aac
    } else if online || !behaviour.approves_offline {
        Cryptogram::Arqc
    } else {
        Cryptogram::Tc
    }
}

/// With the cryptogram type in bits 6 and 5 of byte 5, byte 2 of the Card Verification Results.
fn issuer_application_data(behaviour: &VisaBehaviour, cryptogram: Cryptogram) -> [u8; 7] {
    let mut data = behaviour.issuer_application_data;
    data[4] |= cryptogram.verification_results();
    data
}

fn application_cryptogram(
    transaction: &Transaction<'_>,
    objects: &Database,
) -> Result<[u8; 8], MissingDataObject> {
    let issuer_data: [u8; 7] = value(objects, tags::ISSUER_APPLICATION_DATA)?;
    let version = CryptogramVersion::of(&issuer_data);
    let version = version.ok_or(MissingDataObject(tags::ISSUER_APPLICATION_DATA))?;
    let mut covered = transaction.terminal.clone();
    for tag in [
        tags::APPLICATION_INTERCHANGE_PROFILE,
        tags::APPLICATION_TRANSACTION_COUNTER,
        tags::ISSUER_APPLICATION_DATA,
    ] {
        covered.insert(tag, objects.get(tag).ok_or(MissingDataObject(tag))?);
    }
    version.cryptogram(&transaction.keys.cryptogram, &covered)
}

/// Whether and how the card signs: 05 beside a TC, 95 beside an ARQC if both sides support it.
fn signed_data_format(
    behaviour: &VisaBehaviour,
    ttq: Ttq,
    cryptogram: Cryptogram,
) -> Option<SignedDataFormat> {
    match cryptogram {
        Cryptogram::Tc => Some(SignedDataFormat::Dynamic),
        Cryptogram::Arqc if behaviour.signs_online && ttq.has(Ttq::ODA_FOR_ONLINE_SUPPORTED) => {
            Some(SignedDataFormat::DynamicForOnline)
        }
        _ => None,
    }
}

/// fDDA of version 01: the reader's number, amount and currency, and the Card Authentication Related Data (Book C-3,
/// 5.6). The ICC Dynamic Number is the transaction counter.
fn sign(
    key: &PrivateKey,
    format: SignedDataFormat,
    transaction: &Transaction<'_>,
    related: &[u8],
) -> Result<Vec<u8>, MissingDataObject> {
    let terminal = transaction.terminal;
    let unpredictable_number: [u8; 4] = value(terminal, tags::UNPREDICTABLE_NUMBER)?;
    let amount: [u8; 6] = value(terminal, tags::AMOUNT_AUTHORISED_NUMERIC)?;
    let currency: [u8; 2] = value(terminal, tags::TRANSACTION_CURRENCY_CODE)?;
    let hashed = [&unpredictable_number, amount.as_slice(), &currency, related].concat();
    let dynamic_data = [&[0x02], transaction.counter.to_be_bytes().as_slice()].concat();
    Ok(signed_dynamic_application_data(key, format, &dynamic_data, &hashed))
}
