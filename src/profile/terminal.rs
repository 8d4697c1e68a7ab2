//! Who and where the terminal is.

use tapkernel_core::data::{Database, Dictionaries, tags};
use tapkernel_core::tlv::Tag;

use super::data_objects::{self, Known, TTQ};
use super::place::Place;
use super::values::{ascii, bytes, digits, line, lines, shown};

/// The terminal's identity, as receipts and messages to the acquirer need it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Terminal {
    /// Terminal Identification `9F1C`: eight letters and digits.
    pub id: String,
    /// Merchant Identifier `9F16`: 15 characters.
    pub merchant_id: String,
    /// The merchant.
    pub merchant: Merchant,
    /// Merchant Category Code `9F15`, ISO 18245.
    pub merchant_category_code: u16,
    /// Terminal Country Code `9F1A`, ISO 3166 numeric.
    pub country: u16,
    /// Time zone of dates and times, by its IANA name: `Europe/Brussels`.
    pub time_zone: String,
    /// Terminal Type `9F35` as coded: `0x21` for attended, online only, operated by a merchant.
    pub terminal_type: u8,
}

/// The merchant, as a receipt names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Merchant {
    /// Name.
    pub name: String,
    /// Address, line by line.
    pub address: Vec<String>,
}

impl Terminal {
    /// Whether the terminal always goes online (Book 4, Annex A1).
    pub const fn is_online_only(&self) -> bool {
        Self::online_only_type(self.terminal_type)
    }

    /// Whether a terminal of this type always goes online.
    pub(super) const fn online_only_type(coded: u8) -> bool {
        matches!(coded & 0x0F, 1 | 4)
    }

    /// Whether the terminal never goes online (Book 4, Annex A1).
    pub const fn is_offline_only(&self) -> bool {
        matches!(self.terminal_type & 0x0F, 3 | 6)
    }
}

/// The data objects that fields of `terminal` have names for.
const NAMED: &[(Tag, &str)] = &[
    (tags::TERMINAL_IDENTIFICATION, "terminal.id"),
    (tags::MERCHANT_IDENTIFIER, "terminal.merchant_id"),
    (tags::MERCHANT_CATEGORY_CODE, "terminal.merchant_category_code"),
    (tags::TERMINAL_COUNTRY_CODE, "terminal.country"),
    (tags::TERMINAL_TYPE, "terminal.type"),
    (tags::TERMINAL_CAPABILITIES, "terminal.capabilities"),
    (tags::ADDITIONAL_TERMINAL_CAPABILITIES, "terminal.additional_capabilities"),
    (TTQ, "ttq"),
];

/// Reads the terminal and its static data objects.
pub(super) fn read(place: &Place<'_>) -> Option<(Terminal, Database)> {
    let mut fields = place.fields()?;
    let id = fields.required("id").and_then(|field| identification(&field));
    let merchant_id = fields.required("merchant_id").and_then(|field| ascii(&field, 15, 15));
    let merchant_field = fields.required("merchant");
    let merchant = merchant_field.as_ref().and_then(merchant);
    let category = fields.required("merchant_category_code").and_then(|field| digits(&field, 4));
    let country = fields.required("country").and_then(|field| digits(&field, 3));
    let time_zone = fields.required("time_zone").and_then(|field| time_zone(&field));
    let terminal_type = fields.required("type").and_then(|field| terminal_type(&field));
    let capabilities = fields.required("capabilities").and_then(|field| bytes::<3>(&field));
    let additional = fields.required("additional_capabilities").and_then(|field| bytes::<5>(&field));
    let data = fields.optional("data");
    fields.end();
    let mut database = Database::new();
    if let Some(data) = &data {
        let known =
            Known { dictionaries: Dictionaries::CORE, named: NAMED, own: |_| false, problem: |_, _| None };
        data_objects::read(data, &known, &mut database);
    }
    let terminal = Terminal {
        id: id?,
        merchant_id: merchant_id?,
        merchant: merchant?,
        merchant_category_code: category?,
        country: country?,
        time_zone: time_zone?,
        terminal_type: terminal_type?,
    };
    database.insert(tags::TERMINAL_CAPABILITIES, &capabilities?);
    database.insert(tags::ADDITIONAL_TERMINAL_CAPABILITIES, &additional?);
    name_and_location(&terminal.merchant, &merchant_field?, &mut database)?;
    identify(&terminal, &mut database);
    Some((terminal, database))
}

fn identification(place: &Place<'_>) -> Option<String> {
    let id = ascii(place, 8, 8)?;
    if id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Some(id);
    }
    place.refuse(format_args!("{} has other than letters and digits", shown(&id)))
}

fn merchant(place: &Place<'_>) -> Option<Merchant> {
    let mut fields = place.fields()?;
    let name = fields.required("name").and_then(|field| line(&field, 1, 48));
    let address = fields.required("address").and_then(|field| lines(&field));
    fields.end();
    Some(Merchant { name: name?, address: address? })
}

fn time_zone(place: &Place<'_>) -> Option<String> {
    let text = ascii(place, 3, 64)?;
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/_+-".contains(&byte)) {
        return Some(text);
    }
    place.refuse(format_args!("{} is no name of a time zone, as in \"Europe/Brussels\"", shown(&text)))
}

fn terminal_type(place: &Place<'_>) -> Option<u8> {
    let [coded] = bytes::<1>(place)?;
    if matches!((coded >> 4, coded & 0x0F), (1..=3, 1..=6)) {
        return Some(coded);
    }
    place.refuse(format_args!("\"{coded:02X}\" is no terminal type: 11 to 16, 21 to 26, 34 to 36"))
}

/// Merchant Name and Location `9F4E`, made of name and address unless it is given.
fn name_and_location(merchant: &Merchant, place: &Place<'_>, database: &mut Database) -> Option<()> {
    if database.is_present(tags::MERCHANT_NAME_AND_LOCATION) {
        return Some(());
    }
    let name = std::iter::once(&merchant.name).chain(&merchant.address);
    let text = name.map(String::as_str).collect::<Vec<_>>().join(", ");
    if !text.chars().all(|c| matches!(c, ' '..='~')) {
        return place
            .refuse("has characters that cards do not take: give data object 9F4E under `terminal.data`");
    }
    database.insert(tags::MERCHANT_NAME_AND_LOCATION, text.as_bytes());
    Some(())
}

fn identify(terminal: &Terminal, database: &mut Database) {
    database.insert(tags::TERMINAL_IDENTIFICATION, terminal.id.as_bytes());
    database.insert(tags::MERCHANT_IDENTIFIER, terminal.merchant_id.as_bytes());
    database.insert(tags::MERCHANT_CATEGORY_CODE, &bcd(terminal.merchant_category_code));
    database.insert(tags::TERMINAL_COUNTRY_CODE, &bcd(terminal.country));
    database.insert(tags::TERMINAL_TYPE, &[terminal.terminal_type]);
}

/// Four decimal digits in two bytes.
fn bcd(number: u16) -> [u8; 2] {
    let digit = |place: u16| number / place % 10;
    (digit(1000) << 12 | digit(100) << 8 | digit(10) << 4 | digit(1)).to_be_bytes()
}
