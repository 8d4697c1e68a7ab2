//! The profiles that come with the library.

/// Name and text of each.
pub(super) const TEXTS: &[(&str, &str)] =
    &[("softpos-eur", include_str!("built_in/softpos-eur.json")), ("lab", include_str!("built_in/lab.json"))];
