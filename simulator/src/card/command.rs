//! The commands that a card knows.

use tapkernel_core::apdu::StatusWord;

/// Wrong length.
pub(super) const WRONG_LENGTH: StatusWord = StatusWord(0x6700);
/// Incorrect data in the command.
pub(super) const WRONG_DATA: StatusWord = StatusWord(0x6A80);
/// File or application not found.
pub(super) const NOT_FOUND: StatusWord = StatusWord(0x6A82);
/// Record not found.
pub(super) const RECORD_NOT_FOUND: StatusWord = StatusWord(0x6A83);
/// Incorrect parameters P1 P2.
pub(super) const WRONG_PARAMETERS: StatusWord = StatusWord(0x6A86);
/// Instruction not supported.
pub(super) const UNKNOWN_INSTRUCTION: StatusWord = StatusWord(0x6D00);
/// Class not supported.
const UNKNOWN_CLASS: StatusWord = StatusWord(0x6E00);

/// A command, its syntax checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Command<'a> {
    /// SELECT by name (EMV 4.4 Book 1, 11.3).
    Select { name: &'a [u8] },
    /// GET PROCESSING OPTIONS with the content of template `83` (Book 3, 6.5.8).
    GetProcessingOptions { pdol_data: &'a [u8] },
    /// READ RECORD (Book 3, 6.5.11); `expected` is Le, 0 for any length.
    ReadRecord { file: u8, number: u8, expected: u8 },
    /// EXTERNAL AUTHENTICATE with Issuer Authentication Data (Book 3, 6.5.4).
    ExternalAuthenticate { data: &'a [u8] },
    /// A command of the issuer with a MAC of eight bytes behind its data (Book 3, 6.5.1, 6.5.3; PUT DATA).
    Script(ScriptCommand<'a>),
    /// A command that Mastercard's applications take, once GET PROCESSING OPTIONS has come.
    Mastercard(MastercardCommand<'a>),
}

/// The commands of a Mastercard transaction (Book C-2, 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MastercardCommand<'a> {
    /// EXCHANGE RELAY RESISTANCE DATA with the Terminal Relay Resistance Entropy.
    ExchangeRelayResistanceData { entropy: [u8; 4] },
    /// GENERATE AC with the CDOL1 Related Data; `parameter` is P1.
    GenerateAc { parameter: u8, data: &'a [u8] },
    /// RECOVER AC with the DRDOL Related Data.
    RecoverAc { data: &'a [u8] },
    /// COMPUTE CRYPTOGRAPHIC CHECKSUM with the UDOL Related Data.
    ComputeCryptographicChecksum { data: &'a [u8] },
}

impl<'a> MastercardCommand<'a> {
    /// `None` for an instruction of others.
    fn parse([class, instruction, p1, p2]: [u8; 4], body: &'a [u8]) -> Option<Result<Self, StatusWord>> {
        let length = |_| WRONG_LENGTH;
        match (class, instruction, [p1, p2]) {
            (0x80, 0xEA, [0x00, 0x00]) => Some(data(body).and_then(|data| {
                Ok(Self::ExchangeRelayResistanceData { entropy: data.try_into().map_err(length)? })
            })),
            (0x80, 0xAE, [parameter, 0x00]) => {
                Some(data(body).map(|data| Self::GenerateAc { parameter, data }))
            }
            (0x80, 0xD0, [0x00, 0x00]) => Some(data(body).map(|data| Self::RecoverAc { data })),
            (0x80, 0x2A, [0x8E, 0x80]) => {
                Some(data(body).map(|data| Self::ComputeCryptographicChecksum { data }))
            }
            (0x80, 0xEA | 0xAE | 0xD0 | 0x2A, _) => Some(Err(WRONG_PARAMETERS)),
            _ => None,
        }
    }
}

impl<'a> Command<'a> {
    /// Reads a C-APDU with short lengths.
    ///
    /// # Errors
    ///
    /// The status word of a card that does not take the command.
    pub(super) fn parse(command: &'a [u8]) -> Result<Self, StatusWord> {
        let &[class, instruction, p1, p2, ref body @ ..] = command else { return Err(WRONG_LENGTH) };
        match (class, instruction, [p1, p2]) {
            (0x00, 0xA4, [0x04, 0x00]) => Ok(Self::Select { name: data(body)? }),
            (0x00, 0xA4, [0x04, 0x02]) => Err(NOT_FOUND),
            (0x80, 0xA8, [0x00, 0x00]) => {
                Ok(Self::GetProcessingOptions { pdol_data: command_template(data(body)?)? })
            }
            (0x00, 0xB2, [1..=254, p2]) if p2 & 0x07 == 0x04 && (0x0C..0xF8).contains(&p2) => {
                let &[expected] = body else { return Err(WRONG_LENGTH) };
                Ok(Self::ReadRecord { file: p2 >> 3, number: p1, expected })
            }
            (0x00, 0x82, [0x00, 0x00]) => Ok(Self::ExternalAuthenticate { data: data(body)? }),
            (0x84, 0x1E | 0x18, [0x00, 0x00]) | (0x84 | 0x04, 0xDA, _) => {
                ScriptCommand::parse([class, instruction, p1, p2], data(body)?).map(Self::Script)
            }
            (0x00, 0xA4 | 0xB2, _) | (0x80, 0xA8, _) => Err(WRONG_PARAMETERS),
            _ => match MastercardCommand::parse([class, instruction, p1, p2], body) {
                Some(command) => command.map(Self::Mastercard),
                None if matches!(class, 0x00 | 0x80) => Err(UNKNOWN_INSTRUCTION),
                None => Err(UNKNOWN_CLASS),
            },
        }
    }
}

/// A command of the issuer, its MAC cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ScriptCommand<'a> {
    /// CLA INS P1 P2 Lc.
    pub(super) header: [u8; 5],
    /// The plain data.
    pub(super) data: &'a [u8],
    pub(super) mac: [u8; 8],
}

impl<'a> ScriptCommand<'a> {
    fn parse([class, instruction, p1, p2]: [u8; 4], body: &'a [u8]) -> Result<Self, StatusWord> {
        let (data, mac) = body.split_last_chunk().ok_or(WRONG_LENGTH)?;
        let length = u8::try_from(body.len()).map_err(|_| WRONG_LENGTH)?;
        Ok(Self { header: [class, instruction, p1, p2, length], data, mac: *mac })
    }
}

/// The data after Lc, with or without Le behind them.
fn data(body: &[u8]) -> Result<&[u8], StatusWord> {
    let (&length, rest) = body.split_first().ok_or(WRONG_LENGTH)?;
    let (data, le) = rest.split_at_checked(usize::from(length)).ok_or(WRONG_LENGTH)?;
    if data.is_empty() || le.len() > 1 {
        return Err(WRONG_LENGTH);
    }
    Ok(data)
}

/// The value of the one template `83`.
fn command_template(data: &[u8]) -> Result<&[u8], StatusWord> {
    let (length, value) = match data {
        [0x83, 0x81, length @ 0x80..=0xFF, value @ ..] | [0x83, length @ 0x00..=0x7F, value @ ..] => {
            (*length, value)
        }
        _ => return Err(WRONG_DATA),
    };
    if value.len() == usize::from(length) { Ok(value) } else { Err(WRONG_DATA) }
}
