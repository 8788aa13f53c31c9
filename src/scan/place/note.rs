//! What release notes and explanations say about an error without reporting it.
//!
//! A line is given without what numbers or marks it.

use super::super::block;
use super::super::word::{begins_with_any, ends_with_any};

/// Whether a text that begins in a small letter is a clause of a sentence that explains: `503 if `, `to indicate that `.
pub fn is_clause(before: &[u8], first: u8) -> bool {
    first.is_ascii_lowercase() && ends_with_any(before, &[" if ", " when ", " unless ", " that ", "If ", "When "])
}

/// Whether a line of release notes begins, which may quote all of an error: `* Fixed an issue where … : Code: X`.
pub fn is_mended(line: &[u8]) -> bool {
    line.strip_prefix(b"Fix")
        .is_some_and(|said| begins_with_any(said, &[" ", "ed ", "ed: ", "es "]))
}

/// Whether a line begins as an entry of a changelog or a commit's title does, maybe behind the part of the program that it
/// is about: `onedrive: do not …`. What names an error so is a log.
pub fn is_change(text: &[u8]) -> bool {
    // In a table it has a cell.
    let text = match text {
        [b'|', ..] => block::rfind(text, b'|').map_or(text, |bar| text[bar + 1..].trim_ascii_start()),
        _ => text,
    };
    let part = text.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
    let is_level = || begins_with_any(text, &["error", "exception", "failed", "failure", "fatal", "warning"]);
    // It may be set in bold: `* **onedrive:** do not …`.
    let behind = &text[part..];
    let said = behind.strip_prefix(b": ").or_else(|| behind.strip_prefix(b":** "));
    let said = said.filter(|_| part > 0);
    begins_change(text) || said.is_some_and(|said| begins_change(said) && !is_level())
}

/// Whether a text begins with a verb that says what is changed.
fn begins_change(text: &[u8]) -> bool {
    let verbs = [
        "add", "allow", "avoid", "broken", "catch", "chore", "correct", "detect", "docs", "document", "feat", "fix",
        "handle", "ignore", "improve", "make", "missing", "prevent", "prompt", "refactor", "remove", "rename",
        "replace", "retry", "revert", "show", "skip", "support", "suppress", "treat", "update",
    ];
    let opening = ["Please ", "please ", "Do not ", "do not ", "Don't ", "don't "];
    let opening = opening.iter().find_map(|words| text.strip_prefix(words.as_bytes()));
    let text = opening.unwrap_or(text);
    let word = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let is_form_of = |verb: &str| {
        let (stem, ending) = text[..word].split_at(verb.len().min(word));
        stem.eq_ignore_ascii_case(verb.as_bytes()) && matches!(ending, b"" | b"s" | b"es" | b"d" | b"ed")
    };
    if !verbs.iter().any(|verb| is_form_of(verb)) {
        return false;
    }
    // The colon of `fix: ` and `feat(scope): ` sets nothing apart.
    let said = &text[word..];
    // A cmdlet's name begins so as well: `Update-MgUser : …`.
    if said.starts_with(b"-") {
        return false;
    }
    // What is missing may be the failure, its code in brackets behind: `Missing permission (`.
    if matches!(said, [.., b'(' | b'[']) && text[..word].eq_ignore_ascii_case(b"missing") {
        return false;
    }
    let scope = said.strip_prefix(b"(").and_then(|said| block::find(said, b')'));
    let behind = scope.map_or(said, |end| &said[end + 2..]);
    let typed = behind.strip_prefix(b": ").filter(|_| text[0].is_ascii_lowercase());
    let said = typed.unwrap_or(said);
    // What is quoted has colons of its own.
    let own = &said[..block::find(said, b'"').unwrap_or(said.len())];
    !own.strip_suffix(b"sf:").unwrap_or(own).contains(&b':')
}
