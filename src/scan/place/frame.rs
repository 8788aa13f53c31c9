//! What stands around an ordinary word and says that it is a code: alone, `notFound` is a word.

use super::super::block;
use super::super::line::REACH;
use super::super::sentence::is_announced;
use super::super::strip::{around_quotes, ends_line, without_status};
use super::super::text;
use super::super::word::{self, is_word};

/// Whether what stands around a word says that it is a code, whatever the word: `Error (notFound): …`,
/// ``error code `conflict` ``, `ApiError("timeout"`.
pub fn is_framed(before: &[u8], after: &[u8]) -> bool {
    let framed =
        |(opens, closes): &(&str, &str)| before.ends_with(opens.as_bytes()) && after.starts_with(closes.as_bytes());
    FRAMES.iter().any(framed)
        || around_quotes(before, after).is_some_and(|(before, _)| announces_code(before))
        || opens_exception(before)
}

/// What clients, cmdlets and Apex print around a code.
const FRAMES: [(&str, &str); 15] = [
    // Microsoft's Azure CLI and azcopy.
    ("rror details: ", ""),
    ("rror message: ", ": "),
    // The page of MSAL's in the browser: `Error details: error access_denied error_description: …`.
    ("rror ", DESCRIPTION),
    // The cmdlets of Microsoft Graph: `Update-MgUser : [notFound] : …`.
    (" [", "] : "),
    ("\"[", "] "),
    // Node's and Go's clients: `GraphError (notFound): …`, `Error [notFound]: …`.
    ("rror (", "): "),
    ("rror [", "]: "),
    // Ruby's console: `Restforce::NotFoundError (NOT_FOUND: …)`.
    ("rror (", ": "),
    // Go's library for OAuth: `oauth2: "unauthorized_client" "AADSTS700016: …"`.
    ("oauth2: \"", "\""),
    // Apex: an exception of DML, and a `Database.Error` as it is printed.
    ("first error: ", ", "),
    ("getStatusCode=", ";"),
    // SOAP clients of PHP, Ruby and Java.
    ("(sf:", ""),
    ("[sf:", ""),
    // Python's suds.
    (" fault: '", ": "),
    // PHP: `Uncaught exception 'X' with message '…' in …`.
    (" with message '", "' in "),
];

/// What follows a code where OAuth's fields are printed without signs between them.
pub const DESCRIPTION: &str = " error_description: ";

/// Whether a label in bold type says that an error follows, its colon as Japanese and Chinese write it: `**エラー：** X`.
pub fn is_labelled(before: &[u8]) -> bool {
    before.strip_suffix("：** ".as_bytes()).is_some_and(is_announced)
}

/// Whether a field's name, at `start..end`, is the code of something else than an error: `status code`, `postal code`,
/// `exited with code`.
///
/// Things that have codes are without number, so the words are known that leave one to an error.
pub fn is_others_code(raw: &[u8], start: usize, end: usize) -> bool {
    let before = &raw[..start];
    // Nearly all names stand in quotes or in a tag.
    if matches!(before.last(), None | Some(b'"' | b'<')) || !raw[start..end].eq_ignore_ascii_case(b"code") {
        return false;
    }
    let Some((' ' | '-', length)) = text::read_back(before) else {
        return false;
    };
    let said = &before[..start - length];
    let (ahead, noun) = word::split_last(said);
    let noun = &noun[word::escape(said, ahead.len(), said.len())..];
    if noun == b"with" {
        let ends = ["exited", "closed", "disconnected"];
        return word::ends_with_any(ahead.trim_ascii_end(), &ends);
    }
    // In a row of fields it is another one's value.
    let near = &ahead[ahead.len().saturating_sub(REACH)..];
    let is_value = || raw.get(end) == Some(&b'=') && near.contains(&b'=');
    let number = noun.iter().all(u8::is_ascii_digit);
    let fails = || ends_in_any(noun, &FAILING);
    let leaves = || word::is_any_of(noun, &LEAVING);
    !(number || fails() || leaves() || is_value())
}

/// What names of errors end in.
const FAILING: [&str; 7] = ["error", "err", "xception", "failure", "fault", "domain", "fehler"];

/// Other words before `code` that leave it to an error.
const LEAVING: [&str; 16] = [
    "a", "and", "api", "got", "graph", "inner", "marketo", "message", "reason", "received", "result", "return",
    "returned", "server", "the", "this",
];

/// Whether a word ends in one of some others, in any case.
fn ends_in_any(word: &[u8], endings: &[&str]) -> bool {
    let ends = |ending: &&str| {
        word.len() >= ending.len() && word[word.len() - ending.len()..].eq_ignore_ascii_case(ending.as_bytes())
    };
    endings.iter().any(ends)
}

/// Whether a database's SQLSTATE stands behind its number: `1045 (28000)`, `1003 (HY000)`.
pub fn leads_to_sqlstate(after: &[u8]) -> bool {
    let Some(rest) = after.strip_prefix(b" (") else {
        return false;
    };
    let (state, rest) = word::split_first(rest);
    state.len() == 5 && state.iter().any(u8::is_ascii_digit) && rest.first() == Some(&b')')
}

/// Whether the text before a quoted word announces a code: `an unrecognised error code, `.
fn announces_code(text: &[u8]) -> bool {
    let text = text.trim_ascii_end();
    let text = text.strip_suffix(b",").unwrap_or(text);
    ends_in_any(text, &["code"]) && !text.ends_with(b"status code")
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
    let ends = ends_line(after) || matches!(after.first(), Some(b'"' | b'\\' | b'<' | b'\x1b'));
    let said = after.first() == Some(&b':') || after.starts_with(b" - \"") || after.starts_with(b" - \\\"");
    (said && behind(b" ")) || (ends && behind(b", "))
}

/// Whether a word is no code but the reason that HTTP gives for the status before it: `401 Unauthorized: `.
pub fn is_reason(before: &[u8], word: &[u8]) -> bool {
    let status = before.strip_suffix(b" ").unwrap_or_default();
    REASONS
        .iter()
        .any(|(own, reason)| word == reason.as_bytes() && status.ends_with(own.as_bytes()))
}

/// Whether a word is no code but the reason that HTTP gives for a status in the same object, as many servers answer:
/// `{"status": 403, "error": "Forbidden", …`.
pub fn is_reason_beside(near: &[u8], word: &[u8]) -> bool {
    let Some((status, _)) = REASONS.iter().find(|(_, reason)| word == reason.as_bytes()) else {
        return false;
    };
    block::positions(near, [status.as_bytes()[0]])
        .any(|at| near[at..].starts_with(status.as_bytes()) && near[..at].trim_ascii_end().ends_with(b":"))
}

/// Whether a text ends in the label of the category that PowerShell gives an error: `+ CategoryInfo          : `.
pub fn labels_category(before: &[u8]) -> bool {
    let label = before.trim_ascii_end().strip_suffix(b":").unwrap_or_default();
    label.trim_ascii_end().ends_with(b"CategoryInfo")
}

/// Whether a word is no code but the category that PowerShell gives the same error, `CategoryInfo : X: (:) […`: a cmdlet
/// that knows no better repeats it as the error's id.
pub fn is_category_beside(near: &[u8], word: &[u8]) -> bool {
    let mut words = block::positions(near, [word[0]]).filter(|at| near[*at..].starts_with(word));
    words.any(|at| labels_category(&near[..at]))
}

/// The statuses whose reasons are a single word.
const REASONS: [(&str, &str); 5] = [
    ("401", "Unauthorized"),
    ("403", "Forbidden"),
    ("409", "Conflict"),
    ("410", "Gone"),
    ("423", "Locked"),
];
