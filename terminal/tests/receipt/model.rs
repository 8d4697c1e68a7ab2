use tapkernel_terminal::language::Language;
use tapkernel_terminal::receipt::*;

use crate::samples::{masked, pan, sample, signature};

#[test]
fn masks_in_three_styles() {
    assert_eq!(MaskedAccount::last_four(masked()).to_string(), "***0036");
    assert_eq!(MaskedAccount::groups(masked()).to_string(), "**** **** **** 0036");
    let first_six = MaskedAccount::first_six_last_four(&pan(16)).unwrap();
    assert_eq!(first_six.to_string(), "476173******0036");
    assert_eq!(format!("{first_six:?}"), "476173******0036");
    assert_eq!(first_six.without_first_six().to_string(), "***0036");
}

#[test]
fn the_first_six_stand_only_where_five_digits_stay_hidden() {
    for count in 8..=19 {
        let shown = MaskedAccount::first_six_last_four(&pan(count)).map(|account| account.to_string());
        assert_eq!(shown.is_some(), count >= 15, "{count} digits");
        if let Some(shown) = shown {
            assert_eq!(shown.len(), count);
            assert_eq!(shown.matches('*').count(), count - 10);
        }
    }
}

#[test]
fn the_customers_copy_has_no_first_digits_and_no_signature() {
    let mut receipt = sample(Language::En);
    receipt.card.account = MaskedAccount::first_six_last_four(&pan(16));
    receipt.verification = Verification::Signature(Some(signature()));
    let merchant = receipt.as_copy(ReceiptCopy::Merchant);
    let customer = receipt.as_copy(ReceiptCopy::Customer);
    assert!(merchant.text(Layout::Free).contains("Card: 476173******0036"));
    assert!(merchant.html().contains("data:image/png;base64,") && merchant.html().contains("MERCHANT COPY"));
    for form in [customer.text(Layout::Free), customer.html(), customer.json(), customer.qr_payload()] {
        assert!(!form.contains("476173") && !form.contains("SIGNATURE") && !form.contains("iVBOR"), "{form}");
    }
    assert!(customer.text(Layout::Free).contains("CUSTOMER COPY"));
}

/// R15: the same record gives the same receipt, and a duplicate differs in its mark alone.
#[test]
fn r15_a_duplicate_is_the_receipt_with_a_mark() {
    for language in Language::ALL {
        let (first, second) = (sample(language), sample(language).as_duplicate());
        let (first, second) = (first.text(Layout::Free), second.text(Layout::Free));
        let mark = language.texts().labels.duplicate;
        assert_eq!(second, format!("{mark}\n{first}"));
        assert!(!first.contains(mark));
    }
}

#[test]
fn a_signature_is_a_png_of_limited_length() {
    assert!(SignatureImage::from_png(b"GIF89a".to_vec()).is_none());
    let mut long = signature().as_png().to_vec();
    long.resize(SignatureImage::MAX_LENGTH, 0);
    assert!(SignatureImage::from_png(long.clone()).is_some());
    long.push(0);
    assert!(SignatureImage::from_png(long).is_none());
}
