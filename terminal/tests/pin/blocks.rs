//! PIN blocks of ISO 9564-1.

use proptest::prelude::*;
use tapkernel_terminal::cryptography::AesKey;
use tapkernel_terminal::pin::block::{format_0, format_1, format_2, format_3, format_4};
use tapkernel_terminal::pin::{ClearPin, NoPin};

use crate::vectors::{blocks, bytes, pan, pin, text, upper};

#[test]
fn published_blocks() {
    let all = blocks();
    let mut seen = 0;
    for (format, cases) in all.as_object().unwrap().iter().filter(|(name, _)| name.starts_with("format")) {
        for case in cases.as_array().unwrap() {
            match format.as_str() {
                "format0" => {
                    let block = format_0::encode(&pin(text(case, "pin")), &pan(text(case, "pan")));
                    assert_eq!(upper(block.expose()), text(case, "block"));
                }
                "format1" => {
                    // The source takes the bytes of its nonce from the last one.
                    let mut nonce: [u8; 8] = bytes(text(case, "nonce"));
                    nonce.reverse();
                    let block = format_1::encode(&pin(text(case, "pin")), nonce);
                    assert_eq!(upper(block.expose()), text(case, "block"));
                }
                "format2" => {
                    assert_eq!(
                        upper(format_2::encode(&pin(text(case, "pin"))).expose()),
                        text(case, "block")
                    );
                }
                "format3" => {
                    let block = format_3::encode(&pin(text(case, "pin")), &pan(text(case, "pan")), [7; 10]);
                    assert_eq!(upper(&block.expose()[..2]), text(case, "block_first2"));
                }
                "format4" => format_4_fields(case),
                other => panic!("{other}"),
            }
            seen += 1;
        }
    }
    assert_eq!(seen, 7);
}

fn format_4_fields(case: &serde_json::Value) {
    let field = format_4::plain_text_pan_field(&pan(text(case, "pan")));
    assert_eq!(upper(field), text(case, "panfield"));
    if let Some(digits) = case.get("pin").and_then(|pin| pin.as_str()) {
        let field = format_4::plain_text_pin_field(&pin(digits), [9; 8]);
        assert_eq!(upper(&field.expose()[..8]), text(case, "pinfield_first8"));
        assert_eq!(field.expose()[8..], [9; 8]);
    }
}

#[test]
fn what_is_no_pin() {
    for text in ["", "123", "1234567890123", "12a4", " 1234", "-123", "1234\n", "١٢٣٤"] {
        assert_eq!(ClearPin::parse(text), Err(NoPin), "{text}");
    }
    assert_eq!(ClearPin::from_digits([1, 2, 3, 10]), Err(NoPin));
    assert_eq!(format!("{:?}", pin("1234")), "ClearPin(..)");
}

proptest! {
    #[test]
    fn blocks_read_back(digits in "[0-9]{4,12}", account in "[0-9]{8,19}", random: [u8; 16], key: [u8; 16]) {
        let (clear, pan, key) = (pin(&digits), pan(&account), AesKey::new(&key).unwrap());
        let eight = *random.first_chunk().unwrap();
        prop_assert_eq!(format_0::decode(&format_0::encode(&clear, &pan), &pan), Ok(clear.clone()));
        prop_assert_eq!(format_1::decode(&format_1::encode(&clear, eight)), Ok(clear.clone()));
        prop_assert_eq!(format_2::decode(&format_2::encode(&clear)), Ok(clear.clone()));
        let block = format_3::encode(&clear, &pan, *random.first_chunk().unwrap());
        prop_assert_eq!(format_3::decode(&block, &pan), Ok(clear.clone()));
        let block = format_4::encipher(&key, &clear, &pan, eight);
        prop_assert_eq!(format_4::decipher(&key, &block, &pan), Ok(clear));
    }

    #[test]
    fn formats_do_not_pass_for_each_other(digits in "[0-9]{4,12}", account in "[0-9]{13,19}") {
        let (clear, pan) = (pin(&digits), pan(&account));
        prop_assert_eq!(format_3::decode(&format_0::encode(&clear, &pan), &pan), Err(NoPin));
        prop_assert_eq!(format_1::decode(&format_0::encode(&clear, &pan)), Err(NoPin));
        prop_assert_eq!(format_0::decode(&format_2::encode(&clear), &pan), Err(NoPin));
    }
}
