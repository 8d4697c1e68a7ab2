//! A recorded card, taken apart with the crate's own readers, and its offline data authentication.

use serde::Deserialize;
use tapkernel_core::data::{
    Amount, ApplicationFileLocator, Currency, Database, Date, Rid, UnpredictableNumber, tags,
};
use tapkernel_core::oda::{
    CaPublicKey, CaPublicKeys, IccPublicKey, IssuerPublicKey, OdaReason, SignedDataFormat, SignedRecords,
    StaticDataToBeAuthenticated, cda, dda, fdda, recover_icc_key, recover_issuer_key,
};
use tapkernel_core::tlv::{Tag, TlvReader};

use super::unhex;

/// Card Authentication Related Data; the tag means something else to other schemes.
pub(crate) const CARD_AUTHENTICATION_RELATED_DATA: Tag = Tag::new(0x9F69);

#[derive(Deserialize)]
pub(crate) struct RecordedCard {
    pub(crate) name: String,
    pub(crate) method: String,
    date: String,
    unpredictable_number: String,
    amount: Option<u64>,
    currency: Option<u16>,
    ca_public_key: RecordedCaKey,
    exchanges: Vec<Exchange>,
}

#[derive(Deserialize)]
struct RecordedCaKey {
    rid: String,
    index: String,
    modulus: String,
    exponent: String,
    checksum: String,
}

#[derive(Deserialize)]
struct Exchange {
    c: String,
    r: String,
}

/// All that its offline data authentication needs.
#[derive(Clone)]
pub(crate) struct Card {
    pub(crate) method: String,
    pub(crate) rid: Rid,
    pub(crate) keys: CaPublicKeys,
    pub(crate) date: Date,
    pub(crate) unpredictable_number: UnpredictableNumber,
    pub(crate) amount: Amount,
    pub(crate) currency: Currency,
    pub(crate) data: Database,
    /// SFI and record, those that the AFL puts under the signature.
    pub(crate) signed_records: Vec<(u8, Vec<u8>)>,
    pub(crate) ddol_data: Vec<u8>,
    /// PDOL values, CDOL1 values, data objects of the response.
    pub(crate) transaction_data: Vec<Vec<u8>>,
}

impl RecordedCard {
    pub(crate) fn card(&self) -> Card {
        let mut card = Card {
            method: self.method.clone(),
            rid: self.ca_public_key.rid(),
            keys: CaPublicKeys::new(vec![self.ca_public_key.key()], vec![]).unwrap(),
            date: date(&self.date),
            unpredictable_number: UnpredictableNumber(array(&self.unpredictable_number)),
            amount: Amount::new(self.amount.unwrap_or(0)).unwrap(),
            currency: Currency::new(self.currency.unwrap_or(0), 2).unwrap(),
            data: Database::new(),
            signed_records: vec![],
            ddol_data: vec![],
            transaction_data: vec![],
        };
        for exchange in &self.exchanges {
            let response = unhex(&exchange.r);
            if let Some(answer) = response.strip_suffix(&[0x90, 0x00]) {
                card.take(&unhex(&exchange.c), answer);
            }
        }
        card
    }
}

impl RecordedCaKey {
    fn rid(&self) -> Rid {
        Rid(array(&self.rid))
    }

    fn key(&self) -> CaPublicKey {
        let [index] = array(&self.index);
        let (modulus, exponent) = (unhex(&self.modulus), unhex(&self.exponent));
        CaPublicKey::new(self.rid(), index, &modulus, &exponent, None, array(&self.checksum)).unwrap()
    }
}

fn array<const N: usize>(hex: &str) -> [u8; N] {
    unhex(hex).try_into().unwrap()
}

/// YYYY-MM-DD.
fn date(text: &str) -> Date {
    let mut parts = text.split('-').map(|part| part.parse::<u16>().unwrap());
    let mut next = || parts.next().unwrap();
    Date::new(next(), next().try_into().unwrap(), next().try_into().unwrap()).unwrap()
}

impl Card {
    fn take(&mut self, command: &[u8], answer: &[u8]) {
        let command_data = command.get(4).and_then(|&lc| command.get(5..5 + usize::from(lc))).unwrap_or(&[]);
        match command[1] {
            0xA8 => self.processing_options(command_data, answer),
            0xB2 => self.record(command[3] >> 3, command[2], answer),
            0x88 => self.internal_authenticate(command_data, answer),
            0xAE if command[2] & 0x10 != 0 => self.generate_ac(command_data, answer),
            _ => {}
        }
    }

