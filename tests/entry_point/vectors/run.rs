//! Plays a case on the Entry Point alone, with test kernels and a scripted card.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tapkernel::core::data::KernelId;
use tapkernel::core::kernel::Kernel;
use tapkernel::core::outcome::{Outcome, OutcomeParameterSet, Start};
use tapkernel::core::time::Instant;
use tapkernel::entry_point::{EntryPoint, FinalOutcome, Input, Occasion, Output, Request};
use tapkernel::random::ScriptedNumbers;

use super::card::{Answer, Player};
use super::case::{Base, Case};
use super::{report, values};
use crate::test_kernel::TestKernel;

/// A case that is being played.
struct Run<'a> {
    case: &'a Case,
    kernels: Vec<Arc<TestKernel>>,
    entry_point: EntryPoint,
    card: Player,
    field: VecDeque<String>,
    choose: VecDeque<usize>,
    now: Instant,
    trace: Vec<String>,
    commands: Vec<String>,
    offers: Vec<Value>,
    ended: Option<FinalOutcome>,
    path: Vec<String>,
}

fn entry_point(kernels: &[Arc<TestKernel>], first: u8) -> EntryPoint {
    let kernels = kernels.iter().map(|kernel| Arc::clone(kernel) as Arc<dyn Kernel>).collect();
    EntryPoint::new(kernels, Box::new(ScriptedNumbers::new((first..first + 50).map(|n| [n; 4]))))
}

/// What came of a case, as JSON.
pub(super) fn run(base: &Base, case: &Case) -> Value {
    let Some(request) = values::request(base, case, &case.transaction) else {
        return json!({ "allowed": false });
    };
    let mut ids: Vec<_> = request.combinations.iter().map(|combination| combination.kernel).collect();
    ids.sort();
    ids.dedup();
    let approved = || OutcomeParameterSet::new(Outcome::Approved);
    let test_kernel = |id: KernelId| {
        let script = case.kernels.get(&id.to_string()).into_iter().flatten();
        let script = script.map(|text| values::outcome(base, text));
        TestKernel::new(id.0, script.chain((0..9).map(|_| approved())))
    };
    let kernels: Vec<_> = ids.into_iter().map(test_kernel).collect();
    let mut run = Run {
        entry_point: entry_point(&kernels, 1),
        kernels,
        case,
        card: Player::new(&case.card),
        field: case.field.iter().cloned().collect(),
        choose: case.choose.iter().copied().collect(),
        now: Instant::from_micros(1_000_000),
        trace: vec![],
        commands: vec![],
        offers: vec![],
        ended: None,
        path: vec![],
    };
    run.tap(request.clone());
    run.issuer_answers(request);
    if let Some(then) = &case.then {
        run.tap(values::request(base, case, then).unwrap());
    }
    run.report()
}

