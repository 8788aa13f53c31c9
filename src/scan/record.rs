//! Which record of a batch a position belongs to, and what else belongs to that record.
//!
//! Responses to a batch list the records one after the other: a JSON array whose elements hold each record's errors in
//! objects of their own (`[{"success":false,"errors":[{…}]}]`, `compositeResponse`, `result[].reasons[]`,
//! `responses[].body.error`), `<result>` elements, or the rows of a table. An array of errors as such
//! (`[{"errorCode":…}]`) says nothing about records.

mod outcome;
mod table;

use core::ops::Range;

use outcome::{Answers, answered, holds_failure};
pub use outcome::{Outcome, outcome, says_success};
use table::{cells, head, is_table, separator};

use super::answer;
use super::block;
use super::candidates::Candidates;
use super::colour;
use super::signs::Signs;
use super::text;
use super::word::{self, Word};

/// A record: which one of the response it is, and its part of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    pub index: usize,
    pub start: usize,
    pub end: usize,
    /// Its part in which an error can stand: in JSON from its first inner object to the end of its last, in a table its cell
    /// for errors.
    pub inner: (usize, usize),
    /// Whether that is such a cell, beside which there is data.
    is_cell: bool,
    /// Whether the input goes on behind it, so that it is not cut off.
    is_whole: bool,
    /// The HTTP status with which it answers one request of several, if it says so.
    pub answered: Option<u16>,
}

impl Record {
    /// Returns the part that is the error's: a row of a table has data, too.
    pub fn part(self) -> (usize, usize) {
        match self.is_cell {
            true => self.inner,
            false => (self.start, self.end),
        }
    }

    /// Returns where it ends, if it is a row of a table: nothing behind is a part of it.
    pub fn row_end(self) -> Option<usize> {
        self.is_cell.then_some(self.end)
    }

    /// Yields the words of its own members, with the part that they stand in: what is around its inner objects.
    fn own_words(self, raw: &[u8]) -> impl Iterator<Item = (&[u8], Word)> {
        let parts = match self.start == self.inner.0 {
            // Of what is no JSON all is its own.
            true => [self.start..self.end, self.end..self.end],
            false => [self.start..self.inner.0, self.inner.1..self.end],
        };
        parts.into_iter().flat_map(move |part| {
            let part = &raw[part];
            Candidates::new(part).map(move |word| (part, word))
        })
    }
}

/// Follows an input and finds its records, each at most once.
#[derive(Clone, Debug)]
pub struct Records<'a> {
    raw: &'a [u8],
    is_table: bool,
    /// `None` until somebody asks for what the input's first bytes do not tell.
    form: Option<Form>,
    /// Up to where no record can begin, as far as somebody asked while the form was not known, and what of an array with
    /// records was open there.
    clear: usize,
    open: u8,
    /// Up to where the input was followed.
    at: usize,
    /// The record that was last found by a position; the input was followed to its end.
    found: Option<Record>,
    /// Whether one ended before such a position.
    passed_over: bool,
    /// Which element of its list the open record is, by the commas and by the records before it; where it begins.
    count: usize,
    next: usize,
    start: Option<usize>,
    /// Where the open record's inner part begins, and where it ends so far.
    inner: Option<(usize, usize)>,
    /// A table: the number of the column for errors and how many there are.
    head: Option<(usize, usize)>,
    /// A table: how many separators its head has, and how many the open row has, up to where they were counted.
    columns: usize,
    cells: usize,
    counted: usize,
    /// A table: whether a quote is open, and whether the table has ended.
    quoted: bool,
    over: bool,
    /// JSON: its signs, once the form is known, the depth in brackets and braces, that of the outermost array, and how many
    /// objects are open inside of it.
    signs: Option<Signs<'a>>,
    depth: u32,
    array: Option<u32>,
    objects: u32,
    /// What that array's elements answer, if that is one request each.
    answers: Option<Answers>,
    /// Where the record begins that was last asked whether it succeeded, and the answer.
    succeeded: Option<(usize, bool)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Json,
    Xml,
    /// With what separates its cells.
    Table(u8),
    Other,
}

