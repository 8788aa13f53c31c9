//! Where in a text a code stands: at the head of a message, in passing, or in something that is no error at all: source
//! code, a query, a listing, a changelog.

use core::ops::Range;

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
        || line.is_some_and(is_source)
        || after.starts_with(b" errors")
        || line.is_some_and(|line| is_said_in_cell(line, after))
        || line.is_some_and(|line| is_row(before, line, after))
        || line.is_some_and(|line| is_key(line, raw, word))
        || line.is_some_and(|line| is_in_documented_table(before, line))
        || line.is_some_and(|line| is_sought(line, after))
        || is_form(after)
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
    let asked = after.first() == Some(&b'?');
    if asked || (!colon && line.is_some_and(is_change)) {
        return None;
    }
    if ends && (heads || colon) {
        return Some(Place::Head);
    }
    (!discussed && (heads || is_announced(before))).then_some(Place::Mention)
}

/// Whether a sentence goes on to speak about the code: `X is an error code`, `"X" will be returned`.
fn is_discussed(before: &[u8], after: &[u8]) -> bool {
    let behind = &after[after.iter().take_while(|byte| is_quote(**byte)).count()..];
    let explains = [
        &b" is a"[..],
        b" means ",
        b" indicates ",
        b" will be ",
        b" when ",
        b" missing",
        b" error",
    ];
    (behind.starts_with(b" is ") && before.iter().all(|byte| is_ornament(*byte)))
        || explains.iter().any(|words| behind.starts_with(words))
}

/// Whether what stands before a code in the middle of a sentence says that it happened: `failed with X`, `error code
/// "X"`, `403 X`.
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
        b"got",
        b"received",
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

