//! From marks to findings: which marks belong to one error, and which code of an error decides.
//!
//! A structured body designates each error's code once; what stands deeper in the same object, or in its message, is
//! the same error's cause. So a designated code begins a new error when the object (or XML element) of the code before
//! it has been left, and a code in text when it begins a new row. Within an error a wrapper yields to the next known
//! code, and that, if it is a wrapper too, to the next: the innermost. Any code yields to one that a code field deeper in
//! its object designates, as in a chain of `innerError`, or that stands right behind it in text as clients print such a
//! chain, `unauthenticated: invalidAudienceUri: …`, unless that one is a wrapper. Where a response has records, codes of two
//! of them are two errors in any case.

use core::ops::Range;

use crate::Role;
use crate::scan::place::Place;
use crate::scan::record::{Record, Records};
use crate::scan::{Hit, Mark, Scan, Span, block, nesting};

/// One error of an input, before anything is said about it.
#[derive(Clone, Copy, Debug)]
pub struct Finding {
    /// Where its first mark begins and its last one ends.
    pub marks: (usize, usize),
    /// The code that decides; `None` if no known one was found.
    pub decisive: Option<Hit>,
    /// The value of a code field that no vendor knows.
    pub unknown: Option<Span>,
    /// The record of a batch in which the mark stands against which the others were held: the outermost code, or a code
    /// field without a known code.
    pub record: Option<Record>,
    /// The error's part of the input.
    pub start: usize,
    pub end: usize,
}

impl Finding {
    fn new(mark: Mark, record: Option<Record>, start: usize) -> Self {
        let (decisive, unknown) = match mark {
            Mark::Code(hit) => (Some(hit), None),
            Mark::Unknown(span) => (None, Some(span)),
        };
        let span = mark.span();
        Finding {
            marks: (span.start, span.end),
            decisive,
            unknown,
            record,
            start,
            end: usize::MAX,
        }
    }

    /// Whether the decisive code only says that something inside failed, or is a number that may be an HTTP status.
    fn yields(&self) -> bool {
        self.decisive
            .is_none_or(|hit| hit.record.role == Some(Role::Wrapper) || (hit.is_status && hit.place.is_some()))
    }

    /// Returns the error's part of the input.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Makes the error's part all that its record has, if it stands in one: up to the next mark, and behind the errors
    /// that were told before.
    pub fn widen(&mut self, behind: usize, next: Option<usize>) {
        self.start = self.start.max(behind);
        let Some(record) = self.record else { return };
        // A text before the body may tell the error already.
        if self.marks.0 >= record.start {
            self.start = record.start.max(behind);
        }
        if next.is_none_or(|next| next >= record.end) {
            self.end = record.end.max(self.marks.1);
        }
    }

    /// Takes a further mark of the same error; `inner` is one deeper in the object than all before, or right behind the
    /// last one and a colon.
    fn take(&mut self, mark: Mark, inner: bool) {
        self.marks.1 = mark.span().end;
        match mark {
            Mark::Code(hit) => {
                // What a code field says outweighs what a text before it does, unless it only points inside.
                let in_text = self.decisive.is_some_and(|old| old.place.is_some());
                let outweighs = hit.place.is_none() && in_text && hit.record.role.is_none();
                let mention = hit.place == Some(Place::Mention) && self.decisive.is_some();
                let details = inner && hit.record.role.is_none();
                if outweighs || details || (self.yields() && !mention) {
                    self.decisive = Some(hit);
                }
            }
            Mark::Unknown(span) => {
                self.unknown.get_or_insert(span);
            }
        }
    }
}

/// Iterates over an input's findings, from left to right.
#[derive(Clone, Debug)]
pub struct Groups<'a> {
    scan: Scan<'a>,
    raw: &'a [u8],
    records: Records<'a>,
    /// The mark that begins the next finding, and where that finding's part begins.
    next: Option<(Mark, usize)>,
    begun: bool,
}

impl<'a> Groups<'a> {
    /// Groups the marks of a scan over `raw`.
    pub fn new(scan: Scan<'a>, raw: &'a [u8]) -> Self {
        Groups {
            scan,
            raw,
            records: Records::new(raw),
            next: None,
            begun: false,
        }
    }

    /// Returns where the next finding's first mark stands.
    pub fn next_mark(&self) -> Option<usize> {
        self.next.map(|(mark, _)| mark.span().start)
    }

