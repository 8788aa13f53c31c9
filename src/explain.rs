//! [`Explanation`]: why a verdict is what it is.
//!
//! Nothing is recorded while an input is judged. An explanation goes over the input again with the same parts (scan,
//! groups, patterns) and says of everything that it comes across what became of it.

mod clue;
mod rival;

use core::{fmt, iter};

use clue::Codes;

use crate::entry::{CodeRecord, Entry};
use crate::scan::pattern::Match;
use crate::scan::starts::find;
use crate::{Classification, Evidence};

pub use clue::Clue;
pub use rival::Rival;

/// Why a verdict is what it is; made by [`Classification::explain`].
///
/// Its `Display` is a report of several lines, made to be read and not to be parsed.
#[derive(Clone, Copy)]
pub struct Explanation<'a> {
    verdict: Classification<'a>,
    /// The known message that decided, or that told the variant.
    message: Option<(usize, usize)>,
}

impl<'a> Explanation<'a> {
    pub(crate) fn new(verdict: Classification<'a>) -> Self {
        let input = verdict.input;
        let range = verdict.range();
        let found = longest(verdict.entry(), &input.raw[range.clone()]);
        let message = found.map(|(_, found)| (range.start + found.start, range.start + found.end));
        Explanation { verdict, message }
    }

    /// Returns the verdict that is explained.
    #[must_use]
    pub fn verdict(&self) -> Classification<'a> {
        self.verdict
    }

    /// Yields what was found in the input, and what became of it: codes and unknown codes from left to right, then the
    /// message.
    pub fn clues(&self) -> impl Iterator<Item = Clue<'a>> + use<'a> {
        Codes::new(*self).chain(self.message_clue())
    }

    /// Yields the entries that could have been the verdict and are not, each with the reason.
    ///
    /// The variants of the decisive code; the same spelling in vendors further down the look-up order; other messages
    /// in the text, where a message decided; errcat's own entry, where an overlay has put another in its place.
    pub fn rivals(&self) -> impl Iterator<Item = Rival> + use<'a> {
        self.variants()
            .chain(self.namesakes())
            .chain(self.messages())
            .chain(self.shipped())
    }

    /// The record of the code that decided, or that the variant belongs to.
    fn record(&self) -> Option<&'static CodeRecord> {
        let code = self.verdict.code()?;
        let (catalog, vendor) = self.verdict.input.catalog.resolve(code.vendor());
        let record = catalog.vendors.iter().find(|record| record.vendor == vendor.vendor)?;
        record.codes.iter().find(|record| record.code == code)
    }

    /// Whether the code was a wrapper's and its message led to another entry.
    fn is_rescued(&self) -> bool {
        self.verdict.code().is_some() && self.verdict.entry().code() != self.verdict.code()
    }

    /// What became of an HTTP status.
    fn fate_of_status(&self, status: u16) -> &'static str {
        match self.verdict.evidence() {
            Evidence::HttpStatus if self.verdict.verdict.answered.is_some() => "decides: nothing else speaks there",
            Evidence::HttpStatus if self.clues().any(|clue| clue.code().is_some()) => {
                "decides: beside an error that nobody knows only a status can say that all may be repeated"
            }
            Evidence::HttpStatus => "decides: nothing else speaks",
            _ if self.verdict.entry().statuses().contains(&status) => "tells the variant",
            _ => "adds nothing: a status never beats a code or a message",
        }
    }
}

/// `UNABLE_TO_LOCK_ROW: retryable, lock_contention (…)`, then what was found, then what lost.
impl fmt::Display for Explanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.verdict)?;
        write!(f, "looked up in:")?;
        for vendor in self.verdict.input.vendors() {
            write!(f, " {}", vendor.id)?;
        }
        for clue in self.clues() {
            write!(f, "\nfound {clue}")?;
        }
        let answered = self.verdict.verdict.answered;
        if let Some(status) = answered {
            let (start, end) = self.verdict.verdict.range;
            let fate = self.fate_of_status(status);
            write!(
                f,
                "\nfound HTTP status {status} of the answer at {start}..{end}: {fate}"
            )?;
        }
        if let Some(status) = self.verdict.input.facts.status {
            let fate = match answered {
                Some(_) => "adds nothing: the answer to each request has its own",
                None => self.fate_of_status(status),
            };
            write!(f, "\nfound HTTP status {status}: {fate}")?;
        }
        if let Some(operation) = self.verdict.input.facts.operation {
            let told = self.verdict.entry().operations().contains(&operation);
            let fate = if told { "tells the variant" } else { "adds nothing" };
            write!(f, "\nfound operation {operation}: {fate}")?;
        }
        for rival in self.rivals() {
            write!(f, "\nnot {rival}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Explanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Explanation")
            .field("verdict", &self.verdict)
            .finish_non_exhaustive()
    }
}

/// Returns the longest of an entry's patterns that a text holds.
fn longest(entry: &Entry, part: &[u8]) -> Option<(usize, Match)> {
    let found = entry
        .patterns()
        .iter()
        .filter_map(|p| Some((p.text.len(), find(iter::once(p), part)?)));
    // Of equally long ones the first.
    found.reduce(|best, other| if other.0 > best.0 { other } else { best })
}
