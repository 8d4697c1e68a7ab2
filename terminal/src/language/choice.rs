//! Which language.

use super::Language;

impl Language {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Ar, Self::Fr, Self::En, Self::Sq, Self::Zh];

    /// ISO 639-1 code: `ar`, `fr`, `en`, `sq`, `zh`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ar => "ar",
            Self::Fr => "fr",
            Self::En => "en",
            Self::Sq => "sq",
            Self::Zh => "zh",
        }
    }

    /// The language with this ISO 639-1 code; capitals count as small letters, as EMV asks of terminals.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(code))
    }

    /// The first language of a Language Preference that there is a table for. `5F2D`: an 2 to 8, codes of two letters,
    /// the most wanted one first (EMV 4.4 Book 1, 12.2.4; Book 4, 11.1).
    pub fn of_preference(preference: &[u8]) -> Option<Self> {
        let mut codes = preference.chunks_exact(2).filter_map(|code| std::str::from_utf8(code).ok());
        codes.find_map(Self::from_code)
    }

    /// The language for the cardholder: that of the caller, else that of the card, else `merchants`.
    pub fn choose(callers: Option<Self>, preference: Option<&[u8]>, merchants: Self) -> Self {
        callers.or_else(|| Self::of_preference(preference?)).unwrap_or(merchants)
    }

    /// Whether it is written from right to left.
    pub const fn is_right_to_left(self) -> bool {
        matches!(self, Self::Ar)
    }
}
