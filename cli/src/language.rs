//! The language on the command line.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

pub(crate) use tapkernel_terminal::language::Language;

/// Reads `ar`, `fr`, `en`, `sq` or `zh`.
pub(crate) fn parser() -> impl TypedValueParser<Value = Language> {
    let value = |language: Language| PossibleValue::new(language.code()).help(name(language));
    PossibleValuesParser::new(Language::ALL.map(value))
        .map(|code| Language::from_code(&code).unwrap_or(Language::En))
}

const fn name(language: Language) -> &'static str {
    match language {
        Language::Ar => "Arabic",
        Language::Fr => "French",
        Language::En => "English",
        Language::Sq => "Albanian",
        Language::Zh => "Chinese, simplified",
    }
}
