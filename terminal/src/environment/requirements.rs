//! What is asked of a device.

use std::time::Duration;

use tapkernel::core::data::Date;

use super::{OperatingSystem, System};

/// What is asked of a device. Acquirers differ: one asks for Android 11, another for 7.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirements {
    /// The lowest version of each system; a system that is not listed has none.
    pub lowest_versions: Vec<OperatingSystem>,
    /// Months that the security patch may be old; `None` if it does not matter.
    pub security_patch_months: Option<u16>,
    /// Whether commands of extended length are wanted. No kernel here sends any.
    pub extended_length: bool,
    /// The day on which the app was built: no clock is right that is before it.
    pub built: Option<Date>,
    /// How far the clock may be from trusted time.
    pub clock_tolerance: Duration,
    /// Bytes that must be free where the journal is.
    pub free_disk: u64,
    /// Months before a CA public key ends from when on this is reported.
    pub ca_key_months: u16,
}

impl Default for Requirements {
    /// Android 10, five minutes, 50 MiB, three months; a security patch and extended length do not matter.
    fn default() -> Self {
        Self {
            lowest_versions: vec![OperatingSystem { system: System::Android, version: 10 }],
            security_patch_months: None,
            extended_length: false,
            built: None,
            clock_tolerance: Duration::from_secs(5 * 60),
            free_disk: 50 << 20,
            ca_key_months: 3,
        }
    }
}
