//! What is built in, with versions and checksums.

use std::sync::Arc;

use tapkernel::core::kernel::Kernel;

/// Version of this interface. It grows by one when a record, a step or a code is added; what is there keeps its meaning.
pub const API_VERSION: u32 = 1;

/// The library as a laboratory notes it down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Library {
    /// Version of the library.
    pub version: String,
    /// [`API_VERSION`].
    pub api_version: u32,
    /// SHA-256 over all source files and the selection of kernels, in hexadecimal: two builds of the same sources have the
    /// same.
    pub build_checksum: String,
    /// The kernels that are built in, by their identifiers.
    pub kernels: Vec<KernelVersion>,
    /// Names of the built-in profiles.
    pub profiles: Vec<String>,
}

/// A kernel and its version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KernelVersion {
    /// Kernel Identifier.
    pub kernel: u32,
    /// Its version.
    pub version: String,
}

/// What is built in.
pub fn library() -> Library {
    let version = |kernel: Arc<dyn Kernel>| KernelVersion {
        kernel: kernel.id().0,
        version: kernel.version().to_owned(),
    };
    Library {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        api_version: API_VERSION,
        build_checksum: env!("TAPKERNEL_BUILD_CHECKSUM").to_owned(),
        kernels: tapkernel::kernels().into_iter().map(version).collect(),
        profiles: tapkernel::profile::Profile::BUILT_IN.iter().map(|name| (*name).to_owned()).collect(),
    }
}
