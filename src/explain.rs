//! [`Explanation`]: why a verdict is what it is.
//!
//! Nothing is recorded while an input is judged. An explanation goes over the input again with the same parts (scan,
//! groups, patterns) and says of everything that it comes across what became of it.

use core::fmt;
use core::ops::Range;

use crate::catalog::{Order, VendorRecord};
use crate::classification::text;
use crate::classify::Input;
use crate::entry::{CodeRecord, Entry, Pattern};
use crate::findings::{Finding, Groups};
use crate::scan::pattern::{self, Match};
use crate::scan::place::Place;
use crate::scan::starts::Starts;
use crate::scan::{Hit, Mark, Scan, Span};
use crate::{CATALOG, Category, Classification, Code, Evidence, Role, variant};

/// Why a verdict is what it is; made by [`Classification::explain`].
///
/// Its `Display` is a report of several lines, made to be read and not to be parsed.
#[derive(Clone, Copy)]
pub struct Explanation<'a> {
    verdict: Classification<'a>,
    input: Input<'a>,
    /// The known message that decided, or that told the variant.
    message: Option<(usize, usize)>,
}

impl<'a> Explanation<'a> {
    pub(crate) fn new(verdict: Classification<'a>) -> Self {
        let input = verdict.input;
        let range = verdict.range();
        let found = longest(verdict.entry(), &input.raw[range.clone()]);
        let message = found.map(|(_, found)| (range.start + found.start, range.start + found.end));
        Explanation {
            verdict,
            input,
            message,
        }
    }

