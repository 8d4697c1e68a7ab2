//! The table of fields (ISO 8583:1987, 4.4; field 55 as EMV Book 4 uses it).
//!
//! Where the standard and the field differ, the row is what most hosts have: 49 to 51 are numeric codes, 92 has two digits,
//! 55, 62 and 120 hold bytes. Field 65, a third bitmap, is not used.

use super::Content::{self, An, Ans, B, N, Xn, Z};
use super::{FieldFormat, Length};

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldDefinition {
    /// 2 to 128.
    pub number: u8,
    /// Content and length.
    pub format: FieldFormat,
    /// Its name in the standard.
    pub name: &'static str,
}

/// Whether the field carries account data, a PIN block or card data, which no log may show.
pub const fn is_secret(field: u8) -> bool {
    matches!(field, 2 | 14 | 34 | 35 | 36 | 45 | 52 | 55 | 102 | 103)
}

const fn fixed(content: Content, length: u16) -> FieldFormat {
    FieldFormat::new(content, Length::Fixed(length))
}

const fn llvar(content: Content, most: u16) -> FieldFormat {
    FieldFormat::new(content, Length::LlVar(most))
}

const fn lllvar(content: Content, most: u16) -> FieldFormat {
    FieldFormat::new(content, Length::LllVar(most))
}

const fn row(number: u8, format: FieldFormat, name: &'static str) -> FieldDefinition {
    FieldDefinition { number, format, name }
}

