//! The policy and its buffer around hyper-util's client.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ::http::{HeaderValue, Request, Response};
use ::tower::retry::RetryLayer;
use ::tower::retry::budget::{Budget, TpsBudget};
use ::tower::{Layer, Service};
use bytes::Bytes;
use errcat::adapters::tower::RetryPolicy;
use errcat::adapters::{Outcome, Peeked, Reason, Step};
use errcat::{Category, Idempotency, Operation, Vendor, VendorError};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;

use crate::says::*;
use crate::server::{Reply, Server};

type Answer = Response<Peeked<http_body_util::combinators::BoxBody<Bytes, Box<dyn std::error::Error + Send + Sync>>>>;

/// The least waits there are: no jitter above the floor.
fn prompt(vendor: Vendor) -> RetryPolicy {
    RetryPolicy::new(vendor).jitter(|| 0.0)
}

/// Sends a request through the policy.
async fn send(policy: &RetryPolicy, request: Request<Full<Bytes>>) -> Answer {
    let client = Client::builder(TokioExecutor::new()).build_http::<Full<Bytes>>();
    let boxed = ::tower::service_fn(move |request| {
        let mut client = client.clone();
        async move {
            let response: Response<_> = client.call(request).await?;
            Ok::<_, hyper_util::client::legacy::Error>(response.map(|body| body.map_err(Into::into).boxed()))
        }
    });
    let mut service = RetryLayer::new(policy.clone()).layer(policy.buffer().layer(boxed));
    service.call(request).await.expect("an answer")
}

fn request(method: &str, url: String) -> Request<Full<Bytes>> {
    Request::builder()
        .method(method)
        .uri(url)
        .body(Full::from("{}"))
        .unwrap()
}

#[track_caller]
fn verdict(response: &Answer) -> (VendorError, u32, Reason) {
    let error = response.extensions().get::<VendorError>().expect("a verdict").clone();
    let outcome = response.extensions().get::<Outcome>().expect("an outcome");
    (error, outcome.attempts(), outcome.reason())
}

async fn text(response: Answer) -> String {
    String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
}

#[tokio::test]
async fn the_operation_is_told_by_an_extension() {
    let server = Server::answering(|_| Reply::json(403, NOT_ALLOWED));
    for (operation, category) in OPERATIONS {
        let mut request = request("GET", server.url("/"));
        request.extensions_mut().insert(Operation::from(operation));
        let response = send(&prompt(Vendor::Microsoft365Backup).attempts(1), request).await;
        assert_eq!(verdict(&response).0.category(), Some(category), "{operation:?}");
    }
}

#[cfg(feature = "overlay")]
#[tokio::test]
async fn the_classifier_that_is_given_judges() {
    let server = Server::start([Reply::json(400, OWN), Reply::json(200, FINE)]);
    let policy = prompt(Vendor::Salesforce).classifier(own());
    assert_eq!(send(&policy, request("GET", server.url("/"))).await.status(), 200);
}

#[tokio::test]
async fn a_lock_is_waited_out_and_the_write_succeeds() {
    let server = Server::start([Reply::json(400, LOCK), Reply::json(400, LOCK), Reply::json(201, FINE)]);
    let steps = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&steps);
    let policy = RetryPolicy::new(Vendor::Salesforce).jitter(|| 0.5);
    let policy = policy.observe(move |decision| log.lock().unwrap().push(decision.step));
    let response = send(&policy, request("POST", server.url("/Account"))).await;
    assert_eq!(response.status(), 201);
    assert!(response.extensions().get::<VendorError>().is_none());
    assert_eq!(text(response).await, FINE);
    let waits = [Duration::from_millis(125), Duration::from_millis(250)];
    assert_eq!(*steps.lock().unwrap(), waits.map(Step::Wait));
    for (wait, least) in server.waits().into_iter().zip(waits) {
        assert!(wait >= least, "{wait:?}");
    }
    assert!(server.seen().iter().all(|seen| seen.body == "{}"));
}

#[tokio::test]
async fn trap_the_body_must_be_buffered_below_towers_policy() {
    // The status alone would be fatal (403), and Retry-After is the only delay.
    let server = Server::start([
        Reply::json(403, CONCURRENT).header("retry-after", 1),
        Reply::json(200, FINE),
    ]);
    let response = send(&prompt(Vendor::Salesforce), request("GET", server.url("/query"))).await;
    assert_eq!(response.status(), 200);
    assert!(server.waits()[0] >= Duration::from_secs(1));
}

