//! Whether an input is the answer to a query: what it lists is data, and no error, whatever it says.

use super::{block, object};

/// Whether an input is a list that a query was answered with, `{"totalSize":2,"records":[…`, `{"@odata.context":"…","value":[…`,
/// and no error stands in it as an object of its own.
pub fn is_data(raw: &[u8]) -> bool {
    let Some(first) = raw.trim_ascii_start().strip_prefix(b"{") else {
        return false;
    };
    let first = first.trim_ascii_start();
    let lists: [(&[u8], &[u8]); 5] = [
        (b"\"totalSize\"", b"records"),
        (b"\"size\"", b"records"),
        (b"\"done\"", b"records"),
        (b"\"@odata.context\"", b"value"),
        (b"\"odata.context\"", b"value"),
    ];
    let Some((_, list)) = lists.iter().find(|(name, _)| first.starts_with(name)) else {
        return false;
    };
    let near = &first[..first.len().min(REACH)];
    raw.trim_ascii_end().ends_with(b"}") && has_list(near, list) && !has_error(raw)
}

/// How far the list may stand from the start.
const REACH: usize = 512;

/// Whether the first list that a name stands before has this one.
fn has_list(text: &[u8], name: &[u8]) -> bool {
    let mut names = block::positions(text, [b'[']).map(|at| object::key(&text[..at]));
    names.find(|key| !key.is_empty()) == Some(name)
}

/// Whether something is an error, or has a list of them: `"error": {`, `"errors":[{`.
fn has_error(text: &[u8]) -> bool {
    named(text, b"\"error\"").any(|value| value.starts_with(b"{"))
        || named(text, b"\"errors\"").any(|value| value.starts_with(b"[{"))
}

/// Yields what stands behind a name and its colon, wherever it does.
fn named<'a>(text: &'a [u8], name: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let behind = |at: usize| text[at..].strip_prefix(name)?.trim_ascii_start().strip_prefix(b":");
    block::positions(text, [b'"'])
        .filter_map(behind)
        .map(<[u8]>::trim_ascii_start)
}
