//! Command APDUs.

use serde::Serialize;
use tapkernel::core::tlv::Tag;

/// A command APDU with short lengths, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Command<'a> {
    pub(super) cla: u8,
    pub(super) ins: Ins,
    pub(super) p1: u8,
    pub(super) p2: u8,
    pub(super) data: &'a [u8],
    pub(super) le: Option<u8>,
}

/// Where the data of a command start.
pub(super) const DATA: usize = 5;

macro_rules! commands {
    ($($class:literal $ins:literal $ident:ident $name:literal;)+) => {
        /// The commands that are known, with ISO class nibbles aside.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Ins { $($ident,)+ }

        impl Ins {
            fn of(cla: u8, ins: u8) -> Option<Self> {
                match (cla & 0x80, ins) {
                    $(($class, $ins) => Some(Self::$ident),)+
                    _ => None,
                }
            }

            pub(super) const fn name(self) -> &'static str {
                match self { $(Self::$ident => $name,)+ }
            }
        }
    };
}

commands! {
    0x00 0x20 Verify "VERIFY";
    0x00 0x82 ExternalAuthenticate "EXTERNAL AUTHENTICATE";
    0x00 0x84 GetChallenge "GET CHALLENGE";
    0x00 0x88 InternalAuthenticate "INTERNAL AUTHENTICATE";
    0x00 0xA4 Select "SELECT";
    0x00 0xB2 ReadRecord "READ RECORD";
    0x00 0xC0 GetResponse "GET RESPONSE";
    0x00 0xDC UpdateRecord "UPDATE RECORD";
    0x80 0x16 CardBlock "CARD BLOCK";
    0x80 0x18 ApplicationUnblock "APPLICATION UNBLOCK";
    0x80 0x1E ApplicationBlock "APPLICATION BLOCK";
    0x80 0x24 PinChange "PIN CHANGE/UNBLOCK";
    0x80 0x2A ComputeCryptographicChecksum "COMPUTE CRYPTOGRAPHIC CHECKSUM";
    0x80 0xA8 GetProcessingOptions "GET PROCESSING OPTIONS";
    0x80 0xAE GenerateAc "GENERATE AC";
    0x80 0xCA GetData "GET DATA";
    0x80 0xD0 RecoverAc "RECOVER AC";
    0x80 0xDA PutData "PUT DATA";
    0x80 0xEA ExchangeRelayResistanceData "EXCHANGE RELAY RESISTANCE DATA";
}

impl<'a> Command<'a> {
    /// Takes a command apart whose name is known and whose length is as its Lc says.
    pub(super) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let (&[cla, ins, p1, p2], rest) = bytes.split_first_chunk()?;
        if cla & 0x70 != 0 {
            return None;
        }
        let ins = Ins::of(cla, ins)?;
        let (data, le) = match *rest {
            [] => (&[][..], None),
            [le] => (&[][..], Some(le)),
            [lc, ref data @ ..] if data.len() == usize::from(lc) => (data, None),
            [lc, ref data @ .., le] if data.len() == usize::from(lc) => (data, Some(le)),
            _ => return None,
        };
        Some(Self { cla, ins, p1, p2, data, le })
    }

    pub(super) fn text(&self) -> CommandText {
        CommandText {
            name: self.ins.name(),
            p1: format!("{:02X}", self.p1),
            p2: format!("{:02X}", self.p2),
            lc: self.data.len(),
            le: self.le.map(|le| if le == 0 { 256 } else { usize::from(le) }),
            meaning: self.meaning(),
        }
    }

    /// What the parameters ask for, in words.
    fn meaning(&self) -> Vec<String> {
        let mut meaning = match self.ins {
            Ins::ReadRecord if self.p2 & 0x07 == 0x04 => {
                vec![format!("record {} of SFI {}", self.p1, self.p2 >> 3)]
            }
            Ins::Select if self.p1 == 0x04 && self.p2 == 0x02 => vec!["by name, next occurrence".to_owned()],
            Ins::Select if self.p1 == 0x04 => vec!["by name".to_owned()],
            Ins::GenerateAc => self.cryptogram(),
            Ins::GetData | Ins::PutData => {
                vec![format!("data object {}", Tag::new(u32::from(self.p1) << 8 | u32::from(self.p2)))]
            }
            _ => Vec::new(),
        };
        if self.cla & 0x0C != 0 {
            meaning.push("with secure messaging".to_owned());
        }
        meaning
    }

    /// Reference control parameter of GENERATE AC (Book 3, 6.5.5.2).
    fn cryptogram(&self) -> Vec<String> {
        let wanted = match self.p1 >> 6 {
            0 => "AAC",
            1 => "TC",
            2 => "ARQC",
            _ => "a reserved type of cryptogram",
        };
        let signature = if self.p1 & 0x10 != 0 { ", CDA signature requested" } else { "" };
        vec![format!("asks for {wanted}{signature}")]
    }
}

/// A command in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct CommandText {
    /// Its name in the books.
    pub(crate) name: &'static str,
    /// First parameter.
    pub(crate) p1: String,
    /// Second parameter.
    pub(crate) p2: String,
    /// Bytes of data.
    pub(crate) lc: usize,
    /// Bytes expected at most; `null` if none are.
    pub(crate) le: Option<usize>,
    /// What the parameters ask for.
    pub(crate) meaning: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_cases() {
        let parsed =
            |bytes| Command::parse(bytes).map(|command| (command.ins, command.data.to_vec(), command.le));
        assert_eq!(parsed(&[0x00, 0x84, 0, 0]), Some((Ins::GetChallenge, vec![], None)));
        assert_eq!(parsed(&[0x00, 0xB2, 1, 0x0C, 0]), Some((Ins::ReadRecord, vec![], Some(0))));
        assert_eq!(parsed(&[0x00, 0x82, 0, 0, 1, 9]), Some((Ins::ExternalAuthenticate, vec![9], None)));
        assert_eq!(
            parsed(&[0x80, 0xA8, 0, 0, 2, 0x83, 0, 0]),
            Some((Ins::GetProcessingOptions, vec![0x83, 0], Some(0)))
        );
        assert_eq!(parsed(&[0x80, 0xA8, 0, 0, 3, 0x83, 0]), None);
        assert_eq!(parsed(&[0x80, 0xA8, 0, 0, 2, 0x83, 0, 0, 0]), None);
        assert_eq!(parsed(&[0x6F, 0xA4, 0, 0]), None);
        assert_eq!(parsed(&[0x00, 0xA4, 4]), None);
    }

    #[test]
    fn the_class_decides_too() {
        assert!(Command::parse(&[0x84, 0x1E, 0, 0]).is_some());
        assert!(Command::parse(&[0x00, 0x1E, 0, 0]).is_none());
        assert!(Command::parse(&[0x80, 0xA4, 4, 0]).is_none());
    }
}
