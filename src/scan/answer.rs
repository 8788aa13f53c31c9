//! Whether an input is the answer to a query: what it lists is data, and no error, whatever it says.

use super::{block, object, text};

/// Whether an input is what a query was answered with, as JSON or as Python prints it, and no error stands in it as an object
/// of its own: a list, `{"totalSize":2,"records":[…`, `{"@odata.context":"…","value":[…`, one thing,
/// `{"@odata.context":"…/$entity",…`, what Salesforce's CLI answers, `{"status":0,"result":{…`, or Marketo,
/// `{"requestId":"…","success":true,"result":[…`.
pub fn is_data(raw: &[u8]) -> bool {
    let Some(first) = text::without_byte_order_mark(raw).trim_ascii_start().strip_prefix(b"{") else {
        return false;
    };
    let first = first.trim_ascii_start();
    // Most begin otherwise.
    if !matches!(
        first,
        [b'"' | b'\'', b'@' | b'd' | b'm' | b'n' | b'o' | b'r' | b's' | b't', ..]
    ) {
        return false;
    }
    let Some((name, value)) = member(first) else {
        return false;
    };
    let near = &first[..first.len().min(REACH)];
    let is_answer = match name {
        b"totalSize" | b"size" | b"done" => has_list(near, b"records"),
        b"@odata.context" | b"odata.context" => has_list(near, b"value") || names_entity(value),
        b"status" => value.starts_with(b"0,") && named(near, b"result").next().is_some(),
        b"requestId" | b"result" | b"success" | b"nextPageToken" | b"moreResult" => is_marketos(first),
        _ => false,
    };
    is_answer && raw.trim_ascii_end().ends_with(b"}") && !has_error(raw)
}

/// How far the list may stand from the start.
const REACH: usize = 512;

/// Whether the first list that a name stands before has this one.
fn has_list(text: &[u8], name: &[u8]) -> bool {
    let mut names = block::positions(text, [b'[']).map(|at| object::key(&text[..at]));
    names.find(|key| !key.is_empty()) == Some(name)
}

/// Whether OData's context is that of one thing.
fn names_entity(value: &[u8]) -> bool {
    let url = value.get(1..).unwrap_or_default();
    block::find(url, b'"').is_some_and(|end| url[..end].ends_with(b"/$entity"))
}

/// Whether Marketo answers that all went well: under its own members, with no errors and no reasons for what was skipped.
fn is_marketos(text: &[u8]) -> bool {
    let (mut own, mut succeeded) = (false, false);
    for (name, value) in members(text) {
        match name {
            b"requestId" => own = true,
            b"success" if value.get(..4).is_some_and(|said| said.eq_ignore_ascii_case(b"true")) => succeeded = true,
            b"success" => return false,
            b"errors" | b"reasons" if value.starts_with(b"[") && !value[1..].trim_ascii_start().starts_with(b"]") => {
                return false;
            }
            _ => {}
        }
    }
    own && succeeded
}

/// Whether something is an error, or has a list of them: `"error": {`, `"errors":[{`.
fn has_error(text: &[u8]) -> bool {
    named(text, b"error").any(|value| value.starts_with(b"{"))
        || named(text, b"errors").any(|value| {
            let list = value.strip_prefix(b"[");
            list.is_some_and(|list| list.trim_ascii_start().starts_with(b"{"))
        })
}

/// Yields what stands behind a name and its colon, wherever it does.
fn named<'a>(text: &'a [u8], wanted: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    members(text).filter_map(move |(name, value)| (name == wanted).then_some(value))
}

/// Yields the names and the values of members, however deep they stand.
fn members(text: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    block::positions(text, [b'"', b'\'']).filter_map(|at| member(&text[at..]))
}

/// Returns the name and the value of the member with which a text begins.
fn member(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let (quote, behind) = text.split_first().filter(|(quote, _)| matches!(quote, b'"' | b'\''))?;
    let (name, behind) = behind.split_at(block::find(behind, *quote)?);
    let value = behind[1..].trim_ascii_start().strip_prefix(b":")?;
    Some((name, value.trim_ascii_start()))
}
