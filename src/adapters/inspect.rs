//! From a response to a verdict, also where the status claims success.

use ::http::header::CONTENT_TYPE;
use ::http::{HeaderMap, StatusCode};

use crate::{Evidence, Failure, Vendor, VendorError};

/// What a response says.
#[derive(Clone, Debug)]
pub struct Verdict {
    pub error: VendorError,
    /// Whether all of the request failed, and not only some of its records.
    pub wholly: bool,
}

/// Whether a response's body should be read: that of every error, and of a success of such a kind as may hold errors.
pub fn is_worth_reading(status: StatusCode, headers: &HeaderMap, successes: bool) -> bool {
    if status.is_client_error() || status.is_server_error() {
        return true;
    }
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    let structured = ["json", "xml"]
        .iter()
        .any(|syntax| kind.to_ascii_lowercase().contains(syntax));
    successes && status.is_success() && structured
}

/// Says what went wrong, if anything did.
///
/// Under a status that claims success only a code in a code field counts, in a body that speaks of failure itself:
/// data may hold anything.
pub fn inspect(vendor: Vendor, status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Option<Verdict> {
    let verdict = Failure::from_parts(vendor, status, headers, body).classify();
    if !status.is_success() {
        return Some(Verdict {
            error: verdict.map_or_else(VendorError::from, VendorError::from),
            wholly: true,
        });
    }
    let success = |value: &'static [u8]| after(body, b"success").any(|rest| rest.starts_with(value));
    let wholly = success(b"false") && !success(b"true");
    let failed = success(b"false")
        || [&b"error"[..], b"errors"]
            .iter()
            .any(|name| after(body, name).any(holds_object));
    let c = verdict.ok().filter(|c| failed && c.evidence() == Evidence::CodeField)?;
    Some(Verdict {
        error: c.into(),
        wholly,
    })
}

/// Yields what follows a field's name or an opening tag, behind quotes and separators.
fn after<'a>(body: &'a [u8], name: &'static [u8]) -> impl Iterator<Item = &'a [u8]> {
    let starts = body
        .windows(name.len())
        .enumerate()
        .filter(move |(_, window)| *window == name);
    starts.filter_map(move |(at, _)| {
        let opened = at
            .checked_sub(1)
            .is_some_and(|before| matches!(body[before], b'"' | b'\'' | b'<' | b':'));
        let rest = &body[at + name.len()..];
        let closed = rest.first().is_some_and(|byte| matches!(byte, b'"' | b'\'' | b'>'));
        let gap = rest
            .iter()
            .take_while(|byte| matches!(byte, b'"' | b'\'' | b':' | b'>' | b' ' | b'\t' | b'\r' | b'\n'));
        (opened && closed).then(|| &rest[gap.count()..])
    })
}

/// Whether a value is an object, or a list that begins with one.
fn holds_object(value: &[u8]) -> bool {
    let inner = value.strip_prefix(b"[").unwrap_or(value);
    inner.trim_ascii_start().starts_with(b"{")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_success_is_believed_unless_its_body_says_otherwise() {
        let verdict = |vendor, body: &str| {
            let verdict = inspect(vendor, StatusCode::OK, &HeaderMap::new(), body.as_bytes())?;
            Some((verdict.error.code_text()?.to_owned(), verdict.wholly))
        };
        let marketo = |body| verdict(Vendor::MarketoRest, body);
        let whole = r#"{"requestId":"e42b#14272d07d78","success":false,"errors":[{"code":"602","message":"Access token expired"}]}"#;
        assert_eq!(marketo(whole), Some(("602".to_owned(), true)));
        let partly = r#"{"success":true,"result":[{"id":1,"status":"created"},{"success":false,"errors":[{"code":"1003","message":"m"}]}]}"#;
        assert_eq!(marketo(partly), Some(("1003".to_owned(), false)));
        assert_eq!(
            marketo(r#"{"success":true,"result":[{"id":1,"code":"606"}]}"#),
            None,
            "a lead's own field"
        );
        assert_eq!(
            marketo(r#"{"success":true,"errors":[],"result":[{"code":"606"}]}"#),
            None,
            "an empty list of errors"
        );
        let xml = "<result><errors><message>m</message><statusCode>UNABLE_TO_LOCK_ROW</statusCode></errors><success>false</success></result>";
        assert_eq!(
            verdict(Vendor::Salesforce, xml),
            Some(("UNABLE_TO_LOCK_ROW".to_owned(), true))
        );
        let both = format!("{xml}<result><id>001</id><success>true</success></result>");
        assert_eq!(
            verdict(Vendor::Salesforce, &both),
            Some(("UNABLE_TO_LOCK_ROW".to_owned(), false))
        );
        let data = r#"{"records":[{"Subject__c":"success: false, error UNABLE_TO_LOCK_ROW"}]}"#;
        assert_eq!(verdict(Vendor::Salesforce, data), None);
    }

    #[test]
    fn which_bodies_are_read() {
        for (status, kind, successes, expected) in [
            (500, "text/html", false, true),
            (429, "", false, true),
            (200, "application/JSON;charset=UTF-8", true, true),
            (200, "application/problem+json", true, true),
            (200, "application/json", false, false),
            (200, "text/csv", true, false),
            (302, "application/json", true, false),
        ] {
            let headers = HeaderMap::from_iter([(CONTENT_TYPE, kind.parse().unwrap())]);
            let status = StatusCode::from_u16(status).unwrap();
            assert_eq!(
                is_worth_reading(status, &headers, successes),
                expected,
                "{status} {kind} {successes}"
            );
        }
    }
}
