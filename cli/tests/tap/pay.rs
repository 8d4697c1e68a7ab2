//! `tap pay`.

use serde_json::Value;

use super::{Ran, Written, file, tap};

/// Account numbers of the software cards and of the recorded ones.
fn account_numbers() -> Vec<String> {
    let cards = tapkernel_simulator::card::personalisations().unwrap();
    let applications = cards.iter().flat_map(|card| &card.applications);
    let recorded = "4761739001010010".to_owned();
    applications.map(|application| application.pan().unwrap()).chain([recorded]).collect()
}

/// No account number, no PIN, no control characters in anything that came out.
fn discreet(ran: &Ran) {
    let everything = ran.everything();
    for number in account_numbers() {
        assert!(!everything.contains(&number), "an account number came out");
    }
    let control = everything.chars().find(|c| c.is_control() && *c != '\n');
    assert_eq!(control, None, "control character in piped output");
}

fn pay(arguments: &[&str]) -> Value {
    let ran = tap(&[&["pay", "--json"], arguments].concat());
    discreet(&ran);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{}", ran.stdout);
    ran.json()
}

fn ids(answer: &Value) -> Vec<&str> {
    answer["messages"].as_array().unwrap().iter().map(|message| message["id"].as_str().unwrap()).collect()
}

#[test]
fn the_main_job() {
    let ran = tap(&["pay", "41.00", "--pin", "1234"]);
    discreet(&ran);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    let (messages, receipt) = ran.stdout.split_once("\n\n").unwrap();
    assert_eq!(messages.lines().next(), Some("PRESENT CARD"));
    assert_eq!(messages.lines().last(), Some("APPROVED"));
    for line in [
        "Tapkernel Demo Shop",
        "Terminal: TM000016",
        "PURCHASE",
        "Amount: 41.00 EUR",
        "Card: ***0036",
        "Scheme: Visa",
        "Application: VISA CREDIT",
        "AID: A0000000031010",
        "PIN VERIFIED",
        "APPROVED",
        "Thank you",
    ] {
        assert!(receipt.lines().any(|found| found == line), "{line} is not in\n{receipt}");
    }
    for label in ["Date: 20", "Time: ", "Authorisation code: ", "Reference: ", "STAN: "] {
        assert!(receipt.lines().any(|found| found.starts_with(label)), "{label} is not in\n{receipt}");
    }
}

#[test]
fn the_answer_has_the_keys_of_the_contract() {
    let answer = pay(&["41.00", "--pin", "1234"]);
    for (key, expected) in [
        ("outcome", "Approved"),
        ("kernel_outcome", "Online Request"),
        ("aid", "A0000000031010"),
        ("amount", "41.00"),
        ("currency", "EUR"),
        ("cvm", "Online PIN"),
        ("terminal_id", "TM000016"),
        ("masked_pan", "***0036"),
    ] {
        assert_eq!(answer[key], expected, "{key}");
    }
    assert!(answer["kernel"].is_string());
    assert_eq!(answer["oda"]["method"], "fDDA");
    assert_eq!(answer["oda"]["result"], "verified");
    assert_eq!(answer["oda"]["reason"], Value::Null);
    assert_eq!(answer["online"]["requested"], true);
    assert_eq!(answer["online"]["response_code"], "00");
    for (value, digits) in [(&answer["online"]["auth_code"], 6), (&answer["stan"], 6), (&answer["rrn"], 12)] {
        let value = value.as_str().unwrap();
        assert!(value.len() == digits && value.bytes().all(|byte| byte.is_ascii_digit()), "{value}");
    }
    assert!(answer["receipt"].as_str().unwrap().contains("PIN VERIFIED"));
    assert_eq!(ids(&answer).first(), Some(&"15"));
    assert_eq!(&ids(&answer)[ids(&answer).len() - 3..], ["09", "1B", "03"]);
    assert!(answer["path"].as_array().unwrap().len() > 10);
}

