//! Signed profiles over the acquirer's parameter download.

use super::{Provisioning, ProvisioningError};
use crate::acquirer::{Acquirer, MessageJournal, ParameterBlock, ParameterRequest, Trace};
use crate::activation::{ActivationCode, SignedProfile};

/// The most blocks that a download may have.
pub const MAX_BLOCKS: u16 = 9999;

/// Signed profiles over [`Acquirer::download_parameters`]: the blocks in their order are the document. The host knows the
/// terminal by the identification in the message; the code is compared here, against the document.
///
/// A download moves no money: after a failure it is begun again from the first block.
pub struct DownloadProvisioning<'a, T> {
    /// The acquirer.
    pub acquirer: &'a mut dyn Acquirer,
    /// Takes each message before it is sent.
    pub journal: &'a mut dyn MessageJournal,
    /// The number of the next message.
    pub next_trace: T,
}

impl<T: FnMut() -> Trace> DownloadProvisioning<'_, T> {
    fn download(&mut self) -> Result<SignedProfile, ProvisioningError> {
        let mut text = Vec::new();
        let mut expected = None;
        for number in 1..=MAX_BLOCKS {
            let block = self.block(number)?;
            let of = *expected.get_or_insert(block.of);
            let fits = block.data.len() <= SignedProfile::MAX_LENGTH.saturating_sub(text.len());
            if block.block != number || block.of != of || number > of || block.data.is_empty() || !fits {
                return Err(ProvisioningError::Garbage);
            }
            text.extend(block.data);
            if number == of {
                let text = String::from_utf8(text).map_err(|_| ProvisioningError::Garbage)?;
                return Ok(SignedProfile::from_json(&text)?);
            }
        }
        Err(ProvisioningError::Garbage)
    }

    fn block(&mut self, block: u16) -> Result<ParameterBlock, ProvisioningError> {
        let request = ParameterRequest { trace: (self.next_trace)(), block };
        let answer = self.acquirer.download_parameters(&request, self.journal).answer();
        answer.ok_or(ProvisioningError::Unreachable)
    }
}

impl<T: FnMut() -> Trace> Provisioning for DownloadProvisioning<'_, T> {
    fn by_code(&mut self, code: &ActivationCode) -> Result<SignedProfile, ProvisioningError> {
        let document = self.download()?;
        let bound = document.content.code.is_some_and(|bound| bound.is_of(code));
        if bound { Ok(document) } else { Err(ProvisioningError::UnknownCode) }
    }

    fn update(&mut self, terminal_id: &str, active: u64) -> Result<Option<SignedProfile>, ProvisioningError> {
        let document = self.download()?;
        let newer = document.terminal_id() == terminal_id && document.serial() > active;
        Ok(newer.then_some(document))
    }
}

impl<T> std::fmt::Debug for DownloadProvisioning<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DownloadProvisioning(..)")
    }
}