    /// Whether a finding is no error, but data of a record that succeeded.
    pub fn is_data(&mut self, finding: &Finding) -> bool {
        finding.record.is_some_and(|record| self.records.succeeded(record))
    }

    /// Whether the input has records; to be asked when all findings were told.
    pub fn have_records(&mut self) -> bool {
        self.records.exist()
    }
}

impl Iterator for Groups<'_> {
    type Item = Finding;

    #[inline(always)]
    fn next(&mut self) -> Option<Finding> {
        let (mark, start) = match self.next.take() {
            Some(next) => next,
            None if self.begun => return None,
            None => {
                self.begun = true;
                (self.scan.next()?, 0)
            }
        };
        let mut finding = Finding::new(mark, self.records.at(mark.span().start), start);
        let mut anchor = Anchor::new(self.raw, &mark);
        let mut last = mark.span();
        for mark in self.scan.by_ref() {
            let span = mark.span();
            let relation = match anchor.relation(self.raw, &mark) {
                Relation::New(boundary) => Relation::New(boundary),
                same if !anchor.is_left() => same,
                same => {
                    let border = self.records.border(last.start, span.start);
                    border.map_or(same, Relation::New)
                }
            };
            match relation {
                Relation::Same { inner } => {
                    let between = self.raw.get(last.end..span.start);
                    finding.take(mark, inner || between == Some(b": "));
                }
                Relation::Body => {
                    finding.take(mark, false);
                    finding.record = self.records.at(span.start);
                    anchor = Anchor::new(self.raw, &mark);
                }
                Relation::New(boundary) => {
                    // What was taken belongs to it, wherever it stands.
                    let boundary = boundary.max(last.end);
                    finding.end = boundary;
                    self.next = Some((mark, boundary));
                    return Some(finding);
                }
            }
            last = span;
        }
        finding.end = self.raw.len();
        Some(finding)
    }
}

/// How a mark relates to the finding before it.
enum Relation {
    /// It belongs to the same error; whether a code field designates it deeper in the object than any before.
    Same { inner: bool },
    /// It is in a body behind a text that told the error: the body says it again, or says what is inside.
    Body,
    /// It begins another one; the parts meet here.
    New(usize),
}

/// The place against which further marks are held: the object or row of the error's first code.
///
/// It follows the text once, from mark to mark, so that many codes in one error cost no more than few.
struct Anchor {
    designated: bool,
    /// The depth below which the object or element around the code has been left.
    floor: i32,
    /// Up to where the text was followed, and what came of it.
    followed: usize,
    depth: i32,
    lowest: i32,
    /// The deepest that a code was designated.
    deepest: i32,
    left: Option<usize>,
    newline: Option<usize>,
    /// What sets the code's row apart, if it stands in one.
    row: Option<u8>,
    /// Whether the code heads a text of its own, and says more than that something inside failed.
    heads: bool,
    /// Whether nobody knows the innermost code so far: it may be another system's, around a vendor's answer with several
    /// errors.
    foreign: bool,
    /// The first code inside of a foreign one's object.
    inner: Option<Inner>,
}

/// A code inside of an object.
#[derive(Clone, Copy)]
struct Inner {
    at: usize,
    depth: i32,
    /// The lowest depth since then.
    lowest: i32,
}

impl Anchor {
    fn new(raw: &[u8], mark: &Mark) -> Self {
        let (span, designated) = match mark {
            Mark::Code(hit) => (hit.span, hit.place.is_none()),
            Mark::Unknown(span) => (*span, true),
        };
        Anchor {
            designated,
            // A tag of the code's own is left in any case; the element around it is what counts.
            floor: if span.tagged { -1 } else { 0 },
            followed: span.end,
            depth: 0,
            lowest: 0,
            deepest: 0,
            left: None,
            newline: None,
            row: row(raw, span.start),
            heads: matches!(mark, Mark::Code(hit) if hit.place >= Some(Place::Head) && hit.record.role.is_none()),
            foreign: matches!(mark, Mark::Unknown(_)),
            inner: None,
        }
    }