/// The main job with the other kernel: PIN, CDA verified, online, receipt.
#[test]
fn a_mastercard_pays_in_the_same_way() {
    let answer = pay(&["41.00", "--card", "mastercard-credit", "--pin", "1234"]);
    for (key, expected) in [
        ("outcome", "Approved"),
        ("kernel_outcome", "Online Request"),
        ("kernel", "2"),
        ("aid", "A0000000041010"),
        ("amount", "41.00"),
        ("currency", "EUR"),
        ("cvm", "Online PIN"),
        ("terminal_id", "TM000016"),
        ("masked_pan", "***0013"),
    ] {
        assert_eq!(answer[key], expected, "{key}");
    }
    let oda = serde_json::json!({ "method": "CDA", "result": "verified", "reason": null });
    assert_eq!(answer["oda"], oda);
    assert_eq!(
        (&answer["online"]["requested"], &answer["online"]["response_code"]),
        (&true.into(), &"00".into())
    );
    assert_eq!(answer["online"]["auth_code"].as_str().unwrap().len(), 6);
    assert_eq!(&ids(&answer)[ids(&answer).len() - 3..], ["09", "1B", "03"]);
    let receipt = answer["receipt"].as_str().unwrap();
    for line in ["Card: ***0013", "Scheme: Mastercard", "Application: MASTERCARD", "PIN VERIFIED", "APPROVED"]
    {
        assert!(receipt.lines().any(|found| found == line), "{line} is not in\n{receipt}");
    }
    assert!(answer["path"].as_array().unwrap().iter().any(|symbol| symbol == "S910 E online request"));
}

#[test]
fn each_mastercard_comes_to_what_it_says() {
    for (card, outcome, kernel_outcome, cvm) in [
        ("mastercard-maestro", "Approved", "Online Request", "Online PIN"),
        ("mastercard-phone", "Approved", "Online Request", "Confirmation Code Verified"),
        ("mastercard-see-phone", "Approved", "Online Request", "Confirmation Code Verified"),
        ("mastercard-blocked", "Declined", "Declined", "N/A"),
        ("mastercard-expired", "Declined", "Online Request", "Online PIN"),
        ("mastercard-unknown-ca", "Declined", "Declined", "N/A"),
        ("mastercard-wrong-signature", "Declined", "End Application", "N/A"),
        ("mastercard-no-cvm", "Declined", "Declined", "N/A"),
        ("mastercard-torn", "Approved", "Online Request", "Online PIN"),
        ("mastercard-mag-stripe", "Declined", "End Application", "N/A"),
    ] {
        let answer = pay(&["41.00", "--card", card, "--pin", "1234"]);
        let found = [&answer["outcome"], &answer["kernel_outcome"], &answer["cvm"]];
        assert_eq!(found, [outcome, kernel_outcome, cvm], "{card}");
    }
    let torn = pay(&["41.00", "--card", "mastercard-torn", "--pin", "1234"]);
    assert!(torn["path"].as_array().unwrap().contains(&"S456 recover AC".into()), "{}", torn["path"]);
    assert!(ids(&torn).contains(&"21"), "{:?}", ids(&torn));
    let phone = pay(&["41.00", "--card", "mastercard-see-phone", "--pin", "1234"]);
    assert!(ids(&phone).contains(&"20"), "{:?}", ids(&phone));
}

#[test]
fn a_pin_is_asked_for_above_the_rule_and_not_at_it() {
    for (amount, cvm) in [
        ("0.01", "No CVM"),
        ("39.99", "No CVM"),
        ("40.00", "No CVM"),
        ("40", "No CVM"),
        ("40.01", "Online PIN"),
        ("41.00", "Online PIN"),
        ("500.00", "Online PIN"),
    ] {
        let answer = pay(&[amount, "--pin", "1234"]);
        assert_eq!((&answer["cvm"], &answer["outcome"]), (&cvm.into(), &"Approved".into()), "{amount}");
        assert_eq!(ids(&answer).contains(&"09"), cvm == "Online PIN", "{amount}");
    }
    let above = pay(&["500.01", "--pin", "1234"]);
    assert_eq!(above["outcome"], "Declined");
    assert_eq!(above["kernel_outcome"], "Try Another Interface");
    assert_eq!(above["online"]["requested"], false);
    assert_eq!(above["rrn"], Value::Null);
}

