//! What people read of Mastercard's data objects.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use tapkernel_core::data::{Dictionaries, describe};
use tapkernel_mastercard::dictionary::DICTIONARY;

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

/// All lines, joined by "; ".
fn read(tag: &str, value: &str) -> String {
    let scheme = [DICTIONARY];
    let dictionaries = Dictionaries::new(&scheme);
    let entry = dictionaries.lookup(tag.parse().unwrap()).unwrap();
    let lines = describe(&dictionaries, entry, &unhex(value));
    lines.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

#[test]
fn values_in_words() {
    for (tag, value, words) in [
        (
            "82",
            "1981",
            "byte 1 bit 5: Cardholder verification is supported; byte 1 bit 4: Terminal risk management \
            is to be performed; byte 1 bit 1: CDA supported; byte 2 bit 8: EMV mode is supported; byte 2 bit 1: Relay \
            resistance protocol is supported",
        ),
        ("9F6E", "025000003031", "Country 0250; Unique Identifier 0000; Device Type 3031 = 01"),
        ("9F6E", "02508000AABB", "Country 0250; Unique Identifier 8000; Proprietary Data AABB"),
        (
            "9F5D",
            "020500",
            "ACI version 0; Data storage version 2; byte 2 bit 3: Support for field off detection; byte 2 bit 1: CDA \
            supported over TC, ARQC and AAC; SDS scheme 00",
        ),
        (
            "9F5D",
            "108205",
            "ACI version 1; Data storage not supported; byte 2 bit 8: reserved; byte 2 bit 2: Support for balance \
            reading; SDS scheme 05",
        ),
        ("DF8114", "90", "ARQC with CDA"),
        ("DF8114", "00", "AAC without CDA"),
        ("DF8115", "000200000000", "L1 OK; L2 CAM FAILED; L3 OK; Message on error 00"),
        (
            "DF8115",
            "0103FF69851C",
            "L1 TIME OUT ERROR; L2 STATUS BYTES; L3 of another edition; SW12 6985; \
            Message on error 1C, INSERT, SWIPE OR TRY ANOTHER CARD",
        ),
        ("DF8115", "0000000000FF", "L1 OK; L2 OK; L3 OK; Message on error N/A"),
        (
            "DF8116",
            "1B000000136672656E00000000",
            "Message 1B, AUTHORISING, PLEASE WAIT; Status Not Ready; Hold time \
            1300 ms; Language fren",
        ),
        (
            "DF8116",
            "1E040000000000000000000000100000000010000978",
            "Message 1E, clear display; Status Card Read Successfully; Hold time 0 ms; Value is the amount",
        ),
        (
            "DF8129",
            "30F0F020F0F0FF00",
            "Outcome Online Request; Start N/A; Online response data N/A; CVM Online PIN; \
            UI request on outcome present; UI request on restart present; Data Record present; Discretionary Data \
            present; Alternate interface N/A; Field off N/A; Removal time-out 0 ms",
        ),
        (
            "DF8131",
            "000001000001200000000000000007FF",
            "000001 gives 000001: 20, SEE PHONE FOR INSTRUCTIONS, Not \
            Ready; 000000 gives 000000: 07, NOT AUTHORISED, N/A",
        ),
        ("DF8116", "1E040000000000000000000000000000", "not a value that the book has"),
        ("DF8132", "0014", "2.0 ms"),
        ("DF8136", "012C", "30.0 ms"),
        ("DF8137", "32", "50 %"),
        ("DF811C", "012C", "300 s"),
        ("DF8127", "01F4", "500 ms"),
        ("DF8130", "0D", "1300 ms"),
        ("DF812D", "000013", "1300 ms"),
        ("DF812C", "F0", "N/A"),
        ("DF811E", "10", "Obtain Signature"),
        ("DF811E", "40", "not a value that the book has"),
        ("DF8129", "80F0F020F0F0FF00", "not a value that the book has"),
    ] {
        assert_eq!(read(tag, value), words, "{tag} {value}");
    }
}

#[test]
fn no_value_of_any_length_panics() {
    for row in DICTIONARY.entries() {
        let dictionaries = [DICTIONARY];
        let dictionaries = Dictionaries::new(&dictionaries);
        for length in 0..40 {
            for byte in [0x00, 0x10, 0x7F, 0x80, 0xFF] {
                let lines = describe(&dictionaries, row, &vec![byte; length]);
                assert!(lines.len() <= 8 * length + 12, "{}", row.name);
            }
        }
    }
}
