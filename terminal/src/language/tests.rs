use std::collections::BTreeSet;

use super::*;

const MESSAGES: &[MessageIdentifier] = &[
    MessageIdentifier::Approved,
    MessageIdentifier::NotAuthorised,
    MessageIdentifier::PleaseEnterYourPin,
    MessageIdentifier::ProcessingError,
    MessageIdentifier::PleaseRemoveCard,
    MessageIdentifier::Welcome,
    MessageIdentifier::PresentCard,
    MessageIdentifier::Processing,
    MessageIdentifier::CardReadOk,
    MessageIdentifier::PleaseInsertOrSwipeCard,
    MessageIdentifier::PleasePresentOneCardOnly,
    MessageIdentifier::ApprovedPleaseSign,
    MessageIdentifier::AuthorisingPleaseWait,
    MessageIdentifier::InsertSwipeOrTryAnotherCard,
    MessageIdentifier::PleaseInsertCard,
    MessageIdentifier::ClearDisplay,
    MessageIdentifier::SeePhone,
    MessageIdentifier::PresentCardAgain,
];

#[test]
fn english_is_that_of_the_book() {
    for &message in MESSAGES {
        assert_eq!(Language::En.message(message), message.text());
    }
}

#[test]
fn every_language_has_every_message() {
    for language in Language::ALL {
        let texts: BTreeSet<_> = MESSAGES.iter().map(|message| language.message(*message)).collect();
        assert_eq!(texts.len(), MESSAGES.len(), "{language:?} says two things in the same words");
        for &message in MESSAGES {
            let empty = language.message(message).is_empty();
            assert_eq!(empty, message == MessageIdentifier::ClearDisplay, "{language:?} {message:?}");
        }
    }
}

/// Every text of a table, by its place: `Debug` of the table prints them all.
fn all_texts(language: Language) -> Vec<(String, String)> {
    let printed = format!("{:#?}", language.texts());
    let fields = printed.lines().filter_map(|line| line.trim().split_once(": \""));
    fields.map(|(name, text)| (name.to_owned(), text.trim_end_matches("\",").to_owned())).collect()
}

#[test]
fn no_text_is_empty_has_control_characters_or_was_left_in_english() {
    let english = all_texts(Language::En);
    assert!(english.len() > 50);
    for language in Language::ALL {
        let texts = all_texts(language);
        assert_eq!(texts.len(), english.len());
        for ((name, text), (_, in_english)) in texts.iter().zip(&english) {
            assert_eq!(text.is_empty(), name == "clear_display", "{language:?} {name}");
            assert!(!text.chars().any(char::is_control), "{language:?} {name}");
            let same_word =
                ["aid", "stan", "date", "terminal_id", "application", "signature", "clear_display"];
            let left = text == in_english && language != Language::En && !same_word.contains(&name.as_str());
            assert!(!left, "{language:?} {name} is in English");
        }
    }
}

#[test]
fn the_callers_language_goes_before_the_cards_before_the_merchants() {
    let choose = |caller, card: &[u8]| Language::choose(caller, Some(card), Language::Sq);
    assert_eq!(choose(Some(Language::Zh), b"fr"), Language::Zh);
    for (preference, language) in [
        (&b"fr"[..], Language::Fr),
        (b"FRen", Language::Fr),
        (b"dearen", Language::Ar),
        (b"de", Language::Sq),
        (b"", Language::Sq),
        (b"f", Language::Sq),
        (b"defr\xFF\xFFzh", Language::Fr),
        (b"\xFF\xFFzh", Language::Zh),
    ] {
        assert_eq!(choose(None, preference), language);
    }
    assert_eq!(Language::choose(None, None, Language::En), Language::En);
}