    /// Returns the verdict that is explained.
    #[must_use]
    pub fn verdict(&self) -> Classification<'a> {
        self.verdict
    }

    /// Yields what was found in the input, and what became of it: codes and unknown codes from left to right, then the
    /// message.
    pub fn clues(&self) -> impl Iterator<Item = Clue<'a>> + use<'a> {
        let scan = Scan::new(self.input.catalog, self.input.vendor, self.input.raw);
        let codes = Codes {
            explanation: *self,
            scan,
            groups: self.input.groups(),
            finding: None,
        };
        codes.chain(self.message_clue())
    }

    fn message_clue(&self) -> Option<Clue<'a>> {
        let (start, end) = self.message?;
        let decides = self.verdict.evidence() == Evidence::Message || self.is_rescued();
        Some(Clue {
            raw: self.input.raw,
            start,
            end,
            evidence: Evidence::Message,
            code: None,
            fate: if decides { Fate::Decides } else { Fate::Tells },
        })
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
        let (catalog, vendor) = self.input.catalog.resolve(code.vendor());
        let record = catalog.vendors.iter().find(|record| record.vendor == vendor.vendor)?;
        record.codes.iter().find(|record| record.code == code)
    }

    /// Whether the code was a wrapper's and its message led to another entry.
    fn is_rescued(&self) -> bool {
        self.verdict.code().is_some() && self.verdict.entry().code() != self.verdict.code()
    }

    fn variants(&self) -> impl Iterator<Item = Rival> + use<'a> {
        let part = &self.input.raw[self.verdict.range()];
        let (facts, chosen) = (self.input.facts, self.verdict.entry());
        let (record, is_rescued) = (self.record(), self.is_rescued());
        let weigh = move |entry: &'static Entry| {
            let message = longest(entry, part).map_or(0, |(length, _)| length);
            variant::weight(record?, entry, facts, message)
        };
        let own = record.map_or(&[][..], |record| record.entries());
        let best = own.iter().filter_map(weigh).max();
        own.iter()
            .filter(move |entry| !core::ptr::eq(*entry, chosen))
            .map(move |entry| {
                let weight = weigh(entry);
                let reason = match weight {
                    None => Reason::OtherOperation,
                    Some(_) if core::ptr::eq(entry, &own[0]) => match is_rescued {
                        true => Reason::Yields,
                        false => Reason::Default,
                    },
                    Some(variant::UNTOLD) => Reason::Untold,
                    Some(_) if weight == best => Reason::Tied,
                    Some(_) => Reason::Weaker,
                };
                Rival { entry, reason }
            })
    }

    fn namesakes(&self) -> impl Iterator<Item = Rival> + use<'a> {
        let input = self.input;
        let record = self.record();
        let word = self.verdict.code_text().unwrap_or_default();
        let orders = input
            .vendor
            .order
            .vendors
            .chunks(if word.is_empty() { usize::MAX } else { 1 });
        orders.filter_map(move |order| {
            let found = input.catalog.meaning(Order::new(order), word.as_bytes()).code?;
            let same = record.is_some_and(|record| record.code == found.record.code);
            (!same).then_some(Rival {
                entry: &found.record.entries()[0],
                reason: Reason::Namesake,
            })
        })
    }

    fn messages(&self) -> impl Iterator<Item = Rival> + use<'a> {
        let input = self.input;
        let part = &input.raw[self.verdict.range()];
        let chosen = self.verdict.entry();
        let decided = self.verdict.evidence() == Evidence::Message || self.is_rescued();
        let vendors = decided.then(|| input.vendors()).into_iter().flatten();
        vendors
            .flat_map(VendorRecord::entries)
            .filter(move |entry| !core::ptr::eq(*entry, chosen))
            .filter(move |entry| entry.patterns().iter().any(|p| p.rescues && find(p, part).is_some()))
            .map(move |entry| {
                let later = entry.vendor() != chosen.vendor();
                let reason = if later {
                    Reason::LaterVendor
                } else {
                    Reason::ShorterMessage
                };
                Rival { entry, reason }
            })
    }

    fn shipped(&self) -> Option<Rival> {
        let chosen = self.verdict.entry();
        let number = chosen.vendor().number().ok()?;
        let mut shipped = CATALOG.vendors[number].entries();
        let entry = shipped.find(|entry| entry.rule() == chosen.rule())?;
        (!core::ptr::eq(entry, chosen)).then_some(Rival {
            entry,
            reason: Reason::Overlaid,
        })
    }

    /// What became of a code.
    fn fate(&self, hit: &Hit, finding: &Finding) -> Fate {
        let decisive = finding.decisive.is_some_and(|decisive| decisive.span == hit.span);
        if !decisive {
            return match (hit.record.role, hit.place) {
                (Some(Role::Wrapper), _) => Fate::Wraps,
                (_, Some(Place::Mention)) => Fate::Passing,
                _ => Fate::Beside,
            };
        }
        if finding.range() == self.verdict.range() {
            return if self.is_rescued() { Fate::Wraps } else { Fate::Decides };
        }
        let entry = self
            .input
            .weigh(finding)
            .map_or(&hit.record.entries()[0], |other| other.entry);
        let follows = |code: Option<Code>| code.is_some_and(|code| code.role() == Some(Role::Consequence));
        let repeatable = |category| category == Category::Retryable;
        Fate::Aside(
            entry,
            if !self.verdict.verdict.whole {
                Aside::Another
            } else if finding.is_consequence() && !follows(self.verdict.code()) {
                Aside::Consequence
            } else if repeatable(entry.category()) && !repeatable(self.verdict.category()) {
                Aside::Repeatable
            } else {
                Aside::Later
            },
        )
    }
}

/// `UNABLE_TO_LOCK_ROW: retryable, lock_contention (…)`, then what was found, then what lost.
impl fmt::Display for Explanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.verdict)?;
        write!(f, "looked up in:")?;
        for vendor in self.input.vendors() {
            write!(f, " {}", vendor.id)?;
        }
        for clue in self.clues() {
            write!(f, "\nfound {clue}")?;
        }
        if let Some(status) = self.input.facts.status {
            let fate = match self.verdict.evidence() {
                Evidence::HttpStatus => "decides: nothing else speaks",
                _ if self.verdict.entry().statuses().contains(&status) => "tells the variant",
                _ => "adds nothing: a status never beats a code or a message",
            };
            write!(f, "\nfound HTTP status {status}: {fate}")?;
        }
        if let Some(operation) = self.input.facts.operation {
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
    Passing,
    Beside,
    Unknown,
    /// It decides another error of the input.
    Aside(&'static Entry, Aside),
}

/// Why another error of the input does not speak for all of it.
#[derive(Clone, Copy, Debug)]
enum Aside {
    Another,
    Consequence,
    Repeatable,
    Later,
}

impl fmt::Display for Fate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (entry, aside) = match self {
            Fate::Decides => return f.write_str("decides"),
            Fate::Tells => return f.write_str("tells the variant"),
            Fate::Wraps => return f.write_str("says only that something inside failed, so it yields"),
            Fate::Passing => return f.write_str("named in passing"),
            Fate::Beside => return f.write_str("the error has its code already"),
            Fate::Unknown => return f.write_str("no vendor in the look-up order knows it"),
            Fate::Aside(entry, aside) => (entry, aside),
        };
        write!(f, "another error, {} ({}), which ", entry.category(), entry.rule())?;
        f.write_str(match aside {
            Aside::Another => "has a verdict of its own",
            Aside::Consequence => "only follows from the decisive one",
            Aside::Repeatable => "could be repeated, but not all of the input can",
            Aside::Later => "does not change the verdict on the first",
        })
    }
}

