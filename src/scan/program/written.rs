//! Values that a program writes down: the arguments of its calls, the rows of its tables, the bodies of its objects.

use super::super::block;
use super::super::line::{Line, REACH};
use super::super::strip::{ended, within};
use super::super::word::{self, is_constant, is_word};

/// Whether a line is an argument, or one of a row of tuples, `(429, "X", "…"),`, `(Reply(400, {"error": "X"}), …),`.
pub fn is_given(line: Line<'_>) -> bool {
    let rest = ended(line.rest());
    let whole = within(line.text());
    let indented = whole.trim_ascii_start();
    let tuple = matches!(indented, [b'(', ..] | [b'[', b'0'..=b'9' | b'"' | b'\'', ..])
        && matches!(rest, [.., b')' | b']', b','])
        && indented.len() < whole.len();
    let opens_call = |line: &[u8]| {
        let (before, name) = word::split_last(line.trim_ascii_end().strip_suffix(b"(").unwrap_or_default());
        matches!(name, [b'a'..=b'z' | b'_', ..]) || before.ends_with(b"new ")
    };
    // A log's banner begins so as well.
    let compared = |line: &[u8]| line.trim_ascii_end().ends_with(b" ===") && !line.starts_with(b"=");
    tuple
        || (!line.is_alone()
            && (line.previous().is_some_and(|line| opens_call(line) || compared(line)) || is_in_written_object(line)))
}

/// Whether the object in which a line stands is written in a program, and not the body that the input is: it ends in the
/// parenthesis of a call, `code: "X",` above `}),`, or a statement opens it, `return 401, {` above `"code": "X",`, or opens
/// the list of which it is one.
fn is_in_written_object(line: Line<'_>) -> bool {
    // A dictionary of Objective-C ends its entries in a semicolon, and opens its lists far from the sign: `"X" =     (`.
    let opens_list = |line: &[u8]| {
        let name = within(line)
            .trim_ascii_end()
            .strip_suffix(b"  (")
            .map(<[u8]>::trim_ascii_end);
        name.is_some_and(|name| name.ends_with(b"="))
    };
    if begins_as_body(line.above()).unwrap_or_else(|| begins_as_body(line.before()).unwrap_or(true))
        || ended(line.rest()).ends_with(b";")
        || line.previous().is_some_and(opens_list)
    {
        return false;
    }
    let closing = |byte: &u8| matches!(byte, b'}' | b']' | b')' | b',' | b';' | b' ' | b'\t' | b'\r');
    let below = line.below().unwrap_or_default();
    let below = block::lines(below)
        .take(8)
        .map(|line| ended(within(line)))
        .skip_while(|line| !line.iter().all(closing));
    let ends = |line: &[u8]| line.trim_ascii().starts_with(b"})") || line.trim_ascii() == b");";
    if below.take_while(|line| line.iter().all(closing)).any(ends) {
        return true;
    }
    let above = line.above();
    let near = &above[above.len().saturating_sub(REACH)..];
    let own = line.text();
    block::lines(near).any(|line| {
        let text = within(line).trim_ascii();
        let listed = text.ends_with(b" = [") && word::begins_with_any(text, &["const ", "export const "]);
        // What a colon introduces is a body that somebody pasted.
        let bracket = |byte: &u8| matches!(byte, b'{' | b'[' | b' ');
        let introduced = text.iter().rev().find(|byte| !bracket(byte)) == Some(&b':');
        let opens = text.ends_with(b"{") && !introduced;
        listed || (opens && (text.starts_with(b"return ") || is_assigned(text) || (is_table(text) && is_entry(own))))
    })
}

/// Whether a text begins as a body does, if need be in a fence; `None` for one that has not begun.
fn begins_as_body(text: &[u8]) -> Option<bool> {
    // It is asked of every code, and a margin may be as long as the input.
    let text = within(&text[..text.len().min(REACH)]);
    let fence = text.starts_with(b"```").then(|| block::find(text, b'\n'));
    let text = match fence {
        Some(end) => within(&text[end.map_or(text.len(), |end| end + 1)..]),
        None => text,
    };
    text.first().map(|first| matches!(first, b'{' | b'[' | b'<'))
}

