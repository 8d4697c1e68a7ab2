//! Every transcript of `test-vectors/transcripts`, against the real reader and kernels.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};

use tapkernel::profile::Profile;
use tapkernel::transcript::{self, Report, Step, Transcript};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("test-vectors/transcripts")
}

/// All transcripts with the file they are in.
fn transcripts() -> Vec<(PathBuf, Transcript)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let built = cfg!(feature = "mastercard") || !path.ends_with("mastercard.json");
        if built && path.extension().is_some_and(|extension| extension == "json") {
            let text = fs::read_to_string(&path).unwrap();
            let parsed =
                transcript::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            found.extend(parsed.into_iter().map(|transcript| (path.clone(), transcript)));
        }
    }
    found
}

fn run(transcript: &Transcript) -> Report {
    let profiles = |name: &str| match Profile::built_in(name) {
        Some(profile) => Ok(profile),
        None => {
            let text = fs::read_to_string(folder().join(name)).map_err(|error| format!("{name}: {error}"))?;
            Profile::from_json(&text).map_err(|error| error.to_string())
        }
    };
    transcript.run(&profiles, tapkernel::kernels(), None)
}

#[test]
fn every_transcript_runs_as_written() {
    let transcripts = transcripts();
    assert!(transcripts.len() >= 2, "the folder is empty");
    for (path, transcript) in transcripts {
        let report = run(&transcript);
        assert!(
            report.ok,
            "{} {}: {:?}\n{:#?}",
            path.display(),
            transcript.name,
            report.mismatch,
            report.path
        );
    }
}

/// The runner itself must be able to fail.
#[test]
fn a_changed_transcript_does_not_pass() {
    let (_, original) =
        transcripts().into_iter().find(|(_, transcript)| transcript.name == "dhu-mock-visa-offline").unwrap();
    let changed = |change: &dyn Fn(&mut Transcript)| {
        let mut transcript = original.clone();
        change(&mut transcript);
        run(&transcript).mismatch
    };
    let mismatch = |text: Option<String>, part: &str| {
        let text = text.expect("a mismatch");
        assert!(text.contains(part), "{text}");
    };
    assert_eq!(changed(&|_| {}), None);
    mismatch(changed(&|t| t.exchanges.truncate(4)), "after the end");
    mismatch(changed(&|t| t.exchanges.push(t.exchanges[0].clone())), "the reader has its outcome");
    mismatch(changed(&|t| t.exchanges[2].c = Some("80A8000000".into())), "command 3");
    mismatch(changed(&|t| t.exchanges[2].r = Some("7".into())), "exchanges[2].r: not hexadecimal");
    mismatch(changed(&|t| t.transaction.as_mut().unwrap().amount = 201), "command 3");
    mismatch(changed(&|t| t.transaction.as_mut().unwrap().date = "2019-02-29".into()), "transaction.date");
    mismatch(changed(&|t| t.transaction.as_mut().unwrap().currency = "XYZ".into()), "transaction.currency");
    mismatch(changed(&|t| t.transaction.as_mut().unwrap().unpredictable_numbers.clear()), "run out");
    mismatch(changed(&|t| drop(t.terminal.insert("9F66".into(), "24".into()))), "terminal.9F66: not a TTQ");
    mismatch(changed(&|t| t.transaction = None), "transaction: missing");
    mismatch(changed(&|t| t.profile = "no-such".into()), "profile");
    mismatch(changed(&|t| drop(t.expect.insert("cvm".into(), "Online PIN".into()))), "expect.cvm");
    mismatch(changed(&|t| drop(t.expect.insert("colour".into(), "red".into()))), "expect.colour");
    mismatch(
        changed(&|t| drop(t.expect.insert("data".into(), serde_json::json!({"9F02": "000000000201"})))),
        "expect.data.9F02",
    );
    mismatch(
        changed(&|t| drop(t.expect.insert("oda".into(), serde_json::json!({"result": "failed"})))),
        "expect.oda.result",
    );
}

fn event(name: &str) -> Step {
    Step { event: Some(name.to_owned()), ..Step::default() }
}

#[test]
fn events_that_answer_nothing_are_passed_over_however_many() {
    let (_, mut transcript) = transcripts().remove(0);
    transcript.exchanges.splice(1..1, (0..200_000).map(|_| event("pin-entered")));
    assert_eq!(run(&transcript).mismatch, None);
}

#[test]
fn an_unknown_event_is_an_error_also_after_the_end() {
    let (_, mut transcript) = transcripts().remove(0);
    transcript.exchanges.push(event("card-removed"));
    assert_eq!(run(&transcript).mismatch, None);
    transcript.exchanges.push(event("card-remove"));
    let mismatch = run(&transcript).mismatch.unwrap();
    assert!(
        mismatch.starts_with(&format!("exchanges[{}].event", transcript.exchanges.len() - 1)),
        "{mismatch}"
    );
}

#[test]
fn debug_shows_no_data_of_the_card() {
    let mut transcripts = transcripts().into_iter();
    let (_, transcript) =
        transcripts.find(|(_, transcript)| transcript.name == "dhu-mock-visa-offline").unwrap();
    let report = run(&transcript);
    let track_2 = report.data_record.get("57").unwrap().clone();
    let shown = format!("{report:?} {transcript:?} {:?}", transcript.exchanges);
    assert!(shown.contains("dhu-mock-visa-offline") && !shown.contains(&track_2[..8]), "{shown}");
}
