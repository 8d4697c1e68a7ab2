//! A recorded card, a card for the Entry Point, a kernel in "another language".

use std::collections::VecDeque;
use std::fs;

use tapkernel_facade::*;

/// A transaction under the profile `lab`.
pub(crate) fn transaction() -> Transaction {
    Transaction {
        transaction_type: TransactionType::Purchase,
        amount: 200,
        amount_other: 0,
        currency: 840,
        currency_exponent: 2,
        when: LocalTime { year: 2019, month: 8, day: 19, hour: 12, minute: 0, second: 0 },
        choice: false,
    }
}

pub(crate) fn combination() -> Combination {
    Combination {
        aid: vec![0xA0, 0, 0, 0, 3, 0x10, 0x10],
        kernel: 0x2A,
        ttq: Some([0x24, 0, 0x40, 0]),
        floor_limit: Some(0),
        cvm_required_limit: Some(100),
        ..Combination::default()
    }
}

pub(crate) fn request(combinations: Vec<Combination>) -> EntryPointRequest {
    EntryPointRequest {
        transaction: transaction(),
        combinations,
        start: Start::A,
        online_response: None,
        autorun: false,
        card_timeout_us: None,
        transaction_timeout_us: None,
        ca_keys: Vec::new(),
        as_book: true,
    }
}

/// A card with one application that asks for no kernel in particular, and answers 9000 to everything else.
pub(crate) fn ppse_and_fci(command: &[u8]) -> Vec<u8> {
    let hex = |text: &str| -> Vec<u8> {
        (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
    };
    match command {
        [0x00, 0xA4, _, _, 14, ..] => hex(concat!(
            "6F27840E325041592E5359532E4444463031A515BF0C12",
            "61104F07A00000000310108701019F2A01009000"
        )),
        [0x00, 0xA4, ..] => hex("6F0E8407A0000000031010A5035001419000"),
        _ => vec![0x90, 0x00],
    }
}

/// Runs to a step that a card does not answer, and gives all steps.
pub(crate) fn run(session: &mut Session, mut card: impl FnMut(&[u8]) -> Vec<u8>) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut now = 0;
    loop {
        let step = session.step();
        now += 1_000;
        match &step {
            Step::AwaitCard { .. } => session.card_present(now).unwrap(),
            Step::Transmit { command, .. } => session.card_answered(&card(command), 1_000, now).unwrap(),
            Step::Wait { deadline_us } => {
                now = deadline_us.unwrap();
                session.elapsed(now).unwrap();
            }
            step if step.awaits() => {
                steps.push(step.clone());
                return steps;
            }
            _ => {}
        }
        steps.push(step);
    }
}

/// A recorded tap of `test-vectors`.
pub(crate) struct Recorded {
    answers: Vec<(Vec<u8>, Vec<u8>)>,
}

impl Recorded {
    pub(crate) fn new(name: &str) -> Self {
        let text = fs::read_to_string("../../test-vectors/transcripts/visa.json").unwrap();
        let transcripts = tapkernel::transcript::parse(&text).unwrap();
        let found = transcripts.into_iter().find(|transcript| transcript.name == name).unwrap();
        let bytes = |text: &str| -> Vec<u8> {
            (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
        };
        let answers = found.exchanges.iter();
        Self {
            answers: answers
                .map(|step| (bytes(step.c.as_deref().unwrap()), bytes(step.r.as_deref().unwrap())))
                .collect(),
        }
    }

    /// A session that sends what was recorded.
    pub(crate) fn session(&self) -> Session {
        let text = fs::read_to_string("../../src/profile/built_in/lab.json").unwrap();
        let profile = Profile::from_json(&text).unwrap();
        let options =
            SessionOptions { unpredictable_numbers: Some(vec![[0xAB; 4]]), ..SessionOptions::default() };
        let mut session = Session::new(&profile, options).unwrap();
        session.start(&transaction(), 0).unwrap();
        session
    }

    pub(crate) fn run(&self, session: &mut Session) -> Vec<Step> {
        let mut left: VecDeque<_> = self.answers.clone().into();
        run(session, |command| {
            let (expected, answer) = left.pop_front().unwrap();
            assert_eq!(command[..4], expected[..4]);
            answer
        })
    }
}

/// A kernel that sends one command, asks to go online, and approves at the second tap.
pub(crate) struct TestKernel;

struct Active(KernelActivation);

impl ForeignKernel for TestKernel {
    fn kernel_id(&self) -> u32 {
        0x2A
    }

    fn version(&self) -> String {
        "test".to_owned()
    }

    fn activate(&self, activation: KernelActivation) -> Box<dyn ActiveForeignKernel> {
        Box::new(Active(activation))
    }
}

impl ActiveForeignKernel for Active {
    fn handle(&mut self, signal: KernelSignal, _now_us: u64) -> Vec<KernelWant> {
        match signal {
            KernelSignal::Act if self.0.online_response.is_none() => {
                vec![KernelWant::Transmit { command: vec![0x80, 0xA8, 0, 0, 2, 0x83, 0, 0] }]
            }
            KernelSignal::Act => {
                assert!(self.0.previous.iter().any(|object| object.tag == 0x9F37));
                vec![KernelWant::Conclude {
                    conclusion: Box::new(KernelConclusion::new(OutcomeKind::Approved)),
                }]
            }
            _ => vec![
                KernelWant::Display { request: ui(0x16) },
                KernelWant::Conclude {
                    conclusion: Box::new(KernelConclusion {
                        start: Some(Start::B),
                        online_response_data: OnlineResponseData::Any,
                        ui_on_outcome: Some(ui(0x1B)),
                        data_record: Some(vec![DataObject { tag: 0x9F26, value: vec![7; 8] }]),
                        database: self.0.data.clone(),
                        ..KernelConclusion::new(OutcomeKind::OnlineRequest)
                    }),
                },
            ],
        }
    }
}

fn ui(message: u8) -> UiRequest {
    UiRequest {
        occasion: Occasion::Processing,
        message: Some(message),
        status: Some(UiStatus::Processing),
        hold_ms: 0,
        text: String::new(),
        languages: String::new(),
        value: None,
    }
}
