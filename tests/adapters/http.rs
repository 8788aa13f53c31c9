//! `Failure::from_parts`.

use std::time::{Duration, SystemTime};

use ::http::{HeaderMap, HeaderValue, Method, StatusCode};
use errcat::{Failure, Idempotency, RetryAfterError, Vendor};

use crate::says;

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        headers.append(*name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    headers
}

#[track_caller]
fn asked(pairs: &[(&'static str, &str)]) -> (Option<Duration>, Option<RetryAfterError>) {
    let headers = headers(pairs);
    let body = says::THROTTLED.as_bytes();
    let failure = Failure::from_parts(Vendor::MicrosoftGraph, StatusCode::TOO_MANY_REQUESTS, &headers, body);
    let c = failure.classify().unwrap();
    assert_eq!(c.rule(), "microsoft_graph/TooManyRequests");
    (c.server_delay(), c.retry_after_error())
}

#[test]
fn every_header_that_names_a_delay_counts_and_the_longest_holds() {
    let millis = |value| Some(Duration::from_millis(value));
    assert_eq!(asked(&[]), (None, None));
    assert_eq!(asked(&[("Retry-After", "2")]), (millis(2000), None));
    assert_eq!(asked(&[("retry-after-ms", "250")]), (millis(250), None));
    assert_eq!(
        asked(&[("x-ms-retry-after-ms", "250.5")]),
        (Some(Duration::from_micros(250_500)), None)
    );
    assert_eq!(
        asked(&[("retry-after", "2"), ("retry-after", "9"), ("retry-after-ms", "8500")]),
        (millis(9000), None)
    );
    let unreadable = Some(RetryAfterError::Unreadable);
    assert_eq!(
        asked(&[("retry-after", "soon"), ("retry-after-ms", "10")]),
        (millis(10), unreadable)
    );
    assert_eq!(asked(&[("retry-after", "\u{e9}t\u{e9}")]), (None, unreadable));
    assert_eq!(asked(&[("retry-after", "")]), (None, Some(RetryAfterError::Blank)));
}

#[test]
fn a_date_counts_from_the_servers_own_clock() {
    let pairs = [
        ("date", "Sun, 06 Nov 1994 08:49:07 GMT"),
        ("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT"),
    ];
    assert_eq!(asked(&pairs), (Some(Duration::from_secs(30)), None));
    // Without one from ours, and with nonsense too.
    let later = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(3600));
    for pairs in [
        vec![("retry-after", later.as_str())],
        vec![("retry-after", later.as_str()), ("date", "today")],
    ] {
        let delay = asked(&pairs).0.unwrap();
        assert!(delay > Duration::from_secs(3000), "{delay:?}");
    }
}

#[test]
fn the_status_speaks_when_nothing_else_does() {
    let failure = Failure::from_parts(
        Vendor::Salesforce,
        StatusCode::SERVICE_UNAVAILABLE,
        &HeaderMap::new(),
        b"",
    );
    assert_eq!(failure.classify().unwrap().rule(), "salesforce/@503");
}

#[test]
fn idempotency_by_method() {
    use Idempotency::{Idempotent, NonIdempotent};
    for (method, expected) in [
        (Method::GET, Idempotent),
        (Method::HEAD, Idempotent),
        (Method::OPTIONS, Idempotent),
        (Method::TRACE, Idempotent),
        (Method::PUT, Idempotent),
        (Method::DELETE, Idempotent),
        (Method::POST, NonIdempotent),
        (Method::PATCH, NonIdempotent),
        (Method::CONNECT, NonIdempotent),
        (Method::from_bytes(b"MERGE").unwrap(), NonIdempotent),
    ] {
        assert_eq!(Idempotency::from(&method), expected, "{method}");
    }
}
