//! GENERATE AC: the cryptogram, and the CDA signature over it (EMV 4.4 Book 2, 6.6; Book C-2, 5.4).

use sha1::{Digest, Sha1};
use tapkernel_core::apdu::StatusWord;
use tapkernel_core::data::{Database, tags};
use tapkernel_core::tlv::Tag;

use super::Transaction;
use super::recover_ac::LastAnswer;
use crate::card::application::{listed, template};
use crate::card::command::WRONG_PARAMETERS;
use crate::card::cryptogram::Cryptogram;
use crate::card::data_object_list::cut;
use crate::crypto::{MChipVersion, MissingDataObject, value};
use crate::pki::{PrivateKey, SignedDataFormat, signed_dynamic_application_data};

const POS_CARDHOLDER_INTERACTION_INFORMATION: Tag = Tag::new(0xDF4B);

/// Bit 5 of P1: a CDA signature is requested.
const CDA_REQUESTED: u8 = 0x10;

impl Transaction<'_> {
    /// One cryptogram for a transaction. The answer is kept for RECOVER AC.
    pub(super) fn generate_ac(&mut self, parameter: u8, data: &[u8]) -> Result<Vec<u8>, StatusWord> {
        let not_now = StatusWord::CONDITIONS_NOT_SATISFIED;
        if self.progress.answered {
            return Err(not_now);
        }
        let requested = Cryptogram::requested(parameter).filter(|_| parameter & 0x2F == 0);
        let requested = requested.ok_or(WRONG_PARAMETERS)?;
        let terminal = cut(self.objects.get(tags::CDOL1).unwrap_or_default(), data)?;
        self.progress.answered = true;
        let cryptogram = self.decide(requested);
        let signed =
            parameter & CDA_REQUESTED != 0 && (cryptogram != Cryptogram::Aac || requested == cryptogram);
        let response = self.response(cryptogram, &terminal).map_err(|_| not_now)?;
        let answer = match &self.keys.signature {
            Some(key) if signed => self.sign(key, &response, data, &terminal).map_err(|_| not_now)?,
            _ => template(0x77, &listed(&UNSIGNED, &response)),
        };
        self.memory.last_answer = LastAnswer::new(&terminal, &answer);
        Ok(answer)
    }

    /// The card's decision: never better than what is asked for, unless the card cheats. A phone that wants its holder
    /// answers AAC.
    fn decide(&self, requested: Cryptogram) -> Cryptogram {
        match (self.behaviour.answers, requested) {
            _ if self.wants_holder() => Cryptogram::Aac,
            (Some(always), _) => always,
            (None, Cryptogram::Tc) if !self.behaviour.approves_offline => Cryptogram::Arqc,
            (None, requested) => requested,
        }
    }

    fn wants_holder(&self) -> bool {
        let interaction = self.behaviour.interaction.as_ref();
        interaction.is_some_and(|interaction| self.memory.interactions < interaction.times)
    }

    /// All data objects of the answer but the signature.
    fn response(
        &mut self,
        cryptogram: Cryptogram,
        terminal: &Database,
    ) -> Result<Database, MissingDataObject> {
        let mut issuer_data = self.behaviour.issuer_application_data;
        issuer_data[2] |= cryptogram.verification_results();
        let counter: [u8; 2] = value(self.objects, tags::APPLICATION_TRANSACTION_COUNTER)?;
        let profile: [u8; 2] = value(self.objects, tags::APPLICATION_INTERCHANGE_PROFILE)?;
        let mut covered = terminal.clone();
        covered.insert(tags::APPLICATION_TRANSACTION_COUNTER, &counter);
        covered.insert(tags::APPLICATION_INTERCHANGE_PROFILE, &profile);
        covered.insert(tags::ISSUER_APPLICATION_DATA, &issuer_data);
        let version = MChipVersion::of(&issuer_data);
        let version = version.ok_or(MissingDataObject(tags::ISSUER_APPLICATION_DATA))?;
        let mac = version.cryptogram(&self.keys.cryptogram, &covered)?;

        let mut response = Database::new();
        response.insert(tags::CRYPTOGRAM_INFORMATION_DATA, &[cryptogram as u8]);
        response.insert(tags::APPLICATION_TRANSACTION_COUNTER, &counter);
        response.insert(tags::APPLICATION_CRYPTOGRAM, &mac);
        response.insert(tags::ISSUER_APPLICATION_DATA, &issuer_data);
        if let Some(interaction) = &self.behaviour.interaction {
            let wanted = self.wants_holder();
            let said = if wanted { interaction.first } else { interaction.then };
            self.memory.interactions += u32::from(wanted);
            response.insert(POS_CARDHOLDER_INTERACTION_INFORMATION, &said);
        }
        Ok(response)
    }

    /// The answer with a signature in the place of the cryptogram. The ICC Dynamic Number is the transaction counter;
    /// behind the Transaction Data Hash Code stands what the relay resistance protocol exchanged.
    fn sign(
        &self,
        key: &PrivateKey,
        response: &Database,
        cdol_data: &[u8],
        terminal: &Database,
    ) -> Result<Vec<u8>, MissingDataObject> {
        let counter: [u8; 2] = value(response, tags::APPLICATION_TRANSACTION_COUNTER)?;
        let cryptogram: [u8; 8] = value(response, tags::APPLICATION_CRYPTOGRAM)?;
        let [information] = value(response, tags::CRYPTOGRAM_INFORMATION_DATA)?;
        let number: [u8; 4] = value(terminal, tags::UNPREDICTABLE_NUMBER)?;
        let hash = Sha1::new()
            .chain_update(&self.progress.pdol_data)
            .chain_update(cdol_data)
            .chain_update(listed(&SIGNED, response))
            .finalize();
        let mut dynamic_data = [&[0x02], counter.as_slice(), &[information], &cryptogram, &hash].concat();
        dynamic_data.extend(self.progress.relay_resistance_data.into_iter().flatten());
        let format = SignedDataFormat::Dynamic;
        let mut signature = signed_dynamic_application_data(key, format, &dynamic_data, &number);
        if let Some(last) = signature.last_mut().filter(|_| self.behaviour.corrupts_signature) {
            *last ^= 0x01;
        }
        let mut signed = response.clone();
        signed.insert(tags::SIGNED_DYNAMIC_APPLICATION_DATA, &signature);
        Ok(template(
            0x77,
            &listed(&[&SIGNED[..], &[tags::SIGNED_DYNAMIC_APPLICATION_DATA]].concat(), &signed),
        ))
    }
}

/// What an answer without a signature holds, of what is there.
const UNSIGNED: [Tag; 5] = [
    tags::CRYPTOGRAM_INFORMATION_DATA,
    tags::APPLICATION_TRANSACTION_COUNTER,
    tags::APPLICATION_CRYPTOGRAM,
    tags::ISSUER_APPLICATION_DATA,
    POS_CARDHOLDER_INTERACTION_INFORMATION,
];

/// What an answer with a signature holds beside it, and the Transaction Data Hash Code covers.
const SIGNED: [Tag; 4] = [
    tags::CRYPTOGRAM_INFORMATION_DATA,
    tags::APPLICATION_TRANSACTION_COUNTER,
    tags::ISSUER_APPLICATION_DATA,
    POS_CARDHOLDER_INTERACTION_INFORMATION,
];
