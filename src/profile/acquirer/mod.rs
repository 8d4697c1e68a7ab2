//! Where the acquirer is and how it speaks: `acquirer` of a profile.
//!
//! Plain data for the terminal; the reader has no use for it. There are no keys in it: a profile is no secret.

mod address;
mod authorities;
mod read;

use std::time::Duration;

pub(super) use self::read::read;
use super::Profile;

/// Where the acquirer is and how it speaks (ISO 8583:1987).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Acquirer {
    /// Host and port: `acquirer.example:5000`, `[2001:db8::1]:5000`.
    pub address: String,
    /// TLS; `None`: the line is protected otherwise, or it is a test.
    pub tls: Option<Tls>,
    /// How digits are coded.
    pub coding: Coding,
    /// How bitmaps are coded.
    pub bitmap: Bitmap,
    /// How an odd number of digits is filled in a field of variable length.
    pub odd_digit: OddDigit,
    /// Whether field 52 has sixteen bytes, for PIN blocks of ISO 9564-1 format 4, in the place of eight.
    pub pin_block_format_4: bool,
    /// The form of the length before each message.
    pub length: LengthHeader,
    /// The TPDU header, if messages have one.
    pub tpdu: Option<Tpdu>,
    /// How messages are authenticated.
    pub authentication: Authentication,
    /// How long to wait for the connection, handshake included.
    pub connect_limit: Duration,
    /// How long to wait for the answer.
    pub answer_limit: Duration,
    /// Whether field 18 has the terminal's Merchant Category Code.
    pub merchant_type: bool,
    /// Whether field 60 says that the terminal is a phone.
    pub tap_to_phone: bool,
    /// Whether `9F6E` says so too, in byte 4, bit 8; never without [`Acquirer::tap_to_phone`].
    pub mark_form_factor: bool,
}

/// TLS to the acquirer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tls {
    /// The certificates of the authorities that the acquirer's certificate may be from, as PEM.
    pub authorities: String,
    /// The name that the acquirer's certificate is for: the host of the address unless given.
    pub server_name: String,
}

/// How digits are coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Coding {
    /// One character a digit.
    Ascii,
    /// Two digits a byte.
    Bcd,
}

/// How bitmaps are coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bitmap {
    /// Eight bytes.
    Binary,
    /// Sixteen hexadecimal digits.
    Hexadecimal,
}

/// How an odd number of digits is filled in a field of variable length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OddDigit {
    /// A zero before the digits.
    ZeroBefore,
    /// An `F` behind the digits.
    FBehind,
}

/// The form of the length before each message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LengthHeader {
    /// Two bytes, most significant first.
    Binary,
    /// Four decimal digits.
    Ascii,
}

/// The addresses of a TPDU header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Tpdu {
    /// Whom the message goes to: the network international identifier.
    pub destination: [u8; 2],
    /// Whom it is from.
    pub source: [u8; 2],
}

/// How messages are authenticated, in field 64 or 128; the key is the terminal's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Authentication {
    /// Not at all.
    None,
    /// ANSI X9.19.
    AnsiX919,
    /// AES-CMAC.
    AesCmac,
}

impl Profile {
    /// Where the acquirer is and how it speaks, if the profile says so.
    pub fn acquirer(&self) -> Option<&Acquirer> {
        self.0.document.acquirer.as_ref()
    }
}
