//! Texts as they occur, and what is left of them.

use tapkernel_terminal::diagnostics::redact;

#[test]
fn card_data_and_keys_go() {
    let cases = [
        // Account numbers.
        ("4761739001010010", "[hidden]"),
        ("card 4761 7390 0101 0010 lost", "card [hidden] lost"),
        ("4761-7390-0101-0010", "[hidden]"),
        ("4761\u{a0}7390\u{2009}0101\u{200b}0010", "[hidden]"),
        ("[4, 7, 6, 1, 7, 3, 9, 0]", "[[hidden]]"),
        ("pan=4761739001010010&x=y", "pan=[hidden]&x=y"),
        ("x4761739001010010y", "x[hidden]y"),
        ("٤٧٦١٧٣٩٠٠١٠١٠٠١٠", "[hidden]"),
        ("４７６１７３９００１０１００１０", "[hidden]"),
        // Tracks.
        (";4761739001010010=25122011234567890?", ";[hidden]?"),
        ("57114761739001010010D25122011234567890", "[hidden]"),
        ("57 11 47 61 73 90 01 01 00 10 D2 51 22 01", "[hidden]"),
        // TLV, APDUs, cryptograms, PIN blocks, keys.
        ("00B2010C00 -> 700A5A0847617390010100109000", "[hidden]"),
        ("ac A1B2C3D4E5F60718", "[hidden]"),
        ("ARQC: A1B2C3D4E5F60718!", "ARQC: [hidden]!"),
        ("deadbeefdeadbeef", "[hidden]"),
        ("4761739001010010x5", "[hidden]x5"),
        ("4761739001010010, error after it", "[hidden], error after it"),
        ("byteArrayOf(0x47, 0x61, 0x73, 0x90, 0x01, 0x01, 0x00, 0x10)", "byteArrayOf(0x[hidden])"),
        (r"\u0034\u0037\u0036\u0031", r"\u[hidden]"),
        ("pcode 4761739001010010 bad luck", "pcode [hidden] luck"),
        ("data5A084761739001010010", "[hidden]"),
        ("k 00:11:22:33:44:55:66:77", "k [hidden]"),
        ("zQ8hT2fXk0mB7vLrWc3yNg==", "[hidden]"),
        ("eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ0In0.x", "[hidden].eyJzdWIiOiJ0In0.x"),
        // What is secret because of the word before it.
        ("the PIN was 1234", "the PIN was [hidden]"),
        ("pin=1 2 3 4\nstep 2", "pin=[hidden] [hidden] [hidden] [hidden]\nstep 2"),
        ("PIN1234", "PIN[hidden]"),
        ("{\"pinBlock\":\"1\"}", "{\"pinBlock\":\"[hidden]\"}"),
        ("cvv2 123", "cvv[hidden] [hidden]"),
        ("supervisor code 471100", "supervisor code [hidden]"),
        ("activation 7KQ4-M2XW-ABCD", "activation [hidden]-[hidden]-[hidden]"),
        ("Password: correct horse\nnext", "Password: [hidden] [hidden]\nnext"),
        ("userPassword=abc", "userPassword=[hidden]"),
        ("cardholder JANE DOE", "cardholder [hidden] [hidden]"),
    ];
    for (text, left) in cases {
        let left = left.replace('\n', " ");
        assert_eq!(redact(text), left, "{text}");
    }
}

#[test]
fn what_helps_stays() {
    let kept = [
        "",
        "java.lang.IllegalStateException: Tag was lost after 3 commands, SW 6A82",
        "at com.example.pay.TransactionActivity.onResume(TransactionActivity.kt:117)",
        "STAN 000017, terminal TM000016, amount 41.00 EUR, ***0036",
        "tapkernel 0.1.0 on rustc 1.85.1",
        "kernel-2: error-indication l2 card-data-missing",
        "transaction-time-out-after-card-read",
        "Samsung SM-S921B, Android 15",
        "paiement refusé: 请再次出示卡片 الرجاء",
    ];
    for text in kept {
        assert_eq!(redact(text), text);
    }
}

/// Each would take hours if a step looked back or ahead over all of it.
#[test]
fn long_texts_are_read_once() {
    for part in ["7", "a", "xa", "4 ", "key ", "0x", "===", "\u{200b}", "pin 1\n"] {
        let long = part.repeat(1 << 20);
        assert!(!redact(&long).contains("77"));
    }
}

#[test]
fn signs_that_are_not_seen_become_spaces() {
    assert_eq!(redact("a\u{202e}b\u{200b}c\td\r\ne\u{1b}[31m\u{feff}"), "a b c d  e [31m ");
}
