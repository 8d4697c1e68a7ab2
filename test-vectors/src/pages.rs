//! Pages of the documentation that tests write.

use std::fs;

use crate::file;

/// Holds a page of the repository to what it should be. `TAPKERNEL_WRITE=1` writes it first.
///
/// # Panics
///
/// If the page cannot be written, or differs.
pub fn assert_up_to_date(name: &str, page: &str) {
    if std::env::var_os("TAPKERNEL_WRITE").is_some() {
        fs::write(file(name), page).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    let written = fs::read_to_string(file(name)).unwrap_or_default();
    for (written, page) in written.lines().zip(page.lines()) {
        assert_eq!(written, page, "{name} is stale: run this test with TAPKERNEL_WRITE=1");
    }
    assert!(written == page, "{name} is stale: run this test with TAPKERNEL_WRITE=1");
}
