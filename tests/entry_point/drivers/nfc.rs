//! A contactless interface on a virtual clock, blocking and not, and a way to run futures.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tapkernel::core::apdu::CApdu;
use tapkernel::core::outcome::L1Error;
use tapkernel::core::time::Instant;
use tapkernel::transport::{ActivationError, Answer, AsyncCardTransport, CardTransport, Stop};

use crate::bench::{application, directory};

const PPSE: &str = "00A404000E325041592E5359532E444446303100";

/// Notes what it is asked for. A card is there at once, unless `field` says otherwise.
#[derive(Default)]
pub(crate) struct Nfc {
    pub(crate) directory: Vec<&'static str>,
    pub(crate) field: VecDeque<ActivationError>,
    pub(crate) log: Vec<String>,
    pub(crate) now: Instant,
    /// Nobody ever presents a card.
    pub(crate) deserted: bool,
}

impl Nfc {
    pub(crate) fn with(directory: &[&'static str]) -> Self {
        Self { directory: directory.to_vec(), ..Self::default() }
    }

    fn found(&mut self, limit: Duration, stop: &Stop) -> Result<(), ActivationError> {
        self.log.push("await-card".to_owned());
        if stop.is_stopped() {
            return Err(ActivationError::Stopped);
        }
        let next = if self.deserted { Some(ActivationError::TimeOut) } else { self.field.pop_front() };
        match next {
            Some(ActivationError::TimeOut) => {
                self.now = self.now + limit;
                Err(ActivationError::TimeOut)
            }
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    fn answer(&mut self, command: &CApdu) -> Result<Answer, L1Error> {
        let elapsed = Duration::from_millis(3);
        self.now = self.now + elapsed;
        let sent = hex::encode_upper(command.as_bytes());
        let bytes = match sent.as_str() {
            PPSE => directory(&self.directory),
            select => application(&select[10..select.len() - 2], "9F6604"),
        };
        self.log.push(sent);
        Ok(Answer { bytes, elapsed })
    }

    fn off(&mut self, hold: Duration) {
        self.log.push(format!("off {}", hold.as_millis()));
        self.now = self.now + hold;
    }

    fn removed(&mut self) -> bool {
        self.log.push("await-removal".to_owned());
        true
    }
}

impl CardTransport for Nfc {
    fn await_card(&mut self, limit: Duration, stop: &Stop) -> Result<(), ActivationError> {
        self.found(limit, stop)
    }

    fn transceive(&mut self, command: &CApdu, _limit: Duration) -> Result<Answer, L1Error> {
        self.answer(command)
    }

    fn field_off(&mut self, hold: Duration) {
        self.off(hold);
    }

    fn wait(&mut self, time: Duration) {
        self.now = self.now + time;
    }

    fn await_removal(&mut self, _limit: Duration) -> bool {
        self.removed()
    }

    fn now(&self) -> Instant {
        self.now
    }
}

/// The same through futures, each of which has to be polled twice.
pub(crate) struct Lazy(pub(crate) Nfc);

impl AsyncCardTransport for Lazy {
    async fn await_card(&mut self, limit: Duration, stop: &Stop) -> Result<(), ActivationError> {
        Later::default().await;
        self.0.found(limit, stop)
    }

    async fn transceive(&mut self, command: &CApdu, _limit: Duration) -> Result<Answer, L1Error> {
        Later::default().await;
        self.0.answer(command)
    }

    async fn field_off(&mut self, hold: Duration) {
        Later::default().await;
        self.0.off(hold);
    }

    async fn wait(&mut self, time: Duration) {
        Later::default().await;
        self.0.now = self.0.now + time;
    }

    async fn await_removal(&mut self, _limit: Duration) -> bool {
        Later::default().await;
        self.0.removed()
    }

    fn now(&self) -> Instant {
        self.0.now
    }
}

/// Ready at the second poll.
#[derive(Default)]
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

/// Polls until the future is ready, at most `polls` times.
pub(crate) fn poll_at_most<T>(polls: usize, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    (0..polls).find_map(|_| match future.as_mut().poll(&mut cx) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    })
}

pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    poll_at_most(10_000, future).expect("the future gets ready")
}
