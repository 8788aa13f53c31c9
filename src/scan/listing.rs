//! Whether codes are listed where one stands, and so none of them happened: lists, tables, maps and diffs, in source code
//! and in documents.
//!
//! A row alone proves nothing: errors come in tables and lists as well. It takes the neighbours, or the form of the row, to
//! tell that somebody enumerates.

mod run;

use core::ops::Range;

use super::block;
use super::line::{Line, REACH};
use super::place::{is_ornament, is_quoted, opens_exception};
use super::word::{Word, is_humped, is_word};

/// Whether a word stands in a listing.
pub fn is_listing(raw: &[u8], word: &Word, line: Option<Line<'_>>) -> bool {
    let (before, after) = (&raw[..word.start], &raw[word.end..]);
    is_listed(before, after)
        || is_enumerated(raw, word)
        || is_in_series(before, after)
        || run::is_in_run(before, &raw[word.start..word.end], after)
        || is_counter(raw, word)
        || is_named_so(raw, word)
        || is_form(after)
        || is_advised(after)
        || line.is_some_and(|line| {
            is_row(line, after)
                || is_key(line, word)
                || is_in_documented_table(line, after)
                || is_documented(line)
                || is_item_with_bullets(line, after)
                || is_explained(line, after)
                || is_map_entry(line.before(), after)
        })
}

/// Whether a message that begins at a line's place is one of several rows, of a table, a map or a diff.
pub fn is_row_of_several(line: Line<'_>) -> bool {
    let row = is_table_row(line.text());
    (row && (line.below().is_some_and(is_table_row) || line.previous().is_some_and(is_table_row)))
        || is_map_row(line)
        || is_changed(line)
}

/// Whether the word is an item of an enumeration: it has a line to itself with a comma, or it ends a string in a list of
/// others of its kind.
fn is_listed(before: &[u8], after: &[u8]) -> bool {
    let quote = |byte: &&u8| matches!(byte, b'"' | b'\'');
    let raised = opens_exception(before);
    let unquoted = before.strip_suffix(b"\"").or_else(|| before.strip_suffix(b"'"));
    let quoted = unquoted.is_some() && after.first().as_ref().is_some_and(quote);
    let (before, after) = match unquoted {
        Some(before) if quoted => (before, &after[1..]),
        _ => (before, after),
    };
    let indent = before
        .iter()
        .rev()
        .take_while(|byte| matches!(byte, b' ' | b'\t'))
        .count();
    let Some(rest) = after.strip_prefix(b",") else {
        if quoted {
            return matches!(after, [b']' | b')', ..]) && follows_code(before);
        }
        // The word ends a string that says more: `"API error 601", "API error 603"]`.
        let [close @ (b'"' | b'\''), rest @ ..] = after else {
            return false;
        };
        return is_in_list_of_strings(rest)
            || (matches!(rest, [b']' | b')', ..]) && ends_list_of_strings(before, *close));
    };
    let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let alone = match rest[blanks..] {
        [b'\n' | b'\r', ..] => true,
        [] => indent > 0,
        [b'#', ..] | [b'/', b'/', ..] => quoted,
        _ => false,
    };
    let begins = match before[..before.len() - indent].last() {
        Some(byte) => *byte == b'\n',
        None => indent > 0 && (quoted || matches!(rest[blanks..], [b'\n' | b'\r', b' ' | b'\t', ..])),
    };
    // A code and its message are what an exception was made of: `("X", "The record is locked.")`.
    let alone = alone && begins;
    alone || (quoted && is_in_list_of_strings(after) && !is_with_message(after) && !raised)
}

/// Whether a string that is spelt like a code stands before: `'SOME_CODE', `.
fn follows_code(before: &[u8]) -> bool {
    let Some([earlier @ .., b'"' | b'\'']) = before.trim_ascii_end().strip_suffix(b",") else {
        return false;
    };
    let code = |byte: &&u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || **byte == b'_';
    earlier.iter().rev().take_while(code).any(|byte| *byte == b'_')
}

