//! `tapkernel-uniffi-bindgen LIBRARY FOLDER`: writes the sources that call `LIBRARY`, a built `tapkernel-uniffi`, into
//! `FOLDER/kotlin`, `FOLDER/python` and `FOLDER/swift`. The script `ffi/kotlin/bindings` calls it.
//!
//! A crate of its own, since generating needs some ninety crates that calling does not. Build it in the dev profile:
//! optimised, `uniffi_bindgen` takes longer than everything else here together.
#![forbid(unsafe_code)]

use anyhow::Context;
use uniffi_bindgen::bindings::{GenerateOptions, TargetLanguage, generate};

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let library = arguments.next().context("which library?")?;
    let folder = arguments.next().context("into which folder?")?;
    for (name, language) in [
        ("kotlin", TargetLanguage::Kotlin),
        ("python", TargetLanguage::Python),
        ("swift", TargetLanguage::Swift),
    ] {
        generate(GenerateOptions {
            languages: vec![language],
            source: library.clone().into(),
            out_dir: format!("{folder}/{name}").into(),
            metadata_no_deps: true,
            ..GenerateOptions::default()
        })?;
    }
    Ok(())
}
