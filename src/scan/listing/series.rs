//! Codes one behind another: a list's strings, a family's numbers, the alternatives of a sentence.

use super::super::block;
use super::super::line::{Line, REACH};
use super::super::place::margin::within;
use super::super::place::opens_exception;
use super::super::word::{self, is_word};
use super::is_constant;

/// Whether the word is an item of an enumeration: it has a line to itself with a comma, or it ends a string in a list of
/// others of its kind.
pub fn is_listed(before: &[u8], after: &[u8]) -> bool {
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
        return quoted && matches!(after, [b']' | b')', ..]) && follows_code(before);
    };
    let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let rest = within(&rest[blanks..]);
    let below = rest.strip_prefix(b"\r").unwrap_or(rest).strip_prefix(b"\n");
    let alone = match rest {
        [b'\n' | b'\r', ..] => true,
        [] => indent > 0,
        [b'#', ..] | [b'/', b'/', ..] => quoted,
        _ => false,
    };
    let goes_on = || below.is_some_and(|below| matches!(within(below), [b' ' | b'\t', ..]));
    let head = &before[..before.len() - indent];
    let begins = Line::of(head, head.len()).is_some_and(|line| {
        within(line.before()).is_empty() && (!line.is_first() || (indent > 0 && (quoted || goes_on())))
    });
    // A code and its message are what an exception was made of: `("X", "The record is locked.")`.
    let alone = alone && begins;
    alone || (quoted && is_in_list_of_strings(after) && !is_with_message(after) && !raised)
}

/// Whether a string that is spelt like a code stands before: `'SOME_CODE', `.
fn follows_code(before: &[u8]) -> bool {
    let Some([earlier @ .., b'"' | b'\'']) = before.trim_ascii_end().strip_suffix(b",") else {
        return false;
    };
    is_constant(word::split_last(earlier).1)
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
    let Some(close) = block::find(near, *open) else {
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
    let close = block::find(text, *open);
    close.is_some_and(|close| text[..close].contains(&b' ') && matches!(text[close + 1..], [b')' | b']', ..]))
}

/// Whether codes of the same family stand in a row: `AADSTS50076, AADSTS50079`.
///
/// A family has letters in common and differs in the digits behind them.
pub fn is_enumerated(before: &[u8], word: &[u8], after: &[u8]) -> bool {
    let own = word::family(word);
    if own.is_none_or(|letters| letters.len() < 3) {
        return false;
    }
    let joins = |byte: &u8| matches!(byte, b' ' | b',' | b'/' | b'|' | b'`' | b'"' | b'\'');
    let mut rest = &after[after.iter().take(8).take_while(|byte| joins(byte)).count()..];
    for conjunction in [&b"or "[..], b"and "] {
        rest = rest.strip_prefix(conjunction).map_or(rest, |rest| {
            &rest[rest.iter().take(2).take_while(|byte| joins(byte)).count()..]
        });
    }
    let follows = rest.len() < after.len() && word::family(word::split_first(rest).0) == own;
    let gap = before.iter().rev().take(8).take_while(|byte| joins(byte)).count();
    follows || (gap > 0 && word::family(word::split_last(&before[..before.len() - gap]).1) == own)
}

/// Whether the word is one of several in a sentence: "`X`, `Y` and `Z`".
pub fn is_in_series(before: &[u8], after: &[u8]) -> bool {
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