    fn relation(&mut self, raw: &[u8], mark: &Mark) -> Relation {
        match mark {
            Mark::Code(Hit { place: None, span, .. }) | Mark::Unknown(span) => {
                self.follow(raw, span.start);
                if !self.designated {
                    return Relation::Body;
                }
                // An object around the first one, as where `innerError` stands before `code`.
                let ancestor = self.depth < self.floor && self.depth == self.lowest;
                match self.left {
                    Some(left) if !ancestor || is_border(raw, left) => Relation::New(left),
                    _ => {
                        if let Some(left) = self.follows_inner(raw, mark) {
                            return Relation::New(left);
                        }
                        let inner = self.depth > self.deepest;
                        self.deepest = self.deepest.max(self.depth);
                        Relation::Same { inner }
                    }
                }
            }
            Mark::Code(hit) => {
                let from = self.followed;
                self.follow(raw, hit.span.start);
                if let Some(boundary) = self.stands_apart(raw, from, hit) {
                    return Relation::New(boundary);
                }
                match self.newline {
                    Some(newline) if !self.designated && self.row.is_some() && row(raw, hit.span.start) == self.row => {
                        Relation::New(newline + 1)
                    }
                    _ => Relation::Same { inner: false },
                }
            }
        }
    }

    /// Returns where another error's text begins, if a code heads it as the first one heads its own: on another line, in
    /// another string or behind a semicolon, and not as its cause.
    fn stands_apart(&self, raw: &[u8], from: usize, hit: &Hit) -> Option<usize> {
        let heads = |place: Option<Place>| place >= Some(Place::Head);
        if !self.heads || !heads(hit.place) || hit.record.role.is_some() {
            return None;
        }
        let between = &raw[from..hit.span.start];
        let line = block::rfind(between, b'\n').map(|at| at + 1);
        let escaped = || between.windows(2).rposition(|part| part == b"\\n").map(|at| at + 2);
        let string = || between.windows(3).rposition(|part| part == b"\",\"").map(|at| at + 2);
        let clause = || between.ends_with(b"; ").then_some(between.len());
        let boundary = line.or_else(escaped).or_else(string).or_else(clause)?;
        let causes = [
            "aused by",
            "first error",
            "xception",
            "nner",
            "During handling",
            "   at ",
            "\tat ",
            " -> ",
            "---",
        ];
        let is_cause = causes.iter().any(|words| block::contains(between, words.as_bytes()));
        (!is_cause).then_some(from + boundary)
    }

    /// Returns where the object of the first code inside of a foreign one's was left, if another one stands behind it: what
    /// is inside is then no chain of causes, but a vendor's answer.
    fn follows_inner(&mut self, raw: &[u8], mark: &Mark) -> Option<usize> {
        let at = mark.span().start;
        if let Some(inner) = self.inner.filter(|inner| inner.lowest < inner.depth) {
            return nesting::change(raw, inner.at, at, 0).left;
        }
        let (depth, lowest) = (self.depth, self.depth);
        if self.foreign && self.depth > self.inner.map_or(0, |inner| inner.depth) {
            self.inner = Some(Inner { at, depth, lowest });
            // Several systems may have wrapped it.
            self.foreign = matches!(mark, Mark::Unknown(_));
        }
        None
    }

    /// Whether the object or the line of the first code was left, without which no other record can begin.
    fn is_left(&self) -> bool {
        self.left.is_some() || self.newline.is_some()
    }

    fn follow(&mut self, raw: &[u8], to: usize) {
        let newline = block::rfind_in(raw, self.followed..to, b'\n');
        self.newline = newline.or(self.newline);
        let change = nesting::change(raw, self.followed, to, self.floor - self.depth);
        let lowest = self.depth + change.lowest;
        self.lowest = self.lowest.min(lowest);
        if let Some(inner) = &mut self.inner {
            inner.lowest = inner.lowest.min(lowest);
        }
        self.left = self.left.or(change.left);
        self.depth += change.end;
        self.followed = to;
    }
}

/// Whether the brace that closes an object parts two elements of an array: `},{`. An object holds no such place, so a brace
/// in the second one's message does not lead back to what is around both.
fn is_border(raw: &[u8], close: usize) -> bool {
    let mut behind = raw[close..].iter().filter(|byte| !byte.is_ascii_whitespace());
    behind.by_ref().take(3).eq(b"},{".iter())
}

/// Returns what sets a row apart from the one before it, if the position stands at its start or in a cell: the
/// separator before it.
fn row(raw: &[u8], at: usize) -> Option<u8> {
    let before = &raw[..at];
    let blanks = before
        .iter()
        .rev()
        .take_while(|byte| matches!(byte, b'"' | b' ' | b'\t'))
        .count();
    match before[..before.len() - blanks].last() {
        None => Some(b'\n'),
        Some(byte @ (b'\n' | b',' | b'|' | b';')) => Some(*byte),
        Some(_) => None,
    }
}