/// Whether what stands behind a string is another one in a list: `, "Y"]`, and not `, "key": …`.
fn is_in_list_of_strings(after: &[u8]) -> bool {
    // No blank stands behind the commas of a row of a CSV file.
    let Some(rest) = after
        .strip_prefix(b",")
        .filter(|rest| rest.first().is_some_and(u8::is_ascii_whitespace))
    else {
        return false;
    };
    let [open @ (b'"' | b'\''), rest @ ..] = rest.trim_ascii_start() else {
        return false;
    };
    let near = &rest[..rest.len().min(REACH)];
    let Some(close) = near.iter().position(|byte| byte == open) else {
        return false;
    };
    matches!(near[close + 1..].trim_ascii_start(), [b',' | b']' | b')' | b'}', ..])
}

/// Whether what stands behind a string is a sentence in quotes, and then the end: `, "The record is locked.")`.
fn is_with_message(after: &[u8]) -> bool {
    let rest = after.strip_prefix(b",").unwrap_or(after).trim_ascii_start();
    let [open @ (b'"' | b'\''), text @ ..] = &rest[..rest.len().min(REACH)] else {
        return false;
    };
    let close = text.iter().position(|byte| byte == open);
    close.is_some_and(|close| text[..close].contains(&b' ') && matches!(text[close + 1..], [b')' | b']', ..]))
}

/// Whether the string that a quote closes is one behind another: `"X", "… Y"`.
fn ends_list_of_strings(before: &[u8], close: u8) -> bool {
    let near = &before[before.len().saturating_sub(REACH)..];
    let Some(open) = near.iter().rposition(|byte| *byte == close) else {
        return false;
    };
    let earlier = near[..open].trim_ascii_end();
    earlier.len() < open && matches!(earlier, [.., quote, b','] if *quote == close)
}

/// Whether codes of the same family stand in a row, `AADSTS50076, AADSTS50079`, or any as alternatives, `` `X` / `Y` ``.
///
/// A family has letters in common and differs in the digits behind them.
fn is_enumerated(raw: &[u8], word: &Word) -> bool {
    if raw[word.end..].starts_with(b"` / `") || raw[..word.start].ends_with(b"` / `") {
        return true;
    }
    let text = &raw[word.start..word.end];
    if !text.last().is_some_and(u8::is_ascii_digit) {
        return false;
    }
    let letters = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let family = &text[..letters];
    let numbered = |text: &[u8]| text.len() > letters && text[letters..].iter().all(u8::is_ascii_digit);
    if letters < 3 || !numbered(text) {
        return false;
    }
    let joins = |byte: &u8| matches!(byte, b' ' | b',' | b'/' | b'|' | b'`' | b'"' | b'\'');
    let behind = &raw[word.end..];
    let mut rest = &behind[behind.iter().take(8).take_while(|byte| joins(byte)).count()..];
    for conjunction in [&b"or "[..], b"and "] {
        rest = rest.strip_prefix(conjunction).map_or(rest, |rest| {
            &rest[rest.iter().take(2).take_while(|byte| joins(byte)).count()..]
        });
    }
    let length = rest.iter().take(32).take_while(|byte| is_word(**byte)).count();
    let follows = rest.len() < behind.len() && rest[..length].starts_with(family) && numbered(&rest[..length]);
    let ahead = &raw[..word.start];
    let gap = ahead.iter().rev().take(8).take_while(|byte| joins(byte)).count();
    let rest = &ahead[..ahead.len() - gap];
    let length = rest.iter().rev().take(32).take_while(|byte| is_word(**byte)).count();
    let earlier = &rest[rest.len() - length..];
    follows || (gap > 0 && earlier.starts_with(family) && numbered(earlier))
}

/// Whether the word is one of several in a sentence: "`X`, `Y` and `Z`".
fn is_in_series(before: &[u8], after: &[u8]) -> bool {
    let mark = |byte: Option<&u8>| matches!(byte, Some(b'`' | b'|'));
    if !mark(before.last()) && !mark(after.first()) {
        return false;
    }
    let joins = [&b"`, `"[..], b"` and `", b"` or `", b"`, and `", b"`, or `", b"` / `"];
    let joined = joins
        .iter()
        .any(|join| after.starts_with(join) || before.ends_with(join));
    if joined || !(before.ends_with(b"|") || after.starts_with(b"|")) {
        return joined;
    }
    // An alternative of a regular expression has two others beside it. A table's row begins its line with a bar.
    let alternative = |byte: &&u8| is_word(**byte) || **byte == b'|';
    let run = before.iter().rev().take(REACH).take_while(alternative).count();
    let (above, run) = before.split_at(before.len() - run);
    if run.starts_with(b"|") && matches!(above.last(), None | Some(b'\n')) {
        return false;
    }
    let ahead = run.iter().filter(|byte| **byte == b'|').count();
    let behind = after
        .iter()
        .take(REACH)
        .take_while(alternative)
        .filter(|byte| **byte == b'|')
        .count();
    ahead + behind >= 3
}

