//! Command APDUs, each made by a constructor with its name.

use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroize;

use crate::data::{Aid, DataObjectList};
use crate::tlv::Tag;

/// A command APDU with short lengths: CLA INS P1 P2, then Lc and data, then Le, as the case has them.
///
/// `Debug` shows the header only, since command data can hold what a PDOL asks for.
#[derive(Clone, PartialEq, Eq)]
pub struct CApdu {
    bytes: Vec<u8>,
}

/// Name of the Proximity Payment System Environment (Book B, 3.3.2).
const PPSE: &[u8] = b"2PAY.SYS.DDF01";

impl CApdu {
    /// SELECT the Proximity Payment System Environment (Book B, 3.3.2).
    pub fn select_ppse() -> Self {
        Self::case_4([0x00, 0xA4, 0x04, 0x00], &[PPSE])
    }

    /// SELECT an application by its name, with the Extended Selection value `9F29` (or nothing) after it
    /// (Book B, 3.3.3). `None` if both together exceed 16 bytes.
    pub fn select(adf_name: &Aid, extended_selection: &[u8]) -> Option<Self> {
        let name = adf_name.as_bytes();
        (name.len() + extended_selection.len() <= 16)
            .then(|| Self::case_4([0x00, 0xA4, 0x04, 0x00], &[name, extended_selection]))
    }

    /// GET PROCESSING OPTIONS with the PDOL related data in template `83` (Book 3, 6.5.8). `None` if they exceed
    /// 252 bytes.
    pub fn get_processing_options(pdol_data: &[u8]) -> Option<Self> {
        let header = [0x80, 0xA8, 0x00, 0x00];
        match u8::try_from(pdol_data.len()).ok()? {
            length @ 0..=0x7F => Some(Self::case_4(header, &[&[0x83, length], pdol_data])),
            length @ 0x80..=252 => Some(Self::case_4(header, &[&[0x83, 0x81, length], pdol_data])),
            _ => None,
        }
    }

    /// READ RECORD number `record` of the file with short file identifier `sfi` (Book 3, 6.5.11).
    pub fn read_record(sfi: u8, record: u8) -> Self {
        Self::case_2([0x00, 0xB2, record, sfi << 3 | 0x04])
    }

    /// GENERATE APPLICATION CRYPTOGRAM (Book 3, 6.5.5): the Reference Control Parameter and the values that the CDOL asks
    /// for. `None` if they exceed 252 bytes.
    pub fn generate_ac(reference_control_parameter: u8, cdol_data: &[u8]) -> Option<Self> {
        let header = [0x80, 0xAE, reference_control_parameter, 0x00];
        (cdol_data.len() <= DataObjectList::MAX_LENGTH).then(|| Self::case_4(header, &[cdol_data]))
    }

    /// EXCHANGE RELAY RESISTANCE DATA with the Terminal Relay Resistance Entropy `DF8301` (Book C-2, 5.3).
    pub fn exchange_relay_resistance_data(entropy: [u8; 4]) -> Self {
        Self::case_4([0x80, 0xEA, 0x00, 0x00], &[&entropy])
    }

    /// RECOVER AC with the DRDOL Related Data of a torn transaction (Book C-2, 5.8). `None` if they exceed 252 bytes.
    pub fn recover_ac(drdol_data: &[u8]) -> Option<Self> {
        let header = [0x80, 0xD0, 0x00, 0x00];
        (drdol_data.len() <= DataObjectList::MAX_LENGTH).then(|| Self::case_4(header, &[drdol_data]))
    }

    /// COMPUTE CRYPTOGRAPHIC CHECKSUM with what the UDOL asks for (Book C-2, mag-stripe mode). `None` if that exceeds 252
    /// bytes. With the feature `mag-stripe` only: without it no such command leaves a reader.
    #[cfg(feature = "mag-stripe")]
    pub fn compute_cryptographic_checksum(udol_data: &[u8]) -> Option<Self> {
        let header = [0x80, 0x2A, 0x8E, 0x80];
        (udol_data.len() <= DataObjectList::MAX_LENGTH).then(|| Self::case_4(header, &[udol_data]))
    }

    /// GET DATA for the object with `tag` (Book 3, 6.5.7). `None` for a tag of three bytes.
    pub fn get_data(tag: Tag) -> Option<Self> {
        let [_, third, p1, p2] = tag.to_be_bytes();
        (third == 0).then(|| Self::case_2([0x80, 0xCA, p1, p2]))
    }

    /// EXTERNAL AUTHENTICATE with Issuer Authentication Data (Book 3, 6.5.4). `None` unless they have 8 to 16 bytes.
    pub fn external_authenticate(issuer_authentication_data: &[u8]) -> Option<Self> {
        let length = u8::try_from(issuer_authentication_data.len()).ok()?;
        let header = [0x00, 0x82, 0x00, 0x00, length];
        (8..=16).contains(&length).then(|| Self { bytes: [&header, issuer_authentication_data].concat() })
    }

    /// A command that the issuer coded, out of a script (Book 3, 10.10). `None` unless it is a command with short
    /// lengths, of 4 to 261 bytes, with as many data bytes as it says.
    pub fn issuer_script_command(coded: &[u8]) -> Option<Self> {
        let (_header, body) = coded.split_at_checked(4)?;
        let whole = match body {
            [] | [_] => true,
            [lc, data @ ..] => {
                *lc > 0 && (data.len() == usize::from(*lc) || data.len() == usize::from(*lc) + 1)
            }
        };
        whole.then(|| Self { bytes: coded.to_vec() })
    }

    /// GET RESPONSE for the `length` bytes that status 61xx announced (ISO/IEC 7816-4, 7.6.1).
    pub fn get_response(length: u8) -> Self {
        Self { bytes: [0x00, 0xC0, 0x00, 0x00, length].to_vec() }
    }

    /// The same command with the Le that status 6Cxx asked for; `None` if it has no Le.
    pub(super) fn with_le(&self, le: u8) -> Option<Self> {
        let mut bytes = self.bytes.clone();
        let has_le = match bytes.as_slice() {
            [_, _, _, _, _] => true,
            [_, _, _, _, lc, data_and_le @ ..] => data_and_le.len() == usize::from(*lc) + 1,
            _ => false,
        };
        *bytes.last_mut().filter(|_| has_le)? = le;
        Some(Self { bytes })
    }

    fn case_2(header: [u8; 4]) -> Self {
        let mut bytes = header.to_vec();
        bytes.push(0x00);
        Self { bytes }
    }

    /// The parts together have at most 255 bytes; the constructors see to it.
    fn case_4(header: [u8; 4], parts: &[&[u8]]) -> Self {
        let length: usize = parts.iter().map(|part| part.len()).sum();
        let mut bytes = Vec::with_capacity(length + 6);
        bytes.extend_from_slice(&header);
        bytes.push(u8::try_from(length).unwrap_or(u8::MAX));
        parts.iter().for_each(|part| bytes.extend_from_slice(part));
        bytes.push(0x00);
        Self { bytes }
    }

    /// The coded command, as it goes to the card.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// CLA, INS, P1, P2.
    pub fn header(&self) -> [u8; 4] {
        self.bytes.first_chunk().copied().unwrap_or_default()
    }
}

impl fmt::Debug for CApdu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [cla, ins, p1, p2] = self.header();
        write!(f, "CApdu({cla:02X}{ins:02X}{p1:02X}{p2:02X}, {} bytes)", self.bytes.len())
    }
}

impl Drop for CApdu {
    fn drop(&mut self) {
        self.bytes.zeroize();
    }
}
