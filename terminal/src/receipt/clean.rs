//! Texts of others, made fit to show.

/// Without characters that steer a printer or a screen: control characters, line and paragraph separators, and what
/// turns the direction of writing.
pub(super) fn clean(text: &str) -> String {
    text.chars().filter(|character| !steers(*character)).collect()
}

fn steers(character: char) -> bool {
    let direction = matches!(character,
        '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}');
    character.is_control() || direction || matches!(character, '\u{2028}' | '\u{2029}')
}
