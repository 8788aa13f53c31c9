//! [`Claims`]: what the body of a success says about failure, told from the data beside it.

use std::mem::take;

use crate::scan::text::without_byte_order_mark;

/// What a body says of the request as a whole or of a part of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// That the request or a part of it failed: Marketo and Salesforce of a request or a record, Salesforce of a
    /// composite batch and of a composite request's parts, Graph of a batch's parts.
    pub failure: bool,
    /// That the request or a part of it succeeded.
    pub success: bool,
    /// There is an error's object, or a list of such.
    pub errors: bool,
}

impl Claims {
    /// Reads a body, JSON or XML, in time linear in its length.
    pub fn of(body: &[u8]) -> Self {
        match without_byte_order_mark(body).trim_ascii_start().first() {
            Some(b'<') => of_xml(body),
            _ => of_json(body),
        }
    }

    /// Reads a status; returns whether it is one of a failure.
    fn status(&mut self, value: &[u8]) -> bool {
        let status = http_status(value).unwrap_or_default();
        self.success |= (200..400).contains(&status);
        status >= 400
    }
}

/// What the fields of one object say.
#[derive(Clone, Copy, Debug, Default)]
struct Fields {
    /// `"success": false`
    unsuccessful: bool,
    /// `"hasErrors": true`
    has_errors: bool,
    /// `"httpStatusCode": 503`, of a part of Salesforce's composite request
    composite_status: bool,
    /// `"statusCode": 503`, of a part of Salesforce's composite batch
    batch_status: bool,
    /// `"status": 503`, of a part of Graph's batch
    status: bool,
    /// Whether the field stands beside it that goes with each of these: the errors, the results, the body, the result, the
    /// id.
    errors: bool,
    results: bool,
    body: bool,
    result: bool,
    id: bool,
}

impl Fields {
    /// Whether they tell of a failure. At the top of a body a claim is enough; deeper down there is data too, which may
    /// have a field of any name, and what the vendor says stands beside what it is about. `response` is whether they are an
    /// element of a top list `responses`.
    fn tell_failure(self, top: bool, response: bool) -> bool {
        (self.unsuccessful && (top || self.errors))
            || (self.has_errors && (top || self.results))
            || (self.composite_status && self.body)
            || (self.batch_status && self.result)
            || (self.status && response && self.id)
    }

    fn add(&mut self, name: &[u8], value: &[u8], claims: &mut Claims) {
        let plain = value.strip_prefix(b"\"").unwrap_or(value);
        match name {
            b"success" => {
                self.unsuccessful |= plain.starts_with(b"false");
                claims.success |= plain.starts_with(b"true");
            }
            b"hasErrors" => self.has_errors |= plain.starts_with(b"true"),
            b"httpStatusCode" => self.composite_status |= claims.status(plain),
            b"statusCode" => self.batch_status |= claims.status(value),
            b"status" => self.status |= claims.status(value),
            b"error" | b"errors" | b"reasons" => {
                let errors = holds_object(value);
                self.errors |= errors;
                claims.errors |= errors;
            }
            b"results" => self.results = true,
            b"body" => self.body = true,
            b"result" => self.result = true,
            b"id" => self.id = true,
            _ => {}
        }
    }
}

fn of_json(body: &[u8]) -> Claims {
    let mut claims = Claims::default();
    // The objects and arrays that are open around the current one.
    let mut outer = Vec::new();
    let mut fields = Fields::default();
    // Whether the list is open that holds the answers to a Graph batch.
    let mut responses = false;
    let mut at = 0;
    while let Some(byte) = body.get(at) {
        at += 1;
        match byte {
            b'{' | b'[' => outer.push(take(&mut fields)),
            b'}' | b']' => {
                end(&mut fields, &mut outer, responses, &mut claims);
                responses &= outer.len() > 1;
            }
            b'"' => {
                let name = &body[at..at + string_length(&body[at..])];
                at = (at + name.len() + 1).min(body.len());
                if let Some(value) = body[at..].trim_ascii_start().strip_prefix(b":") {
                    let value = value.trim_ascii_start();
                    responses |= name == b"responses" && outer.len() == 1 && value.starts_with(b"[");
                    fields.add(name, value, &mut claims);
                }
            }
            _ => {}
        }
    }
    // What the body does not end ends with it.
    while !outer.is_empty() {
        end(&mut fields, &mut outer, responses, &mut claims);
    }
    claims
}

/// Ends an object or an array, and goes on with what is around it.
fn end(fields: &mut Fields, outer: &mut Vec<Fields>, responses: bool, claims: &mut Claims) {
    claims.failure |= fields.tell_failure(outer.len() == 1, responses && outer.len() == 3);
    *fields = outer.pop().unwrap_or_default();
}

/// Returns how long a string is behind its opening quote.
fn string_length(text: &[u8]) -> usize {
    let mut at = 0;
    while at < text.len() && text[at] != b'"' {
        at += 1 + usize::from(text[at] == b'\\');
    }
    at.min(text.len())
}

/// Returns the HTTP status that a value is, if it is one.
fn http_status(value: &[u8]) -> Option<u16> {
    let (number, behind) = value.split_at_checked(3)?;
    let ends = !behind
        .first()
        .is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'.');
    let status = std::str::from_utf8(number).ok()?.parse().ok()?;
    (ends && (100..600).contains(&status)).then_some(status)
}

/// Whether a value is an object, or a list that begins with one.
fn holds_object(value: &[u8]) -> bool {
    let inner = value.strip_prefix(b"[").unwrap_or(value);
    inner.trim_ascii_start().starts_with(b"{")
}