#[tokio::test]
async fn attempts_never_exceed_the_maximum() {
    let server = Server::answering(|_| Reply::json(400, LOCK));
    let response = send(&prompt(Vendor::Salesforce), request("GET", server.url("/"))).await;
    let (error, attempts, reason) = verdict(&response);
    let allowed = error.retry(Idempotency::Idempotent).unwrap().attempts();
    assert_eq!((attempts, reason), (allowed, Reason::Attempts));
    assert_eq!(server.seen().len() as u32, allowed);
    assert_eq!(text(response).await, LOCK);

    let server = Server::answering(|_| Reply::json(400, LOCK));
    send(&prompt(Vendor::Salesforce).attempts(2), request("GET", server.url("/"))).await;
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn what_must_not_be_repeated_is_sent_once() {
    for (method, status, body, expected) in [
        ("POST", 503, DOWN, Reason::MayBeApplied),
        ("PATCH", 503, DOWN, Reason::MayBeApplied),
        ("PUT", 404, DELETED, Reason::Verdict),
        ("PUT", 400, MISSING, Reason::Verdict),
        ("GET", 400, NEW_CODE, Reason::Verdict),
        ("GET", 401, EXPIRED, Reason::Session),
    ] {
        let server = Server::start([Reply::json(status, body)]);
        let response = send(&prompt(Vendor::Salesforce), request(method, server.url("/Account/1"))).await;
        let (_, attempts, reason) = verdict(&response);
        assert_eq!((attempts, reason), (1, expected), "{method} {body}");
        assert_eq!(text(response).await, body);
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn an_extension_overrules_the_method() {
    let server = Server::start([Reply::json(503, DOWN), Reply::json(200, FINE)]);
    let mut upsert = request("PATCH", server.url("/Account/Ext__c/1"));
    upsert.extensions_mut().insert(Idempotency::Idempotent);
    assert_eq!(send(&prompt(Vendor::Salesforce), upsert).await.status(), 200);
}

#[tokio::test]
async fn an_expired_session_is_renewed_exactly_once() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&calls);
    let renew = move || {
        let number = counter.fetch_add(1, Ordering::SeqCst) + 1;
        std::future::ready(HeaderValue::try_from(format!("Bearer new-{number}")))
    };
    let policy = prompt(Vendor::Salesforce).renew(renew);
    let server = Server::start([
        Reply::json(401, EXPIRED),
        Reply::json(201, FINE),
        Reply::json(200, FINE),
    ]);
    for (method, status) in [("POST", 201), ("GET", 200)] {
        let mut request = request(method, server.url("/Account"));
        request
            .headers_mut()
            .insert("authorization", HeaderValue::from_static("Bearer old"));
        assert_eq!(send(&policy, request).await.status(), status);
    }
    let tokens: Vec<_> = server
        .seen()
        .iter()
        .map(|seen| seen.header("authorization").unwrap().to_owned())
        .collect();
    assert_eq!(tokens, ["Bearer old", "Bearer new-1", "Bearer new-1"]);

    // What is refused again is not renewed twice.
    let server = Server::answering(|_| Reply::json(401, EXPIRED));
    let counter = Arc::clone(&calls);
    let policy = prompt(Vendor::Salesforce).renew(move || {
        counter.fetch_add(1, Ordering::SeqCst);
        std::future::ready(HeaderValue::try_from("Bearer new"))
    });
    let response = send(&policy, request("GET", server.url("/"))).await;
    assert_eq!(verdict(&response).2, Reason::Session);
    assert_eq!((calls.load(Ordering::SeqCst), server.seen().len()), (2, 2));
}

#[tokio::test]
async fn a_renewed_token_never_leaves_its_origin() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&calls);
    let policy = prompt(Vendor::Salesforce).renew(move || {
        counter.fetch_add(1, Ordering::SeqCst);
        std::future::ready(HeaderValue::try_from("Bearer new"))
    });
    let vendor = Server::answering(|seen| match seen.header("authorization") {
        Some("Bearer new") => Reply::json(200, FINE),
        _ => Reply::json(401, EXPIRED),
    });
    let upload = Server::answering(|_| Reply::json(401, EXPIRED));
    for _ in 0..2 {
        assert_eq!(send(&policy, request("GET", vendor.url("/"))).await.status(), 200);
        let response = send(&policy, request("PUT", upload.url("/part"))).await;
        assert_eq!(verdict(&response).2, Reason::Session);
    }
    assert!(upload.seen().iter().all(|seen| seen.header("authorization").is_none()));
    assert_eq!(
        (calls.load(Ordering::SeqCst), upload.seen().len(), vendor.seen().len()),
        (1, 2, 3)
    );
}

