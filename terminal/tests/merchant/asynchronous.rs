//! A transaction that awaits its card, run by hand: the same as one that blocks, and safe to drop anywhere.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Duration;

use tapkernel_simulator::card::card;
use tapkernel_terminal::books::Verdict;
use tapkernel_terminal::receipt::Reason;
use tapkernel_terminal::sale::{Event, SaleResult};
use tapkernel_terminal::tapkernel::core::apdu::CApdu;
use tapkernel_terminal::tapkernel::core::outcome::L1Error;
use tapkernel_terminal::tapkernel::core::time::Instant;
use tapkernel_terminal::tapkernel::transport::{
    ActivationError, Answer, AsyncCardTransport, CardTransport, Stop,
};

use crate::held::Hand;
use crate::rig::{Shop, eur};

/// Wakes the thread that runs the future.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Polls at most so many times; `None` if that was not enough, and the future is dropped.
fn poll_at_most<T>(polls: usize, future: impl Future<Output = T>) -> Option<T> {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = pin!(future);
    for _ in 0..polls {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(value) => return Some(value),
            Poll::Pending => thread::park(),
        }
    }
    None
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    poll_at_most(usize::MAX, future).unwrap()
}

/// Not ready at first.
struct Later(bool);

impl Future for Later {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

/// The hand, with an interruption before and after everything it does.
struct Lazy(Hand);

async fn later() {
    Later(false).await;
}

impl AsyncCardTransport for Lazy {
    async fn await_card(&mut self, limit: Duration, stop: &Stop) -> Result<(), ActivationError> {
        later().await;
        self.0.await_card(limit, stop)
    }

    async fn transceive(&mut self, command: &CApdu, limit: Duration) -> Result<Answer, L1Error> {
        later().await;
        let answer = self.0.transceive(command, limit);
        later().await;
        answer
    }

    async fn field_off(&mut self, hold: Duration) {
        later().await;
        self.0.field_off(hold);
        later().await;
    }

    async fn await_removal(&mut self, limit: Duration) -> bool {
        later().await;
        self.0.await_removal(limit)
    }

    async fn wait(&mut self, time: Duration) {
        later().await;
        self.0.wait(time);
    }

    fn now(&self) -> Instant {
        self.0.now()
    }
}

/// Every event in words, and the result. What a card draws at random is in no event.
type Told = (Vec<String>, SaleResult);

fn awaited(name: &str, amount: u64, pins: &[&'static str]) -> Told {
    let shop = Shop::new();
    *shop.pins.lock().unwrap() = pins.to_vec();
    let mut terminal = shop.open();
    let mut lazy = Lazy(Hand::with(card(name, 1).unwrap()));
    let mut told = Vec::new();
    let sale = terminal.purchase(eur(amount)).begin().unwrap();
    let tell = |event: Event<'_>| told.push(format!("{event:?}"));
    let result = block_on(sale.run_async(&mut lazy, tell)).unwrap();
    (told, result)
}

fn blocked(name: &str, amount: u64, pins: &[&'static str]) -> Told {
    let shop = Shop::new();
    *shop.pins.lock().unwrap() = pins.to_vec();
    let mut terminal = shop.open();
    let mut told = Vec::new();
    let sale = terminal.purchase(eur(amount)).begin().unwrap();
    let mut hand = Hand::with(card(name, 1).unwrap());
    let result = sale.run(&mut hand, |event| told.push(format!("{event:?}"))).unwrap();
    (told, result)
}

#[test]
fn events_and_result_are_those_of_a_call_that_blocks() {
    let cases: [(&str, u64, &[&str]); 6] = [
        ("visa-credit", 1000, &[]),
        ("visa-credit", 4100, &["1234", "9999"]),
        ("visa-credit", 1051, &[]),
        ("visa-credit", 1065, &["1234"]),
        ("mastercard-credit", 1000, &[]),
        ("visa-expired", 1000, &[]),
    ];
    for (name, amount, pins) in cases {
        let (told, result) = awaited(name, amount, pins);
        let (expected, blocking) = blocked(name, amount, pins);
        assert_eq!(told, expected, "{name} {amount}");
        assert!(told.len() > 5, "{name} {amount}: {told:?}");
        assert_eq!(result.code(), blocking.code(), "{name} {amount}");
        let stations = |result: &SaleResult| {
            let transaction = result.transaction();
            (transaction.begun.clone(), transaction.messages.len(), transaction.verdict())
        };
        assert_eq!(stations(&result), stations(&blocking), "{name} {amount}");
    }
}

/// Drops the future after each number of polls. What the card was asked is asked; the books come to a verdict all the
/// same, the host's agree, and the next card can pay.
#[test]
fn a_future_that_is_dropped_leaves_a_transaction_that_recovers() {
    let (mut dropped, mut ended) = (0, 0);
    for polls in 0..200 {
        let shop = Shop::new();
        let mut terminal = shop.open();
        let mut lazy = Lazy(Hand::with(shop.card.lock().unwrap().clone()));
        let sale = terminal.purchase(eur(1000)).begin().unwrap();
        let id = sale.id();
        let result = poll_at_most(polls, sale.run_async(&mut lazy, |_| {}));
        let report = terminal.recover().unwrap();
        assert!(report.pending.is_empty(), "{polls}: {report:?}");
        let verdict = terminal.reports().by_id(id).unwrap().unwrap().verdict().unwrap();
        let moved = shop.server.host().ledger().totals("TM000016", 1, 978).map_or(0, |totals| totals.net());
        assert_eq!(moved, if verdict == Verdict::Approved { 1000 } else { 0 }, "{polls}: {verdict:?}");
        if let Some(result) = result {
            assert!(result.unwrap().is_approved());
            ended += 1;
            break;
        }
        dropped += 1;
        assert!(matches!(verdict, Verdict::Approved | Verdict::Declined(Reason::Interrupted)), "{verdict:?}");
        assert_eq!(terminal.undelivered().len(), 1, "{polls}");
        lazy.0.field_off(Duration::ZERO);
        let sale = terminal.purchase(eur(1200)).begin().unwrap();
        let next = block_on(sale.run_async(&mut lazy, |_| {})).unwrap();
        assert!(next.is_approved(), "{polls}: {:?}", next.transaction());
    }
    assert!(dropped > 5 && ended == 1, "{dropped} dropped, {ended} ended");
}
