//! What an app sees while a transaction runs, and how it can interfere.

use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use tapkernel_simulator::host::Fault;
use tapkernel_terminal::books::Verdict;
use tapkernel_terminal::operations::{Order, OriginalFault, Refusal};
use tapkernel_terminal::receipt::Reason;
use tapkernel_terminal::rules::{Rules, SoftDecline, WhenUnanswered};
use tapkernel_terminal::sale::{BackgroundError, Event, Listener, SaleResult, Step, Wait};
use tapkernel_terminal::tapkernel::core::apdu::CApdu;
use tapkernel_terminal::tapkernel::core::data::{Currency, Money};
use tapkernel_terminal::tapkernel::core::outcome::L1Error;
use tapkernel_terminal::tapkernel::transport::{ActivationError, Answer, CardTransport, Stop};
use tapkernel_terminal::terminal::{SettleError, Terminal};
use tapkernel_terminal::transaction_kind::TransactionKind;

use crate::held::Hand;
use crate::people::{operator, supervisor};
use crate::rig::{Shop, eur, stan};

/// The events that a person would notice, in words.
fn told(event: &Event<'_>) -> Option<String> {
    Some(match event {
        Event::Step { step, number, of } => format!("step {number} of {of}: {step:?}"),
        Event::Show(_) | Event::Waiting { .. } => return None,
        Event::Result(Verdict::Approved) => "approved".to_owned(),
        other => format!("{other:?}"),
    })
}

#[test]
fn events_of_a_payment_with_pin() {
    let shop = Shop::new();
    let mut terminal = shop.open();
    shop.pins.lock().unwrap().push("1234");
    let mut events = Vec::new();
    let sale = terminal.purchase(eur(4100)).begin().unwrap();
    let mut hand = Hand::with(shop.card.lock().unwrap().clone());
    let result = sale.run(&mut hand, |event| events.extend(told(&event))).unwrap();
    assert!(result.is_approved());
    let expected = [
        "step 1 of 2: Card",
        "PresentCard",
        "CardDetected",
        "Processing",
        "CardRead",
        "step 2 of 3: Pin",
        "PinWanted { again: false }",
        "step 3 of 3: Authorisation",
        "Authorising",
        "approved",
    ];
    let noticed: Vec<_> = events.iter().map(String::as_str).collect();
    let mut rest = noticed.iter();
    for wanted in expected {
        assert!(rest.any(|event| *event == wanted), "{wanted} in {noticed:?}");
    }
}

#[test]
fn a_refund_is_step_two_of_three() {
    let shop = Shop::new();
    let mut terminal = shop.open();
    let _ = shop.run(&mut terminal, &Order::purchase(eur(1000))).unwrap();
    let sue = supervisor();
    let sale = terminal.refund(stan(1), eur(363)).allowed_by(&sue).begin().unwrap();
    let mut hand = Hand::with(shop.card.lock().unwrap().clone());
    let mut steps = Vec::new();
    let result = sale
        .run(&mut hand, |event| {
            if let Event::Step { step, number, of } = event {
                steps.push((step, number, of));
            }
        })
        .unwrap();
    assert!(result.is_approved());
    assert_eq!(steps, [(Step::Card, 2, 3), (Step::Authorisation, 3, 3)]);
}

#[test]
fn nobody_comes_and_the_seconds_are_counted() {
    let shop = Shop::new();
    let mut terminal = shop.open();
    let mut seconds = Vec::new();
    let sale = terminal.purchase(eur(1000)).begin().unwrap();
    let result = sale
        .run(&mut Hand::empty(), |event| {
            if let Event::Waiting { on: Wait::Card, left } = event {
                seconds.push(left.as_secs());
            }
        })
        .unwrap();
    assert_eq!(result.reason(), Some(Reason::NoCard), "{:?}", result.transaction());
    assert_eq!(seconds.first(), Some(&30));
    assert!(seconds.windows(2).all(|pair| pair[1] + 1 >= pair[0] && pair[1] <= pair[0]), "{seconds:?}");
    assert!(seconds.len() >= 30);
    assert!(shop.server.host().ledger().entries().is_empty());
}

#[test]
fn cancelled_before_and_while_the_pin_is_entered() {
    let shop = Shop::new();
    let mut terminal = shop.open();
    let sale = terminal.purchase(eur(1000)).begin().unwrap();
    sale.stop().stop();
    let result = sale.run(&mut Hand::with(shop.card.lock().unwrap().clone()), |_| {}).unwrap();
    assert_eq!(result.reason(), Some(Reason::Cancelled), "{:?}", result.transaction());
    let result = shop.run(&mut terminal, &Order::purchase(eur(4100))).unwrap();
    assert_eq!(result.reason(), Some(Reason::PinCancelled));
    assert!(shop.server.host().ledger().entries().is_empty());
}

