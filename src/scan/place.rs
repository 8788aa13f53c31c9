//! Where in a text a code stands: at the head of a message, in passing, or in something that is no error at all: source
//! code, a query, a listing, a changelog.

mod example;
pub mod frame;
mod note;

use note::{is_change, is_clause, is_mended};

use super::block;
use super::document::{is_answered, is_in_document};
use super::line::{Line, REACH};
use super::listing::{is_changed, is_documented, is_listing, is_metric, is_row_of_several};
use super::program::{introduces_error, is_program};
use super::sentence::{
    is_announced, is_discussed, is_explained, is_failing, is_in_passing, is_in_present_tense, is_mapped, is_reported,
    is_spoken_of, is_supposed,
};
use super::strip::{
    MARKS, around_quotes, is_ornamental, is_quote, within, without_mark, without_marks, without_quotes,
};
use super::word::{self, Word, is_word};

/// How a code is introduced: by a field, or by its place in a text; the later, the more a text's place says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A code field designates it, wherever it stands.
    Field,
    /// Named in passing: "failed with code X while …".
    Mention,
    /// Where messages begin or end: after a separator or a line's start, and before one.
    Head,
    /// At the very start of the input, before a separator, or the whole input.
    Lead,
}

/// Returns where a word stands, or `None` where a code cannot be evidence; `line` is the one on which it is. No document
/// explains a code with its `own` message.
pub fn place(raw: &[u8], word: &Word, line: Option<Line<'_>>, own: impl Fn() -> bool) -> Option<Place> {
    let (before, text, after) = word.around(raw);
    let line = line.map(Line::with_end);
    if is_path(before, after)
        || is_compared(before, after)
        || is_parameter(before)
        || is_configured(before)
        || frame::labels_category(before)
        || is_spoken_of(after)
        || is_example(before)
        || is_supposed_quote(before)
        || line.is_some_and(|line| {
            is_program(line) || is_answered(line) || is_mapped(line.before(), after) || is_first_state(line, after)
        })
        || (line.is_some_and(|line| is_in_document(line, after) || begins_prose(line, after)) && !own())
        || is_listing(before, text, after, line)
    {
        return None;
    }
    let heads = word.escaped || begins(before);
    let ends = separates(after) || leads_to_field(after);
    let bulleted = line.is_some_and(|line| is_bulleted(line.before()));
    // What failed is listed as well: `- INSERT --- INSERT FAILED --- ERRORS : (X) …`, `* uploading … : X The …`.
    let says = matches!(after, [b' ', first, ..] if first.is_ascii_uppercase());
    let reported = before.ends_with(b" : (") || (says && before.ends_with(b" : ")) || is_numbered(before);
    if bulleted && !reported && !matches!(after.first(), Some(b':')) {
        return None;
    }
    let discussed = is_discussed(before, after) || is_in_passing(before, after);
    if ends && !discussed && before.len() <= REACH && is_ornamental(within(before)) {
        return Some(Place::Lead);
    }
    let colon = matches!(after, [b':', ..] | [b' ', b':', ..]);
    // What a release note quotes had happened: `* Fixed …, leading to a 'X: The …' response.`
    let quoted = before.last().is_some_and(|byte| is_quote(*byte));
    let said = without_marks(before).trim_ascii_end();
    let said = said.strip_suffix(b"(").unwrap_or(said).trim_ascii_end();
    let failed = word::ends_with_any(said, &[" failed", " failed with", " failed with error"]);
    let noted = if colon {
        quoted && (bulleted || line.is_some_and(|line| block::contains(line.before(), b" | ")))
    } else {
        !failed
    };
    let in_note = |text: &[u8]| is_mended(text) || (noted && is_change(text));
    if line.is_some_and(|line| in_note(without_mark(line.before()))) || (!colon && is_in_present_tense(before)) {
        return None;
    }
    if ends && ((heads && !discussed) || colon) {
        return Some(Place::Head);
    }
    let reported = is_reported(before);
    ((!discussed || reported) && (heads || reported || is_announced(before)) && !is_supposed(before))
        .then_some(Place::Mention)
}

