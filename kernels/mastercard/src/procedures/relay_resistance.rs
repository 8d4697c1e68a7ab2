//! The computation of the relay resistance protocol (Book C-2, state SR1). Times are in units of 100 µs.

use core::time::Duration;

use crate::bits::TerminalVerificationResults as Tvr;
use crate::config::Kernel2Options;
use crate::dictionary::tags as mc;
use crate::tlv_database::TlvDatabase;

/// What a measured time comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Quicker than the card can be: something else answered.
    TooQuick,
    /// Too slow, and another try is left.
    TryAgain,
    /// The protocol is done; these bits go into the TVR.
    Performed(Tvr),
}

/// The most tries after the first.
const RETRIES: u32 = 2;

/// Measured Relay Resistance Processing Time `DF8306`: the time from command to answer without the time that both need
/// on their way.
pub(crate) fn measured(db: &TlvDatabase, elapsed: Duration) -> u16 {
    let units = u32::try_from(elapsed.as_micros() / 100).unwrap_or(u32::MAX);
    let response = db
        .number(mc::DEVICE_ESTIMATED_TRANSMISSION_TIME_FOR_RELAY_RESISTANCE_R_APDU)
        .min(expected_response(db));
    let command = db.number(mc::TERMINAL_EXPECTED_TRANSMISSION_TIME_FOR_RELAY_RESISTANCE_C_APDU);
    u16::try_from(units.saturating_sub(command).saturating_sub(response)).unwrap_or(u16::MAX)
}

/// Judges the measured time after `retries` tries too many.
pub(crate) fn judge(db: &TlvDatabase, measured: u16, retries: u8, options: Kernel2Options) -> Verdict {
    let done = Tvr::default().with(Tvr::RELAY_RESISTANCE_PERFORMED, true);
    if options.has(Kernel2Options::RELAY_RESISTANCE_TIMES_NOT_JUDGED) {
        return Verdict::Performed(done);
    }
    let measured = u32::from(measured);
    let least = db.number(mc::MIN_TIME_FOR_PROCESSING_RELAY_RESISTANCE_APDU);
    if measured < least.saturating_sub(db.number(mc::MINIMUM_RELAY_RESISTANCE_GRACE_PERIOD)) {
        return Verdict::TooQuick;
    }
    let most = db.number(mc::MAX_TIME_FOR_PROCESSING_RELAY_RESISTANCE_APDU);
    let too_slow = measured > most + db.number(mc::MAXIMUM_RELAY_RESISTANCE_GRACE_PERIOD);
    if too_slow && u32::from(retries) < RETRIES {
        return Verdict::TryAgain;
    }
    let threshold = inaccurate(db, measured, least, options) || mismatch(db);
    Verdict::Performed(
        done.with(Tvr::RELAY_RESISTANCE_TIME_LIMITS_EXCEEDED, too_slow)
            .with(Tvr::RELAY_RESISTANCE_THRESHOLD_EXCEEDED, threshold),
    )
}

/// Whether the time is further above the card's shortest than the threshold allows. The book tests it in every case:
/// else a card that gives no transmission time would switch the test off.
fn inaccurate(db: &TlvDatabase, measured: u32, least: u32, options: Kernel2Options) -> bool {
    if options.has(Kernel2Options::NO_ACCURACY_TEST_WITHOUT_TRANSMISSION_TIME) && !has_both_times(db) {
        return false;
    }
    measured.saturating_sub(least) > db.number(mc::RELAY_RESISTANCE_ACCURACY_THRESHOLD)
}

/// Whether the two transmission times differ by more than the threshold, in percent. Nothing is divided by zero.
fn mismatch(db: &TlvDatabase) -> bool {
    let threshold = db.number(mc::RELAY_RESISTANCE_TRANSMISSION_TIME_MISMATCH_THRESHOLD);
    let (device, terminal) = (device_response(db), expected_response(db));
    let percent = |a: u32, b: u32| (a * 100).checked_div(b).is_some_and(|percent| percent < threshold);
    has_both_times(db) && (percent(device, terminal) || percent(terminal, device))
}

fn has_both_times(db: &TlvDatabase) -> bool {
    device_response(db) != 0 && expected_response(db) != 0
}

fn device_response(db: &TlvDatabase) -> u32 {
    db.number(mc::DEVICE_ESTIMATED_TRANSMISSION_TIME_FOR_RELAY_RESISTANCE_R_APDU)
}

fn expected_response(db: &TlvDatabase) -> u32 {
    db.number(mc::TERMINAL_EXPECTED_TRANSMISSION_TIME_FOR_RELAY_RESISTANCE_R_APDU)
}