#[test]
fn without_a_terminal_the_pin_is_needed_only_where_it_is_asked_for() {
    assert_eq!(pay(&["40.00"])["outcome"], "Approved");
    let ran = tap(&["pay", "41.00"]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.starts_with("tap: --pin: ") && ran.stderr.contains("nothing was authorised"));
    assert!(!ran.stdout.contains("APPROVED"));
    let ran = tap(&["pay", "41.00", "--json"]);
    assert_eq!((ran.status, ran.json()["error"]["field"].as_str()), (2, Some("--pin")));
}

#[test]
fn the_issuer_can_decline() {
    for (amount, pin, code, reason) in [
        ("41.00", "739516", "55", "wrong PIN"),
        ("12.51", "1234", "51", "insufficient funds"),
        ("12.05", "1234", "05", "declined by the issuer"),
        ("12.43", "1234", "43", "declined by the issuer"),
        ("12.91", "1234", "91", "the issuer is not available"),
    ] {
        let answer = pay(&[amount, "--pin", pin]);
        assert_eq!((&answer["outcome"], &answer["reason"]), (&"Declined".into(), &reason.into()), "{amount}");
        assert_eq!(answer["online"]["response_code"], code);
        assert_eq!(answer["online"]["auth_code"], Value::Null);
        assert_eq!(ids(&answer).last(), Some(&"07"));
        let receipt = answer["receipt"].as_str().unwrap();
        assert!(
            receipt.contains("DECLINED") && !receipt.contains("APPROVED") && !receipt.contains("VERIFIED")
        );
        assert!(!answer.to_string().contains("739516"), "the PIN came out");
    }
}

#[test]
fn every_software_card_comes_to_an_end() {
    for (card, outcome, cvm) in [
        ("visa-credit", "Approved", "Online PIN"),
        ("visa-debit-phone", "Approved", "Confirmation Code Verified"),
        ("visa-see-phone", "Approved", "Confirmation Code Verified"),
        ("visa-blocked", "Declined", "N/A"),
        ("visa-expired", "Declined", "Online PIN"),
        ("visa-no-oda", "Approved", "Online PIN"),
        ("visa-offline", "Approved", "Online PIN"),
        ("visa-declining", "Declined", "N/A"),
    ] {
        let answer = pay(&["41.00", "--pin", "1234", "--card", card]);
        assert_eq!((&answer["outcome"], &answer["cvm"]), (&outcome.into(), &cvm.into()), "{card}");
        let receipt = answer["receipt"].as_str().unwrap();
        assert_eq!(receipt.contains("DEVICE VERIFIED"), cvm.starts_with("Confirmation"), "{card}");
    }
}

