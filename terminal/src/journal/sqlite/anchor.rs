//! How far the journal has come, beside the journal.
//!
//! SQLite takes a write-ahead log whose end is gone, or one with a wrong bit in it, for one that ends earlier: the last
//! records would be gone without a trace. So the number and the hash of the last record stand in a file of their own too.
//!
//! It has two slots, each in a sector of its own, written in turn once a record is durable. They are not forced to the
//! disk, which would double the price of a record: after a power cut the anchor may be behind the journal, and is brought
//! forward; it is never before it, so that a journal that ends before its anchor has lost something.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::chain::{GENESIS, Head, digest};
use super::files;

/// Where the second slot begins: no sector holds both.
const APART: usize = 512;
const MARK: &[u8; 16] = b"tapkernel head 1";
/// Mark, number, hash.
const CONTENT: usize = 16 + 8 + 32;
/// And the hash over these.
const SLOT: usize = CONTENT + 32;

/// The anchor of a journal that is open for writing.
#[derive(Debug)]
pub(super) struct Anchor {
    file: File,
    second: bool,
}

/// What an anchor says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchored {
    /// There is none.
    Missing,
    /// Neither slot is whole. No power cut does that: only one is written at a time.
    Broken,
    /// The journal had come so far, or further.
    At(Head),
}

impl Anchor {
    /// Makes the anchor of a journal without records. It is there whole and for good, or not at all, when this returns.
    pub(super) fn create(path: &Path) -> io::Result<()> {
        let mut made = path.as_os_str().to_owned();
        made.push(".new");
        let _ = fs::remove_file(&made);
        let mut file = files::create(Path::new(&made))?;
        let mut content = slot(&GENESIS);
        content.resize(APART, 0);
        file.write_all(&content)?;
        file.write_all(&content)?;
        file.sync_all()?;
        fs::rename(&made, path)?;
        files::sync_folder(path)
    }

    /// Opens it for writing.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let mut file = OpenOptions::new().read(true).write(true).open(path)?;
        let [first, second] = slots(&mut file)?;
        let sequence = |head: Option<Head>| head.map_or(0, |head| head.sequence + 1);
        Ok(Self { file, second: sequence(second) < sequence(first) })
    }

    /// Writes into the slot that is the older one.
    pub(super) fn write(&mut self, head: &Head) -> io::Result<()> {
        let at = if self.second { APART } else { 0 };
        self.file.seek(SeekFrom::Start(at as u64))?;
        self.file.write_all(&slot(head))?;
        self.second = !self.second;
        Ok(())
    }
}

/// Reads the anchor at `path`.
pub(super) fn read(path: &Path) -> io::Result<Anchored> {
    let mut file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Anchored::Missing),
        opened => opened?,
    };
    let newest = slots(&mut file)?.into_iter().flatten().max_by_key(|head| head.sequence);
    Ok(newest.map_or(Anchored::Broken, Anchored::At))
}

fn slots(file: &mut File) -> io::Result<[Option<Head>; 2]> {
    let mut content = Vec::new();
    file.take(2 * APART as u64).read_to_end(&mut content)?;
    Ok([0, APART].map(|at| content.get(at..).and_then(head)))
}

fn slot(head: &Head) -> Vec<u8> {
    let mut slot = MARK.to_vec();
    slot.extend(head.sequence.to_be_bytes());
    slot.extend(head.hash);
    slot.extend(digest(&slot));
    slot
}

fn head(slot: &[u8]) -> Option<Head> {
    let (content, check) = slot.get(..SLOT)?.split_at_checked(CONTENT)?;
    let rest = content.strip_prefix(MARK)?;
    let (sequence, hash) = rest.split_first_chunk()?;
    let head = Head { sequence: u64::from_be_bytes(*sequence), hash: hash.try_into().ok()? };
    (digest(content) == check).then_some(head)
}
