//! The normal form, in which a message's pattern and a text are compared: in lower case, with plain quotes and blanks,
//! without what takes no room.
//!
//! A pattern is brought into it when the tables are made, a text as it is read.

/// Stands in a pattern for a number of milliseconds, as its siblings for one of their units.
pub const MILLISECONDS: char = '\u{1}';
pub const SECONDS: char = '\u{2}';
pub const MINUTES: char = '\u{3}';
pub const HOURS: char = '\u{4}';

/// Stands in a pattern for the message's end.
pub const END: char = '\u{5}';

/// Returns the character as which one is compared, white space as a blank; `None` for one that takes no room.
#[inline]
#[must_use]
pub fn plain(c: char) -> Option<char> {
    Some(match c {
        '`' => '\'',
        c if c.is_ascii() && !c.is_whitespace() => c.to_ascii_lowercase(),
        '\u{2018}'..='\u{201b}' | '\u{b4}' => '\'',
        '\u{201c}'..='\u{201f}' | '\u{ab}' | '\u{bb}' => '"',
        '\u{ff1a}' => ':',
        c if is_invisible(c) => return None,
        c if c.is_whitespace() => ' ',
        c => lower(c),
    })
}

/// Returns a character in lower case.
///
/// One outside ASCII stays outside: a word is made of ASCII letters, and in lower case it must be the same one. So the
/// dotted capital I of Turkish and the sign for Kelvin are letters of their own.
#[inline]
#[must_use]
pub fn lower(c: char) -> char {
    let small = c.to_lowercase().next();
    small.filter(|small| small.is_ascii() == c.is_ascii()).unwrap_or(c)
}

/// Whether a character takes no room.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}
