//! Codes one behind another: a list's strings, a family's numbers, the alternatives of a sentence.

use super::super::block;
use super::super::line::{Line, REACH};
use super::super::place::around_quotes;
use super::super::place::frame::opens_exception;
use super::super::place::margin::within;
use super::super::word::{self, is_word};

/// Whether the word, in quotes or not, has a line of a list to itself, or is a string in a list of others.
pub fn is_listed(before: &[u8], after: &[u8]) -> bool {
    let quotes = around_quotes(before, after);
    let (ahead, behind) = quotes.unwrap_or((before, after));
    has_line(ahead, behind, quotes.is_some())
        || (quotes.is_some() && string_follows(behind) && !opens_exception(before))
}

/// Whether a word is alone on a line, a comma behind it, and lines stand above or go on below: `X,`, `"X",  # …`.
fn has_line(before: &[u8], after: &[u8], quoted: bool) -> bool {
    let blank = |byte: &&u8| matches!(byte, b' ' | b'\t');
    let Some(rest) = after.strip_prefix(b",") else {
        return false;
    };
    let indent = before.iter().rev().take_while(blank).count();
    let rest = within(&rest[rest.iter().take_while(blank).count()..]);
    let ends = match rest {
        [b'\n' | b'\r', ..] => true,
        [] => indent > 0,
        [b'#', ..] | [b'/', b'/', ..] => quoted,
        _ => false,
    };
    let goes_on = || {
        let below = rest.strip_prefix(b"\r").unwrap_or(rest).strip_prefix(b"\n");
        below.is_some_and(|below| matches!(within(below), [b' ' | b'\t', ..]))
    };
    let head = &before[..before.len() - indent];
    ends && Line::of(head, head.len()).is_some_and(|line| {
        within(line.before()).is_empty() && (!line.is_first() || (indent > 0 && (quoted || goes_on())))
    })
}

/// Whether another string of a list follows: `, "Y"]`. No key does, `, "key": …`, and no sentence that ends the list, which is
/// what an exception was made of: `("X", "The record is locked.")`.
fn string_follows(after: &[u8]) -> bool {
    // No blank stands behind the commas of a row of a CSV file.
    let [b',', b' ' | b'\n' | b'\r' | b'\t', rest @ ..] = after else {
        return false;
    };
    let [open @ (b'"' | b'\''), rest @ ..] = rest.trim_ascii_start() else {
        return false;
    };
    let near = &rest[..rest.len().min(REACH)];
    let Some(close) = block::find(near, *open) else {
        return false;
    };
    match near[close + 1..].trim_ascii_start() {
        [b',' | b'}', ..] => true,
        [b']' | b')', ..] => !near[..close].contains(&b' '),
        _ => false,
    }
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
    let joins = ["`, `", "` and `", "` or `", "`, and `", "`, or `", "` / `"];
    let joined = word::begins_with_any(after, &joins) || word::ends_with_any(before, &joins);
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
