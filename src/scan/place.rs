//! Where in a text a code stands: at the head of a message, in passing, or in something that is no error at all: source
//! code, a query, a listing, a changelog.

use core::ops::Range;

use super::program::{is_program, line};
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
        || is_enumerated(raw, word)
        || is_compared(before, after)
        || is_program(raw, word.start)
        || after.starts_with(b" errors")
        || line.is_some_and(|line| is_said_in_cell(line, after))
        || line.is_some_and(|line| is_row(before, line, after))
        || line.is_some_and(|line| is_key(line, raw, word))
        || line.is_some_and(|line| is_in_documented_table(before, line))
        || is_form(after)
        || is_in_series(before, after)
        || is_counter(raw, word)
        || is_advised(after)
        || line.is_some_and(|line| is_documented(line, after))
        || is_map_head(line, after)
    {
        return None;
    }
    let heads = word.escaped || begins(before);
    let ends = separates(after);
    if line.is_some_and(is_bulleted) && !matches!(after.first(), Some(b':')) {
        return None;
    }
    let discussed = is_discussed(before, after);
    if ends && !discussed && before.len() <= REACH && is_ornamental(before) {
        return Some(Place::Lead);
    }
    let colon = matches!(after, [b':', ..] | [b' ', b':', ..]);
    if !colon && (line.is_some_and(is_change) || is_told(before)) {
        return None;
    }
    if ends && (heads || colon) {
        return Some(Place::Head);
    }
    (!discussed && !is_supposed(before) && (heads || is_announced(before))).then_some(Place::Mention)
}

/// Whether the word is one of several in a sentence: "`X`, `Y` and `Z`".
fn is_in_series(before: &[u8], after: &[u8]) -> bool {
    let joins = [&b"`, `"[..], b"` and `", b"` or `", b"`, and `", b"`, or `", b"` / `"];
    let joined = joins
        .iter()
        .any(|join| after.starts_with(join) || before.ends_with(join));
    // An alternative of a regular expression has two others beside it.
    let alternative = |byte: &&u8| is_word(**byte) || **byte == b'|';
    let ahead = before
        .iter()
        .rev()
        .take(REACH)
        .take_while(alternative)
        .filter(|byte| **byte == b'|')
        .count();
    let behind = after
        .iter()
        .take(REACH)
        .take_while(alternative)
        .filter(|byte| **byte == b'|')
        .count();
    joined || (ahead + behind >= 3 && (before.ends_with(b"|") || after.starts_with(b"|")))
}

/// Whether the word, in backticks, begins the first cell of a table's row: documentation of codes.
fn is_documented(line: &[u8], after: &[u8]) -> bool {
    let row = after.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let cells = row.iter().filter(|byte| **byte == b'|').count();
    line.trim_ascii() == b"| `" && after.first() == Some(&b'`') && cells >= 2
}

/// Whether what stands behind the word says what to do about it: `**X**: If you get this error, …`.
fn is_advised(after: &[u8]) -> bool {
    let near = &after[..after.len().min(16)];
    let gap = |byte: &&u8| matches!(byte, b'`' | b'*' | b'"' | b':' | b'-' | b' ');
    let gap = near.iter().take_while(gap).count();
    gap > 0 && after[gap..].starts_with(b"If ")
}

/// Whether the word is a key of a map whose value stands in quotes on the next line.
fn is_map_head(line: Option<&[u8]>, after: &[u8]) -> bool {
    let indented = line.is_some_and(|line| !line.is_empty() && line.iter().all(u8::is_ascii_whitespace));
    let value = after.strip_prefix(b":\n").map(<[u8]>::trim_ascii_start);
    indented && matches!(value, Some([b'"' | b'\'', ..]))
}

