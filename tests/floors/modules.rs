//! Which module of a crate may use which.

use std::collections::BTreeSet;
use std::path::Path;

use crate::assert_none;
use crate::manifest::read;
use crate::paths::{paths, shipped};
use crate::sources::shipped_files;

/// The floors inside the core crate, bottom up, as its documentation lists them.
const CORE: &[&[&str]] =
    &[&["secret", "time"], &["tlv"], &["data"], &["apdu"], &["oda"], &["outcome"], &["kernel"]];

/// The same inside `tapkernel`, as what each module must not use: a profile is made for the Entry Point, a transport is
/// known to the drivers only, and recorded taps run on top of all.
const ROOT: &[(&str, &[&str])] = &[
    ("profile", &["reader", "transport", "drive", "transcript"]),
    ("entry_point", &["reader", "transport", "drive", "transcript"]),
    ("transport", &["profile", "entry_point", "reader", "drive", "transcript"]),
    ("reader", &["transport", "drive", "transcript"]),
    ("drive", &["transcript"]),
];

/// The modules of the crate that `file` uses: (its own, the other), both at the top of the crate.
///
/// `file` is a path from the crate's `src`.
fn uses(file: &str, text: &str) -> BTreeSet<(String, String)> {
    let mut here: Vec<_> = Path::new(file).with_extension("").iter().map(|part| part.to_owned()).collect();
    if here.last().is_some_and(|last| last == "mod") {
        here.pop();
    }
    let own = here[0].to_str().unwrap().to_owned();
    let code = shipped(text);
    let absolute = paths(&code, "crate").into_iter().filter_map(|path| path.get(1).cloned());
    // `super` leads to the top of the crate when it is said once for each module on the way.
    let upward = paths(&code, "super").into_iter().filter_map(|path| {
        let steps = path.iter().take_while(|part| *part == "super").count();
        (steps == here.len()).then(|| path.get(steps).cloned()).flatten()
    });
    absolute.chain(upward).map(|other| (own.clone(), other)).collect()
}

fn core_floor(module: &str) -> Option<usize> {
    CORE.iter().position(|floor| floor.contains(&module))
}

/// A module of the core uses only floors under its own.
fn core_breaches(file: &str, text: &str) -> Vec<String> {
    let breach = |(own, other): (String, String)| match (core_floor(&own), core_floor(&other)) {
        (None, _) => Some(format!("{file}: the module {own} has no floor")),
        (Some(a), Some(b)) if b >= a && own != other => Some(format!("{file}: {own} uses {other}")),
        _ => None,
    };
    uses(file, text).into_iter().filter_map(breach).collect()
}

fn root_breaches(file: &str, text: &str) -> Vec<String> {
    let forbidden =
        |own: &str, other: &str| ROOT.iter().any(|(module, not)| *module == own && not.contains(&other));
    let breaches = uses(file, text).into_iter().filter(|(own, other)| forbidden(own, other));
    breaches.map(|(own, other)| format!("{file}: {own} uses {other}")).collect()
}

/// The modules of a crate with their text; its `lib.rs`, which names them all, aside.
fn modules(src: &str) -> Vec<(String, String)> {
    let files = shipped_files(src).filter(|file| !file.ends_with("src/lib.rs"));
    files.map(|file| (file[src.len() + 1..].to_owned(), read(&file))).collect()
}

#[test]
fn the_modules_of_the_core_use_lower_floors_only() {
    let modules = modules("kernels/core/src");
    let seen: Vec<_> = modules.iter().flat_map(|(file, text)| uses(file, text)).collect();
    assert!(seen.contains(&("data".to_owned(), "tlv".to_owned())), "the rule sees what is there");
    assert_none(&modules.iter().flat_map(|(file, text)| core_breaches(file, text)).collect::<Vec<_>>());
}

#[test]
fn only_the_drivers_know_a_transport() {
    assert_none(
        &modules("src").iter().flat_map(|(file, text)| root_breaches(file, text)).collect::<Vec<_>>(),
    );
}

/// The rules above are able to fail.
mod made_up {
    use super::*;

    #[test]
    fn a_module_that_uses_one_above_it() {
        let text =
            "use crate::{data::{Amount, Tag}, time};\nuse super::super::apdu::CApdu;\nuse super::Tag;\n";
        assert_eq!(
            core_breaches("tlv/reader.rs", text),
            ["tlv/reader.rs: tlv uses apdu", "tlv/reader.rs: tlv uses data"]
        );
        assert_eq!(
            core_breaches("attic.rs", "use crate::tlv::Tag;"),
            ["attic.rs: the module attic has no floor"]
        );
        assert!(core_breaches("kernel/port.rs", text).is_empty());
    }

    #[test]
    fn a_reader_that_uses_a_transport() {
        let text = "fn f(t: &mut impl crate::transport::CardTransport) {}";
        assert_eq!(root_breaches("reader.rs", text), ["reader.rs: reader uses transport"]);
        assert!(root_breaches("drive/blocking.rs", text).is_empty());
    }
}
