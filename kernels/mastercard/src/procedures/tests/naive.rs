//! The second formulation: bytes, masks and digits, read off the tables of Book C-2, 7.5 to 7.8.

use alloc::string::String;
use alloc::vec::Vec;

use tapkernel_core::data::{AcType, Database};
use tapkernel_core::outcome::Cvm;
use tapkernel_core::tlv::Tag;

fn bytes(db: &Database, tag: u32) -> Vec<u8> {
    db.get(Tag::new(tag)).unwrap_or_default().to_vec()
}

fn bit(db: &Database, tag: u32, byte: usize, mask: u8) -> bool {
    bytes(db, tag).get(byte - 1).copied().unwrap_or(0) & mask != 0
}

/// The digits of an amount as text, which sorts as the amounts do.
fn digits(db: &Database, tag: u32, absent: &str) -> String {
    let bytes = bytes(db, tag);
    if bytes.is_empty() {
        absent.into()
    } else {
        bytes.iter().map(|byte| alloc::format!("{byte:02X}")).collect()
    }
}

const ZERO: &str = "000000000000";
const MOST: &str = "999999999999";

pub(super) fn cvm_selection(db: &Database) -> (Cvm, [u8; 3], [u8; 5], bool) {
    let amount = digits(db, 0x9F02, MOST);
    if bit(db, 0x82, 1, 0x02) && bit(db, 0xDF811B, 1, 0x20) {
        return if amount > digits(db, 0xDF8126, ZERO) {
            (Cvm::ConfirmationCodeVerified, [1, 0, 2], [0; 5], false)
        } else {
            (Cvm::NoCvm, [0x3F, 0, 2], [0; 5], false)
        };
    }
    if !bit(db, 0x82, 1, 0x10) {
        return (Cvm::NoCvm, [0x3F, 0, 0], [0; 5], false);
    }
    let list = bytes(db, 0x8E);
    if list.len() <= 8 {
        return (Cvm::NoCvm, [0x3F, 0, 0], [0x20, 0, 0, 0, 0], false);
    }
    let mut third = 0;
    let mut failing: Option<(u8, u8)> = None;
    let rules: Vec<_> = list[8..].chunks(2).map(|pair| (pair[0], pair[1])).collect();
    for (at, &(code, condition)) in rules.iter().enumerate() {
        if !condition_holds(db, &list, (code, condition), &amount) {
            continue;
        }
        match code & 0x3F {
            0x02 if bit(db, 0x9F33, 2, 0x40) => {
                return (Cvm::OnlinePin, [code, condition, 0], [0, 0, third | 0x04, 0, 0], false);
            }
            0x1E if bit(db, 0x9F33, 2, 0x20) => {
                return (Cvm::ObtainSignature, [code, condition, 0], [0, 0, third, 0, 0], true);
            }
            0x1F if bit(db, 0x9F33, 2, 0x08) => {
                return (Cvm::NoCvm, [code, condition, 2], [0, 0, third, 0, 0], false);
            }
            0x00..=0x05 | 0x1E | 0x1F => {}
            _ => third |= 0x40,
        }
        let last = at + 1 == rules.len();
        if code & 0x40 == 0 || last {
            failing = Some((code, condition));
            break;
        }
    }
    let results = match failing {
        Some((code, condition)) if code & 0x3F == 0 => [code, condition, 1],
        _ => [0x3F, 0, 1],
    };
    (Cvm::NoCvm, results, [0, 0, third | 0x80, 0, 0], false)
}

fn condition_holds(db: &Database, list: &[u8], (code, condition): (u8, u8), amount: &str) -> bool {
    let binary =
        |at: usize| list[at..at + 4].iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    let (x, y) = (alloc::format!("{:012}", binary(0)), alloc::format!("{:012}", binary(4)));
    let kind = bytes(db, 0x9C);
    let cash = kind == [0x01] || kind == [0x17];
    let back = kind == [0x09];
    let terminal = bytes(db, 0x9F35).first().copied().unwrap_or(0);
    let unattended = matches!(terminal, 0x14..=0x16 | 0x24..=0x26 | 0x34..=0x36);
    let currency = bytes(db, 0x9F42);
    let same = !currency.is_empty() && currency == bytes(db, 0x5F2A);
    let supports = match code & 0x3F {
        0x02 => 0x40,
        0x1E => 0x20,
        0x1F => 0x08,
        _ => 0,
    };
    match condition {
        0 => true,
        1 => cash && unattended,
        2 => !(cash || back),
        3 => bit(db, 0x9F33, 2, supports),
        4 => cash && !unattended,
        5 => back,
        6 => same && amount < x.as_str(),
        7 => same && amount > x.as_str(),
        8 => same && amount < y.as_str(),
        9 => same && amount > y.as_str(),
        _ => false,
    }
}

