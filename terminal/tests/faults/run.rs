//! One seeded run: operations and faults drawn at random, then a good line, recovery, and the two ledgers compared.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use tapkernel_terminal::acquirer::Stan;
use tapkernel_terminal::books::{Transaction, Verdict};
use tapkernel_terminal::journal::TransactionId;
use tapkernel_terminal::moment::Moment;
use tapkernel_terminal::operations::Order;
use tapkernel_terminal::rules::{Rules, SoftDecline, WhenUnanswered, WhileReversalsWait};
use tapkernel_terminal::sale::SaleResult;
use tapkernel_terminal::tapkernel::core::data::{Amount, Money};
use tapkernel_terminal::terminal::{SettleError, Terminal};
use tapkernel_terminal::transaction_kind::TransactionKind;

use crate::books::{agree, transactions};
use crate::disk::Cut;
use crate::people::supervisor;
use crate::random::Random;
use crate::shop::{Behaviour, Failure, Shop, money};
use crate::wire::Fault;

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

    /// What will go wrong.
    fn arm(&mut self) {
        if self.random.percent(40) {
            for _ in 0..1 + self.random.below(4) {
                let fault = self.fault();
                self.log.push(format!("fault {fault:?}"));
                self.shop.wire.push(fault);
            }
        }
        if self.random.percent(15) {
            let (appends, cut) = (self.random.below(12), self.random.pick(&[Cut::Before, Cut::After]));
            self.log.push(format!("power cut {cut:?} at append {appends}"));
            self.shop.disk.cut_after(appends, cut);
        } else if self.random.percent(4) {
            let reserve = self.random.below(10);
            self.log.push(format!("disk full, {reserve} left"));
            self.shop.disk.fill(reserve);
        }
    }

    fn fault(&mut self) -> Fault {
        let bytes = self.random.below(260) as usize;
        let messages = self.random.below(4) as u32;
        self.random.pick(&[
            Fault::None,
            Fault::None,
            Fault::Refused,
            Fault::Lost,
            Fault::Silent,
            Fault::Silent,
            Fault::Doubled,
            Fault::Twice,
            Fault::Delayed(messages),
            Fault::Delayed(messages),
            Fault::Late,
            Fault::Garbage,
            Fault::Forged,
            Fault::Malfunction,
            Fault::Partial,
            Fault::Taken(0),
            Fault::Taken(bytes),
            Fault::Given(bytes),
            Fault::PowerBefore,
            Fault::PowerAfter,
        ])
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

    fn operate(&mut self, terminal: &mut Terminal) -> Result<(), String> {
        let order = self.order();
        let order = if self.random.percent(60) {
            order.reference(format!("order {}", self.log.len()))
        } else {
            order
        };
        let behaviour = self.behaviour();
        self.log.push(format!("{order:?} {behaviour:?}"));
        let before = self.shop.disk.len() as u64;
        let ended = self.shop.run(terminal, &order, &behaviour);
        let kind = order.kind();
        match ended {
            Ok(result) => {
                let id = result.transaction().id;
                if id.0 > before {
                    self.orders.push((order, id));
                }
                self.tell(kind, &result)
            }
            Err(Failure::Refused(refusal)) => {
                self.log.push(format!("refused: {refusal}"));
                self.count(format!("refused {}", refusal.code()));
                Ok(())
            }
            Err(Failure::Sale(error)) => {
                self.log.push(format!("no result: {error}"));
                self.count("no result");
                Ok(())
            }
        }
    }

    /// A verdict that the app was told stands for good.
    fn tell(&mut self, kind: TransactionKind, result: &SaleResult) -> Result<(), String> {
        let transaction = result.transaction();
        let verdict = transaction.verdict().ok_or("a result without a verdict")?;
        self.log.push(format!("{:?} {:?}: {verdict:?}", transaction.id, transaction.stan()));
        let word = match verdict {
            Verdict::Approved => "approved",
            Verdict::Declined(_) => "declined",
            Verdict::Unknown => "unknown",
        };
        self.count(format!("{kind} {word}"));
        if verdict == Verdict::Unknown {
            return Ok(());
        }
        match self.told.insert(transaction.id, verdict) {
            Some(earlier) if earlier != verdict => Err(format!("told {earlier:?}, and then {verdict:?}")),
            _ => Ok(()),
        }
    }

    fn behaviour(&mut self) -> Behaviour {
        let pins = match self.random.below(10) {
            0 => vec![None],
            1 => vec![Some("9999")],
            2 => vec![Some("9999"), Some("9998"), Some("9997")],
            _ => vec![],
        };
        *self.shop.pins.lock().unwrap() = pins;
        let card = match self.random.below(100) {
            0..4 => None,
            4..25 => Some(self.random.pick(&CARDS)),
            _ => Some(self.regular),
        };
        let leaves_at = if self.random.percent(10) { Some(1 + self.random.below(12) as u32) } else { None };
        let stop_at = if self.random.percent(10) { Some(self.random.below(16) as u32) } else { None };
        Behaviour { card, leaves_at, stop_at }
    }

    fn money(&mut self) -> Money {
        let (currency, exponent) = self.random.pick(&[(978, 2), (978, 2), (392, 0), (788, 3)]);
        let currency = if self.shop.profile.name() == "lab" { (currency, exponent) } else { (978, 2) };
        let whole = self.random.pick(&[100, 1000, 1000, 3900, 4100, 20_000, 9900]);
        let cents = self.random.pick(&[0, 0, 0, 0, 0, 1, 51, 5, 65, 65, 55, 91]);
        money(currency.0, currency.1, whole + cents)
    }

    fn order(&mut self) -> Order {
        let sue = supervisor();
        match self.random.below(100) {
            0..32 => Order::purchase(self.money()),
            32..36 => {
                let total = self.money();
                Order::cashback(total, Amount::new(total.amount.minor_units() / 2).unwrap())
            }
            36..48 => Order::pre_authorisation(self.money()),
            48..51 => Order::unlinked_refund(self.money()).allowed_by(sue),
            51..66 => {
                let of = self.target(&[
                    TransactionKind::Purchase,
                    TransactionKind::Completion,
                    TransactionKind::Refund,
                ]);
                let Some((stan, money)) = of else { return Order::purchase(self.money()) };
                Order::void(stan, money).allowed_by(sue)
            }
            66..78 => {
                let of = self.target(&[TransactionKind::Purchase, TransactionKind::Completion]);
                let Some((stan, money)) = of else { return Order::purchase(self.money()) };
                Order::refund(stan, self.part_of(money)).allowed_by(sue)
            }
            choice => {
                let Some((stan, money)) = self.target(&[TransactionKind::PreAuthorisation]) else {
                    return Order::pre_authorisation(self.money());
                };
                match choice {
                    78..85 => Order::increment(stan, self.part_of(money)),
                    85..94 => Order::completion(stan, self.part_of(money)),
                    _ => Order::cancellation(stan),
                }
            }
        }
    }

    fn part_of(&mut self, money: Money) -> Money {
        let whole = money.amount.minor_units();
        let part = self.random.pick(&[whole, whole, whole / 2, whole / 3, whole + 1]);
        Money { amount: Amount::new(part).unwrap(), ..money }
    }

    /// A transaction to follow: mostly one that can be.
    fn target(&mut self, kinds: &[TransactionKind]) -> Option<(Stan, Money)> {
        let all = transactions(&self.shop.disk.records());
        let fits = |t: &&Transaction| kinds.contains(&t.begun.kind) && t.is_approved();
        let fitting: Vec<_> = all.iter().filter(fits).cloned().collect();
        let from = if self.random.percent(10) || fitting.is_empty() { all } else { fitting };
        if from.is_empty() {
            return None;
        }
        let of = self.random.pick(&from);
        Some((of.stan(), of.begun.money))
    }

    /// An order is given again with its reference: the same result, and nothing sent.
    fn again(&mut self, terminal: &mut Terminal) -> Result<(), String> {
        if self.orders.is_empty() {
            return Ok(());
        }
        let (order, id) = self.random.pick(&self.orders);
        let all = transactions(&self.shop.disk.records());
        let named = all.iter().find(|t| t.id == id).and_then(|t| t.begun.reference.clone());
        if named.is_none() {
            return Ok(());
        }
        self.log.push(format!("again {order:?}"));
        let messages = self.shop.wire.messages();
        match self.shop.run(terminal, &order, &Behaviour::with("visa-credit")) {
            Ok(result) if result.transaction().id != id => Err(format!("{id:?} was done again")),
            Ok(result) => {
                self.count("again");
                if self.shop.wire.messages() != messages {
                    return Err("something was sent for an order that came again".to_owned());
                }
                self.tell(order.kind(), &result)
            }
            Err(failure) => {
                self.log.push(format!("{failure:?}"));
                Ok(())
            }
        }
    }

    fn settle(&mut self, terminal: &mut Terminal) -> Result<(), String> {
        let settled = terminal.settle();
        self.log.push(format!("settle: {settled:?}"));
        match settled {
            Ok(report) => {
                self.count("settled");
                let balanced =
                    report.currencies.iter().all(|currency| currency.balanced && !currency.uploaded);
                if balanced { Ok(()) } else { Err("the batch did not balance".to_owned()) }
            }
            Err(error) => {
                self.count(match error {
                    SettleError::Nothing => "nothing to settle",
                    SettleError::Pending(_) => "settlement waits",
                    SettleError::ClockDoubted => "settlement: clock in doubt",
                    _ => "settlement without answer",
                });
                Ok(())
            }
        }
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

    /// The line is good from now on.
    fn end(&mut self) -> Result<(), String> {
        self.shop.wire.clear();
        if self.random.percent(50) {
            self.shop.wire.flush();
        }
        let mut terminal = self.terminal();
        let sue = supervisor();
        terminal.confirm_clock(sue).map_err(|error| error.to_string())?;
        let report = terminal.recover().map_err(|error| error.to_string())?;
        self.log.push(format!("last recover: {report:?}"));
        if !report.pending.is_empty() {
            return Err(format!("still pending: {:?}", report.pending));
        }
        self.twice(&mut terminal)?;
        // What was lost on the way for as long as that changes nothing any more.
        self.shop.wire.flush();
        self.agree()?;
        self.stands()?;
        self.undelivered(&mut terminal)?;
        self.settle(&mut terminal)?;
        self.agree()?;
        for (name, count) in self.shop.wire.met() {
            *self.met.entry(format!("line {name}")).or_default() += count;
        }
        *self.met.entry("messages".to_owned()).or_default() += self.shop.wire.messages();
        self.after_step()
    }

    fn agree(&self) -> Result<(), String> {
        self.shop.wire.with_host(|host| agree(&self.shop.disk.records(), host))
    }

    /// Recovery, once more and after a restart, changes nothing.
    fn twice(&mut self, terminal: &mut Terminal) -> Result<(), String> {
        let (records, messages) = (self.shop.disk.len(), self.shop.wire.messages());
        let first = terminal.recover().map_err(|error| error.to_string())?;
        let mut reopened = self.shop.open();
        let second = reopened.recover().map_err(|error| error.to_string())?;
        let same = (self.shop.disk.len(), self.shop.wire.messages()) == (records, messages);
        let nothing = first == second && first.done.is_empty() && first.settled.is_none();
        if same && nothing { Ok(()) } else { Err(format!("recovery was not over: {first:?}, {second:?}")) }
    }

    /// What the app was told is what the journal says.
    fn stands(&self) -> Result<(), String> {
        for transaction in transactions(&self.shop.disk.records()) {
            let now = transaction.verdict();
            match self.told.get(&transaction.id) {
                Some(told) if now != Some(*told) => {
                    return Err(format!("told {told:?}, and it is {now:?}: {transaction:#?}"));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Every result that the app was not told comes to it.
    fn undelivered(&mut self, terminal: &mut Terminal) -> Result<(), String> {
        let waiting = terminal.undelivered();
        let told_now: Vec<_> = waiting.iter().map(|result| result.transaction().id).collect();
        for transaction in transactions(&self.shop.disk.records()) {
            if !self.told.contains_key(&transaction.id) && !told_now.contains(&transaction.id) {
                return Err(format!("nobody was ever told of {transaction:#?}"));
            }
        }
        for result in waiting {
            let id = result.transaction().id;
            terminal.delivered(id).map_err(|error| error.to_string())?;
            self.count("delivered later");
        }
        if terminal.undelivered().is_empty() {
            Ok(())
        } else {
            Err("delivered, and still waiting".to_owned())
        }
    }
}
