//! The messages of the user interface, shown and kept.

use serde::Serialize;
use tapkernel::core::outcome::MessageIdentifier;
use tapkernel::reader::Screen;

use super::Progress;
use crate::output::Output;

/// A message that was shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Shown {
    /// Message Identifier in hexadecimal.
    id: String,
    /// Its text.
    text: &'static str,
}

/// Shows messages as they come.
pub(crate) struct Messages {
    output: Output,
    progress: Progress,
    shown: Vec<Shown>,
}

impl Messages {
    pub(crate) fn new(output: Output, progress: &Progress) -> Self {
        Self { output, progress: progress.clone(), shown: Vec::new() }
    }

    /// What the reader wants shown.
    pub(crate) fn request(&mut self, screen: &Screen) {
        if let (Some(message), Some(text)) = (screen.message, screen.text) {
            self.line(message, self.output.language.screen_text(text));
        }
    }

    pub(crate) fn show(&mut self, message: MessageIdentifier) {
        self.line(message, self.output.language.message(message));
    }

    fn line(&mut self, message: MessageIdentifier, text: &'static str) {
        self.progress.clear();
        if !text.is_empty() {
            self.output.line(text);
        }
        self.shown.push(Shown { id: format!("{:02X}", message.code()), text });
    }

    /// As [`Messages::show`], unless it is what is on the display already.
    pub(super) fn keep(&mut self, message: MessageIdentifier) {
        let text = self.output.language.message(message);
        if self.shown.last().is_none_or(|last| last.text != text) {
            self.show(message);
        }
    }

    /// All of them, in order.
    pub(crate) fn into_list(self) -> Vec<Shown> {
        self.shown
    }
}
