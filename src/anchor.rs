//! Whether a mark belongs to the error before it: where in the body it stands, seen from that error's first code.
//!
//! The text is followed once, from mark to mark, for the depth of its objects and for its lines. A code field begins
//! another error when the first code's object has been left, unless it is around that object; a code in text when it heads
//! a row, a line or a string as the first one does.

use crate::scan::place::Place;
use crate::scan::{Hit, Mark, block, joint, nesting};

/// How a mark relates to the marks of an error before it.
pub enum Relation {
    /// It belongs to the same error.
    Same(Depth),
    /// It is in a body behind a text that told the error: the body says it again, or says what is inside.
    Body,
    /// It begins another one; the parts meet here.
    New(usize),
}

/// Where a mark stands in its error's object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// A code field designates it deeper in the object than any before.
    Inside,
    Beside,
    /// It is around the ones before it, as where `innerError` stands before `code`.
    Around,
}

/// The place against which further marks are held: the object or row of the error's first code.
///
/// It follows the text once, from mark to mark, so that many codes in one error cost no more than few.
pub struct Anchor {
    designated: bool,
    /// The depth below which the object or element around the code has been left.
    floor: i32,
    /// Up to where the text was followed, and what came of it.
    followed: usize,
    depth: i32,
    lowest: i32,
    /// The deepest and the least deep that a code was designated.
    deepest: i32,
    shallowest: i32,
    /// Where the first code's object was left, and whether the brace there is a [border](is_border).
    left: Option<(usize, bool)>,
    newline: Option<usize>,
    /// What sets the code's row apart, if it stands in one.
    row: Option<u8>,
    /// Whether the code heads a text of its own, and says more than that something inside failed.
    heads: bool,
    /// Where the code stands, if a field designates it and it says more than that something inside failed.
    says: Option<usize>,
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
    pub fn new(raw: &[u8], mark: &Mark) -> Self {
        let (span, designated) = match mark {
            Mark::Code(hit) => (hit.span, hit.place == Place::Field),
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
            shallowest: 0,
            left: None,
            newline: None,
            row: row(raw, span.start),
            heads: matches!(mark, Mark::Code(hit) if hit.place >= Place::Head && hit.record.role.is_none()),
            says: match mark {
                Mark::Code(hit) => (designated && hit.record.role.is_none()).then_some(span.start),
                Mark::Unknown(_) => None,
            },
            foreign: matches!(mark, Mark::Unknown(_)),
            inner: None,
        }
    }

    /// Says how the next mark relates to the ones before it; marks are to be given from left to right.
    pub fn relation(&mut self, raw: &[u8], mark: &Mark) -> Relation {
        match mark {
            Mark::Code(Hit {
                place: Place::Field,
                span,
                ..
            })
            | Mark::Unknown(span) => {
                self.follow(raw, span.start);
                if !self.designated {
                    return Relation::Body;
                }
                let ancestor = self.depth < self.floor && self.depth == self.lowest;
                if let Some((left, _)) = self.left.filter(|(_, is_border)| !ancestor || *is_border) {
                    return Relation::New(left);
                }
                if let Some(boundary) = self.repeats_label(raw, mark).or_else(|| self.follows_inner(raw, mark)) {
                    return Relation::New(boundary);
                }
                let depth = match self.depth > self.deepest {
                    true => Depth::Inside,
                    false if self.depth < self.shallowest => Depth::Around,
                    false => Depth::Beside,
                };
                self.deepest = self.deepest.max(self.depth);
                self.shallowest = self.shallowest.min(self.depth);
                Relation::Same(depth)
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
                    _ => Relation::Same(Depth::Beside),
                }
            }
        }
    }

    /// Returns where another error's text begins, if a code heads it as the first one heads its own: on another line, in
    /// another string or behind a semicolon, and not as its cause.
    fn stands_apart(&self, raw: &[u8], from: usize, hit: &Hit) -> Option<usize> {
        if !self.heads || hit.place < Place::Head || hit.record.role.is_some() {
            return None;
        }
        let between = &raw[from..hit.span.start];
        let line = joint::last_line(between);
        let string = || between.windows(3).rposition(|part| part == b"\",\"").map(|at| at + 2);
        let clause = || between.ends_with(b"; ").then_some(between.len());
        let boundary = line.or_else(string).or_else(clause)?;
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

    /// Returns where another error's line begins, if it introduces a code as the first one's does: `ERROR: …`, `error=…`.
    fn repeats_label(&self, raw: &[u8], mark: &Mark) -> Option<usize> {
        let (Mark::Code(hit), Some(first), Some(newline)) = (mark, self.says, self.newline) else {
            return None;
        };
        let label = &raw[newline + 1..hit.span.start];
        // A field of an object is set in, or begins with a quote or a tag.
        let plain = label
            .first()
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || b"*[#-".contains(byte));
        let whole = self.depth == 0 && self.lowest == 0 && hit.record.role.is_none();
        let before = &raw[..first];
        let alike = || before.ends_with(label) && matches!(before[..first - label.len()].last(), None | Some(b'\n'));
        (plain && whole && alike()).then_some(newline + 1)
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
    pub fn is_left(&self) -> bool {
        self.left.is_some() || self.newline.is_some()
    }

    fn follow(&mut self, raw: &[u8], to: usize) {
        if let Some(newline) = block::rfind(&raw[self.followed..to], b'\n') {
            self.newline = Some(self.followed + newline);
        }
        let change = nesting::change(raw, self.followed, to, self.floor - self.depth);
        let lowest = self.depth + change.lowest;
        self.lowest = self.lowest.min(lowest);
        if let Some(inner) = &mut self.inner {
            inner.lowest = inner.lowest.min(lowest);
        }
        self.left = self
            .left
            .or_else(|| change.left.map(|left| (left, is_border(raw, left))));
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
