//! Profiles.

use std::sync::Arc;

use tapkernel_facade::{self as facade, Explanation, LocalTime, Problem};

use crate::TapkernelError;

/// What an acquirer configured, checked and compiled. Immutable.
#[derive(Debug, uniffi::Object)]
pub struct Profile(pub(crate) facade::Profile);

#[uniffi::export]
impl Profile {
    /// A built-in profile, one of `Library::profiles`.
    ///
    /// # Errors
    ///
    /// `Profile` for another name.
    #[uniffi::constructor]
    pub fn built_in(name: String) -> Result<Arc<Self>, TapkernelError> {
        Ok(Arc::new(Self(facade::Profile::built_in(&name)?)))
    }

    /// Reads, checks and compiles a profile in JSON.
    ///
    /// # Errors
    ///
    /// `Profile` with one problem a line; `problems_in_json` has them one by one.
    #[uniffi::constructor]
    pub fn from_json(text: String) -> Result<Arc<Self>, TapkernelError> {
        Ok(Arc::new(Self(facade::Profile::from_json(&text)?)))
    }

    /// The same in TOML.
    ///
    /// # Errors
    ///
    /// As `from_json`.
    #[uniffi::constructor]
    pub fn from_toml(text: String) -> Result<Arc<Self>, TapkernelError> {
        Ok(Arc::new(Self(facade::Profile::from_toml(&text)?)))
    }

    /// What is allowed and looks wrong on the day `today`.
    ///
    /// # Errors
    ///
    /// `BadArgument` if `today` is no day.
    pub fn lint(&self, today: LocalTime) -> Result<Vec<Problem>, TapkernelError> {
        Ok(self.0.lint(today)?)
    }

    /// Its name.
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// Its version, as its author counts.
    pub fn version(&self) -> String {
        self.0.version()
    }

    /// Checksum of the configuration: SHA-256 in hexadecimal.
    pub fn checksum(&self) -> String {
        self.0.checksum()
    }

    /// Whether it is for a shop.
    pub fn is_production(&self) -> bool {
        self.0.is_production()
    }

    /// What happens at which amount.
    pub fn explain(&self) -> Explanation {
        self.0.explain()
    }

    /// The same as a JSON document, indented.
    pub fn explain_json(&self) -> String {
        self.0.explain_json()
    }
}

/// Everything that is wrong with a profile in JSON, or, if nothing is, what looks wrong on the day `today`.
///
/// # Errors
///
/// `BadArgument` if `today` is no day.
#[uniffi::export]
pub fn problems_in_json(text: String, today: LocalTime) -> Result<Vec<Problem>, TapkernelError> {
    Ok(facade::Profile::problems_in_json(&text, today)?)
}

/// The same in TOML.
///
/// # Errors
///
/// As `problems_in_json`.
#[uniffi::export]
pub fn problems_in_toml(text: String, today: LocalTime) -> Result<Vec<Problem>, TapkernelError> {
    Ok(facade::Profile::problems_in_toml(&text, today)?)
}
