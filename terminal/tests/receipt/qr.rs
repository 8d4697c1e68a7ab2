use tapkernel_terminal::language::Language;
use tapkernel_terminal::receipt::*;

use crate::samples::sample;

/// Reads a picture with a decoder that is not of the crate that encoded it.
fn read(width: usize, height: usize, is_light: impl Fn(usize, usize) -> bool) -> String {
    let grey = |x, y| if is_light(x, y) { 255 } else { 0 };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, grey);
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1);
    grids[0].decode().unwrap().1
}

#[test]
fn another_decoder_reads_the_png_in_every_language() {
    for language in Language::ALL {
        let receipt = sample(language).as_copy(ReceiptCopy::Customer).as_duplicate();
        let file = receipt.qr().unwrap().png(4).unwrap();
        let mut decoder = png::Decoder::new(std::io::Cursor::new(file));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().unwrap();
        let (width, height) = (reader.info().width as usize, reader.info().height as usize);
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        assert_eq!(read(width, height, |x, y| pixels[y * width + x] > 128), receipt.qr_payload());
    }
}

#[test]
fn another_decoder_reads_the_blocks_and_the_drawing() {
    let receipt = sample(Language::En);
    let code = receipt.qr().unwrap();
    let rows: Vec<Vec<char>> = code.terminal().lines().map(|line| line.chars().collect()).collect();
    let light = |x: usize, y: usize| match rows[y / 2][x] {
        '█' => true,
        '▀' => y % 2 == 0,
        '▄' => y % 2 == 1,
        _ => false,
    };
    let side = rows[0].len();
    assert_eq!(read(side * 4, side * 4, |x, y| light(x / 4, y / 4)), receipt.qr_payload());

    let svg = code.svg();
    let dark: std::collections::BTreeSet<(usize, usize)> = svg
        .split('M')
        .skip(1)
        .map(|piece| piece.split('h').next().unwrap().split_once(',').unwrap())
        .map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap()))
        .collect();
    assert!(svg.contains(&format!("viewBox=\"0 0 {side} {side}\"")));
    assert_eq!(read(side * 4, side * 4, |x, y| !dark.contains(&(x / 4, y / 4))), receipt.qr_payload());
}

#[test]
fn a_receipt_that_is_too_long_is_refused() {
    let mut receipt = sample(Language::En);
    receipt.merchant.footer = vec!["x".repeat(2_400)];
    assert!(receipt.qr().is_ok(), "level L holds 2,953 bytes");
    receipt.merchant.footer = vec!["x".repeat(3_000)];
    assert_eq!(receipt.qr(), Err(QrError::TooLong));
    assert_eq!(sample(Language::En).qr().unwrap().png(0), Err(QrError::Picture));
    assert_eq!(sample(Language::En).qr().unwrap().png(33), Err(QrError::Picture));
}
