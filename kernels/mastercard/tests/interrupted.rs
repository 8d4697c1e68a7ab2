//! Whole transactions of a card with real keys, interrupted at every signal that the kernel waits for, and the taps
//! after it, until the payment is settled. What must hold is [`Payment::check`].
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::sync::Arc;

use support::card::{Card, Cryptogram, Kind};
use support::tap::{Tap, Waits};
use support::{MemoryLog, hex, tag};
use tapkernel_core::kernel::{KernelConclusion, Signal};
use tapkernel_core::oda::OdaResult;
use tapkernel_core::outcome::{L1Error, Outcome, Start};
use tapkernel_core::tlv::TlvReader;
use tapkernel_mastercard::{TornTransactionLog, dictionary};

/// A kind of transaction.
struct Flow {
    name: &'static str,
    kind: Kind,
    terminal: &'static [(&'static str, &'static str)],
    ends: Outcome,
    /// What the kernel waits for when nothing goes wrong.
    waits: usize,
}

const PLAIN: Kind = Kind {
    relay_resistance: false,
    recovers: false,
    forgets: false,
    amount_in_pdol: false,
    prefers_online: false,
};

/// The flows, without torn transaction log; with one they have the limit `DF811D` and a DRDOL besides.
const FLOWS: [Flow; 7] = [
    Flow { name: "online", kind: PLAIN, terminal: &[("9F35", "21")], ends: Outcome::OnlineRequest, waits: 5 },
    Flow { name: "offline", kind: PLAIN, terminal: &[], ends: Outcome::Approved, waits: 5 },
    Flow {
        name: "the card goes online",
        kind: Kind { prefers_online: true, ..PLAIN },
        terminal: &[],
        ends: Outcome::OnlineRequest,
        waits: 5,
    },
    Flow {
        name: "relay resistance",
        kind: Kind { relay_resistance: true, ..PLAIN },
        terminal: &[],
        ends: Outcome::Approved,
        waits: 7,
    },
    Flow {
        name: "data exchange",
        kind: Kind { amount_in_pdol: true, ..PLAIN },
        terminal: &[("9F02", ""), ("DF8110", "")],
        ends: Outcome::Approved,
        waits: 7,
    },
    Flow {
        name: "GET DATA",
        kind: PLAIN,
        terminal: &[("DF8112", "9F70")],
        ends: Outcome::Approved,
        waits: 6,
    },
    Flow { name: "refund", kind: PLAIN, terminal: &[("9C", "20")], ends: Outcome::EndApplication, waits: 5 },
];

/// Who remembers a torn transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Recovery {
    /// Neither reader nor card.
    None,
    /// The reader alone: the card has a DRDOL and refuses RECOVER AC.
    CardForgets,
    /// Both.
    Both,
}

/// What goes wrong at one of the signals that the kernel waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// The command did not reach the card.
    Unheard(L1Error),
    /// The card did what it was told, and its answer was lost: the torn card.
    Torn(L1Error),
    /// The answer came without its status word.
    Cut,
    Stop,
    TimeOut,
}

const FAULTS: [Fault; 9] = [
    Fault::Unheard(L1Error::TimeOut),
    Fault::Unheard(L1Error::Transmission),
    Fault::Unheard(L1Error::Protocol),
    Fault::Torn(L1Error::TimeOut),
    Fault::Torn(L1Error::Transmission),
    Fault::Torn(L1Error::Protocol),
    Fault::Cut,
    Fault::Stop,
    Fault::TimeOut,
];

/// The taps for one payment: one card, one amount, one torn transaction log.
struct Payment {
    flow: &'static Flow,
    recovery: Recovery,
    card: Card,
    log: Arc<MemoryLog>,
    taps: Vec<Done>,
    what: String,
}

/// A tap that is over.
struct Done {
    conclusion: KernelConclusion,
    /// The command without an answer at the end, by its instruction.
    lost_at: Option<u8>,
    /// The cryptograms made by then.
    made: usize,
    /// The torn records by then.
    logged: usize,
}

impl Payment {
    fn new(flow: &'static Flow, recovery: Recovery, what: String) -> Self {
        let kind = Kind {
            recovers: recovery == Recovery::Both,
            forgets: recovery == Recovery::CardForgets,
            ..flow.kind
        };
        let what = format!("{}, {recovery:?}, {what}", flow.name);
        Self { flow, recovery, card: Card::new(kind), log: Arc::default(), taps: vec![], what }
    }

    /// A tap with a fault at the wait number `at`; whether that was reached.
    fn tap(&mut self, fault: Option<(usize, Fault)>) -> bool {
        let mut terminal = self.flow.terminal.to_vec();
        if self.recovery != Recovery::None {
            terminal.push(("DF811D", "02"));
        }
        let number = u8::try_from(self.taps.len() + 1).unwrap();
        let mut tap = Tap::start(&self.card, &terminal, &self.log, number);
        let (mut reached, mut lost_at) = (false, None);
        for at in 0.. {
            match fault.filter(|(when, _)| *when == at) {
                Some((_, fault)) => {
                    reached = true;
                    let command = instruction(&tap.waits);
                    interrupt(&mut tap, &mut self.card, fault);
                    lost_at = command.filter(|_| tap.waits == Waits::Ended);
                }
                None => tap.proceed(&mut self.card),
            }
            if tap.waits == Waits::Ended {
                break;
            }
        }
        let conclusion = tap.conclusion.expect("a tap ends");
        let (made, logged) = (self.card.made.len(), self.log.records().len());
        self.taps.push(Done { conclusion, lost_at, made, logged });
        reached
    }

