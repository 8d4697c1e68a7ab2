//! Profiles: load, lint, explain.

use tapkernel::core::data::Hex;
use tapkernel::profile::{self as own, Position, Positions};

use crate::{Error, ErrorCode, Explanation, LocalTime};

/// What an acquirer configured, checked and compiled. Immutable; clones share it.
#[derive(Clone, Debug)]
pub struct Profile(pub(crate) own::Profile);

/// Something in a profile that is wrong or looks wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Whether the profile cannot be used; else it looks wrong.
    pub is_error: bool,
    /// Where, as in `schemes[0].transactions.purchase.ttq`; empty for the document as a whole.
    pub path: String,
    /// Line from 1; 0 if unknown.
    pub line: u32,
    /// Column from 1; 0 if unknown.
    pub column: u32,
    /// What is wrong and how to put it right.
    pub text: String,
}

impl From<own::Problem> for Problem {
    fn from(problem: own::Problem) -> Self {
        let Position { line, column } = problem.position.unwrap_or(Position { line: 0, column: 0 });
        let number = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        Self {
            is_error: problem.severity == own::Severity::Error,
            path: problem.path,
            line: number(line),
            column: number(column),
            text: problem.text,
        }
    }
}

impl Profile {
    /// A built-in profile, one of [`Library::profiles`](crate::Library::profiles).
    ///
    /// # Errors
    ///
    /// [`ErrorCode::Profile`] for another name.
    pub fn built_in(name: &str) -> Result<Self, Error> {
        own::Profile::built_in(name).map(Self).ok_or_else(|| {
            let known = own::Profile::BUILT_IN.join(", ");
            Error::new(ErrorCode::Profile, format!("there is no such built-in profile; there are {known}"))
        })
    }

    /// Reads, checks and compiles a profile in JSON.
    ///
    /// # Errors
    ///
    /// [`ErrorCode::Profile`] with one problem a line; [`Profile::problems_in_json`] has them one by one.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        own::Profile::from_json(text)
            .map(Self)
            .map_err(|error| Error::new(ErrorCode::Profile, error.to_string()))
    }

    /// The same in TOML.
    ///
    /// # Errors
    ///
    /// As [`Profile::from_json`].
    pub fn from_toml(text: &str) -> Result<Self, Error> {
        own::Profile::from_toml(text)
            .map(Self)
            .map_err(|error| Error::new(ErrorCode::Profile, error.to_string()))
    }

    /// Everything that is wrong with a text, or, if nothing is, what looks wrong on the day `today`.
    ///
    /// # Errors
    ///
    /// [`ErrorCode::BadArgument`] if `today` is no day.
    pub fn problems_in_json(text: &str, today: LocalTime) -> Result<Vec<Problem>, Error> {
        problems(own::Profile::from_json(text), &Positions::in_json(text), today)
    }

    /// The same in TOML.
    ///
    /// # Errors
    ///
    /// As [`Profile::problems_in_json`].
    pub fn problems_in_toml(text: &str, today: LocalTime) -> Result<Vec<Problem>, Error> {
        problems(own::Profile::from_toml(text), &Positions::in_toml(text), today)
    }

    /// What is allowed and looks wrong on the day `today`.
    ///
    /// # Errors
    ///
    /// [`ErrorCode::BadArgument`] if `today` is no day.
    pub fn lint(&self, today: LocalTime) -> Result<Vec<Problem>, Error> {
        Ok(self.0.lint(today.read()?.0).into_iter().map(Problem::from).collect())
    }

    /// Its name.
    pub fn name(&self) -> String {
        self.0.name().to_owned()
    }

    /// Its version, as its author counts.
    pub fn version(&self) -> String {
        self.0.version().to_owned()
    }

    /// Checksum of the configuration: SHA-256 in hexadecimal.
    pub fn checksum(&self) -> String {
        Hex(&self.0.checksum()).to_string()
    }

    /// Whether it is for a shop.
    pub fn is_production(&self) -> bool {
        self.0.is_production()
    }

    /// The kernels that it needs.
    pub fn kernels(&self) -> Vec<u32> {
        self.0.kernels().into_iter().map(|kernel| kernel.0).collect()
    }

    /// What happens at which amount.
    pub fn explain(&self) -> Explanation {
        self.0.explain().into()
    }

    /// The same as a JSON document, indented.
    pub fn explain_json(&self) -> String {
        serde_json::to_string_pretty(&self.0.explain()).unwrap_or_default()
    }
}

fn problems(
    read: Result<own::Profile, own::ProfileError>,
    positions: &Positions<'_>,
    today: LocalTime,
) -> Result<Vec<Problem>, Error> {
    let (today, _) = today.read()?;
    let found = match read {
        Ok(profile) => profile.lint(today).into_iter().map(|problem| problem.at(positions)).collect(),
        Err(error) => error.into_problems(),
    };
    Ok(found.into_iter().map(Problem::from).collect())
}

/// Problems as a JSON array of `{severity, path, line, column, text}`, the places `null` where they are not known.
pub fn problems_json(problems: &[Problem]) -> String {
    let known = |place: u32| (place > 0).then_some(place);
    let one = |problem: &Problem| {
        serde_json::json!({
            "severity": if problem.is_error { "error" } else { "warning" }, "path": problem.path,
            "line": known(problem.line), "column": known(problem.column), "text": problem.text,
        })
    };
    serde_json::Value::from_iter(problems.iter().map(one)).to_string()
}
