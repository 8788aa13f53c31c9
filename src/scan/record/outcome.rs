//! What a record says of what became of it.

use super::super::candidates::Candidates;
use super::super::field;
use super::super::is_status;
use super::super::object;
use super::super::word::Word;
use super::Record;

/// How several requests are answered at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answers {
    /// OData's JSON batch, which Graph has.
    Batch,
    /// Salesforce's composite request.
    Composite,
    /// Salesforce's composite batch.
    CompositeBatch,
}

impl Answers {
    /// Returns what the elements of the array answer that follows a text, by the field that lists them.
    pub fn after(before: &[u8]) -> Option<Self> {
        match object::key(before) {
            b"responses" => Some(Answers::Batch),
            b"compositeResponse" => Some(Answers::Composite),
            b"results" => Some(Answers::CompositeBatch),
            _ => None,
        }
    }

    /// Returns which field of an answer has its HTTP status, and one that always stands beside it: other lists are data.
    fn fields(self) -> (&'static [u8], &'static [u8]) {
        match self {
            Answers::Batch => (b"status", b"id"),
            Answers::Composite => (b"httpStatusCode", b"referenceId"),
            Answers::CompositeBatch => (b"statusCode", b"result"),
        }
    }
}

/// Whether a part of a record says that something failed: a request answered with success whose own records did not all
/// succeed. In a record that may answer several requests itself the HTTP statuses say so, too.
pub fn holds_failure(record: &[u8], statuses: bool) -> bool {
    let skipped = |word: Word| &record[word.start..word.end] == b"status" && value(record, word) == Some(b"skipped");
    let refused = |word| status(record, word).is_some_and(|status| status >= 400);
    let failed = |word| said(record, word) == Some(false) || skipped(word);
    Candidates::new(record).any(|word| failed(word) || (statuses && refused(word)))
}

/// Whether the first thing that a part says of success is that there was one.
pub fn says_success(record: &[u8]) -> bool {
    let answered = |word| status(record, word).map(|status| status / 100 == 2);
    // What stands first is the record's own more likely than what it holds.
    let first = Candidates::new(record).find_map(|word| said(record, word).or_else(|| answered(word)));
    first.unwrap_or(false)
}

/// Returns whether a member says that something succeeded or that it failed: `"success":true`, `"hasErrors":true`.
fn said(text: &[u8], name: Word) -> Option<bool> {
    let is = |wanted: &[u8]| value(text, name).is_some_and(|value| value.eq_ignore_ascii_case(wanted));
    match &text[name.start..name.end] {
        b"success" | b"Success" if is(b"true") => Some(true),
        b"success" | b"Success" if is(b"false") => Some(false),
        b"hasErrors" if is(b"true") => Some(false),
        _ => None,
    }
}

/// Returns whether a member says in Marketo's words what became of a record; elsewhere these may be data.
fn marketos(text: &[u8], name: Word) -> Option<bool> {
    match (&text[name.start..name.end], value(text, name)?) {
        (b"status", b"created" | b"updated" | b"deleted" | b"added" | b"removed") => Some(true),
        (b"status", b"skipped" | b"failed") => Some(false),
        _ => None,
    }
}

/// Returns the first word of a member's value.
fn value(text: &[u8], name: Word) -> Option<&[u8]> {
    let value = field::value(text, name.start, name.end)?;
    Some(&text[value.start..value.end])
}

/// Returns the HTTP status with which one request of several was answered. It stands beside what the answer holds.
pub fn answered(raw: &[u8], record: Record, answers: Answers) -> Option<u16> {
    let (status_field, beside) = answers.fields();
    let (mut answered, mut whole) = (None, false);
    for (part, word) in record.own_words(raw) {
        let name = &part[word.start..word.end];
        if name == status_field {
            answered = answered.or_else(|| status(part, word));
        }
        whole |= name == beside;
    }
    answered.filter(|_| whole)
}

/// What a record says itself of what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Succeeded,
    Failed,
    /// The request was answered with this status, which is one of a failure.
    Refused(u16),
}

/// Returns what a record says of what became of it, beside what it holds.
pub fn outcome(raw: &[u8], record: Record) -> Option<Outcome> {
    match record.answered {
        // A code may have followed.
        Some(400..) if !record.is_whole => return None,
        Some(status @ 400..) => return Some(Outcome::Refused(status)),
        Some(_) => return Some(Outcome::Succeeded),
        None => {}
    }
    if record.is_cell {
        let said = &raw[record.inner.0..record.inner.1];
        return Some(match said.iter().all(|byte| b"\" \t\r".contains(byte)) {
            true => Outcome::Succeeded,
            false => Outcome::Failed,
        });
    }
    let says = |(part, word)| said(part, word).or_else(|| marketos(part, word));
    match record.own_words(raw).find_map(says)? {
        true => Some(Outcome::Succeeded),
        false => Some(Outcome::Failed),
    }
}

/// Returns the HTTP status behind a field's name.
fn status(text: &[u8], name: Word) -> Option<u16> {
    if !matches!(
        &text[name.start..name.end],
        b"status" | b"httpStatusCode" | b"statusCode"
    ) {
        return None;
    }
    let value = field::value(text, name.start, name.end).filter(|value| value.closed)?;
    let status = &text[value.start..value.end];
    match is_status(status) {
        true => core::str::from_utf8(status).ok()?.parse().ok(),
        false => None,
    }
}
