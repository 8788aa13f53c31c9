//! `http`: a [`Failure`] from the parts of a response, and idempotency from a request's method.

use std::time::SystemTime;

use ::http::header::{DATE, RETRY_AFTER};
use ::http::{HeaderMap, HeaderValue, Method, StatusCode};

use crate::{Failure, Idempotency, Vendor};

impl<'a> Failure<'a> {
    /// Lays down a failure from the parts of an HTTP response: its status, every header that names a delay
    /// (`Retry-After`, `retry-after-ms`, `x-ms-retry-after-ms`, each as often as it stands there) and its body.
    ///
    /// A date in `Retry-After` is held against the response's own `Date`, if it has one, so that a wrong clock on either
    /// side neither shortens nor lengthens the wait.
    ///
    /// ```
    /// use std::time::Duration;
    /// use errcat::{Failure, Idempotency, Vendor};
    /// use http::{HeaderMap, HeaderValue, StatusCode};
    ///
    /// let mut headers = HeaderMap::new();
    /// headers.append("retry-after", HeaderValue::from_static("3"));
    /// headers.append("x-ms-retry-after-ms", HeaderValue::from_static("3500"));
    /// let body = r#"{"error":{"code":"TooManyRequests","message":"…"}}"#;
    ///
    /// let failure = Failure::from_parts(Vendor::MicrosoftGraph, StatusCode::TOO_MANY_REQUESTS, &headers, body);
    /// let backoff = failure.classify()?.retry(Idempotency::NonIdempotent).unwrap();
    /// assert_eq!(backoff.floor(), Duration::from_millis(3500));
    /// # Ok::<(), errcat::Unrecognized<'static>>(())
    /// ```
    pub fn from_parts(
        vendor: Vendor,
        status: StatusCode,
        headers: &HeaderMap,
        body: &'a (impl AsRef<[u8]> + ?Sized),
    ) -> Self {
        Failure::new(vendor).body(body).parts(status, headers)
    }

    /// Adds the status and every header that names a delay, as [`from_parts`](Self::from_parts) does, to a failure that
    /// began otherwise: one that [another classifier](crate::Classifier::failure) judges.
    ///
    /// ```
    /// use errcat::{Classifier, Kind, Vendor};
    /// use http::{HeaderMap, StatusCode};
    ///
    /// const ERRORS: Classifier = Classifier::new(); // or the program's own
    ///
    /// let failure = ERRORS.failure(Vendor::Salesforce).parts(StatusCode::SERVICE_UNAVAILABLE, &HeaderMap::new());
    /// assert_eq!(failure.classify()?.kind(), Kind::Unavailable);
    /// # Ok::<(), errcat::Unrecognized<'static>>(())
    /// ```
    pub fn parts(self, status: StatusCode, headers: &HeaderMap) -> Self {
        let now = headers
            .get(DATE)
            .and_then(|date| date.to_str().ok())
            .and_then(|date| httpdate::parse_http_date(date).ok())
            .unwrap_or_else(SystemTime::now);
        let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let mut failure = self.status(status.as_u16());
        for value in headers.get_all(RETRY_AFTER) {
            failure = failure.retry_after_at(&text(value), now);
        }
        for name in ["retry-after-ms", "x-ms-retry-after-ms"] {
            for value in headers.get_all(name) {
                failure = failure.retry_after_ms(&text(value));
            }
        }
        failure
    }
}

/// What the method promises by itself ([RFC 9110, section 9.2.2][rfc]): all but `POST`, `PATCH`, `CONNECT` and methods
/// of one's own are idempotent.
///
/// ```
/// use errcat::Idempotency;
/// use http::Method;
///
/// assert_eq!(Idempotency::from(&Method::PUT), Idempotency::Idempotent);
/// assert_eq!(Idempotency::from(&Method::PATCH), Idempotency::NonIdempotent);
/// ```
///
/// [rfc]: https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2
impl From<&Method> for Idempotency {
    fn from(method: &Method) -> Self {
        match *method {
            Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE | Method::PUT | Method::DELETE => {
                Idempotency::Idempotent
            }
            _ => Idempotency::NonIdempotent,
        }
    }
}
