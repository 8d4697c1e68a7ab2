//! `docs/attacks.md`.

use tapkernel_test_vectors::assert_up_to_date;

use std::collections::BTreeMap;

use crate::Breach;
use crate::attack::{Attack, PUBLISHED};

/// What the runs of one attack under one profile came to.
#[derive(Default)]
pub(crate) struct Results {
    /// How often each end came, those without a breach.
    stopped: BTreeMap<String, usize>,
    through: BTreeMap<(Vec<Breach>, String), usize>,
    breached: Vec<String>,
}

impl Results {
    pub(crate) fn add(&mut self, run: String, end: String, breaches: Vec<Breach>) {
        if breaches.is_empty() {
            *self.stopped.entry(end).or_default() += 1;
        } else {
            self.breached.push(format!("{run}: {end}: {breaches:?}"));
            *self.through.entry((breaches, end)).or_default() += 1;
        }
    }

    /// The runs that got through, in words.
    pub(crate) fn breached(&self) -> &[String] {
        &self.breached
    }

    fn text(&self) -> String {
        let through = self.through.iter().map(|((breaches, end), runs)| {
            let breaches: Vec<_> = breaches.iter().map(|breach| breach.text()).collect();
            format!("**{runs} × {}** ({end})", breaches.join(", "))
        });
        let stopped = self.stopped.iter().map(|(end, runs)| format!("{runs} × {end}"));
        through.chain(stopped).collect::<Vec<_>>().join("; ")
    }
}

const HEAD: &str = "\
# Attacks and what becomes of them

Made by `tests/man_in_the_middle`, which runs every script against the real reader, a software card and the software
acquirer; the test fails if this file differs. Each variant of a script runs at 39.99, 40.00 and 40.01 EUR with the PIN
asked above 40.00; whoever stands at the PIN pad does not know the PIN. `lab` has the book's behaviour and has got that
PIN rule for the test; `softpos-eur` is as built in. Bold is what got through. A tap at or below the limit that ends with
an approval by the host is no breach: nobody asks for a PIN there.

What counts as a breach is decided from the card's genuine answers: above the limit no PIN and no genuine claim of the
device; a claim taken without a verified signature (`softpos-eur`); an approval without the host (`softpos-eur`), or on a
forged cryptogram; an accepted tap whose signature failed; changed data counted as authentic; an account of another
scheme; a payment without the relay resistance protocol on a card that takes part in it; mag-stripe mode; an approval by
the host for a cryptogram that is not the card's. Scripts A1, A5.20 and up, A9, A10.20 and up and A11.20 and up are
against Kernel 2, the others against Kernel 3.
";

type Row<'a> = (&'a Attack, Results, Results);

/// Compares the file with the results, or writes it.
pub(crate) fn hold(rows: &[Row<'_>]) {
    let written = write(rows);
    assert_up_to_date("docs/attacks.md", &written);
}

fn write(rows: &[Row<'_>]) -> String {
    let mut text = HEAD.to_owned();
    let bite = rows.iter().filter(|(_, book, _)| !book.breached().is_empty()).count();
    let runs: usize = rows.iter().map(|(attack, ..)| attack.variants.len() * crate::AMOUNTS.len()).sum();
    text += &format!(
        "\n{} scripts, {runs} runs under each profile. `lab` lets {bite} scripts through, `softpos-eur` none.\n",
        rows.len()
    );
    for (letter, published) in PUBLISHED {
        text += &format!(
            "\n## {letter}\n\n{published}.\n\n| script | card | `lab` | `softpos-eur` |\n|---|---|---|---|\n"
        );
        let own = |name: &str| name.split_once('.').is_some_and(|(own, _)| own == letter);
        for (attack, book, hardened) in rows.iter().filter(|(attack, ..)| own(attack.name)) {
            let card = &attack.card.personalisation().name;
            text += &format!(
                "| {} {} | `{card}` | {} | {} |\n",
                attack.name,
                attack.what,
                book.text(),
                hardened.text()
            );
        }
    }
    text + SECOND_TAP
}

const SECOND_TAP: &str = "\
\n## Second tap\n
`tests/man_in_the_middle/second_tap.rs`, with `visa-issuer-update` and readers that support issuer update. Every bit of
Issuer Authentication Data `91` and of the issuer's commands changed, status words forged, another card presented: the
issuer's decision stands, no script follows a failed authentication, and the card is changed by nothing but the issuer's
genuine commands. Issuer Script Results `9F5B` are made from status words, which nobody authenticates: a man in the middle
can make them say that a refused command went well.
";
