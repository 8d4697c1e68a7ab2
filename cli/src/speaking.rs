//! How terminal and acquirer speak on the line: both sides take the same options.

use tapkernel_simulator::host::mac_key;
use tapkernel_terminal::acquirer::MessageAuthentication;
use tapkernel_terminal::acquirer::iso8583::{Bitmap, Dialect, Frame, LengthHeader, Tpdu};

/// How digits are written.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum Coding {
    Ascii,
    Bcd,
}

/// How the length before a message is written.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum Length {
    Binary,
    Ascii,
}

/// How terminal and acquirer speak.
#[derive(Clone, Copy, Debug, clap::Args)]
#[command(next_help_heading = "ISO 8583, the same on both sides")]
pub(crate) struct Speaking {
    /// How digits are written.
    #[arg(long, value_enum, default_value_t = Coding::Bcd)]
    coding: Coding,
    /// How the length before each message is written.
    #[arg(long, value_enum, default_value_t = Length::Binary)]
    length: Length,
    /// A TPDU header before each message.
    #[arg(long)]
    tpdu: bool,
    /// Write the bitmap as hexadecimal digits.
    #[arg(long)]
    hex_bitmap: bool,
    /// PIN blocks of format 4 under AES, sixteen bytes, in field 52.
    #[arg(long)]
    format_4: bool,
    /// Message authentication codes by ANSI X9.19, under the test key.
    #[arg(long)]
    pub(crate) mac: bool,
}

impl Default for Speaking {
    /// As the options have it.
    fn default() -> Self {
        let (coding, length) = (Coding::Bcd, Length::Binary);
        Self { coding, length, tpdu: false, hex_bitmap: false, format_4: false, mac: false }
    }
}

impl Speaking {
    pub(crate) fn dialect(&self) -> Dialect {
        let preset = match self.coding {
            Coding::Ascii => Dialect::ascii(),
            Coding::Bcd => Dialect::bcd(),
        };
        let preset = if self.format_4 { preset.with_pin_block_of_format_4() } else { preset };
        if self.hex_bitmap { preset.with_bitmap(Bitmap::Hexadecimal) } else { preset }
    }

    pub(crate) fn frame(&self) -> Frame {
        let length = match self.length {
            Length::Binary => LengthHeader::Binary,
            Length::Ascii => LengthHeader::Ascii,
        };
        Frame { length, tpdu: self.tpdu.then_some(Tpdu { destination: [0, 0], source: [0, 0] }) }
    }

    pub(crate) fn authentication(&self) -> MessageAuthentication {
        match self.mac {
            true => MessageAuthentication::AnsiX919(mac_key()),
            false => MessageAuthentication::None,
        }
    }

    /// Whether PINs are enciphered under AES, in blocks of format 4.
    pub(crate) const fn has_format_4(&self) -> bool {
        self.format_4
    }
}
