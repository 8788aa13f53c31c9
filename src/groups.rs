//! From marks to groups: which marks belong to one error, and which code of an error decides.
//!
//! A structured body designates each error's code once; what stands deeper in the same object, or in its message, is
//! the same error's cause. So a designated code begins a new error when the object (or XML element) of the code before
//! it has been left, and a code in text when it begins a new row. Within an error a wrapper yields to the next known
//! code, and that, if it is a wrapper too, to the next: the innermost. Any code yields to one that a code field deeper in
//! its object designates, as in a chain of `innerError`, or that stands right behind it in text as clients print such a
//! chain, `unauthenticated: invalidAudienceUri: …`, unless that one is a wrapper. One that may be repeated yields to one
//! beside it that must not be, and one that only follows from something to any: it may be another error. Where a response
//! has records, codes of two of them are two errors in any case.

use core::ops::Range;

use crate::anchor::{Anchor, Depth, Relation};
use crate::scan::place::Place;
use crate::scan::record::{Record, Records};
use crate::scan::{Hit, Mark, Scan, Span, text};
use crate::{Applied, Kind, Role};

/// One error of an input, before anything is said about it.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    /// Where its first mark begins and its last one ends.
    pub marks: (usize, usize),
    /// The code that decides; `None` if no known one was found.
    pub decisive: Option<Hit>,
    /// The worst of the codes that it [outranks]: what they failed at may have been applied all the same.
    pub applied: Applied,
    /// The value of a code field that no vendor knows.
    pub unknown: Option<Span>,
    /// The record of a batch in which the mark stands against which the others were held: the outermost code, or a code
    /// field without a known code.
    pub record: Option<Record>,
    /// The error's part of the input.
    pub start: usize,
    pub end: usize,
}

impl Group {
    fn new(mark: Mark, record: Option<Record>, start: usize) -> Self {
        let (decisive, unknown) = match mark {
            Mark::Code(hit) => (Some(hit), None),
            Mark::Unknown(span) => (None, Some(span)),
        };
        let span = mark.span();
        Group {
            marks: (span.start, span.end),
            decisive,
            applied: Applied::No,
            unknown,
            record,
            start,
            end: usize::MAX,
        }
    }

    /// Whether the decisive code only says that something inside failed, or is a number that may be an HTTP status.
    fn yields(&self) -> bool {
        self.decisive
            .is_none_or(|hit| wraps(&hit) || (hit.is_status && hit.place != Place::Field))
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
        let (start, end) = record.part();
        // A text before the body may tell the error already.
        if self.marks.0 >= record.start {
            self.start = start.max(behind);
        }
        if next.is_none_or(|next| next >= record.end) {
            self.end = end.max(self.marks.1);
        }
    }

    /// Returns its record, if all of that is this error's.
    pub fn whole_record(&self) -> Option<Record> {
        self.record
            .filter(|record| self.start <= record.start && record.end <= self.end)
    }

    /// Takes a further mark of the same error. One right behind the last one and a colon is inside of it, too.
    fn take(&mut self, raw: &[u8], mark: Mark, depth: Depth) {
        self.marks.1 = mark.span().end;
        match mark {
            // As if the one around had come first.
            Mark::Code(hit) if depth == Depth::Around => {
                let yields = |old: Hit| {
                    let points = old.record.role.is_some() && (!wraps(&hit) || is_vague(&hit, &old));
                    points || echoes(raw, &hit, &old)
                };
                if self.decisive.is_none_or(yields) {
                    self.decisive = Some(hit);
                } else if self.decisive.is_some_and(|old| outranks(raw, &hit, &old)) {
                    self.applied = self.applied.max(hit.record.entries()[0].applied());
                }
            }
            Mark::Code(hit) => {
                // What a code field says outweighs what a text before it does, unless it only points inside.
                let in_text = self
                    .decisive
                    .is_some_and(|old| old.place != Place::Field && !is_about_value(&old));
                let outweighs = hit.place == Place::Field && in_text && hit.record.role.is_none();
                let mention = hit.place == Place::Mention && self.decisive.is_some();
                let echoed = self.decisive.is_some_and(|old| echoes(raw, &old, &hit));
                let details = depth == Depth::Inside && hit.record.role.is_none() && !echoed;
                let outranked = self.decisive.filter(|old| outranks(raw, old, &hit));
                if let Some(old) = outranked {
                    self.applied = self.applied.max(old.record.entries()[0].applied());
                }
                let vague = self.decisive.is_some_and(|old| is_vague(&old, &hit));
                if outweighs || details || outranked.is_some() || (self.yields() && !mention && !vague) {
                    self.decisive = Some(hit);
                }
            }
            Mark::Unknown(span) => {
                self.unknown.get_or_insert(span);
            }
        }
    }
}

/// Whether a code stands beside another one and speaks for both: it must not be repeated where the other may be, or the
/// other only follows from something, `UNABLE_TO_LOCK_ROW: …, INVALID_FIELD: …`. Whether it is the other's cause or another
/// error that a program put behind it, all of it cannot be repeated.
///
/// What stands in a message whose code a field holds in quotes or tags is no error of its own.
pub fn outranks(raw: &[u8], old: &Hit, new: &Hit) -> bool {
    let beside = match (old.place, new.place) {
        (Place::Field, Place::Field) => !new.is_status,
        (Place::Field, Place::Head | Place::Lead) => {
            let behind = &raw[old.span.end..];
            !behind.starts_with(b"\\") && !text::read(behind).is_some_and(|(c, _)| c == '<' || text::is_quote(c))
        }
        (_, place) => place >= Place::Head,
    };
    let (follows, forbids) = (
        is_consequence(old) && !is_consequence(new),
        old.record.role.is_none() && repeatable(old) && !repeatable(new) && !is_consequence(new),
    );
    beside && new.record.role.is_none() && (follows || forbids)
}

