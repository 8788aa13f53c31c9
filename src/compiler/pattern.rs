//! Message patterns in the form that the matcher reads: normalised once at build time.
//!
//! The matcher (`scan/pattern.rs`) undoes escapes and typography in the text as it goes; a pattern meets it half-way:
//! lower case, plain quotes, one space for any run, no space around a colon, control bytes for the placeholders. It
//! begins with its first word, so that the matcher need only try where a word begins.

use super::super::format::normal::{self, HOURS, MILLISECONDS, MINUTES, SECONDS, plain};

/// The message's end in a pattern: where only that tells it from a longer text of another system.
pub const END: (&str, char) = ("{end}", normal::END);

/// `{seconds}` and its siblings, with what stands for each in a normalised pattern.
pub const PLACEHOLDERS: [(&str, char); 4] = [
    ("{milliseconds}", MILLISECONDS),
    ("{seconds}", SECONDS),
    ("{minutes}", MINUTES),
    ("{hours}", HOURS),
];

/// Normalises a pattern as written in a catalog.
pub fn normalize(pattern: &str) -> String {
    let mut text = pattern.to_owned();
    for (name, stand_in) in PLACEHOLDERS.into_iter().chain([END]) {
        text = text.replace(name, stand_in.encode_utf8(&mut [0; 4]));
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match plain(c) {
            None => {}
            Some(' ') if out.ends_with([' ', ':']) => {}
            Some(' ') => out.push(' '),
            Some(':') => {
                if out.ends_with(' ') {
                    out.pop();
                }
                out.push(':');
            }
            Some(c) => out.push(c),
        }
    }
    let start = out
        .find(|c: char| c.is_alphanumeric() || c == '_' || c == '*' || c < END.1)
        .unwrap_or(out.len());
    out.drain(..start);
    out.truncate(out.trim_end().len());
    out
}
