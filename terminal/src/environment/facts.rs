//! What an app states about its device.

use std::fmt;
use std::time::Duration;

use tapkernel::core::data::Date;

/// What an app states about its device. `None` is "not known", which is reported as that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EnvironmentFacts {
    /// NFC.
    pub nfc: Option<Nfc>,
    /// Bytes of the longest command that the NFC stack takes (`IsoDep.getMaxTransceiveLength` on Android).
    pub longest_command: Option<u32>,
    /// Whether the NFC stack takes commands of extended length (`IsoDep.isExtendedLengthApduSupported`).
    pub extended_length: Option<bool>,
    /// The operating system.
    pub operating_system: Option<OperatingSystem>,
    /// Its security patch level.
    pub security_patch: Option<Date>,
    /// Whether the app found signs of a rooted device or an unlocked boot loader.
    pub rooted: Option<bool>,
    /// Whether it found signs of an emulator.
    pub emulator: Option<bool>,
    /// Whether a debugger is attached.
    pub debugger: Option<bool>,
    /// Whether the app may be debugged: a development build.
    pub debuggable: Option<bool>,
    /// Today by the clock of the device.
    pub today: Option<Date>,
    /// How far that clock is from trusted time, in either direction.
    pub clock_error: Option<Duration>,
    /// Free bytes where the journal is.
    pub free_disk: Option<u64>,
    /// The journal.
    pub journal: Option<JournalCondition>,
    /// Whether the acquirer answered an echo.
    pub acquirer_answers: Option<bool>,
}

/// NFC of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Nfc {
    /// There is none.
    Missing,
    /// It is switched off.
    Off,
    /// It is on.
    On,
}

/// An operating system and its version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OperatingSystem {
    /// Which.
    pub system: System,
    /// Its version as people name it: 11 for Android 11.
    pub version: u16,
}

/// Operating systems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum System {
    /// Android.
    Android,
    /// iOS.
    Ios,
    /// Linux.
    Linux,
    /// macOS.
    MacOs,
    /// Windows.
    Windows,
}

/// How the journal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JournalCondition {
    /// Whole, and a record can be added.
    Writable,
    /// Whole, and nothing can be added.
    ReadOnly,
    /// Full: settle and archive.
    Full,
    /// Records are damaged.
    Damaged,
}

impl fmt::Display for OperatingSystem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.system {
            System::Android => "Android",
            System::Ios => "iOS",
            System::Linux => "Linux",
            System::MacOs => "macOS",
            System::Windows => "Windows",
        };
        write!(f, "{name} {}", self.version)
    }
}