/// Whether a code is about a value, and another one stands in that value: such an error quotes it in its message, and where
/// programs log what vendors answer, the value may be an answer.
fn echoes(raw: &[u8], old: &Hit, new: &Hit) -> bool {
    let quoted = |hit: &Hit| raw[..hit.span.start].ends_with(b"\\\"");
    is_about_value(old) && quoted(new) && !quoted(old)
}

/// Whether a code says that a value was refused.
fn is_about_value(hit: &Hit) -> bool {
    let kind = hit.record.entries()[0].kind();
    hit.record.role.is_none() && matches!(kind, Kind::TooLarge | Kind::InvalidValue | Kind::Duplicate)
}

/// Whether a code only says that something else failed.
fn is_consequence(hit: &Hit) -> bool {
    hit.record.role == Some(Role::Consequence) || hit.record.entries()[0].is_consequence()
}

/// Whether a code says only that something inside failed.
fn wraps(hit: &Hit) -> bool {
    hit.record.role == Some(Role::Wrapper)
}

/// Whether a wrapper inside of another one says no more: one does, but nothing that would make what must not be repeated
/// repeatable.
fn is_vague(outer: &Hit, inner: &Hit) -> bool {
    wraps(outer) && wraps(inner) && !repeatable(outer) && repeatable(inner)
}

/// Whether what a code means in general may be repeated.
fn repeatable(hit: &Hit) -> bool {
    hit.record.entries()[0].is_repeatable()
}

/// Iterates over an input's errors, from left to right.
#[derive(Clone, Debug)]
pub struct Groups<'a> {
    scan: Scan<'a>,
    raw: &'a [u8],
    records: Records<'a>,
    /// The same, followed for the records in which no mark stands, once one was passed over.
    silent: Option<Records<'a>>,
    /// The mark that begins the next group, and where that group's part begins.
    next: Option<(Mark, usize)>,
    begun: bool,
}

impl<'a> Groups<'a> {
    /// Groups the marks of a scan over `raw`.
    #[inline(always)]
    pub fn new(scan: Scan<'a>, raw: &'a [u8]) -> Self {
        Groups {
            scan,
            raw,
            records: Records::new(raw),
            silent: None,
            next: None,
            begun: false,
        }
    }

    /// Returns the next mark that stands in no row's data.
    #[inline(always)]
    fn next_evidence(&mut self) -> Option<Mark> {
        loop {
            let mark = self.scan.next()?;
            if !self.records.is_beside(mark.span().start) {
                return Some(mark);
            }
        }
    }

    /// Returns where the next group's first mark stands.
    pub fn next_mark(&self) -> Option<usize> {
        self.next.map(|(mark, _)| mark.span().start)
    }

    /// Whether a group is no error, but data of a record that succeeded.
    pub fn is_of_success(&mut self, group: &Group) -> bool {
        group.record.is_some_and(|record| self.succeeded(record))
    }

    /// Whether a record says of itself that nothing failed.
    pub fn succeeded(&mut self, record: Record) -> bool {
        self.records.succeeded(record)
    }

    /// Whether a record may have begun before a position: where the next group begins, or the input's end.
    #[inline]
    pub fn may_have_records(&mut self, position: usize) -> bool {
        self.records.may_begin(position)
    }

    /// Returns the next record that ends before such a position and in which no mark stands; some in which one does may be
    /// among them.
    pub fn next_silent(&mut self, to: usize) -> Option<Record> {
        if self.silent.is_none() && !self.records.passed_over() {
            // Up to the last mark each record has one; what stands behind was not followed yet.
            return match to < self.raw.len() {
                true => None,
                false => self.records.passed(to),
            };
        }
        self.silent.get_or_insert_with(|| Records::new(self.raw)).passed(to)
    }
}

impl Iterator for Groups<'_> {
    type Item = Group;

    #[inline(always)]
    fn next(&mut self) -> Option<Group> {
        let (mark, start) = match self.next.take() {
            Some(next) => next,
            None if self.begun => return None,
            None => {
                self.begun = true;
                (self.next_evidence()?, 0)
            }
        };
        let mut group = Group::new(mark, self.records.at(mark.span().start), start);
        let mut anchor = Anchor::new(self.raw, &mark);
        let mut last = mark.span();
        while let Some(mark) = self.next_evidence() {
            let span = mark.span();
            let relation = match anchor.relation(self.raw, &mark) {
                Relation::New(boundary) => Relation::New(boundary),
                same if !anchor.is_left() => same,
                same => {
                    let row = group.record.and_then(Record::row_end).filter(|end| *end <= span.start);
                    let border = row.or_else(|| self.records.border(last.start, span.start));
                    border.map_or(same, Relation::New)
                }
            };
            match relation {
                Relation::Same(depth) => {
                    let chained = self.raw.get(last.end..span.start) == Some(b": ");
                    group.take(self.raw, mark, if chained { Depth::Inside } else { depth });
                }
                Relation::Body => {
                    group.take(self.raw, mark, Depth::Beside);
                    group.record = self.records.at(span.start);
                    anchor = Anchor::new(self.raw, &mark);
                }
                Relation::New(boundary) => {
                    // What was taken belongs to it, wherever it stands.
                    let boundary = boundary.max(last.end);
                    group.end = boundary;
                    self.next = Some((mark, boundary));
                    return Some(group);
                }
            }
            last = span;
        }
        group.end = self.raw.len();
        Some(group)
    }
}
