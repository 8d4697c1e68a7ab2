//! Receipts, first and again.

use super::{Terminal, signature_context};
use crate::books::Transaction;
use crate::language::Language;
use crate::receipt::{Receipt, SignatureImage};
use crate::sale::SaleError;

impl Terminal {
    /// The receipt of a transaction, with the cardholder's signature if there is one. [`Receipt::as_duplicate`] marks
    /// what was printed before, [`Receipt::as_copy`] whose copy it is.
    ///
    /// # Errors
    ///
    /// [`SaleError`]: the journal, the vault.
    pub fn receipt(
        &self,
        transaction: &Transaction,
        language: Option<Language>,
    ) -> Result<Receipt, SaleError> {
        let signature = self.signature(transaction)?;
        Ok(Receipt::of_transaction(&self.desk.profile, transaction, language, signature))
    }

    fn signature(&self, transaction: &Transaction) -> Result<Option<SignatureImage>, SaleError> {
        let Some(sequence) = transaction.signed_at else { return Ok(None) };
        let sealed = self.desk.sealed(transaction.id, sequence)?;
        let picture = self.desk.vault.open(&signature_context(transaction.id), &sealed)?;
        Ok(SignatureImage::from_png(picture.expose().clone()))
    }
}