/// Whether a message that begins here is no evidence: told in the present tense, quoted in a sentence that supposes it, a
/// clause of a sentence, an alternative, in source code, in a changelog, in a row of several.
pub fn is_quoted_matter(raw: &[u8], at: usize) -> bool {
    let before = &raw[..at];
    let near = block::first_line(&raw[at..raw.len().min(at + REACH)]);
    let closed = before
        .last()
        .filter(|last| is_quote(**last))
        .and_then(|quote| block::find(near, *quote));
    let discussed = |length: usize| {
        let behind = &raw[at + length..];
        is_in_passing(before, behind) || is_explained(behind) || matches!(behind, [_, b'?', ..])
    };
    if closed.is_some_and(discussed)
        || (is_in_present_tense(before) && !is_failing(before))
        || (raw[at].is_ascii_uppercase() && without_quotes(before).ends_with(b" or "))
        || is_supposed_quote(before)
        || is_clause(before, raw[at])
        || example::is_in(&before[before.len().saturating_sub(REACH)..])
    {
        return true;
    }
    // A dash sets a message apart: `Update Contact - unable to …`.
    let in_note = |text: &[u8]| (is_change(text) && !text.ends_with(b" - ")) || is_mended(text);
    Line::of(raw, at).map(Line::with_end).is_some_and(|line| {
        is_program(line)
            || is_answered(line)
            || in_note(without_mark(line.before()))
            || is_row_of_several(line)
            || is_documented(line)
    })
}

/// Whether a message is only the form of one: a placeholder of `printf` stands behind it, `Can't find X %s`.
pub fn is_template(behind: &[u8]) -> bool {
    match behind {
        [b' ', b'%', b's' | b'd'] => true,
        [b' ', b'%', b's' | b'd', next, ..] => !is_word(*next),
        _ => false,
    }
}

/// Whether a text ends in the label of one of several things that are numbered: `Row 2: `.
fn is_numbered(before: &[u8]) -> bool {
    let Some(label @ [.., b'0'..=b'9']) = before.strip_suffix(b": ") else {
        return false;
    };
    let (noun, _) = word::split_last(label);
    let (_, noun) = word::split_last(noun.strip_suffix(b" ").unwrap_or_default());
    word::is_any_of(noun, &["row", "line", "record", "item"])
}

/// Whether the next field follows, as programs log them: `err=X id=2`.
fn leads_to_field(after: &[u8]) -> bool {
    let next = after.strip_prefix(b" ").map(word::split_first);
    next.is_some_and(|(_, behind)| behind.starts_with(b"="))
}

/// Whether a quote opens at a text's end, in a sentence that supposes what it says: `If you see "`.
fn is_supposed_quote(before: &[u8]) -> bool {
    let unquoted = without_quotes(before);
    let quoted = unquoted.len() < before.len() && matches!(unquoted.last(), Some(b' ' | b'('));
    quoted && is_supposed(unquoted)
}

/// Whether a code in a code field is no evidence: in source code, in a diff, or in a list that explains codes. `line` is
/// the value's, `name` where the field's begins.
pub fn is_quoted_field(raw: &[u8], name: usize, line: Option<Line<'_>>) -> bool {
    let named = match line {
        Some(line) if line.begins_before(name) => Some(line),
        _ => Line::of(raw, name),
    };
    example::is_in(&raw[name.saturating_sub(REACH)..name])
        || named.is_some_and(is_changed)
        || line.is_some_and(|line| {
            is_program(line) || is_metric(line) || (is_mended(without_mark(line.before())) && !introduces_error(line))
        })
}

/// Whether a message may begin here.
fn begins(before: &[u8]) -> bool {
    let unquoted = without_marks(before);
    let quoted = unquoted.len() < before.len();
    // The prefix of a Python literal: `b'X`.
    let unquoted = match unquoted {
        [rest @ .., b'b' | b'u' | b'r'] => rest,
        _ => unquoted,
    };
    let spaces = unquoted
        .iter()
        .rev()
        .take_while(|byte| matches!(byte, b' ' | b'\t'))
        .count();
    let (said, gap) = unquoted.split_at(unquoted.len() - spaces);
    match said.last() {
        None => true,
        // A tab parts columns.
        _ if gap.contains(&b'\t') => true,
        Some(b'-' | b'/' | b'@' | b'$') => spaces > 0,
        Some(byte) if byte.is_ascii() => !is_word(*byte),
        Some(_) => !(quoted && ends_in_letter(said)),
    }
}

