use proptest::prelude::*;
use serde_json::Value;
use tapkernel::core::data::{Amount, Currency};
use tapkernel_terminal::acquirer::ResponseCode;
use tapkernel_terminal::amount::Denomination;
use tapkernel_terminal::language::Language;
use tapkernel_terminal::receipt::*;
use unicode_width::UnicodeWidthStr;

use crate::samples::{OPERATIONS, sample, signature};

#[test]
fn the_text_in_32_columns() {
    let wanted = "
      Tapkernel Demo Shop
 Rr. Nëna Terezë 16, Prishtinë

Merchant         000000012345678
Terminal                TM000016
Date                  2022-10-24
Time                    16:30:40

            PURCHASE
Amount                  1.23 EUR
Card                     ***0036
Scheme                Mastercard
Application           MASTERCARD
AID               A0000000041010
Authorisation code        A1B2C3
Reference           229716000017
STAN                      000017

          PIN VERIFIED
            APPROVED

         Faleminderit!";
    assert_eq!(format!("\n{}", sample(Language::En).text(Layout::NARROW)), wanted);
}

#[test]
fn no_line_is_wider_than_the_paper() {
    for language in Language::ALL {
        for operation in OPERATIONS {
            let mut receipt = sample(language).as_copy(ReceiptCopy::Merchant).as_duplicate();
            receipt.operation = operation;
            receipt.result = ReceiptResult::Declined(Reason::Issuer(ResponseCode(*b"57")));
            receipt.merchant.name = "一家名字很长很长很长的商店，开在一条同样很长很长的街上".into();
            receipt.merchant.header = vec!["W".repeat(100), String::new()];
            for columns in [0, 16, 32, 48] {
                let text = receipt.text(Layout::Columns(columns));
                let widest = text.lines().map(UnicodeWidthStr::width).max().unwrap();
                assert!(widest <= columns.max(16), "{language:?} {widest} > {columns}\n{text}");
            }
            let text = receipt.text(Layout::WIDE).replace(['\n', ' '], "");
            assert!(text.contains(&receipt.merchant.name) && text.contains(&"W".repeat(100)));
        }
    }
}

#[test]
fn currencies_with_no_two_and_three_decimals() {
    for (letters, code, exponent, text) in [("JPY", 392, 0, "1234 JPY"), ("TND", 788, 3, "1.234 TND")] {
        let mut receipt = sample(Language::Fr);
        receipt.denomination = Denomination::new(letters, Currency::new(code, exponent).unwrap());
        receipt.amount = Amount::new(1234).unwrap();
        for form in [receipt.text(Layout::Free), receipt.html(), receipt.sms().text().to_owned()] {
            assert!(form.contains(text), "{form}");
        }
    }
}

#[test]
fn the_json_has_a_version_and_stable_words() {
    let mut receipt = sample(Language::Ar).as_copy(ReceiptCopy::Merchant).as_duplicate();
    receipt.result = ReceiptResult::Declined(Reason::Issuer(ResponseCode(*b"51")));
    receipt.response_code = Some(ResponseCode(*b"51"));
    let json: Value = serde_json::from_str(&receipt.json()).unwrap();
    for (pointer, wanted) in [
        ("/version", Value::from(1)),
        ("/language", "ar".into()),
        ("/operation", "purchase".into()),
        ("/amount/minor_units", 123.into()),
        ("/amount/text", "1.23".into()),
        ("/currency/code", "978".into()),
        ("/currency/exponent", 2.into()),
        ("/other", Value::Null),
        ("/stan", "000017".into()),
        ("/rrn", "229716000017".into()),
        ("/response_code", "51".into()),
        ("/card/account", "***0036".into()),
        ("/card/aid", "A0000000041010".into()),
        ("/verification", "pin-verified".into()),
        ("/result", "declined".into()),
        ("/reason", "الرصيد غير كاف".into()),
        ("/copy", "merchant".into()),
        ("/duplicate", true.into()),
    ] {
        assert_eq!(json.pointer(pointer), Some(&wanted), "{pointer}");
    }
}

#[test]
fn html_names_its_language_and_direction_and_has_no_script() {
    for language in Language::ALL {
        let page = sample(language).html();
        let direction = if language == Language::Ar { "rtl" } else { "ltr" };
        assert!(page.contains(&format!("<html lang=\"{}\" dir=\"{direction}\">", language.code())));
        assert!(!page.contains("<script") && !page.contains("http:") && !page.contains("https:"));
        for tag in ["dl", "dd", "p", "main", "bdi"] {
            let opened =
                page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
            assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
        }
    }
}

/// Everything that others write, hostile.
fn with_texts(text: &str) -> Receipt {
    let mut receipt = sample(Language::En);
    receipt.merchant.name = text.into();
    receipt.merchant.footer = vec![text.into()];
    receipt.merchant.terminal_id = text.into();
    receipt.card.application = Some(text.into());
    receipt.authorisation_code = Some(text.into());
    receipt.rrn = Some(text.into());
    receipt
}

#[test]
fn texts_of_others_steer_nothing() {
    let receipt = with_texts("<img src=x onerror=alert(1)>\"'&\u{1B}@\u{1D}V\0\u{202E}\n\u{2028}x");
    let page = receipt.html();
    assert!(!page.contains("<img") && page.contains("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;@V"));
    for form in
        [page, receipt.text(Layout::Free), receipt.text(Layout::WIDE), receipt.sms().text().to_owned()]
    {
        let steers = |c: char| c == '\u{202E}' || c == '\u{2028}' || (c.is_control() && c != '\n');
        assert!(!form.contains(steers), "{form:?}");
    }
    let plain = with_texts("x").text(Layout::Free).lines().count();
    assert_eq!(receipt.text(Layout::Free).lines().count(), plain, "a text added a line");
}

#[test]
fn a_line_to_sign_or_the_signature() {
    let mut receipt = sample(Language::Fr);
    receipt.verification = Verification::Signature(None);
    assert!(receipt.text(Layout::Free).contains("SIGNATURE: ____"));
    assert!(receipt.html().contains("<div class=\"sign\">"));
    receipt.result = ReceiptResult::Declined(Reason::CardOrTerminal);
    assert!(!receipt.text(Layout::Free).contains("____"));
    receipt.verification = Verification::Signature(Some(signature()));
    assert!(receipt.html().contains("<img alt=\"SIGNATURE\" src=\"data:image/png;base64,iVBORw0KGgo"));
    assert!(receipt.json().contains("\"signature_png\": \"iVBORw0KGgo"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_fits_its_paper(text in "\\PC{0,80}", columns in 16..60_usize) {
        for line in with_texts(&text).text(Layout::Columns(columns)).lines() {
            prop_assert!(line.width() <= columns, "{:?}", line);
        }
    }
}
