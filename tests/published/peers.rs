//! What other programs say about the same errors agrees with errcat, or the difference is listed with its reason.
//!
//! A listed difference that is none any more fails the test.

use std::collections::BTreeSet;

use errcat::{Category, Classification, Failure, Kind, Recovery, Unrecognized, Vendor};
use serde_json::Value;

use crate::data::{self, Verdict};

/// A body with which errcat and a peer disagree, recognised by a part of it, and why errcat's verdict stands.
type Difference = (&'static str, &'static str);

const RESTFORCE: &[Difference] = &[(
    "Provided external ID field does not exist",
    "what is missing is the field that the URL names, so the request changes; restforce goes by the code alone",
)];

const AMP: &[Difference] = &[
    (
        r#""code": "610""#,
        "the path matches no endpoint: the request changes, no record is missing",
    ),
    (
        r#""code": "614""#,
        "the documentation calls an unreachable instance usually temporary",
    ),
    (
        r#""code": "616""#,
        "the subscription lacks the API: no permission or credential changes that",
    ),
    (
        r#""code": "703""#,
        "a beta feature that is off for the instance: no permission changes that",
    ),
    (
        r#""code": "710""#,
        "the folder is named in the request's data, which changes; the resource addressed is there",
    ),
    (
        r#""code": "712""#,
        "Marketo merges no Person Accounts at all: there is no request that would pass",
    ),
    (
        r#""code": "718""#,
        "the sales person is named in the opportunity's data, which changes",
    ),
];

/// Salto looks for these in any exception's text, its own HTTP client's and JavaScript engine's included.
const LOCAL: &str =
    "no text of Salesforce's: the HTTP client or the program itself failed, and knows better than a catalog";

const SALTO_RETRY: &[Difference] = &[
    ("Cannot read property 'result' of null", LOCAL),
    ("Too many properties to enumerate", LOCAL),
    ("socket hang up", LOCAL),
    ("ECONNREFUSED", LOCAL),
    ("ENOMEM", LOCAL),
    ("ETIMEDOUT", LOCAL),
    ("ENOTFOUND", LOCAL),
    ("ECONNRESET", LOCAL),
    ("connection timeout", LOCAL),
    ("Client network socket disconnected", LOCAL),
    (
        "retry your request",
        "part of a sentence that other systems write too: Salesforce's whole one counts, or the part beside a code",
    ),
    (
        "An unexpected connection error occurred",
        "part of a sentence that other systems write too: Salesforce's whole one counts, or the part beside a code",
    ),
    (
        "down for maintenance",
        "part of a sentence that other systems write too: Salesforce's whole one counts, or the part beside a code",
    ),
    (
        "Internal_Error",
        "two ordinary words: they count as a code in a code field, but not alone in another case than the vendor's",
    ),
    (
        "INVALID_QUERY_LOCATOR",
        "the cursor is gone: the same call fails again, the query begins anew",
    ),
    (
        "INVALID_LOCATOR",
        "the cursor is gone: the same call fails again, the query begins anew",
    ),
    (
        "Bad Message 400",
        "the server could not read the request; the same bytes fail again",
    ),
];

/// What errcat answers.
type Answer<'a> = Result<Classification<'a>, Unrecognized<'a>>;

fn show(answer: &Answer) -> String {
    match answer {
        Ok(c) => format!("{} {} by {}", c.category(), c.recovery(), c.rule()),
        Err(error) => error.to_string(),
    }
}

/// Holds a peer's verdicts against errcat's answers and the differences against the list of them.
#[track_caller]
fn assert_agreement(
    peer: &str,
    vendor: Vendor,
    differences: &[Difference],
    agrees: impl Fn(&Verdict, &Answer) -> bool,
) {
    let mut faults = Vec::new();
    let mut met = BTreeSet::new();
    for verdict in data::verdicts(peer) {
        let mut failure = Failure::new(vendor).body(&verdict.raw);
        // A peer that judges a bare text has no status; and a 200 says nothing.
        if let Some(status) = verdict.status.filter(|status| *status != 200) {
            failure = failure.status(status);
        }
        let answer = failure.classify();
        let listed = differences.iter().position(|(part, _)| verdict.raw.contains(part));
        match (agrees(&verdict, &answer), listed) {
            (true, None) => {}
            (false, Some(at)) => {
                met.insert(at);
            }
            (true, Some(_)) => faults.push(format!("no difference any more: {}: {}", verdict.raw, show(&answer))),
            (false, None) => faults.push(format!(
                "{}: {peer} says {}, errcat {}",
                verdict.raw,
                verdict.expected,
                show(&answer)
            )),
        }
    }
    for (at, (part, reason)) in differences.iter().enumerate() {
        assert!(reason.len() > 30, "{peer}: {part}: a difference needs a reason");
        if !met.contains(&at) {
            faults.push(format!("listed but not met: {part}"));
        }
    }
    assert!(faults.is_empty(), "{peer}:\n{}", faults.join("\n"));
}