/// Whether the word is a part of source code: `AppAction::X`, `errors.X`, `X =>`, `/X/`, `contains(text, "X")`.
fn is_path(before: &[u8], after: &[u8]) -> bool {
    let dotted = matches!(before, [.., b, b'.'] if is_word(*b)) && !is_exception(before, after);
    let called = matches!(after, [b'.', b, ..] if b.is_ascii_lowercase());
    let arm = after.starts_with(b" => ") || after.starts_with(b" = ");
    let pattern = before.ends_with(b"/") && after.starts_with(b"/");
    pattern
        || is_argument(before)
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

/// Whether the word begins an argument of a call that looks for it: `includes("X")`, `str_contains($text, 'X')`.
fn is_argument(before: &[u8]) -> bool {
    let Some(call) = before.strip_suffix(b"\"").or_else(|| before.strip_suffix(b"'")) else {
        return false;
    };
    let near = &call[call.len().saturating_sub(64)..];
    let Some(open) = near.iter().rposition(|byte| *byte == b'(') else {
        return false;
    };
    let methods = [
        &b"includes"[..],
        b"contains",
        b"indexof",
        b"equals",
        b"startswith",
        b"match",
        b"assertin",
    ];
    let plain = |byte: &u8| is_word(*byte) || matches!(byte, b'$' | b'.' | b',' | b' ' | b'(' | b')' | b'-' | b'>');
    let name = &near[..open];
    near[open..].iter().all(plain)
        && methods
            .iter()
            .any(|m| name.len() >= m.len() && name[name.len() - m.len()..].eq_ignore_ascii_case(m))
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
    if let [quote @ (b'"' | b'\''), after @ ..] = after {
        return is_in_list_of_strings(before, after, *quote);
    }
    let indent = before
        .iter()
        .rev()
        .take_while(|byte| matches!(byte, b' ' | b'\t'))
        .count();
    let alone = matches!(after, [b',', b'\n' | b'\r', ..]) || (after == b"," && indent > 0);
    alone && before[..before.len() - indent].last() == Some(&b'\n')
}

/// Whether a string is one of a list of names, or of phrases that begin alike: `"X", "Y"]`, `"error 601", "error 603"`.
///
/// A code and its message are no list, nor are the cells of a CSV file, behind whose commas no blank stands.
fn is_in_list_of_strings(before: &[u8], after: &[u8], quote: u8) -> bool {
    let near = &before[before.len().saturating_sub(REACH)..];
    let Some(open) = near.iter().rposition(|byte| *byte == quote) else {
        return false;
    };
    let (ahead, own) = (&near[..open], &near[open + 1..]);
    let alike = |other: &[u8]| match own {
        [] => {
            let marked = other
                .windows(2)
                .any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
                || other.iter().any(|byte| *byte == b'_' || byte.is_ascii_digit());
            marked && other.iter().all(|byte| is_word(*byte))
        }
        _ => own.len() >= 8 && other.starts_with(&own[..8]),
    };
    let ends = |text: &[u8]| matches!(text.trim_ascii_start(), [b',' | b']' | b')' | b'}', ..] | []);
    let noted = own.is_empty()
        && after.strip_prefix(b",").is_some_and(|rest| {
            let rest = rest.trim_ascii_start();
            rest.starts_with(b"# ") || rest.starts_with(b"// ")
        });
    let next = after
        .strip_prefix(b",")
        .filter(|rest| rest.first().is_none_or(u8::is_ascii_whitespace));
    let next = next.and_then(|rest| rest.trim_ascii_start().strip_prefix(&[quote]));
    let follows = next.is_some_and(|rest| {
        let rest = &rest[..rest.len().min(REACH)];
        let close = rest.iter().position(|byte| *byte == quote);
        close.is_some_and(|close| alike(&rest[..close]) && ends(&rest[close + 1..]))
    });
    let previous = ahead.trim_ascii_end();
    let previous = previous
        .strip_suffix(b",")
        .filter(|rest| rest.len() + 1 < ahead.len())
        .and_then(|rest| rest.strip_suffix(&[quote]));
    let precedes = previous.is_some_and(|rest| {
        let open = rest.iter().rposition(|byte| *byte == quote);
        open.is_some_and(|open| alike(&rest[open + 1..]))
    });
    noted || follows || (precedes && ends(after))
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
        b"please",
        b"prevent",
        b"replace",
        b"show",
        b"tweak",
        b"workaround",
    ];
    let text = line.trim_ascii_start();
    let text = &text[text
        .iter()
        .take_while(|byte| matches!(byte, b'[' | b'*' | b'-' | b'`' | b' '))
        .count()..];
    let word = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    // What failed is an operation: `Update failed with X`.
    let failures = [
        &b" fail"[..],
        b" was ",
        b" rejected",
        b" denied",
        b" aborted",
        b" refused",
    ];
    verbs.iter().any(|verb| text[..word].eq_ignore_ascii_case(verb))
        && !failures.iter().any(|failure| text[word..].starts_with(failure))
        && !unquoted(&text[word..]).contains(&b':')
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

/// Returns the beginning of the line on which a word stands, if it is near.
fn line(before: &[u8]) -> Option<&[u8]> {
    let near = &before[before.len().saturating_sub(REACH)..];
    match near.iter().rposition(|byte| *byte == b'\n') {
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
    let matched = [&b" -match "[..], b" -like ", b" =~ ", b" %w["];
    let matched = matched
        .iter()
        .any(|operator| text.windows(operator.len()).any(|window| window == *operator));
    comment
        || is_assertion(text)
        || statement
        || matched
        || text.windows(4).any(|window| window == b" == " || window == b" != ")
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
    called || row || is_source(before) || is_change(before) || is_map_row(raw, start) || is_changed(raw, start)
}

/// Whether a position is on a line of source code or of a diff on which even a code field says nothing: a comment, an
/// assertion of a test, one of several lines added or taken away.
pub fn is_remark(raw: &[u8], at: usize) -> bool {
    let Some(before) = line(&raw[..at]) else { return false };
    let text = before.trim_ascii_start();
    text.starts_with(b"//") || is_assertion(text) || is_changed(raw, at - before.len())
}

/// Whether a line asserts something in a test, or gives it a case.
fn is_assertion(text: &[u8]) -> bool {
    let asserts = [
        &b"expect("[..],
        b"assert(",
        b"assert!(",
        b"assert_",
        b"assert ",
        b"self.assert",
        b"Assert.",
        b"assertThat(",
        b"[InlineData(",
        b"[TestCase(",
        b"[DataRow(",
    ];
    asserts.iter().any(|name| text.starts_with(name))
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
    if !line
        .iter()
        .all(|byte| is_ornament(*byte) || matches!(byte, b'-' | b'+'))
    {
        return false;
    }
    let headed = |line: &[u8]| {
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

/// Whether the line that begins here is a row of a map from numbers, or from names with numbers, to texts.
fn is_map_row(raw: &[u8], start: usize) -> bool {
    let here = &raw[start..raw.len().min(start + 2 * REACH)];
    let Some(own) = key(here).map(|own| &here[own]) else {
        return false;
    };
    let letters = own.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let numbered = |text: &[u8]| text.len() > letters && text[letters..].iter().all(u8::is_ascii_digit);
    let kin = |line: &[u8]| {
        key(line).is_some_and(|other| {
            let other = &line[other];
            other.starts_with(&own[..letters]) && numbered(other) && numbered(own)
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

/// Whether a condition seeks the quoted word in a text: `if 'X' in text`.
fn is_sought(line: &[u8], after: &[u8]) -> bool {
    let text = line.trim_ascii_start();
    let seeks = [&b"' in "[..], b"\" in ", b"' not in ", b"\" not in "];
    let asks = [
        &b"if "[..],
        b"elif ",
        b"assert ",
        b"return ",
        b"or ",
        b"and ",
        b"while ",
    ];
    seeks.iter().any(|words| after.starts_with(words)) && asks.iter().any(|word| text.starts_with(word))
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
