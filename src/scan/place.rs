//! Where in a text a code stands: at the head of a message, in passing, or in something that is no error at all: source
//! code, a query, a listing, a changelog.

use super::block;
use super::text;
use super::word::{Word, is_word};

/// How far back a line's start is looked for: keeps the time linear in the input.
const REACH: usize = 256;

/// How much a code's place in a text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Named in passing: "failed with code X while …".
    Mention,
    /// Where messages begin or end: after a separator or a line's start, and before one.
    Head,
    /// At the very start of the input, before a separator, or the whole input.
    Lead,
}

/// Returns where a word stands, or `None` where a code cannot be evidence.
pub fn place(raw: &[u8], word: &Word) -> Option<Place> {
    let before = &raw[..word.start];
    let after = &raw[word.end..];
    let line = line(before);
    if is_path(before, after)
        || is_listed(before, after)
        || is_compared(before, after)
        || line.is_some_and(is_source)
        || after.starts_with(b" errors")
        || line.is_some_and(|line| is_said_in_cell(line, after))
        || line.is_some_and(|line| is_row(before, line, after))
    {
        return None;
    }
    let heads = word.escaped || begins(before);
    let ends = separates(after);
    if line.is_some_and(is_bulleted) && !matches!(after.first(), Some(b':')) {
        return None;
    }
    if ends && before.len() <= REACH && is_ornamental(before) {
        return Some(Place::Lead);
    }
    let colon = matches!(after, [b':', ..] | [b' ', b':', ..]);
    if ends && (heads || colon) {
        return Some(Place::Head);
    }
    let prose =
        line.is_some_and(is_change) || (after.starts_with(b" is ") && before.iter().all(|byte| is_ornament(*byte)));
    (!prose).then_some(Place::Mention)
}

/// Whether a text is nothing but quotes, brackets and the like, escaped or not.
fn is_ornamental(mut text: &[u8]) -> bool {
    while let Some((c, length)) = text::read(text) {
        let plain = u8::try_from(c).is_ok_and(is_ornament);
        if !(plain || c == '\\' || !c.is_ascii()) {
            return false;
        }
        text = &text[length..];
    }
    true
}

fn is_ornament(byte: u8) -> bool {
    byte.is_ascii_whitespace()
        || matches!(
            byte,
            b'"' | b'\'' | b'`' | b'*' | b'[' | b'(' | b'{' | b'<' | b'>' | b'|' | b'#'
        )
        || byte >= 0x80
}

/// Whether a message may begin here.
fn begins(before: &[u8]) -> bool {
    let quotes = before
        .iter()
        .rev()
        .take_while(|byte| matches!(byte, b'"' | b'\'' | b'`' | b'*' | b'\\'))
        .count();
    let unquoted = &before[..before.len() - quotes];
    let spaces = unquoted
        .iter()
        .rev()
        .take_while(|byte| matches!(byte, b' ' | b'\t'))
        .count();
    match unquoted[..unquoted.len() - spaces].last() {
        None => true,
        Some(b'-' | b'/' | b'@' | b'$') => spaces > 0,
        Some(byte) => !is_word(*byte),
    }
}

/// Whether a message's code may end here.
fn separates(after: &[u8]) -> bool {
    match after {
        [] => true,
        [b'.', next, ..] => !is_word(*next),
        [b' ' | b'\t', ..] => match after.iter().find(|byte| !matches!(byte, b' ' | b'\t')) {
            None => true,
            Some(byte) => !is_word(*byte) || byte.is_ascii_uppercase(),
        },
        [byte, ..] => !matches!(byte, b'/' | b'@'),
    }
}

/// Whether the word is a part of source code: `AppAction::X`, `errors.X`, `X =>`, `/X/`, `includes("X")`.
fn is_path(before: &[u8], after: &[u8]) -> bool {
    let dotted = matches!(before, [.., b, b'.'] if is_word(*b));
    let called = matches!(after, [b'.', b, ..] if b.is_ascii_lowercase());
    let arm = after.starts_with(b" => ");
    let pattern = before.ends_with(b"/") && after.starts_with(b"/");
    let methods = [
        &b"includes("[..],
        b"contains(",
        b"indexOf(",
        b"equals(",
        b"startsWith(",
        b"match(",
    ];
    let argument =
        matches!(before, [.., b'\'' | b'"']) && methods.iter().any(|m| before[..before.len() - 1].ends_with(m));
    pattern
        || argument
        || before.ends_with(b"::")
        || before.ends_with(b"->")
        || (after.starts_with(b"::") && !matches!(before.last(), None | Some(b'"' | b',' | b'\n' | b';' | b'2')))
        || dotted
        || called
        || arm
}

