//! Checking codes.

use std::time::Duration;

use thiserror::Error;

use super::digest::Digest;
use super::lock::Lock;
use super::{Code, Cost, PeopleClock, PeopleStore, PersonRecord, Role, StoreError, WeakCode};

/// The people of a terminal: their records behind a store, and the clocks of their locks.
#[derive(Debug)]
pub struct People<S, C> {
    store: S,
    clock: C,
    cost: Cost,
}

/// What became of a code that was typed.
#[derive(Debug, PartialEq, Eq)]
pub enum Verified {
    /// It was right.
    Granted(Grant),
    /// It was right and must be changed first, by [`People::change`].
    MustChange(Ticket),
    /// It was wrong.
    Wrong {
        /// How many more may be wrong before the lock.
        tries_left: u8,
    },
    /// The person is locked; the code was not compared.
    Locked {
        /// How long yet, if the device runs on and trusted time is there.
        left: Duration,
    },
}

/// The proof that a person has shown the right code.
#[derive(Debug, PartialEq, Eq)]
pub struct Grant {
    person: String,
    role: Role,
}

/// The proof that a person has shown a right code that must be changed: it opens nothing but the change.
#[derive(Debug, PartialEq, Eq)]
pub struct Ticket(String);

/// Who sets the first code of a person.
#[derive(Debug)]
pub enum Authority<'a> {
    /// The acquirer, at the activation of the terminal, or to let in an owner who is locked out.
    Provisioning,
    /// A supervisor, for operators.
    Supervisor(&'a Grant),
}

/// Why a code could not be checked or set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PeopleError {
    /// The store failed: nobody gets in.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The code cannot be somebody's code.
    #[error(transparent)]
    Weak(#[from] WeakCode),
    /// There is nobody of this name, or no code was set yet.
    #[error("there is no code for this person")]
    NoCode,
    /// The new code is the old one.
    #[error("the new code is the old one")]
    SameCode,
    /// Who asks may not do this.
    #[error("only a supervisor may do this, and only for operators")]
    NotAllowed,
    /// The digest cannot be computed at this cost.
    #[error("the cost of the digest is out of range")]
    Cost,
}

impl Grant {
    /// Who.
    pub fn person(&self) -> &str {
        &self.person
    }

    /// As what.
    pub const fn role(&self) -> Role {
        self.role
    }
}

impl<S: PeopleStore, C: PeopleClock> People<S, C> {
    /// Wrong codes before the lock.
    pub const MAX_TRIES: u8 = 6;
    /// How long the lock lasts.
    pub const LOCKED_FOR: Duration = Duration::from_secs(24 * 60 * 60);

    /// The people in `store`; new digests are made at `cost`.
    pub const fn new(store: S, clock: C, cost: Cost) -> Self {
        Self { store, clock, cost }
    }

    /// Sets a first code, which must be changed before it opens anything, and lifts a lock. `salt` is random.
    ///
    /// # Errors
    ///
    /// [`PeopleError`]: a weak code, an authority that is not enough, the store.
    pub fn set_initial(
        &mut self,
        person: &str,
        (role, code): (Role, &Code),
        authority: &Authority<'_>,
        salt: [u8; 16],
    ) -> Result<(), PeopleError> {
        let known = self.store.load(person)?.map(|record| record.role);
        let for_operator = role == Role::Operator && known != Some(Role::Supervisor);
        match authority {
            Authority::Supervisor(grant) if grant.role != Role::Supervisor || !for_operator => {
                return Err(PeopleError::NotAllowed);
            }
            _ => {}
        }
        code.check()?;
        let digest = Digest::new(code, self.cost, salt).ok_or(PeopleError::Cost)?;
        let record = PersonRecord { role, digest, must_change: true, tries: 0, lock: None };
        Ok(self.store.save(person, &record)?)
    }