/// Whether the word is a key, in small letters, of something that is no text: `"duplicates_detected": 5`.
fn is_counter(raw: &[u8], word: &Word) -> bool {
    let small = |byte: &u8| byte.is_ascii_lowercase() || *byte == b'_';
    let key = is_quoted(raw, word) && raw[word.start..word.end].iter().all(small);
    let value = raw[word.end..]
        .get(1..)
        .map(<[u8]>::trim_ascii_start)
        .and_then(|rest| rest.strip_prefix(b":"));
    key && value.is_some_and(|value| !matches!(value.trim_ascii_start(), [b'"' | b'\'' | b'[' | b'{', ..] | []))
}

/// Whether a sentence goes on to speak about the code: `X is an error code`, `"X" will be returned`.
fn is_discussed(before: &[u8], after: &[u8]) -> bool {
    let behind = &after[after.iter().take_while(|byte| is_quote(**byte)).count()..];
    let explains = [
        &b" is a"[..],
        b" means ",
        b" indicates ",
        b" can ",
        b" may ",
        b" might ",
        b" will be ",
        b" when ",
        b" missing",
    ];
    (behind.starts_with(b" is ") && before.iter().all(|byte| is_ornament(*byte)))
        || explains.iter().any(|words| behind.starts_with(words))
}

/// Whether a verb in the present tense stands before the code: "fails with `X`" tells what happens now and then, where
/// "failed with" reports.
fn is_told(before: &[u8]) -> bool {
    let mark = |byte: &&u8| is_quote(**byte) || **byte == b'*';
    let before = &before[..before.len() - before.iter().rev().take(8).take_while(mark).count()];
    let before = before.strip_suffix(b"sf:").unwrap_or(before).trim_ascii_end();
    let verbs = [
        &b" fail with"[..],
        b" fails with",
        b" raises",
        b" returns",
        b" throws",
        b"raising",
        b"returning",
        b"throwing",
    ];
    verbs.iter().any(|verb| before.ends_with(verb))
}

/// Whether the sentence that a text ends in supposes something: `If …`, `… can hit`; `could not` reports.
fn is_supposed(before: &[u8]) -> bool {
    let near = &before[before.len().saturating_sub(REACH)..];
    let starts =
        |at: usize| near[at] == b'\n' || (near[at] == b' ' && at > 0 && matches!(near[at - 1], b'.' | b'!' | b'?'));
    let start = (0..near.len()).rev().find(|at| starts(*at)).map_or(0, |at| at + 1);
    let sentence = &near[start..];
    let modal = |word: &[u8]| matches!(word, b"can" | b"could" | b"may" | b"might" | b"would" | b"should");
    let mut words = sentence.split(|byte| *byte == b' ').peekable();
    while let Some(word) = words.next() {
        if modal(word) && words.peek().is_some_and(|next| *next != b"not") {
            return true;
        }
    }
    heading(sentence).starts_with(b"If ")
}

/// Whether what stands before a code in the middle of a sentence says that it happened: `failed with X`, `error code
/// "X"`, `403 X`, `getting an X error`.
///
/// Elsewhere in a sentence a code is spoken of: `Handle X in the client`, `Graph returns X when a scope is missing`.
fn is_announced(before: &[u8]) -> bool {
    let quotes = before.iter().rev().take_while(|byte| is_quote(**byte)).count();
    let text = before[..before.len() - quotes].trim_ascii_end();
    let words = [
        &b"code"[..],
        b"error",
        b"erreur",
        b"fehler",
        b"fehlercode",
        b"exception",
        b"with",
        b"due to",
        b"because of",
        b"get",
        b"get a",
        b"getting a",
        b"got",
        b"got a",
        b"received",
        b"shows",
        b"returned",
        b"threw",
        b"reason",
    ];
    let digits = text.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let status = digits == 3 && !text[..text.len() - digits].last().is_some_and(|byte| is_word(*byte));
    status
        || words.iter().any(|word| {
            text.len() >= word.len() && {
                let (rest, end) = text.split_at(text.len() - word.len());
                end.eq_ignore_ascii_case(word) && !rest.last().is_some_and(|byte| is_word(*byte))
            }
        })
}

fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`')
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

/// Whether the word is a part of source code: `AppAction::X`, `errors.X`, `X =>`, `/X/`.
fn is_path(before: &[u8], after: &[u8]) -> bool {
    let dotted = matches!(before, [.., b, b'.'] if is_word(*b)) && !is_exception(before, after);
    let called = matches!(after, [b'.', b, ..] if b.is_ascii_lowercase());
    let arm = after.starts_with(b" => ") || after.starts_with(b" = ");
    let pattern = before.ends_with(b"/") && after.starts_with(b"/");
    pattern
        || before.ends_with(b"::")
        || before.ends_with(b"->")
        || (after.starts_with(b"::") && !matches!(before.last(), None | Some(b'"' | b',' | b'\n' | b';' | b'2')))
        || dotted
        || called
        || arm
}

/// Whether the word is the class of an exception at a line's start: `exchangelib.errors.X: The item …`.
fn is_exception(before: &[u8], after: &[u8]) -> bool {
    let qualified = |line: &[u8]| line.iter().all(|byte| is_word(*byte) || *byte == b'.');
    matches!(after, [b':', b' ', first, ..] if first.is_ascii_uppercase()) && line(before).is_some_and(qualified)
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

/// Whether the word is an item of an enumeration: it has a line to itself with a comma, or it ends a string in a list of
/// others of its kind.
fn is_listed(before: &[u8], after: &[u8]) -> bool {
    let quote = |byte: &&u8| matches!(byte, b'"' | b'\'');
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
        None => quoted && indent > 0,
    };
    (alone && begins) || (quoted && is_in_list_of_strings(after))
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

/// Whether the word is quoted at the end of a table's cell that says more: prose about codes.
fn is_said_in_cell(line: &[u8], after: &[u8]) -> bool {
    let quoted = line.last() == Some(&b'`') && after.first() == Some(&b'`');
    let cell = line
        .iter()
        .rposition(|byte| *byte == b'|')
        .filter(|_| quoted && line.trim_ascii_start().starts_with(b"|"));
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
        b"documented",
        b"allow",
        b"avoid",
        b"broken",
        b"bugfix",
        b"clarify",
        b"correct",
        b"detect",
        b"explain",
        b"implement",
        b"map",
        b"mention",
        b"merge",
        b"missing",
        b"prevent",
        b"replace",
        b"show",
        b"tweak",
        b"workaround",
    ];
    let text = heading(line);
    let text = match text.split_at_checked(7) {
        Some((please, text)) if please.eq_ignore_ascii_case(b"please ") => text,
        _ => text,
    };
    let word = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let said = unquoted(&text[word..]);
    let said = said.strip_suffix(b"sf:").unwrap_or(said);
    verbs.iter().any(|verb| text[..word].eq_ignore_ascii_case(verb)) && !said.contains(&b':')
}

/// Returns a text as far as the quote that is open at its end.
fn unquoted(text: &[u8]) -> &[u8] {
    let open = [b'`', b'"'].into_iter().filter_map(|quote| {
        let quotes = text.iter().filter(|byte| **byte == quote).count();
        let last = text.iter().rposition(|byte| *byte == quote);
        last.filter(|_| quotes % 2 == 1)
    });
    &text[..open.min().unwrap_or(text.len())]
}

