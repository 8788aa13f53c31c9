//! Names in a row: codes that somebody enumerates.

use super::super::block;
use super::super::line::Line;
use super::super::strip::{MARKS, around_quotes, within};
use super::super::word::{self, is_constant, is_word};

/// Whether other names stand beside this one in a row, and no message behind them: one that a word, a bar or quotes join,
/// `X and Y`, `X/Y`, `` `X`, `Y` ``, or that is of the same family, `AADSTS50076, AADSTS50079`, or two behind commas or on
/// lines of their own. Behind one comma a message may begin that is a code itself.
pub fn is_in_run(before: &[u8], name: &[u8], after: &[u8]) -> bool {
    // Nearly no code has neighbours.
    if !after.first().is_some_and(is_mark) && !before.last().is_some_and(is_mark) {
        return false;
    }
    let (behind, joined_behind) = others(after, name, next);
    let (ahead, joined_ahead) = others(before, name, earlier);
    ahead + behind >= 2 || joined_ahead || joined_behind
}

/// What joins a name to another one, that name, and what is beyond it.
type Neighbour<'a> = (&'a [u8], &'a [u8], &'a [u8]);

/// Returns how many names follow each other from a name on, at most two, and whether one of them tells by itself.
fn others<'a>(mut text: &'a [u8], own: &[u8], step: fn(&'a [u8]) -> Option<Neighbour<'a>>) -> (usize, bool) {
    let (mut count, mut told, mut last) = (0, false, own);
    while count < 2 {
        let Some((join, name, more)) = step(text).filter(|(_, name, _)| *name != last) else {
            break;
        };
        // The rows of a CSV file.
        if block::contains(join, b"\"\n\"") || block::contains(join, b"\"\r\n\"") {
            break;
        }
        let kin = family(own).is_some() && family(own) == family(name);
        let quoted = matches!(join, [open @ (b'`' | b'"' | b'\''), .., close] if open == close);
        let alike = is_name(name) && is_constant(own) == is_constant(name);
        // What backticks enclose is a name, whatever its spelling; three open a fence.
        let ticked = quoted && join[0] == b'`' && !join.ends_with(b"``");
        let joined = is_join(join) || (quoted && join.contains(&b' '));
        if !(kin || joined && (alike || ticked)) {
            break;
        }
        let close = |byte: &u8| is_word(*byte) || matches!(byte, b'|' | b'/');
        told |= kin || quoted || join.iter().any(close);
        (count, text, last) = (count + 1, more, name);
    }
    (count, told)
}

/// Returns what stands behind a name if another one follows and no message behind that.
fn next(text: &[u8]) -> Option<Neighbour<'_>> {
    let mut at = gap(text.iter())?;
    let (mut name, mut rest) = word::split_first(&text[at..]);
    if is_conjunction(name) {
        at = text.len() - rest.len() + gap(rest.iter())?;
        (name, rest) = word::split_first(&text[at..]);
    }
    let message = matches!(
        rest,
        [b':' | b'(' | b'=' | b'-', ..] | [b' ' | b'"' | b'\'', b':' | b'(' | b'=' | b'-', ..]
    ) || matches!(rest, [b' ', 0x80..=0xff, ..]);
    (!message).then_some((&text[..at], name, rest))
}

/// Returns what stands before a name if another one does.
fn earlier(text: &[u8]) -> Option<Neighbour<'_>> {
    let mut at = text.len() - gap(text.iter().rev())?;
    let (mut rest, mut name) = word::split_last(&text[..at]);
    if is_conjunction(name) {
        at = rest.len() - gap(rest.iter().rev())?;
        (rest, name) = word::split_last(&text[..at]);
    }
    Some((&text[at..], name, rest))
}

/// Returns how many bytes stand between two names, if these are marks of a list and no more than a few.
fn gap<'a>(bytes: impl Iterator<Item = &'a u8>) -> Option<usize> {
    let mut bytes = bytes.enumerate().take(LONGEST_GAP);
    let (at, byte) = bytes.find(|(_, byte)| !is_mark(byte))?;
    is_word(*byte).then_some(at)
}

/// As wide as the indentation of a list.
const LONGEST_GAP: usize = 24;

fn is_mark(byte: &u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b',' | b';' | b'|' | b'/' | b'`' | b'"' | b'\'' | b'-' | b'*')
}

/// Whether what stands between two names joins those of a list. No blank stands behind the commas of a row of a CSV file.
fn is_join(between: &[u8]) -> bool {
    let joins = |byte: &u8| is_word(*byte) || matches!(byte, b'|' | b'/' | b'\n');
    let spaced = |pair: &[u8]| matches!(pair[0], b',' | b';') && pair[1].is_ascii_whitespace();
    between.iter().any(joins) || between.windows(2).any(spaced)
}

fn is_conjunction(word: &[u8]) -> bool {
    let words = ["and", "or", "und", "oder", "et", "ou", "y", "o"];
    words.iter().any(|conjunction| word == conjunction.as_bytes())
}

/// Whether the word is the first of those that somebody may choose from: `must be one of: X, Y`, `Allowed values: X`.
pub fn is_offered(before: &[u8]) -> bool {
    let row = |byte: &&u8| is_mark(byte) || matches!(**byte, b'[' | b'(' | b'{');
    let marks = before.iter().rev().take(MARKS).take_while(row).count();
    let text = &before[..before.len() - marks];
    let label = text.strip_suffix(b":").unwrap_or(text);
    let label = label.strip_suffix(b" are").unwrap_or(label);
    let labels = [
        "one of",
        "Allowed",
        "llowed values",
        "ossible values",
        "Valid values",
        " valid values",
        "ossible error codes",
    ];
    word::ends_with_any(label, &labels)
}

/// Whether the word, in quotes or not, is alone on a line, a comma behind it, and lines stand above or go on below: `X,`,
/// `"X",  # …`.
pub fn has_line(before: &[u8], after: &[u8]) -> bool {
    let quotes = around_quotes(before, after);
    let (quoted, (before, after)) = (quotes.is_some(), quotes.unwrap_or((before, after)));
    let blank = |byte: &&u8| matches!(byte, b' ' | b'\t');
    let Some(rest) = after.strip_prefix(b",") else {
        return false;
    };
    let indent = before.iter().rev().take_while(blank).count();
    let rest = within(&rest[rest.iter().take_while(blank).count()..]);
    let remarked = matches!(rest, [b'#', b' ', ..] | [b'/', b'/', ..]);
    let ends = match rest {
        [b'\n' | b'\r', ..] => true,
        [] => indent > 0,
        _ => remarked,
    };
    let goes_on = || {
        let below = rest.strip_prefix(b"\r").unwrap_or(rest).strip_prefix(b"\n");
        below.is_some_and(|below| matches!(within(below), [b' ' | b'\t', ..]))
    };
    let head = &before[..before.len() - indent];
    ends && Line::of(head, head.len()).is_some_and(|line| {
        within(line.before()).is_empty() && (!line.is_first() || remarked || (indent > 0 && (quoted || goes_on())))
    })
}

/// Whether a word is spelt as codes are and no word of a sentence: `SOME_NAME`, `itemNotFound`.
fn is_name(word: &[u8]) -> bool {
    is_constant(word) || word::is_humped(word)
}

/// Returns the letters that a word has in common with its family, if these are enough to be no chance.
fn family(word: &[u8]) -> Option<&[u8]> {
    word::family(word).filter(|letters| letters.len() >= 3)
}
