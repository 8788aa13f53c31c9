//! Message patterns in the form that the matcher reads: normalised once at build time.
//!
//! The matcher (`scan/pattern.rs`) undoes escapes and typography in the text as it goes; a pattern meets it half-way:
//! lower case, plain quotes, one space for any run, no space around a colon, control bytes for the placeholders. It
//! begins with its first word, so that the matcher need only try where a word begins.

/// Stands for the message's end in a pattern: where only that tells it from a longer text of another system.
pub const END: (&str, char) = ("{end}", '\u{5}');

/// Stands for `{seconds}` and its siblings in a normalised pattern.
pub const PLACEHOLDERS: [(&str, char); 4] = [
    ("{milliseconds}", '\u{1}'),
    ("{seconds}", '\u{2}'),
    ("{minutes}", '\u{3}'),
    ("{hours}", '\u{4}'),
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
            Some(c) => out.extend(c.to_lowercase()),
        }
    }
    let start = out
        .find(|c: char| c.is_alphanumeric() || c == '_' || c == '*' || c < '\u{5}')
        .unwrap_or(out.len());
    out.drain(..start);
    out.truncate(out.trim_end().len());
    out
}

/// Maps a character to the plain one it is read as, or to nothing; white space to a space.
fn plain(c: char) -> Option<char> {
    Some(match c {
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' | '`' | '\u{b4}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{ab}' | '\u{bb}' => '"',
        '\u{ff1a}' => ':',
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => return None,
        c if c.is_whitespace() => ' ',
        c => c,
    })
}
