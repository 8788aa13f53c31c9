//! Nesting: whether two codes of a structured body belong to one error or to two.

use super::block;

/// How the depth of braces and tags changes over a stretch of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The lowest depth reached, relative to the start; never above zero.
    pub lowest: i32,
    /// The depth at the end, relative to the start.
    pub end: i32,
    /// Where the depth first fell below the floor, if it did.
    pub left: Option<usize>,
}

/// Follows `{`, `}`, `<a>`, `</a>` and `<a/>` over a stretch of text.
///
/// Quotes are not followed: bodies come truncated, flattened and escaped several times over, so a quote is less
/// trustworthy than a brace; braces inside of texts are nearly always balanced. `floor` is a depth relative to the start.
pub fn change(raw: &[u8], from: usize, to: usize, floor: i32) -> Change {
    let mut change = Change {
        lowest: 0,
        end: 0,
        left: None,
    };
    for at in block::positions(&raw[from..to], *b"{}</").map(|at| from + at) {
        change.end += match raw[at] {
            b'{' => 1,
            b'}' => -1,
            b'<' => match raw.get(at + 1) {
                Some(b'/') => -1,
                Some(byte) if byte.is_ascii_alphabetic() => 1,
                _ => 0,
            },
            _ if raw.get(at + 1) == Some(&b'>') => -1,
            _ => 0,
        };
        change.lowest = change.lowest.min(change.end);
        if change.end < floor {
            change.left.get_or_insert(at);
        }
    }
    change
}