#[test]
fn every_language_has_its_messages_and_receipt() {
    for (language, approved, pin) in [
        ("en", "APPROVED", "PIN VERIFIED"),
        ("fr", "ACCEPTÉ", "CODE VÉRIFIÉ"),
        ("sq", "APROVUAR", "PIN I VERIFIKUAR"),
        ("zh", "已批准", "密码已验证"),
        ("ar", "تمت الموافقة", "تم التحقق من الرقم السري"),
    ] {
        let mastercard = pay(&["41.00", "--pin", "1234", "--lang", language, "--card", "mastercard-credit"]);
        let answer = pay(&["41.00", "--pin", "1234", "--lang", language]);
        // Kernel 2 clears the display when the card was read, Kernel 3 says that it was.
        let texts = |answer: &Value| {
            let all = answer["messages"].as_array().unwrap().iter();
            all.filter(|one| one["id"] != "17" && one["id"] != "1E")
                .map(|one| one["text"].clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(texts(&mastercard), texts(&answer));
        assert!(mastercard["receipt"].as_str().unwrap().lines().any(|line| line == pin));
        assert_eq!(answer["messages"].as_array().unwrap().last().unwrap()["text"], approved);
        let receipt = answer["receipt"].as_str().unwrap();
        assert!(receipt.lines().any(|line| line == approved) && receipt.lines().any(|line| line == pin));
        let text = tap(&["pay", "41.00", "--pin", "1234", "--lang", language]);
        discreet(&text);
        assert!(text.stdout.contains(pin));
    }
}

#[test]
fn a_cashback_names_its_cash() {
    let answer = pay(&["60.00", "--type", "cashback", "--other", "20", "--pin", "1234"]);
    assert_eq!((&answer["type"], &answer["amount_other"]), (&"cashback".into(), &"20.00".into()));
    assert!(answer["receipt"].as_str().unwrap().contains("Of which cash: 20.00 EUR"));
}

#[test]
fn a_recorded_card_can_be_presented() {
    let transcripts = file("test-vectors/transcripts/visa.json");
    let arguments = ["2.00", "--currency", "USD", "--profile", "lab", "--transcript", &transcripts];
    let answer = pay(&arguments);
    assert!(["Approved", "Declined"].contains(&answer["outcome"].as_str().unwrap()));
    assert_eq!(answer["masked_pan"], "***0010");
    let ran = tap(&[&["pay"][..], &arguments, &["--name", "no such"]].concat());
    assert!(ran.status == 2 && ran.stderr.starts_with("tap: --name: "), "{}", ran.stderr);
}

#[test]
fn bad_input_names_the_field() {
    let not_json = Written::new("not.json", b"{ \"name\": ");
    let not_text = Written::new("not.text", &[0xFF, 0xFE, 0x00]);
    for (arguments, field) in [
        (&["-5"][..], "AMOUNT"),
        (&["-5.00"], "AMOUNT"),
        (&["41.005"], "AMOUNT"),
        (&[""], "AMOUNT"),
        (&["NaN"], "AMOUNT"),
        (&["1e3"], "AMOUNT"),
        (&["41,00"], "AMOUNT"),
        (&["99999999999.00"], "AMOUNT"),
        (&["41.00", "--currency", "JPY"], "--currency"),
        (&["41.00", "--currency", ""], "--currency"),
        (&["41.00", "--card", "visa"], "--card"),
        (&["41.00", "--pin", "123"], "--pin"),
        (&["41.00", "--pin", "12345678901234"], "--pin"),
        (&["41.00", "--other", "5.00"], "--other"),
        (&["41.00", "--type", "cashback"], "--other"),
        (&["41.00", "--type", "cash"], "--type"),
        (&["41.00", "--type", "cashback", "--other", "42.00"], "--other"),
        (&["41.00", "--profile", "no-such-profile"], "--profile"),
        (&["41.00", "--profile", not_json.path()], "--profile"),
        (&["41.00", "--profile", not_text.path()], "--profile"),
        (&["41.00", "--transcript", "no-such-file"], "--transcript"),
        (&["41.00", "--transcript", not_json.path()], "--transcript"),
    ] {
        let ran = tap(&[&["pay"], arguments].concat());
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{arguments:?}: {}", ran.stderr);
        assert!(ran.stderr.starts_with(&format!("tap: {field}: ")), "{arguments:?}: {}", ran.stderr);
        let ran = tap(&[&["pay", "--json"], arguments].concat());
        assert_eq!((ran.status, ran.json()["error"]["field"].as_str()), (2, Some(field)), "{arguments:?}");
    }
    let form = tap(&["pay", "41.005"]).stderr;
    assert!(form.contains("as in 41.00"), "{form}");
}

/// A phone has no slot and no stripe reader: message 18 keeps its number and says something that can be done.
#[test]
fn no_text_names_an_interface_that_a_phone_does_not_have() {
    for (arguments, id, text) in [
        (&["600.00"][..], "18", "CONTACTLESS NOT POSSIBLE, PLEASE PAY ANOTHER WAY"),
        (&["20.00", "--card", "visa-blocked"], "1C", "PLEASE TRY ANOTHER CARD"),
    ] {
        let answer = pay(arguments);
        let last = answer["messages"].as_array().unwrap().iter().find(|message| message["id"] == id).unwrap();
        assert_eq!(last["text"], text);
        let receipt = answer["receipt"].as_str().unwrap().to_lowercase();
        assert!(
            !["chip", "stripe", "insert", "swipe"].iter().any(|word| receipt.contains(word)),
            "{receipt}"
        );
    }
}