impl<'a> Records<'a> {
    /// Begins at the start of an input.
    // What is as large as this is made where it will stand.
    #[inline(always)]
    pub fn new(raw: &'a [u8]) -> Self {
        Records {
            raw,
            is_table: is_table(raw),
            form: None,
            clear: 0,
            open: 0,
            at: 0,
            found: None,
            passed_over: false,
            count: 0,
            next: 0,
            start: None,
            inner: None,
            head: None,
            columns: 0,
            cells: 0,
            counted: 0,
            quoted: false,
            over: false,
            signs: None,
            depth: 0,
            array: None,
            objects: 0,
            answers: None,
            succeeded: None,
        }
    }

    /// Whether a record says of itself that nothing failed, so that what it holds is data; of each record it is read once.
    pub fn succeeded(&mut self, record: Record) -> bool {
        match self.succeeded {
            Some((start, succeeded)) if start == record.start => succeeded,
            _ => {
                let part = &self.raw[record.start..record.end];
                let succeeded = says_success(part) && !holds_failure(part, record.answered.is_none());
                self.succeeded = Some((record.start, succeeded));
                succeeded
            }
        }
    }

    /// Returns the record in which an error stands that begins at a position; positions may only grow.
    pub fn at(&mut self, position: usize) -> Option<Record> {
        if let Some(found) = self.found.filter(|found| position < found.end) {
            return Some(found);
        }
        while self.follow(position).is_some() {
            self.passed_over = true;
        }
        // The element itself is an object, and the error one inside of it.
        let holds = self.form != Some(Form::Json) || self.objects >= 2;
        self.start = self.start.filter(|_| holds);
        self.found = self.start.and_then(|_| self.follow(self.raw.len()));
        self.found
    }

    /// Returns where the record begins in which the second of two errors stands, if the first stands in another one.
    pub fn border(&mut self, first: usize, second: usize) -> Option<usize> {
        let first = self.at(first)?;
        self.at(second)
            .map(|second| second.start)
            .filter(|start| *start != first.start)
    }

    /// Whether a record may begin before a position.
    #[inline]
    pub fn may_begin(&mut self, position: usize) -> bool {
        self.form(position) != Form::Other
    }

    /// Whether a record was passed over on the way to a position that somebody [asked](Self::at) for.
    pub fn passed_over(&self) -> bool {
        self.passed_over
    }

    /// Whether a position is in a row of a table, but not in its cell for errors: what stands there is data.
    ///
    /// The row is passed over then, whoever else asks for it; positions may only grow.
    #[inline]
    pub fn is_beside(&mut self, position: usize) -> bool {
        self.is_table && self.is_in_data(position)
    }

    fn is_in_data(&mut self, position: usize) -> bool {
        let row = self.at(position);
        let is_beside = row.is_some_and(|row| row.is_cell && !(row.inner.0..row.inner.1).contains(&position));
        self.passed_over |= is_beside;
        is_beside
    }

    /// Returns the next record that ends before a position, of those for which nobody [asked](Self::at).
    pub fn passed(&mut self, position: usize) -> Option<Record> {
        self.follow(position)
    }

    /// Goes on to a position, or to the end of a record that ends before.
    fn follow(&mut self, to: usize) -> Option<Record> {
        let ended = match self.form(to) {
            Form::Json => self.follow_signs(to),
            Form::Xml => self.follow_bytes(to, *b"<", Self::xml),
            Form::Table(_) if self.over => None,
            Form::Table(separator) => self.follow_bytes(to, *b"\"\n", |own, at| own.table(at, separator)),
            Form::Other => None,
        };
        // What the input does not end ends with it.
        ended.or_else(|| match to >= self.raw.len() {
            true => self.end(self.raw.len()),
            false => None,
        })
    }

    /// Returns the input's form, which need not be known where no record can have begun before a place: in most inputs there
    /// is no other.
    #[inline]
    fn form(&mut self, to: usize) -> Form {
        match self.form {
            Some(form) => form,
            None if to <= self.clear => Form::Other,
            None => self.look(to),
        }
    }

