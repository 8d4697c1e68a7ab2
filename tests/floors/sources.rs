//! What no source file may do: grow without end, allow unsafe code, reach for a clock, a file or a thread.

use std::fs;
use std::path::{Path, PathBuf};

use crate::manifest::{members, read};
use crate::paths::{paths, shipped, without_tests};
use crate::{assert_none, root};

/// Files are to have about 250 lines; here it ends, tests not counted.
const MOST_LINES: usize = 300;

/// Files that may be longer, each with the reason.
const LONG_FOR_A_REASON: &[(&str, &str)] = &[];

/// The crates in which `unsafe` may be written, or is generated: UniFFI writes the border of `ffi/kotlin`.
const MAY_BE_UNSAFE: &[&str] = &["ffi/c", "ffi/kotlin", "ffi/measure"];

/// What a kernel or the reader is told and never fetches itself.
const OUTSIDE_WORLD: &[&str] = &["time", "net", "fs", "thread", "io", "env", "process"];

/// Crates of random numbers.
const RANDOMNESS: &[&str] = &["rand", "rand_core", "getrandom", "fastrand"];

/// All `.rs` files under `folder`, as paths from the root.
fn rust_files(folder: &str) -> Vec<String> {
    let mut open = vec![root().join(folder)];
    let mut found = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(from_root(&path));
        }
    }
    found.sort();
    found
}

fn from_root(path: &Path) -> String {
    let path: PathBuf = path.strip_prefix(root()).unwrap().components().collect();
    path.to_str().unwrap().replace('\\', "/")
}

fn is_test(file: &str) -> bool {
    file.ends_with("/tests.rs") || file.contains("/tests/")
}

/// The same without the files that only tests build.
pub(crate) fn shipped_files(folder: &str) -> impl Iterator<Item = String> {
    rust_files(folder).into_iter().filter(|file| !is_test(file))
}

fn too_long(file: &str, text: &str) -> Option<String> {
    let lines = without_tests(text).lines().count();
    let excused = LONG_FOR_A_REASON.iter().any(|(long, _)| *long == file);
    (lines > MOST_LINES && !excused).then(|| format!("{file} has {lines} lines: look for the book's own cut"))
}

/// What the first lines of a crate must say.
fn head(folder: &str, file: &str, text: &str) -> Vec<String> {
    let says = |attribute| text.lines().any(|line| line == attribute);
    let mut breaches = Vec::new();
    if !MAY_BE_UNSAFE.contains(&folder) && !says("#![forbid(unsafe_code)]") {
        breaches.push(format!("{file} does not forbid unsafe code"));
    }
    if folder.starts_with("kernels/") && !says("#![no_std]") && !says("#![cfg_attr(not(test), no_std)]") {
        breaches.push(format!("{file} is not no_std"));
    }
    breaches
}

/// Clocks, sockets, files, threads and randomness in code that is to be told.
fn reaches_out(file: &str, text: &str) -> Vec<String> {
    let code = shipped(text);
    let std = paths(&code, "std").into_iter();
    // A duration is no clock.
    let world = std
        .filter(|path| path.get(1).is_some_and(|part| OUTSIDE_WORLD.contains(&part.as_str())))
        .filter(|path| path[1..] != ["time", "Duration"]);
    let random = RANDOMNESS.iter().flat_map(|name| paths(&code, name));
    world.chain(random).map(|path| format!("{file} uses {}", path.join("::"))).collect()
}

#[test]
fn no_file_is_too_long() {
    let folders = members().into_iter().map(|member| format!("{}/src", member.folder));
    let files: Vec<_> = folders.flat_map(|folder| shipped_files(&folder).collect::<Vec<_>>()).collect();
    assert!(files.len() > 30, "the walk finds the sources");
    assert_none(&files.iter().filter_map(|file| too_long(file, &read(file))).collect::<Vec<_>>());
}

#[test]
fn every_crate_forbids_unsafe_code_and_kernels_forbid_std() {
    let mut breaches = Vec::new();
    for member in members() {
        let heads = ["lib.rs", "main.rs"].map(|name| format!("{}/src/{name}", member.folder));
        let heads: Vec<_> = heads.into_iter().filter(|file| root().join(file).exists()).collect();
        assert!(!heads.is_empty(), "{} has a lib.rs or a main.rs", member.folder);
        breaches.extend(heads.iter().flat_map(|file| head(&member.folder, file, &read(file))));
    }
    assert_none(&breaches);
}

#[test]
fn kernels_and_reader_do_no_io_and_have_no_clock() {
    let kernels = shipped_files("kernels").filter(|file| file.contains("/src/"));
    let above = shipped_files("src")
        .filter(|file| file.starts_with("src/entry_point") || file.starts_with("src/reader"));
    let files: Vec<_> = kernels.chain(above).collect();
    assert!(files.iter().any(|file| file == "kernels/core/src/lib.rs"), "the walk finds the kernels");
    assert_none(&files.iter().flat_map(|file| reaches_out(file, &read(file))).collect::<Vec<_>>());
}

/// The rules above are able to fail.
mod made_up {
    use super::*;

    #[test]
    fn a_file_that_grows() {
        let code = "let x = 1;\n".repeat(MOST_LINES);
        assert_eq!(too_long("a.rs", &format!("{code}#[cfg(test)]\nmod tests {{}}\n")), None);
        assert!(too_long("a.rs", &format!("{code}let y = 2;\n")).is_some());
    }

    #[test]
    fn a_crate_without_its_attributes() {
        assert_eq!(
            head("cli", "main.rs", "// #![forbid(unsafe_code)]\n"),
            ["main.rs does not forbid unsafe code"]
        );
        assert_eq!(head("ffi/c", "lib.rs", ""), Vec::<String>::new());
        assert_eq!(head("kernels/a", "lib.rs", "#![forbid(unsafe_code)]\n"), ["lib.rs is not no_std"]);
    }

    #[test]
    fn a_kernel_with_a_clock_and_a_dice() {
        let text = "use std::{fmt, time::{Duration, Instant}};\nfn f() { rand::random() }\n#[cfg(test)]\nuse std::fs;\n";
        assert_eq!(reaches_out("k.rs", text), ["k.rs uses std::time::Instant", "k.rs uses rand::random"]);
    }
}