/// Whether the word is a key of something that is no text, `"duplicates_detected": 5`; where the key has capitals, of a
/// value without blanks: `"notAllowed": errno.EPERM,`.
fn is_counter(raw: &[u8], word: &Word) -> bool {
    let small = |byte: &u8| byte.is_ascii_lowercase() || *byte == b'_';
    let letter = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'_';
    let key = &raw[word.start..word.end];
    let value = raw[word.end..]
        .get(1..)
        .map(<[u8]>::trim_ascii_start)
        .and_then(|rest| rest.strip_prefix(b":"))
        .map(<[u8]>::trim_ascii_start)
        .filter(|value| !matches!(value, [b'"' | b'\'' | b'[' | b'{' | b'\\', ..] | []));
    let single = |value: &[u8]| {
        let length = value
            .iter()
            .take(REACH)
            .take_while(|byte| is_word(**byte) || **byte == b'.')
            .count();
        length > 0 && matches!(value[length..].first(), Some(b',' | b'}'))
    };
    let counts = |value: &[u8]| key.iter().all(small) || (key.iter().all(letter) && single(value));
    is_quoted(raw, word) && value.is_some_and(counts)
}

/// Whether the word is a text of the same name as its key: `X: "X"`.
fn is_named_so(raw: &[u8], word: &Word) -> bool {
    let text = &raw[word.start..word.end];
    let key = raw[..word.start]
        .strip_suffix(b"\"")
        .or_else(|| raw[..word.start].strip_suffix(b"'"));
    let key = key.map(<[u8]>::trim_ascii_end).and_then(|key| key.strip_suffix(b":"));
    key.is_some_and(|key| {
        key.ends_with(text) && !key[..key.len() - text.len()].last().is_some_and(|byte| is_word(*byte))
    })
}

/// Whether only the form of a message is shown, `"X: ..."`, or what makes it, `X: (field: string) => …`.
fn is_form(after: &[u8]) -> bool {
    let made = after.strip_prefix(b": (").map(|rest| &rest[..rest.len().min(REACH)]);
    matches!(after, [b':', b' ', b'.', b'.', b'.', b'"' | b'\'' | b'`', ..])
        || made
            .and_then(|rest| rest.split(|byte| *byte == b'\n').next())
            .is_some_and(|line| line.windows(5).any(|part| part == b") => "))
}

/// Whether the word, emphasised, is all of a numbered item that goes on with bullets: `3. **X**` above `   - Cause: …`.
fn is_item_with_bullets(line: Line<'_>, after: &[u8]) -> bool {
    let number = line.before().trim_ascii_start().strip_suffix(b". **");
    let numbered = number.is_some_and(|number| !number.is_empty() && number.iter().all(u8::is_ascii_digit));
    let below = after.strip_prefix(b"**\n").filter(|_| numbered);
    below.is_some_and(|below| below.starts_with(b" ") && matches!(below.trim_ascii_start(), [b'-' | b'*', b' ', ..]))
}

/// Whether the word begins an item that explains it: `* X - the caller …`, `1. **X** - The caller …`.
fn is_explained(line: Line<'_>, after: &[u8]) -> bool {
    let before = line.before();
    let number = before.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let emphasised = match &before[number..] {
        b". **" => number > 0,
        b"* **" | b"- **" => number == 0,
        _ => false,
    };
    let dashed = |text: &[u8]| text.starts_with(b" - ") || text.starts_with(" – ".as_bytes());
    (matches!(before, b"* " | b"- ") && matches!(after, [b' ', b'-', b' ', first, ..] if first.is_ascii_lowercase()))
        || (emphasised && after.strip_prefix(b"**").is_some_and(dashed))
}

/// Whether what stands behind the word says what to do about it: `**X**: If you get this error, …`.
fn is_advised(after: &[u8]) -> bool {
    let near = &after[..after.len().min(16)];
    let gap = |byte: &&u8| matches!(byte, b'`' | b'*' | b'"' | b':' | b'-' | b' ');
    let gap = near.iter().take_while(gap).count();
    gap > 0 && after[gap..].starts_with(b"If ")
}