    /// Compares a code. The try is counted, durably, before it is compared; a right code takes it back.
    ///
    /// # Errors
    ///
    /// [`PeopleError::NoCode`] for a person without a code; [`PeopleError::Store`], and then nothing was compared or the
    /// right code counts as not given.
    pub fn verify(&mut self, person: &str, code: &Code) -> Result<Verified, PeopleError> {
        let record = self.store.load(person)?.ok_or(PeopleError::NoCode)?;
        let (record, left) = self.unlocked(record);
        if left > Duration::ZERO {
            self.store.save(person, &record)?;
            return Ok(Verified::Locked { left });
        }
        let counted = self.counted(record);
        self.store.save(person, &counted)?;
        match counted.digest.is_of(code) {
            None => Err(PeopleError::Cost),
            Some(true) => self.right(person, counted),
            Some(false) => Ok(wrong::<S, C>(&counted)),
        }
    }

    /// Sets a new code in the place of one that must be changed, and grants what it opens. `salt` is random.
    ///
    /// # Errors
    ///
    /// [`PeopleError`]: a weak code, the old one again, the store.
    pub fn change(&mut self, ticket: &Ticket, new: &Code, salt: [u8; 16]) -> Result<Grant, PeopleError> {
        new.check()?;
        let record = self.store.load(&ticket.0)?.ok_or(PeopleError::NoCode)?;
        if record.digest.is_of(new).ok_or(PeopleError::Cost)? {
            return Err(PeopleError::SameCode);
        }
        let digest = Digest::new(new, self.cost, salt).ok_or(PeopleError::Cost)?;
        self.store.save(&ticket.0, &PersonRecord { digest, must_change: false, ..record })?;
        Ok(Grant { person: ticket.0.clone(), role: record.role })
    }

    /// A ticket to change one's code at will.
    pub fn ticket(&self, grant: &Grant) -> Ticket {
        Ticket(grant.person.clone())
    }

    /// Writes down how much of a person's lock is served, so that a restart does not lose it. To be called now and then
    /// while somebody is locked, and before the app ends. Answers what is left of the lock.
    ///
    /// # Errors
    ///
    /// [`PeopleError::NoCode`], [`PeopleError::Store`].
    pub fn look(&mut self, person: &str) -> Result<Duration, PeopleError> {
        let record = self.store.load(person)?.ok_or(PeopleError::NoCode)?;
        let (record, left) = self.unlocked(record);
        self.store.save(person, &record)?;
        Ok(left)
    }

    /// The record as of now: a lock that is over is gone, and the tries with it. And what is left of it otherwise.
    ///
    /// A full counter without a lock can only come from a store that lost it: the lock begins now.
    fn unlocked(&self, record: PersonRecord) -> (PersonRecord, Duration) {
        let full = record.tries >= Self::MAX_TRIES;
        let Some(lock) = record.lock.or_else(|| full.then(|| Lock::start(&self.clock))) else {
            return (record, Duration::ZERO);
        };
        let lock = lock.at(&self.clock);
        match lock.left(Self::LOCKED_FOR, &self.clock) {
            Duration::ZERO => (PersonRecord { tries: 0, lock: None, ..record }, Duration::ZERO),
            left => (PersonRecord { lock: Some(lock), ..record }, left),
        }
    }

    /// One try more; the last one locks before it is compared.
    fn counted(&self, record: PersonRecord) -> PersonRecord {
        let tries = record.tries.saturating_add(1);
        let lock = (tries >= Self::MAX_TRIES).then(|| Lock::start(&self.clock));
        PersonRecord { tries, lock, ..record }
    }

    fn right(&mut self, person: &str, counted: PersonRecord) -> Result<Verified, PeopleError> {
        self.store.save(person, &PersonRecord { tries: 0, lock: None, ..counted })?;
        let person = person.to_owned();
        Ok(match counted.must_change {
            true => Verified::MustChange(Ticket(person)),
            false => Verified::Granted(Grant { person, role: counted.role }),
        })
    }
}

fn wrong<S: PeopleStore, C: PeopleClock>(counted: &PersonRecord) -> Verified {
    match People::<S, C>::MAX_TRIES.saturating_sub(counted.tries) {
        0 => Verified::Locked { left: People::<S, C>::LOCKED_FOR },
        tries_left => Verified::Wrong { tries_left },
    }
}
