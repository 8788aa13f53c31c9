//! The tables of bulk jobs: rows and cells as plain text.

use core::ops::Range;

use super::super::block;
use super::super::word;
use super::{LEAD, body};

/// Whether an input is a table.
#[inline]
pub fn is_table(raw: &[u8]) -> bool {
    // Nearly all inputs begin otherwise, and what names the first column is short.
    let near = &raw[..raw.len().min(LEAD)];
    !matches!(raw.first(), Some(b'{' | b'[' | b'<'))
        && first_separator(body(near)).is_some()
        && separator(body(raw)).is_some()
}

/// Returns what separates the cells of a table, if a text begins with a row that names the columns of Bulk API results:
/// `sf__Error`, or `Id` and `Success`.
pub fn separator(text: &[u8]) -> Option<u8> {
    let separator = first_separator(text)?;
    let row = block::first_line(text);
    let has = |name: &[u8]| cells(row, separator).any(|cell| unquoted(&row[cell]) == name);
    (has(b"sf__Error") || (has(b"Id") && has(b"Success"))).then_some(separator)
}

/// Returns what stands behind the word with which a text begins, if it separates cells.
fn first_separator(text: &[u8]) -> Option<u8> {
    let behind = word::split_first(text.strip_prefix(b"\"").unwrap_or(text)).1;
    let behind = behind.strip_prefix(b"\"").unwrap_or(behind);
    let separates = |byte: &u8| matches!(byte, b',' | b';' | b'|' | b'\t' | b'^' | b'`');
    behind.first().copied().filter(separates)
}

/// Yields where the cells of a row stand.
pub fn cells(row: &[u8], separator: u8) -> impl Iterator<Item = Range<usize>> {
    let mut quoted = false;
    let parts = move |at: &usize| match row[*at] {
        b'"' => {
            quoted = !quoted;
            false
        }
        _ => !quoted,
    };
    let ends = block::positions(row, [b'"', separator]).filter(parts);
    let mut start = 0;
    ends.chain([row.len()]).map(move |end| {
        let cell = start..end;
        start = end + 1;
        cell
    })
}

/// Returns what a cell holds.
fn unquoted(cell: &[u8]) -> &[u8] {
    let cell = cell.trim_ascii();
    let inside = cell.strip_prefix(b"\"").and_then(|cell| cell.strip_suffix(b"\""));
    inside.unwrap_or(cell)
}

/// Returns the number of the column for errors that the first row of a table names, and how many there are.
pub fn head(row: &[u8], separator: u8) -> Option<(usize, usize)> {
    let named = |name: &[u8]| cells(row, separator).position(|cell| unquoted(&row[cell]) == name);
    let column = named(b"sf__Error").or_else(|| named(b"Error"))?;
    Some((column, cells(row, separator).count()))
}
