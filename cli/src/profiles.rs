//! Finding profiles.

use tapkernel::profile::Profile;

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
    Profile::from_json(&text).map_err(|error| Failure::bad_input(field, format!("{name}: {error}")))
}