/// All fields of the presets, ascending.
#[rustfmt::skip]
pub static FIELDS: &[FieldDefinition] = &[
    row(2, llvar(N, 19), "Primary account number"),
    row(3, fixed(N, 6), "Processing code"),
    row(4, fixed(N, 12), "Amount, transaction"),
    row(5, fixed(N, 12), "Amount, settlement"),
    row(6, fixed(N, 12), "Amount, cardholder billing"),
    row(7, fixed(N, 10), "Transmission date and time"),
    row(8, fixed(N, 8), "Amount, cardholder billing fee"),
    row(9, fixed(N, 8), "Conversion rate, settlement"),
    row(10, fixed(N, 8), "Conversion rate, cardholder billing"),
    row(11, fixed(N, 6), "Systems trace audit number"),
    row(12, fixed(N, 6), "Time, local transaction"),
    row(13, fixed(N, 4), "Date, local transaction"),
    row(14, fixed(N, 4), "Date, expiration"),
    row(15, fixed(N, 4), "Date, settlement"),
    row(16, fixed(N, 4), "Date, conversion"),
    row(17, fixed(N, 4), "Date, capture"),
    row(18, fixed(N, 4), "Merchant type"),
    row(19, fixed(N, 3), "Acquiring institution country code"),
    row(20, fixed(N, 3), "Primary account number extended, country code"),
    row(21, fixed(N, 3), "Forwarding institution country code"),
    row(22, fixed(N, 3), "Point of service entry mode"),
    row(23, fixed(N, 3), "Card sequence number"),
    row(24, fixed(N, 3), "Network international identifier"),
    row(25, fixed(N, 2), "Point of service condition code"),
    row(26, fixed(N, 2), "Point of service PIN capture code"),
    row(27, fixed(N, 1), "Authorisation identification response length"),
    row(28, fixed(Xn, 9), "Amount, transaction fee"),
    row(29, fixed(Xn, 9), "Amount, settlement fee"),
    row(30, fixed(Xn, 9), "Amount, transaction processing fee"),
    row(31, fixed(Xn, 9), "Amount, settlement processing fee"),
    row(32, llvar(N, 11), "Acquiring institution identification code"),
    row(33, llvar(N, 11), "Forwarding institution identification code"),
    row(34, llvar(Ans, 28), "Primary account number, extended"),
    row(35, llvar(Z, 37), "Track 2 data"),
    row(36, lllvar(Z, 104), "Track 3 data"),
    row(37, fixed(An, 12), "Retrieval reference number"),
    row(38, fixed(An, 6), "Authorisation identification response"),
    row(39, fixed(An, 2), "Response code"),
    row(40, fixed(An, 3), "Service restriction code"),
    row(41, fixed(Ans, 8), "Card acceptor terminal identification"),
    row(42, fixed(Ans, 15), "Card acceptor identification code"),
    row(43, fixed(Ans, 40), "Card acceptor name and location"),
    row(44, llvar(An, 25), "Additional response data"),
    row(45, llvar(Ans, 76), "Track 1 data"),
    row(46, lllvar(Ans, 999), "Additional data, ISO"),
    row(47, lllvar(Ans, 999), "Additional data, national"),
    row(48, lllvar(Ans, 999), "Additional data, private"),
    row(49, fixed(N, 3), "Currency code, transaction"),
    row(50, fixed(N, 3), "Currency code, settlement"),
    row(51, fixed(N, 3), "Currency code, cardholder billing"),
    row(52, fixed(B, 8), "Personal identification number data"),
    row(53, fixed(N, 16), "Security related control information"),
    row(54, lllvar(An, 120), "Additional amounts"),
    row(55, lllvar(B, 999), "Integrated circuit card data"),
    row(56, lllvar(Ans, 999), "Reserved, ISO"),
    row(57, lllvar(Ans, 999), "Reserved, national"),
    row(58, lllvar(Ans, 999), "Reserved, national"),
    row(59, lllvar(Ans, 999), "Reserved, national"),
    row(60, lllvar(Ans, 999), "Reserved, private"),
    row(61, lllvar(Ans, 999), "Reserved, private"),
    row(62, lllvar(B, 999), "Reserved, private"),
    row(63, lllvar(Ans, 999), "Reserved, private"),
    row(64, fixed(B, 8), "Message authentication code"),
    row(66, fixed(N, 1), "Settlement code"),
    row(67, fixed(N, 2), "Extended payment code"),
    row(68, fixed(N, 3), "Receiving institution country code"),
    row(69, fixed(N, 3), "Settlement institution country code"),
    row(70, fixed(N, 3), "Network management information code"),
    row(71, fixed(N, 4), "Message number"),
    row(72, fixed(N, 4), "Message number, last"),
    row(73, fixed(N, 6), "Date, action"),
    row(74, fixed(N, 10), "Credits, number"),
    row(75, fixed(N, 10), "Credits, reversal number"),
    row(76, fixed(N, 10), "Debits, number"),
    row(77, fixed(N, 10), "Debits, reversal number"),
    row(78, fixed(N, 10), "Transfer, number"),
    row(79, fixed(N, 10), "Transfer, reversal number"),
    row(80, fixed(N, 10), "Inquiries, number"),
    row(81, fixed(N, 10), "Authorisations, number"),
    row(82, fixed(N, 12), "Credits, processing fee amount"),
    row(83, fixed(N, 12), "Credits, transaction fee amount"),
    row(84, fixed(N, 12), "Debits, processing fee amount"),
    row(85, fixed(N, 12), "Debits, transaction fee amount"),
    row(86, fixed(N, 16), "Credits, amount"),
    row(87, fixed(N, 16), "Credits, reversal amount"),
    row(88, fixed(N, 16), "Debits, amount"),
    row(89, fixed(N, 16), "Debits, reversal amount"),
    row(90, fixed(N, 42), "Original data elements"),
    row(91, fixed(An, 1), "File update code"),
    row(92, fixed(N, 2), "File security code"),
    row(93, fixed(N, 5), "Response indicator"),
    row(94, fixed(An, 7), "Service indicator"),
    row(95, fixed(An, 42), "Replacement amounts"),
    row(96, fixed(B, 8), "Message security code"),
    row(97, fixed(Xn, 17), "Amount, net settlement"),
    row(98, fixed(Ans, 25), "Payee"),
    row(99, llvar(N, 11), "Settlement institution identification code"),
    row(100, llvar(N, 11), "Receiving institution identification code"),
    row(101, llvar(Ans, 17), "File name"),
    row(102, llvar(Ans, 28), "Account identification 1"),
    row(103, llvar(Ans, 28), "Account identification 2"),
    row(104, lllvar(Ans, 100), "Transaction description"),
    row(105, lllvar(Ans, 999), "Reserved, ISO"),
    row(106, lllvar(Ans, 999), "Reserved, ISO"),
    row(107, lllvar(Ans, 999), "Reserved, ISO"),
    row(108, lllvar(Ans, 999), "Reserved, ISO"),
    row(109, lllvar(Ans, 999), "Reserved, ISO"),
    row(110, lllvar(Ans, 999), "Reserved, ISO"),
    row(111, lllvar(Ans, 999), "Reserved, ISO"),
    row(112, lllvar(Ans, 999), "Reserved, national"),
    row(113, lllvar(Ans, 999), "Reserved, national"),
    row(114, lllvar(Ans, 999), "Reserved, national"),
    row(115, lllvar(Ans, 999), "Reserved, national"),
    row(116, lllvar(Ans, 999), "Reserved, national"),
    row(117, lllvar(Ans, 999), "Reserved, national"),
    row(118, lllvar(Ans, 999), "Reserved, national"),
    row(119, lllvar(Ans, 999), "Reserved, national"),
    row(120, lllvar(B, 999), "Reserved, private"),
    row(121, lllvar(Ans, 999), "Reserved, private"),
    row(122, lllvar(Ans, 999), "Reserved, private"),
    row(123, lllvar(Ans, 999), "Reserved, private"),
    row(124, lllvar(Ans, 999), "Reserved, private"),
    row(125, lllvar(Ans, 999), "Reserved, private"),
    row(126, lllvar(Ans, 999), "Reserved, private"),
    row(127, lllvar(Ans, 999), "Reserved, private"),
    row(128, fixed(B, 8), "Message authentication code"),
];
