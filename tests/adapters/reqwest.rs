//! The middleware through a real client.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ::http::{Extensions, HeaderValue};
use ::reqwest::{Body, Client, Request, Response};
use errcat::adapters::reqwest::{QuotaError, RetryMiddleware};
use errcat::adapters::{Outcome, Reason, Step};
use errcat::{Category, Idempotency, Operation, Vendor, VendorError};
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware, Error, Middleware, Next};

use crate::says::*;
use crate::server::{Reply, Server};

/// The least waits there are: no jitter above the floor.
fn prompt(vendor: Vendor) -> RetryMiddleware {
    RetryMiddleware::new(vendor).jitter(|| 0.0)
}

fn client(retry: RetryMiddleware) -> ClientWithMiddleware {
    ClientBuilder::new(Client::new()).with(retry).build()
}

/// Asks for a page with the least waits.
async fn get(vendor: Vendor, url: String) -> Response {
    client(prompt(vendor)).get(url).send().await.unwrap()
}

/// Returns what the middleware says about a response.
#[track_caller]
fn verdict(response: &Response) -> (VendorError, u32, Reason) {
    let error = response.extensions().get::<VendorError>().expect("a verdict").clone();
    let outcome = response.extensions().get::<Outcome>().expect("an outcome");
    (error, outcome.attempts(), outcome.reason())
}

/// A hook that counts its calls and hands out `Bearer new-1`, `Bearer new-2` …
fn hook(
    calls: &Arc<AtomicUsize>,
) -> impl Fn() -> std::future::Ready<Result<HeaderValue, std::io::Error>> + Send + Sync + use<> {
    let calls = Arc::clone(calls);
    move || {
        let number = calls.fetch_add(1, Ordering::SeqCst) + 1;
        std::future::ready(Ok(HeaderValue::try_from(format!("Bearer new-{number}")).unwrap()))
    }
}

#[cfg(feature = "overlay")]
#[tokio::test]
async fn the_classifier_that_is_given_judges() {
    let script = || Server::start([Reply::json(400, OWN), Reply::json(200, FINE)]);
    let server = script();
    assert_eq!(get(Vendor::Salesforce, server.url("/")).await.status(), 400);
    let server = script();
    let retry = prompt(Vendor::Salesforce).classifier(own());
    assert_eq!(client(retry).get(server.url("/")).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn the_operation_is_told_by_an_extension() {
    let server = Server::answering(|_| Reply::json(403, NOT_ALLOWED));
    for (operation, category) in OPERATIONS {
        let request = client(prompt(Vendor::Microsoft365Backup).attempts(1)).get(server.url("/"));
        let response = request.with_extension(Operation::from(operation)).send().await.unwrap();
        assert_eq!(verdict(&response).0.category(), Some(category), "{operation:?}");
    }
}

#[tokio::test]
async fn a_status_that_the_catalog_explains_is_a_failure() {
    let body = r#"["/services/data/v60.0/sobjects/Account/001xx1"]"#;
    let server = Server::start([Reply::json(300, body)]);
    let response = get(Vendor::Salesforce, server.url("/Account/Ext__c/1")).await;
    assert_eq!(verdict(&response).0.entry().unwrap().rule(), "salesforce/@300");
    assert_eq!(response.text().await.unwrap(), body);
}

#[tokio::test]
async fn a_lock_is_waited_out_and_the_write_succeeds() {
    let server = Server::start([Reply::json(400, LOCK), Reply::json(400, LOCK), Reply::json(201, FINE)]);
    let decisions = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&decisions);
    let retry = RetryMiddleware::new(Vendor::Salesforce)
        .jitter(|| 0.5)
        .observe(move |decision| {
            log.lock()
                .unwrap()
                .push((decision.error.entry().unwrap().rule(), decision.attempt, decision.step));
        });
    let response = client(retry)
        .post(server.url("/Account"))
        .body("{}")
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 201);
    assert!(response.extensions().get::<VendorError>().is_none());
    assert_eq!(response.text().await.unwrap(), FINE);
    // 250 ms, then 500, and half of it.
    let waits = [Duration::from_millis(125), Duration::from_millis(250)];
    let rule = "salesforce/UNABLE_TO_LOCK_ROW";
    assert_eq!(
        *decisions.lock().unwrap(),
        [(rule, 1, Step::Wait(waits[0])), (rule, 2, Step::Wait(waits[1]))]
    );
    for (wait, least) in server.waits().into_iter().zip(waits) {
        assert!(wait >= least, "{wait:?}");
    }
    assert!(
        server
            .seen()
            .iter()
            .all(|seen| seen.method == "POST" && seen.body == "{}")
    );
}

#[tokio::test]
async fn trap_tokio_retry2_ignored_the_servers_delay_in_its_sleep() {
    let busy = || Reply::json(429, THROTTLED).header("x-ms-retry-after-ms", 700);
    let server = Server::start([busy(), busy(), busy(), Reply::json(200, "{}")]);
    let response = get(Vendor::MicrosoftGraph, server.url("/me")).await;
    assert_eq!(response.status(), 200);
    assert_eq!(server.waits().len(), 3);
    for wait in server.waits() {
        assert!(wait >= Duration::from_millis(700), "{wait:?}");
    }
}

