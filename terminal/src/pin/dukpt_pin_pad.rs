//! A PIN pad in software.

use tapkernel::transport::Stop;

use super::block::{format_0, format_4};
use super::dukpt::{AesKsn, TdesKsn, aes, tdes};
use super::{
    ClearPin, CounterFailed, EncipheredPin, KeyCounter, KeySerialNumber, PinBlock, PinEntry, PinPad,
    PinPadError, PinRequest,
};
use tapkernel::core::Secret;
use tapkernel::core::data::Pan;

/// A PIN pad for the simulator and the command line: DUKPT with format 0 under Triple DES or format 4 under AES.
///
/// It keeps the initial key in memory, so whoever reads that memory has every key of the device; a product erases it and
/// keeps future keys in hardware. The counter is kept before a key is used: a crash loses keys and never repeats one.
#[derive(Debug)]
pub struct DukptPinPad<K, C, R> {
    key: PinKey,
    keypad: K,
    counter: C,
    random: R,
}

/// The initial key of a [`DukptPinPad`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum PinKey {
    /// Of TDES DUKPT, with the serial number of the device; its counter is not looked at.
    Tdes(tdes::InitialKey, TdesKsn),
    /// Of AES DUKPT.
    Aes(aes::InitialKey),
}

/// Where the digits come from.
pub trait Keypad {
    /// Asks for the PIN.
    fn ask(&mut self, request: &PinRequest<'_>, stop: &Stop) -> KeypadEntry;
}

/// What the cardholder did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeypadEntry {
    /// Entered a PIN.
    Pin(ClearPin),
    /// Chose to go on without one.
    Bypassed,
    /// Cancelled.
    Cancelled,
    /// Took too long.
    TimedOut,
}

impl<F: FnMut(&PinRequest<'_>, &Stop) -> KeypadEntry> Keypad for F {
    fn ask(&mut self, request: &PinRequest<'_>, stop: &Stop) -> KeypadEntry {
        self(request, stop)
    }
}

impl<K: Keypad, C: KeyCounter, R: FnMut() -> Option<[u8; 8]>> DukptPinPad<K, C, R> {
    /// A PIN pad with this key. `random` gives eight fresh bytes for each block, or `None` if there are none.
    pub const fn new(key: PinKey, keypad: K, counter: C, random: R) -> Self {
        Self { key, keypad, counter, random }
    }

    fn encipher(&mut self, pin: &ClearPin, pan: &Pan) -> Result<EncipheredPin, PinPadError> {
        let last = self.counter.last()?;
        match &self.key {
            PinKey::Tdes(key, device) => {
                let used = Some(device.with_counter(last)).filter(|used| used.counter() == last);
                let ksn = used.ok_or(PinPadError::KeysExhausted)?.next()?;
                self.counter.keep(ksn.counter())?;
                Ok(under_tdes(key, ksn, pin, pan))
            }
            PinKey::Aes(key) => {
                let random = (self.random)().ok_or(PinPadError::NoRandomness)?;
                let ksn = key.serial_number().with_counter(last).next()?;
                self.counter.keep(ksn.counter())?;
                Ok(under_aes(key, ksn, pin, pan, random))
            }
        }
    }
}

fn under_tdes(key: &tdes::InitialKey, ksn: TdesKsn, pin: &ClearPin, pan: &Pan) -> EncipheredPin {
    let block = format_0::encode(pin, pan);
    let block = key.transaction_key(ksn).pin().encipher(*block.expose());
    EncipheredPin {
        block: PinBlock::Format0(Secret::new(block)),
        key_serial_number: KeySerialNumber::Tdes(ksn),
    }
}

fn under_aes(
    key: &aes::InitialKey,
    ksn: AesKsn,
    pin: &ClearPin,
    pan: &Pan,
    random: [u8; 8],
) -> EncipheredPin {
    let key = key.transaction_key(ksn.counter()).pin();
    EncipheredPin {
        block: PinBlock::Format4(format_4::encipher(&key, pin, pan, random)),
        key_serial_number: KeySerialNumber::Aes(ksn),
    }
}

impl<K: Keypad, C: KeyCounter, R: FnMut() -> Option<[u8; 8]>> PinPad for DukptPinPad<K, C, R> {
    fn enter(&mut self, request: &PinRequest<'_>, stop: &Stop) -> Result<PinEntry, PinPadError> {
        match self.keypad.ask(request, stop) {
            KeypadEntry::Pin(pin) => self.encipher(&pin, request.pan).map(PinEntry::Entered),
            KeypadEntry::Bypassed => Ok(PinEntry::Bypassed),
            KeypadEntry::Cancelled => Ok(PinEntry::Cancelled),
            KeypadEntry::TimedOut => Ok(PinEntry::TimedOut),
        }
    }
}

impl From<CounterFailed> for PinPadError {
    fn from(_: CounterFailed) -> Self {
        Self::CounterNotKept
    }
}
