//! Codes in the rows of a table or of a list.

use super::super::block;
use super::super::line::{Line, REACH};
use super::super::strip::{is_ornament, within, without_mark};
use super::super::word::{self, is_identifier, is_word};

/// Whether a line has columns with text in them, and is neither the row of a failure in a tool's results, `| Error | Case.Name
/// | …`, nor one of a trace in Python's margin, `    | RuntimeError: …`.
pub fn is_table_row(line: &[u8]) -> bool {
    let line = block::first_line(line);
    let row = line.trim_ascii();
    let trace = row.starts_with(b"| ") && !row.ends_with(b"|");
    block::contains(line, b" | ") && !trace && !row.starts_with(b"| Error |")
}

/// Returns the name with which a line begins in the log of several containers: `worker_1  | …`.
pub fn container(line: &[u8]) -> Option<&[u8]> {
    let bar = block::positions(line, [b'|', b'\n']).next()?;
    line[..bar]
        .strip_suffix(b"  ")
        .filter(|name| !name.trim_ascii().is_empty())
}

/// Whether a line's place is in the first cell of a table's row, or in the one behind a status, in backticks or
/// emphasised: documentation of codes.
pub fn is_documented(line: Line<'_>) -> bool {
    let row = within(line.before()).trim_ascii_start();
    // Nearly all lines begin with something else.
    if !matches!(row.first(), Some(b'|' | b'+' | b'-' | b'0'..=b'9')) {
        return false;
    }
    // A cell that ends as those of pages do: `|X <br/> |The …`.
    let (_, behind) = word::split_first(line.rest());
    if row.starts_with(b"|") && behind.trim_ascii_start().starts_with(b"<br") {
        return true;
    }
    let row = row.strip_prefix(b"+").or_else(|| row.strip_prefix(b"-")).unwrap_or(row);
    let Some(cell) = row.trim_ascii_start().strip_prefix(b"|").map(<[u8]>::trim_ascii_start) else {
        // Or in a table without its first bar: `400 | X | Thrown when … |`.
        let digits = row.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let number = (3..=5).contains(&digits) && row[digits..].starts_with(b" | ");
        return number && line.rest().trim_ascii_end().ends_with(b" |");
    };
    // A status may have the first cell: `| 404 | `X` | …`.
    let (status, behind) = word::split_first(cell);
    let numbered = status.len() == 3 && status.iter().all(u8::is_ascii_digit);
    let second = behind.trim_ascii_start().strip_prefix(b"|").filter(|_| numbered);
    let cell = second.map_or(cell, <[u8]>::trim_ascii_start);
    let mark: &[u8] = match cell {
        [b'`', ..] => b"`",
        [b'*', b'*', ..] => b"**",
        _ => return false,
    };
    let cell = &cell[mark.len()..];
    let mut bars = block::positions(cell, [b'|']);
    match (bars.next(), bars.next()) {
        (None, _) => !cell.contains(&mark[0]),
        // In the second cell behind such a one, and a third follows.
        (Some(bar), None) => {
            let (_, closing) = word::split_first(&cell[..bar]);
            closing.trim_ascii_end() == mark && block::contains(line.rest(), b" | ")
        }
        _ => false,
    }
}

/// Whether the word heads a row of a table or an emphasised item of a list, and so does an identifier on the line
/// before or behind: a listing of codes.
pub fn is_row(line: Line<'_>, after: &[u8]) -> bool {
    let before = within(line.before());
    let separator = match after.trim_ascii_start().first() {
        Some(separator @ (b'|' | b'*')) => *separator,
        _ if after.first() == Some(&b'\t') => b'\t',
        // A link to its documentation.
        _ if after.starts_with(b"`](") => b'`',
        _ => return false,
    };
    if !without_mark(before)
        .iter()
        .all(|byte| is_ornament(*byte) || matches!(byte, b'-' | b'+'))
    {
        return false;
    }
    let headed = |line: &[u8]| {
        let line = without_mark(line);
        let head = line.iter().position(|byte| is_word(*byte)).unwrap_or(line.len());
        let (word, rest) = word::split_first(&line[head..]);
        let rest = if separator == b'\t' {
            rest
        } else {
            rest.trim_ascii_start()
        };
        is_identifier(word) && rest.first().is_some_and(|first| [separator, b'/'].contains(first))
    };
    let below = |text: &[u8]| headed(&text[..text.len().min(REACH)]);
    line.previous().is_some_and(headed) || line.below().is_some_and(below)
}