/// Whether the word is a quoted value that something is compared with: `Code__c = 'X'`, `code === "X"`.
///
/// Where the left-hand side is a code field, the value was designated before this was asked.
fn is_compared(before: &[u8], after: &[u8]) -> bool {
    match (before, after) {
        ([rest @ .., open @ (b'\'' | b'"')], [close, ..]) if open == close => rest.trim_ascii_end().ends_with(b"="),
        _ => false,
    }
}

/// Whether the word has a line to itself, with a comma at most: a row of an enumeration.
fn is_listed(before: &[u8], after: &[u8]) -> bool {
    let indent = before
        .iter()
        .rev()
        .take_while(|byte| matches!(byte, b' ' | b'\t'))
        .count();
    after.first() == Some(&b',')
        && matches!(after.get(1), Some(b'\n' | b'\r'))
        && before[..before.len() - indent].last() == Some(&b'\n')
}

/// Whether the word is quoted at the end of a table's cell that says more: prose about codes.
fn is_said_in_cell(line: &[u8], after: &[u8]) -> bool {
    let quoted = line.last() == Some(&b'`') && after.first() == Some(&b'`');
    if !quoted || !line.trim_ascii_start().starts_with(b"|") {
        return false;
    }
    let cell = block::rfind(line, b'|');
    cell.is_some_and(|cell| line[cell..].iter().any(|byte| is_word(*byte)))
}

/// Whether a line begins as an entry of a changelog or a commit's title does.
fn is_change(line: &[u8]) -> bool {
    let verbs = [
        &b"add"[..],
        b"added",
        b"adds",
        b"fix",
        b"fixed",
        b"fixes",
        b"handle",
        b"handled",
        b"handles",
        b"update",
        b"updated",
        b"updates",
        b"make",
        b"improve",
        b"improved",
        b"support",
        b"remove",
        b"removed",
        b"retry",
        b"catch",
        b"ignore",
        b"feat",
        b"chore",
        b"docs",
        b"refactor",
        b"treat",
        b"document",
    ];
    let text = line.trim_ascii_start();
    let word = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    verbs.iter().any(|verb| text[..word].eq_ignore_ascii_case(verb))
}

/// Returns the beginning of the line on which a word stands, if it is near.
fn line(before: &[u8]) -> Option<&[u8]> {
    let near = &before[before.len().saturating_sub(REACH)..];
    match block::rfind(near, b'\n') {
        Some(newline) => Some(&near[newline + 1..]),
        None => (near.len() == before.len()).then_some(near),
    }
}

/// Whether a line is source code, as far as its beginning tells: a comment, a statement, a comparison.
///
/// `#` alone also begins headings and prompts, so a comment of that kind must be indented.
fn is_source(line: &[u8]) -> bool {
    let text = line.trim_ascii_start();
    let comment =
        text.starts_with(b"//") || text.starts_with(b"/*") || (text.starts_with(b"# ") && line.len() >= text.len() + 2);
    let keywords = [
        &b"return "[..],
        b"case ",
        b"throw ",
        b"raise ",
        b"const ",
        b"let ",
        b"var ",
        b"if (",
        b"} else",
    ];
    let statement = keywords.iter().any(|keyword| text.starts_with(keyword));
    comment || statement || compares(text)
}

/// Whether a line has a ` == ` or a ` != `.
fn compares(line: &[u8]) -> bool {
    block::positions(line, b'=').any(|at| {
        matches!(line.get(at.wrapping_sub(2)..), Some([b' ', b'!', b'=', b' ', ..]))
            || matches!(line.get(at.wrapping_sub(1)..), Some([b' ', b'=', b'=', b' ', ..]))
    })
}