#[test]
fn cancelled_at_every_event_moves_money_or_not_but_never_in_between() {
    for at in 0..40 {
        let shop = Shop::new();
        let mut terminal = shop.open();
        shop.pins.lock().unwrap().push("1234");
        let sale = terminal.purchase(eur(4100)).begin().unwrap();
        let (stop, mut seen) = (sale.stop(), 0);
        let mut hand = Hand::with(shop.card.lock().unwrap().clone());
        let result = sale
            .run(&mut hand, |_| {
                if seen == at {
                    stop.stop();
                }
                seen += 1;
            })
            .unwrap();
        let host = shop.server.host().ledger().totals("TM000016", 1, 978).unwrap();
        let sum = if result.is_approved() { 4100 } else { 0 };
        assert_eq!(host.net(), sum, "cancelled at event {at}: {:?}", result.reason());
        assert!(!matches!(result, SaleResult::Unknown(_)));
    }
}

#[test]
fn the_same_reference_twice_is_the_same_result() {
    let shop = Shop::new();
    let mut terminal = shop.open();
    let order = Order::purchase(eur(1000)).reference("order-17");
    let first = shop.run(&mut terminal, &order).unwrap();
    let mut hand = Hand::empty();
    let again = terminal.begin(&order).unwrap().run(&mut hand, |_| panic!("nothing happens")).unwrap();
    assert_eq!(again.transaction(), first.transaction());
    drop(terminal);
    let mut terminal = shop.open();
    let again = terminal.begin(&order).unwrap().run(&mut hand, |_| {}).unwrap();
    assert_eq!(again.transaction(), first.transaction());
    assert_eq!(shop.server.host().ledger().entries().len(), 1);
    let other = terminal.begin(&Order::purchase(eur(1001)).reference("order-17")).unwrap_err();
    assert_eq!(other, Refusal::ReferenceTaken);
    for wrong in [String::new(), "x".repeat(65), "a\nb".to_owned()] {
        let refused = terminal.begin(&Order::purchase(eur(1)).reference(wrong)).unwrap_err();
        assert_eq!(refused, Refusal::ReferenceFormat);
    }
}

#[test]
fn what_is_refused_before_a_card_is_asked_for() {
    let mut shop = Shop::new();
    shop.rules.allowed.remove(&TransactionKind::Cash);
    let mut terminal = shop.open();
    let (anna, sue) = (operator(), supervisor());
    let _ = shop.run(&mut terminal, &Order::purchase(eur(1000)).operated_by(&anna)).unwrap();
    let jpy = Currency::new(392, 0).unwrap();
    let yen = Money { currency: jpy, ..eur(1000) };
    let before = shop.disk.0.lock().unwrap().records.len();
    for (order, refusal) in [
        (Order::cash(eur(1)), Refusal::NotAllowed(TransactionKind::Cash)),
        (Order::purchase(eur(0)), Refusal::Amount("it is zero")),
        (Order::purchase(yen), Refusal::NotConfigured(TransactionKind::Purchase, 392)),
        (
            Order::refund(stan(1), eur(1)).allowed_by(&anna),
            Refusal::SupervisorNeeded(TransactionKind::Refund),
        ),
        (Order::void(stan(1), eur(1000)), Refusal::SupervisorNeeded(TransactionKind::Void)),
        (Order::void(stan(9), eur(1000)).allowed_by(&sue), Refusal::NoSuchTransaction(stan(9))),
        (Order::void(stan(1), eur(999)).allowed_by(&sue), Refusal::Original(stan(1), OriginalFault::Amount)),
        (Order::refund(stan(1), yen).allowed_by(&sue), Refusal::Original(stan(1), OriginalFault::Currency)),
        (
            Order::completion(stan(1), eur(1)),
            Refusal::Original(stan(1), OriginalFault::Kind(TransactionKind::Purchase)),
        ),
    ] {
        assert_eq!(terminal.begin(&order).unwrap_err(), refusal);
    }
    assert_eq!(shop.disk.0.lock().unwrap().records.len(), before, "nothing was written");
}

#[test]
fn another_card_is_not_refunded() {
    let shop = Shop::new();
    let mut terminal = shop.open();
    let _ = shop.run(&mut terminal, &Order::purchase(eur(1000))).unwrap();
    *shop.card.lock().unwrap() = tapkernel_simulator::card::card("mastercard-credit", 1).unwrap();
    let order = Order::refund(stan(1), eur(1000)).allowed_by(&supervisor());
    let result = shop.run(&mut terminal, &order).unwrap();
    assert_eq!(result.reason(), Some(Reason::OtherCard));
    assert_eq!(shop.server.host().ledger().entries().len(), 1);
}

