//! Families of cases by the beginning of their names.

/// Whether a pattern names this case: by its whole name, or with a `*` at the end by the beginning of the name.
pub fn matches(pattern: &str, name: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == name, |beginning| name.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn whole_names_and_beginnings() {
        assert!(matches("s1/complete", "s1/complete"));
        assert!(!matches("s1/comp", "s1/complete"));
        assert!(matches("s1/*", "s1/complete"));
        assert!(matches("s1/comp*", "s1/complete"));
        assert!(!matches("s2/*", "s1/complete"));
    }
}