/// Whether a literal stands alone on an indented line, and a call ends behind it: its last argument. So may a text above one
/// that is none: `"X: …",` above `Error.Prefix + …`.
pub fn is_lone_argument(line: Line<'_>, before: &[u8], quote: u8) -> bool {
    let indented = before.len() >= 2 && before.iter().all(|byte| matches!(byte, b' ' | b'\t'));
    let expression = || {
        let below = within(line.below().unwrap_or_default()).trim_ascii_start();
        let (name, behind) = word::split_first(below);
        !name.is_empty() && matches!(behind, [b'.' | b'(', ..])
    };
    indented
        && match ended(line.rest()) {
            [.., close, b')'] | [.., close, b')', b',' | b';' | b':'] => *close == quote,
            // A list of raw strings in Go.
            [.., close, b','] => *close == quote && (quote == b'`' || expression()),
            _ => false,
        }
}

/// Whether a string literal is all that a method or a constant gets that is one of several below each other:
/// `err: errors.New("X"),`, `TOKEN_EXPIRED("The token …"),`.
pub fn is_made(before: &[u8], rest: &[u8], quote: u8) -> bool {
    let Some(callee) = before
        .strip_suffix(b"(")
        .filter(|text| text.starts_with(b"\t") || text.starts_with(b"    "))
    else {
        return false;
    };
    let (before, name) = word::split_last(callee);
    (is_constant(name) || before.ends_with(b"."))
        && matches!(ended(rest), [.., close, b')', b',' | b';'] if *close == quote)
}

/// Whether a string literal is an element of a value whose type stands before its braces, `[]string{"`, `reply{404, "`, or
/// the first of several in braces, which no JSON object has: `{"X", 400, "…"},`.
///
/// Go prints a value with its type as well, and then with its members' names: `Error{Code:"`.
pub fn is_element(before: &[u8], rest: &[u8]) -> bool {
    let Some(open) = block::rfind(before, b'{') else {
        return false;
    };
    let typed = open > 0 && is_word(before[open - 1]);
    let (elements, behind) = (&before[open + 1..], word::split_first(rest).1);
    (typed
        && elements
            .iter()
            .all(|byte| is_word(*byte) || matches!(byte, b',' | b' ' | b'.')))
        || (elements.is_empty() && matches!(behind, [b'"' | b'\'', b',', b' ', ..]))
}

/// Whether a body goes on here that is handed over with a status by its name: `…"}, status=status.HTTP_200_OK)`.
pub fn is_handed_over(rest: &[u8]) -> bool {
    let behind = |at: usize| rest[at..].strip_prefix(b"}, status=").map(word::split_path);
    block::positions(rest, [b'}'])
        .filter_map(behind)
        .any(|(path, _)| path.contains(&b'.'))
}

/// Whether a text opens a table that is a constant: `ERROR_MESSAGES = {`, `const errorMessages: Texts = {`.
fn is_table(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"export ").unwrap_or(text);
    let constant = text.strip_prefix(b"const ");
    let (name, behind) = word::split_first(constant.unwrap_or(text));
    let named = constant.is_some() || !name.iter().any(u8::is_ascii_lowercase);
    named && !name.is_empty() && (behind == b" = {" || (behind.starts_with(b": ") && behind.ends_with(b" = {")))
}

/// Whether a line is an entry of a table of texts by their codes: `    'NOT_FOUND': 'The …',`. What a program prints under a
/// name has other keys.
fn is_entry(line: &[u8]) -> bool {
    let text = within(line).trim_ascii_start();
    let text = match text {
        [b'"' | b'\'', text @ ..] => text,
        text => text,
    };
    let (key, behind) = word::split_first(text);
    let set = [": \"", ": '", "\": \"", "': '", "': \""];
    is_constant(key) && word::begins_with_any(behind, &set)
}

/// Whether a text assigns something to a member: `response.value = {`.
pub fn is_assigned(text: &[u8]) -> bool {
    let (member, behind) = word::split_path(text);
    member.contains(&b'.') && behind.starts_with(b" = ")
}
