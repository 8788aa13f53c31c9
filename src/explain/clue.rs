//! What was found in an input, and what became of it.

use core::fmt;
use core::ops::Range;

use super::Explanation;
use crate::classification::{Verdict, text};
use crate::entry::Entry;
use crate::groups::{Group, Groups, outranks};
use crate::scan::place::Place;
use crate::scan::record::Records;
use crate::scan::{Hit, Mark, Scan, Span};
use crate::{Category, Code, Evidence, Role};

/// Something in an input that spoke for the verdict, or could have.
///
/// Its `Display` is one line: `15..33 UNABLE_TO_LOCK_ROW, in a code field: decides`.
#[derive(Clone, Copy, Debug)]
pub struct Clue<'a> {
    raw: &'a [u8],
    start: usize,
    end: usize,
    evidence: Evidence,
    code: Option<Code>,
    fate: Fate,
}

impl<'a> Clue<'a> {
    /// Returns where in the input it stands, in bytes.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Returns what stands there; `None` if it is not UTF-8.
    #[must_use]
    pub fn text(&self) -> Option<&'a str> {
        let span = Span {
            start: self.start,
            end: self.end,
            tagged: false,
        };
        text(self.raw, span)
    }

    /// Returns what sort of evidence it is.
    #[must_use]
    pub fn evidence(&self) -> Evidence {
        self.evidence
    }

    /// Returns the code, if it is a known one.
    #[must_use]
    pub fn code(&self) -> Option<Code> {
        self.code
    }

    /// Returns whether the verdict rests on it.
    #[must_use]
    pub fn decides(&self) -> bool {
        matches!(self.fate, Fate::Decides)
    }
}

impl fmt::Display for Clue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = match self.evidence {
            Evidence::CodeField => "in a code field",
            Evidence::CodeInText => "in the text",
            _ => "a known message",
        };
        write!(f, "{}..{} ", self.start, self.end)?;
        match self.text() {
            Some(text) => write!(f, "{text:?}")?,
            None => f.write_str("bytes")?,
        }
        write!(f, ", {place}: {}", self.fate)
    }
}

/// What became of a clue.
#[derive(Clone, Copy, Debug)]
enum Fate {
    Decides,
    /// A message that chose between the variants of the code.
    Tells,
    Wraps,
    Yields,
    Passing,
    Beside,
    Unknown,
    Decoy,
    Data,
    /// It decides another error of the input.
    Aside(&'static Entry, Aside),
}

/// Why another error of the input does not speak for all of it.
#[derive(Clone, Copy, Debug)]
enum Aside {
    Another,
    Consequence,
    Repeatable,
    /// Nobody knows the error beside it.
    Unsure,
    Later,
}

impl fmt::Display for Fate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (entry, aside) = match self {
            Fate::Decides => return f.write_str("decides"),
            Fate::Tells => return f.write_str("tells the variant"),
            Fate::Wraps => return f.write_str("says only that something inside failed, so it yields"),
            Fate::Yields => return f.write_str("what stands behind it speaks for both"),
            Fate::Passing => return f.write_str("named in passing"),
            Fate::Beside => return f.write_str("the error has its code already"),
            Fate::Unknown => return f.write_str("no vendor in the look-up order knows it"),
            Fate::Decoy => return f.write_str("what stands beside it is another system's, which has the same code"),
            Fate::Data => return f.write_str("data of a record that succeeded"),
            Fate::Aside(entry, aside) => (entry, aside),
        };
        write!(f, "another error, {} ({}), which ", entry.category(), entry.rule())?;
        f.write_str(match aside {
            Aside::Another => "has a verdict of its own",
            Aside::Consequence => "only follows from the decisive one",
            Aside::Repeatable => "could be repeated, but not all of the input can",
            Aside::Unsure => "could be repeated, but nobody knows the error beside it",
            Aside::Later => "does not change the verdict on the first",
        })
    }
}

impl<'a> Explanation<'a> {
    /// The known message that was found, as a clue.
    pub(super) fn message_clue(&self) -> Option<Clue<'a>> {
        let (start, end) = self.message?;
        let decides = self.verdict.evidence() == Evidence::Message || self.is_rescued();
        Some(Clue {
            raw: self.verdict.input.raw,
            start,
            end,
            evidence: Evidence::Message,
            code: None,
            fate: if decides { Fate::Decides } else { Fate::Tells },
        })
    }

    /// What became of a code.
    fn fate(&self, hit: &Hit, group: &Group) -> Fate {
        let decisive = group.decisive.is_some_and(|decisive| decisive.span == hit.span);
        if !decisive {
            return match (hit.record.role, hit.place) {
                (Some(Role::Wrapper), _) => Fate::Wraps,
                _ if group
                    .decisive
                    .is_some_and(|new| outranks(self.verdict.input.raw, hit, &new)) =>
                {
                    Fate::Yields
                }
                (_, Place::Mention) => Fate::Passing,
                _ => Fate::Beside,
            };
        }
        if self.verdict.verdict.code_text == Some(hit.span) {
            return if self.is_rescued() { Fate::Wraps } else { Fate::Decides };
        }
        let Ok(Verdict { entry, .. }) = self.verdict.input.weigh(group) else {
            return Fate::Decoy;
        };
        let repeatable = |category| category == Category::Retryable;
        Fate::Aside(
            entry,
            if !self.verdict.verdict.whole {
                Aside::Another
            } else if entry.is_consequence() && !self.verdict.entry().is_consequence() {
                Aside::Consequence
            } else if self.verdict.evidence() == Evidence::HttpStatus {
                Aside::Unsure
            } else if repeatable(entry.category()) && !repeatable(self.verdict.category()) {
                Aside::Repeatable
            } else {
                Aside::Later
            },
        )
    }
}

/// Iterates over the codes of an input, each with the error that it belongs to.
pub(super) struct Codes<'a> {
    explanation: Explanation<'a>,
    scan: Scan<'a>,
    groups: Groups<'a>,
    /// For the rows of a table, beside whose errors there is data.
    records: Records<'a>,
    group: Option<Group>,
}

impl<'a> Codes<'a> {
    pub(super) fn new(explanation: Explanation<'a>) -> Self {
        let input = explanation.verdict.input;
        Codes {
            explanation,
            scan: Scan::new(input.catalog, input.vendor, input.raw),
            groups: input.groups(),
            records: Records::new(input.raw),
            group: None,
        }
    }
}

impl<'a> Iterator for Codes<'a> {
    type Item = Clue<'a>;

    fn next(&mut self) -> Option<Clue<'a>> {
        let mark = self.scan.next()?;
        let (span, evidence, hit) = match mark {
            Mark::Code(hit) if hit.place == Place::Field => (hit.span, Evidence::CodeField, Some(hit)),
            Mark::Code(hit) => (hit.span, Evidence::CodeInText, Some(hit)),
            Mark::Unknown(span) => (span, Evidence::CodeField, None),
        };
        let fate = match self.records.is_beside(span.start) {
            true => Fate::Data,
            false => {
                while self.group.as_ref().is_none_or(|group| group.end <= span.start) {
                    self.group = Some(self.groups.next()?);
                }
                let group = self.group.as_ref()?;
                match hit {
                    _ if self.groups.is_of_success(group) => Fate::Data,
                    Some(hit) => self.explanation.fate(&hit, group),
                    None => Fate::Unknown,
                }
            }
        };
        Some(Clue {
            raw: self.explanation.verdict.input.raw,
            start: span.start,
            end: span.end,
            evidence,
            code: hit.map(|hit| hit.record.code),
            fate,
        })
    }
}
