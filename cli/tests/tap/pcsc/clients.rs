//! Programs that we did not write meet our card, and cards that we did not write meet our program.

use std::process::Command;

use super::{READERS, Served, in_both_readers};

/// `opensc-tool` of the package opensc.
#[test]
#[ignore = "needs pcscd with vpcd, opensc: .ci/pcsc"]
fn opensc_tool_talks_to_a_software_card() {
    let reader = &READERS[1];
    let _alone = reader.alone();
    let _served = Served::card("visa-credit", reader, &[]);
    let opensc = |arguments: &[&str]| {
        let ran = Command::new("opensc-tool").args(["--reader", "1"]).args(arguments).output().unwrap();
        format!("{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr))
    };
    let atr = opensc(&["--atr"]);
    assert!(atr.contains("3b:80:80:01:01"), "{atr}");
    // It leaves the field after each program that took its power; the next one waits for it.
    reader.await_state("contactless card");
    let said = opensc(&[
        "--send-apdu",
        "00A404000E325041592E5359532E444446303100",
        "--send-apdu",
        "00A4040007A000000003101000",
        "--send-apdu",
        "00B2010C00",
    ]);
    assert_eq!(said.matches("Received (SW1=0x90, SW2=0x00)").count(), 2, "{said}");
    assert_eq!(said.matches("Received (SW1=0x69, SW2=0x85)").count(), 1, "no record before its time: {said}");
    assert!(said.contains("2PAY.SYS.DDF") && said.contains("VISA CREDIT"), "{said}");
}

/// Java Card applets in jCardSim, whose jar `.ci/pcsc` fetches.
#[test]
#[ignore = "needs pcscd with vpcd, a JDK, jCardSim: .ci/pcsc"]
fn java_card_applets_are_read() {
    let Ok(simulator) = std::env::var("TAPKERNEL_JCARDSIM") else {
        eprintln!("SKIPPED: TAPKERNEL_JCARDSIM does not name the jar of jCardSim");
        return;
    };
    in_both_readers(&[("visa", "3"), ("mastercard", "2")], |reader, (scheme, kernel)| {
        let mut java = Command::new("java");
        java.args(["-cp", &simulator, &crate::file("cli/tests/tap/pcsc/AppletCard.java")]);
        java.args([&reader.port.to_string(), *scheme]);
        let _served = Served::start(java, reader);
        let ran = reader.pay("4.10");
        let answer = ran.json();
        assert_eq!((ran.status, &answer["kernel"]), (0, &(*kernel).into()), "{}", ran.everything());
        assert_eq!(answer["kernel_outcome"], "Online Request", "{answer}");
    });
}