#[tokio::test]
async fn an_origin_that_is_set_is_the_only_one() {
    let vendor = Server::start([Reply::json(401, EXPIRED), Reply::json(200, FINE)]);
    let upload = Server::answering(|_| Reply::json(401, EXPIRED));
    let policy = prompt(Vendor::Salesforce)
        .origin(&vendor.url("/").parse().unwrap())
        .renew(|| std::future::ready(HeaderValue::try_from("Bearer new")));
    send(&policy, request("PUT", upload.url("/part"))).await;
    assert_eq!(upload.seen().len(), 1);
    assert_eq!(send(&policy, request("GET", vendor.url("/"))).await.status(), 200);
}

#[tokio::test]
async fn each_policy_has_the_origin_that_was_set_last_for_it() {
    let guarded = || {
        Server::answering(|seen| match seen.header("authorization") {
            Some("Bearer new") => Reply::json(200, FINE),
            _ => Reply::json(401, EXPIRED),
        })
    };
    let servers = [guarded(), guarded()];
    let both = prompt(Vendor::Salesforce).origin(&"https://elsewhere.example".parse().unwrap());
    let policies = servers.each_ref().map(|server| {
        both.clone()
            .origin(&server.url("/").parse().unwrap())
            .renew(|| std::future::ready(HeaderValue::try_from("Bearer new")))
    });
    for (policy, server) in policies.iter().zip(&servers) {
        assert_eq!(send(policy, request("GET", server.url("/"))).await.status(), 200);
    }
}

#[tokio::test]
async fn a_failing_hook_is_told_and_nothing_is_sent_again() {
    // Whatever a further request would be answered.
    for further in [
        Reply::json(401, EXPIRED),
        Reply::json(400, MISSING),
        Reply::json(200, FINE),
    ] {
        let server = Server::start([Reply::json(401, EXPIRED).header("x-request", "first"), further]);
        let steps = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&steps);
        let policy = prompt(Vendor::Salesforce)
            .observe(move |decision| log.lock().unwrap().push((decision.attempt, decision.step)))
            .renew(|| {
                std::future::ready(Err::<HeaderValue, _>(std::io::Error::other(
                    "the identity provider is down",
                )))
            });
        let response = send(&policy, request("GET", server.url("/"))).await;
        assert_eq!((verdict(&response).1, verdict(&response).2), (1, Reason::Session));
        let outcome = response.extensions().get::<Outcome>().unwrap();
        assert_eq!(
            outcome.renewal_error().unwrap().to_string(),
            "the identity provider is down"
        );
        assert_eq!(response.status(), 401);
        assert_eq!(response.headers()["x-request"], "first");
        assert_eq!(text(response).await, EXPIRED);
        assert_eq!(server.seen().len(), 1);
        assert_eq!(
            *steps.lock().unwrap(),
            [(1, Step::Renew), (1, Step::GiveUp(Reason::Session))]
        );
    }
}

#[tokio::test]
async fn a_200_with_an_error_inside_is_seen() {
    let fine = r#"{"success":true,"result":[]}"#;
    let server = Server::start([Reply::json(200, MARKETO_BUSY), Reply::json(200, fine)]);
    let response = send(&prompt(Vendor::MarketoRest), request("GET", server.url("/leads.json"))).await;
    assert_eq!(text(response).await, fine);
    assert_eq!(server.seen().len(), 2);

    let server = Server::start([Reply::json(200, MARKETO_PARTLY)]);
    let response = send(&prompt(Vendor::MarketoRest), request("PUT", server.url("/leads.json"))).await;
    let (error, attempts, reason) = verdict(&response);
    assert_eq!(
        (error.code_text(), attempts, reason),
        (Some("713"), 1, Reason::PartlyApplied)
    );
    assert_eq!(text(response).await, MARKETO_PARTLY);
}