    /// Looks as far as a place for what begins a record, and reads the form only if there is something.
    fn look(&mut self, to: usize) -> Form {
        // Lists begin with a bracket, elements with an angle: nearly half of all inputs have neither.
        if self.clear == 0 && !self.is_table && !block::holds_any(self.raw, *b"[<") {
            self.form = Some(Form::Other);
            return Form::Other;
        }
        if !opens_records(self.raw, self.clear..to, *b"[{<\n", &mut self.open) {
            self.clear = to;
            return Form::Other;
        }
        let (form, start) = form(self.raw);
        (self.form, self.at) = (Some(form), start);
        if form == Form::Json {
            let within = body_in_string(&self.raw[start..]).unwrap_or(0);
            self.signs = Some(Signs::new(self.raw, start + within));
        }
        form
    }

    fn follow_signs(&mut self, to: usize) -> Option<Record> {
        while let Some(at) = self.signs.as_mut()?.before(to) {
            let ended = self.json(at);
            if ended.is_some() {
                return ended;
            }
        }
        None
    }

    fn follow_bytes<const N: usize>(
        &mut self,
        to: usize,
        bytes: [u8; N],
        step: impl Fn(&mut Self, usize) -> Option<Record>,
    ) -> Option<Record> {
        let from = self.at;
        let rest = self.raw.get(from..to).unwrap_or_default();
        for at in block::positions(rest, bytes) {
            let ended = step(self, from + at);
            if ended.is_some() {
                self.at = from + at + 1;
                return ended;
            }
        }
        self.at = from + rest.len();
        None
    }

    fn json(&mut self, at: usize) -> Option<Record> {
        let byte = self.raw[at];
        match byte {
            // A terminal's colour, `ESC[31m`.
            b'[' if colour::bracketed(&self.raw[at..]) > 0 => {}
            b'[' => {
                self.depth += 1;
                if self.array.is_none() {
                    self.array = Some(self.depth);
                    (self.objects, self.count, self.next) = (0, 0, 0);
                    self.answers = Answers::after(&self.raw[..at]);
                }
            }
            b'{' => {
                self.depth += 1;
                self.objects += u32::from(self.array.is_some());
                match self.objects {
                    1 => (self.start, self.inner) = (Some(at), None),
                    2 => self.inner = Some((self.inner.map_or(at, |(start, _)| start), self.raw.len())),
                    _ => {}
                }
            }
            b',' => self.count += usize::from(self.array == Some(self.depth)),
            _ => {
                let closes = byte == b']' && self.array == Some(self.depth);
                self.depth = self.depth.saturating_sub(1);
                if closes {
                    self.array = None;
                    return self.end(at);
                }
                if byte == b'}' && self.array.is_some() {
                    self.objects = self.objects.saturating_sub(1);
                    match self.objects {
                        0 => return self.end(at + 1),
                        1 => self.inner = self.inner.map(|(start, _)| (start, at + 1)),
                        _ => {}
                    }
                }
            }
        }
        None
    }

    fn xml(&mut self, at: usize) -> Option<Record> {
        let tag = &self.raw[at + 1..];
        let (closes, tag) = match tag.strip_prefix(b"/") {
            Some(tag) => (true, tag),
            None => (false, tag),
        };
        let (mut name, mut behind) = word::split_first(tag);
        if let Some(local) = behind.strip_prefix(b":") {
            (name, behind) = word::split_first(local);
        }
        let whole = |byte: &u8| matches!(byte, b'>' | b'/') || byte.is_ascii_whitespace();
        if name != b"result" || !behind.first().is_none_or(whole) {
            return None;
        }
        let ended = self.end(at);
        if !closes {
            self.begin(at);
        }
        ended
    }

