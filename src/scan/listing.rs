//! Whether codes are listed where one stands, and so none of them happened: lists, tables, maps and diffs, in source code
//! and in documents.
//!
//! A row alone proves nothing: errors come in tables and lists as well. It takes the neighbours, or the form of the row, to
//! tell that somebody enumerates.

mod map;
mod run;
mod table;

pub use map::is_metric;
use map::{is_counted, is_counter, is_in_map, is_map_entry, is_named_so, is_numbered_so};
use run::{has_line, is_in_run, is_offered};
pub use table::is_documented;
use table::{container, is_row, is_table_row};

use super::line::Line;
use super::strip::within;

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
                || is_map_entry(line.before(), after)
                || is_numbered_so(line.before(), word, after)
                || (!line.is_alone() && is_one_of_several(line, after))
        })
}

/// Whether the lines beside the word's say that it stands in a listing.
fn is_one_of_several(line: Line<'_>, after: &[u8]) -> bool {
    is_row(line, after) || is_in_map(line)
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
        && matches!(after, [b':', b' ', next, ..] if !matches!(next, b'.' | b'(' | b'"' | b'\'' | b'{' | b'['))
}

/// Whether a line is one of several of a diff, where even a code field says nothing: `+    "code": "X",`.
pub fn is_changed(line: Line<'_>) -> bool {
    let sign = |line: &[u8]| {
        let line = within(line).trim_ascii_start();
        matches!(line, [b'+' | b'-', b'\t', ..] | [b'+' | b'-', b' ', b' ', ..])
    };
    sign(line.text()) && (line.previous().is_some_and(sign) || line.below().is_some_and(sign))
}
