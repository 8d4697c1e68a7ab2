//! What is kept of a person.

use std::time::Duration;

use super::Uptime;
use super::digest::{Cost, Digest};
use super::lock::Lock;

/// What a person may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Takes payments.
    Operator,
    /// Also grants refunds, voids and the journals of all terminals.
    Supervisor,
}

/// What is kept of a person. Opaque; [`PersonRecord::encode`] gives the bytes for a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PersonRecord {
    pub(super) role: Role,
    pub(super) digest: Digest,
    pub(super) must_change: bool,
    pub(super) tries: u8,
    pub(super) lock: Option<Lock>,
}

/// Bytes of a record.
const LENGTH: usize = 104;
const VERSION: u8 = 1;

impl PersonRecord {
    /// The record as bytes: fixed length, with a version. No code can be had from them but by trying.
    pub fn encode(&self) -> Vec<u8> {
        let supervisor = u8::from(self.role == Role::Supervisor);
        let mut bytes = vec![VERSION, supervisor, u8::from(self.must_change), self.tries];
        let cost = self.digest.cost;
        [cost.memory, cost.passes, cost.lanes].iter().for_each(|number| bytes.extend(number.to_be_bytes()));
        bytes.extend(self.digest.salt);
        bytes.extend(self.digest.tag);
        let lock = self.lock.map(|lock| {
            let since = lock.since.map_or(u64::MAX, millis);
            [millis(lock.served), lock.seen.boot, millis(lock.seen.elapsed), since]
        });
        bytes.extend(u64::from(lock.is_some()).to_be_bytes());
        lock.unwrap_or_default().iter().for_each(|number| bytes.extend(number.to_be_bytes()));
        bytes
    }

    /// Reads what [`PersonRecord::encode`] wrote; `None` if it is anything else.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        if bytes.len() != LENGTH {
            return None;
        }
        let (&[version, supervisor, must_change, tries], rest) = bytes.split_first_chunk::<4>()?;
        if version != VERSION || supervisor > 1 || must_change > 1 {
            return None;
        }
        let mut rest = rest;
        let [memory, passes, lanes] = [number_32(&mut rest)?, number_32(&mut rest)?, number_32(&mut rest)?];
        let (salt, tag) = (take::<16>(&mut rest)?, take::<32>(&mut rest)?);
        let role = if supervisor == 1 { Role::Supervisor } else { Role::Operator };
        let digest = Digest { cost: Cost { memory, passes, lanes }, salt, tag };
        Some(Self { role, digest, must_change: must_change == 1, tries, lock: lock(rest)? })
    }
}

fn lock(mut rest: &[u8]) -> Option<Option<Lock>> {
    let present = number(&mut rest)?;
    let served = Duration::from_millis(number(&mut rest)?);
    let seen = Uptime { boot: number(&mut rest)?, elapsed: Duration::from_millis(number(&mut rest)?) };
    let since = Some(number(&mut rest)?).filter(|since| *since != u64::MAX).map(Duration::from_millis);
    match present {
        0 => Some(None),
        1 => Some(Some(Lock { served, seen, since })),
        _ => None,
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX - 1)
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, left) = rest.split_first_chunk::<N>()?;
    *rest = left;
    Some(*taken)
}

fn number(rest: &mut &[u8]) -> Option<u64> {
    take(rest).map(u64::from_be_bytes)
}

fn number_32(rest: &mut &[u8]) -> Option<u32> {
    take(rest).map(u32::from_be_bytes)
}
