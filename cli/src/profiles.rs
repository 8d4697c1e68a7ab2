//! Finding profiles.

use tapkernel::profile::{Positions, Profile, ProfileError};

use crate::exit::Failure;
use crate::input;

/// The text of a profile that is not built in, or the built-in profile itself.
pub(crate) fn find(field: &str, name: &str) -> Result<Profile, Failure> {
    if let Some(profile) = Profile::built_in(name) {
        return Ok(profile);
    }
    let text = input::file(field, name).map_err(|failure| Failure {
        message: format!("{}; built in are {}", failure.message, Profile::BUILT_IN.join(", ")),
        ..failure
    })?;
    read(name, &text).map_err(|error| Failure::bad_input(field, format!("{name}: {error}")))
}

/// Reads the text of the file `name`: TOML if its name ends like that, else JSON.
pub(crate) fn read(name: &str, text: &str) -> Result<Profile, ProfileError> {
    if is_toml(name) { Profile::from_toml(text) } else { Profile::from_json(text) }
}

/// Where the values of such a text stand.
pub(crate) fn positions<'a>(name: &str, text: &'a str) -> Positions<'a> {
    if is_toml(name) { Positions::in_toml(text) } else { Positions::in_json(text) }
}

fn is_toml(name: &str) -> bool {
    std::path::Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
}