/// Another card at each tap.
struct Changing(Vec<Hand>, Hand);

impl CardTransport for Changing {
    fn await_card(&mut self, limit: Duration, stop: &Stop) -> Result<(), ActivationError> {
        if let Some(next) = self.0.pop() {
            self.1 = next;
        }
        self.1.await_card(limit, stop)
    }

    fn transceive(&mut self, command: &CApdu, limit: Duration) -> Result<Answer, L1Error> {
        self.1.transceive(command, limit)
    }

    fn field_off(&mut self, hold: Duration) {
        self.1.field_off(hold);
    }

    fn await_removal(&mut self, limit: Duration) -> bool {
        self.1.await_removal(limit)
    }
}

#[test]
fn the_second_tap_after_a_soft_decline_is_for_the_same_card() {
    let mut shop = Shop::new();
    shop.rules.soft_decline = SoftDecline::SecondTap;
    let mut terminal = shop.open();
    shop.pins.lock().unwrap().push("1234");
    let hand = |name| Hand::with(tapkernel_simulator::card::card(name, 1).unwrap());
    let mut cards = Changing(vec![hand("mastercard-credit"), hand("visa-credit")], Hand::empty());
    let result = terminal.purchase(eur(1065)).begin().unwrap().run(&mut cards, |_| {}).unwrap();
    assert_eq!(result.reason(), Some(Reason::OtherCard), "{:?}", result.transaction());
    assert_eq!(shop.server.host().ledger().totals("TM000016", 1, 978).unwrap().net(), 0);
}

#[test]
fn a_void_is_for_today_only_and_a_settled_one_is_refunded() {
    let shop = Shop::new();
    let mut terminal = shop.open();
    let sue = supervisor();
    for _ in 0..2 {
        let _ = shop.run(&mut terminal, &Order::purchase(eur(1000))).unwrap();
    }
    shop.at("2026-11-23 09:00:00+01:00");
    let late = terminal.begin(&Order::void(stan(1), eur(1000)).allowed_by(&sue)).unwrap_err();
    assert!(matches!(late, Refusal::Original(_, OriginalFault::VoidOrRefund(_))), "{late:?}");
    let _ = terminal.settle().unwrap();
    let settled = terminal.begin(&Order::void(stan(2), eur(1000)).allowed_by(&sue)).unwrap_err();
    assert!(matches!(settled, Refusal::Original(_, OriginalFault::VoidOrRefund(_))), "{settled:?}");
    let back = shop.run(&mut terminal, &Order::refund(stan(2), eur(1000)).allowed_by(&sue)).unwrap();
    assert!(back.is_approved());
    let hosts = shop.server.host().ledger().totals("TM000016", 2, 978).unwrap();
    assert_eq!((hosts.net(), terminal.books().batch()), (-1000, 2));
}

#[test]
fn a_clock_that_jumped_closes_no_day_until_it_is_confirmed() {
    let shop = Shop::new();
    let mut terminal = shop.open();
    let _ = shop.run(&mut terminal, &Order::purchase(eur(1000))).unwrap();
    shop.at("2027-01-01 00:00:00+01:00");
    let sold = shop.run(&mut terminal, &Order::purchase(eur(1000))).unwrap();
    assert_eq!(sold.transaction().day, sold.transaction().day.min(terminal.books().day().date().unwrap()));
    assert_eq!(tapkernel_terminal::moment::date_text(sold.transaction().day), "2026-11-22");
    assert_eq!(terminal.settle().unwrap_err(), SettleError::ClockDoubted);
    drop(terminal);
    let mut terminal = shop.open();
    terminal.confirm_clock(&operator()).unwrap();
    assert!(terminal.clock_is_doubted(), "an operator's word is not enough");
    terminal.confirm_clock(&supervisor()).unwrap();
    assert!(terminal.settle().unwrap().currencies[0].balanced);
}

#[test]
fn what_the_acquirer_has_approved_stands_where_the_rules_ask_first() {
    let mut shop = Shop::new();
    shop.rules = Rules { unanswered: WhenUnanswered::Query, ..Rules::default() };
    let mut terminal = shop.open();
    shop.server.faults().push(Fault::Never);
    let result = shop.run(&mut terminal, &Order::purchase(eur(1000))).unwrap();
    assert!(result.is_approved(), "{:?}", result.transaction());
    assert!(result.transaction().answer().unwrap().rrn.is_some());
    shop.server.faults().push(Fault::Lost);
    let lost = shop.run(&mut terminal, &Order::purchase(eur(1100))).unwrap();
    assert_eq!(lost.reason(), Some(Reason::Reversed), "{:?}", lost.transaction());
    assert!(terminal.settle().unwrap().currencies[0].balanced);
}

