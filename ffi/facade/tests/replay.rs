//! Every transcript through a session, step by step: the same report as the reader's own run.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};

use tapkernel::transcript;
use tapkernel_facade::{Error, Profile, Replay, ReplayMove, Session, Step};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../test-vectors/transcripts")
}

/// The loop that every language has.
fn play(replay: &mut Replay, session: &mut Session) {
    loop {
        let step = session.step();
        let command = match &step {
            Step::Transmit { command, .. } => command.clone(),
            _ => Vec::new(),
        };
        let told = match replay.next(session, step.awaits(), &command) {
            ReplayMove::End => return,
            next => tell(session, next),
        };
        if let Err(error) = told {
            return replay.failed(&error);
        }
    }
}

fn tell(session: &mut Session, next: ReplayMove) -> Result<(), Error> {
    match next {
        ReplayMove::Go | ReplayMove::End => Ok(()),
        ReplayMove::CardPresent { now_us } => session.card_present(now_us),
        ReplayMove::Collision { now_us } => session.collision(now_us),
        ReplayMove::FieldClear { now_us } => session.field_clear(now_us),
        ReplayMove::CardAnswered { rapdu, elapsed_us, now_us } => {
            session.card_answered(&rapdu, elapsed_us, now_us)
        }
        ReplayMove::CardLost { error, now_us } => session.card_lost(error, now_us),
        ReplayMove::Data { data, now_us } => session.data(&data, now_us),
        ReplayMove::OnlineResponse { response, now_us } => {
            session.online_response(&response, now_us).map(drop)
        }
        ReplayMove::Elapsed { now_us } => session.elapsed(now_us),
        ReplayMove::Stop { now_us } => session.stop(now_us),
    }
}

fn through_a_session(text: &str) -> String {
    let mut replay = Replay::parse(text).unwrap();
    for _ in 0..replay.len() {
        let wanted = replay.profile_wanted();
        let wanted = wanted.and_then(|name| fs::read_to_string(folder().join(name)).ok());
        let profile = wanted.map(|text| Profile::from_json(&text).unwrap());
        if let Ok(mut session) = replay.begin(profile.as_ref()) {
            play(&mut replay, &mut session);
        }
    }
    replay.report_json()
}

fn by_the_reader(text: &str) -> String {
    let profiles = |name: &str| match tapkernel::profile::Profile::built_in(name) {
        Some(profile) => Ok(profile),
        None => {
            let text =
                fs::read_to_string(folder().join(name)).map_err(|_| format!("{name} was not loaded"))?;
            tapkernel::profile::Profile::from_json(&text).map_err(|error| error.to_string())
        }
    };
    let reports: Vec<_> = transcript::parse(text)
        .unwrap()
        .iter()
        .map(|transcript| transcript.run(&profiles, tapkernel::kernels(), None))
        .collect();
    serde_json::to_string_pretty(&reports).unwrap()
}

fn documents() -> Vec<String> {
    let mut files: Vec<_> = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    assert!(files.len() >= 2, "the folder is empty");
    files.iter().map(|file| fs::read_to_string(file).unwrap()).collect()
}

#[test]
fn every_transcript_gives_the_same_report() {
    for text in documents() {
        let report = through_a_session(&text);
        assert!(report.contains("\"ok\": true") && !report.contains("\"ok\": false"), "{report}");
        assert_eq!(report, by_the_reader(&text));
    }
}

/// Damaged transcripts end in the same mismatch.
#[test]
fn transcripts_that_do_not_hold_give_the_same_report() {
    let mut differing = 0;
    for text in documents() {
        for (from, to) in [
            ("\"90", "\"91"),
            ("9000\"", "6985\""),
            ("00A4", "00A5"),
            ("unpredictable_numbers\": [", "unpredictable_numbers\": [\"00000000\", "),
            ("\"amount\": ", "\"amount\": 1"),
            ("\"date\": \"2", "\"date\": \"3"),
            ("\"profile\": \"", "\"profile\": \"no-such-"),
            ("{ \"c\"", "{ \"event\": \"card-removed\" }, { \"c\""),
            ("{ \"c\"", "{ \"event\": \"stop\" }, { \"c\""),
            ("{ \"c\"", "{ \"event\": \"collision\" }, { \"c\""),
            ("{ \"c\"", "{ \"event\": \"time-out\" }, { \"c\""),
        ] {
            let damaged = text.replace(from, to);
            differing += usize::from(damaged != text);
            assert_eq!(through_a_session(&damaged), by_the_reader(&damaged), "{from} -> {to}");
        }
    }
    assert!(differing >= 10, "{differing} documents were damaged");
}
