//! From a response to a verdict, also where the status claims success.

use ::http::header::CONTENT_TYPE;
use ::http::{HeaderMap, StatusCode};

use bytes::Bytes;
use http_body::Body;

use super::body::Peeked;
use crate::claims::Claims;
use crate::classifier::installed;
use crate::{Classification, Classifier, Evidence, Operation, Unrecognized, Vendor, VendorError};

/// What a response says.
#[derive(Clone, Debug)]
pub struct FailedResponse {
    pub error: VendorError,
    /// Whether all of the request failed, and not only some of its records.
    pub wholly: bool,
}

/// Which bodies are read, how much of them, and who judges.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    pub vendor: Vendor,
    /// The installed one, unless the program gives another.
    pub classifier: Option<Classifier>,
    /// How many bytes are read at most.
    pub limit: usize,
    /// Whether bodies are read too whose status claims success.
    pub successes: bool,
}

impl Reading {
    /// Up to 64 KiB; of successes only where the vendor reports all its failures so.
    pub fn of(vendor: Vendor) -> Self {
        Reading {
            vendor,
            classifier: None,
            limit: 64 * 1024,
            successes: vendor.fails_with_200(),
        }
    }

    /// Whether a body should be read: that of every error, and of a success of such a kind as may hold errors.
    ///
    /// A long success is data, and reading a part of it tells nothing about the rest.
    pub fn covers(&self, status: StatusCode, headers: &HeaderMap, length: Option<u64>) -> bool {
        if self.fails(status) {
            return true;
        }
        let kind = headers
            .get(CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .unwrap_or_default();
        let structured = ["json", "xml"]
            .iter()
            .any(|syntax| kind.to_ascii_lowercase().contains(syntax));
        let short = length.is_none_or(|length| length <= self.limit as u64);
        self.successes && status.is_success() && structured && short
    }

    /// Whether a status tells of a failure: those that HTTP has for it, and what the catalog explains, such as
    /// Salesforce's 300.
    fn fails(&self, status: StatusCode) -> bool {
        let explained = || {
            let record = self.classifier().catalog().resolve(self.vendor).1;
            record.status(status.as_u16()).is_some()
        };
        status.is_client_error() || status.is_server_error() || explained()
    }

    fn classifier(&self) -> Classifier {
        self.classifier.unwrap_or_else(installed)
    }

    /// Says what went wrong, if anything did.
    ///
    /// A status that claims success is believed unless the body, read to its end, says itself that something failed. Then
    /// its error need not be known. A list of errors alone says less, since data may hold one: it counts with a code in a
    /// code field.
    pub fn inspect<B: Body<Data = Bytes> + Unpin>(
        &self,
        status: StatusCode,
        headers: &HeaderMap,
        body: &Peeked<B>,
        operation: Option<Operation>,
    ) -> Option<FailedResponse> {
        let head = body.head();
        let by_status = self.fails(status);
        let readable = status.is_success() && body.is_complete();
        if !by_status && !readable {
            return None;
        }
        let claims = Claims::of(head);
        let told = by_status || claims.failure;
        if !told && !claims.errors {
            return None;
        }
        let mut failure = self.classifier().failure(self.vendor).body(head).parts(status, headers);
        if let Some(operation) = operation {
            failure = failure.operation(operation);
        }
        let verdict = failure.classify();
        (told || names_code(&verdict)).then(|| FailedResponse {
            error: verdict.map_or_else(VendorError::from, VendorError::from),
            wholly: by_status || (claims.failure && !claims.success),
        })
    }
}

/// Whether a code field told the verdict, or holds a code that nobody knows yet.
fn names_code(verdict: &Result<Classification<'_>, Unrecognized<'_>>) -> bool {
    match verdict {
        Ok(c) => c.evidence() == Evidence::CodeField,
        Err(unrecognized) => unrecognized.code().is_some(),
    }
}

#[cfg(all(test, feature = "salesforce", feature = "marketo"))]
mod tests {
    use super::*;

    #[test]
    fn a_success_is_believed_unless_its_body_says_otherwise() {
        let verdict = |vendor, body: &str| {
            let body = Peeked::<Nothing>::of(body.to_owned().into(), None);
            let verdict = Reading::of(vendor).inspect(StatusCode::OK, &HeaderMap::new(), &body, None)?;
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
        let composite = r#"{"compositeResponse":[{"body":null,"httpStatusCode":204},{"body":[{"success":false,"errors":[{"statusCode":"UNABLE_TO_LOCK_ROW"}]}],"httpStatusCode":200}]}"#;
        assert_eq!(
            verdict(Vendor::Salesforce, composite),
            Some(("UNABLE_TO_LOCK_ROW".to_owned(), false)),
            "the first part is not to be repeated"
        );
        let data = r#"{"records":[{"Subject__c":"success: false, error UNABLE_TO_LOCK_ROW"}]}"#;
        assert_eq!(verdict(Vendor::Salesforce, data), None);
    }

    #[test]
    fn of_a_success_the_whole_must_be_known() {
        let head = r#"{"success":false,"errors":[{"code":"713","message":"Transient Error"}]}"#;
        let verdict = |status, rest| {
            let body = Peeked::of(head.as_bytes().into(), rest);
            Reading::of(Vendor::MarketoRest).inspect(status, &HeaderMap::new(), &body, None)
        };
        assert!(verdict(StatusCode::OK, None).is_some());
        assert!(verdict(StatusCode::OK, Some(Nothing)).is_none());
        assert!(verdict(StatusCode::BAD_REQUEST, Some(Nothing)).is_some());
    }

    #[test]
    fn which_bodies_are_read() {
        for (status, kind, length, successes, expected) in [
            (500, "text/html", Some(1_000_000), false, true),
            (429, "", None, false, true),
            (200, "application/JSON;charset=UTF-8", None, true, true),
            (200, "application/problem+json", Some(100), true, true),
            (200, "application/json", Some(101), true, false),
            (200, "application/json", None, false, false),
            (200, "text/csv", None, true, false),
            (302, "application/json", None, true, false),
            (300, "", None, false, true),
        ] {
            let headers = HeaderMap::from_iter([(CONTENT_TYPE, kind.parse().unwrap())]);
            let status = StatusCode::from_u16(status).unwrap();
            let reading = Reading {
                limit: 100,
                successes,
                ..Reading::of(Vendor::Salesforce)
            };
            assert_eq!(
                reading.covers(status, &headers, length),
                expected,
                "{status} {kind} {length:?} {successes}"
            );
        }
    }

    /// A body that is never asked for anything.
    struct Nothing;

    impl Body for Nothing {
        type Data = Bytes;
        type Error = std::convert::Infallible;

        fn poll_frame(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
            std::task::Poll::Ready(None)
        }
    }
}
