//! What stands between two errors of a text, and whether it makes the later one the cause of the earlier.

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
    let Some(start) = last_line(between) else {
        return !block::contains(between, b"\",\"") && !block::contains(between, b"\", \"");
    };
    let line = &between[start..];
    let announced = ["caused by", "Caused by"]
        .iter()
        .any(|label| block::contains(line, label.as_bytes()));
    announced || between.iter().all(|byte| !is_word(*byte))
}

/// Returns where the last line of a text begins, if it has several: by its line breaks, or by escaped ones where there are no
/// others.
pub fn last_line(text: &[u8]) -> Option<usize> {
    let escaped = || text.windows(2).rposition(|part| part == b"\\n").map(|at| at + 2);
    block::rfind(text, b'\n').map(|at| at + 1).or_else(escaped)
}
