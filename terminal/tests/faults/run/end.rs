//! The end of a run: a good line, and what must hold then.

use tapkernel_terminal::terminal::Terminal;

use super::Run;
use crate::books::{agree, transactions};
use crate::people::supervisor;

impl Run {
    /// The line is good from now on.
    pub(super) fn end(&mut self) -> Result<(), String> {
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

    pub(super) fn agree(&self) -> Result<(), String> {
        self.shop.wire.with_host(|host| agree(&self.shop.disk.records(), host))
    }

    /// Recovery, once more and after a restart, changes nothing.
    pub(super) fn twice(&mut self, terminal: &mut Terminal) -> Result<(), String> {
        let (records, messages) = (self.shop.disk.len(), self.shop.wire.messages());
        let first = terminal.recover().map_err(|error| error.to_string())?;
        let mut reopened = self.shop.open();
        let second = reopened.recover().map_err(|error| error.to_string())?;
        let same = (self.shop.disk.len(), self.shop.wire.messages()) == (records, messages);
        let nothing = first == second && first.done.is_empty() && first.settled.is_none();
        if same && nothing { Ok(()) } else { Err(format!("recovery was not over: {first:?}, {second:?}")) }
    }

    /// What the app was told is what the journal says.
    pub(super) fn stands(&self) -> Result<(), String> {
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
    pub(super) fn undelivered(&mut self, terminal: &mut Terminal) -> Result<(), String> {
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
