//! Codes that are the keys of a map, or named by them.

use super::super::block;
use super::super::line::{Line, REACH};
use super::super::strip::{around_quotes, ended, within};
use super::super::{is_status, word};

/// Whether a line is an entry of a map or of a list of texts, and the next one or the one before is another of its kind:
/// texts that begin with codes of one family, `a: "AADSTS50076",` above `b: "AADSTS50079",`, or that statuses lead to,
/// `429: "X",`.
pub fn is_in_map<'a>(line: Line<'a>) -> bool {
    let kind = |line: &'a [u8]| kind(&line[..line.len().min(REACH)]);
    let own = kind(line.text());
    let kin = |line| kind(line) == own;
    own.is_some() && (line.previous().is_some_and(kin) || line.below().is_some_and(kin))
}

/// Returns what the entries of a map or a list of texts have in common that a line is one of: the family of their codes, or
/// nothing where statuses lead to them.
fn kind(line: &[u8]) -> Option<&[u8]> {
    let whole = within(block::first_line(line));
    let text = whole.trim_ascii();
    let (key, behind) = word::split_first(text);
    let behind = behind.trim_ascii_start();
    let separated = behind.strip_prefix(b":").or_else(|| behind.strip_prefix(b"="));
    let value = match key {
        b"" => behind,
        _ => separated?.trim_ascii_start(),
    };
    let [open @ (b'"' | b'\''), value @ ..] = value else {
        return None;
    };
    if key.len() == 3 && key.iter().all(u8::is_ascii_digit) {
        return Some(b"");
    }
    let ended = matches!(value, [.., close, b',' | b';'] | [.., close] if close == open);
    let (code, _) = word::split_first(value);
    let family = word::family(code).filter(|letters| letters.len() >= 3);
    family.filter(|_| ended && text.len() < whole.len())
}

/// Whether the word is a key of something that is no text, `"duplicates_detected": 5`; where the key has capitals, of a
/// value without blanks: `"notAllowed": errno.EPERM,`. Or an indented key of more than a text: `'X': {`.
pub fn is_counter(before: &[u8], key: &[u8], after: &[u8]) -> bool {
    let Some((before, behind)) = around_quotes(before, after) else {
        return false;
    };
    let Some(value) = behind
        .trim_ascii_start()
        .strip_prefix(b":")
        .map(<[u8]>::trim_ascii_start)
    else {
        return false;
    };
    let made = || match value {
        // JSON has quotes around a key.
        [b'{', b'\n' | b'\r', ..] => true,
        [b'{', rest @ ..] => rest.trim_ascii_start().first().is_some_and(|byte| word::is_word(*byte)),
        _ => word::begins_with_any(value, &["(", "new ", "const "]),
    };
    if matches!(before, [.., b' ' | b'\t']) && made() {
        return true;
    }
    let small = |byte: &u8| byte.is_ascii_lowercase() || *byte == b'_';
    let single = || {
        matches!(
            word::split_path(&value[..value.len().min(REACH)]),
            ([_, ..], [b',' | b'}', ..])
        )
    };
    !matches!(value, [b'"' | b'\'' | b'[' | b'{' | b'\\', ..] | []) && (key.iter().all(small) || single())
}

/// Whether something is said of the word that is no text: `X: 3`, `X=true`, `X (3 times)`, `x: int = 0`; behind a colon a
/// number may be an HTTP status.
pub fn is_counted(after: &[u8]) -> bool {
    let value = match after {
        [b':', b' ', value @ ..] | [b'=', value @ ..] | [b' ', b'(', value @ ..] => value,
        _ => return false,
    };
    let (word, behind) = word::split_first(value);
    let number = !word.is_empty() && word.iter().all(u8::is_ascii_digit) && word.len() != 3;
    let ended = || matches!(behind, [] | [b'\n' | b'\r' | b',' | b'}', ..]);
    let counted = word::begins_with_any(behind, &[" times", " occurrences", " errors"]);
    (number && (counted || (ended() && after[0] != b' ')))
        || (matches!(word, b"true" | b"false") && ended())
        || (word::is_type(word) && (ended() || ends_declaration(behind)))
}

