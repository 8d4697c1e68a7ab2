//! Reading `acquirer`.

use std::time::Duration;

use super::{
    Acquirer, Authentication, Bitmap, Coding, LengthHeader, OddDigit, Tls, Tpdu, address, authorities,
};
use crate::profile::place::{Fields, Place};
use crate::profile::values::{bytes, seconds_within, shown, word};

/// Reads `acquirer`.
pub(in crate::profile) fn read(place: &Place<'_>) -> Option<Acquirer> {
    let mut fields = place.fields()?;
    let address = fields.required("address").and_then(|field| address::read(&field));
    let host = address.as_ref().map(|(_, host)| host.as_str());
    let tls = fields.optional("tls").and_then(|field| tls(&field, host));
    let (coding, length) = (coding(&mut fields), length(&mut fields));
    let (bitmap, odd_digit) = (bitmap(&mut fields), odd_digit(&mut fields));
    let pin_block_format_4 = flag(&mut fields, "pin_block_format_4");
    let tpdu = fields.optional("tpdu").and_then(|field| tpdu(&field));
    let authentication = authentication(&mut fields);
    let [connect_limit, answer_limit] = limits(&mut fields);
    let merchant_type = flag(&mut fields, "merchant_type");
    let (tap_to_phone, mark_form_factor) = phone(&mut fields);
    fields.end();
    Some(Acquirer {
        address: address?.0,
        tls,
        coding: coding?,
        bitmap,
        odd_digit,
        pin_block_format_4,
        length: length?,
        tpdu,
        authentication,
        connect_limit,
        answer_limit,
        merchant_type,
        tap_to_phone,
        mark_form_factor,
    })
}

fn flag(fields: &mut Fields<'_>, name: &'static str) -> bool {
    fields.optional(name).and_then(|field| field.flag()).unwrap_or(false)
}

/// For the connection and for the answer.
fn limits(fields: &mut Fields<'_>) -> [Duration; 2] {
    [("connect_seconds", 10), ("answer_seconds", 30)].map(|(name, unless_given)| {
        let read = fields.optional(name).and_then(|field| seconds_within(&field, 1..=600));
        read.unwrap_or(Duration::from_secs(unless_given))
    })
}

fn phone(fields: &mut Fields<'_>) -> (bool, bool) {
    let tap_to_phone = flag(fields, "tap_to_phone");
    let field = fields.optional("mark_form_factor");
    let mark = field.as_ref().and_then(Place::flag).unwrap_or(false);
    if let (Some(field), true, false) = (field, mark, tap_to_phone) {
        field.refuse::<()>("marks a phone that `tap_to_phone` says it is not");
    }
    (tap_to_phone, mark)
}

fn tls(place: &Place<'_>, host: Option<&str>) -> Option<Tls> {
    let mut fields = place.fields()?;
    let authorities = fields.required("authorities").and_then(|field| authorities::read(&field));
    let server_name = match fields.optional("server_name") {
        Some(field) => server_name(&field),
        None => host.map(str::to_owned),
    };
    fields.end();
    Some(Tls { authorities: authorities?, server_name: server_name? })
}

fn server_name(place: &Place<'_>) -> Option<String> {
    let text = place.text()?;
    if address::is_name(text) {
        return Some(text.to_owned());
    }
    place.refuse(format_args!("{} is no name of a host, as in \"acquirer.example\"", shown(text)))
}

fn coding(fields: &mut Fields<'_>) -> Option<Coding> {
    let words = [("ascii", Coding::Ascii), ("bcd", Coding::Bcd)];
    fields.required("coding").and_then(|field| word(&field, &words))
}

fn length(fields: &mut Fields<'_>) -> Option<LengthHeader> {
    let words = [("binary", LengthHeader::Binary), ("ascii", LengthHeader::Ascii)];
    fields.required("length").and_then(|field| word(&field, &words))
}

fn bitmap(fields: &mut Fields<'_>) -> Bitmap {
    let words = [("binary", Bitmap::Binary), ("hexadecimal", Bitmap::Hexadecimal)];
    one_of(fields, "bitmap", &words).unwrap_or(Bitmap::Binary)
}

fn odd_digit(fields: &mut Fields<'_>) -> OddDigit {
    let words = [("zero_before", OddDigit::ZeroBefore), ("f_behind", OddDigit::FBehind)];
    one_of(fields, "odd_digit", &words).unwrap_or(OddDigit::ZeroBefore)
}

fn authentication(fields: &mut Fields<'_>) -> Authentication {
    let words = [
        ("none", Authentication::None),
        ("ansi_x9_19", Authentication::AnsiX919),
        ("aes_cmac", Authentication::AesCmac),
    ];
    one_of(fields, "authentication", &words).unwrap_or(Authentication::None)
}

fn one_of<T: Copy>(fields: &mut Fields<'_>, name: &'static str, words: &[(&str, T)]) -> Option<T> {
    fields.optional(name).and_then(|field| word(&field, words))
}

fn tpdu(place: &Place<'_>) -> Option<Tpdu> {
    let mut fields = place.fields()?;
    let destination = fields.required("destination").and_then(|field| bytes(&field));
    let source = fields.required("source").and_then(|field| bytes(&field));
    fields.end();
    Some(Tpdu { destination: destination?, source: source? })
}