impl Run<'_> {
    fn tap(&mut self, request: Request) {
        self.entry_point.start(request, self.now).unwrap();
        self.play();
    }

    /// Goes on with the issuer's answer, in the way that the outcome wants.
    fn issuer_answers(&mut self, request: Request) {
        let Some(issuer) = &self.case.issuer else { return };
        let response = values::issuer(issuer);
        let ended = self.ended.clone().unwrap();
        self.now = self.now + Duration::from_millis(issuer.after);
        if let Some(card) = &issuer.card {
            self.card = Player::new(card);
        }
        if self.entry_point.holds_card() && !issuer.elsewhere {
            if self.entry_point.deadline().is_some_and(|deadline| self.now >= deadline) {
                self.tell(Input::Tick);
            }
            if self.entry_point.holds_card() {
                self.tell(if issuer.stop { Input::Stop } else { Input::OnlineResponse(&response) });
            }
            return self.play();
        }
        let resumed = ended.resumption.and_then(|resumption| resumption.with(response));
        self.trace.push(if resumed.is_some() { "resume" } else { "no-resume" }.to_owned());
        if let Some(resumed) = resumed {
            let start = resumed.start();
            if start == Start::D {
                self.entry_point = entry_point(&self.kernels, 100);
            }
            self.tap(Request { start, resumed: Some(resumed), ..request });
        }
    }

    fn tell(&mut self, input: Input<'_>) {
        self.entry_point
            .handle(input, self.now)
            .unwrap_or_else(|error| panic!("{}: {error}", self.case.name));
    }

    fn play(&mut self) {
        for _ in 0..500 {
            let Some(output) = self.entry_point.poll() else {
                if self.ended.is_some()
                    && self.entry_point.deadline().is_none_or(|_| self.entry_point.holds_card())
                {
                    return;
                }
                self.wait();
                continue;
            };
            if self.perform(output) {
                return;
            }
        }
        panic!("{}: no end after 500 steps", self.case.name);
    }

    /// Lets the time pass until the next deadline.
    fn wait(&mut self) {
        self.now =
            self.entry_point.deadline().unwrap_or_else(|| panic!("{}: waits for ever", self.case.name));
        self.tell(Input::Tick);
    }

    /// Does what is wanted; whether that was the end.
    fn perform(&mut self, output: Output) -> bool {
        match output {
            Output::Display(request, occasion) => {
                let on = match occasion {
                    Occasion::Processing => 'p',
                    Occasion::Outcome => 'o',
                    Occasion::Restart => 'r',
                    Occasion::End => 'e',
                };
                self.trace.push(format!("ui {on} {}", values::ui_text(&request)));
            }
            Output::AwaitCard => {
                self.trace.push("await-card".to_owned());
                self.ended = None;
                self.in_the_field("card");
            }
            Output::AwaitFieldClear => {
                self.trace.push("await-clear".to_owned());
                self.in_the_field("clear");
            }
            Output::Transmit(command) => {
                self.ended = None;
                let command = hex::encode_upper(command.as_bytes());
                let answer = self.card.answer(&command);
                self.trace.push("send".to_owned());
                self.commands.push(command);
                self.now = self.now + self.card.takes;
                match answer {
                    Answer::Bytes(rapdu) => {
                        self.tell(Input::Answer { rapdu: &rapdu, elapsed: self.card.takes });
                    }
                    Answer::Error(error) => self.tell(Input::L1Error(error)),
                }
            }
            Output::FieldOff(hold) => self.trace.push(format!("off {}", hold.as_millis())),
            Output::Choose(offers) => {
                self.trace.push(format!("choose {}", offers.len()));
                self.offers.push(offers.iter().map(report::offer).collect());
                if let Some(number) = self.choose.pop_front() {
                    self.tell(Input::Chosen(number));
                }
            }
            Output::DataExchange(_) => panic!("a test kernel exchanges no data"),
            Output::Outcome(outcome) => {
                self.trace.push("out".to_owned());
                self.path.extend(outcome.path.iter().map(|&symbol| symbol.to_owned()));
                self.ended = Some(*outcome);
            }
            Output::Released => {
                self.trace.push("released".to_owned());
                return true;
            }
        }
        false
    }

    /// What happens in the field next; `usual` if the case does not say.
    fn in_the_field(&mut self, usual: &str) {
        let event = self.field.pop_front().unwrap_or_else(|| usual.to_owned());
        match event.as_str() {
            "card" => self.tell(Input::CardDetected),
            "collision" => self.tell(Input::Collision),
            "clear" => self.tell(Input::FieldClear),
            "stop" => self.tell(Input::Stop),
            "nothing" => self.wait(),
            late => {
                self.now = self.now + Duration::from_millis(late.parse().unwrap());
                self.tell(Input::Tick);
                self.tell(Input::CardDetected);
            }
        }
    }

    fn report(self) -> Value {
        let ended = self.ended.unwrap_or_else(|| panic!("{}: no outcome", self.case.name));
        let mut report = report::outcome(&ended);
        report["trace"] = self.trace.clone().into();
        report["ui"] = self.trace.iter().filter_map(|line| line.strip_prefix("ui ")).collect();
        report["commands"] = self.commands.into();
        report["offers"] = self.offers.into();
        report["path"] = self.path.into();
        let activations = self.kernels.iter().flat_map(|kernel| kernel.numbered_activations());
        let mut activations: Vec<_> = activations.collect();
        activations.sort_by_key(|(number, _)| *number);
        report["activations"] =
            activations.iter().map(|(_, (id, activation))| report::activation(*id, activation)).collect();
        report
    }
}
