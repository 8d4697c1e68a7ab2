//! `tap decode`.

use super::{Ran, file, tap, tap_reading};

fn golden(arguments: &[&str], input: &str, expected: &str) {
    let ran = tap_reading(&[&["decode"], arguments].concat(), input);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{arguments:?}");
    assert_eq!(ran.stdout, expected.trim_start_matches('\n'), "{arguments:?}");
}

const FCI: &str =
    "6F27 8407A0000000031010 A51C 500B5649534120435245444954 9F380C9F66049F02065F2A029F3704 9000";

#[test]
fn an_answer_to_select() {
    golden(
        &[FCI, "--kernel", "visa"],
        "",
        "
R-APDU
6F File Control Information (FCI) Template [var 39]
  84 Dedicated File (DF) Name [b 7] A0000000031010
  A5 File Control Information (FCI) Proprietary Template [var 28]
    50 Application Label [ans 11] 5649534120435245444954 = VISA CREDIT
    9F38 Processing Options Data Object List (PDOL) [b 12] 9F66049F02065F2A029F3704
      - 9F66 Terminal Transaction Qualifiers (TTQ), 4 bytes
      - 9F02 Amount, Authorised (Numeric), 6 bytes
      - 5F2A Transaction Currency Code, 2 bytes
      - 9F37 Unpredictable Number, 4 bytes
status 9000: done
",
    );
}

#[test]
fn a_command_after_the_list_that_it_follows() {
    let input = format!("{FCI}\n\n80A80000 12 8310 24004000 000000000200 0840 ABABABAB 00\n");
    let ran = tap_reading(&["decode", "-", "--kernel", "visa"], &input);
    assert_eq!(ran.status, 0);
    let expected = "
line 3: C-APDU GET PROCESSING OPTIONS, P1 00 P2 00, Lc 18, Le 256
83 Command Template [b 16]
  9F66 Terminal Transaction Qualifiers (TTQ) [b 4] 24004000
    - byte 1 bit 6: EMV mode supported
    - byte 1 bit 3: Online PIN supported
    - byte 3 bit 7: Consumer device CVM supported
  9F02 Amount, Authorised (Numeric) [n 6] 000000000200 = 200 minor units
  5F2A Transaction Currency Code [n 2] 0840 = 840
  9F37 Unpredictable Number [b 4] ABABABAB
";
    assert!(ran.stdout.ends_with(&expected[1..]), "{}", ran.stdout);
}

#[test]
fn bits_lists_and_cvm_rules() {
    golden(
        &["8202 2000 9505 8000048000 9408 08010100 10010301 8E0C 00000000 00000000 4203 1F00 9F3303 E0F8C8"],
        "",
        "
82 Application Interchange Profile [b 2] 2000
  - byte 1 bit 6: DDA supported
95 Terminal Verification Results [b 5] 8000048000
  - byte 1 bit 8: Offline data authentication was not performed
  - byte 3 bit 3: Online PIN entered
  - byte 4 bit 8: Transaction exceeds floor limit
94 Application File Locator (AFL) [b 8] 0801010010010301
  - SFI 1, records 1 to 1, 0 records in offline data authentication
  - SFI 2, records 1 to 3, 1 record in offline data authentication
8E Cardholder Verification Method (CVM) List [b 12] 000000000000000042031F00
  - X 0, Y 0, in minor units
  - Enciphered PIN verified online, if terminal supports the CVM, else next rule
  - No CVM required, always, else fail
9F33 Terminal Capabilities [b 3] E0F8C8
  - byte 1 bit 8: Manual key entry
  - byte 1 bit 7: Magnetic stripe
  - byte 1 bit 6: IC with contacts
  - byte 2 bit 8: Plaintext PIN for ICC verification
  - byte 2 bit 7: Enciphered PIN for online verification
  - byte 2 bit 6: Signature (paper)
  - byte 2 bit 5: Enciphered PIN for offline verification
  - byte 2 bit 4: No CVM required
  - byte 3 bit 8: SDA
  - byte 3 bit 7: DDA
  - byte 3 bit 4: CDA
",
    );
}

#[test]
fn format_1_and_status_words() {
    golden(
        &["800A 5C00 08010100 100101 01 9000"],
        "",
        "
R-APDU
80 Response Message Template Format 1 [var 10]
  82 Application Interchange Profile [b 2] 5C00
    - byte 1 bit 7: SDA supported
    - byte 1 bit 5: Cardholder verification is supported
    - byte 1 bit 4: Terminal risk management is to be performed
    - byte 1 bit 3: Issuer authentication is supported
  94 Application File Locator (AFL) [b 8] 0801010010010101
    - SFI 1, records 1 to 1, 0 records in offline data authentication
    - SFI 2, records 1 to 1, 1 record in offline data authentication
status 9000: done
",
    );
    golden(&["6985"], "", "\nR-APDU\nstatus 6985: conditions of use not satisfied\n");
    golden(&["6C1F"], "", "\nR-APDU\nstatus 6C1F: wrong Le: 31 bytes are there\n");
    golden(&["00B2011400"], "", "\nC-APDU READ RECORD, P1 01 P2 14, record 1 of SFI 2, Lc 0, Le 256\n");
}

