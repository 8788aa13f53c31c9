//! What the policy does about a failure is what the catalog's entry says: over every case of the catalog, without a
//! network and in no time.

use std::convert::Infallible;
use std::future::ready;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

use ::http::{HeaderValue, Method, Request, Response, header};
use ::tower::retry::RetryLayer;
use ::tower::retry::budget::Budget;
use ::tower::{Layer, Service, service_fn};
use bytes::Bytes;
use errcat::adapters::tower::RetryPolicy;
use errcat::adapters::{Outcome, Reason};
use errcat::testing::{self, Case};
use errcat::{Applied, Entry, Failure, Idempotency, Next, Vendor, VendorError};
use http_body_util::{BodyExt, Full};

const METHODS: [Method; 2] = [Method::GET, Method::POST];

/// Allows any number of repetitions: the entry's rule is what is looked at.
struct Unlimited;

impl Budget for Unlimited {
    fn deposit(&self) {}

    fn withdraw(&self) -> bool {
        true
    }
}

/// What became of a request: how often it was sent, how often the session was renewed, and why it ended.
#[derive(Debug, PartialEq)]
struct Course {
    sent: u32,
    renewals: u32,
    reason: Reason,
}

impl Course {
    /// What the entry says.
    fn expected(case: &Case, method: &Method) -> Self {
        let mut failure = Failure::new(case.entry().vendor())
            .status(case.status())
            .body(case.body());
        if let Some(operation) = case.operation() {
            failure = failure.operation(operation);
        }
        let body: serde_json::Value = serde_json::from_str(case.body()).unwrap_or_default();
        let of_records = case.status() == 200 && body["success"] != false;
        let (sent, renewals, reason) = match failure.classify().unwrap().next(Idempotency::from(method)) {
            _ if of_records => (1, 0, Reason::PartlyApplied),
            Next::SendAgain(backoff) => (backoff.attempts(), 0, Reason::Attempts),
            Next::RenewSession => (2, 1, Reason::Session),
            Next::LookFirst => (1, 0, Reason::MayBeApplied),
            Next::Restart | Next::FollowOthers | Next::Stop => (1, 0, Reason::Verdict),
        };
        Course { sent, renewals, reason }
    }

    /// What the policy does, and the answer that it hands back.
    async fn of(case: &Case, method: &Method) -> (Self, Response<Bytes>) {
        let renewals = Arc::new(AtomicU32::new(0));
        let counter = Arc::clone(&renewals);
        let policy = RetryPolicy::new(case.entry().vendor())
            .time_budget(Duration::MAX)
            .retry_budget(Arc::new(Unlimited))
            .renew(move || {
                ready(HeaderValue::try_from(format!(
                    "Bearer {}",
                    counter.fetch_add(1, Relaxed)
                )))
            });
        let sent = Arc::new(AtomicU32::new(0));
        let (counter, answer) = (Arc::clone(&sent), case.clone());
        let server = service_fn(move |_: Request<()>| {
            let number = counter.fetch_add(1, Relaxed) + 1;
            let response = Response::builder().status(answer.status()).header("x-number", number);
            let response = response.header(header::CONTENT_TYPE, "application/json");
            ready(Ok::<_, Infallible>(
                response.body(Full::from(answer.body().to_owned())).unwrap(),
            ))
        });
        let mut request = Request::builder().method(method).uri("https://vendor.example/");
        if let Some(operation) = case.operation() {
            request = request.extension(operation);
        }
        let mut service = RetryLayer::new(policy.clone()).layer(policy.buffer().layer(server));
        let response = service.call(request.body(()).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let outcome = parts.extensions.get::<Outcome>().expect("an outcome");
        let course = Course {
            sent: sent.load(Relaxed),
            renewals: renewals.load(Relaxed),
            reason: outcome.reason(),
        };
        assert_eq!(outcome.attempts(), course.sent);
        (course, Response::from_parts(parts, body))
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_done_is_what_the_entry_says() {
    let mut reasons = Vec::new();
    for case in Vendor::all().flat_map(testing::cases) {
        for method in METHODS {
            let (course, answer) = Course::of(&case, &method).await;
            let rule = case.entry().rule();
            assert_eq!(course, Course::expected(&case, &method), "{rule}: {method} {case:?}");
            // What is handed back is the last answer, whole.
            assert_eq!(answer.headers()["x-number"], course.sent.to_string(), "{rule}");
            assert_eq!(
                (answer.status().as_u16(), &answer.body()[..]),
                (case.status(), case.body().as_bytes())
            );
            let error = answer.extensions().get::<VendorError>().expect("a verdict");
            assert_eq!(error.entry().map(Entry::rule), Some(rule));
            if method == Method::POST && course.sent > 1 {
                assert_eq!(case.entry().applied(), Applied::No, "{rule}");
            }
            if !reasons.contains(&course.reason) {
                reasons.push(course.reason);
            }
        }
    }
    assert_eq!(reasons.len(), 5, "{reasons:?}");
}
