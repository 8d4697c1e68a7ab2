//! Offline data authentication of the recorded card: issuer certificate (CA key 1408 bits), ICC certificate (issuer key
//! 1152 bits) over the static data, fDDA (ICC key 896 bits), every exponent 3. The result is the ICC Dynamic Number.

use emv::core::oda as other;
use tapkernel_core::data::tags;
use tapkernel_core::oda::{
    IccDynamicNumber, OdaReason, SignedDataFormat, StaticDataToBeAuthenticated, fdda, recover_icc_key,
};
use tapkernel_core::tlv::Tag;

use crate::recorded::card::{CARD_AUTHENTICATION_RELATED_DATA, Card};

/// The card's data in the form in which each crate wants it. The static data is gathered beforehand for both.
pub struct Chain {
    card: Card,
    static_data: StaticDataToBeAuthenticated,
    emv_ca: other::CaPublicKey,
    /// What the fDDA signature covers besides its own data, one after the other.
    emv_covered: Vec<u8>,
}

impl Chain {
    /// Of the recorded card.
    pub fn recorded() -> Self {
        let card = crate::card();
        let ca = card.keys.iter().next().unwrap();
        let emv_ca = other::CaPublicKey {
            rid: ca.rid().0,
            index: ca.index(),
            modulus: ca.key().modulus().to_vec(),
            exponent: vec![3],
        };
        let related = card.data.get(CARD_AUTHENTICATION_RELATED_DATA).unwrap();
        let (amount, currency) = (card.amount.encode(), card.currency.encode_code());
        let emv_covered = [&card.unpredictable_number.0[..], &amount, &currency, related].concat();
        Self { static_data: card.static_data().unwrap(), emv_ca, emv_covered, card }
    }

    /// As Kernel 3 does it: the card's data objects are looked up in a `Database`, the CA key among the keys of a
    /// profile; all checks of Book 2, 5.3, 6.4 and 6.5.2 and Book C-3, 5.6, revocation included.
    pub fn tapkernel(&self) -> Result<IccDynamicNumber, OdaReason> {
        let Card { data, keys, rid, date, .. } = &self.card;
        let icc = recover_icc_key(data, keys, *rid, &self.static_data, *date)?;
        let signature = data.get(tags::SIGNED_DYNAMIC_APPLICATION_DATA).ok_or(OdaReason::DataMissing)?;
        let covered = fdda::FddaData {
            unpredictable_number: self.card.unpredictable_number,
            amount: self.card.amount,
            currency: self.card.currency,
            card_authentication_related_data: self.value(CARD_AUTHENTICATION_RELATED_DATA),
        };
        Ok(fdda::verify(&icc, signature, SignedDataFormat::Offline, &covered)?.icc_dynamic_number())
    }

    /// `recover_issuer_public_key`, `recover_icc_public_key`, `verify_dda`. That crate has no fDDA, but the signature of
    /// an offline transaction has the form of DDA: what fDDA covers is given as the data of a DDOL. The CA key and the
    /// data objects are at hand (looked up in our `Database`, as above), revocation is not asked for.
    pub fn emv(&self) -> emv::Result<Vec<u8>> {
        let optional = |tag| self.card.data.get(tag);
        let pan = self.value(tags::APPLICATION_PAN);
        let today = [0x08, 0x19];
        let issuer = other::recover_issuer_public_key(
            &self.emv_ca,
            self.value(tags::ISSUER_PUBLIC_KEY_CERTIFICATE),
            optional(tags::ISSUER_PUBLIC_KEY_REMAINDER),
            self.value(tags::ISSUER_PUBLIC_KEY_EXPONENT),
            pan,
            today,
        )?;
        let icc = other::recover_icc_public_key(
            &issuer,
            self.value(tags::ICC_PUBLIC_KEY_CERTIFICATE),
            optional(tags::ICC_PUBLIC_KEY_REMAINDER),
            self.value(tags::ICC_PUBLIC_KEY_EXPONENT),
            self.static_data.as_bytes(),
            pan,
            today,
        )?;
        other::verify_dda(&icc, self.value(tags::SIGNED_DYNAMIC_APPLICATION_DATA), &self.emv_covered)
    }

    fn value(&self, tag: Tag) -> &[u8] {
        self.card.data.get(tag).unwrap_or_default()
    }
}