#[tokio::test]
async fn a_200_that_says_it_failed_is_no_success() {
    for (body, code) in MARKETO_FAILED {
        let server = Server::start([Reply::json(200, body)]);
        let response = send(&prompt(Vendor::MarketoRest), request("GET", server.url("/leads.json"))).await;
        let (error, attempts, reason) = verdict(&response);
        assert_eq!((error.unrecognized_code(), attempts), (code, 1), "{body}");
        assert!(matches!(reason, Reason::Verdict | Reason::Session), "{body}: {reason}");
        assert_eq!(text(response).await, body);
    }
    // What only a message tells is acted upon.
    let renew = || std::future::ready(HeaderValue::try_from("Bearer new"));
    let server = Server::start([Reply::json(200, MARKETO_FAILED[2].0), Reply::json(200, FINE)]);
    let policy = prompt(Vendor::MarketoRest).renew(renew);
    let response = send(&policy, request("GET", server.url("/leads.json"))).await;
    assert_eq!(text(response).await, FINE);
}

#[tokio::test]
async fn a_part_that_failed_is_seen() {
    for (vendor, body, code) in PARTLY {
        let server = Server::start([Reply::json(200, body)]);
        let response = send(&prompt(vendor).successes(true), request("GET", server.url("/batch"))).await;
        let (error, attempts, reason) = verdict(&response);
        let named = error.code_text().or(error.unrecognized_code());
        assert_eq!(
            (named, attempts, reason),
            (Some(code), 1, Reason::PartlyApplied),
            "{body}"
        );
        assert_eq!(text(response).await, body);
    }
    let in_part = PARTLY_BY_STATUS.iter().map(|case| (case, Reason::PartlyApplied));
    let for_good = REFUSED_FOR_GOOD.iter().map(|case| (case, Reason::Verdict));
    for (&(vendor, body, rule), expected) in in_part.chain(for_good) {
        let server = Server::start([Reply::json(200, body)]);
        let response = send(&prompt(vendor).successes(true), request("GET", server.url("/batch"))).await;
        let (error, attempts, reason) = verdict(&response);
        assert_eq!(
            (error.entry().map(errcat::Entry::rule), attempts, reason),
            (Some(rule), 1, expected),
            "{body}"
        );
    }
    for (vendor, body) in REFUSED {
        let server = Server::start([Reply::json(200, body), Reply::json(200, FINE)]);
        let response = send(&prompt(vendor).successes(true), request("POST", server.url("/batch"))).await;
        assert_eq!(text(response).await, FINE, "{body}");
    }
    for (vendor, body) in NOTHING_FAILED {
        let server = Server::start([Reply::json(200, body)]);
        let response = send(&prompt(vendor).successes(true), request("GET", server.url("/batch"))).await;
        assert!(response.extensions().get::<VendorError>().is_none(), "{body}");
    }
}

#[tokio::test]
async fn the_time_budget_ends_a_body_that_never_does() {
    let url = crate::server::never_ending(400, LOCK);
    let budget = Duration::from_millis(100);
    let response = send(&prompt(Vendor::Salesforce).time_budget(budget), request("GET", url)).await;
    let (error, attempts, reason) = verdict(&response);
    assert_eq!(
        (error.code_text(), attempts, reason),
        (Some("UNABLE_TO_LOCK_ROW"), 1, Reason::TimeBudget)
    );
}

#[tokio::test]
async fn a_long_body_arrives_whole_behind_the_limit() {
    let long = format!("{}{}", MISSING, " ".repeat(300_000));
    let server = Server::start([Reply::json(400, &long)]);
    let response = send(
        &prompt(Vendor::Salesforce).body_limit(1000),
        request("GET", server.url("/")),
    )
    .await;
    assert_eq!(verdict(&response).0.category(), Some(Category::Validation));
    assert_eq!(text(response).await, long);
}

