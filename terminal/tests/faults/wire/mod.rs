//! A line to a host in the same process, without time: what is lost is known to be lost at once.

mod connection;

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};

use tapkernel_simulator::host::{Host, mac_key};
use tapkernel_terminal::acquirer::iso8583::{Dialect, Frame, LengthHeader, Message, MessageType};
use tapkernel_terminal::acquirer::{MessageAuthentication, Stan};
use tapkernel_terminal::books::Due;

use crate::disk::Disk;

pub(crate) const FRAME: Frame = Frame { length: LengthHeader::Binary, tpdu: None };

pub(crate) fn dialect() -> Dialect {
    Dialect::bcd()
}

pub(crate) fn authentication() -> MessageAuthentication {
    MessageAuthentication::AnsiX919(mac_key())
}

/// What happens to one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fault {
    None,
    /// There is no connection.
    Refused,
    /// The message never arrives.
    Lost,
    /// The answer never arrives.
    Silent,
    /// The host gets the message twice.
    Doubled,
    /// The answer comes twice.
    Twice,
    /// The message arrives when so many more have arrived, or at the very end.
    Delayed(u32),
    /// The answer arrives too late: over the next line, before the answer that is awaited there.
    Late,
    /// The host acts, and what comes is no message.
    Garbage,
    /// The host acts, and the answer says another thing than it authenticates.
    Forged,
    /// The answer is authentic, and declines with "system malfunction": the host did not act.
    Malfunction,
    /// The host approves, and the answer names half of the amount.
    Partial,
    /// The line takes so many bytes of the message, and breaks.
    Taken(usize),
    /// The host acts, and so many bytes of the answer arrive.
    Given(usize),
    /// The terminal's power is cut when the message has arrived; the host has not acted yet, and never does.
    PowerBefore,
    /// The terminal's power is cut while the host acts.
    PowerAfter,
}

struct Shared {
    host: Host,
    disk: Disk,
    faults: VecDeque<Fault>,
    delayed: Vec<(u32, Vec<u8>)>,
    late: Vec<u8>,
    /// Whether a sale must find no reversal waiting.
    strict: bool,
    wrong: Vec<String>,
    met: BTreeMap<String, u64>,
    messages: u64,
}

/// The line: clones share it.
#[derive(Clone)]
pub(crate) struct Wire(Arc<Mutex<Shared>>);

impl Wire {
    pub(crate) fn new(host: Host, disk: Disk, strict: bool) -> Self {
        let (faults, delayed, late, wrong, met) = Default::default();
        Self(Arc::new(Mutex::new(Shared {
            host,
            disk,
            faults,
            delayed,
            late,
            strict,
            wrong,
            met,
            messages: 0,
        })))
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.0.lock().unwrap()
    }

    pub(crate) fn push(&self, fault: Fault) {
        self.shared().faults.push_back(fault);
    }

    pub(crate) fn clear(&self) {
        self.shared().faults.clear();
    }

    /// What is still on its way arrives.
    pub(crate) fn flush(&self) {
        let mut shared = self.shared();
        let delayed = std::mem::take(&mut shared.delayed);
        delayed.into_iter().for_each(|(_, coded)| drop(shared.act(&coded)));
    }

    pub(crate) fn with_host<R>(&self, look: impl FnOnce(&Host) -> R) -> R {
        look(&self.shared().host)
    }

    /// What must never be seen on the line, and was.
    pub(crate) fn wrong(&self) -> Vec<String> {
        self.shared().wrong.clone()
    }

    /// How often each fault was met.
    pub(crate) fn met(&self) -> BTreeMap<String, u64> {
        self.shared().met.clone()
    }

    pub(crate) fn messages(&self) -> u64 {
        self.shared().messages
    }
}

impl Shared {
    fn front(&self) -> Fault {
        self.faults.front().copied().unwrap_or(Fault::None)
    }

    fn take(&mut self) -> Fault {
        let fault = self.faults.pop_front().unwrap_or(Fault::None);
        let name = format!("{fault:?}");
        let name = name.split('(').next().unwrap_or_default().to_owned();
        *self.met.entry(name).or_default() += 1;
        fault
    }

