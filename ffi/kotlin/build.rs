//! Phones with pages of 16 KB refuse a library whose segments are aligned to less.
#![allow(missing_docs)]

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let system = std::env::var("CARGO_CFG_TARGET_OS").unwrap_or_default();
    if system == "android" || system == "linux" {
        println!("cargo::rustc-cdylib-link-arg=-Wl,-z,max-page-size=16384");
    }
}
