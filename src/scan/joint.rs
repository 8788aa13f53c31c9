//! What stands between two messages, and whether it makes the later one the cause of the earlier.

use super::block;
use super::line::REACH;
use super::word::is_word;

/// How far apart two messages of one error are at most: keeps the time linear in the input.
const NEAR: usize = 2 * REACH;

/// Whether of two messages, given what stands between them, the later one tells the cause of the earlier: on the same line,
/// but not as the next element of a list; at the head of the next one; or behind `caused by`.
pub fn is_joined(between: &[u8]) -> bool {
    if between.len() > NEAR {
        return false;
    }
    let Some(end) = last_break(between) else {
        return !block::contains(between, b"\",\"") && !block::contains(between, b"\", \"");
    };
    let line = &between[end..];
    let announced = ["caused by", "Caused by"]
        .iter()
        .any(|label| block::contains(line, label.as_bytes()));
    announced || between.iter().all(|byte| !is_word(*byte))
}

/// Whether a line ends in a text, as it is or escaped.
pub fn is_broken(text: &[u8]) -> bool {
    last_break(text).is_some()
}

/// Returns where the last line of a text begins, if it has several.
fn last_break(text: &[u8]) -> Option<usize> {
    let broken = |at: &usize| text[*at] == b'\n' || text[*at..].starts_with(b"\\n");
    let last = block::positions(text, [b'\n', b'\\']).filter(broken).last()?;
    Some(last + if text[last] == b'\n' { 1 } else { 2 })
}