#[tokio::test]
async fn trap_reqwest_retry_saw_no_body_and_set_no_delay() {
    // The status alone would be fatal (403), and Retry-After is the only delay.
    let server = Server::start([
        Reply::json(403, CONCURRENT).header("retry-after", 1),
        Reply::json(200, FINE),
    ]);
    let response = get(Vendor::Salesforce, server.url("/query")).await;
    assert_eq!(response.status(), 200);
    assert!(server.waits()[0] >= Duration::from_secs(1));
}

#[tokio::test]
async fn trap_reqwests_own_retry_took_every_503_for_the_same() {
    // A 503 with a code that no repetition mends.
    let server = Server::start([Reply::json(503, DELETED)]);
    let response = get(Vendor::Salesforce, server.url("/")).await;
    let (error, attempts, reason) = verdict(&response);
    assert_eq!(
        (error.category(), attempts, reason),
        (Some(Category::Permanent), 1, Reason::Verdict)
    );
}

#[tokio::test]
async fn trap_tokio_retry2_made_a_bare_question_mark_transient() {
    // What is not known is not repeated.
    let server = Server::start([Reply::json(400, NEW_CODE)]);
    let response = get(Vendor::Salesforce, server.url("/")).await;
    let (error, attempts, reason) = verdict(&response);
    assert_eq!(
        (error.unrecognized_code(), attempts, reason),
        (Some("NO_SUCH_CODE_YET"), 1, Reason::Verdict)
    );
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn trap_backon_retried_for_ever() {
    let server = Server::answering(|_| Reply::json(400, LOCK));
    let response = get(Vendor::Salesforce, server.url("/")).await;
    let (error, attempts, reason) = verdict(&response);
    let allowed = error.retry(Idempotency::Idempotent).unwrap().attempts();
    assert_eq!((attempts, reason), (allowed, Reason::Attempts));
    assert_eq!(server.seen().len() as u32, allowed);
    assert_eq!(response.text().await.unwrap(), LOCK);
}

#[tokio::test]
async fn the_program_may_allow_fewer_attempts() {
    let server = Server::answering(|_| Reply::json(400, LOCK));
    let response = client(prompt(Vendor::Salesforce).attempts(2))
        .get(server.url("/"))
        .send()
        .await
        .unwrap();
    assert_eq!(verdict(&response).2, Reason::Attempts);
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_write_that_may_have_been_applied_is_sent_once() {
    for method in ["POST", "PATCH"] {
        let server = Server::start([Reply::json(503, DOWN)]);
        let method = method.parse().unwrap();
        let request = client(prompt(Vendor::Salesforce))
            .request(method, server.url("/Account"))
            .body("{}");
        let response = request.send().await.unwrap();
        assert_eq!(verdict(&response).2, Reason::MayBeApplied);
        assert_eq!(response.text().await.unwrap(), DOWN);
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn an_extension_overrules_the_method() {
    let server = Server::start([Reply::json(503, DOWN), Reply::json(200, FINE)]);
    let client = client(prompt(Vendor::Salesforce));
    let upsert = client
        .patch(server.url("/Account/Ext__c/1"))
        .with_extension(Idempotency::Idempotent);
    assert_eq!(upsert.body("{}").send().await.unwrap().status(), 200);

    let server = Server::start([Reply::json(503, DOWN)]);
    let pop = client
        .get(server.url("/queue/pop"))
        .with_extension(Idempotency::NonIdempotent);
    assert_eq!(verdict(&pop.send().await.unwrap()).2, Reason::MayBeApplied);
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn permanent_and_validation_errors_are_sent_once() {
    for (body, category) in [(DELETED, Category::Permanent), (MISSING, Category::Validation)] {
        let server = Server::start([Reply::json(400, body)]);
        let response = client(prompt(Vendor::Salesforce))
            .put(server.url("/Account/1"))
            .body("{}")
            .send()
            .await
            .unwrap();
        let (error, attempts, reason) = verdict(&response);
        assert_eq!(
            (error.category(), attempts, reason),
            (Some(category), 1, Reason::Verdict)
        );
        assert_eq!(response.text().await.unwrap(), body);
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn an_expired_session_is_renewed_exactly_once() {
    let calls = Arc::default();
    let server = Server::start([
        Reply::json(401, EXPIRED),
        Reply::json(201, FINE),
        Reply::json(200, FINE),
    ]);
    let client = client(prompt(Vendor::Salesforce).renew(hook(&calls)));
    let request = client
        .post(server.url("/Account"))
        .header("authorization", "Bearer old")
        .body("{}");
    assert_eq!(request.send().await.unwrap().status(), 201);
    // The program still uses the old token; the next request carries the new one all the same.
    let request = client.get(server.url("/Account")).header("authorization", "Bearer old");
    assert_eq!(request.send().await.unwrap().status(), 200);
    assert_eq!(calls.load(Ordering::SeqCst), 1);
    let tokens: Vec<_> = server
        .seen()
        .iter()
        .map(|seen| seen.header("authorization").unwrap().to_owned())
        .collect();
    assert_eq!(tokens, ["Bearer old", "Bearer new-1", "Bearer new-1"]);
    assert_eq!(server.seen()[1].body, "{}");
}

#[tokio::test]
async fn a_session_that_is_refused_again_is_not_renewed_twice() {
    let calls = Arc::default();
    let server = Server::answering(|_| Reply::json(401, EXPIRED));
    let response = client(prompt(Vendor::Salesforce).renew(hook(&calls)))
        .get(server.url("/"))
        .send()
        .await
        .unwrap();
    assert_eq!(verdict(&response).2, Reason::Session);
    assert_eq!(response.text().await.unwrap(), EXPIRED);
    assert_eq!((calls.load(Ordering::SeqCst), server.seen().len()), (1, 2));
}

#[tokio::test]
async fn many_requests_with_one_expired_session_renew_it_once() {
    let calls = Arc::default();
    let server = Server::answering(|seen| match seen.header("authorization") {
        Some("Bearer old") => Reply::json(401, EXPIRED),
        _ => Reply::json(200, FINE),
    });
    let client = client(prompt(Vendor::Salesforce).renew(hook(&calls)));
    let requests = (0..8).map(|number| {
        let request = client
            .get(server.url(&format!("/{number}")))
            .header("authorization", "Bearer old");
        tokio::spawn(async move { request.send().await.unwrap().status().as_u16() })
    });
    for request in requests.collect::<Vec<_>>() {
        assert_eq!(request.await.unwrap(), 200);
    }
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn without_a_hook_or_with_a_failing_one_the_response_is_handed_back() {
    let server = Server::answering(|_| Reply::json(401, EXPIRED));
    let response = get(Vendor::Salesforce, server.url("/")).await;
    assert_eq!(verdict(&response).2, Reason::Session);

    let failing = || async { Err::<HeaderValue, _>(std::io::Error::other("the identity provider is down")) };
    let response = client(prompt(Vendor::Salesforce).renew(failing))
        .get(server.url("/"))
        .send()
        .await
        .unwrap();
    let outcome = response.extensions().get::<Outcome>().unwrap();
    assert_eq!(outcome.reason(), Reason::Session);
    assert_eq!(
        outcome.renewal_error().unwrap().to_string(),
        "the identity provider is down"
    );
    assert_eq!(response.text().await.unwrap(), EXPIRED);
    assert_eq!(server.seen().len(), 2);
}

/// A server that takes every token but the old one, and remembers what it was sent.
fn guarded() -> Server {
    Server::answering(|seen| match seen.header("authorization") {
        Some("Bearer old") => Reply::json(401, EXPIRED),
        _ => Reply::json(200, FINE),
    })
}

fn tokens(server: &Server) -> Vec<Option<String>> {
    let token = |seen: crate::server::Seen| seen.header("authorization").map(str::to_owned);
    server.seen().into_iter().map(token).collect()
}

#[tokio::test]
async fn a_renewed_token_never_leaves_its_origin() {
    let calls = Arc::default();
    let vendor = guarded();
    // An upload address on another host refuses every token.
    let upload = Server::answering(|seen| match seen.header("authorization") {
        None => Reply::json(201, FINE),
        Some(_) => Reply::json(401, EXPIRED),
    });
    let client = client(prompt(Vendor::Salesforce).renew(hook(&calls)));
    for _ in 0..3 {
        let request = client.get(vendor.url("/")).header("authorization", "Bearer old");
        assert_eq!(request.send().await.unwrap().status(), 200);
        assert_eq!(
            client.put(upload.url("/part")).body("x").send().await.unwrap().status(),
            201
        );
        let foreign = client.get(upload.url("/")).header("authorization", "Bearer theirs");
        assert_eq!(verdict(&foreign.send().await.unwrap()).2, Reason::Session);
    }
    let theirs = || Some("Bearer theirs".to_owned());
    assert_eq!(tokens(&upload), [None, theirs(), None, theirs(), None, theirs()]);
    assert_eq!(tokens(&vendor)[1..], vec![Some("Bearer new-1".to_owned()); 3]);
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn an_origin_that_is_set_is_the_only_one() {
    for hook_first in [true, false] {
        let calls = Arc::default();
        let vendor = guarded();
        let upload = Server::answering(|_| Reply::json(401, EXPIRED));
        let url = vendor.url("/").parse().unwrap();
        let retry = match hook_first {
            true => prompt(Vendor::Salesforce).renew(hook(&calls)).origin(&url),
            // The last one that was set.
            false => prompt(Vendor::Salesforce)
                .origin(&upload.url("/").parse().unwrap())
                .origin(&url)
                .renew(hook(&calls)),
        };
        let client = client(retry);
        client.put(upload.url("/part")).body("x").send().await.unwrap();
        assert_eq!((calls.load(Ordering::SeqCst), tokens(&upload)), (0, vec![None]));
        let request = client.get(vendor.url("/")).header("authorization", "Bearer old");
        assert_eq!(request.send().await.unwrap().status(), 200);
    }
}

#[tokio::test]
async fn many_requests_with_one_failing_renewal_call_it_once() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&calls);
    let failing = move || {
        let number = counter.fetch_add(1, Ordering::SeqCst) + 1;
        async move {
            tokio::time::sleep(Duration::from_millis(500)).await;
            Err::<HeaderValue, _>(std::io::Error::other(format!("refusal {number}")))
        }
    };
    let server = Server::answering(|_| Reply::json(401, EXPIRED));
    let client = client(prompt(Vendor::Salesforce).renew(failing));
    let requests = (0..20).map(|number| {
        let request = client.get(server.url(&format!("/{number}")));
        tokio::spawn(async move { request.send().await.unwrap() })
    });
    let refusal = |response: &Response| {
        let outcome = response.extensions().get::<Outcome>().unwrap();
        (outcome.reason(), outcome.renewal_error().unwrap().to_string())
    };
    for request in requests.collect::<Vec<_>>() {
        assert_eq!(
            refusal(&request.await.unwrap()),
            (Reason::Session, "refusal 1".to_owned())
        );
    }
    let later = client.get(server.url("/later")).send().await.unwrap();
    assert_eq!(refusal(&later), (Reason::Session, "refusal 2".to_owned()));
    assert_eq!(calls.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn the_time_budget_ends_a_renewal_that_hangs() {
    let server = Server::answering(|_| Reply::json(401, EXPIRED));
    let hanging = || std::future::pending::<Result<HeaderValue, std::io::Error>>();
    let retry = prompt(Vendor::Salesforce).time_budget(Duration::from_millis(200));
    let response = client(retry.renew(hanging)).get(server.url("/")).send().await.unwrap();
    let outcome = response.extensions().get::<Outcome>().unwrap();
    assert_eq!(outcome.reason(), Reason::Session);
    let error = outcome
        .renewal_error()
        .unwrap()
        .downcast_ref::<std::io::Error>()
        .unwrap();
    assert_eq!(error.kind(), std::io::ErrorKind::TimedOut);
}

/// A hook whose first call hangs and whose second takes so long, and the number of its calls.
fn hanging_at_first(
    second: Duration,
) -> (
    impl Fn() -> BoxFuture<Result<HeaderValue, std::io::Error>> + Send + Sync,
    Arc<AtomicUsize>,
) {
    let calls = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&calls);
    let hook = move || -> BoxFuture<_> {
        let first = counter.fetch_add(1, Ordering::SeqCst) == 0;
        Box::pin(async move {
            if first {
                std::future::pending::<()>().await;
            }
            tokio::time::sleep(second).await;
            Ok(HeaderValue::from_static("Bearer new"))
        })
    };
    (hook, calls)
}

type BoxFuture<T> = std::pin::Pin<Box<dyn Future<Output = T> + Send>>;

/// Waits until something is so.
async fn until(so: impl Fn() -> bool) {
    while !so() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Whether a response is handed back because its session was not renewed in time.
fn is_late(response: &Response) -> bool {
    let outcome = response.extensions().get::<Outcome>();
    let error = outcome.and_then(Outcome::renewal_error);
    let error = error.and_then(|error| error.downcast_ref::<std::io::Error>());
    error.is_some_and(|error| error.kind() == std::io::ErrorKind::TimedOut)
}

/// Holds each answer back until it may go on, by the path of its request.
struct Hold<F>(F);

#[async_trait::async_trait]
impl<F: Fn(&str) -> bool + Send + Sync + 'static> Middleware for Hold<F> {
    async fn handle(
        &self,
        request: Request,
        extensions: &mut Extensions,
        next: Next<'_>,
    ) -> reqwest_middleware::Result<Response> {
        let path = request.url().path().to_owned();
        let response = next.run(request, extensions).await;
        until(|| (self.0)(&path)).await;
        response
    }
}

#[tokio::test]
async fn a_request_that_is_late_does_not_end_the_others_session() {
    let (hook, calls) = hanging_at_first(Duration::ZERO);
    let mut locked = false;
    let server = Arc::new(Server::answering(move |seen| {
        match (seen.path.as_str(), seen.header("authorization")) {
            (_, Some("Bearer new")) => Reply::json(200, FINE),
            ("/late", _) if !std::mem::replace(&mut locked, true) => Reply::json(400, LOCK).header("retry-after", 2),
            _ => Reply::json(401, EXPIRED),
        }
    }));
    // The others are sent before the first renewal begins, and answered after that.
    let hold = Hold({
        let (server, calls) = (Arc::clone(&server), Arc::clone(&calls));
        move |path: &str| match (path, server.seen().len()) {
            ("/late", sent) => sent == 1 || sent >= 4,
            _ => calls.load(Ordering::SeqCst) > 0,
        }
    });
    let (retry, told) = steps(prompt(Vendor::Salesforce).time_budget(Duration::from_secs(4)));
    let client = ClientBuilder::new(Client::new())
        .with(retry.renew(hook))
        .with(hold)
        .build();
    let send = |path| client.get(server.url(path)).send();
    // They have a second and a half more.
    let others = async {
        until(|| !told.lock().unwrap().is_empty()).await;
        tokio::time::sleep(Duration::from_millis(1500)).await;
        tokio::join!(send("/one"), send("/other"))
    };
    let (late, (one, other)) = tokio::join!(send("/late"), others);
    let late = late.unwrap();
    assert_eq!(verdict(&late).2, Reason::Session);
    assert!(is_late(&late));
    assert_eq!(
        (one.unwrap().status().as_u16(), other.unwrap().status().as_u16()),
        (200, 200)
    );
    assert_eq!(calls.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_renewal_that_waited_for_another_has_no_more_time() {
    // A second passes until the other is cancelled, and the hook needs a second and a half more.
    let (hook, calls) = hanging_at_first(Duration::from_millis(1500));
    let server = Arc::new(Server::answering(|seen| match seen.header("authorization") {
        Some(_) => Reply::json(200, FINE),
        None => Reply::json(401, EXPIRED),
    }));
    let hold = Hold({
        let (server, calls) = (Arc::clone(&server), Arc::clone(&calls));
        move |path: &str| match path {
            "/holder" => server.seen().len() == 2,
            _ => calls.load(Ordering::SeqCst) > 0,
        }
    });
    let (retry, told) = steps(prompt(Vendor::Salesforce).time_budget(Duration::from_secs(2)));
    let client = ClientBuilder::new(Client::new())
        .with(retry.renew(hook))
        .with(hold)
        .build();
    let holder = tokio::spawn(client.get(server.url("/holder")).send());
    let cancel = async {
        until(|| told.lock().unwrap().len() == 2).await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        holder.abort();
    };
    let (waiting, ()) = tokio::join!(client.get(server.url("/waiting")).send(), cancel);
    let waiting = waiting.unwrap();
    assert_eq!(verdict(&waiting).2, Reason::Session);
    assert!(is_late(&waiting));
    assert_eq!(server.seen().len(), 2);
}

/// Answers in the place of a server, for what depends on a clock that stands.
struct Script(Mutex<VecDeque<::http::Response<&'static str>>>);

#[async_trait::async_trait]
impl Middleware for Script {
    async fn handle(&self, _: Request, _: &mut Extensions, _: Next<'_>) -> reqwest_middleware::Result<Response> {
        let answer = self.0.lock().unwrap().pop_front();
        Ok(answer.expect("a further answer").into())
    }
}

#[tokio::test(start_paused = true)]
async fn a_renewal_has_what_the_waits_have_left_of_the_time_budget() {
    for (seconds, status) in [(1, 200), (5, 401)] {
        let answer = |status, body| ::http::Response::builder().status(status).body(body).unwrap();
        let mut locked = answer(400, LOCK);
        locked
            .headers_mut()
            .insert("retry-after", HeaderValue::from_static("8"));
        let script = Script(Mutex::new([locked, answer(401, EXPIRED), answer(200, FINE)].into()));
        let retry = prompt(Vendor::Salesforce)
            .time_budget(Duration::from_secs(10))
            .renew(move || async move {
                tokio::time::sleep(Duration::from_secs(seconds)).await;
                HeaderValue::try_from("Bearer new")
            });
        let client = ClientBuilder::new(Client::new()).with(retry).with(script).build();
        let response = client.get("https://example.com/").send().await.unwrap();
        assert_eq!(response.status(), status, "{seconds} s");
        if status != 200 {
            let outcome = response.extensions().get::<Outcome>().unwrap();
            assert_eq!((outcome.attempts(), outcome.reason()), (2, Reason::Session));
            assert!(outcome.renewal_error().unwrap().to_string().contains("time budget"));
        }
    }
}

/// Returns the steps that a middleware's observer is told of.
fn steps(retry: RetryMiddleware) -> (RetryMiddleware, Arc<Mutex<Vec<Step>>>) {
    let steps = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&steps);
    let retry = retry.observe(move |decision| log.lock().unwrap().push(decision.step));
    (retry, steps)
}

#[tokio::test]
async fn the_last_word_is_told() {
    let failing = || async { Err::<HeaderValue, _>(std::io::Error::other("down")) };
    let server = Server::start([Reply::json(401, EXPIRED)]);
    let (retry, told) = steps(prompt(Vendor::Salesforce).renew(failing));
    client(retry).get(server.url("/")).send().await.unwrap();
    assert_eq!(*told.lock().unwrap(), [Step::Renew, Step::GiveUp(Reason::Session)]);

    // While one request waits, another one meets the end of the quota.
    let server = Server::answering(|seen| match seen.path.as_str() {
        "/locked" => Reply::json(400, LOCK).header("retry-after", 1),
        _ => Reply::json(403, QUOTA).header("retry-after", 60),
    });
    let (retry, told) = steps(prompt(Vendor::Salesforce));
    let client = client(retry);
    let locked = client.post(server.url("/locked")).body("{}").send();
    let quota = async {
        while server.seen().is_empty() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        client.get(server.url("/quota")).send().await.unwrap()
    };
    let (locked, _) = tokio::join!(locked, quota);
    assert_eq!(verdict(&locked.unwrap()).2, Reason::Quota);
    let mut told = told.lock().unwrap().clone();
    assert_eq!(told.pop(), Some(Step::GiveUp(Reason::Quota)), "of the one that waited");
    assert!(told.contains(&Step::Wait(Duration::from_secs(1))) && told.contains(&Step::GiveUp(Reason::Quota)));
}

#[tokio::test]
async fn every_repetition_is_signed_once() {
    let calls = Arc::default();
    let mut replies = vec![Reply::json(401, EXPIRED)];
    replies.extend([Reply::json(400, LOCK), Reply::json(400, LOCK), Reply::json(200, FINE)]);
    let server = Server::start(replies);
    let retry = prompt(Vendor::Salesforce).renew(hook(&calls)).sign(|request, token| {
        let token = token.to_str().unwrap().to_owned();
        request.url_mut().query_pairs_mut().append_pair("token", &token);
    });
    client(retry).get(server.url("/")).send().await.unwrap();
    let paths: Vec<_> = server.seen().into_iter().map(|seen| seen.path).collect();
    assert_eq!(paths[1..], ["/?token=Bearer+new-1"; 3]);
}

#[tokio::test]
async fn a_token_goes_where_the_program_says() {
    let calls = Arc::default();
    let server = Server::start([
        Reply::json(200, MARKETO_EXPIRED),
        Reply::json(200, r#"{"success":true}"#),
    ]);
    let retry = prompt(Vendor::MarketoRest).renew(hook(&calls)).sign(|request, token| {
        let token = token.to_str().unwrap().trim_start_matches("Bearer ").to_owned();
        request.url_mut().set_query(Some(&format!("access_token={token}")));
    });
    client(retry)
        .get(server.url("/rest/v1/leads.json?access_token=old"))
        .send()
        .await
        .unwrap();
    let paths: Vec<_> = server.seen().into_iter().map(|seen| seen.path).collect();
    assert_eq!(
        paths,
        [
            "/rest/v1/leads.json?access_token=old",
            "/rest/v1/leads.json?access_token=new-1"
        ]
    );
}

#[tokio::test]
async fn a_200_with_an_error_inside_is_seen() {
    let server = Server::start([
        Reply::json(200, MARKETO_BUSY),
        Reply::json(200, r#"{"success":true,"result":[]}"#),
    ]);
    let response = get(Vendor::MarketoRest, server.url("/leads.json")).await;
    assert!(response.extensions().get::<VendorError>().is_none());
    assert_eq!(response.text().await.unwrap(), r#"{"success":true,"result":[]}"#);
    assert_eq!(server.seen().len(), 2);

    // Another vendor's on demand.
    let body = r#"[{"success":false,"errors":[{"statusCode":"UNABLE_TO_LOCK_ROW","message":"unable to obtain exclusive access"}]}]"#;
    let server = Server::start([Reply::json(200, body), Reply::json(200, FINE)]);
    let retry = prompt(Vendor::Salesforce).successes(true);
    let response = client(retry)
        .post(server.url("/composite/sobjects"))
        .body("{}")
        .send()
        .await
        .unwrap();
    assert_eq!(response.text().await.unwrap(), FINE);
}

#[tokio::test]
async fn a_200_that_says_it_failed_is_no_success() {
    for (body, code) in MARKETO_FAILED {
        let server = Server::start([Reply::json(200, body)]);
        let response = get(Vendor::MarketoRest, server.url("/leads.json")).await;
        let (error, attempts, reason) = verdict(&response);
        assert_eq!((error.unrecognized_code(), attempts), (code, 1), "{body}");
        assert!(matches!(reason, Reason::Verdict | Reason::Session), "{body}: {reason}");
        assert_eq!(response.text().await.unwrap(), body);
    }
    // What only a message tells is acted upon.
    let calls = Arc::default();
    let server = Server::start([Reply::json(200, MARKETO_FAILED[2].0), Reply::json(200, FINE)]);
    let request = client(prompt(Vendor::MarketoRest).renew(hook(&calls))).get(server.url("/leads.json"));
    assert_eq!(request.send().await.unwrap().text().await.unwrap(), FINE);
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_part_that_failed_is_seen() {
    for (vendor, body, code) in PARTLY {
        let server = Server::start([Reply::json(200, body)]);
        let request = client(prompt(vendor).successes(true)).get(server.url("/batch"));
        let response = request.send().await.unwrap();
        let (error, attempts, reason) = verdict(&response);
        let named = error.code_text().or(error.unrecognized_code());
        assert_eq!(
            (named, attempts, reason),
            (Some(code), 1, Reason::PartlyApplied),
            "{body}"
        );
        assert_eq!(response.text().await.unwrap(), body);
    }
    let in_part = PARTLY_BY_STATUS.iter().map(|case| (case, Reason::PartlyApplied));
    let for_good = REFUSED_FOR_GOOD.iter().map(|case| (case, Reason::Verdict));
    for (&(vendor, body, rule), expected) in in_part.chain(for_good) {
        let server = Server::start([Reply::json(200, body)]);
        let request = client(prompt(vendor).successes(true)).get(server.url("/batch"));
        let response = request.send().await.unwrap();
        let (error, attempts, reason) = verdict(&response);
        assert_eq!(
            (error.entry().map(errcat::Entry::rule), attempts, reason),
            (Some(rule), 1, expected),
            "{body}"
        );
    }
    for (vendor, body) in REFUSED {
        let server = Server::start([Reply::json(200, body), Reply::json(200, FINE)]);
        let request = client(prompt(vendor).successes(true)).post(server.url("/batch"));
        assert_eq!(request.send().await.unwrap().text().await.unwrap(), FINE, "{body}");
    }
    for (vendor, body) in NOTHING_FAILED {
        let server = Server::start([Reply::json(200, body)]);
        let request = client(prompt(vendor).successes(true)).get(server.url("/batch"));
        let response = request.send().await.unwrap();
        assert!(response.extensions().get::<VendorError>().is_none(), "{body}");
    }
}

#[tokio::test]
async fn a_success_with_some_failed_records_is_handed_back() {
    for method in ["POST", "PUT"] {
        let server = Server::start([Reply::json(200, MARKETO_PARTLY)]);
        let request = client(prompt(Vendor::MarketoRest)).request(method.parse().unwrap(), server.url("/leads.json"));
        let response = request.send().await.unwrap();
        let (error, attempts, reason) = verdict(&response);
        assert_eq!(
            (error.code_text(), attempts, reason),
            (Some("713"), 1, Reason::PartlyApplied)
        );
        assert_eq!(response.text().await.unwrap(), MARKETO_PARTLY);
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn a_used_up_quota_fails_fast_for_the_time_left() {
    let server = Server::start([Reply::json(403, QUOTA).header("retry-after", 2), Reply::json(200, FINE)]);
    let client = client(prompt(Vendor::Salesforce));
    let response = client.get(server.url("/first")).send().await.unwrap();
    assert_eq!(verdict(&response).2, Reason::Quota);
    assert_eq!(response.text().await.unwrap(), QUOTA);

    for _ in 0..3 {
        let error = client.get(server.url("/refused")).send().await.unwrap_err();
        let Error::Middleware(error) = error else {
            panic!("{error}")
        };
        let error = error.downcast_ref::<QuotaError>().expect("says what it is");
        assert!(error.time_left() > Duration::ZERO);
        assert_eq!(
            error.error().entry().unwrap().rule(),
            "salesforce/REQUEST_LIMIT_EXCEEDED#daily"
        );
    }
    assert_eq!(server.seen().len(), 1, "nobody hammers");

    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(client.get(server.url("/again")).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_quota_that_returns_at_midnight_is_not_asked_before() {
    let quota = r#"{"requestId":"a#1","success":false,"errors":[{"code":"607","message":"Daily quota reached"}]}"#;
    let server = Server::start([Reply::json(200, quota)]);
    let client = client(prompt(Vendor::MarketoRest));
    client.get(server.url("/")).send().await.unwrap();
    let error = client.get(server.url("/")).send().await;
    // In the one second before midnight in Chicago the second request would get through.
    let error = error.expect_err("kept back").to_string();
    assert!(error.starts_with("not sent: a quota is used up"), "{error}");
}

#[tokio::test]
async fn the_time_budget_is_kept() {
    let server = Server::answering(|_| Reply::json(429, THROTTLED).header("retry-after", 3600));
    let retry = prompt(Vendor::MicrosoftGraph).time_budget(Duration::from_secs(30));
    let response = client(retry).get(server.url("/me")).send().await.unwrap();
    assert_eq!(verdict(&response).2, Reason::TimeBudget);
    assert_eq!(server.seen().len(), 1);

    // Two waits fit, a third does not.
    let server = Server::answering(|_| Reply::json(429, THROTTLED).header("retry-after-ms", 400));
    let retry = prompt(Vendor::MicrosoftGraph).time_budget(Duration::from_millis(1100));
    let response = client(retry).get(server.url("/me")).send().await.unwrap();
    let (_, attempts, reason) = verdict(&response);
    assert_eq!(reason, Reason::TimeBudget);
    assert!((1..=3).contains(&attempts), "{attempts}");
}

#[tokio::test]
async fn each_sort_of_trouble_has_a_backoff_of_its_own() {
    let calls = Arc::default();
    let steps = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&steps);
    let server = Server::start([
        Reply::json(400, LOCK),
        Reply::json(400, LOCK),
        Reply::json(401, EXPIRED),
        Reply::json(400, LOCK),
        Reply::json(200, FINE),
    ]);
    let retry = RetryMiddleware::new(Vendor::Salesforce)
        .jitter(|| 0.1)
        .renew(hook(&calls))
        .observe(move |decision| log.lock().unwrap().push(decision.step));
    assert_eq!(client(retry).get(server.url("/")).send().await.unwrap().status(), 200);
    let wait = |millis| Step::Wait(Duration::from_millis(millis));
    assert_eq!(*steps.lock().unwrap(), [wait(25), wait(50), Step::Renew, wait(100)]);
}

#[tokio::test]
async fn a_streaming_body_is_sent_once() {
    let server = Server::start([Reply::json(400, LOCK)]);
    let stream = Body::wrap(Drip(vec!["{\"Name\":", "\"Acme\"}"]));
    let response = client(prompt(Vendor::Salesforce))
        .put(server.url("/Account/1"))
        .body(stream)
        .send()
        .await
        .unwrap();
    assert_eq!(verdict(&response).2, Reason::BodyNotRepeatable);
    assert_eq!(response.text().await.unwrap(), LOCK);
    let bodies: Vec<_> = server.seen().into_iter().map(|seen| seen.body).collect();
    assert_eq!(bodies, [r#"{"Name":"Acme"}"#]);
}

#[tokio::test]
async fn a_stream_to_elsewhere_takes_no_session() {
    let calls = Arc::default();
    let client = client(prompt(Vendor::Salesforce).renew(hook(&calls)));
    let upload = Server::answering(|_| Reply::json(401, EXPIRED));
    let request = client.put(upload.url("/part")).body(Body::wrap(Drip(vec!["x"])));
    assert_eq!(verdict(&request.send().await.unwrap()).2, Reason::BodyNotRepeatable);
    let vendor = guarded();
    let request = client.get(vendor.url("/")).header("authorization", "Bearer old");
    assert_eq!(request.send().await.unwrap().status(), 200);
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn the_response_is_the_original_one() {
    let server = Server::start([Reply::json(400, MISSING).header("sforce-limit-info", "api-usage=18/5000")]);
    let url = server.url("/Account?x=1");
    let response = client(prompt(Vendor::Salesforce)).get(&url).send().await.unwrap();
    assert_eq!(response.status(), 400);
    assert_eq!(response.url().as_str(), url);
    assert_eq!(response.headers()["sforce-limit-info"], "api-usage=18/5000");
    assert_eq!(response.content_length(), Some(MISSING.len() as u64));
    assert!(response.remote_addr().is_some());
    assert_eq!(response.bytes().await.unwrap(), MISSING);
}

#[tokio::test]
async fn the_time_budget_ends_a_body_that_never_does() {
    let url = crate::server::never_ending(400, LOCK);
    let budget = Duration::from_millis(100);
    let response = client(prompt(Vendor::Salesforce).time_budget(budget))
        .get(url)
        .send()
        .await
        .unwrap();
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
    let response = client(prompt(Vendor::Salesforce).body_limit(1000))
        .get(server.url("/"))
        .send()
        .await
        .unwrap();
    assert_eq!(verdict(&response).0.category(), Some(Category::Validation));
    assert_eq!(response.text().await.unwrap(), long);

    // A long success is data: it is not held back to be read.
    let long = format!("{}{}", MARKETO_BUSY, " ".repeat(300_000));
    let server = Server::start([Reply::json(200, &long)]);
    let response = get(Vendor::MarketoRest, server.url("/")).await;
    assert!(response.extensions().get::<VendorError>().is_none());
    assert_eq!(response.text().await.unwrap(), long);
}

#[tokio::test]
async fn a_broken_body_breaks_where_it_broke() {
    let server = Server::start([Reply::json(400, MISSING).cut(10)]);
    let mut response = get(Vendor::Salesforce, server.url("/")).await;
    assert_eq!(verdict(&response).0.code_text(), Some("REQUIRED_FIELD_MISSING"));
    let mut got = Vec::new();
    let error = loop {
        match response.chunk().await {
            Ok(Some(chunk)) => got.extend_from_slice(&chunk),
            Ok(None) => panic!("a broken body does not end well"),
            Err(error) => break error,
        }
    };
    assert_eq!(got, &MISSING.as_bytes()[..MISSING.len() - 10]);
    assert!(error.is_body() || error.is_decode(), "{error:?}");
}

#[tokio::test]
async fn what_has_no_answer_is_handed_through() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let error = client(prompt(Vendor::Salesforce))
        .get(format!("http://{closed}/"))
        .send()
        .await
        .unwrap_err();
    assert!(error.is_connect(), "{error:?}");
}

/// A body of which nothing is known but the next piece.
struct Drip(Vec<&'static str>);

impl http_body::Body for Drip {
    type Data = bytes::Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<bytes::Bytes>, Self::Error>>> {
        let next = (!self.0.is_empty()).then(|| self.0.remove(0));
        std::task::Poll::Ready(next.map(|piece| Ok(http_body::Frame::data(piece.into()))))
    }
}
