//! The PIN on a terminal, which the program `script` of util-linux makes. Linux only.
#![cfg(target_os = "linux")]

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};

const PROMPT: &str = "PIN, 4 to 12: ";

/// Runs `tap` on a pseudo terminal; `None` if there is no `script` to make one.
fn on_a_terminal(arguments: &str) -> Option<Child> {
    let command = format!("tty; {} {arguments}", env!("CARGO_BIN_EXE_tap"));
    let child = Command::new("script")
        .args(["-q", "-e", "-c", &command, "/dev/null"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    if child.is_err() {
        eprintln!("SKIPPED: no `script` here to make a pseudo terminal");
    }
    child.ok()
}

/// Reads until `wanted` was seen.
fn until(child: &mut Child, wanted: &str) -> String {
    let stdout = child.stdout.as_mut().unwrap();
    let mut seen = Vec::new();
    let mut byte = [0];
    while !String::from_utf8_lossy(&seen).contains(wanted) {
        assert_eq!(
            stdout.read(&mut byte).unwrap(),
            1,
            "ended before {wanted:?}: {}",
            String::from_utf8_lossy(&seen)
        );
        seen.push(byte[0]);
    }
    String::from_utf8_lossy(&seen).into_owned()
}

/// Waits for the prompt, and until the terminal has stopped echoing: only a machine types so fast that it matters.
fn prompted(child: &mut Child) -> String {
    let seen = until(child, PROMPT);
    let terminal = seen.lines().next().unwrap();
    loop {
        let state = Command::new("stty").args(["-F", terminal, "-a"]).output().unwrap();
        if String::from_utf8_lossy(&state.stdout).contains(" -echo ") {
            return seen;
        }
        std::thread::yield_now();
    }
}

fn rest(child: &mut Child) -> String {
    let mut left = String::new();
    child.stdout.as_mut().unwrap().read_to_string(&mut left).unwrap();
    left
}

fn type_in(child: &mut Child, text: &str) {
    child.stdin.as_mut().unwrap().write_all(text.as_bytes()).unwrap();
}

#[test]
fn the_pin_is_asked_for_after_the_card_was_read_and_never_echoed() {
    let Some(mut child) = on_a_terminal("pay 41.00") else { return };
    let before = prompted(&mut child);
    assert!(before.find("CARD READ OK").unwrap() < before.find("PLEASE ENTER").unwrap());
    type_in(&mut child, "739516\n");
    let after = rest(&mut child);
    assert!(after.contains("wrong PIN") && after.contains("PIN ENTERED"), "{after}");
    assert!(!after.contains("739516"), "the PIN was echoed");
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_right_pin_is_approved_and_a_mistyped_one_asked_for_again() {
    let Some(mut child) = on_a_terminal("pay 41.00") else { return };
    prompted(&mut child);
    type_in(&mut child, "12x4\n");
    until(&mut child, PROMPT);
    type_in(&mut child, "1234\n");
    let after = rest(&mut child);
    assert!(after.contains("PIN VERIFIED") && after.contains("APPROVED"), "{after}");
    assert!(child.wait().unwrap().success());
}

#[test]
fn an_empty_line_or_its_end_cancels_and_nothing_is_authorised() {
    for cancel in ["\n", "\x04"] {
        let Some(mut child) = on_a_terminal("pay 41.00") else { return };
        prompted(&mut child);
        type_in(&mut child, cancel);
        let after = rest(&mut child);
        assert!(after.contains("PIN entry cancelled") && !after.contains("Authorisation code"), "{after}");
        assert!(child.wait().unwrap().success());
    }
}

#[test]
fn a_document_has_no_prompt_in_it() {
    let Some(mut child) = on_a_terminal("pay 41.00 --json 2>/dev/null | cat -A") else { return };
    prompted(&mut child);
    type_in(&mut child, "1234\n");
    let document = rest(&mut child);
    assert!(document.contains("\"outcome\": \"Approved\"") && !document.contains(PROMPT), "{document}");
    assert!(child.wait().unwrap().success());
}

#[test]
fn no_pin_is_asked_for_below_the_limit() {
    let Some(mut child) = on_a_terminal("pay 40.00") else { return };
    let all = rest(&mut child);
    assert!(all.contains("APPROVED") && !all.contains("PIN"), "{all}");
    assert!(all.contains("[="), "progress while the card is held");
    assert!(child.wait().unwrap().success());
}