/// Returns a line without what numbers or marks it: a bullet, `2. `, a ticket's number as in `ABC-123: `.
fn heading(line: &[u8]) -> &[u8] {
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

/// Whether a message that begins here is no evidence: on a line of source code, or in a table of several rows.
pub fn is_quoted_matter(raw: &[u8], at: usize) -> bool {
    let Some(before) = line(&raw[..at]) else { return false };
    let rest = &raw[at..raw.len().min(at + 2 * REACH)];
    let end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
    let whole = &raw[at - before.len()..at + end];
    let calls = [&b".get("[..], b".includes(", b".contains(", b" in str(", b"\" in "];
    let called = calls
        .iter()
        .any(|call| whole.windows(call.len()).any(|window| window == *call));
    let above = raw[..at - before.len()].strip_suffix(b"\n").unwrap_or_default();
    let above = above[above.len().saturating_sub(REACH)..]
        .rsplit(|byte| *byte == b'\n')
        .next();
    let below = &rest[(end + 1).min(rest.len())..];
    let row = is_table_row(whole) && (is_table_row(below) || above.is_some_and(is_table_row));
    let start = at - before.len();
    called || row || is_program(raw, at) || is_change(before) || is_map_row(raw, start) || is_changed(raw, start)
}

/// Whether a position is on a line of a diff, where even a code field says nothing.
pub fn is_changed_line(raw: &[u8], at: usize) -> bool {
    line(&raw[..at]).is_some_and(|before| is_changed(raw, at - before.len()))
}

/// Whether the line that begins here is one of several of a diff: `+    "code": "X",`.
fn is_changed(raw: &[u8], start: usize) -> bool {
    let sign = |line: &[u8]| matches!(line, [b'+' | b'-', b'\t', ..] | [b'+' | b'-', b' ', b' ', ..]);
    let here = &raw[start..raw.len().min(start + 2 * REACH)];
    let above = raw[..start].strip_suffix(b"\n").and_then(line);
    let below = here
        .iter()
        .position(|byte| *byte == b'\n')
        .map(|newline| &here[newline + 1..]);
    sign(here) && (above.is_some_and(sign) || below.is_some_and(sign))
}

/// Whether a line has columns with text in them.
fn is_table_row(line: &[u8]) -> bool {
    let line = line.split(|byte| *byte == b'\n').next().unwrap_or_default();
    line.windows(3).any(|window| window == b" | ")
}

/// Whether the word heads a row of a table or an emphasised item of a list, and so does an identifier on the line
/// before or behind: a listing of codes.
fn is_row(before: &[u8], line: &[u8], after: &[u8]) -> bool {
    let ticked =
        line.last() == Some(&b'`') && after.first() == Some(&b'`') && line.trim_ascii_start().starts_with(b"|");
    let separator = match after.trim_ascii_start().first() {
        Some(separator @ (b'|' | b'*')) => *separator,
        _ if after.first() == Some(&b'\t') => b'\t',
        _ if ticked => b'`',
        _ => return false,
    };
    if !heading(line)
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
        let humped = word
            .windows(2)
            .any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
        let identifier = humped || word.iter().any(|byte| *byte == b'_' || byte.is_ascii_digit());
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

/// Whether the word is a quoted key of a map that has others of its kind: `'1021': '…',` before `'1022': '…'`.
fn is_key(line: &[u8], raw: &[u8], word: &Word) -> bool {
    let start = word.start - line.len();
    key(&raw[start..raw.len().min(word.end + REACH)]).is_some_and(|own| start + own.start == word.start)
        && is_map_row(raw, start)
}

/// Whether the line that begins here is a row of a map from numbers, names with numbers or `SOME_NAMES` to texts.
fn is_map_row(raw: &[u8], start: usize) -> bool {
    let here = &raw[start..raw.len().min(start + 2 * REACH)];
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
    let above = raw[..start].strip_suffix(b"\n").and_then(line);
    let below = here
        .iter()
        .position(|byte| *byte == b'\n')
        .map(|newline| &here[newline + 1..]);
    above.is_some_and(kin) || below.is_some_and(kin)
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

/// Whether the word stands in a table of a document, below the rule that sets its header apart: `|---|---|`.
fn is_in_documented_table(before: &[u8], line: &[u8]) -> bool {
    if !line.starts_with(b"|") {
        return false;
    }
    let above = &before[..before.len() - line.len()];
    let mut rows = above[above.len().saturating_sub(8 * REACH)..]
        .rsplit(|byte| *byte == b'\n')
        .skip(1);
    rows.by_ref()
        .take_while(|row| row.starts_with(b"|"))
        .any(|row| row.starts_with(b"|") && row.contains(&b'-') && row.iter().all(|byte| b"|-: \r".contains(byte)))
}

/// Whether only the form of a message is shown: `"X: ..."`.
fn is_form(after: &[u8]) -> bool {
    matches!(after, [b':', b' ', b'.', b'.', b'.', b'"' | b'\'' | b'`', ..])
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