    /// What holds of every message that leaves a terminal.
    fn inspect(&mut self, message: &Message) {
        let stan = message.number(11).and_then(|stan| Stan::new(stan as u32)).unwrap();
        let message_type = message.message_type();
        if !self.disk.has_sending(message_type, stan) {
            self.wrong.push(format!("{message_type} {stan:?} left without a record"));
        }
        let asks = [MessageType::AUTHORISATION, MessageType::FINANCIAL].contains(&message_type);
        let books = self.disk.books();
        let waits = books.due().any(|(_, due)| matches!(due, Due::Reversal { .. } | Due::Void { .. }));
        if self.strict && asks && waits {
            self.wrong.push(format!("{message_type} {stan:?} left while a reversal waits"));
        }
    }

    fn decoded(&self, coded: &[u8]) -> Message {
        let message = dialect().decode(coded).unwrap();
        assert!(authentication().verifies(coded, &message));
        message
    }

    fn act(&mut self, coded: &[u8]) -> Vec<u8> {
        let message = self.decoded(coded);
        let Some(answer) = self.host.handle(&message) else { return Vec::new() };
        authentication().encode(&dialect(), &answer).unwrap().expose().clone()
    }

    /// Messages whose time has come arrive.
    fn arrive(&mut self) {
        self.delayed.iter_mut().for_each(|(left, _)| *left = left.saturating_sub(1));
        let (now, later) = std::mem::take(&mut self.delayed).into_iter().partition(|(left, _)| *left == 0);
        self.delayed = later;
        let now: Vec<(u32, Vec<u8>)> = now;
        now.into_iter().for_each(|(_, coded)| drop(self.act(&coded)));
    }

    /// A whole message has left the terminal: what comes back, and whether the line then ends.
    fn exchange(&mut self, coded: &[u8]) -> (Vec<u8>, bool) {
        self.messages += 1;
        let message = self.decoded(coded);
        self.inspect(&message);
        self.arrive();
        let framed = |answer: Vec<u8>| match answer.is_empty() {
            true => Vec::new(),
            false => FRAME.wrap(&answer).unwrap().expose().clone(),
        };
        let late = std::mem::take(&mut self.late);
        let (answer, ends) = match self.take() {
            Fault::None | Fault::Refused | Fault::Taken(_) => (framed(self.act(coded)), false),
            Fault::Lost => (Vec::new(), false),
            Fault::Silent => {
                self.act(coded);
                (Vec::new(), false)
            }
            Fault::Doubled => {
                self.act(coded);
                (framed(self.act(coded)), false)
            }
            Fault::Twice => (framed(self.act(coded)).repeat(2), false),
            Fault::Delayed(messages) => {
                self.delayed.push((messages + 1, coded.to_vec()));
                (Vec::new(), false)
            }
            Fault::Late => {
                self.late = framed(self.act(coded));
                (Vec::new(), false)
            }
            Fault::Garbage => {
                let answer = self.act(coded);
                (framed(vec![0x3F; answer.len()]), false)
            }
            Fault::Forged => {
                let mut answer = self.act(coded);
                answer.iter_mut().rev().nth(8).into_iter().for_each(|byte| *byte ^= 1);
                (framed(answer), false)
            }
            Fault::Malfunction => {
                let mut answer = Message::new(message.message_type().answer()).with(39, "96");
                for field in [3, 4, 7, 11, 12, 13, 41, 42, 49] {
                    message.bytes(field).into_iter().for_each(|value| answer.insert(field, value));
                }
                let coded = authentication().encode(&dialect(), &answer).unwrap();
                (framed(coded.expose().clone()), false)
            }
            Fault::Partial => {
                let coded = self.act(coded);
                let mut answer = self.decoded(&coded);
                if let Some(amount) = answer.number(4) {
                    answer.insert(4, format!("{:012}", amount / 2));
                }
                answer.remove(64);
                answer.remove(128);
                (framed(authentication().encode(&dialect(), &answer).unwrap().expose().clone()), false)
            }
            Fault::Given(bytes) => {
                let mut answer = framed(self.act(coded));
                answer.truncate(bytes);
                (answer, true)
            }
            Fault::PowerBefore => {
                self.disk.cut_now();
                (Vec::new(), true)
            }
            Fault::PowerAfter => {
                let answer = self.act(coded);
                self.disk.cut_now();
                (framed(answer), false)
            }
        };
        ([late, answer].concat(), ends)
    }
}
