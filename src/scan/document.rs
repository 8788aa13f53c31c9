//! What documents say of an error without reporting it: headings, titles, terms that are explained, answers below.

use super::block;
use super::line::Line;
use super::sentence::is_discussed;
use super::strip::{ended, is_ornament, within};
use super::text;
use super::word::{self, begins_with_any, is_identifier};

/// Whether the word at a line's place is named by a document: in a heading, as the title of what stands below, or as a term.
pub fn is_in_document(line: Line<'_>, after: &[u8]) -> bool {
    // Behind nearly every code stands a colon or a quote, and no title goes on so.
    let is_titled =
        || !matches!(after.first(), Some(b':' | b',' | b'.' | b'"' | b'\'')) && !line.is_alone() && is_title(line);
    is_heading(line, after) || is_term(line, after) || is_titled()
}

/// Whether the word is a document's heading, or the entry in its contents that leads to one: `### X ###`, `X¶`,
/// `- [X: The …](#x-the-…)`.
fn is_heading(line: Line<'_>, after: &[u8]) -> bool {
    let (before, rest) = (line.before(), line.rest());
    // As Sphinx links a heading to itself.
    let linked = || {
        let title = ended(rest).strip_suffix("¶".as_bytes());
        title.is_some_and(|title| names(line, title))
    };
    (within(before).trim_ascii_start().starts_with(b"##") && ended(rest).ends_with(b"##"))
        || (before.contains(&b'[') && block::contains(rest, b"](#"))
        || (matches!(after.first(), Some(b' ' | 0x80..)) && linked())
}

/// Whether the word is the title of what stands below: `X` above a rule of its length, `X error` above a sentence that
/// explains it, `X` above `Returned when …` or `Symptoms: …`.
fn is_title(line: Line<'_>) -> bool {
    let title = ended(line.rest());
    if !names(line, title) {
        return false;
    }
    let text = |line| within(line).trim_ascii();
    let mut below = line.below().into_iter().flat_map(block::lines).map(text).take(3);
    let below = below.find(|line| !line.is_empty()).unwrap_or_default();
    let drawn = below.iter().all(|byte| *byte == below[0]);
    let underlined = drawn && (title.len()..=title.len() + 2).contains(&below.len());
    let explained = || {
        if begins_with_any(below, &["Returned ", "Thrown ", "Raised ", "Occurs ", "Symptoms:"]) {
            return true;
        }
        let sentence = below.strip_prefix(b"The ").unwrap_or(below);
        let behind = sentence.strip_prefix(line.word());
        behind.is_some_and(|behind| is_discussed(b"The ", behind))
    };
    underlined || explained()
}

/// Whether a title that begins with the line's word has nothing else in it, or says only that it is an error.
fn names(line: Line<'_>, title: &[u8]) -> bool {
    title.strip_suffix(b" error").unwrap_or(title).len() == line.word().len()
}

/// Whether the word, alone in backticks or in bold, heads an item of a list that explains it: ``- `X`: the …``, `2. **X** - …`.
/// Behind one that is reported stands its text in quotes.
fn is_term(line: Line<'_>, after: &[u8]) -> bool {
    let mark = |byte: &&u8| matches!(**byte, b'*' | b'`');
    if !matches!(
        after,
        [b'*' | b'`', ..] | [b':', b'*' | b'`', ..] | [b' ', b'E' | b'e', ..]
    ) {
        return false;
    }
    let before = within(line.before()).trim_ascii_start();
    let Some((numbered, item)) = list_item(before) else {
        return false;
    };
    let marks = item.iter().take_while(mark).count();
    let after = [" Error", " error"]
        .iter()
        .find_map(|noun| after.strip_prefix(noun.as_bytes()))
        .unwrap_or(after);
    let closing = after.iter().take_while(mark).count();
    let colon = usize::from(after.get(closing) == Some(&b':'));
    let closed = closing + after[closing + colon..].iter().take_while(mark).count();
    let said = &after[closed + colon..];
    let gap = |byte: &&u8| byte.is_ascii() && (is_ornament(**byte) || **byte == b'-') && !matches!(byte, b'"' | b'\'');
    let gap = said.iter().take_while(gap);
    let quoted = text::read(&said[gap.count()..]).is_some_and(|(c, _)| text::is_quote(c));
    // In a list without numbers a code alone may be what failed.
    let explained = numbered || !block::first_line(said).trim_ascii().is_empty();
    // Bold text may go on behind a code in backticks.
    closed > 0 && marks == item.len() && explained && !quoted
}

