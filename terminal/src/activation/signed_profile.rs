//! The document.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::activation_code::CodeBinding;
use super::{ProfileState, SignedProfileError};

/// A profile with an acquirer's signature that nobody has checked yet. [`SignedProfile::activate`] does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedProfile {
    pub(super) content: Content,
    pub(super) key: [u8; 8],
    pub(super) signature: [u8; 64],
}

/// What is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Content {
    pub(super) serial: u64,
    pub(super) state: ProfileState,
    pub(super) terminal_id: String,
    pub(super) not_before: Duration,
    pub(super) code: Option<CodeBinding>,
    pub(super) profile: String,
}

const FORM: &str = "tapkernel-signed-profile-1";
/// Numbers that every reader of JSON holds exactly.
const MAX_NUMBER: u64 = (1 << 53) - 1;

/// The fields in JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    form: String,
    serial: u64,
    state: String,
    terminal_id: String,
    not_before: u64,
    // So that a document without the field is none for an update.
    #[serde(deserialize_with = "Option::deserialize")]
    activation_code: Option<Binding>,
    profile: String,
    key: String,
    signature: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Binding {
    salt: String,
    digest: String,
}

impl SignedProfile {
    /// The longest text in bytes.
    pub const MAX_LENGTH: usize = 1 << 20;

    /// Reads a document; see the [module](super) for its form. No word of it is to be believed yet.
    ///
    /// # Errors
    ///
    /// [`SignedProfileError`].
    pub fn from_json(text: &str) -> Result<Self, SignedProfileError> {
        if text.len() > Self::MAX_LENGTH {
            return Err(SignedProfileError::TooLong);
        }
        let document: Document = serde_json::from_str(text)
            .map_err(|error| SignedProfileError::Syntax { line: error.line(), column: error.column() })?;
        document.read()
    }

    /// The document as text.
    pub fn to_json(&self) -> String {
        // A struct of texts and numbers has always a form in JSON.
        serde_json::to_string_pretty(&Document::of(self)).unwrap_or_default()
    }

    /// Which terminal it says to be for. Not to be believed yet.
    pub fn terminal_id(&self) -> &str {
        &self.content.terminal_id
    }

    /// Which serial it says to have. Not to be believed yet.
    pub const fn serial(&self) -> u64 {
        self.content.serial
    }
}

impl Content {
    /// The bytes that are signed; see the [module](super).
    pub(super) fn signed_bytes(&self) -> Vec<u8> {
        let state = match self.state {
            ProfileState::Draft => 0,
            ProfileState::Test => 1,
            ProfileState::Certified => 2,
            ProfileState::Production => 3,
        };
        let mut bytes = [FORM.as_bytes(), &[0], &self.serial.to_be_bytes(), &[state]].concat();
        bytes.extend(self.not_before.as_secs().to_be_bytes());
        put_text(&mut bytes, &self.terminal_id);
        match &self.code {
            None => bytes.push(0),
            Some(code) => bytes.extend([[1].as_slice(), &code.salt, &code.digest].concat()),
        }
        put_text(&mut bytes, &self.profile);
        bytes
    }

    /// The field that cannot be, if there is one.
    pub(super) fn fault(&self) -> Option<&'static str> {
        let visible = self.terminal_id.bytes().all(|byte| byte.is_ascii_graphic());
        let named = visible && (1..=32).contains(&self.terminal_id.len());
        let faults = [
            ("serial", !(1..=MAX_NUMBER).contains(&self.serial)),
            ("state", self.state == ProfileState::Draft),
            ("terminal_id", !named),
            ("not_before", self.not_before.as_secs() > MAX_NUMBER),
            ("profile", self.profile.len() > SignedProfile::MAX_LENGTH),
        ];
        faults.iter().find(|(_, wrong)| *wrong).map(|(field, _)| *field)
    }
}

/// Its texts are shorter than the document, so that four bytes hold every length.
fn put_text(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend(u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
    bytes.extend(text.as_bytes());
}

impl Document {
    fn of(signed: &SignedProfile) -> Self {
        let content = &signed.content;
        let binding =
            |code: &CodeBinding| Binding { salt: hex::encode(code.salt), digest: hex::encode(code.digest) };
        Self {
            form: FORM.to_owned(),
            serial: content.serial,
            state: content.state.word().to_owned(),
            terminal_id: content.terminal_id.clone(),
            not_before: content.not_before.as_secs(),
            activation_code: content.code.as_ref().map(binding),
            profile: content.profile.clone(),
            key: hex::encode(signed.key),
            signature: hex::encode(signed.signature),
        }
    }

    fn read(self) -> Result<SignedProfile, SignedProfileError> {
        if self.form != FORM {
            return Err(SignedProfileError::UnknownForm);
        }
        let code = match &self.activation_code {
            None => None,
            Some(Binding { salt, digest }) => {
                Some(CodeBinding { salt: bytes("salt", salt)?, digest: bytes("digest", digest)? })
            }
        };
        let content = Content {
            serial: self.serial,
            state: ProfileState::from_word(&self.state).ok_or(SignedProfileError::Field("state"))?,
            terminal_id: self.terminal_id,
            not_before: Duration::from_secs(self.not_before),
            code,
            profile: self.profile,
        };
        match content.fault() {
            Some(field) => Err(SignedProfileError::Field(field)),
            None => Ok(SignedProfile {
                content,
                key: bytes("key", &self.key)?,
                signature: bytes("signature", &self.signature)?,
            }),
        }
    }
}

fn bytes<const N: usize>(field: &'static str, digits: &str) -> Result<[u8; N], SignedProfileError> {
    let mut bytes = [0; N];
    hex::decode_to_slice(digits, &mut bytes).map_err(|_| SignedProfileError::Field(field))?;
    Ok(bytes)
}
