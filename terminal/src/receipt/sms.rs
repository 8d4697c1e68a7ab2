//! A receipt as one short message (3GPP TS 23.038).

use super::Receipt;
use super::clean::clean;

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sms {
    text: String,
    alphabet: SmsAlphabet,
}

/// How a message is coded, which says how long it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmsAlphabet {
    /// The default alphabet: 160 septets; nine characters take two.
    Gsm7,
    /// Two bytes a unit: 70 of them.
    Ucs2,
}

/// The default alphabet (TS 23.038, 6.2.1) without its escape.
const GSM_7: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

/// Its extension (6.2.1.1): an escape and one more.
const GSM_7_EXTENSION: &str = "\u{000C}^{}\\[~]|€";

impl Receipt {
    /// The receipt as one message: what was done, how much, how it ended, card, date; then, as far as there is room,
    /// references, terminal and merchant.
    pub fn sms(&self) -> Sms {
        let mut parts = self.parts();
        loop {
            let sms = Sms::new(&parts);
            let least = parts.iter().map(|(rank, _)| *rank).max().unwrap_or_default();
            if sms.fits() || least == 0 {
                return sms.cut();
            }
            parts.retain(|(rank, _)| *rank != least);
        }
    }

    /// The parts in their order, each with its rank: the greatest is left out first, 0 never.
    fn parts(&self) -> Vec<(u8, String)> {
        let labels = &self.language.texts().labels;
        let labelled = |label: &str, value: &str| format!("{label} {value}");
        let time = self.time_text();
        let minute = time.get(..5).unwrap_or_default();
        let duplicate = self.is_duplicate.then(|| labels.duplicate.to_owned());
        let parts = [
            (7, Some(self.merchant.name.clone())),
            (6, duplicate),
            (0, Some(self.operation.title(self.language).to_owned())),
            (0, Some(self.denomination.write_with_letters(self.amount))),
            (0, Some(self.result_text().to_owned())),
            (1, self.card.account.map(|account| account.without_first_six().to_string())),
            (2, Some(format!("{} {minute}", self.date_text()))),
            (3, Some(labelled(labels.stan, &format!("{:06}", self.stan.number())))),
            (5, self.authorisation_code.as_ref().map(|code| labelled(labels.authorisation_code, code))),
            (4, self.rrn.as_ref().map(|rrn| labelled(labels.reference, rrn))),
            (8, Some(self.merchant.terminal_id.clone())),
            (9, self.card.scheme.clone()),
        ];
        let texts = parts.into_iter().filter_map(|(rank, text)| Some((rank, clean(&text?))));
        texts.filter(|(_, text)| !text.is_empty()).collect()
    }
}

impl Sms {
    fn new(parts: &[(u8, String)]) -> Self {
        let texts: Vec<_> = parts.iter().map(|(_, text)| text.as_str()).collect();
        let text = texts.join(" ");
        let alphabet = if text.chars().all(|character| septets(character).is_some()) {
            SmsAlphabet::Gsm7
        } else {
            SmsAlphabet::Ucs2
        };
        Self { text, alphabet }
    }

    /// The message.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How it is coded.
    pub const fn alphabet(&self) -> SmsAlphabet {
        self.alphabet
    }

    /// How many units of its alphabet it has; at most [`SmsAlphabet::room`].
    pub fn length(&self) -> usize {
        self.text.chars().map(|character| self.alphabet.units(character)).sum()
    }

    fn fits(&self) -> bool {
        self.length() <= self.alphabet.room()
    }

    /// No longer than one message, whatever is in it.
    fn cut(mut self) -> Self {
        while !self.fits() {
            self.text.pop();
        }
        self
    }
}

impl SmsAlphabet {
    /// Units in one message.
    pub const fn room(self) -> usize {
        match self {
            Self::Gsm7 => 160,
            Self::Ucs2 => 70,
        }
    }

    fn units(self, character: char) -> usize {
        match self {
            Self::Gsm7 => septets(character).unwrap_or_default(),
            Self::Ucs2 => character.len_utf16(),
        }
    }
}

fn septets(character: char) -> Option<usize> {
    let plain = GSM_7.contains(character).then_some(1);
    plain.or_else(|| GSM_7_EXTENSION.contains(character).then_some(2))
}