    fn settled(&self) -> bool {
        self.taps.last().is_some_and(|tap| is_taken(&tap.conclusion) || is_refund(&tap.conclusion))
    }

    /// **The invariant.** Take a payment: taps of one card for one amount, the last of which settles it. Then
    ///
    /// 1. exactly one cryptogram is taken (outcome Approved or Online Request; for a refund END APPLICATION with its
    ///    data), by the last tap, and it is one that the card made, of the type that the outcome says;
    /// 2. every other TC or ARQC that the card has made for the payment is accounted for. Either the reader knows of it
    ///    (its Unpredictable Number is in the torn transaction log or in a torn record of the Discretionary Data), or
    ///    the card itself has refused to recover it, or nobody could have remembered it (no DRDOL or no log) and the tap
    ///    said so: END APPLICATION for an L1 error, without a Data Record;
    /// 3. when card and reader can recover, there is no other: the card makes one cryptogram for the whole payment,
    ///    however often it is torn;
    /// 4. the number of torn records is that of the book: one more after GENERATE AC is lost, the same after RECOVER AC
    ///    is lost, none after the cryptogram is taken.
    fn check(&self) {
        let what = &self.what;
        let (last, before) = self.taps.split_last().unwrap();
        for tap in before {
            assert!(tap.conclusion.parameters.data_record.is_none(), "{what}: taken before the last tap");
        }
        let taken = self.taken(&last.conclusion);
        for other in self.card.made.iter().filter(|other| *other != taken && other.information != 0) {
            assert!(self.is_accounted_for(other), "{what}: a cryptogram that nobody knows of");
        }
        if self.recovery == Recovery::Both {
            assert_eq!(self.card.made.len(), 1, "{what}: one cryptogram for the payment");
        }
        self.check_log();
    }

    fn taken(&self, conclusion: &KernelConclusion) -> &Cryptogram {
        let what = &self.what;
        assert_eq!(conclusion.parameters.outcome, self.flow.ends, "{what}: {:?}", conclusion.error);
        let record = conclusion.parameters.data_record.as_ref().expect("a Data Record");
        let taken = record.get(tag("9F26")).map(hex).unwrap();
        let made = self.card.made.iter().find(|made| hex(&made.cryptogram) == taken);
        let made = made.unwrap_or_else(|| panic!("{what}: the card did not make it"));
        assert_eq!(
            record.get(tag("9F37")),
            Some(&made.unpredictable_number[..]),
            "{what}: bound to its number"
        );
        let information = match self.flow.ends {
            Outcome::Approved => 0x40,
            Outcome::OnlineRequest => 0x80,
            _ => 0x00,
        };
        assert_eq!(made.information, information, "{what}");
        made
    }

    fn is_accounted_for(&self, other: &Cryptogram) -> bool {
        let number = hex(&other.unpredictable_number);
        let logged = self
            .log
            .records()
            .iter()
            .any(|record| record.0.get(tag("9F37")).map(hex) == Some(number.clone()));
        let reported = self.taps.iter().any(|tap| reported_numbers(&tap.conclusion).contains(&number));
        let at = self.card.made.iter().position(|made| made == other).unwrap();
        let disowned = self.card.refusals.iter().any(|&made| made > at);
        let lost = self.taps.iter().find(|tap| tap.made > at).unwrap();
        let told = self.recovery == Recovery::None
            && lost.conclusion.parameters.start == Some(Start::B)
            && lost.conclusion.error.l1.is_some();
        logged || reported || disowned || told
    }

    fn check_log(&self) {
        let mut wanted = 0;
        for tap in &self.taps {
            match tap.lost_at {
                // A second GENERATE AC takes the place of the record that its card did not want.
                Some(0xAE) if self.recovery != Recovery::None => wanted = 1,
                Some(_) => {}
                None if tap.conclusion.parameters.data_record.is_some() => wanted = 0,
                None => {}
            }
            assert_eq!(tap.logged, wanted, "{}: torn records", self.what);
        }
    }
}

fn interrupt(tap: &mut Tap, card: &mut Card, fault: Fault) {
    match (fault, tap.waits.clone()) {
        (Fault::Stop, _) => tap.tell(Signal::Stop),
        (Fault::TimeOut, _) => {
            tap.now = tap.kernel.deadline().unwrap_or(tap.now);
            tap.tell(Signal::Timeout);
        }
        (Fault::Unheard(error), Waits::Card(_)) => tap.tell(Signal::L1Rsp(error)),
        (Fault::Torn(error), Waits::Card(command)) => {
            card.answer(&command);
            tap.tell(Signal::L1Rsp(error));
        }
        (Fault::Cut, Waits::Card(command)) => {
            let answer = card.answer(&command);
            tap.answer(&answer[..1]);
        }
        // No command is under way: there is nothing to lose, and the kernel stays where it is.
        (fault, before) => {
            match fault {
                Fault::Unheard(error) | Fault::Torn(error) => tap.tell(Signal::L1Rsp(error)),
                _ => tap.answer(&[0x90]),
            }
            assert_eq!(tap.waits, before);
        }
    }
}

