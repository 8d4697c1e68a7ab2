//! Which crate may depend on which.

use std::collections::{BTreeMap, BTreeSet};

use crate::assert_none;
use crate::manifest::{Manifest, lock, members, read};

/// The floors by folder, bottom up. A crate may depend on crates of lower floors.
const FLOORS: &[&[&str]] = &[
    &["kernels/core", "test-vectors"],
    &["kernels/"],
    &["."],
    &["terminal"],
    &["simulator"],
    &["ffi/facade"],
    &["ffi/", "cli"],
];

/// What the core crate needs at run time.
const CORE_USES: &[&str] = &["nom", "sha1", "thiserror", "zeroize"];

/// What a kernel may need besides the core crate: nothing that the core does not bring in anyway.
const KERNELS_USE: &[&str] = &["thiserror", "zeroize"];

/// What the crate `tapkernel` must not bring in: databases, TLS, password hashing, async run times, networking, and
/// the private-key operations of `rsa`.
const NOT_IN_THE_ROOT: &[&str] = &[
    "rusqlite",
    "libsqlite3-sys",
    "sqlx",
    "sqlx-core",
    "redb",
    "sled",
    "openssl",
    "openssl-sys",
    "native-tls",
    "rustls",
    "ring",
    "aws-lc-rs",
    "aws-lc-sys",
    "argon2",
    "scrypt",
    "bcrypt",
    "tokio",
    "async-std",
    "smol",
    "async-io",
    "mio",
    "socket2",
    "hyper",
    "reqwest",
    "ureq",
    "curl",
    "rsa",
];

fn floor(folder: &str) -> Option<usize> {
    let stands = |place: &&str| *place == folder || place.ends_with('/') && folder.starts_with(place);
    // The exact folder wins over the group of folders.
    FLOORS
        .iter()
        .position(|places| places.contains(&folder))
        .or_else(|| FLOORS.iter().position(|places| places.iter().any(stands)))
}

/// Every crate has a floor and depends, tests aside, on crates of lower floors.
fn upward(members: &[Manifest]) -> Vec<String> {
    let floors: BTreeMap<_, _> = members.iter().map(|m| (m.name.as_str(), floor(&m.folder))).collect();
    let mut breaches = Vec::new();
    for member in members {
        let Some(own) = floor(&member.folder) else {
            breaches.push(format!("{} has no floor", member.folder));
            continue;
        };
        let ours = member.shipped().filter_map(|name| Some((name, (*floors.get(name)?)?)));
        breaches.extend(
            ours.filter(|(_, other)| *other >= own)
                .map(|(name, _)| format!("{} must not depend on {name}", member.name)),
        );
    }
    breaches
}

/// Kernels depend on the core and the listed crates, and never, not even in tests, on another kernel.
fn beside(members: &[Manifest]) -> Vec<String> {
    let is_kernel = |m: &&Manifest| m.folder.starts_with("kernels/") && m.folder != "kernels/core";
    let kernels: BTreeSet<_> = members.iter().filter(is_kernel).map(|m| m.name.as_str()).collect();
    let mut breaches = Vec::new();
    for member in members.iter().filter(is_kernel) {
        let all = member.dependencies.iter().map(|(name, _)| name.as_str());
        let seen = all.filter(|name| kernels.contains(name));
        let listed = |name: &str| name == "tapkernel-core" || KERNELS_USE.contains(&name);
        let foreign = member.shipped().filter(|name| !listed(name) && !kernels.contains(name));
        breaches.extend(seen.map(|name| format!("{} sees the kernel {name}", member.name)));
        breaches.extend(foreign.map(|name| format!("{} is not to need {name}", member.name)));
    }
    breaches
}

/// The core's dependencies are those of its list.
fn core_list(core: &Manifest) -> Vec<String> {
    let foreign = core.shipped().filter(|name| !CORE_USES.contains(name));
    foreign.map(|name| format!("{} is not to need {name}", core.name)).collect()
}

/// Everything that a build of `member` brings in: of our crates what ships, of others what the lock file says.
fn closure(
    member: &Manifest,
    members: &[Manifest],
    lock: &BTreeMap<String, BTreeSet<String>>,
) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open: Vec<String> = member.shipped().map(str::to_owned).collect();
    while let Some(name) = open.pop() {
        match members.iter().find(|m| m.name == name) {
            _ if found.contains(&name) => {}
            Some(ours) => open.extend(ours.shipped().map(str::to_owned)),
            None => open.extend(lock.get(&name).into_iter().flatten().cloned()),
        }
        found.insert(name);
    }
    found
}

/// The root package brings in nothing of [`NOT_IN_THE_ROOT`].
fn heavy(members: &[Manifest], lock: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let found = closure(&members[0], members, lock);
    let heavy = NOT_IN_THE_ROOT.iter().filter(|name| found.contains(**name));
    heavy.map(|name| format!("tapkernel brings in {name}")).collect()
}

#[test]
fn no_crate_depends_on_a_floor_above() {
    assert_none(&upward(&members()));
}

#[test]
fn kernels_need_the_core_and_never_see_each_other() {
    assert_none(&beside(&members()));
}

#[test]
fn the_core_needs_a_short_list() {
    let members = members();
    assert_none(&core_list(members.iter().find(|m| m.folder == "kernels/core").unwrap()));
}

#[test]
fn the_root_package_stays_light() {
    let members = members();
    let lock = lock(&read("Cargo.lock"));
    assert!(
        closure(&members[0], &members, &lock).contains("sha1"),
        "the closure reaches what the core needs"
    );
    assert_none(&heavy(&members, &lock));
}

/// The rules above are able to fail.
mod made_up {
    use super::*;

    fn manifest(folder: &str, name: &str, dependencies: &str) -> Manifest {
        Manifest::parse(folder, &format!("[package]\nname = \"{name}\"\n{dependencies}"))
    }

    #[test]
    fn a_dependency_upward() {
        let core = manifest("kernels/core", "tapkernel-core", "[dependencies]\ntapkernel = {}\n");
        let root = manifest(".", "tapkernel", "[dependencies]\ntapkernel-core = {}\n");
        let stray = manifest("attic", "attic", "");
        assert_eq!(
            upward(&[root, core, stray]),
            ["tapkernel-core must not depend on tapkernel", "attic has no floor"]
        );
    }

    #[test]
    fn a_kernel_that_sees_another() {
        let a = manifest("kernels/a", "a", "[dev-dependencies]\nx = { package = \"b\" }\n");
        let b = manifest("kernels/b", "b", "[target.'cfg(unix)'.dependencies]\nlibc = \"0.2\"\n");
        assert_eq!(beside(&[a, b]), ["a sees the kernel b", "b is not to need libc"]);
    }

    #[test]
    fn a_core_that_grows() {
        let text =
            "[dependencies]\nsha1 = {}\n[build-dependencies]\ncc = \"1\"\n[dev-dependencies]\nrsa = \"1\"\n";
        let core = manifest("kernels/core", "tapkernel-core", text);
        assert_eq!(core_list(&core), ["tapkernel-core is not to need cc"]);
    }

    #[test]
    fn a_root_that_pulls_in_a_database_at_second_hand() {
        let root =
            manifest(".", "tapkernel", "[dependencies]\nstore = { version = \"1\", optional = true }\n");
        let lock = lock("[[package]]\nname = \"store\"\ndependencies = [\"rusqlite 0.1.0\"]\n");
        assert_eq!(heavy(&[root], &lock), ["tapkernel brings in rusqlite"]);
    }
}