/// In XML what is text cannot be taken for an element.
fn of_xml(body: &[u8]) -> Claims {
    let mut claims = Claims::default();
    let mut fields = Fields::default();
    for piece in body.split(|byte| *byte == b'<') {
        let Some(end) = piece.iter().position(|byte| *byte == b'>') else {
            continue;
        };
        let (tag, value) = (&piece[..end], piece[end + 1..].trim_ascii_start());
        fields.add(element(tag), value, &mut claims);
    }
    claims.failure |= fields.unsuccessful || fields.has_errors || fields.composite_status;
    claims
}

/// Returns the name in a tag, without attributes and the namespace's prefix.
fn element(tag: &[u8]) -> &[u8] {
    let name = tag.split(u8::is_ascii_whitespace).next().unwrap_or_default();
    name.rsplit(|byte| *byte == b':').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(body: &str, failure: bool, success: bool, errors: bool) {
        let claims = Claims::of(body.as_bytes());
        let found = (claims.failure, claims.success, claims.errors);
        assert_eq!(found, (failure, success, errors), "{body}");
    }

    #[test]
    fn a_request_and_a_record_may_fail() {
        check(r#"{"success":false}"#, true, false, false);
        check(r#" { "success" : false } "#, true, false, false);
        check(r#"{"hasErrors":true,"results":[]}"#, true, false, false);
        check(
            r#"[{"success":false,"errors":[{"statusCode":"X"}]}]"#,
            true,
            false,
            true,
        );
        check(
            r#"{"success":true,"result":[{"success":false,"errors":[{"code":"1003"}]}]}"#,
            true,
            true,
            true,
        );
        check(
            r#"{"compositeResponse":[{"body":null,"httpStatusCode":503}]}"#,
            true,
            false,
            false,
        );
        let graphs = r#"{"graphs":[{"graphResponse":{"compositeResponse":[{"httpStatusCode":400,"body":[]}]}}]}"#;
        check(graphs, true, false, false);
        let tree = r#"{"compositeResponse":[{"body":{"hasErrors":true,"results":[]},"httpStatusCode":201}]}"#;
        check(tree, true, true, false);
    }

    #[test]
    fn parts_are_refused_with_a_status() {
        let check = |parts: &str, failure, success| {
            check(&format!(r#"{{"responses":[{parts}]}}"#), failure, success, false);
        };
        check(r#"{"id":"1","status":200,"body":{}}"#, false, true);
        check(r#"{"id":"1","status":404}"#, true, false);
        check(r#"{"id":"1","status":404},{"id":"2","status":204}"#, true, true);
        check(r#"{"status":503,"id":1},{"id":2,"status":503"#, true, false);
        for data in ["404.5", "4040", "\"404\"", "40", "600", "null", "-04"] {
            check(&format!(r#"{{"id":"1","status":{data}}}"#), false, false);
        }
        let batch = Claims::of(br#"{"results":[{"statusCode":404,"result":null}]}"#);
        assert!(batch.failure && !batch.success);
    }

    #[test]
    fn data_may_have_fields_of_any_name() {
        check(
            r#"{"success":true,"result":[{"id":1,"success":"false"}]}"#,
            false,
            true,
            false,
        );
        check(
            r#"{"success":true,"result":[{"id":1,"success":false}]}"#,
            false,
            true,
            false,
        );
        check(r#"{"records":[{"success":false}]}"#, false, false, false);
        check(r#"{"records":[{"success":false,"errors":[]}]}"#, false, false, false);
        check(r#"{"records":[{"hasErrors":true}]}"#, false, false, false);
        check(r#"{"records":[{"httpStatusCode":"503"}]}"#, false, false, false);
    }

    #[test]
    fn what_a_string_holds_is_data() {
        let claim = r#"{"success":false,"errors":[{"code":"1"}]}"#;
        let quoted = claim.replace('"', "\\\"");
        check(&format!(r#"{{"success":true,"note":"{quoted}"}}"#), false, true, false);
        check(
            r#"{"note":"\\\" 'success': false, \"errors\":[{"}"#,
            false,
            false,
            false,
        );
        check(r#"["success",false]"#, false, false, false);
    }

    #[test]
    fn elements_with_and_without_prefixes_and_attributes() {
        check("<r><success>false</success></r>", true, false, false);
        check("<a:r><a:success>true</a:success></a:r>", false, true, false);
        let typed = r#"<r><success xsi:type="xsd:boolean">false</success></r>"#;
        check(typed, true, false, false);
        let broken = "<a:r><a:success\n xsi:type='xsd:boolean'>true</a:success></a:r>";
        check(broken, false, true, false);
        check(
            "<r><note>success: false &lt;success&gt;false</note></r>",
            false,
            false,
            false,
        );
    }

    #[test]
    fn a_byte_order_mark_says_nothing() {
        check("\u{feff}<r><success>false</success></r>", true, false, false);
        let declared = "\u{feff}\r\n<?xml version='1.0'?><r><success>true</success></r>";
        check(declared, false, true, false);
        check("\u{feff}{\"success\":false}", true, false, false);
    }

    #[test]
    fn what_is_broken_is_read_without_harm() {
        let body = r#"{"success":false,"a":"\"","b":[{"errors":[{}],"c":"x\\"}]}"#;
        for at in 0..body.len() {
            Claims::of(&body.as_bytes()[at..]);
            Claims::of(&body.as_bytes()[..at]);
        }
        check(r#"{"success":false,"result":["#, true, false, false);
        check("]}]}", false, false, false);
        check("", false, false, false);
    }
}
