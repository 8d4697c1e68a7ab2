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
    count_arguments(&format!("{folder}/kotlin/tapkernel/ffi/tapkernel_uniffi.kt"))
}

/// UniFFI counts the calls that are inside an object, so that closing it waits for them and later ones are refused; but it
/// looks at no object that goes over as an argument, and would use one that is freed. Here these are counted alike.
fn count_arguments(file: &str) -> anyhow::Result<()> {
    const BLIND: &str = "return value.uniffiCloneHandle()";
    let text = std::fs::read_to_string(file)?;
    anyhow::ensure!(text.contains(BLIND), "UniFFI writes arguments in another way now: look at {file}");
    Ok(std::fs::write(file, text.replace(BLIND, "return value.callWithHandle { it }"))?)
}
