//! The service: missing, restarted.

use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::{READERS, Served};
use crate::{Ran, tap};

/// Set by `.ci/pcsc`: the file with the id of the service that it started, and starts again when it ends.
const SERVICE: &str = "TAPKERNEL_PCSCD_PID_FILE";

/// The file with the service's id, if the service is ours to end.
fn ours() -> Option<String> {
    let file = std::env::var(SERVICE).ok();
    if file.is_none() {
        eprintln!("SKIPPED: {SERVICE} is not set, so the service is not ours to end");
    }
    file
}

/// Ends the service, which starts again by itself.
fn restart(file: &str) {
    let id = std::fs::read_to_string(file).unwrap();
    assert!(Command::new("kill").arg(id.trim()).status().unwrap().success());
    let began = Instant::now();
    while std::fs::read_to_string(file).is_ok_and(|now| now == id) {
        assert!(began.elapsed() < Duration::from_secs(20), "the service was not started again");
        sleep(Duration::from_millis(50));
    }
}

fn start(arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tap"));
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn ended(child: Child) -> Ran {
    let output = child.wait_with_output().unwrap();
    Ran {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        status: output.status.code().unwrap(),
    }
}

#[test]
#[ignore = "needs pcscd with vpcd: .ci/pcsc"]
fn a_service_that_restarts_is_waited_for() {
    let Some(service) = ours() else { return };
    let [first, second] = &READERS;
    let _alone = (first.alone(), second.alone());
    first.await_state("no card");
    // While a card is awaited.
    let paying = start(&["pay", "4.10", "--json", "--reader", &first.argument()]);
    let watching = start(&["readers", "--watch", "--seconds", "6", "--json"]);
    sleep(Duration::from_millis(500));
    restart(&service);
    let served = Served::card("visa-credit", first, &[]);
    let paid = ended(paying);
    assert_eq!(paid.json()["outcome"], "Approved", "{}", paid.everything());
    drop(served);
    let watched = ended(watching).stdout;
    let seen: Vec<Value> = watched.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let with_card = |seen: &Value| seen["readers"][0]["state"] == "contactless card";
    assert!(seen.iter().any(with_card), "the watch went on: {watched}");
    assert_eq!(seen.last().unwrap()["readers"].as_array().unwrap().len(), 2, "{watched}");
    // While a card is read: it is presented again.
    let served = Served::odd(&["slow", "good"], second);
    let paying = start(&["pay", "4.10", "--json", "--reader", &second.argument()]);
    sleep(Duration::from_millis(900));
    restart(&service);
    let paid = ended(paying);
    assert_eq!(paid.json()["kernel_outcome"], "Online Request", "{}", paid.everything());
    drop(served);
}

#[test]
#[ignore = "needs the PC/SC library: .ci/pcsc"]
fn without_a_service_the_message_says_what_to_start() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tap"));
    command.args(["pay", "4.10", "--reader", "pcsc", "--json"]).env("PCSCLITE_CSOCK_NAME", "/no/such/socket");
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["error"]["field"], "--reader");
    assert!(answer["error"]["message"].as_str().unwrap().contains("pcscd --foreground"), "{answer}");
}

#[test]
#[ignore = "needs pcscd with vpcd: .ci/pcsc"]
fn a_reader_that_is_not_there_is_bad_input_and_names_those_that_are() {
    let _alone = READERS.each_ref().map(|reader| reader.alone());
    let ran = tap(&["pay", "4.10", "--json", "--reader", "pcsc:No Such Reader"]);
    assert_eq!(ran.status, 2);
    let message = ran.json()["error"]["message"].as_str().unwrap().to_owned();
    assert!(READERS.iter().all(|reader| message.contains(reader.name)), "{message}");
}
