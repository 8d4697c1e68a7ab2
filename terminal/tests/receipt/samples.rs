//! Receipts to look at.

use tapkernel::core::data::{Aid, Amount, Currency, Date, MaskedPan, Pan, Time, tags};
use tapkernel_terminal::acquirer::{ResponseCode, Stan};
use tapkernel_terminal::amount::Denomination;
use tapkernel_terminal::language::Language;
use tapkernel_terminal::receipt::*;
use tapkernel_terminal::transaction_kind::TransactionKind;

/// A number for tests, of `count` digits, that ends in 0036.
pub(crate) fn pan(count: usize) -> Pan {
    let digits = format!("{}0036", &"476173900000000"[..count - 4]);
    let coded = hex::decode(format!("{digits}{}", if count % 2 == 1 { "F" } else { "" })).unwrap();
    Pan::decode(tags::APPLICATION_PAN, &coded).unwrap()
}

pub(crate) fn masked() -> MaskedPan {
    pan(16).masked()
}

pub(crate) const OPERATIONS: [TransactionKind; 9] = [
    TransactionKind::Purchase,
    TransactionKind::Cashback,
    TransactionKind::Cash,
    TransactionKind::Refund,
    TransactionKind::Void,
    TransactionKind::PreAuthorisation,
    TransactionKind::Increment,
    TransactionKind::Completion,
    TransactionKind::PreAuthorisationCancellation,
];

/// The purchase of the facts: EUR 1.23 at a terminal TM000016 with the card ***0036.
pub(crate) fn sample(language: Language) -> Receipt {
    Receipt {
        merchant: Merchant {
            header: Vec::new(),
            name: "Tapkernel Demo Shop".into(),
            address: vec!["Rr. Nëna Terezë 16, Prishtinë".into()],
            merchant_id: "000000012345678".into(),
            terminal_id: "TM000016".into(),
            footer: vec!["Faleminderit!".into()],
        },
        date: Date::new(2022, 10, 24).unwrap(),
        time: Time::new(16, 30, 40).unwrap(),
        operation: TransactionKind::Purchase,
        denomination: Denomination::new("EUR", Currency::new(978, 2).unwrap()),
        amount: Amount::new(123).unwrap(),
        other: None,
        stan: Stan::new(17).unwrap(),
        rrn: Some("229716000017".into()),
        authorisation_code: Some("A1B2C3".into()),
        response_code: Some(ResponseCode::APPROVED),
        card: ReceiptCard {
            account: Some(MaskedAccount::last_four(masked())),
            scheme: Some("Mastercard".into()),
            application: Some("MASTERCARD".into()),
            aid: Aid::new(&hex::decode("A0000000041010").unwrap()).ok(),
        },
        verification: Verification::PinVerified,
        result: ReceiptResult::Approved,
        copy: None,
        is_duplicate: false,
        language,
    }
}

/// A stroke from corner to corner, 100 x 40, grey.
pub(crate) fn signature() -> SignatureImage {
    let pixels: Vec<u8> = (0..40)
        .flat_map(|y| (0..100).map(move |x: i32| if (x * 2 / 5 - y).abs() < 2 { 0 } else { 255 }))
        .collect();
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, 100, 40);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    SignatureImage::from_png(file).unwrap()
}
