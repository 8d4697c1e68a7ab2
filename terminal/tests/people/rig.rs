//! A store in memory that can lose power, and a clock that is told.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use tapkernel_terminal::people::*;

/// What is on the disk: the bytes of each record, as a real store has them.
#[derive(Clone, Default)]
pub(crate) struct Disk {
    records: Rc<RefCell<BTreeMap<String, Vec<u8>>>>,
    /// How many more writes succeed; `None`: all.
    writes: Rc<Cell<Option<u32>>>,
    pub(crate) written: Rc<Cell<u32>>,
}

impl Disk {
    /// The power fails after `writes` more writes.
    pub(crate) fn fail_after(&self, writes: Option<u32>) {
        self.writes.set(writes);
    }

    pub(crate) fn bytes(&self, person: &str) -> Vec<u8> {
        self.records.borrow()[person].clone()
    }
}

impl PeopleStore for Disk {
    fn load(&self, person: &str) -> Result<Option<PersonRecord>, StoreError> {
        let records = self.records.borrow();
        records.get(person).map(|bytes| PersonRecord::decode(bytes).ok_or(StoreError)).transpose()
    }

    fn save(&mut self, person: &str, record: &PersonRecord) -> Result<(), StoreError> {
        match self.writes.get() {
            Some(0) => return Err(StoreError),
            Some(left) => self.writes.set(Some(left - 1)),
            None => {}
        }
        self.written.set(self.written.get() + 1);
        self.records.borrow_mut().insert(person.to_owned(), record.encode());
        Ok(())
    }
}

/// Both clocks, set by hand.
#[derive(Clone)]
pub(crate) struct Clock {
    pub(crate) boot: Rc<Cell<u64>>,
    pub(crate) elapsed: Rc<Cell<Duration>>,
    pub(crate) trusted: Rc<Cell<Option<Duration>>>,
}

impl PeopleClock for Clock {
    fn uptime(&self) -> Uptime {
        Uptime { boot: self.boot.get(), elapsed: self.elapsed.get() }
    }

    fn trusted_time(&self) -> Option<Duration> {
        self.trusted.get()
    }
}

impl Clock {
    pub(crate) fn run(&self, time: Duration) {
        self.elapsed.set(self.elapsed.get() + time);
        self.trusted.set(self.trusted.get().map(|trusted| trusted + time));
    }

    /// Off for `time`, then on again.
    pub(crate) fn restart(&self, off: Duration) {
        self.boot.set(self.boot.get() + 1);
        self.elapsed.set(Duration::ZERO);
        self.trusted.set(self.trusted.get().map(|trusted| trusted + off));
    }
}

pub(crate) const HOUR: Duration = Duration::from_secs(3600);
pub(crate) const DAY: Duration = Duration::from_secs(24 * 3600);

/// Cheap, for tests.
pub(crate) const COST: Cost = Cost { memory: 8, passes: 1, lanes: 1 };

pub(crate) struct Rig {
    pub(crate) disk: Disk,
    pub(crate) clock: Clock,
    pub(crate) people: People<Disk, Clock>,
}

pub(crate) fn code(text: &str) -> Code {
    Code::new(text)
}

pub(crate) const RIGHT: &str = "739516";

impl Rig {
    /// Nobody has a code.
    pub(crate) fn empty() -> Self {
        let disk = Disk::default();
        let clock = Clock {
            boot: Rc::new(Cell::new(1)),
            elapsed: Rc::new(Cell::new(HOUR)),
            trusted: Rc::new(Cell::new(Some(20_000 * DAY))),
        };
        let people = People::new(disk.clone(), clock.clone(), COST);
        Self { disk, clock, people }
    }

    /// A supervisor `sue` with the code [`RIGHT`].
    pub(crate) fn new() -> Self {
        let mut rig = Self::empty();
        let first = code("270384");
        rig.people.set_initial("sue", (Role::Supervisor, &first), &Authority::Provisioning, [1; 16]).unwrap();
        let Verified::MustChange(ticket) = rig.people.verify("sue", &first).unwrap() else { panic!() };
        rig.people.change(&ticket, &code(RIGHT), [2; 16]).unwrap();
        rig
    }

    /// The app ends and begins again, on the same disk.
    pub(crate) fn reopen(&mut self) {
        self.people = People::new(self.disk.clone(), self.clock.clone(), COST);
    }

    pub(crate) fn wrong(&mut self) -> Verified {
        self.people.verify("sue", &code("000001")).unwrap()
    }

    pub(crate) fn right(&mut self) -> Verified {
        self.people.verify("sue", &code(RIGHT)).unwrap()
    }

    pub(crate) fn lock(&mut self) {
        for tries_left in (1..=5).rev() {
            assert_eq!(self.wrong(), Verified::Wrong { tries_left });
        }
        assert_eq!(self.wrong(), Verified::Locked { left: DAY });
    }

    pub(crate) fn is_locked(&mut self) -> bool {
        match self.right() {
            Verified::Locked { .. } => true,
            Verified::Granted(_) => false,
            other => panic!("{other:?}"),
        }
    }
}
