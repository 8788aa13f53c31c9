//! Names in a row: codes that somebody enumerates.

use super::super::word;

/// Whether names in capitals stand in a row, other ones than this: two joined by a word or a bar, `X and Y`, `X/Y`, or three
/// behind commas, `X, Y, Z`. Behind one comma a message may begin that is a code itself.
pub fn is_in_run(before: &[u8], name: &[u8], after: &[u8]) -> bool {
    let joined = |join: &&[u8]| after.starts_with(join) || before.ends_with(join);
    if !JOINS.iter().any(joined) || !is_constant(name) {
        return false;
    }
    let (behind, joined_behind) = others(after, name, next_in_run);
    let (ahead, joined_ahead) = others(before, name, earlier_in_run);
    ahead + behind >= 2 || joined_ahead || joined_behind
}

/// A join, the name beyond it, and what is beyond that.
type Step<'a> = Option<(&'static [u8], &'a [u8], &'a [u8])>;

/// Returns how many names follow each other from a name on, at most two, and whether more than a comma joins one of them.
fn others<'a>(mut text: &'a [u8], mut last: &'a [u8], next: fn(&'a [u8]) -> Step<'a>) -> (usize, bool) {
    let (mut count, mut joined) = (0, false);
    while let Some((join, name, more)) = next(text).filter(|(_, name, _)| *name != last && count < 2) {
        (count, joined) = (count + 1, joined || join != b", ");
        (text, last) = (more, name);
    }
    (count, joined)
}

/// What joins the names of a row.
const JOINS: [&[u8]; 10] = [
    b", and ",
    b", or ",
    b" and ",
    b" or ",
    b" | ",
    b"', '",
    b"\", \"",
    b", ",
    b"/",
    "·".as_bytes(),
];

/// Returns the join and the name that stand at the start of a text, and what is behind them; no name that a message follows.
fn next_in_run(text: &[u8]) -> Step<'_> {
    let join = JOINS.into_iter().find(|join| text.starts_with(join))?;
    let (name, rest) = word::split_first(&text[join.len()..]);
    (is_constant(name) && !matches!(rest.first(), Some(b':' | b'(' | b'='))).then_some((join, name, rest))
}

/// Returns the join and the name that stand at the end of a text, and what is before them.
fn earlier_in_run(text: &[u8]) -> Step<'_> {
    let join = JOINS.into_iter().find(|join| text.ends_with(join))?;
    let (rest, name) = word::split_last(&text[..text.len() - join.len()]);
    is_constant(name).then_some((join, name, rest))
}

/// Whether a word is spelt as constants are: `SOME_NAME`.
pub fn is_constant(word: &[u8]) -> bool {
    let spelt = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_';
    word.contains(&b'_') && word.first().is_some_and(u8::is_ascii_uppercase) && word.iter().all(spelt)
}