/// Whether a declaration goes on or ends behind its type.
fn ends_declaration(behind: &[u8]) -> bool {
    word::begins_with_any(behind, &[" = ", " (", "  ", ")", ";"])
}

/// Whether a line is a metric as Prometheus writes them, with the place in a label's value: `errors_total{code="X"} 12`.
pub fn is_metric(line: Line<'_>) -> bool {
    let (name, labels) = word::split_first(within(line.before()));
    let is_value = |rest: &[u8]| {
        let value = block::rfind(rest, b'}').and_then(|close| rest[close + 1..].strip_prefix(b" "));
        value.is_some_and(|value| value.iter().all(u8::is_ascii_digit))
    };
    !name.is_empty() && labels.starts_with(b"{") && is_value(block::first_line(line.rest()).trim_ascii_end())
}

/// Whether the word is a text of the same name as its key: `X: "X"`.
pub fn is_named_so(before: &[u8], word: &[u8]) -> bool {
    key(before).is_some_and(|before| word::split_last(before).1 == word)
}

/// Whether the word heads its line behind its own number: `50076: "AADSTS50076",`.
pub fn is_numbered_so(line: &[u8], word: &[u8], after: &[u8]) -> bool {
    let Some(number) = key(line).map(<[u8]>::trim_ascii_start) else {
        return false;
    };
    let ends = matches!(after, [b'"' | b'\'', b',', ..] | [b'"' | b'\'', b' ', b'/', b'/', ..]);
    ends && number.len() > 3 && number.iter().all(u8::is_ascii_digit) && word.ends_with(number)
}

/// Returns a text without the colon and the quote in which it ends, as behind a key.
fn key(text: &[u8]) -> Option<&[u8]> {
    text.strip_suffix(b": \"").or_else(|| text.strip_suffix(b": '"))
}

/// Whether the word is a key of a program's map, a text and a comma behind it: `X: "X", // …`, `'X': 'X',`, `'X' = 'X'`; or
/// leads to another word, `X: 404,`, or an HTTP status to it: `429: "X",`.
pub fn is_map_entry(line: &[u8], after: &[u8]) -> bool {
    let line = within(line);
    if is_led_to(line, after) {
        return true;
    }
    let quotes = around_quotes(line, after);
    let (line, after) = quotes.unwrap_or((line, after));
    let (value, set) = match (after.strip_prefix(b":"), after.strip_prefix(b" = ")) {
        (Some(value), _) => (value, false),
        // PowerShell parts entries by their lines.
        (None, Some(value)) if quotes.is_some() => (value, true),
        _ => return false,
    };
    if !line.iter().all(u8::is_ascii_whitespace) {
        return false;
    }
    let near = &value[..value.len().min(REACH)];
    let [quote @ (b'"' | b'\''), text @ ..] = near.trim_ascii_start() else {
        // Or another word, where the entry is indented.
        let (_, behind) = word::split_first(near.trim_ascii_start());
        return !line.is_empty() && ended(block::first_line(behind)) == b",";
    };
    let close = block::positions(text, [*quote]).find(|at| !text[..*at].ends_with(b"\\"));
    let behind = close.map(|close| ended(block::first_line(&text[close + 1..])));
    behind.is_some_and(|behind| match behind.strip_prefix(b",") {
        Some(rest) => {
            let rest = rest.trim_ascii_start();
            rest.is_empty() || word::begins_with_any(rest, &["//", "#"])
        }
        None => set,
    })
}

/// Whether an HTTP status leads to the word, in quotes or a list, and a comma ends the entry.
fn is_led_to(line: &[u8], after: &[u8]) -> bool {
    let (number, behind) = word::split_first(line.trim_ascii_start());
    let value = behind.strip_prefix(b": ").or_else(|| behind.strip_prefix(b" => "));
    let leads = matches!(value, Some(b"\"" | b"'" | b"[\"" | b"['"));
    let entry = block::first_line(&after[..after.len().min(REACH)]);
    leads && is_status(number) && ended(entry).ends_with(b",")
}
