//! What release notes and explanations say about an error without reporting it.

use super::super::listing::heading;
use super::margin::within;

/// Whether a text that begins in a small letter is a clause of a sentence that explains: `503 if `, `to indicate that `.
pub fn is_clause(before: &[u8], first: u8) -> bool {
    let words = [
        &b" if "[..],
        b"If ",
        b" when ",
        b"When ",
        b" whether ",
        b" unless ",
        b" that ",
    ];
    first.is_ascii_lowercase() && words.iter().any(|words| before.ends_with(words))
}

/// Whether a line of release notes begins, which may quote all of an error: `* Fixed an issue where … : Code: X`.
pub fn is_mended(line: &[u8]) -> bool {
    let verbs = [
        &b"Fixed a"[..],
        b"Fixed the ",
        b"Fixed how ",
        b"Fixes a",
        b"Resolved a",
        b"Resolves a",
    ];
    let text = heading(line);
    text.len() < line.len() && verbs.iter().any(|verb| text.starts_with(verb))
}

/// Whether a line is an item of a list.
pub fn is_item(line: &[u8]) -> bool {
    matches!(within(line).trim_ascii_start(), [b'*' | b'-' | b'+', b' ', ..])
}
