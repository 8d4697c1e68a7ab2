//! The port.

use std::fmt;

use super::AttestationRequest;

/// Port: what is asked before each transaction, before a card is asked for.
pub trait AttestationGate {
    /// Whether this transaction may begin. Only [`Attestation::Allow`] lets it.
    ///
    /// A gate that asks a back end keeps its own time limit, well under that of the transaction.
    fn permit(&mut self, request: &AttestationRequest) -> Attestation;

    /// Whether it lets through what nobody judged. Such a gate is refused together with a profile for shops.
    fn is_for_laboratories(&self) -> bool {
        false
    }
}

/// The answer of a gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[must_use]
pub enum Attestation {
    /// The transaction may begin.
    Allow,
    /// It may not; trying again does not help.
    Refuse(AttestationRefusal),
    /// There is no verdict, or none that still counts: it may not begin now, and may later.
    Unavailable,
}

impl Attestation {
    /// Whether the transaction may begin.
    pub fn is_allowed(self) -> bool {
        self == Self::Allow
    }
}

/// Why a device may not take payments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum AttestationRefusal {
    /// The operating system is not the maker's, or its integrity cannot be shown: rooted, unlocked boot loader.
    Device,
    /// The operating system, or its security patch, is too old.
    OperatingSystem,
    /// It is an emulator.
    Emulator,
    /// A debugger or a hooking framework is there, or the app may be debugged.
    Debugger,
    /// The app is not the one that was published, or was installed by others.
    App,
    /// A newer version of the app is wanted.
    AppVersion,
    /// The component that takes the PIN was changed, or its keys are over their time.
    PinComponent,
    /// The device's clock is wrong.
    Clock,
    /// The back end has locked this terminal.
    Locked,
    /// A reason of the back end's own, with its number.
    Other(u16),
}

/// Number and text of each, in one place. A number never gets another meaning.
const REASONS: &[(AttestationRefusal, u16, &str)] = &[
    (AttestationRefusal::Device, 1, "the device's system is not trusted: use another device"),
    (AttestationRefusal::OperatingSystem, 2, "the operating system is too old: update it"),
    (AttestationRefusal::Emulator, 3, "this is an emulator: use a device"),
    (AttestationRefusal::Debugger, 4, "a debugger is attached: end it and start the app again"),
    (AttestationRefusal::App, 5, "the app is not the published one: install it from its store"),
    (AttestationRefusal::AppVersion, 6, "this version of the app may no longer take payments: update it"),
    (AttestationRefusal::PinComponent, 7, "PIN entry is not trusted: start the app again with a connection"),
    (AttestationRefusal::Clock, 8, "the clock is wrong: set it by the network"),
    (AttestationRefusal::Locked, 9, "this terminal is locked: call the acquirer"),
];

/// Numbers of reasons of back ends begin here.
const OTHER: u32 = 1000;

impl AttestationRefusal {
    /// Its number, for logs and programs: 1 to 9, and 1000 and above for a back end's own.
    pub fn number(self) -> u32 {
        match self {
            Self::Other(number) => OTHER + u32::from(number),
            known => row(known).map_or(0, |(number, _)| number.into()),
        }
    }

    /// What is wrong and what to do, in English.
    pub fn text(self) -> &'static str {
        row(self).map_or("the device may not take payments: call the acquirer", |(_, text)| text)
    }
}

fn row(refusal: AttestationRefusal) -> Option<(u16, &'static str)> {
    REASONS.iter().find(|(known, ..)| *known == refusal).map(|(_, number, text)| (*number, *text))
}

impl fmt::Display for AttestationRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}