fn instruction(waits: &Waits) -> Option<u8> {
    match waits {
        Waits::Card(command) => Some(command[1]),
        _ => None,
    }
}

fn is_taken(conclusion: &KernelConclusion) -> bool {
    matches!(conclusion.parameters.outcome, Outcome::Approved | Outcome::OnlineRequest)
}

fn is_refund(conclusion: &KernelConclusion) -> bool {
    conclusion.parameters.outcome == Outcome::EndApplication && conclusion.parameters.data_record.is_some()
}

/// The Unpredictable Numbers in the torn records of the Discretionary Data.
fn reported_numbers(conclusion: &KernelConclusion) -> Vec<String> {
    let data = conclusion.parameters.discretionary_data.as_ref().unwrap();
    let torn = data.get(dictionary::tags::TORN_RECORD).unwrap_or_default();
    let objects = TlvReader::new(torn).map(|object| object.unwrap());
    objects.filter(|object| object.tag == tag("9F37")).map(|object| hex(object.value)).collect()
}

/// Taps without faults until the payment is settled.
fn settle(payment: &mut Payment) {
    while !payment.settled() {
        assert!(payment.taps.len() < 6, "{}: never settled", payment.what);
        payment.tap(None);
    }
    payment.check();
}

const RECOVERIES: [Recovery; 3] = [Recovery::None, Recovery::CardForgets, Recovery::Both];

#[test]
fn every_flow_is_whole_without_faults() {
    for flow in &FLOWS {
        for recovery in RECOVERIES {
            let mut payment = Payment::new(flow, recovery, "no fault".into());
            payment.tap(None);
            payment.check();
            assert!(payment.settled() && payment.card.made.len() == 1, "{}", payment.what);
            assert_eq!(payment.taps[0].conclusion.oda.result, ODA[usize::from(flow.name == "refund")]);
        }
    }
}

/// The refund asks for an AAC, which this card does not sign.
const ODA: [OdaResult; 2] = [OdaResult::Verified, OdaResult::NotPerformed];

#[test]
fn every_fault_at_every_wait_and_the_tap_after_it() {
    let mut payments = 0;
    for flow in &FLOWS {
        for recovery in RECOVERIES {
            for fault in FAULTS {
                for at in 0..flow.waits {
                    let mut payment = Payment::new(flow, recovery, format!("{fault:?} at {at}"));
                    assert!(payment.tap(Some((at, fault))), "{}: not reached", payment.what);
                    settle(&mut payment);
                    payments += 1;
                }
                let mut beyond = Payment::new(flow, recovery, "beyond the last".into());
                assert!(
                    !beyond.tap(Some((flow.waits, fault))),
                    "{}: a wait more than the table has",
                    flow.name
                );
            }
        }
    }
    assert_eq!(payments, 40 * RECOVERIES.len() * FAULTS.len(), "waits of all flows, recoveries, faults");
}

/// The card is lost at GENERATE AC, and the tap after it meets every fault at every wait: at RECOVER AC, and at the
/// GENERATE AC after a RECOVER AC that was refused, too.
#[test]
fn every_fault_after_a_torn_generate_ac() {
    let mut payments = 0;
    for flow in &FLOWS {
        for recovery in RECOVERIES {
            for first in [Fault::Torn(L1Error::TimeOut), Fault::Unheard(L1Error::Transmission)] {
                for second in FAULTS {
                    for at in 0..=flow.waits {
                        let mut payment =
                            Payment::new(flow, recovery, format!("{first:?}, then {second:?} at {at}"));
                        payment.tap(Some((flow.waits - 1, first)));
                        payment.tap(Some((at, second)));
                        settle(&mut payment);
                        payments += 1;
                    }
                }
            }
        }
    }
    assert_eq!(payments, 47 * RECOVERIES.len() * 2 * FAULTS.len());
}

/// Three times lost, at any three of RECOVER AC and GENERATE AC.
#[test]
fn torn_again_and_again() {
    for recovery in RECOVERIES {
        for flow in &FLOWS {
            for places in 0..8 {
                let mut payment = Payment::new(flow, recovery, format!("torn three times, {places:03b}"));
                payment.tap(Some((flow.waits - 1, Fault::Torn(L1Error::TimeOut))));
                for tap in 0..3 {
                    let later = usize::from(places & 1 << tap != 0);
                    payment.tap(Some((flow.waits - 1 + later, Fault::Torn(L1Error::TimeOut))));
                    if payment.settled() {
                        break;
                    }
                }
                settle(&mut payment);
            }
        }
    }
}