#[tokio::test]
async fn a_quotas_wait_does_not_fit_the_time_budget() {
    let server = Server::start([Reply::json(403, QUOTA).header("retry-after", 3600)]);
    let response = send(&prompt(Vendor::Salesforce), request("GET", server.url("/"))).await;
    assert_eq!(verdict(&response).2, Reason::TimeBudget);
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn towers_own_budget_is_kept() {
    // No reserve: what is repeated must have been earned by successes.
    let budget = Arc::new(TpsBudget::new(Duration::from_secs(10), 0, 1.0));
    let policy = prompt(Vendor::Salesforce).retry_budget(budget.clone());
    let server = Server::start([Reply::json(400, LOCK), Reply::json(200, FINE), Reply::json(400, LOCK)]);
    let response = send(&policy, request("GET", server.url("/"))).await;
    assert_eq!(verdict(&response).2, Reason::RetryBudget);
    assert_eq!(send(&policy, request("GET", server.url("/"))).await.status(), 200);
    assert!(budget.withdraw(), "a success has paid in");
}

/// Allows all, and counts.
#[derive(Debug, Default)]
struct Purse(AtomicUsize);

impl Budget for Purse {
    fn deposit(&self) {}

    fn withdraw(&self) -> bool {
        self.0.fetch_add(1, Ordering::SeqCst);
        true
    }
}

#[tokio::test]
async fn towers_own_budget_pays_for_no_renewal_that_is_not_made() {
    let elsewhere = "https://elsewhere.example".parse().unwrap();
    let renewed = || prompt(Vendor::Salesforce).renew(|| std::future::ready(HeaderValue::try_from("Bearer new")));
    for (policy, paid) in [
        (prompt(Vendor::Salesforce), 0),
        (renewed().origin(&elsewhere), 0),
        (renewed(), 1),
    ] {
        let purse = Arc::new(Purse::default());
        let server = Server::answering(|_| Reply::json(401, EXPIRED));
        let response = send(&policy.retry_budget(purse.clone()), request("GET", server.url("/"))).await;
        assert_eq!(verdict(&response).2, Reason::Session);
        assert_eq!(purse.0.load(Ordering::SeqCst), paid);
    }
}

#[tokio::test]
async fn a_renewal_that_the_budget_refuses_takes_no_session() {
    // One repetition for each success.
    let budget = Arc::new(TpsBudget::new(Duration::from_secs(10), 0, 1.0));
    let calls = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&calls);
    let policy = prompt(Vendor::Salesforce).retry_budget(budget).renew(move || {
        counter.fetch_add(1, Ordering::SeqCst);
        std::future::ready(HeaderValue::try_from("Bearer new"))
    });
    let upload = Server::start([Reply::json(401, EXPIRED), Reply::json(201, FINE)]);
    let response = send(&policy, request("PUT", upload.url("/part"))).await;
    assert_eq!(verdict(&response).2, Reason::RetryBudget);
    assert_eq!(send(&policy, request("PUT", upload.url("/part"))).await.status(), 201);
    let vendor = Server::start([Reply::json(401, EXPIRED), Reply::json(200, FINE)]);
    assert_eq!(send(&policy, request("GET", vendor.url("/"))).await.status(), 200);
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn a_renewal_has_what_the_waits_have_left_of_the_time_budget() {
    for (seconds, status) in [(1, 200), (5, 401)] {
        let policy = prompt(Vendor::Salesforce)
            .time_budget(Duration::from_secs(10))
            .renew(move || async move {
                tokio::time::sleep(Duration::from_secs(seconds)).await;
                HeaderValue::try_from("Bearer new")
            });
        let answer = |status, body| Response::builder().status(status).body(Full::from(body)).unwrap();
        let mut locked = answer(400, LOCK);
        locked
            .headers_mut()
            .insert("retry-after", HeaderValue::from_static("8"));
        let answers = [locked, answer(401, EXPIRED), answer(200, FINE)];
        let script = Arc::new(Mutex::new(answers.into_iter()));
        let server = ::tower::service_fn(move |_: Request<Full<Bytes>>| {
            let answer = script.lock().unwrap().next().expect("a further answer");
            std::future::ready(Ok::<Response<Full<Bytes>>, std::convert::Infallible>(answer))
        });
        let mut service = RetryLayer::new(policy.clone()).layer(policy.buffer().layer(server));
        let request = request("GET", "https://example.com/".to_owned());
        let response = service.call(request).await.unwrap();
        assert_eq!(response.status(), status, "{seconds} s");
        if status != 200 {
            let outcome = response.extensions().get::<Outcome>().unwrap();
            assert_eq!((outcome.attempts(), outcome.reason()), (2, Reason::Session));
            assert!(outcome.renewal_error().unwrap().to_string().contains("time budget"));
        }
    }
}