    fn table(&mut self, at: usize, separator: u8) -> Option<Record> {
        // Inside of quotes a quote is doubled.
        if self.raw[at] == b'"' {
            self.quoted = !self.quoted;
        }
        if self.quoted || self.raw[at] != b'\n' {
            return None;
        }
        let row = &self.raw[self.counted..at];
        self.cells += block::positions(row, [separator]).count();
        self.counted = at + 1;
        if self.start.is_none() {
            // The first row names the columns.
            self.columns = self.cells;
            self.head = head(row, separator);
        } else if (1..self.columns).contains(&self.cells) {
            // The line breaks in a cell without quotes.
            return None;
        }
        self.cells = 0;
        let blank = |start: &usize| self.raw[*start..at].trim_ascii().is_empty();
        let row = self.start.filter(|start| !blank(start));
        if row.is_none() && self.start.is_some() && !self.goes_on(at + 1, separator) {
            (self.start, self.over) = (None, true);
            return None;
        }
        self.start = row;
        let ended = self.end(at);
        self.begin(at + 1);
        ended
    }

    /// Whether a table goes on behind an empty row: with another one, or with one that begins as its head does or has as many
    /// cells. A body or a text that somebody put there does not.
    fn goes_on(&self, at: usize, separator: u8) -> bool {
        let next = self.raw.get(at..).unwrap_or_default();
        match (body(self.raw).first(), next) {
            (_, [] | [b'\r' | b'\n', ..]) => true,
            (Some(b'"'), next) => next.starts_with(b"\""),
            (_, [b'{', b'"', ..] | [b'[', b'{', ..] | [b'<', ..]) => false,
            _ => cells(block::first_line(next), separator).count() == self.columns + 1,
        }
    }

    /// Returns the cell for errors of a row, if it has as many as the head: one without quotes may have more.
    fn error_cell(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        let (Some(Form::Table(separator)), Some((column, columns))) = (self.form, self.head) else {
            return None;
        };
        let row = &self.raw[start..end];
        let cell = cells(row, separator).nth(column)?;
        (cells(row, separator).count() == columns).then_some((start + cell.start, start + cell.end))
    }

    fn begin(&mut self, at: usize) {
        (self.start, self.inner) = (Some(at), Some((at, self.raw.len())));
    }

    /// Ends the open record, if there is one.
    fn end(&mut self, end: usize) -> Option<Record> {
        let start = self.start.take()?;
        let cell = self.error_cell(start, end);
        // It may have nothing but members of its own.
        let (inner, inner_end) = cell.or(self.inner.take()).unwrap_or((end, end));
        let index = self.count.max(self.next);
        // The elements of an array are counted by their commas: others than objects may be among them. Go prints none.
        self.next = index + 1;
        let record = Record {
            index,
            start,
            end,
            inner: (inner, inner_end.min(end)),
            is_cell: cell.is_some(),
            is_whole: end < self.raw.len(),
            answered: None,
        };
        Some(Record {
            answered: self.answers.and_then(|answers| answered(self.raw, record, answers)),
            ..record
        })
    }
}

/// How far a body may stand from the start of an input, behind a client's words.
pub(super) const LEAD: usize = 256;

fn body(raw: &[u8]) -> &[u8] {
    text::without_byte_order_mark(raw).trim_ascii_start()
}

/// Returns the form of an input, and where what has that form begins.
fn form(raw: &[u8]) -> (Form, usize) {
    let body = body(raw);
    let start = raw.len() - body.len();
    if let Some(separator) = separator(body) {
        return (Form::Table(separator), start);
    }
    let lead = &body[..body.len().min(LEAD)];
    let opens = |at: &usize| lead[*at] != b'[' || colour::bracketed(&body[*at..]) == 0;
    match block::positions(lead, *b"[{<").find(opens) {
        Some(at) if lead[at] == b'<' && block::contains(&body[at..], b"result") => (Form::Xml, start + at),
        // The rows that answer a query are no records of a batch.
        Some(at)
            if lead[at] != b'<'
                && opens_records(body, at..body.len(), *b"[{", &mut 0)
                && !answer::is_data(&body[at..]) =>
        {
            (Form::Json, start + at)
        }
        _ => (Form::Other, start),
    }
}

