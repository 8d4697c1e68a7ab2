use proptest::prelude::*;
use tapkernel::core::data::Amount;
use tapkernel_terminal::acquirer::ResponseCode;
use tapkernel_terminal::language::Language;
use tapkernel_terminal::receipt::*;

use crate::samples::{OPERATIONS, sample};

#[test]
fn an_english_message_has_everything() {
    let sms = sample(Language::En).sms();
    assert_eq!(
        sms.text(),
        "Tapkernel Demo Shop PURCHASE 1.23 EUR APPROVED ***0036 2022-10-24 16:30 STAN 000017 \
         Authorisation code A1B2C3 Reference 229716000017 TM000016 Mastercard"
    );
    assert_eq!((sms.alphabet(), sms.length()), (SmsAlphabet::Gsm7, sms.text().len()));
}

#[test]
fn what_matters_is_in_every_message() {
    let results = [
        ReceiptResult::Approved,
        ReceiptResult::Unknown,
        ReceiptResult::Declined(Reason::Issuer(ResponseCode(*b"51"))),
    ];
    for language in Language::ALL {
        for (operation, result) in
            OPERATIONS.iter().flat_map(|operation| results.map(|result| (*operation, result)))
        {
            let mut receipt = sample(language);
            (receipt.operation, receipt.result, receipt.amount) = (operation, result, Amount::MAX);
            let sms = receipt.sms();
            assert!(sms.length() <= sms.alphabet().room());
            let text = sms.text();
            assert!(text.contains("9999999999.99 EUR") && text.contains(operation.title(language)), "{text}");
            receipt.amount = Amount::new(123).unwrap();
            assert!(receipt.sms().text().contains("***0036"), "{}", receipt.sms().text());
        }
    }
}

#[test]
fn one_letter_beyond_the_alphabet_costs_half_of_the_room() {
    for (name, alphabet) in [
        ("Café Été", SmsAlphabet::Gsm7),
        ("Straße €", SmsAlphabet::Gsm7),
        ("Nëna", SmsAlphabet::Ucs2),
        ("ç", SmsAlphabet::Ucs2),
        ("🛒", SmsAlphabet::Ucs2),
    ] {
        let mut receipt = sample(Language::En);
        (receipt.merchant.name, receipt.merchant.terminal_id) = (name.into(), "T".into());
        (receipt.rrn, receipt.authorisation_code, receipt.card.scheme) = (None, None, None);
        receipt.card.account = None;
        receipt.amount = Amount::new(1).unwrap();
        let sms = receipt.sms();
        if sms.text().contains(name) {
            assert_eq!(sms.alphabet(), alphabet, "{name}");
        } else {
            assert_eq!(alphabet, SmsAlphabet::Ucs2, "{name} was left out of {}", sms.text());
        }
    }
}

/// Units counted in another way: septets by the table's two sizes, UTF-16 by the encoder.
fn naive_length(sms: &Sms) -> usize {
    match sms.alphabet() {
        SmsAlphabet::Ucs2 => sms.text().encode_utf16().count(),
        SmsAlphabet::Gsm7 => {
            sms.text().chars().count()
                + sms.text().matches(['^', '{', '}', '\\', '[', '~', ']', '|', '€']).count()
        }
    }
}

proptest! {
    #[test]
    fn it_is_never_more_than_one_message(name in "\\PC{0,200}", terminal in "[ -~€]{0,200}", letters in "\\PC{0,90}") {
        let mut receipt = sample(Language::Fr);
        (receipt.merchant.name, receipt.merchant.terminal_id) = (name, terminal);
        let currency = receipt.denomination.currency();
        receipt.denomination = tapkernel_terminal::amount::Denomination::new(letters, currency);
        let sms = receipt.sms();
        prop_assert_eq!(naive_length(&sms), sms.length());
        let room = if sms.alphabet() == SmsAlphabet::Gsm7 { 160 } else { 70 };
        prop_assert!(sms.length() <= room);
    }
}
