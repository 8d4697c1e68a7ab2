//! From a text to a profile.

use std::sync::Arc;

use super::node::Node;
use super::place::{Place, Problems};
use super::positions::Positions;
use super::profile::Compiled;
use super::schemes::LACKING;
use super::{Profile, ProfileError, checksum, document};

impl Profile {
    /// Reads, checks and compiles a profile in JSON.
    ///
    /// # Errors
    ///
    /// [`ProfileError::Syntax`] with line and column if the text is no JSON, else [`ProfileError::Invalid`] with every
    /// problem found, each with its path, its position and what to do.
    pub fn from_json(text: &str) -> Result<Self, ProfileError> {
        let node = serde_json::from_str(text).map_err(|error| syntax(&error))?;
        Self::read(&node, || Positions::in_json(text))
    }

    /// Reads, checks and compiles a profile in TOML: the same fields, a day without or with quotes, and `"none"` where
    /// JSON has `null`.
    ///
    /// # Errors
    ///
    /// As [`Profile::from_json`].
    #[cfg(feature = "toml")]
    pub fn from_toml(text: &str) -> Result<Self, ProfileError> {
        let (node, positions) = super::toml::parse(text)?;
        Self::read(&node, || positions)
    }

    /// A profile of the library, without the schemes whose kernels the build lacks.
    pub(super) fn from_built_in(text: &str) -> Option<Self> {
        let mut node: Node = serde_json::from_str(text).ok()?;
        let Node::Object(fields) = &mut node else { return None };
        for (_, schemes) in fields.iter_mut().filter(|(name, _)| name == "schemes") {
            if let Node::List(schemes) = schemes {
                schemes.retain(|scheme| !is_lacking(scheme));
            }
        }
        Self::read(&node, || Positions::in_json(text)).ok()
    }

    fn read<'a>(node: &Node, positions: impl FnOnce() -> Positions<'a>) -> Result<Self, ProfileError> {
        let problems = Problems::default();
        let root = Place::root(node, &problems);
        let checksum = checksum::of(node);
        let compiled = document::read(&root).and_then(|document| Compiled::new(document, checksum, &root));
        let problems = problems.into_list();
        match compiled {
            Some(compiled) if problems.is_empty() => Ok(Self(Arc::new(compiled))),
            _ => {
                let positions = positions();
                Err(ProfileError::Invalid(problems.into_iter().map(|found| found.at(&positions)).collect()))
            }
        }
    }
}

/// Whether a scheme is for a kernel that the build is without.
fn is_lacking(scheme: &Node) -> bool {
    let Node::Object(fields) = scheme else { return false };
    let kernel = fields.iter().find(|(name, _)| name == "kernel");
    let Some((_, Node::Text(kernel))) = kernel else { return false };
    LACKING.iter().any(|(lacking, _)| format!("{:02X}", lacking.0) == *kernel)
}

fn syntax(error: &serde_json::Error) -> ProfileError {
    let (line, column) = (error.line(), error.column());
    let told = error.to_string();
    let place = format!(" at line {line} column {column}");
    let text = told.strip_suffix(&place).unwrap_or(&told).to_owned();
    ProfileError::Syntax { line, column, text }
}
