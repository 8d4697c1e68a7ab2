//! Random card data in random texts.

use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use tapkernel_terminal::diagnostics::redact;

/// Texts without a digit, so that whatever digit is left is one of the secret.
fn around() -> impl Strategy<Value = String> {
    "[g-zG-Z .,:;=(){}\"é中-]{0,30}"
}

/// A text that ends in a letter that is no hexadecimal digit.
fn framed(before: &str, secret: &str, after: &str) -> String {
    format!("{before} x {secret} x {after}")
}

fn pan() -> impl Strategy<Value = String> {
    "[0-9]{8,19}"
}

/// Digits with these separators between some of them.
fn grouped(digits: &str, separators: &[String]) -> String {
    let mut separators = separators.iter().cycle();
    digits
        .chars()
        .flat_map(|digit| [digit.to_string(), separators.next().cloned().unwrap_or_default()])
        .collect()
}

fn separators() -> impl Strategy<Value = Vec<String>> {
    vec(prop_oneof![Just(String::new()), "[ ./_:,|\u{a0}\u{200b}\n-]{1,8}"], 1..6)
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut coded = String::new();
    for group in bytes.chunks(3) {
        let number = group.iter().fold(0_u32, |number, byte| number << 8 | u32::from(*byte))
            << (8 * (3 - group.len()));
        for at in 0..4 {
            let letter = char::from(LETTERS[(number >> (18 - 6 * at)) as usize & 63]);
            coded.push(if at <= group.len() { letter } else { '=' });
        }
    }
    coded
}

proptest! {
    #[test]
    fn account_numbers(before in around(), pan in pan(), after in around(), separators in separators()) {
        for shown in [pan.clone(), grouped(&pan, &separators)] {
            let left = redact(&framed(&before, &shown, &after));
            prop_assert!(!left.contains(|letter: char| letter.is_ascii_digit()), "{}", left);
        }
    }

    #[test]
    fn account_numbers_among_other_digits(before in ".{0,40}", pan in "[0-9]{12,19}", after in ".{0,40}") {
        let left = redact(&format!("{before}{pan}{after}"));
        let digits: String = left.chars().filter(char::is_ascii_digit).collect();
        prop_assert!(!left.contains(&pan) && !digits.contains(&pan), "{}", left);
    }

    #[test]
    fn tracks(before in around(), pan in pan(), rest in "[0-9]{7,18}", after in around(), separators in separators()) {
        for track in [format!("{pan}D{rest}F"), format!(";{pan}={rest}?"), format!("{pan}d{rest}")] {
            for shown in [track.clone(), grouped(&track, &separators)] {
                let left = redact(&framed(&before, &shown, &after));
                let digits = left.chars().filter(char::is_ascii_digit).count();
                prop_assert!(digits < 8, "{}", left);
                prop_assert!(!left.contains(&rest));
            }
        }
    }

    #[test]
    fn data_objects(before in around(), pan in "[0-9]{12,18}", after in around(), spaced in any::<bool>(), small in any::<bool>()) {
        let coded = if pan.len() % 2 == 0 { pan.clone() } else { format!("{pan}F") };
        let object = format!("5A{:02X}{coded}5F3401009000", coded.len() / 2);
        let record = format!("70{:02X}{object}", object.len() / 2);
        let record = if small { record.to_lowercase() } else { record };
        let shown = if spaced {
            record.as_bytes().chunks(2).map(|pair| String::from_utf8_lossy(pair).into_owned()).collect::<Vec<_>>().join(" ")
        } else {
            record
        };
        let left = redact(&framed(&before, &shown, &after));
        prop_assert!(!left.contains(|letter: char| letter.is_ascii_digit()), "{}", left);
        // The same as text in hexadecimal.
        let text = hex::encode(&pan);
        prop_assert!(!redact(&framed(&before, &text, &after)).contains(|letter: char| letter.is_ascii_digit()));
    }

    #[test]
    fn keys(before in around(), key in prop_oneof![vec(any::<u8>(), 8..=8), vec(any::<u8>(), 16..=32)], after in around()) {
        let mut shown = vec![hex::encode(&key), hex::encode_upper(&key)];
        shown.push(key.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":"));
        if key.len() >= 16 {
            shown.push(base64(&key));
        }
        for shown in shown {
            let left = redact(&framed(&before, &shown, &after));
            prop_assert!(!left.contains(&shown) && left.contains("[hidden]"), "{}", left);
            let parts = shown.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|part| part.len() > 3);
            parts.for_each(|part| assert!(!left.contains(part), "{left}"));
        }
    }

    #[test]
    fn pins(
        before in around(),
        keyword in "(PIN|pin|Pin|the PIN is|enteredPin|PIN code|supervisor|operator code)",
        between in prop_oneof![Just(": "), Just("="), Just(" is "), Just("\":\""), Just("")],
        pin in "[0-9]{4,12}",
        after in around(),
    ) {
        let left = redact(&format!("{before} {keyword}{between}{pin} {after}"));
        prop_assert!(!left.contains(|letter: char| letter.is_ascii_digit()), "{}", left);
    }

    #[test]
    fn any_text_is_redacted_and_only_once(text in ".{0,200}|[0-9A-Fa-f \n:]{0,200}") {
        let once = redact(&text);
        prop_assert_eq!(redact(&once), once.clone());
        let is_plain = |text: &str| !text.chars().any(char::is_control);
        prop_assert!(is_plain(&once));
        if !once.contains("[hidden]") {
            prop_assert_eq!(once.chars().count(), text.chars().count());
        }
    }
}
