use super::*;

const PAN: &str = "5413339876541111";
const HIDDEN: &str = "5413330000001111";

fn masked(hex: &str) -> String {
    hex::encode_upper(Redaction::new().answer(&hex::decode(hex).unwrap()))
}

/// The object `tag` with this value, as an answer, and what is left of the value.
fn left(tag: &str, value: &str) -> String {
    let start = format!("{tag}{:02X}", value.len() / 2);
    let masked = masked(&format!("{start}{value}9000"));
    masked.strip_prefix(&start).and_then(|rest| rest.strip_suffix("9000")).unwrap().to_owned()
}

fn text(value: &str) -> String {
    hex::encode_upper(value)
}

#[test]
fn of_an_account_number_the_first_six_and_the_last_four_digits_stay() {
    for (pan, expected) in [
        (PAN, HIDDEN),
        ("543210987654321F", "543210000004321F"),
        ("6799998912345678906F", "6799990000000008906F"),
        ("1234567890123FFF", "1234560000123FFF"),
        ("123456789012", "000000009012"),
        ("12345678", "00005678"),
        ("ABCDEF", "ABCDEF"),
        ("", ""),
    ] {
        assert_eq!(left("5A", pan), expected);
    }
}

#[test]
fn tracks_keep_their_form() {
    let track_2 = "5413339876541111D25122010987654321F".to_owned() + "F";
    assert_eq!(left("57", &track_2), "5413330000001111D25122010000000000FF");
    assert_eq!(left("9F6B", &track_2), "5413330000001111D25122010000000000FF");
    assert_eq!(left("57", PAN), HIDDEN, "without a separator all of it is account number");
    assert_eq!(left("9F6B", "000000100000"), "000000100000", "Visa's Card CVM Limit is no track");
    let track_1 = text("B5413339876541111^DOE/JANE^25122010987654321");
    assert_eq!(left("56", &track_1), text("B5413330000001111^        ^25122010000000000"));
    assert_eq!(left("56", &text("B541333987654")), text("0000000000000"));
    assert_eq!(left("9F20", "123456789F"), "000000000F");
}

#[test]
fn names_and_whatever_the_account_number_can_be_computed_from_are_hidden() {
    assert_eq!(left("5F20", &text("DOE/JANE")), text("        "));
    for tag in ["9F46", "9F2D", "90", "93", "99"] {
        assert_eq!(left(tag, "0123456789ABCDEF"), "0000000000000000", "{tag}");
    }
    assert_eq!(left("9F4B", "0123456789ABCDEF"), "0123456789ABCDEF");
}

#[test]
fn what_is_known_is_hidden_wherever_it_stands() {
    let mut redaction = Redaction::new();
    let mut mask = |hex: &str| hex::encode_upper(redaction.answer(&hex::decode(hex).unwrap()));
    let record = |value: &str| format!("700B9F7C08{value}9000");
    assert_eq!(mask(&record(PAN)), record(PAN), "nobody knows yet what it is");
    let track = "5413339876541111D25122011234567F";
    mask(&format!("70125710{track}9000"));
    assert_eq!(mask(&record(PAN)), record(HIDDEN));
    // One digit further, and as text.
    assert_eq!(mask(&format!("DF01090{PAN}F9000")), format!("DF01090{HIDDEN}F9000"));
    let shown = |pan: &str| format!("DF0110{}9000", text(pan));
    assert_eq!(mask(&shown(PAN)), shown(HIDDEN));
    let command = |value: &str| hex::decode(format!("80AE8000{:02X}{value}00", value.len() / 2)).unwrap();
    let asked_for = redaction.command(&command(&format!("01{track}02")));
    assert_eq!(asked_for, command("015413330000001111D25122010000000F02"));
}

#[test]
fn a_pin_is_hidden_and_headers_stay() {
    let verify = hex::decode("0020008008241234FFFFFFFFFF").unwrap();
    assert_eq!(hex::encode_upper(Redaction::new().command(&verify)), "00200080080000000000000000");
    for kept in ["00A4040007A000000003101000", "80A8000002830000", "00B2", "", "00B2010C00"] {
        let kept = hex::decode(kept).unwrap();
        assert_eq!(Redaction::new().command(&kept), kept);
    }
}

/// Whoever looks for the fault finds it; what stands behind it is gone.
#[test]
fn what_cannot_be_read_is_hidden_and_is_as_unreadable_as_before() {
    let cut_short = format!("700E9F0702FF005A10{PAN}9000");
    assert_eq!(masked(&cut_short), "700E9F0702FF005A1054000000000000009000");
    let length_form = format!("5F2485{PAN}9000");
    assert_eq!(masked(&length_form), "5F248500000000000000009000");
    assert_eq!(masked("5A"), "00");
    assert_eq!(masked(""), "");
    let too_long = "AA".repeat(259);
    assert_eq!(masked(&too_long), "00".repeat(259));
}

#[test]
fn nothing_is_shown_of_what_is_known() {
    let mut redaction = Redaction::new();
    redaction.answer(&hex::decode(format!("5A08{PAN}9000")).unwrap());
    assert_eq!(format!("{redaction:?}"), "Redaction");
}