/// Whether a line's place is in the first cell of a table's row, in backticks or emphasised: documentation of codes.
pub fn is_documented(line: Line<'_>) -> bool {
    let row = line.before();
    let row = row.strip_prefix(b"+").or_else(|| row.strip_prefix(b"-")).unwrap_or(row);
    let Some(cell) = row.trim_ascii_start().strip_prefix(b"| ") else {
        // Or in a table without its first bar: `400 | X | Thrown when … |`.
        let digits = row.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let number = (3..=5).contains(&digits) && row[digits..].starts_with(b" | ");
        return number && line.rest().trim_ascii_end().ends_with(b" |");
    };
    let mark: &[u8] = match cell {
        [b'`', ..] => b"`",
        [b'*', b'*', ..] => b"**",
        _ => return false,
    };
    // In the second cell behind such a one, and a third follows.
    let mut cells = cell.split(|byte| *byte == b'|');
    if let (Some(first), Some(_), None) = (cells.next(), cells.next(), cells.next()) {
        let name = first
            .trim_ascii_end()
            .strip_suffix(mark)
            .map(|name| &name[mark.len()..]);
        let named = name.is_some_and(|name| !name.is_empty() && name.iter().all(|byte| is_word(*byte)));
        return named && line.rest().windows(3).any(|part| part == b" | ");
    }
    let open = !block::positions(&cell[mark.len()..], [mark[0], b'|']).any(|_| true);
    let rest = line.rest();
    let closed = rest.windows(mark.len()).position(|part| part == mark);
    open && closed.is_some_and(|at| block::positions(&rest[at..], [b'|']).any(|_| true))
}

/// Whether a line has columns with text in them.
fn is_table_row(line: &[u8]) -> bool {
    let line = line.split(|byte| *byte == b'\n').next().unwrap_or_default();
    line.windows(3).any(|window| window == b" | ")
}

/// Whether the word heads a row of a table or an emphasised item of a list, and so does an identifier on the line
/// before or behind: a listing of codes.
fn is_row(line: Line<'_>, after: &[u8]) -> bool {
    let before = line.before();
    let ticked =
        before.last() == Some(&b'`') && after.first() == Some(&b'`') && before.trim_ascii_start().starts_with(b"|");
    let separator = match after.trim_ascii_start().first() {
        Some(separator @ (b'|' | b'*')) => *separator,
        _ if after.first() == Some(&b'\t') => b'\t',
        _ if ticked => b'`',
        _ => return false,
    };
    if !heading(before)
        .iter()
        .all(|byte| is_ornament(*byte) || matches!(byte, b'-' | b'+'))
    {
        return false;
    }
    let headed = |line: &[u8]| {
        let line = heading(line);
        let head = line.iter().position(|byte| is_word(*byte)).unwrap_or(line.len());
        let length = line[head..].iter().take_while(|byte| is_word(**byte)).count();
        let (word, rest) = line[head..].split_at(length);
        let identifier = is_humped(word) || word.iter().any(|byte| *byte == b'_' || byte.is_ascii_digit());
        let rest = if separator == b'\t' {
            rest
        } else {
            rest.trim_ascii_start()
        };
        identifier
            && rest
                .first()
                .is_some_and(|first| *first == separator || (separator == b'|' && *first == b'/'))
    };
    let below = |text: &[u8]| headed(&text[..text.len().min(REACH)]);
    line.previous().is_some_and(headed) || line.below().is_some_and(below)
}

/// Whether the word stands in a document's table, below the rule that sets its header apart: `|---|---|`. Where its
/// message follows in the cell, `X: The record …`, the table is of what happened.
fn is_in_documented_table(line: Line<'_>, after: &[u8]) -> bool {
    if matches!(after, [b':' | b',', b' ', ..]) || !line.before().starts_with(b"|") {
        return false;
    }
    let above = line.above();
    let mut rows = above[above.len().saturating_sub(8 * REACH)..]
        .rsplit(|byte| *byte == b'\n')
        .skip(1);
    rows.by_ref()
        .take_while(|row| row.starts_with(b"|"))
        .any(|row| row.starts_with(b"|") && row.contains(&b'-') && row.iter().all(|byte| b"|-: \r".contains(byte)))
}

