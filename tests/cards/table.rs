//! The table as Markdown.

use super::rule_in_words::BY_DESIGN;
use super::{AMOUNTS, PROFILES, Row, cards};
use crate::software_tap::PinRule;

const HEAD: &str = "\
# What the software Visa cards come to

Made by `tests/visa_cards` from the real reader, the software cards and the software acquirer; the test fails if this
file differs. Every amount is a purchase in EUR on 2026-11-21; where the PIN is asked the right one is typed. A cell
names the kernel's outcome, the cardholder verification of an approval or online request, offline data authentication,
and the acquirer's response code if it was asked.
";

pub(crate) fn write(rows: &[Row]) -> String {
    let mut text = HEAD.to_owned();
    for (profile, rule) in PROFILES {
        text += &format!("\n## `{profile}`, {}\n\n", in_words(rule));
        let amounts: Vec<_> = AMOUNTS.iter().map(|&amount| euros(amount)).collect();
        text += &format!("| card | {} |\n|---|{}\n", amounts.join(" | "), "---|".repeat(AMOUNTS.len()));
        for (card, _) in cards() {
            let own = rows.iter().filter(|r| (r.profile, r.rule, &r.card) == (profile, rule, &card));
            let cells: Vec<_> = own.map(|row| row.paid.text()).collect();
            let mark = if BY_DESIGN.iter().any(|(name, _)| *name == card) { " *" } else { "" };
            text += &format!("| `{card}`{mark} | {} |\n", cells.join(" | "));
        }
    }
    text += "\n## Cards that differ by design\n\n| card | why |\n|---|---|\n";
    for (card, why) in BY_DESIGN {
        text += &format!("| `{card}` | {why} |\n");
    }
    text
}

fn in_words(rule: PinRule) -> &'static str {
    match rule {
        PinRule::None => "no limit (as built in)",
        PinRule::Above => "`pin: { \"above\": \"40.00\" }`: the PIN for amounts greater than 40.00",
        PinRule::From => "`pin: { \"from\": \"40.00\" }`: the PIN for 40.00 and greater amounts",
    }
}

fn euros(amount: u64) -> String {
    format!("{}.{:02}", amount / 100, amount % 100)
}
