//! [`Pool`]: what a catalog's codes and entries refer to, texts first of all.
//!
//! An entry is a row of numbers, and so is a code's record. They hold no reference, so a table of two thousand of them is
//! plain bytes: the loader relocates nothing in it, and rustc checks neither strings nor slices there.
//!
//! ```text
//! Entry                        Pool
//!   cause:   17, 41, 47 ─▶ texts    "…41 bytes of English from byte 17 on, then 47 of French…"
//!   sources: 3, 2 ───────▶ strings  […, …, …, "3", "4", …]
//!   backoff: 0, 1 ───────▶ backoffs [BackoffRule, …]
//! ```
//!
//! A text, or a list, that several entries have stands there once. A compiled catalog has one pool; of an overlay each
//! entry, and each code, has its own.

use crate::custom::Home;
use crate::entry::{BackoffRule, Entry, Pattern};
use crate::format::packed::Text;
use crate::{Locale, Operation};

/// What the codes and entries of a catalog refer to by number.
#[doc(hidden)]
#[derive(Debug)]
pub struct Pool {
    /// The catalog in which the entries' vendors and codes have their numbers.
    pub home: Home,
    /// All texts, one behind the other.
    pub texts: &'static str,
    /// The lists of strings, one behind the other; the other lists likewise.
    pub strings: &'static [&'static str],
    pub patterns: &'static [Pattern],
    pub statuses: &'static [u16],
    pub operations: &'static [Operation],
    pub backoffs: &'static [BackoffRule],
    /// The entries of codes.
    pub entries: &'static [Entry],
    /// What an overlay says in other languages, of the only entry of its pool.
    pub translations: &'static [Translation],
}

/// An entry's texts in a language that errcat itself does not have; an empty one is not there.
#[doc(hidden)]
#[derive(Debug)]
pub struct Translation {
    pub language: &'static str,
    pub cause: &'static str,
    pub remediation: &'static str,
}

impl Pool {
    /// Returns a text, in English if there is no other.
    pub(crate) fn text(&self, text: Text, locale: Locale) -> &'static str {
        let french = text.french().filter(|_| locale == Locale::Fr);
        &self.texts[french.unwrap_or(text.english())]
    }
}
