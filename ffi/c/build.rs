//! The soname: programs that were linked against another minor version before 1.0 do not start with this one.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = std::env::var("CARGO_CFG_TARGET_OS").unwrap_or_default();
    if matches!(target.as_str(), "linux" | "android") {
        let part = |name: &str| std::env::var(format!("CARGO_PKG_VERSION_{name}")).unwrap_or_default();
        println!(
            "cargo::rustc-cdylib-link-arg=-Wl,-soname,libtapkernel.so.{}.{}",
            part("MAJOR"),
            part("MINOR")
        );
    }
}