/// Whether a message that begins here is no evidence: on a line of source code, or in a table of several rows.
pub fn is_quoted_matter(raw: &[u8], at: usize) -> bool {
    let Some(before) = line(&raw[..at]) else { return false };
    let rest = &raw[at..raw.len().min(at + 2 * REACH)];
    let end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
    let whole = &raw[at - before.len()..at + end];
    let above = raw[..at - before.len()].strip_suffix(b"\n").unwrap_or_default();
    let above = above[above.len().saturating_sub(REACH)..]
        .rsplit(|byte| *byte == b'\n')
        .next();
    let below = &rest[(end + 1).min(rest.len())..];
    let row = is_table_row(whole) && (is_table_row(below) || above.is_some_and(is_table_row));
    is_source(before) || row || calls(whole)
}

/// Whether a line looks for a text in another: `.includes("…")`, `"…" in str(e)`.
fn calls(line: &[u8]) -> bool {
    let methods = [&b".get"[..], b".includes", b".contains", b" in str"];
    let called = |at: usize| methods.iter().any(|method| line[..at].ends_with(method));
    block::positions(line, b'(').any(called)
        || block::positions(line, b'"').any(|at| line[at + 1..].starts_with(b" in "))
}

/// Whether a line has columns with text in them.
fn is_table_row(line: &[u8]) -> bool {
    let line = line.split(|byte| *byte == b'\n').next().unwrap_or_default();
    line.windows(3).any(|window| window == b" | ")
}

/// Whether the word heads a row of a table or an emphasised item of a list, and so does an identifier on the line
/// before or behind: a listing of codes.
fn is_row(before: &[u8], line: &[u8], after: &[u8]) -> bool {
    let separator = match after.trim_ascii_start().first() {
        Some(separator @ (b'|' | b'*')) => *separator,
        _ if after.first() == Some(&b'\t') => b'\t',
        _ => return false,
    };
    if !line.iter().all(|byte| is_ornament(*byte) || *byte == b'-') {
        return false;
    }
    let headed = |line: &[u8]| {
        let head = line.iter().position(|byte| is_word(*byte)).unwrap_or(line.len());
        let length = line[head..].iter().take_while(|byte| is_word(**byte)).count();
        let (word, rest) = line[head..].split_at(length);
        let identifier = word.iter().any(|byte| *byte == b'_' || byte.is_ascii_digit());
        let rest = if separator == b'\t' {
            rest
        } else {
            rest.trim_ascii_start()
        };
        identifier && rest.first() == Some(&separator)
    };
    let above = before[..before.len() - line.len()]
        .strip_suffix(b"\n")
        .and_then(self::line);
    let below = after
        .iter()
        .take(2 * REACH)
        .position(|byte| *byte == b'\n')
        .map(|newline| &after[newline + 1..]);
    above.is_some_and(headed) || below.is_some_and(|below| headed(&below[..below.len().min(REACH)]))
}

/// Whether the word stands in an item of a list, and not at its head.
fn is_bulleted(line: &[u8]) -> bool {
    let item = line.trim_ascii_start();
    matches!(item, [b'*' | b'-' | b'+', b' ', rest @ ..] if rest.iter().any(|byte| is_word(*byte)))
}

/// Whether the text before a quoted word announces a code: "an unrecognised error code, `".
pub fn announces_code(before: &[u8]) -> bool {
    let text = before[..before.len().saturating_sub(1)].trim_ascii_end();
    let text = text.strip_suffix(b",").unwrap_or(text);
    text.len() >= 4 && text[text.len() - 4..].eq_ignore_ascii_case(b"code")
}

/// Whether an HTTP status stands before a word that a colon follows: `400 BadRequest: …`.
pub fn follows_status(before: &[u8], after: &[u8]) -> bool {
    let digits = before.strip_suffix(b" ").map_or(0, |text| {
        text.iter().rev().take_while(|byte| byte.is_ascii_digit()).count()
    });
    digits == 3 && after.first() == Some(&b':')
}

/// Whether quotes enclose the word.
pub fn is_quoted(raw: &[u8], word: &Word) -> bool {
    match (&raw[..word.start], &raw[word.end..]) {
        ([.., open @ (b'`' | b'\'' | b'"')], [close, ..]) => open == close,
        _ => false,
    }
}
