//! An attack as data: a name, where it was published, the card, and the men who try it.

use tapkernel_simulator::card::{SoftwareCard, card};

use crate::man::Man;

/// What the book's behaviour does with an attack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Book {
    /// It lets at least one variant through.
    LetsThrough,
    /// It stops every variant itself.
    Stops,
}

pub(crate) struct Attack {
    /// Letter of the catalogue and a number: `A2.03`.
    pub(crate) name: &'static str,
    /// What is done, in words.
    pub(crate) what: &'static str,
    pub(crate) card: SoftwareCard,
    pub(crate) book: Book,
    /// The variants, each with a name of its own.
    pub(crate) variants: Vec<(String, Man)>,
}

impl Attack {
    /// An attack in one form.
    pub(crate) fn one(
        name: &'static str,
        card: SoftwareCard,
        book: Book,
        what: &'static str,
        man: Man,
    ) -> Self {
        Self { name, what, card, book, variants: vec![(String::new(), man)] }
    }

    /// An attack in many forms.
    pub(crate) fn many(
        name: &'static str,
        card: SoftwareCard,
        book: Book,
        what: &'static str,
        variants: impl IntoIterator<Item = (String, Man)>,
    ) -> Self {
        Self { name, what, card, book, variants: variants.into_iter().collect() }
    }
}

/// A card from the library.
pub(crate) fn software(name: &str) -> SoftwareCard {
    card(name, 1).unwrap()
}

/// Where the letters were published.
pub(crate) const PUBLISHED: [(&str, &str); 11] = [
    (
        "A1",
        "relay: Ghost Tap, NFCGate and others; defended by Mastercard's relay resistance protocol (Book C-2, SR1)",
    ),
    (
        "A2",
        "Basin, Sasse, Toro-Pozo: The EMV Standard: Break, Fix, Verify (IEEE S&P 2021), change of the CTQ",
    ),
    ("A3", "the same paper: offline approval on a cryptogram that nobody checks"),
    ("A4", "Basin, Sasse, Toro-Pozo: Card Brand Mixup Attack (USENIX Security 2021)"),
    ("A5", "Basin, Schaller, Toro-Pozo: Inducing Authentication Failures (USENIX Security 2023)"),
    (
        "A6",
        "Radu, Chothia, Newton, Boureanu, Chen: Practical EMV Relay Protection (IEEE S&P 2022); Yunusov (2021)",
    ),
    ("A7", "Galloway, Yunusov: First Contact (Black Hat Europe 2019)"),
    ("A9", "Roland, Langer: Cloning Credit Cards (USENIX WOOT 2013), downgrade to mag-stripe mode"),
    ("A10", "cryptogram type downgraded or upgraded; a restriction in the formal models of the papers above"),
    ("A11", "certificates and signatures that look verified and are not (Book 2, parts 5 and 6)"),
    ("A15", "malformed answers (Rodriguez 2021; MWR 2012 to 2014) and forged status words"),
];
