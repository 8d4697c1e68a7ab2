//! What can be set.

/// What can be set for a journal in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SqliteSettings {
    /// Bytes that are kept on the disk in a file of their own, so that a transaction that has begun can write its last
    /// records on a full disk. A record takes up to 64 KiB until it is moved to its place. 0 keeps nothing.
    pub reserve: u64,
    /// Bytes from which on the journal counts as full; `None` for as many as the disk has. The last records of a
    /// transaction may go beyond it, by the reserve.
    pub limit: Option<u64>,
}

impl Default for SqliteSettings {
    /// 2 MiB in reserve, no limit.
    fn default() -> Self {
        Self { reserve: 2 << 20, limit: None }
    }
}