/// Returns where the body begins that somebody holds as a string, `{"body":"[{\"id\":`, if it lists records and none were
/// listed before: there each quote is escaped.
fn body_in_string(text: &[u8]) -> Option<usize> {
    let (mut open, mut from) = (0, 0);
    for quote in block::positions(text, [b'"']).filter(|at| !text[..*at].ends_with(b"\\")) {
        if opens_records(text, from..quote, *b"[{", &mut open) {
            return None;
        }
        from = quote;
        let Some(start) = opening(text, quote + 1) else {
            continue;
        };
        let mut ends = block::positions(&text[start..], [b'"']).map(|at| start + at);
        let end = ends.find(|at| !text[..*at].ends_with(b"\\")).unwrap_or(text.len());
        if opens_records(text, start..end, *b"[{", &mut 0) {
            return Some(start);
        }
    }
    None
}

/// Returns where a bracket stands with which a string begins, before others and an escaped quote.
fn opening(text: &[u8], mut at: usize) -> Option<usize> {
    let mut first = None;
    loop {
        match text::read(&text[at..])? {
            (c, length) if c.is_whitespace() => at += length,
            ('[' | '{', length) => {
                first = first.or(Some(at));
                at += length;
            }
            (c, length) => return first.filter(|_| c == '"' && length > 1),
        }
    }
}