#[test]
fn results_that_nobody_waited_for_are_delivered_after_a_restart() {
    for appends in 0..8 {
        let shop = Shop::new();
        let mut terminal = shop.open();
        let sale = terminal.purchase(eur(1000)).begin().unwrap();
        shop.disk.cut_after(appends);
        let ended = sale.run(&mut Hand::with(shop.card.lock().unwrap().clone()), |_| {});
        drop(terminal);
        shop.disk.restore();
        let mut terminal = shop.open();
        let report = terminal.recover().unwrap();
        assert!(report.pending.is_empty(), "{appends}: {report:?}");
        let waiting = terminal.undelivered();
        assert_eq!(waiting.len(), 1, "{appends}: {ended:?}");
        let net = shop.server.host().ledger().totals("TM000016", 1, 978).unwrap().net();
        assert_eq!(net, if waiting[0].is_approved() { 1000 } else { 0 }, "{appends}");
        terminal.delivered(waiting[0].transaction().id).unwrap();
        assert!(terminal.undelivered().is_empty());
        drop(terminal);
        assert!(shop.open().undelivered().is_empty());
    }
}

#[test]
fn a_receipt_can_be_had_again() {
    let shop = Shop::new();
    let mut terminal = shop.open();
    let result = shop.run(&mut terminal, &Order::purchase(eur(1000))).unwrap();
    let first = terminal.receipt(result.transaction(), None).unwrap();
    drop(terminal);
    let terminal = shop.open();
    let kept = terminal.reports().transaction(stan(1)).unwrap().unwrap();
    let again = terminal.receipt(&kept, None).unwrap().as_duplicate();
    assert_eq!(again, first.as_duplicate());
    let text = again.text(tapkernel_terminal::receipt::Layout::Free);
    for part in ["10.00", "EUR", "***0036", "000001", "DUPLICATE"] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn history_as_csv_and_json_lines() {
    let shop = Shop::new();
    let mut terminal = shop.open();
    let _ = shop.run(&mut terminal, &Order::purchase(eur(1000)).reference("=1+1")).unwrap();
    let _ = shop.run(&mut terminal, &Order::purchase(eur(1051))).unwrap();
    let day = terminal.now().date;
    let history = terminal.reports().history(day, day).unwrap();
    let language = tapkernel_terminal::language::Language::En;
    let csv = history.csv(terminal.profile(), language);
    let rows: Vec<_> = csv.split("\r\n").collect();
    assert!(
        rows[0].starts_with("id,stan,at,business_date,kind,result,code,reason,amount,cashback,currency,card")
    );
    assert!(rows[1].contains(",000001,2026-11-22 10:00:00+01:00,2026-11-22,purchase,approved,0,,10.00,"));
    assert!(
        rows[1].contains("'=1+1") && rows[2].contains(",declined,101,insufficient funds,10.51,"),
        "{csv}"
    );
    let lines = history.json_lines(terminal.profile(), language);
    let second: serde_json::Value = serde_json::from_str(lines.lines().nth(1).unwrap()).unwrap();
    assert_eq!((second["stan"].as_str(), second["response_code"].as_str()), (Some("000002"), Some("51")));
}

/// Collects what is called back.
struct Ears(mpsc::Sender<Result<bool, BackgroundError>>);

impl Listener for Ears {
    fn event(&mut self, _: Event<'_>) {}

    fn ended(&mut self, result: Result<SaleResult, BackgroundError>) {
        self.0.send(result.map(|result| result.is_approved())).unwrap();
    }
}

#[test]
fn in_the_background() {
    let shop = Shop::new();
    let terminal = Arc::new(Mutex::new(shop.open()));
    let (ears, heard) = mpsc::channel();
    let hand = Hand::with(shop.card.lock().unwrap().clone());
    let order = Order::purchase(eur(1000));
    let running = Terminal::run_in_background(Arc::clone(&terminal), order, hand, Ears(ears.clone()));
    assert_eq!(heard.recv_timeout(Duration::from_secs(20)).unwrap(), Ok(true));
    running.wait();
    let refused = Order::purchase(eur(0));
    let running = Terminal::run_in_background(terminal, refused, Hand::empty(), Ears(ears));
    let told = heard.recv_timeout(Duration::from_secs(20)).unwrap();
    assert_eq!(told, Err(BackgroundError::Refused(Refusal::Amount("it is zero"))));
    running.cancel();
    running.wait();
}
