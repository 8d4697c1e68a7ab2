//! What is approved and what is not, in currencies with and without decimals.

use crate::till::{EUR, JPY, TND, Till, What};

#[test]
fn the_last_two_digits_of_the_minor_units_decide_in_every_currency() {
    for currency in [EUR, JPY, TND] {
        let mut till = Till::new();
        till.currency = currency;
        let answers = [
            (1051, "51"),
            (51, "51"),
            (5100, "00"),
            (26, "1A"),
            (70, "70"),
            (65, "65"),
            (91, "91"),
            (1000, "00"),
        ];
        for ((amount, code), stan) in answers.into_iter().zip(1..) {
            assert_eq!(till.sell(stan, amount), code, "{amount} of {currency}");
        }
        assert_eq!(till.totals().debits.sum, 6100);
    }
}

#[test]
fn a_soft_decline_is_approved_with_the_same_cryptogram_and_the_right_pin() {
    let mut till = Till::new();
    for (stan, amount) in [(1, 1065), (3, 1070), (5, 1026)] {
        let card = till.tap(amount);
        let soft = till.request(stan, What::Sale, amount, &card);
        assert!(["65", "70", "1A"].contains(&till.send(&soft).as_str()));
        let with_pin = till.request(stan + 1, What::Sale, amount, &card);
        let with_pin = card.with_pin(with_pin, "1234", stan);
        assert_eq!(till.send(&with_pin), "00", "{amount}");
    }
    assert_eq!(till.standing(), [(2, 1065), (4, 1070), (6, 1026)]);
}

fn pay_with(till: &mut Till, stan: u32, digits: &'static str) -> String {
    let card = till.tap(1000);
    let message = till.request(stan, What::Sale, 1000, &card);
    let message = card.with_pin(message, digits, stan);
    till.send(&message)
}

#[test]
fn three_wrong_pins_in_a_row_are_too_many() {
    let mut till = Till::new();
    let codes = ["9999", "9999", "1234", "9999", "9999", "9999", "1234"];
    let answers: Vec<_> =
        codes.into_iter().zip(1..).map(|(digits, stan)| pay_with(&mut till, stan, digits)).collect();
    assert_eq!(answers, ["55", "55", "00", "55", "55", "55", "75"]);
    // Without a PIN, and with another card, as ever.
    assert_eq!(till.sell(20, 1000), "00");
    till.card = tapkernel_simulator::card::card("visa-online-pin", 1).unwrap();
    assert_eq!(pay_with(&mut till, 21, "1234"), "00");
}

#[test]
fn a_repeat_of_a_wrong_pin_is_not_counted_again() {
    let mut till = Till::new();
    let card = till.tap(1000);
    let wrong = till.request(1, What::Sale, 1000, &card);
    let wrong = card.with_pin(wrong, "9999", 1);
    for _ in 0..5 {
        assert_eq!(till.send(&wrong), "55");
    }
    assert_eq!(pay_with(&mut till, 2, "1234"), "00");
}
