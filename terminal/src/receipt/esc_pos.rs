//! A receipt for a printer that speaks ESC/POS.

use encoding_rs::{Encoding, GB18030, WINDOWS_1252};
use thiserror::Error;

use super::lines::Line;
use super::raster::Raster;
use super::{Layout, Receipt};
use crate::language::Language;

/// What the printer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EscPos {
    /// Characters in a line: 32 on paper of 58 mm, 48 on paper of 80 mm.
    pub columns: usize,
    /// What its bytes mean; `None` chooses by the language of the receipt.
    pub encoding: Option<PrinterEncoding>,
    /// Whether it has a knife.
    pub cuts: bool,
}

/// What a printer's bytes mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrinterEncoding {
    /// Code table 16, Windows-1252: French, English, Albanian.
    Windows1252,
    /// GB 18030 in the double-byte mode: Chinese.
    Gb18030,
    /// UTF-8: printers that shape Arabic have it.
    Utf8,
}

/// Why a receipt cannot be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum EscPosError {
    /// The printer's encoding lacks a character of the receipt: print in another language or encoding.
    #[error("the printer's encoding lacks a character of the receipt")]
    Character,
    /// The signature is no PNG picture, or one of more than 2048 x 2048 pixels.
    #[error("the signature is no picture that can be printed")]
    Signature,
}

const INITIALISE: &[u8] = b"\x1B@";
const BOLD_ON: &[u8] = b"\x1BE\x01";
const BOLD_OFF: &[u8] = b"\x1BE\x00";
/// Feeds to the knife and cuts, but for one point.
const CUT: &[u8] = b"\x1DVB\x00";
/// Out of the reach of the head, so that it can be torn off.
const FEED: &[u8] = b"\x1Bd\x04";
/// Dots of a character in font A.
const DOTS_PER_COLUMN: usize = 12;

impl EscPos {
    /// Paper of 58 mm, torn by hand.
    pub const NARROW: Self = Self { columns: 32, encoding: None, cuts: false };
    /// Paper of 80 mm, with a knife.
    pub const WIDE: Self = Self { columns: 48, encoding: None, cuts: true };
}

impl Receipt {
    /// The bytes to send to the printer.
    ///
    /// # Errors
    ///
    /// [`EscPosError`]: a character or a signature that cannot be printed. Nothing was left out of what is returned.
    pub fn esc_pos(&self, printer: EscPos) -> Result<Vec<u8>, EscPosError> {
        let encoding = printer.encoding.unwrap_or_else(|| PrinterEncoding::of(self.language));
        let mut bytes = [INITIALISE, encoding.choose()].concat();
        for line in self.lines() {
            bytes.extend(printed(&line, printer, encoding)?);
        }
        bytes.extend_from_slice(if printer.cuts { CUT } else { FEED });
        Ok(bytes)
    }
}

fn printed(line: &Line<'_>, printer: EscPos, encoding: PrinterEncoding) -> Result<Vec<u8>, EscPosError> {
    let mut text = line.text(Layout::Columns(printer.columns)).join("\n");
    text.push('\n');
    let text = encoding.encode(&text)?;
    match line {
        Line::Strong(_) => Ok([BOLD_ON, &text, BOLD_OFF].concat()),
        Line::Signature(_, image) => {
            let width = printer.columns.saturating_mul(DOTS_PER_COLUMN);
            let raster = Raster::of_png(image.as_png(), width).ok_or(EscPosError::Signature)?;
            Ok([text, raster.command()].concat())
        }
        _ => Ok(text),
    }
}

impl PrinterEncoding {
    /// What suits a language.
    pub const fn of(language: Language) -> Self {
        match language {
            Language::Fr | Language::En | Language::Sq => Self::Windows1252,
            Language::Zh => Self::Gb18030,
            Language::Ar => Self::Utf8,
        }
    }

    /// The command that chooses it.
    const fn choose(self) -> &'static [u8] {
        match self {
            Self::Windows1252 => b"\x1C.\x1Bt\x10",
            Self::Gb18030 => b"\x1C&",
            Self::Utf8 => b"\x1C(C\x02\x0002",
        }
    }

    fn encode(self, text: &str) -> Result<Vec<u8>, EscPosError> {
        let with = |encoding: &'static Encoding| {
            let (bytes, _, lacks) = encoding.encode(text);
            if lacks { Err(EscPosError::Character) } else { Ok(bytes.into_owned()) }
        };
        match self {
            Self::Windows1252 => with(WINDOWS_1252),
            Self::Gb18030 => with(GB18030),
            Self::Utf8 => Ok(text.as_bytes().to_vec()),
        }
    }
}
