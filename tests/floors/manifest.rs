//! The manifests of the workspace and its lock file, read as TOML: no network, no cargo, no platform.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use toml::{Table, Value};

use crate::root;

/// What a dependency is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Normal,
    Build,
    Dev,
}

/// One member of the workspace.
#[derive(Debug)]
pub(crate) struct Manifest {
    /// Its folder, from the root; `.` is the root package.
    pub(crate) folder: String,
    pub(crate) name: String,
    /// Package names; optional ones and those of single platforms too.
    pub(crate) dependencies: Vec<(String, Kind)>,
}

impl Manifest {
    pub(crate) fn parse(folder: &str, text: &str) -> Self {
        let table: Table = text.parse().unwrap_or_else(|error| panic!("{folder}: {error}"));
        let mut dependencies = of_each_kind(&table);
        let targets = table.get("target").and_then(Value::as_table);
        for target in targets.iter().flat_map(|targets| targets.values()) {
            dependencies.extend(of_each_kind(target.as_table().unwrap()));
        }
        let name = table["package"]["name"].as_str().unwrap().to_owned();
        Self { folder: folder.to_owned(), name, dependencies }
    }

    /// What a build of the crate needs, tests aside.
    pub(crate) fn shipped(&self) -> impl Iterator<Item = &str> {
        self.dependencies.iter().filter(|(_, kind)| *kind != Kind::Dev).map(|(name, _)| name.as_str())
    }
}

fn of_each_kind(table: &Table) -> Vec<(String, Kind)> {
    let kinds = [
        ("dependencies", Kind::Normal),
        ("build-dependencies", Kind::Build),
        ("dev-dependencies", Kind::Dev),
    ];
    let rows = |(key, kind)| {
        let entries = table.get(key).and_then(Value::as_table).into_iter().flatten();
        entries.map(move |(name, entry)| (renamed(name, entry), kind))
    };
    kinds.into_iter().flat_map(rows).collect()
}

/// `name = { package = "real-name" }` depends on `real-name`.
fn renamed(name: &str, entry: &Value) -> String {
    entry.get("package").and_then(Value::as_str).unwrap_or(name).to_owned()
}

/// All members, the root package first.
pub(crate) fn members() -> Vec<Manifest> {
    let workspace: Table = read("Cargo.toml").parse().unwrap();
    let shared = workspace["workspace"]["dependencies"].as_table().unwrap();
    for (name, entry) in shared {
        assert_eq!(&renamed(name, entry), name, "a shared dependency under another name would pass unseen");
    }
    let folders = workspace["workspace"]["members"].as_array().unwrap();
    let folders = folders.iter().map(|folder| folder.as_str().unwrap()).filter(|folder| *folder != ".");
    ["."].into_iter().chain(folders).map(|f| Manifest::parse(f, &read(&format!("{f}/Cargo.toml")))).collect()
}

/// Package name to the names of what it depends on, as Cargo.lock has it. All features that anyone in the workspace
/// asks for and all platforms are in it, so it may say too much, never too little.
pub(crate) fn lock(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let table: Table = text.parse().unwrap();
    let mut packages = BTreeMap::<_, BTreeSet<_>>::new();
    for package in table["package"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap().to_owned();
        let dependencies = package.get("dependencies").and_then(Value::as_array).into_iter().flatten();
        // "name" or "name version"
        let names = dependencies.filter_map(|entry| entry.as_str()?.split(' ').next());
        packages.entry(name).or_default().extend(names.map(str::to_owned));
    }
    packages
}

/// A file of the workspace.
pub(crate) fn read(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}
