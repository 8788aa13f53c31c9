//! The examples that a specification gives: OpenAPI's `example: …` and `examples: …`, in YAML or JSON.

use super::super::block;
use super::super::word::is_word;

/// Whether the text ends inside of an example's value.
pub fn is_in(text: &[u8]) -> bool {
    // Few texts have the second letter.
    block::positions(text, [b'x']).any(|at| value(text, at).is_some_and(|(line, value)| holds_end(line, value)))
}

/// Returns the line before the key `example` or `examples` of which the second letter is at a position, and what stands
/// behind it.
fn value(text: &[u8], at: usize) -> Option<(&[u8], &[u8])> {
    let (before, name) = text.split_at(at.checked_sub(1)?);
    let rest = name.strip_prefix(b"example")?;
    let rest = rest.strip_prefix(b"s").unwrap_or(rest);
    let rest = rest.strip_prefix(b"\"").unwrap_or(rest);
    let rest = rest.strip_prefix(b":")?;
    let line = block::rfind(before, b'\n').map_or(before, |end| &before[end + 1..]);
    (!before.last().is_some_and(|byte| is_word(*byte))).then_some((line, rest))
}

/// Whether a value goes on to the end of a text: one in brackets while they are open, any other on its line and on those
/// below that are indented.
fn holds_end(line: &[u8], value: &[u8]) -> bool {
    let same = block::first_line(value).trim_ascii();
    if matches!(same.first(), Some(b'{' | b'[')) {
        let mut depth = 0;
        return !block::positions(value, *b"{}[]").any(|at| {
            depth += if matches!(value[at], b'{' | b'[') { 1 } else { -1 };
            depth == 0
        });
    }
    let opens = same
        .iter()
        .all(|byte| matches!(byte, b'"' | b'\'' | b'|' | b'>' | b'-'));
    let indent = |line: &[u8]| line.iter().take_while(|byte| matches!(byte, b' ' | b'"')).count();
    let goes_on = |below: &[u8]| indent(below) > indent(line) || below.trim_ascii().is_empty();
    opens && block::lines(value).skip(1).all(goes_on)
}
