//! [`OwnPool`]: a record's texts and lists while they are gathered.

use crate::Operation;
use crate::custom::Home;
use crate::entry::{BackoffRule, Entry, Pattern};
use crate::format::packed::{Run, Text};
use crate::pipeline::layout;
use crate::pipeline::limits::{Limit, TooMany};
use crate::pool::{Pool, Translation};

/// What one entry, or one code, refers to.
#[derive(Default)]
pub struct OwnPool {
    texts: String,
    strings: Vec<&'static str>,
    pub patterns: Vec<Pattern>,
    pub statuses: Vec<u16>,
    pub operations: Vec<Operation>,
    pub backoffs: Vec<BackoffRule>,
    pub entries: Vec<Entry>,
    pub translations: Vec<Translation>,
}

impl OwnPool {
    /// Adds a text; returns where it stands.
    pub fn text(&mut self, english: &str, french: &str) -> Result<Text, TooMany> {
        let place = layout::text(self.texts.len(), english.len(), french.len());
        self.texts.extend([english, french]);
        place
    }

    /// Adds a list of strings; returns where it stands.
    pub fn strings<'s>(&mut self, list: impl IntoIterator<Item = &'s String>) -> Result<Run, TooMany> {
        append(&mut self.strings, list.into_iter().map(|own| leaked(own)))
    }

    /// Puts it where it stays.
    pub fn leak(self, home: Home) -> &'static Pool {
        Box::leak(Box::new(Pool {
            home,
            texts: self.texts.leak(),
            strings: self.strings.leak(),
            patterns: self.patterns.leak(),
            statuses: self.statuses.leak(),
            operations: self.operations.leak(),
            backoffs: self.backoffs.leak(),
            entries: self.entries.leak(),
            translations: self.translations.leak(),
        }))
    }
}

/// Appends a list to a table; returns where it stands.
pub fn append<T>(table: &mut Vec<T>, list: impl IntoIterator<Item = T>) -> Result<Run, TooMany> {
    const VALUES: Limit = Limit::new("values in the lists of one entry", u16::MAX as usize);
    let first = table.len();
    table.extend(list);
    layout::run(VALUES, first, table.len() - first)
}

/// Returns a text that stays.
pub fn leaked(text: &str) -> &'static str {
    String::from(text).leak()
}
