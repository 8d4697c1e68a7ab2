//! The command line itself.

use super::tap;

#[test]
fn help_and_version_are_answers() {
    for arguments in [&["--help"][..], &["pay", "--help"], &["--version"], &["decode", "--help"]] {
        let ran = tap(arguments);
        assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{arguments:?}");
        assert!(!ran.stdout.is_empty());
    }
}

#[test]
fn what_cannot_be_read_is_bad_input() {
    for (arguments, field, told) in [
        (&["payy", "41.00"][..], "payy", "subcommand"),
        (&["pay"], "<AMOUNT>", "were not provided: <AMOUNT>"),
        (&["pay", "41.00", "--currencie", "EUR"], "--currencie", "unexpected"),
        (&["pay", "41.00", "--type", "gift"], "--type", "purchase, cashback, cash"),
        (&["pay", "41.00", "--lang", "de"], "--lang", "ar, fr, en, sq, zh"),
        (&["pay", "41.00", "--card", "visa-credit", "--transcript", "x"], "--card", "cannot be used with"),
        (&["decode", "6F00", "--kernel", "7"], "--kernel", "visa"),
        (&["replay"], "<FILE>", "required"),
    ] {
        let ran = tap(arguments);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.stderr.contains("error:"), "{}", ran.stderr);
        let ran = tap(&[arguments, &["--json"]].concat());
        let document = ran.json();
        assert_eq!((ran.status, ran.stderr.as_str()), (2, ""), "{arguments:?}");
        let message = document["error"]["message"].as_str().unwrap();
        assert_eq!(document["error"]["field"], field, "{message}");
        assert!(message.contains(told), "{message}");
    }
}

#[test]
fn a_command_is_wanted() {
    let ran = tap(&["--json"]);
    assert_eq!((ran.status, &ran.json()["error"]["field"]), (2, &"command".into()), "{}", ran.stdout);
    let ran = tap(&[]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("Usage:"), "{}", ran.stderr);
}

#[test]
fn cards_are_listed() {
    let ran = tap(&["cards"]);
    let list = tap(&["cards", "--json"]).json();
    assert_eq!(ran.status, 0);
    assert!(list.as_array().unwrap().len() >= 5);
    for card in list.as_array().unwrap() {
        assert!(ran.stdout.contains(card["name"].as_str().unwrap()));
        assert!(!card["description"].as_str().unwrap().is_empty());
    }
}
