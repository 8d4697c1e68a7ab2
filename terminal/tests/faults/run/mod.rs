//! One seeded run: operations and faults drawn at random, then a good line, recovery, and the two ledgers compared.

mod act;
mod draw;
mod end;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use tapkernel_terminal::books::Verdict;
use tapkernel_terminal::journal::TransactionId;
use tapkernel_terminal::moment::Moment;
use tapkernel_terminal::operations::Order;
use tapkernel_terminal::rules::{Rules, SoftDecline, WhenUnanswered, WhileReversalsWait};
use tapkernel_terminal::terminal::Terminal;

use crate::random::Random;
use crate::shop::Shop;

/// How often everything came about: a test that meets nothing shows nothing.
pub(crate) type Met = BTreeMap<String, u64>;

const CARDS: [&str; 7] = [
    "visa-credit",
    "mastercard-credit",
    "visa-online-pin",
    "visa-offline",
    "visa-issuer-update",
    "visa-declining",
    "visa-debit-phone",
];

struct Run {
    random: Random,
    shop: Shop,
    terminal: Option<Terminal>,
    /// What the app was told for good.
    told: BTreeMap<TransactionId, Verdict>,
    orders: Vec<(Order, TransactionId)>,
    /// The card of the customer who comes most.
    regular: &'static str,
    met: Met,
    log: Vec<String>,
}

/// Runs a seed. `Err` says what did not hold, and what was done.
pub(crate) fn run(seed: u64) -> Result<Met, String> {
    let mut run = Run::new(seed);
    let ended = catch_unwind(AssertUnwindSafe(|| run.all()));
    let wrong = match ended {
        Ok(Ok(())) => None,
        Ok(Err(why)) => Some(why),
        Err(panic) => Some(match panic.downcast::<String>() {
            Ok(text) => format!("panic: {text}"),
            Err(other) => format!("panic: {:?}", other.downcast::<&str>()),
        }),
    };
    match wrong {
        None => Ok(run.met),
        Some(why) => Err(format!("seed {seed}: {why}\n\nafter\n  {}", run.log.join("\n  "))),
    }
}

impl Run {
    fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let profile = random.pick(&["softpos-eur", "softpos-eur", "lab"]);
        let rules = Rules {
            soft_decline: random.pick(&[SoftDecline::Pin, SoftDecline::SecondTap, SoftDecline::Decline]),
            unanswered: random.pick(&[WhenUnanswered::Reverse, WhenUnanswered::Query]),
            while_reversals_wait: random
                .pick(&[WhileReversalsWait::RefuseSales, WhileReversalsWait::AllowSales]),
            completion_tolerance: 0,
            ..Rules::default()
        };
        let log = vec![format!(
            "{profile}, {:?}, {:?}, {:?}",
            rules.soft_decline, rules.unanswered, rules.while_reversals_wait
        )];
        let shop = Shop::new(profile, rules);
        let (told, orders, met) = Default::default();
        let regular = random.pick(&["visa-credit", "mastercard-credit", "visa-issuer-update"]);
        Self { random, shop, terminal: None, told, orders, regular, met, log }
    }

    fn count(&mut self, what: impl Into<String>) {
        *self.met.entry(what.into()).or_default() += 1;
    }

    fn all(&mut self) -> Result<(), String> {
        let steps = 6 + self.random.below(14);
        for _ in 0..steps {
            self.arm();
            self.step()?;
            if self.random.percent(50) {
                self.shop.wire.clear();
            }
            self.after_step()?;
        }
        self.end()
    }

    /// The terminal, opened anew if need be, with as many attempts as that takes.
    fn terminal(&mut self) -> Terminal {
        if let Some(terminal) = self.terminal.take() {
            return terminal;
        }
        if let Ok(terminal) = self.shop.try_open() {
            return terminal;
        }
        self.count("power cut while opening");
        self.shop.disk.restore();
        self.shop.open()
    }

    fn step(&mut self) -> Result<(), String> {
        let mut terminal = self.terminal();
        let done = match self.random.below(100) {
            0..70 => self.operate(&mut terminal),
            70..75 => self.again(&mut terminal),
            75..82 => self.settle(&mut terminal),
            82..90 => {
                let recovered = terminal.recover().map_err(|error| error.to_string());
                self.log.push(format!("recover: {recovered:?}"));
                self.count("recover");
                Ok(())
            }
            90..95 => {
                self.log.push("restart".to_owned());
                self.count("restart");
                return Ok(());
            }
            _ => {
                let hours = self.random.below(30);
                self.forward(hours * 3600);
                Ok(())
            }
        };
        let seconds = self.random.below(600);
        self.forward(seconds);
        self.terminal = Some(terminal);
        done
    }

    fn forward(&mut self, seconds: u64) {
        let mut clock = self.shop.clock.lock().unwrap();
        let time = clock.time;
        let all = u64::from(time.hour()) * 3600
            + u64::from(time.minute()) * 60
            + u64::from(time.second())
            + seconds;
        let (day, rest) = (clock.date.day() + (all / 86_400) as u8, all % 86_400);
        let text = format!(
            "2026-11-{:02} {:02}:{:02}:{:02}+01:00",
            day.min(30),
            rest / 3600,
            rest / 60 % 60,
            rest % 60
        );
        *clock = Moment::parse(&text).unwrap();
    }

    /// What holds after each step, and the power comes back if it was cut.
    fn after_step(&mut self) -> Result<(), String> {
        let wrong = self.shop.wire.wrong();
        if let Some(wrong) = wrong.first() {
            return Err(wrong.clone());
        }
        if self.shop.disk.is_dead() {
            self.log.push("power cut".to_owned());
            self.count("power cut");
            self.terminal = None;
        } else if let Some(terminal) = &self.terminal {
            if *terminal.books() != self.shop.disk.books() {
                return Err("the books are not those of the journal".to_owned());
            }
        }
        self.shop.disk.restore();
        Ok(())
    }
}
