//! The table as Markdown.

use tapkernel_simulator::card::cards;

use super::rule_in_words::BY_DESIGN;
use super::{AMOUNTS, PROFILES, Row};
use crate::software_tap::PinRule;

const HEAD: &str = "\
# What the software cards come to

Made by `tests/cards` from the real reader, the software cards and the software acquirer; the test fails if this
file differs. Every amount is a purchase in EUR on 2026-11-21; where the PIN is asked the right one is typed. A cell
names the kernel's outcome, the cardholder verification of an approval or online request, offline data authentication,
and the acquirer's response code if it was asked.

The kernels compare differently: the Entry Point has Visa's amounts at a limit above it (\"or greater\"), Kernel 2 has
Mastercard's at it below (\"greater than\"). The profile states the merchant's rule once and is compiled for each, so that
`visa-credit` and `mastercard-credit` come to the same at every amount; the test holds that for each pair of cards that
differ in the scheme only. Two things differ by the books under `lab`: Kernel 3 sends a purchase of zero online, Kernel 2
does not know zero; and a Visa card signs its online requests only where the reader asks for that, a Mastercard card all.
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