/// Whether a part of a text opens an array whose elements hold objects or answer one request each, or has another of the
/// wanted bytes than brackets; `open` is what was open before: an array, an object of it, one inside of that.
fn opens_records<const N: usize>(text: &[u8], part: Range<usize>, wanted: [u8; N], open: &mut u8) -> bool {
    let (start, part) = (part.start, &text[part]);
    block::positions(part, wanted).any(|at| {
        match part[at] {
            b'{' => *open += u8::from(*open > 0),
            b'[' if *open > 0 => {}
            b'[' => {
                *open = if Answers::after(&text[..start + at]).is_some() {
                    3
                } else {
                    1
                }
            }
            _ => return true,
        }
        *open >= 3
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, expected: Option<usize>) {
        let mut records = Records::new(raw.as_bytes());
        let position = raw.find("HERE").expect("a marked position");
        let found = records.at(position).map(|record| record.index);
        assert_eq!(found, expected, "{raw}");
    }

    #[test]
    fn counts_elements_of_the_outermost_array() {
        check(
            r#"[{"success":true},{"success":false,"errors":[{"statusCode":"HERE"}]}]"#,
            Some(1),
        );
        check(
            r#"{"hasErrors":true,"results":[{"errors":[{"statusCode":"HERE"}]}]}"#,
            Some(0),
        );
        check(
            r#"{"ids":["a","b"],"result":[{"id":1},{"id":2},{"reasons":[{"code":"HERE"}]}]}"#,
            Some(2),
        );
        check(
            r#"{"responses":[{"id":"1"},{"body":{"error":{"code":"HERE"}}}]}"#,
            Some(1),
        );
        check(
            r#"[{"errors":[{"message":"a, \"}b","statusCode":"X"}]},{"errors":[{"statusCode":"HERE"}]}]"#,
            Some(1),
        );
    }

    #[test]
    fn a_colour_is_no_array() {
        let body = r#"{"success":true,"result":[{"id":1},{"reasons":[{"code":"HERE"}]}]}"#;
        check(&format!("\u{1b}[31m{body}\u{1b}[39m"), Some(1));
        check(&format!("[2024-05-01] \u{1b}[1;33mWARN\u{1b}[0m {body}"), Some(1));
    }

    #[test]
    fn an_array_of_errors_has_no_records() {
        check(r#"[{"errorCode":"A"},{"errorCode":"HERE"}]"#, None);
        check(r#"{"error":{"code":"HERE"}}"#, None);
        check("HERE: text", None);
    }

    #[test]
    fn counts_result_elements_and_rows() {
        let body = "<createResponse><result><id>1</id></result><result><errors>HERE</errors></result></createResponse>";
        check(body, Some(1));
        check(
            "<results><result/>\n<ns:result xsi:type=\"x\"><errors>HERE</errors></ns:result>",
            Some(1),
        );
        check("<results><result><id>1</id></result>HERE</results>", None);
        check("<Fault>HERE</Fault>", None);
        check("\"sf__Id\",\"sf__Error\"\n\"\",\"A:x\"\n\n\"\",\"HERE:x\"\n", Some(1));
        check(
            "\"sf__Id\",\"sf__Error\"\n\"\",\"A:\"\"x\n\"\"\ny\"\r\n\"\",\"HERE:x\"\n",
            Some(1),
        );
        check("\"sf__Id\",\"sf__HERE\"\n", None);
        check(
            "\"sf__Id\",\"sf__Error\",\"Name\"\n\"\",\"A:x\",\"\"\n\n{\"a\":{\"code\":\"HERE\",\"b\":2},\"c\":3}\n",
            None,
        );
        // A spreadsheet that was pasted without its quotes.
        check("sf__Id,sf__Error,Name\n,A:x\ny:--,Acme\n,HERE:x:--,Acme\n", Some(1));
    }

    #[test]
    fn quotes_may_be_escaped_and_a_text_stand_before() {
        let body = r#"[{"success":true,"note":"],["},{"success":false,"errors":[{"statusCode":"HERE"}]}]"#;
        for lead in ["", "\u{feff}", "response: ", "[worker-1] response: ", "\n\n"] {
            check(&format!("{lead}{body}"), Some(1));
        }
        check(
            &r#"[{"success":true},{"errors":[{"statusCode":"HERE"}]}]"#.replace('"', "\\\""),
            Some(1),
        );
        check(&format!("{:LEAD$}; {body}", "A long text"), None);
    }

    #[test]
    fn a_record_is_an_element_whole_and_its_inner_part_all_of_its_objects() {
        let raw = r#"{"responses":[{"id":1},  {"id":2,"body":{"HERE":{}},"headers":{}, "x":1}, {}]}"#;
        let position = raw.find("HERE").expect("a marked position");
        let found = Records::new(raw.as_bytes())
            .at(position)
            .expect("it stands in a record");
        let element = r#"{"id":2,"body":{"HERE":{}},"headers":{}, "x":1}"#;
        assert_eq!((found.index, &raw[found.start..found.end]), (1, element));
        assert_eq!(&raw[found.inner.0..found.inner.1], r#"{"HERE":{}},"headers":{}"#);
    }

    #[test]
    fn what_is_cut_off_ends_with_the_input() {
        for raw in [
            r#"[{"errors":[{"statusCode":"HERE"#,
            "<result><errors>HERE",
            "sf__Id,sf__Error\n,\"HERE",
        ] {
            let position = raw.find("HERE").expect("a marked position");
            let found = Records::new(raw.as_bytes())
                .at(position)
                .map(|record| (record.index, record.end));
            assert_eq!(found, Some((0, raw.len())), "{raw}");
        }
    }

    #[test]
    fn a_record_is_passed_once_or_found() {
        let raw = r#"[{"a":{}},{"b":{}},{"c":1},{"d":{}},{"e":{}}]"#;
        let mut records = Records::new(raw.as_bytes());
        let position = |of: &str| raw.find(of).expect("it stands there") + 4;
        assert_eq!(records.passed(position("b")).map(|record| record.index), Some(0));
        assert_eq!(records.passed(position("b")), None);
        assert_eq!(records.at(position("b")).map(|record| record.index), Some(1));
        let rest: Vec<_> = core::iter::from_fn(|| records.passed(raw.len()))
            .map(|record| record.index)
            .collect();
        assert_eq!(rest, [2, 3, 4]);
    }

    #[test]
    fn a_record_says_whether_it_was_written() {
        for (record, expected) in [
            (r#"{"id":"1","success":true,"errors":[]}"#, true),
            (r#"{"success" : false}"#, false),
            (r#"{"id":"1","status":201,"body":{"status":500}}"#, true),
            (r#"{"id":"1","status":429,"body":{"success":true}}"#, false),
            (r#"{"status":"skipped"}"#, false),
            ("<result><success>true</success></result>", true),
            ("{}", false),
        ] {
            let record = record.as_bytes();
            assert_eq!(
                says_success(record) && !holds_failure(record, false),
                expected,
                "{record:?}"
            );
        }
    }
}