/// Whether errcat repeats what the peer repeats: by itself, or after a new session or from the start.
fn agrees_on_repeating(expected: &Value, answer: &Answer) -> bool {
    let recovery = answer.as_ref().ok().map(Classification::recovery);
    match expected {
        Value::Bool(true) => recovery == Some(Recovery::Retry),
        Value::Bool(false) => recovery != Some(Recovery::Retry),
        Value::String(how) => match how.as_str() {
            "after_refresh" => recovery == Some(Recovery::RenewSession),
            "later" => recovery == Some(Recovery::Retry),
            _ => panic!("no such way to repeat: {how}"),
        },
        _ => true,
    }
}

/// Whether the category is what the peer calls by a name of its own.
fn agrees_on_category(expected: &Value, answer: &Answer) -> bool {
    let Some(name) = expected.as_str() else { return true };
    match (name, answer) {
        ("unknown", answer) => answer.as_ref().is_ok_and(|c| c.code().is_none()) || answer.is_err(),
        (_, Err(_)) => false,
        ("permission", Ok(c)) => c.kind() == Kind::PermissionDenied,
        ("not_found", Ok(c)) => c.kind() == Kind::NotFound,
        (name, Ok(c)) => Ok(c.category()) == name.parse(),
    }
}

/// Whether the code is the one that the peer reads.
fn agrees_on_code(expected: &Value, answer: &Answer) -> bool {
    let Some(code) = expected.as_str() else { return true };
    match answer {
        Ok(c) => c.code_text().or(c.unrecognized_code()) == Some(code),
        Err(error) => error.code() == Some(code),
    }
}

fn agrees(verdict: &Verdict, answer: &Answer) -> bool {
    let expected = &verdict.expected;
    agrees_on_code(&expected["code"], answer)
        && agrees_on_category(&expected["category"], answer)
        && agrees_on_repeating(&expected["retry"], answer)
}

/// restforce knows 206 codes by name and says nothing else about them.
#[test]
fn restforce_codes() {
    assert_agreement("restforce_codes", Vendor::Salesforce, &[], |verdict, answer| {
        let code = verdict.expected["code"].as_str().expect("a code");
        answer
            .as_ref()
            .is_ok_and(|c| c.code().is_some() && c.code_text() == Some(code))
    });
}

#[test]
fn restforce_fixtures() {
    assert_agreement("restforce_fixtures", Vendor::Salesforce, RESTFORCE, agrees);
}

/// amp-labs makes an HTTP status of each Marketo code, from which its class of error follows.
#[test]
fn amp_labs_marketo() {
    assert_agreement("amp_marketo_map", Vendor::MarketoRest, AMP, |verdict, answer| {
        let status = verdict.expected["peer_http_status"].as_u64().expect("a status");
        let category = match status {
            401 | 403 => Category::Auth,
            408 | 429 | 500.. => Category::Retryable,
            404 => Category::Permanent,
            _ => Category::Validation,
        };
        answer.as_ref().is_ok_and(|c| c.category() == category)
    });
}

#[test]
fn segment_marketo() {
    assert_agreement("segment_marketo", Vendor::MarketoRest, &[], agrees);
}

#[test]
fn salto_messages_to_retry() {
    assert_agreement("salto_retry_messages", Vendor::Salesforce, SALTO_RETRY, agrees);
}

#[test]
fn salto_errors() {
    assert_agreement("salto_nontransient", Vendor::Salesforce, &[], agrees);
}