/// Whether a text that ends outside ASCII ends in a letter, as in languages that put no blank between words.
fn ends_in_letter(text: &[u8]) -> bool {
    let last = (2..=4).find_map(|length| {
        let bytes = text.get(text.len().checked_sub(length)?..)?;
        core::str::from_utf8(bytes).ok()?.chars().next()
    });
    last.is_some_and(char::is_alphanumeric)
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

/// Whether the word is a part of source code, of a diagram or of a file's name: `AppAction::X`, `errors.X`, `X =>`, `X()`,
/// `string(X), `, `X --> Y`, `X.docx`.
fn is_path(before: &[u8], after: &[u8]) -> bool {
    let dotted = matches!(before, [.., b, b'.'] if is_word(*b)) && !is_exception(before, after);
    let arm = word::begins_with_any(after, &[" => ", " = ", " --> "]);
    let converted = matches!(before, [.., name, b'('] if name.is_ascii_lowercase())
        && matches!(after, [b')', b',' | b')' | b';' | b'+', ..]);
    let ending = after
        .strip_prefix(b".")
        .map_or(&b""[..], |rest| word::split_first(rest).0);
    let file = (2..=4).contains(&ending.len()) && ending.iter().all(u8::is_ascii_lowercase);
    let member = before.ends_with(b"::") && !is_command(before);
    is_argument(before, after) || converted || after.starts_with(b"()") || member || dotted || arm || file
}

/// Whether the word is the first state of a diagram, `[*] --> X`, of which another line stands beside it.
fn is_first_state(line: Line<'_>, after: &[u8]) -> bool {
    let drawn = |line: &[u8]| block::contains(line, b"-->") || within(line).starts_with(b"stateDiagram");
    let ends = || matches!(after, [] | [b'\n' | b'\r', ..] | [b' ', b':', ..]);
    line.before().ends_with(b"[*] --> ")
        && ends()
        && (line.previous().is_some_and(drawn) || line.below().is_some_and(|below| drawn(block::first_line(below))))
}

/// Whether the word heads a line of a comment whose sentence goes on behind it: `# X and the others are …`, ` * (X). The …`,
/// `-- X, which …`.
fn begins_prose(line: Line<'_>, after: &[u8]) -> bool {
    let enclosing = |byte: &u8| matches!(byte, b'(' | b')' | b'`' | b'"' | b'\'');
    let closed = after.iter().take_while(|byte| enclosing(byte)).count();
    let rest = &after[closed..];
    let sentence = matches!(
        rest,
        [b' ', b'a'..=b'z', ..] | [b'.', b' ', ..] | [b',', b' ', b'a'..=b'z', ..]
    ) || word::begins_with_any(rest, &[" — ", " -- "]);
    // In a list what failed is counted so: `* X (3 records)`.
    let explained = rest.starts_with(b" (");
    let heads = |marks: &[&str]| {
        let text = within(line.before()).trim_ascii_start();
        let said = marks.iter().find_map(|mark| text.strip_prefix(mark.as_bytes()));
        said.is_some_and(|said| said.iter().all(enclosing))
    };
    (sentence && heads(&["# ", "* ", "-- ", "// "])) || (explained && heads(&["# ", "-- ", "// "]))
}

/// Whether the word is the last of several names that a function gets: `isinstance(e, X)`.
fn is_argument(before: &[u8], after: &[u8]) -> bool {
    if after.first() != Some(&b')') || !before.ends_with(b", ") {
        return false;
    }
    let near = &before[before.len().saturating_sub(REACH)..];
    let named = |byte: &&u8| is_word(**byte) || matches!(**byte, b',' | b' ' | b'.');
    let names = near.iter().rev().take_while(named).count();
    let function = near[..near.len() - names].strip_suffix(b"(").unwrap_or_default();
    // Those of exceptions, which are printed so too, begin with a capital.
    word::split_last(function).1.first().is_some_and(u8::is_ascii_lowercase)
}

/// Whether a line is a runner's command, which its text follows: `::error::`, `::error file=a.js,line=3::`
/// (GitHub, "Workflow commands for GitHub Actions").
fn is_command(before: &[u8]) -> bool {
    let line = Line::of(before, before.len()).map_or(&b""[..], |line| line.before());
    let begins = |text: &[u8]| word::begins_with_any(text, &["::error", "::warning", "::notice", "::debug"]);
    // The runner's own log has a stamp of time in front.
    line.splitn(3, |byte| *byte == b' ').take(2).any(begins)
}

/// Whether the word is given as an example: `(e.g. X)`, `(for example a Y, an X …`.
fn is_example(before: &[u8]) -> bool {
    let text = without_quotes(before).trim_ascii_end();
    let text = text.strip_suffix(b",").unwrap_or(text);
    let near = &before[before.len().saturating_sub(REACH)..];
    if example::is_in(near) {
        return true;
    }
    let remark = block::rfind(near, b'(').map_or(&b""[..], |open| &near[open..]);
    text.ends_with(b"e.g.")
        || (word::begins_with_any(remark, &["(e.g.", "(for example", "(such as "])
            && block::find(remark, b')').is_none())
}

/// Whether the word is the class of an exception at a line's start, in quotes or not: `exchangelib.errors.X: The item …`.
fn is_exception(before: &[u8], after: &[u8]) -> bool {
    let qualified = |line: &[u8]| line.iter().all(|byte| is_word(*byte) || *byte == b'.');
    let marked = |byte: &&u8| is_quote(**byte) || matches!(**byte, b'_' | b'*');
    let within = |line: &[u8]| qualified(&line[line.iter().take_while(marked).count()..]);
    matches!(after, [b':', b' ', first, ..] if first.is_ascii_uppercase())
        && Line::of(before, before.len()).is_some_and(|line| within(line.before()))
}

/// Whether the word is a quoted value that something is compared with, `Code__c = 'X'`, `code === "X"`, and no argument with
/// which an exception is printed, `ApiError(status=400, code='X')`.
///
/// Where the left-hand side is a code field, the value was designated before this was asked.
fn is_compared(before: &[u8], after: &[u8]) -> bool {
    // A query's pattern has signs of its own in the quotes: `LIKE '%X%'`.
    let part = |text: &[u8]| matches!(text, [.., b'"' | b'\'', b'%']);
    part(before)
        || around_quotes(before, after).is_some_and(|(before, _)| {
            before.trim_ascii_end().ends_with(b"=") && !word::ends_with_any(before, &["(code=", ", code="])
        })
}

/// Whether the word is what an address asks for, `?q=X`, or the place in a page to which it leads, `/errors#X`; a parameter
/// named for an error may tell of one.
fn is_parameter(before: &[u8]) -> bool {
    if matches!(before, [.., page, b'#'] if is_word(*page) || *page == b'/') {
        return true;
    }
    let Some((text, name)) = before.strip_suffix(b"=").map(word::split_last) else {
        return false;
    };
    matches!(text.last(), Some(b'?' | b'&')) && !name.starts_with(b"error")
}

/// Whether the word is what a setting lists of errors that are not to be minded or to be tried again, or a schema of all:
/// `retryOn: [X`, `ignored_errors = "X`, `"enum": ["X`.
fn is_configured(before: &[u8]) -> bool {
    let opening = |byte: &&u8| is_quote(**byte) || matches!(**byte, b' ' | b'[' | b'(' | b'{');
    let opened = before.iter().rev().take(MARKS).take_while(opening).count();
    let [key @ .., b':' | b'='] = &before[..before.len() - opened] else {
        return false;
    };
    let key = key.trim_ascii_end();
    let (_, name) = word::split_last(key.strip_suffix(b"\"").unwrap_or(key));
    let begins = |verb: &&str| name.len() >= verb.len() && name[..verb.len()].eq_ignore_ascii_case(verb.as_bytes());
    let list = before[before.len() - opened..].contains(&b'[');
    ["retry", "ignore", "skip", "suppress", "enum"].iter().any(begins)
        && (list || name.contains(&b'_') || word::is_humped(name))
}

/// Whether the word stands in an item of a list, maybe one that a diff adds, and not at its head.
fn is_bulleted(line: &[u8]) -> bool {
    let item = within(line).trim_ascii_start();
    let item = match item {
        [b'+', added @ ..] if matches!(added, [b'*' | b'-', ..]) => added,
        _ => item,
    };
    matches!(item, [b'*' | b'-' | b'+', b' ', rest @ ..] if rest.iter().any(|byte| is_word(*byte)))
}