    fn processing_options(&mut self, command_data: &[u8], answer: &[u8]) {
        let options = TlvReader::new(command_data).next().unwrap().unwrap();
        self.transaction_data.push(options.value.to_vec());
        match TlvReader::new(answer).next().unwrap().unwrap() {
            format_1 if format_1.tag == tags::RESPONSE_MESSAGE_TEMPLATE_FORMAT_1 => {
                let (profile, locator) = format_1.value.split_at(2);
                self.data.insert(tags::APPLICATION_INTERCHANGE_PROFILE, profile);
                self.data.insert(tags::APPLICATION_FILE_LOCATOR, locator);
            }
            format_2 => self.store(format_2.value),
        }
    }

    fn record(&mut self, sfi: u8, number: u8, answer: &[u8]) {
        let Some(locator) = self.data.get(tags::APPLICATION_FILE_LOCATOR) else { return };
        let locator = ApplicationFileLocator::parse(locator).unwrap();
        let signed = locator.records().any(|r| (r.sfi, r.record, r.takes_part_in_oda) == (sfi, number, true));
        if signed {
            self.signed_records.push((sfi, answer.to_vec()));
        }
        self.store(TlvReader::new(answer).next().unwrap().unwrap().value);
    }

    fn internal_authenticate(&mut self, command_data: &[u8], answer: &[u8]) {
        self.ddol_data = command_data.to_vec();
        let signature = TlvReader::new(answer).next().unwrap().unwrap();
        assert_eq!(signature.tag, tags::RESPONSE_MESSAGE_TEMPLATE_FORMAT_1);
        self.data.insert(tags::SIGNED_DYNAMIC_APPLICATION_DATA, signature.value);
    }

    fn generate_ac(&mut self, command_data: &[u8], answer: &[u8]) {
        self.transaction_data.push(command_data.to_vec());
        let response = TlvReader::new(answer).next().unwrap().unwrap().value;
        let objects: Vec<_> = TlvReader::new(response).map(Result::unwrap).collect();
        let ends = objects.iter().skip(1).map(|object| object.offset).chain([response.len()]);
        for (object, end) in objects.iter().zip(ends) {
            if object.tag != tags::SIGNED_DYNAMIC_APPLICATION_DATA {
                self.transaction_data.push(response[object.offset..end].to_vec());
            }
        }
        self.store(response);
    }

    fn store(&mut self, objects: &[u8]) {
        for object in TlvReader::new(objects) {
            let object = object.unwrap();
            self.data.insert(object.tag, object.value);
        }
    }

    pub(crate) fn static_data(&self) -> Result<StaticDataToBeAuthenticated, OdaReason> {
        let mut records = SignedRecords::new();
        self.signed_records.iter().for_each(|(sfi, record)| records.add(*sfi, record));
        records.complete(&self.data)
    }

    pub(crate) fn issuer_key(&self) -> Result<IssuerPublicKey, OdaReason> {
        recover_issuer_key(&self.data, &self.keys, self.rid, self.date)
    }

    pub(crate) fn icc_key(&self) -> Result<IccPublicKey, OdaReason> {
        recover_icc_key(&self.data, &self.keys, self.rid, &self.static_data()?, self.date)
    }

    /// Runs the method of the recording; `Ok` holds the ICC Dynamic Number.
    pub(crate) fn authenticate(&self) -> Result<Vec<u8>, OdaReason> {
        let icc = self.icc_key()?;
        let signature = self.data.get(tags::SIGNED_DYNAMIC_APPLICATION_DATA).ok_or(OdaReason::DataMissing)?;
        let number = match self.method.as_str() {
            "DDA" => dda::verify(&icc, signature, &self.ddol_data)?.icc_dynamic_number(),
            "CDA" => self.verify_cda(&icc, signature)?.icc_dynamic_number(),
            "fDDA" => {
                let related =
                    self.data.get(CARD_AUTHENTICATION_RELATED_DATA).ok_or(OdaReason::DataMissing)?;
                let data = fdda::FddaData {
                    unpredictable_number: self.unpredictable_number,
                    amount: self.amount,
                    currency: self.currency,
                    card_authentication_related_data: related,
                };
                fdda::verify(&icc, signature, SignedDataFormat::Offline, &data)?.icc_dynamic_number()
            }
            other => panic!("{other} is no method"),
        };
        Ok(number.as_bytes().to_vec())
    }

    fn verify_cda(&self, icc: &IccPublicKey, signature: &[u8]) -> Result<cda::CdaVerified, OdaReason> {
        let parts: Vec<&[u8]> = self.transaction_data.iter().map(Vec::as_slice).collect();
        let Some(&[cid]) = self.data.get(tags::CRYPTOGRAM_INFORMATION_DATA) else {
            return Err(OdaReason::DataMissing);
        };
        let data = cda::CdaData {
            unpredictable_number: self.unpredictable_number,
            cryptogram_information_data: cid,
            transaction_data: &parts,
        };
        cda::verify(icc, signature, &data)
    }
}
