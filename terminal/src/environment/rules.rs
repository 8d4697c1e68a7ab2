//! The table of rules.

use super::checks;
use super::checks::{Subject, Verdict};
use super::report::Importance::{self, Blocking, Information, Warning};

/// One requirement.
pub(super) struct Rule {
    /// Its name, for programs; never used for another one.
    pub(super) code: &'static str,
    /// How bad it is with a profile in state Production.
    pub(super) in_shops: Importance,
    /// And with every other.
    pub(super) elsewhere: Importance,
    /// What is wanted.
    pub(super) wanted: &'static str,
    /// What to do where it is not so.
    pub(super) advice: &'static str,
    /// Whether it is so.
    pub(super) check: fn(&Subject<'_>) -> Verdict,
}

macro_rules! rules {
    ($($code:literal $in_shops:ident $elsewhere:ident $wanted:literal $advice:literal $check:ident;)+) => {
        &[$(Rule {
            code: $code,
            in_shops: $in_shops,
            elsewhere: $elsewhere,
            wanted: $wanted,
            advice: $advice,
            check: checks::$check,
        }),+]
    };
}

/// All requirements, in the order in which a person would look.
#[rustfmt::skip]
pub(super) const RULES: &[Rule] = rules! {
//  code               in shops    elsewhere   wanted and advice                                          check
    "nfc-present"      Blocking    Blocking    "the device has NFC"
        "use a device with NFC"                                                                           nfc_present;
    "nfc-on"           Blocking    Blocking    "NFC is on"
        "switch NFC on in the settings"                                                                   nfc_on;
    "command-length"   Warning     Warning     "NFC takes commands of 261 bytes"
        "some cards may fail on this device; report its model"                                            command_length;
    "extended-length"  Blocking    Blocking    "NFC takes commands of extended length, where the acquirer asks for it"
        "use another device"                                                                              extended_length;
    "operating-system" Blocking    Blocking    "the operating system is recent enough"
        "update the operating system, or use another device"                                              operating_system;
    "security-patch"   Warning     Information "the security patch is recent enough"
        "install the updates of the operating system"                                                     security_patch;
    "not-rooted"       Blocking    Warning     "the device is as its maker made it"
        "use a device that is not rooted and whose boot loader is locked"                                 not_rooted;
    "no-emulator"      Blocking    Information "the device is no emulator"
        "use a device"                                                                                    no_emulator;
    "no-debugger"      Blocking    Information "no debugger is attached"
        "end the debugger, switch USB debugging off, and start the app again"                             no_debugger;
    "release-build"    Blocking    Information "the app is a release build"
        "install the app from its store"                                                                  release_build;
    "clock"            Blocking    Warning     "the clock is right"
        "let the network set date and time"                                                               clock;
    "free-disk"        Blocking    Blocking    "there is room for the journal"
        "free storage on the device"                                                                      free_disk;
    "journal"          Blocking    Blocking    "the journal is whole and can be written"
        "settle, then export the journal; call the acquirer if it is damaged"                             journal;
    "acquirer"         Warning     Warning     "the acquirer answers"
        "look at the connection of the device; call the acquirer if others have one"                      acquirer;
    "ca-keys-left"     Blocking    Warning     "every scheme has a CA public key that has not ended"
        "fetch the profile again; call the acquirer if that does not help"                                ca_keys_left;
    "ca-keys-valid"    Warning     Information "no CA public key has ended"
        "fetch the profile again"                                                                         ca_keys_valid;
    "ca-keys-soon"     Warning     Information "no CA public key ends soon"
        "fetch the profile again when the acquirer has a new one"                                         ca_keys_soon;
    "production"       Information Information "the profile is for shops"
        "transactions are tests: activate the profile that the acquirer signed for production"            production;
};
