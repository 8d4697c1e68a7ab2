//! The same messages through pyiso8583, a codec by others (MIT).
//!
//! Needs a Python that has it: the one that `TAPKERNEL_PYTHON` names, or a virtual environment that this test makes.
//! Where neither can be had the test says so and passes; `.ci/run` provides one.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};
use tapkernel_terminal::acquirer::iso8583::{
    Bitmap, Coding, Content, Dialect, FIELDS, FieldDefinition, Length, Message, OddDigit,
};

use crate::messages::{dialects, message};

const VERSION: &str = "pyiso8583==4.0.1";
const MESSAGES_PER_DIALECT: usize = 100;

/// Rows of pyiso8583's own table that differ from ours, as number, digits of length, greatest length, coding: twice the
/// amounts in 54, less room in 55, and text where we have bytes.
const OTHERWISE_IN_THEIR_TABLE: &str = include_str!("their_table.txt");

/// Runs to its end, or to the end of `limit`.
fn succeeds(command: &mut Command, limit: Duration) -> bool {
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let Ok(mut child) = child else { return false };
    let began = Instant::now();
    while began.elapsed() < limit {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) => std::thread::sleep(Duration::from_millis(50)),
            Err(_) => return false,
        }
    }
    let _ = child.kill();
    let _ = child.wait();
    false
}

fn has_the_codec(python: &Path) -> bool {
    succeeds(Command::new(python).args(["-c", "import iso8583"]), Duration::from_secs(20))
}

/// A Python with the codec.
fn python() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("TAPKERNEL_PYTHON").map(PathBuf::from) {
        assert!(has_the_codec(&named), "TAPKERNEL_PYTHON names a Python without pyiso8583");
        return Some(named);
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pyiso8583");
    let python = folder.join("bin/python");
    if !has_the_codec(&python) {
        let minute = Duration::from_secs(60);
        let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", VERSION];
        let made = succeeds(Command::new("python3").args(["-m", "venv"]).arg(&folder), minute)
            && succeeds(Command::new(&python).args(install), minute);
        return (made && has_the_codec(&python)).then_some(python);
    }
    Some(python)
}

fn row(definition: &FieldDefinition) -> Value {
    let (digits, most) = match definition.format.length {
        Length::Fixed(length) => (0, length),
        Length::LlVar(most) => (2, most),
        Length::LllVar(most) => (3, most),
    };
    json!([definition.number, format!("{:?}", definition.format.content), digits, most])
}

fn request(dialect: &Dialect, message: &Message) -> Value {
    let text = |(field, value): (u8, &[u8])| {
        let content = dialect.field(field).unwrap().content;
        let value = if content == Content::B {
            hex::encode_upper(value)
        } else {
            String::from_utf8(value.to_vec()).unwrap()
        };
        (field.to_string(), Value::from(value))
    };
    json!({
        "dialect": {
            "bcd": dialect.coding == Coding::Bcd,
            "hex_bitmap": dialect.bitmap == Bitmap::Hexadecimal,
            "f_behind": dialect.odd_digit == OddDigit::FBehind,
        },
        "hex": hex::encode(dialect.encode(message).unwrap().expose()),
        "type": message.message_type().to_string(),
        "fields": message.iter().map(text).collect::<Map<_, _>>(),
    })
}

#[test]
fn another_codec_agrees_field_by_field() {
    let Some(python) = python() else {
        eprintln!("\n!!! SKIPPED: no Python with {VERSION}; name one in TAPKERNEL_PYTHON");
        return;
    };
    let mut requests = vec![json!({ "table": FIELDS.iter().map(row).collect::<Vec<_>>() })];
    let mut runner = TestRunner::deterministic();
    for dialect in dialects() {
        for _ in 0..MESSAGES_PER_DIALECT {
            requests.push(request(&dialect, &message().new_tree(&mut runner).unwrap().current()));
        }
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/iso8583/oracle.py");
    let mut child =
        Command::new(python).arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let lines: String = requests.iter().map(|request| format!("{request}\n")).collect();
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let answers = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<_> = answers.lines().collect();
    assert_eq!(answers.len(), requests.len());
    assert_eq!(answers[0], OTHERWISE_IN_THEIR_TABLE.trim());
    for (answer, request) in answers.iter().zip(&requests).skip(1) {
        assert_eq!(*answer, "ok", "{request}");
    }
}