/// Whether the word is a quoted key of a map that has others of its kind: `'1021': '…',` before `'1022': '…'`.
fn is_key(line: Line<'_>, word: &Word) -> bool {
    let start = word.start - line.before().len();
    key(line.text()).is_some_and(|own| start + own.start == word.start) && is_map_row(line)
}

/// Whether the word is a key of a program's map, a text and a comma behind it: `X: "X", // …`; in quotes, indented.
fn is_map_entry(line: &[u8], after: &[u8]) -> bool {
    let (line, after) = match (line, after) {
        ([b' ' | b'\t', .., open @ (b'"' | b'\'')], [close, rest @ ..]) if open == close => {
            (&line[..line.len() - 1], rest)
        }
        _ => (line, after),
    };
    let Some(value) = after
        .strip_prefix(b":")
        .filter(|_| line.iter().all(u8::is_ascii_whitespace))
    else {
        return false;
    };
    let near = &value[..value.len().min(REACH)];
    let [quote @ (b'"' | b'\''), text @ ..] = near.trim_ascii_start() else {
        return false;
    };
    let Some(close) = text.iter().position(|byte| byte == quote) else {
        return false;
    };
    let end = text[close + 1..].strip_prefix(b",").map(|rest| rest.trim_ascii_start());
    let ends = |rest: &[u8]| rest.is_empty() || rest.starts_with(b"//") || rest.starts_with(b"#");
    let line_ends = |rest: &[u8]| matches!(rest.first(), Some(b'\n' | b'\r'));
    end.is_some_and(|rest| ends(rest) || line_ends(&text[close + 2..]))
}

/// Whether a line is a row of a map from numbers, names with numbers or `SOME_NAMES` to texts.
fn is_map_row(line: Line<'_>) -> bool {
    let here = line.text();
    let Some(own) = key(here).map(|own| &here[own]) else {
        return false;
    };
    let letters = own.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let numbered = |text: &[u8]| text.len() > letters && text[letters..].iter().all(u8::is_ascii_digit);
    let screams = |text: &[u8]| text.contains(&b'_') && !text.iter().any(u8::is_ascii_lowercase);
    let kin = |line: &[u8]| {
        key(line).is_some_and(|other| {
            let other = &line[other];
            (other.starts_with(&own[..letters]) && numbered(other) && numbered(own)) || (screams(other) && screams(own))
        })
    };
    line.previous().is_some_and(kin) || line.below().is_some_and(kin)
}

/// Returns where the quoted key stands with which a line begins, if its value is a text in quotes.
fn key(line: &[u8]) -> Option<Range<usize>> {
    let [open @ (b'"' | b'\''), rest @ ..] = line.trim_ascii_start() else {
        return None;
    };
    let length = rest.iter().take_while(|byte| is_word(**byte)).count();
    let behind = rest[length..].strip_prefix(&[*open])?.trim_ascii_start();
    let separators = [&b":"[..], b"=>", b"="];
    let value = separators
        .iter()
        .find_map(|separator| behind.strip_prefix(*separator))?;
    let start = line.len() - rest.len();
    matches!(value.trim_ascii_start(), [b'"' | b'\'', ..]).then_some(start..start + length)
}

/// Whether a line is one of several of a diff, where even a code field says nothing: `+    "code": "X",`.
pub fn is_changed(line: Line<'_>) -> bool {
    let sign = |line: &[u8]| matches!(line, [b'+' | b'-', b'\t', ..] | [b'+' | b'-', b' ', b' ', ..]);
    sign(line.text()) && (line.previous().is_some_and(sign) || line.below().is_some_and(sign))
}

/// Returns a line without what numbers or marks it: a bullet, `2. `, a ticket's number as in `ABC-123: `.
pub fn heading(line: &[u8]) -> &[u8] {
    let mark = |byte: &&u8| {
        matches!(
            byte,
            b'[' | b'*' | b'-' | b'`' | b' ' | b'\t' | b'#' | b'.' | b'0'..=b'9'
        )
    };
    let text = &line[line.iter().take_while(mark).count()..];
    let ticket = |byte: &&u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || **byte == b'-';
    let length = text.iter().take_while(ticket).count();
    match text[..length].last() {
        Some(b'0'..=b'9') => text[length..].strip_prefix(b": ").unwrap_or(text),
        _ => text,
    }
}
