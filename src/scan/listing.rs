//! Whether codes are listed where one stands, and so none of them happened: lists, tables, maps and diffs, in source code
//! and in documents.
//!
//! A row alone proves nothing: errors come in tables and lists as well. It takes the neighbours, or the form of the row, to
//! tell that somebody enumerates.

mod map;
mod run;
mod table;

pub use map::is_metric;
use map::{is_counted, is_counter, is_in_map, is_map_entry, is_named_so};
use run::{has_line, is_in_run, is_offered};
pub use table::is_documented;
use table::{container, is_row, is_table_row};

use super::block;
use super::line::Line;
use super::sentence::is_discussed;
use super::strip::{ended, within};
use super::word::begins_with_any;

/// Whether a word stands in a listing.
pub fn is_listing(before: &[u8], word: &[u8], after: &[u8], line: Option<Line<'_>>) -> bool {
    if is_counted(after) {
        return true;
    }
    if is_between_colons(before, after) {
        // Most errors stand so, and only the line could still tell that this is none.
        return line.is_some_and(is_documented);
    }
    has_line(before, after)
        || is_in_run(before, word, after)
        || is_offered(before)
        || is_counter(before, word, after)
        || is_named_so(before, word)
        || line.is_some_and(|line| {
            is_documented(line)
                || is_heading(line, after)
                || is_map_entry(line.before(), after)
                || (!line.is_alone() && is_one_of_several(line, after))
        })
}

/// Whether the lines beside the word's say that it stands in a listing.
fn is_one_of_several(line: Line<'_>, after: &[u8]) -> bool {
    is_row(line, after) || is_in_map(line) || is_title(line)
}

/// Whether a message that begins at a line's place is one of several rows, of a table, a map or a diff.
pub fn is_row_of_several(line: Line<'_>) -> bool {
    let container = container(line.text());
    let row = |line: &[u8]| is_table_row(line) && (container.is_none() || self::container(line) != container);
    (is_table_row(line.text()) && (line.below().is_some_and(row) || line.previous().is_some_and(row)))
        || is_changed(line)
}

/// Whether a message begins with the word, at the start of the input or behind a colon: `X: The …`, `… failed: X: The …`.
fn is_between_colons(before: &[u8], after: &[u8]) -> bool {
    (before.is_empty() || before.ends_with(b": "))
        && matches!(after, [b':', b' ', next, ..] if !matches!(next, b'.' | b'('))
}

/// Whether the word is a document's heading, or the entry in its contents that leads to one: `### X ###`, `### X — the …`,
/// `X¶`, `- [X: The …](#x-the-…)`.
fn is_heading(line: Line<'_>, after: &[u8]) -> bool {
    let (before, rest) = (line.before(), line.rest());
    let marked = || ended(rest).ends_with(b"##") || after.starts_with(" — ".as_bytes());
    // As Sphinx links a heading to itself.
    let linked = || {
        ended(rest)
            .strip_suffix("¶".as_bytes())
            .is_some_and(|title| names(line, title))
    };
    (within(before).trim_ascii_start().starts_with(b"##") && marked())
        || (before.contains(&b'[') && block::contains(rest, b"](#"))
        || linked()
}

/// Whether the word is the title of what stands below: `X` above a rule of its length, `X error` above a sentence that
/// explains it, `X` above `Returned when …` or `Symptoms: …`.
fn is_title(line: Line<'_>) -> bool {
    let title = ended(line.rest());
    if !names(line, title) {
        return false;
    }
    let text = |line| within(line).trim_ascii();
    let mut below = line.below().into_iter().flat_map(block::lines).map(text).take(3);
    let below = below.find(|line| !line.is_empty()).unwrap_or_default();
    let drawn = matches!(below, [b'-' | b'=' | b'~', ..]) && below.iter().all(|byte| *byte == below[0]);
    let underlined = drawn && (title.len()..=title.len() + 2).contains(&below.len());
    let explained = || {
        if begins_with_any(below, &["Returned ", "Thrown ", "Raised ", "Occurs ", "Symptoms:"]) {
            return true;
        }
        let sentence = below.strip_prefix(b"The ").unwrap_or(below);
        let behind = sentence.strip_prefix(line.word());
        behind.is_some_and(|behind| is_discussed(b"The ", behind))
    };
    underlined || explained()
}

/// Whether a title that begins with the line's word has nothing else in it, or says only that it is an error.
fn names(line: Line<'_>, title: &[u8]) -> bool {
    title.strip_suffix(b" error").unwrap_or(title).len() == line.word().len()
}

/// Whether a document goes on below the line with what causes the error, or what to do: `**Cause:** …`.
pub fn is_answered(line: Line<'_>) -> bool {
    let labels = [
        "Cause", "Fix", "Solution", "Causa", "Ursache", "Lösung", "原因", "解决", "解決",
    ];
    let answers = |line: &[u8]| {
        let text = within(line).trim_ascii_start();
        let text = text.strip_prefix(b"- ").unwrap_or(text);
        begins_with_any(text.strip_prefix(b"**").unwrap_or_default(), &labels)
    };
    line.below()
        .is_some_and(|below| block::contains(below, b"**") && block::lines(below).any(answers))
}

/// Whether a line is one of several of a diff, where even a code field says nothing: `+    "code": "X",`.
pub fn is_changed(line: Line<'_>) -> bool {
    let sign = |line: &[u8]| {
        let line = within(line).trim_ascii_start();
        matches!(line, [b'+' | b'-', b'\t', ..] | [b'+' | b'-', b' ', b' ', ..])
    };
    sign(line.text()) && (line.previous().is_some_and(sign) || line.below().is_some_and(sign))
}