#[test]
fn objects_of_kernel_2() {
    golden(
        &[
            "82021981 9F6E06025000003031 DF81290830F0F020F0F0FF00 DF811506000200000000",
            "--kernel",
            "mastercard",
        ],
        "",
        "
82 Application Interchange Profile [b 2] 1981
  - byte 1 bit 5: Cardholder verification is supported
  - byte 1 bit 4: Terminal risk management is to be performed
  - byte 1 bit 1: CDA supported
  - byte 2 bit 8: EMV mode is supported
  - byte 2 bit 1: Relay resistance protocol is supported
9F6E Third Party Data [b 6] 025000003031
  - Country 0250
  - Unique Identifier 0000
  - Device Type 3031 = 01
DF8129 Outcome Parameter Set [b 8] 30F0F020F0F0FF00
  - Outcome Online Request
  - Start N/A
  - Online response data N/A
  - CVM Online PIN
  - UI request on outcome present
  - UI request on restart present
  - Data Record present
  - Discretionary Data present
  - Alternate interface N/A
  - Field off N/A
  - Removal time-out 0 ms
DF8115 Error Indication [b 6] 000200000000
  - L1 OK
  - L2 CAM FAILED
  - L3 OK
  - Message on error 00
",
    );
}

#[test]
fn relay_resistance_and_recovery() {
    let input = "80EA0000 04 5A010203 00\n800A 11223344 0014 0064 0018 9000\n7006 9F5103 9F3704 9000\n\
        80D00000 04 5A010203 00\n";
    let ran = tap_reading(&["decode", "-", "--kernel", "mastercard"], input);
    for line in [
        "line 1: C-APDU EXCHANGE RELAY RESISTANCE DATA, P1 00 P2 00, Lc 4, Le 256",
        "DF8301 Terminal Relay Resistance Entropy [b 4] 5A010203",
        "  DF8302 Device Relay Resistance Entropy [b 4] 11223344",
        "  DF8304 Max Time For Processing Relay Resistance APDU [b 2] 0064 = 10.0 ms",
        "line 4: C-APDU RECOVER AC, P1 00 P2 00, Lc 4, Le 256",
        "9F37 Unpredictable Number [b 4] 5A010203",
    ] {
        assert!(ran.stdout.lines().any(|found| found == line), "{line} is not in\n{}", ran.stdout);
    }
}

#[test]
fn tags_of_schemes_need_the_kernel() {
    let without = tap(&["decode", "9F6C023000"]).stdout;
    assert!(without.contains("9F6C of a payment system, named with its --kernel"), "{without}");
    let with = tap(&["decode", "9F6C023000", "--kernel", "visa"]).stdout;
    assert!(
        with.contains("Card Transaction Qualifiers") && with.contains("byte 1 bit 6: Go online"),
        "{with}"
    );
}

#[test]
fn json_is_a_tree() {
    let document = tap(&["decode", FCI, "--json"]).json();
    assert_eq!((&document["kind"], &document["status"]["word"]), (&"R-APDU".into(), &"9000".into()));
    let fci = &document["tree"][0];
    assert_eq!((&fci["tag"], &fci["length"]), (&"6F".into(), &39.into()));
    let label = &fci["children"][1]["children"][0];
    assert_eq!(
        (&label["tag"], &label["format"], &label["value"], &label["meaning"][0], &label["offset"]),
        (&"50".into(), &"ans".into(), &"5649534120435245444954".into(), &"VISA CREDIT".into(), &13.into())
    );
    assert_eq!(document["errors"].as_array().unwrap().len(), 0);
    let bits = tap(&["decode", "95058000000000", "--json"]).json();
    assert_eq!(
        (&bits["tree"][0]["bits"][0]["byte"], &bits["tree"][0]["bits"][0]["bit"]),
        (&1.into(), &8.into())
    );
    let several = tap_reading(&["decode", "-", "--json"], "9000\n6A82\n").json();
    assert_eq!(several["inputs"].as_array().unwrap().len(), 2);
    assert_eq!(several["inputs"][1]["at"], "line 2");
}

#[test]
fn recorded_taps_are_read_from_a_file_and_from_standard_input() {
    let recorded = file("test-vectors/recorded/test-cards.json");
    let from_file = tap(&["decode", &recorded, "--kernel", "visa"]);
    assert_eq!((from_file.status, from_file.stderr.as_str()), (0, ""));
    let text = std::fs::read_to_string(&recorded).unwrap();
    let from_stdin = tap_reading(&["decode", "-", "--kernel", "visa"], &text);
    assert_eq!(from_stdin.stdout, from_file.stdout);
    assert!(from_file.stdout.contains("emvpt-vesa-electron exchanges[0].c: C-APDU SELECT"));
}

fn refused(ran: &Ran, told: &str) {
    assert_eq!(ran.status, 2, "{}", ran.stdout);
    assert!(ran.stderr.starts_with("tap: HEX: ") && ran.stderr.contains(told), "{}", ran.stderr);
}

#[test]
fn what_cannot_be_read_is_told_with_its_place() {
    refused(&tap(&["decode", "6F0Z"]), "'Z' at character 4");
    refused(&tap(&["decode", "6F0"]), "3 digits make no whole bytes");
    refused(&tap(&["decode", ""]), "is empty");
    refused(&tap(&["decode", "0000"]), "no data object");
    refused(&tap(&["decode", "6F0584"]), "data object is cut short at byte 2");
    refused(&tap(&["decode", "B34571E839F2E14F"]), "at byte ");
    refused(&tap_reading(&["decode", "-"], ""), "is empty");
    refused(&tap_reading(&["decode", "-"], "[]"), "has no exchange");
    refused(&tap_reading(&["decode", "-"], "9000\nxyz\n"), "line 2: 'x' at character 1");
    refused(&tap_reading(&["decode", "-"], "{\"exchanges\": 1}"), "no transcript: ");
    let ran = tap(&["decode", "8202200095", "--json"]);
    assert_eq!((ran.status, &ran.json()["tree"][0]["tag"]), (2, &"82".into()));
    assert_eq!(ran.json()["errors"][0]["offset"], 5);
}
