//! What a laboratory notes down.

use std::fmt;

use serde::Serialize;
use tapkernel_core::data::Hex;
use tapkernel_core::kernel::Kernel;

use super::Reader;
use crate::profile::Profile;

/// Library, kernels and configuration, each with its version. `Display` gives one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Versions {
    /// Version of this library.
    pub library: String,
    /// The kernels that are registered, in the order of their identifiers.
    pub kernels: Vec<KernelVersion>,
    /// The profile in force.
    pub profile: ProfileVersion,
}

/// A kernel and its version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct KernelVersion {
    /// Kernel Identifier in hexadecimal.
    pub kernel: String,
    /// Its version, as [`Kernel::version`] tells it.
    pub version: String,
}

/// A profile, its version and its checksum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ProfileVersion {
    /// Its name.
    pub name: String,
    /// Its version, as its author counts.
    pub version: String,
    /// [`Profile::checksum`] in hexadecimal.
    pub checksum: String,
}

impl Versions {
    /// The versions of a profile and of kernels that may run under it.
    pub fn new<'a>(profile: &Profile, kernels: impl IntoIterator<Item = &'a dyn Kernel>) -> Self {
        let version = |kernel: &dyn Kernel| KernelVersion {
            kernel: kernel.id().to_string(),
            version: kernel.version().to_owned(),
        };
        let mut kernels: Vec<_> = kernels.into_iter().map(version).collect();
        kernels.sort_unstable();
        Self {
            library: env!("CARGO_PKG_VERSION").to_owned(),
            kernels,
            profile: ProfileVersion {
                name: profile.name().to_owned(),
                version: profile.version().to_owned(),
                checksum: Hex(&profile.checksum()).to_string(),
            },
        }
    }
}

impl Reader {
    /// Versions of library, registered kernels and the profile in force.
    pub fn versions(&self) -> Versions {
        Versions::new(&self.profile, self.entry_point.kernels())
    }
}

impl fmt::Display for Versions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tapkernel {}", self.library)?;
        for KernelVersion { kernel, version } in &self.kernels {
            write!(f, ", kernel {kernel} {version}")?;
        }
        let ProfileVersion { name, version, checksum } = &self.profile;
        write!(f, ", profile {name} {version} SHA-256 {checksum}")
    }
}
