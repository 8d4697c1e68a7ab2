//! Transcripts that may be given away.

use super::format::{CompareText, Step, Transcript};
use crate::redaction::Redaction;

impl Transcript {
    /// The same tap without what identifies cardholder and account, by the rules of [`Redaction`], and compared by headers.
    ///
    /// The card's certificates are among what is hidden, so offline data authentication fails in a replay, and
    /// where the tap rested on it, its outcome differs. Bytes that are no hexadecimal digits are dropped.
    #[must_use]
    pub fn masked(&self) -> Self {
        let mut redaction = Redaction::new();
        // What a late record tells of the account number holds for the early answers too.
        self.exchanges.iter().for_each(|step| drop(step.masked(&mut redaction)));
        let exchanges = self.exchanges.iter().map(|step| step.masked(&mut redaction)).collect();
        Self { exchanges, compare: CompareText::Header, ..self.clone() }
    }
}

impl Step {
    fn masked(&self, redaction: &mut Redaction) -> Self {
        let bytes = |text: &String| hex::decode(text).unwrap_or_default();
        let r = self.r.as_ref().map(|r| hex::encode_upper(redaction.answer(&bytes(r))));
        let c = self.c.as_ref().map(|c| hex::encode_upper(redaction.command(&bytes(c))));
        Self { c, r, ..self.clone() }
    }
}