/// Whether a document goes on below the line with what causes the error, or what to do: `**Cause:** …`.
pub fn is_answered(line: Line<'_>) -> bool {
    let labels = [
        "Cause", "Fix", "Solution", "Causa", "Ursache", "Lösung", "原因", "解决", "解決",
    ];
    let answers = |line: &[u8]| {
        let text = within(line).trim_ascii_start();
        let text = text.strip_prefix(b"- ").unwrap_or(text);
        begins_with_any(text.strip_prefix(b"**").unwrap_or_default(), &labels)
    };
    line.below()
        .is_some_and(|below| block::contains(below, b"**") && block::lines(below).any(answers))
}

/// Whether a line is a headline: `### Error: X` with more below it, `### X`, or `**Error: X**`, numbered or not, above a list of
/// remedies.
pub fn is_headline(line: Line<'_>) -> bool {
    let before = within(line.before()).trim_ascii_start();
    let item = unnumbered(before);
    let (numbered, before) = (item.is_some(), item.unwrap_or(before));
    let level = before.iter().take_while(|byte| **byte == b'#').count();
    let marked = before.get(level) == Some(&b' ');
    let bold = before.starts_with(b"**") && ended(line.rest()).ends_with(b"**");
    // A trace may be kept as comments, one a line; a fence closes what a tracker quotes; a proxy's page is no document.
    let ends = ["#", "```", "<!DOCTYPE ", "<html"];
    // People set an error in bold as well, and go on with anything else; below a number with what failed.
    let remedies: &[&str] = match numbered {
        true => &["- **", "* **", "→"],
        false => &["- ", "* ", "→"],
    };
    let goes_on = |below: &[u8]| match bold {
        true => begins_with_any(below, remedies),
        false => !below.is_empty() && !begins_with_any(below, &ends),
    };
    let below = || {
        line.below()
            .is_some_and(|below| goes_on(within(below).trim_ascii_start()))
    };
    let alone = || {
        !line
            .previous()
            .is_some_and(|above| within(above).trim_ascii_start().starts_with(b"#"))
    };
    (marked && is_topic(line, &before[level..], level) && alone()) || ((marked || bold) && below())
}

/// Whether a heading, of which the text is given as far as the line's place, is a code and no text of its error's: `X`, or below
/// the first level, `X resolution matrix`. Behind a label it is a report's: `### Error: X`.
fn is_topic(line: Line<'_>, heading: &[u8], level: usize) -> bool {
    let (code, behind) = word::split_first(ended(line.rest()));
    let closing = behind
        .iter()
        .take_while(|byte| matches!(byte, b'"' | b'\'' | b'`' | b'*'))
        .count();
    let goes_on = match behind[closing..] {
        [] | [b':'] => false,
        // Behind a dash its text goes on.
        [b' ', first, ..] if first.is_ascii_alphabetic() || !first.is_ascii() => true,
        _ => return false,
    };
    is_identifier(code) && !heading.iter().any(u8::is_ascii_alphabetic) && (level > 1 || !goes_on)
}

/// Returns a list's item in bold without its number: `1. **Error: X`.
pub fn unnumbered(line: &[u8]) -> Option<&[u8]> {
    let item = list_item(line).filter(|(numbered, item)| *numbered && item.starts_with(b"**"));
    item.map(|(_, item)| item)
}

/// Returns whether an item of a list is numbered, and what stands behind its number or its bullet.
fn list_item(line: &[u8]) -> Option<(bool, &[u8])> {
    let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
    match (digits, &line[digits..]) {
        (1.., [b'.', b' ', item @ ..]) => Some((true, item)),
        (0, [b'-' | b'*' | b'+', b' ', item @ ..]) => Some((false, item)),
        _ => None,
    }
}