/// A date as a number that counts up with time; `None` for what is no date. The generator has one such day.
fn day(db: &Database, tag: u32) -> Option<u32> {
    let bytes = bytes(db, tag);
    let text =
        bytes.iter().fold(0, |number, byte| number * 100 + u32::from(byte >> 4) * 10 + u32::from(byte & 15));
    let month_is_one = bytes.get(1).is_some_and(|month| (0x01..=0x12).contains(month));
    month_is_one.then_some(if text < 500_000 { text + 1_000_000 } else { text })
}

/// Byte 2 of the TVR.
pub(super) fn restrictions(db: &Database) -> u8 {
    let mut second = 0;
    let version = bytes(db, 0x9F08);
    if !version.is_empty() && version != bytes(db, 0x9F09) {
        second |= 0x80;
    }
    let today = day(db, 0x9A);
    let effective = day(db, 0x5F25);
    if !bytes(db, 0x5F25).is_empty() && (today.is_none() || effective.is_none() || today < effective) {
        second |= 0x20;
    }
    let expiry = day(db, 0x5F24);
    if today.is_none() || expiry.is_none() || today > expiry {
        second |= 0x40;
    }
    if !bytes(db, 0x9F07).is_empty() && !usage(db) {
        second |= 0x10;
    }
    second
}

fn usage(db: &Database) -> bool {
    let terminal = bytes(db, 0x9F35).first().copied().unwrap_or(0);
    let atm = [0x14, 0x15, 0x16].contains(&terminal) && bit(db, 0x9F40, 1, 0x80);
    let place = if atm { bit(db, 0x9F07, 1, 0x02) } else { bit(db, 0x9F07, 1, 0x01) };
    let country = bytes(db, 0x5F28);
    if country.is_empty() {
        return place;
    }
    let home = country == bytes(db, 0x9F1A);
    let kind = bytes(db, 0x9C).first().copied().unwrap_or(0);
    let sale = match (kind, home) {
        (0x01 | 0x17, true) => bit(db, 0x9F07, 1, 0x80),
        (0x01 | 0x17, false) => bit(db, 0x9F07, 1, 0x40),
        (0x00 | 0x09, true) => bit(db, 0x9F07, 1, 0x20 | 0x08),
        (0x00 | 0x09, false) => bit(db, 0x9F07, 1, 0x10 | 0x04),
        _ => true,
    };
    let back = digits(db, 0x9F03, ZERO) == ZERO || bit(db, 0x9F07, 2, if home { 0x80 } else { 0x40 });
    place && sale && back
}

fn number(db: &Database, tag: u32) -> u64 {
    bytes(db, tag).iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

pub(super) fn action_analysis(db: &Database, more: [u8; 5]) -> AcType {
    if bytes(db, 0x9C) == [0x20] {
        return AcType::Aac;
    }
    let tvr = number(db, 0x95);
    let more = more.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
    if tvr & (number(db, 0xDF8121) | number(db, 0x9F0E) | more) != 0 {
        return AcType::Aac;
    }
    let approves = |terminal: u32, issuer: u32| {
        if bytes(db, issuer).is_empty() {
            tvr == 0
        } else {
            tvr & (number(db, terminal) | number(db, issuer)) == 0
        }
    };
    match bytes(db, 0x9F35).first() {
        Some(0x11 | 0x21 | 0x14 | 0x24 | 0x34) => AcType::Arqc,
        Some(0x23 | 0x26 | 0x36 | 0x13 | 0x16) if approves(0xDF8120, 0x9F0D) => AcType::Tc,
        Some(0x23 | 0x26 | 0x36 | 0x13 | 0x16) => AcType::Aac,
        _ if approves(0xDF8122, 0x9F0F) => AcType::Tc,
        _ => AcType::Arqc,
    }
}

/// The Reference Control Parameter.
pub(super) fn prepare_generate_ac(db: &Database, wanted: AcType, cda: bool) -> u8 {
    let failed = bit(db, 0x95, 1, 0x04);
    let on_device = bit(db, 0x82, 1, 0x02) && bit(db, 0xDF811B, 1, 0x20);
    let code = match wanted {
        AcType::Aac => 0x00,
        AcType::Tc => 0x40,
        AcType::Arqc => 0x80,
    };
    match (cda, failed, code) {
        (false, ..) => code,
        (true, true, _) if on_device => 0x00,
        (true, true, _) => code,
        (true, false, 0x00) if !bit(db, 0x9F5D, 2, 0x01) => 0x00,
        (true, false, _) => code | 0x10,
    }
}
