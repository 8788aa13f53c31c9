//! What stands around an ordinary word and says that it is a code: alone, `notFound` is a word.

use super::super::line::Line;
use super::super::word::{self, is_word};
use super::margin::within;
use super::sentence::{is_announced, is_reported};
use super::{around_quotes, without_status};

/// Whether what stands around a word says that it is a code, whatever the word: `Error (notFound): …`,
/// ``error code `conflict` ``, `ApiError("timeout"`, `Get-PnPFile : forbidden`.
pub fn is_framed(before: &[u8], after: &[u8]) -> bool {
    let framed =
        |(opens, closes): &(&str, &str)| before.ends_with(opens.as_bytes()) && after.starts_with(closes.as_bytes());
    FRAMES.iter().any(framed)
        || around_quotes(before, after).is_some_and(|(before, _)| announces_code(before))
        || opens_exception(before)
        || is_said_by_cmdlet(before)
}

/// What clients, cmdlets and Apex print around a code.
const FRAMES: [(&str, &str); 11] = [
    ("rror details: ", ""),
    ("rror message: ", ": "),
    (" [", "] : "),
    ("\"[", "] "),
    ("rror (", "): "),
    ("rror [", "]: "),
    ("first error: ", ", "),
    ("getStatusCode=", ";"),
    ("(sf:", ""),
    ("[sf:", ""),
    (" fault: '", ": "),
];

/// Whether what stands around a word says that it is a code if it is spelt as no sentence's is, `access_denied`: a line that
/// it begins, or quotes behind a report.
pub fn is_set_apart(before: &[u8], after: &[u8]) -> bool {
    titles_line(before, after) || is_reported_quote(before, after)
}

/// Whether a label in bold type says that an error follows, its colon as Japanese and Chinese write it: `**エラー：** X`.
pub fn is_labelled(before: &[u8]) -> bool {
    before.strip_suffix("：** ".as_bytes()).is_some_and(is_announced)
}

/// Whether a field's name that a text ends before is of what a process or a connection ended with: `exited with code 1`,
/// `exit code: 603`, `closed with code 1006`.
pub fn is_ending(before: &[u8]) -> bool {
    let text = before.trim_ascii_end();
    let text = text.strip_suffix(b" with").unwrap_or(text);
    let ends = ["exit", "exited", "close", "closed", "disconnected"];
    let word = word::split_last(text).1;
    text.len() < before.len() && ends.iter().any(|end| word.eq_ignore_ascii_case(end.as_bytes()))
}

/// Whether a database's SQLSTATE stands behind its number: `1045 (28000)`, `1003 (HY000)`.
pub fn leads_to_sqlstate(after: &[u8]) -> bool {
    let Some(rest) = after.strip_prefix(b" (") else {
        return false;
    };
    let (state, rest) = word::split_first(rest);
    let sign = |byte: &u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
    state.len() == 5 && state.iter().all(sign) && state.iter().any(u8::is_ascii_digit) && rest.first() == Some(&b')')
}

/// Whether the text before a quoted word announces a code: `an unrecognised error code, `.
fn announces_code(text: &[u8]) -> bool {
    let text = text.trim_ascii_end();
    let text = text.strip_suffix(b",").unwrap_or(text);
    text.len() >= 4 && text[text.len() - 4..].eq_ignore_ascii_case(b"code") && !text.ends_with(b"status code")
}

/// Whether the arguments of an exception open before a quoted word, maybe with an HTTP status as the first:
/// `RequestException: ('`, `ApiError("`, `ApiError(403, '`.
pub fn opens_exception(before: &[u8]) -> bool {
    let Some(text) = before.strip_suffix(b"'").or_else(|| before.strip_suffix(b"\"")) else {
        return false;
    };
    let status = text.strip_suffix(b", ").and_then(without_status);
    let Some(callee) = status.unwrap_or(text).strip_suffix(b"(") else {
        return false;
    };
    let callee = callee.strip_suffix(b": ").unwrap_or(callee);
    let named = |byte: &&u8| is_word(**byte) || **byte == b'.';
    let length = callee.iter().rev().take_while(named).count();
    let (before, callee) = callee.split_at(callee.len() - length);
    // A program makes one where it stands behind an operator or a bracket: `side_effect=ApiError("`.
    let printed = match before.last() {
        None | Some(b'\n' | b'"' | b'>') => true,
        Some(b' ' | b'\t') => !matches!(before.trim_ascii_end().last(), Some(b'=' | b'(' | b'[' | b',' | b'|')),
        Some(_) => false,
    };
    printed && (callee.ends_with(b"Error") || callee.ends_with(b"Exception"))
}

/// Whether an HTTP status stands before a word that a text follows, or that ends the line or the string behind a comma:
/// `400 BadRequest: …`, `400 BadRequest - "…"`, `failed with 429, TooManyRequests`.
pub fn follows_status(before: &[u8], after: &[u8]) -> bool {
    let behind = |separator: &[u8]| before.strip_suffix(separator).and_then(without_status).is_some();
    let ends = matches!(
        after.first(),
        None | Some(b'\n' | b'\r' | b'"' | b'\\' | b'<' | b'\x1b')
    );
    let said = after.first() == Some(&b':') || after.starts_with(b" - \"") || after.starts_with(b" - \\\"");
    (said && behind(b" ")) || (ends && behind(b", "))
}

/// Whether a word is no code but the reason that HTTP gives for the status before it: `401 Unauthorized: `.
pub fn is_reason(before: &[u8], word: &[u8]) -> bool {
    let reasons = [
        ("401 ", "Unauthorized"),
        ("403 ", "Forbidden"),
        ("409 ", "Conflict"),
        ("410 ", "Gone"),
    ];
    let own = |(status, reason): &(&str, &str)| before.ends_with(status.as_bytes()) && word == reason.as_bytes();
    reasons.iter().any(own)
}

/// Whether a word begins a line below others, and a message follows behind a colon: `Sign-in failed\naccess_denied: The …`.
fn titles_line(before: &[u8], after: &[u8]) -> bool {
    let begins =
        || Line::of(before, before.len()).is_some_and(|line| !line.is_first() && within(line.before()).is_empty());
    (before.ends_with(b"\\n") || begins())
        && matches!(after, [b':', b' ', first, ..] if first.is_ascii_uppercase() || matches!(first, b'$' | b'\'' | b'"'))
}

/// Whether quotes set a word apart of which somebody says that it came to them, or that it is an error: ``I get `X` ``,
/// `failed with error 'X'`.
fn is_reported_quote(before: &[u8], after: &[u8]) -> bool {
    around_quotes(before, after).is_some_and(|(before, _)| is_reported(before) || before.ends_with(b" error "))
}

/// Whether a cmdlet of PowerShell stands before, whose error follows: `Get-PnPTeamsTeam : UnknownError`.
fn is_said_by_cmdlet(before: &[u8]) -> bool {
    let Some(line) = before.strip_suffix(b" : ").or_else(|| before.strip_suffix(b": ")) else {
        return false;
    };
    let (verbal, noun) = word::split_last(line);
    let (text, verb) = word::split_last(verbal.strip_suffix(b"-").unwrap_or_default());
    let capital = |part: &[u8]| part.len() > 2 && part[0].is_ascii_uppercase();
    capital(verb) && capital(noun) && !text.ends_with(b"-")
}
