//! The host's books.

mod entry;
mod totals;

pub use entry::{HostEntry, Kind, LineName, StandingLine, State};
pub use totals::BatchName;

use std::collections::{BTreeSet, HashMap};

/// All lines, in the order of their messages.
#[derive(Clone, Debug, Default)]
pub struct HostLedger {
    entries: Vec<HostEntry>,
    places: HashMap<LineName, usize>,
    /// Lines that are new or changed since they were asked for.
    touched: BTreeSet<usize>,
}

impl HostLedger {
    /// The lines.
    pub fn entries(&self) -> &[HostEntry] {
        &self.entries
    }

    /// The line of this message.
    pub fn line(&self, name: &LineName) -> Option<&HostEntry> {
        self.entries.get(*self.places.get(name)?)
    }

    /// Whether the line was approved, was not undone or completed, and, for an increment, what it adds to stands too.
    pub fn is_standing(&self, line: &HostEntry) -> bool {
        line.is_approved()
            && line.state == State::Standing
            && self.holder(line).is_none_or(|holder| holder == State::Standing)
    }

    /// Whether money moved and was given back, by the line's own undoing or by that of what it adds to.
    pub(super) fn is_undone(&self, line: &HostEntry) -> bool {
        line.state.is_undone() || self.holder(line).is_some_and(State::is_undone)
    }

    /// The state of the pre-authorisation that an increment adds to.
    pub(super) fn holder(&self, line: &HostEntry) -> Option<State> {
        let original = line.original.as_ref().filter(|_| line.kind == Kind::Increment)?;
        self.line(original).map(|original| original.state)
    }

    /// Enters a new line at the end.
    pub(super) fn enter(&mut self, line: HostEntry) {
        self.put(self.entries.len(), line);
        self.touched.extend(self.entries.len().checked_sub(1));
    }

    /// Changes a line.
    pub(super) fn change(&mut self, name: &LineName, change: impl FnOnce(&mut HostEntry)) {
        let Some(place) = self.places.get(name).copied() else { return };
        if let Some(line) = self.entries.get_mut(place) {
            change(line);
            self.touched.insert(place);
        }
    }

    /// Closes a batch in a currency.
    pub(super) fn close(&mut self, batch: &BatchName) {
        let open = |line: &HostEntry| batch.has(line) && !line.settled && line.kind.moves_money();
        for (place, line) in self.entries.iter_mut().enumerate().filter(|(_, line)| open(line)) {
            line.settled = true;
            self.touched.insert(place);
        }
    }

    /// The lines that are new or changed since this was called before, with their places.
    pub(super) fn take_touched(&mut self) -> Vec<(usize, HostEntry)> {
        let touched = std::mem::take(&mut self.touched);
        touched.into_iter().filter_map(|place| Some((place, self.entries.get(place)?.clone()))).collect()
    }

    /// Puts a line where it was, or one behind the last; `false` if that would leave a gap.
    pub(super) fn put(&mut self, place: usize, line: HostEntry) -> bool {
        if place > self.entries.len() {
            return false;
        }
        self.places.insert(line.name(), place);
        match self.entries.get_mut(place) {
            Some(earlier) => *earlier = line,
            None => self.entries.push(line),
        }
        true
    }
}
