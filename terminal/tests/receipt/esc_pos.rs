use tapkernel_terminal::language::Language;
use tapkernel_terminal::receipt::*;

use crate::samples::{sample, signature};

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn bytes_for_the_printer() {
    let bytes = sample(Language::En).esc_pos(EscPos::WIDE).unwrap();
    assert!(bytes.starts_with(b"\x1B@\x1C.\x1Bt\x10"));
    assert!(bytes.ends_with(b"\x1DVB\x00"));
    assert!(contains(&bytes, b"\x1BE\x01                    APPROVED\n\x1BE\x00"));
    assert!(contains(&bytes, b"Rr. N\xEBna Terez\xEB 16, Prishtin\xEB\n"), "Windows-1252");
    assert!(sample(Language::En).esc_pos(EscPos::NARROW).unwrap().ends_with(b"\x1Bd\x04"));
}

#[test]
fn each_language_has_an_encoding_that_can_print_it() {
    let chinese = sample(Language::Zh).esc_pos(EscPos::NARROW).unwrap();
    assert!(chinese.starts_with(b"\x1B@\x1C&"));
    // 消费 in GB 2312: row 47 column 91, row 23 column 49.
    assert!(contains(&chinese, &[0xCF, 0xFB, 0xB7, 0xD1]));
    let arabic = sample(Language::Ar).esc_pos(EscPos::NARROW).unwrap();
    assert!(contains(&arabic, "شراء".as_bytes()));
    for language in [Language::Fr, Language::Sq] {
        assert!(sample(language).esc_pos(EscPos::NARROW).is_ok());
    }
    let latin = EscPos { encoding: Some(PrinterEncoding::Windows1252), ..EscPos::NARROW };
    assert_eq!(sample(Language::Zh).esc_pos(latin), Err(EscPosError::Character));
}

/// The dots of the only raster image: columns in bytes, rows, bits.
fn raster(bytes: &[u8]) -> (usize, usize, Vec<u8>) {
    let at = bytes.windows(4).position(|window| window == b"\x1Dv0\x00").unwrap();
    let (width, height) =
        (usize::from(bytes[at + 4]) + 256 * usize::from(bytes[at + 5]), usize::from(bytes[at + 6]));
    (width, height, bytes[at + 8..at + 8 + width * height].to_vec())
}

#[test]
fn the_signature_is_printed_as_dots() {
    let mut receipt = sample(Language::En);
    receipt.verification = Verification::Signature(Some(signature()));
    let bytes = receipt.esc_pos(EscPos::WIDE).unwrap();
    let (width, height, dots) = raster(&bytes);
    assert_eq!((width, height), (13, 40), "100 dots are 13 bytes");
    for (x, y) in (0..100_i32).flat_map(|x| (0..40).map(move |y| (x, y))) {
        let (column, row) = (x as usize, y as usize);
        let dark = dots[row * width + column / 8] >> (7 - column % 8) & 1 == 1;
        assert_eq!(dark, (x * 2 / 5 - y).abs() < 2, "{x}, {y}");
    }
}

#[test]
fn a_wide_signature_is_made_smaller_and_a_broken_one_is_refused() {
    let mut receipt = sample(Language::En);
    receipt.verification = Verification::Signature(Some(signature()));
    let small = EscPos { columns: 4, ..EscPos::NARROW };
    let (width, height, dots) = raster(&receipt.esc_pos(small).unwrap());
    assert_eq!((width, height), (5, 14), "100 x 40 by three, in at most 48 dots");
    assert!(dots.iter().any(|byte| *byte != 0));
    let broken = signature().as_png()[..60].to_vec();
    receipt.verification = Verification::Signature(SignatureImage::from_png(broken));
    assert_eq!(receipt.esc_pos(EscPos::WIDE), Err(EscPosError::Signature));
}
