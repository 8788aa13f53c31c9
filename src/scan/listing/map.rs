//! Codes that are the keys of a map, or named by them.

use core::ops::Range;

use super::super::block;
use super::super::line::{Line, REACH};
use super::super::place::is_quoted;
use super::super::place::margin::within;
use super::super::word::{self, Word, is_word};

/// Whether the word is the value of a map's entry, and a code of its family is the next one's: `a: "AADSTS50076",` above
/// `b: "AADSTS50079",`.
pub fn is_mapped(line: Option<Line<'_>>, raw: &[u8], word: &Word) -> bool {
    let text = &raw[word.start..word.end];
    let Some(line) = line.filter(|_| text.last().is_some_and(u8::is_ascii_digit) && is_quoted(raw, word)) else {
        return false;
    };
    let letters = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let kin = |code: &[u8]| letters >= 3 && word::family(code) == Some(&text[..letters]);
    let entry = |line: &[u8]| {
        let line = block::first_line(within(line));
        let mut parts = line.trim_ascii_end().split(|byte| matches!(byte, b'"' | b'\''));
        let name = parts.next().unwrap_or_default().trim_ascii();
        let code = parts.next().unwrap_or_default();
        let key = name.strip_suffix(b":").or_else(|| name.strip_suffix(b"="));
        key.is_some_and(|key| !key.is_empty() && key.trim_ascii_end().iter().all(|byte| is_word(*byte)))
            && kin(code)
            && matches!(parts.next(), Some(b"" | b"," | b";"))
    };
    entry(line.text())
        && (line
            .below()
            .is_some_and(|below| entry(&below[..below.len().min(REACH)]))
            || line.previous().is_some_and(entry))
}

/// Whether a line is a string of a program's list, and the next one or the one before begins with a code of the same
/// family: `"AADSTS65001: …",` above `"AADSTS90094: …",`.
pub fn is_in_strings(line: Line<'_>, word: &[u8]) -> bool {
    let family = word::family(word).filter(|letters| letters.len() >= 3);
    let string = |line: &[u8]| {
        let line = block::first_line(within(line));
        let text = line.trim_ascii();
        let [open @ (b'"' | b'\''), code @ ..] = text else {
            return false;
        };
        let length = code.iter().take_while(|byte| is_word(**byte)).count();
        let ended = matches!(text, [.., close, b','] | [.., close] if close == open);
        text.len() < line.len() && ended && word::family(&code[..length]) == family
    };
    family.is_some() && string(line.text()) && (line.previous().is_some_and(string) || line.below().is_some_and(string))
}

/// Whether the word is a key of something that is no text, `"duplicates_detected": 5`; where the key has capitals, of a
/// value without blanks: `"notAllowed": errno.EPERM,`. Or an indented key of an object that goes on below: `'X': {`.
pub fn is_counter(raw: &[u8], word: &Word) -> bool {
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
    let indented = || matches!(raw[..word.start], [.., b' ' | b'\t', _]);
    if is_quoted(raw, word) && indented() && matches!(raw[word.end + 1..], [b':', b' ', b'{', b'\n' | b'\r', ..]) {
        return true;
    }
    let counts = |value: &[u8]| key.iter().all(small) || (key.iter().all(letter) && single(value));
    is_quoted(raw, word) && value.is_some_and(counts)
}

/// Whether the word is a text of the same name as its key: `X: "X"`.
pub fn is_named_so(raw: &[u8], word: &Word) -> bool {
    let text = &raw[word.start..word.end];
    let key = raw[..word.start]
        .strip_suffix(b"\"")
        .or_else(|| raw[..word.start].strip_suffix(b"'"));
    let key = key.map(<[u8]>::trim_ascii_end).and_then(|key| key.strip_suffix(b":"));
    key.is_some_and(|key| {
        key.ends_with(text) && !key[..key.len() - text.len()].last().is_some_and(|byte| is_word(*byte))
    })
}

/// Whether the word is the value of an HTTP status in a map that has others: `429: "X",` above `503: "Y",`.
pub fn is_map_of_statuses(line: Line<'_>) -> bool {
    let entry = |line: &[u8]| {
        let line = within(line).trim_ascii_start();
        matches!(
            line,
            [b'1'..=b'5', b'0'..=b'9', b'0'..=b'9', b':', b' ', b'"' | b'\'', ..]
        )
    };
    entry(line.text()) && (line.previous().is_some_and(entry) || line.below().is_some_and(entry))
}

/// Whether the word is a quoted key of a map that has others of its kind: `'1021': '…',` before `'1022': '…'`.
pub fn is_key(line: Line<'_>, word: &Word) -> bool {
    let start = word.start - line.before().len();
    key(line.text()).is_some_and(|own| start + own.start == word.start) && is_map_row(line)
}

/// Whether the word is a key of a program's map, a text and a comma behind it: `X: "X", // …`; in quotes, indented.
pub fn is_map_entry(line: &[u8], after: &[u8]) -> bool {
    let line = within(line);
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
    let Some(close) = block::find(text, *quote) else {
        return false;
    };
    let end = text[close + 1..].strip_prefix(b",").map(|rest| rest.trim_ascii_start());
    let ends = |rest: &[u8]| rest.is_empty() || rest.starts_with(b"//") || rest.starts_with(b"#");
    let line_ends = |rest: &[u8]| matches!(rest.first(), Some(b'\n' | b'\r'));
    end.is_some_and(|rest| ends(rest) || line_ends(&text[close + 2..]))
}

/// Whether a line is a row of a map from numbers, names with numbers or `SOME_NAMES` to texts.
pub fn is_map_row(line: Line<'_>) -> bool {
    let here = line.text();
    let Some(own) = key(here).map(|own| &here[own]) else {
        return false;
    };
    let screams = |text: &[u8]| text.contains(&b'_') && !text.iter().any(u8::is_ascii_lowercase);
    let kin = |line: &[u8]| {
        key(line).is_some_and(|other| {
            let other = &line[other];
            let family = word::family(own);
            (family.is_some() && word::family(other) == family) || (screams(other) && screams(own))
        })
    };
    line.previous().is_some_and(kin) || line.below().is_some_and(kin)
}

/// Returns where the quoted key stands with which a line begins, if its value is a text in quotes.
fn key(line: &[u8]) -> Option<Range<usize>> {
    let [open @ (b'"' | b'\''), rest @ ..] = within(line).trim_ascii_start() else {
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