/// An entry that could have been the verdict and is not.
///
/// Its `Display` is one line: the entry's rule, its verdict, the reason.
#[derive(Clone, Copy, Debug)]
pub struct Rival {
    entry: &'static Entry,
    reason: Reason,
}

impl Rival {
    /// Returns the entry that lost.
    #[must_use]
    pub fn entry(&self) -> &'static Entry {
        self.entry
    }

    /// Returns why, as a clause in English.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        match self.reason {
            Reason::OtherOperation => "it belongs to other operations",
            Reason::Yields => "its code says only that something inside failed",
            Reason::Default => "it holds only where no variant is told",
            Reason::Untold => "nothing in the input tells it",
            Reason::Tied => "another variant is told as well, so the default holds",
            Reason::Weaker => "another variant is told better",
            Reason::Namesake => "another vendor, or an exact spelling, comes first in the look-up order",
            Reason::LaterVendor => "its vendor comes later in the look-up order",
            Reason::ShorterMessage => "its message is not the longest that is known",
            Reason::Overlaid => "errcat's own entry, which an overlay replaces",
        }
    }
}

impl fmt::Display for Rival {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Rival { entry, .. } = self;
        write!(
            f,
            "{} ({}, {}): {}",
            entry.rule(),
            entry.category(),
            entry.kind(),
            self.reason()
        )
    }
}

#[derive(Clone, Copy, Debug)]
enum Reason {
    OtherOperation,
    Yields,
    Default,
    Untold,
    Tied,
    Weaker,
    Namesake,
    LaterVendor,
    ShorterMessage,
    Overlaid,
}

/// Iterates over the codes of an input, each with the error that it belongs to.
struct Codes<'a> {
    explanation: Explanation<'a>,
    scan: Scan<'a>,
    groups: Groups<'a>,
    finding: Option<Finding>,
}

impl<'a> Iterator for Codes<'a> {
    type Item = Clue<'a>;

    fn next(&mut self) -> Option<Clue<'a>> {
        let mark = self.scan.next()?;
        let (span, evidence, hit) = match mark {
            Mark::Code(hit) if hit.place.is_none() => (hit.span, Evidence::CodeField, Some(hit)),
            Mark::Code(hit) => (hit.span, Evidence::CodeInText, Some(hit)),
            Mark::Unknown(span) => (span, Evidence::CodeField, None),
        };
        while self.finding.as_ref().is_none_or(|finding| finding.end <= span.start) {
            self.finding = Some(self.groups.next()?);
        }
        let finding = self.finding.as_ref()?;
        Some(Clue {
            raw: self.explanation.input.raw,
            start: span.start,
            end: span.end,
            evidence,
            code: hit.map(|hit| hit.record.code),
            fate: hit.map_or(Fate::Unknown, |hit| self.explanation.fate(&hit, finding)),
        })
    }
}

/// Returns the longest of an entry's patterns that a text holds.
fn longest(entry: &Entry, part: &[u8]) -> Option<(usize, Match)> {
    let found = entry
        .patterns()
        .iter()
        .filter_map(|p| Some((p.text.len(), find(p, part)?)));
    // Of equally long ones the first.
    found.reduce(|best, other| if other.0 > best.0 { other } else { best })
}

/// Finds a pattern in a text.
fn find(wanted: &Pattern, part: &[u8]) -> Option<Match> {
    Starts::new(part, &[u64::MAX])
        .filter(|start| start.may_begin(wanted))
        .find_map(|start| pattern::match_at(wanted, part, start.at))
}
