//! `reqwest-middleware`: a middleware that reads what the vendor answers, and waits, renews the session, repeats or gives
//! up accordingly.
//!
//! ```no_run
//! use std::time::Duration;
//! use errcat::adapters::{Outcome, reqwest::RetryMiddleware};
//! use errcat::{Idempotency, Locale, Vendor, VendorError};
//! use http::HeaderValue;
//! use reqwest_middleware::ClientBuilder;
//!
//! # async fn fresh_token() -> Result<String, std::io::Error> { Ok(String::new()) }
//! # async fn upsert(url: &str, record: String) -> Result<(), Box<dyn std::error::Error>> {
//! let retry = RetryMiddleware::new(Vendor::Salesforce)
//!     .time_budget(Duration::from_secs(90))
//!     .renew(|| async {
//!         let token = fresh_token().await?;
//!         Ok::<_, Box<dyn std::error::Error + Send + Sync>>(HeaderValue::try_from(format!("Bearer {token}"))?)
//!     });
//! let client = ClientBuilder::new(reqwest::Client::new()).with(retry).build();
//!
//! let response = client
//!     .patch(url)
//!     .body(record)
//!     .with_extension(Idempotency::Idempotent) // an upsert by external id
//!     .send()
//!     .await?;
//! if let Some(error) = response.extensions().get::<VendorError>() {
//!     let outcome = response.extensions().get::<Outcome>().expect("goes with the error");
//!     eprintln!("sent {} times, then: {}", outcome.attempts(), outcome.reason());
//!     eprintln!("{}", error.remediation(Locale::En).unwrap_or("not recognised; see the body"));
//! }
//! # Ok(())
//! # }
//! ```
//!
//! What it does with an answer:
//!
//! | answer | what happens |
//! |---|---|
//! | success | handed back |
//! | to be repeated ([`Recovery::Retry`](crate::Recovery::Retry)) | waits as the verdict and the server ask, then sends the request again |
//! | session expired ([`Recovery::RenewSession`](crate::Recovery::RenewSession)) | calls the hook of [`renew`](RetryMiddleware::renew) once, sends the request again with what it returns |
//! | a quota of the connection is used up | handed back at once; until the quota comes back further requests fail with a [`QuotaError`] and are not sent |
//! | anything else | handed back at once |
//!
//! The request is repeated only if it is idempotent or the failure was certainly not applied. Its method says whether
//! it is idempotent; an [`Idempotency`] among the request's extensions overrules the method. An [`Operation`] among them
//! tells what was called, for the vendors whose errors depend on it. A body that is a stream is sent once at most.
//!
//! What is handed back is the vendor's own response, body intact, and in its extensions a [`VendorError`] and an
//! [`Outcome`]. So a program may look at either the response or the verdict.
//!
//! Some vendors report failure under a status that claims success, as Marketo's REST API does. Where the catalog says so
//! ([`Vendor::fails_with_200`]) such bodies are read too; for others when [`successes`](RetryMiddleware::successes) does.
//! If the body says that all of the request failed, it is treated like any failure, its code known or not; if only a part
//! of it failed, some records or requests of a batch, the response is handed back, since repeating would repeat the others.
//! Of a part that was refused without a known error, as one of Graph's batch may be, the part's own status speaks.
//!
//! A request without an answer (refused connection, unknown host, time-out) is not this middleware's concern: the
//! vendor has said nothing. Its error is handed through.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use ::http::header::AUTHORIZATION;
use ::http::{Extensions, HeaderValue, Response as HttpResponse};
use ::reqwest::{Body, Request, Response, ResponseBuilderExt};
use reqwest_middleware::{Error, Middleware, Next, Result};
use tokio::time::{Instant, sleep};

pub use super::gate::QuotaError;

use super::body::Peeked;
use super::gate::Gate;
use super::inspect::{FailedResponse, Reading};
use super::schedule::{Limits, Schedule};
use super::session::{self, BoxError, Origin, Session};
use super::{Decision, Outcome, Reason, Step};
use crate::{Classifier, Idempotency, Operation, Vendor, VendorError};

type Sign = Box<dyn Fn(&mut Request, &HeaderValue) + Send + Sync>;

/// The middleware: one for each connection, that is for each vendor and identity.
///
/// See the [module](self) for what it does.
pub struct RetryMiddleware {
    limits: Limits,
    reading: Reading,
    origin: Option<Origin>,
    session: Option<Session>,
    sign: Sign,
    jitter: Box<dyn Fn() -> f64 + Send + Sync>,
    observer: Box<dyn Fn(&Decision<'_>) + Send + Sync>,
    gate: Gate,
}

impl RetryMiddleware {
    /// Begins a middleware for a vendor's API: it keeps within two minutes, reads up to 64 KiB of a body, and cannot
    /// renew sessions.
    #[must_use]
    pub fn new(vendor: Vendor) -> Self {
        RetryMiddleware {
            limits: Limits::default(),
            reading: Reading::of(vendor),
            origin: None,
            session: None,
            sign: Box::new(|request, token| {
                request.headers_mut().insert(AUTHORIZATION, token.clone());
            }),
            jitter: Box::new(super::random),
            observer: Box::new(|_| {}),
            gate: Gate::default(),
        }
    }

    /// Sets the time, from the first sending of a request, within which every wait must end; one that would not is not
    /// begun.
    ///
    /// When it is over, a renewal is given up, and a body that has not ended is judged by what has come of it, though
    /// neither in its first second.
    #[must_use]
    pub fn time_budget(mut self, budget: Duration) -> Self {
        self.limits.budget = budget;
        self
    }

    /// Sets how many times a request is sent at most; the catalog's rule for the failure may say less.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.limits.attempts = attempts;
        self
    }

    /// Sets which classifier judges, in place of the [installed](crate::install) one: for a library that brings a
    /// catalog of its own.
    #[must_use]
    pub fn classifier(mut self, classifier: Classifier) -> Self {
        self.reading.classifier = Some(classifier);
        self
    }

    /// Sets how much of a body is read to see what it says; the rest is passed on unread.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.reading.limit = bytes;
        self
    }

    /// Sets whether bodies are read too whose status claims success, if they are JSON or XML: for Salesforce's composite
    /// requests, Graph's batches and whatever else answers for several.
    #[must_use]
    pub fn successes(mut self, read: bool) -> Self {
        self.reading.successes = read;
        self
    }

    /// Sets the origin (scheme, host and port) with which the session is, for programs that also send requests to
    /// addresses that they are handed, such as upload addresses: those never get the token, nor does a 401 of theirs
    /// renew it.
    #[must_use]
    pub fn origin(mut self, url: &::reqwest::Url) -> Self {
        self.origin = Some(origin(url));
        self
    }

    /// Sets how to renew the session: a function that returns the value of the new `Authorization` header.
    ///
    /// It is called once for all the requests that find the session expired at the same time, and once at most for each
    /// request. If it fails, all of them are handed back; a later request calls it again. It may take what is left of the
    /// time budget of the request that calls it, and a second at least. If that is too short, its future is dropped and
    /// this request is handed back; the next that waits calls it again. It must not send requests through this
    /// middleware, since they would wait for it.
    ///
    /// The session is one with one [origin](Self::origin): if none is set, that of the first request for which it is
    /// renewed. From then on every request to it carries the new value. A request to any other, such as an upload
    /// address, is sent as it came, and if it finds its session expired, it is handed back.
    #[must_use]
    pub fn renew<F, E>(mut self, hook: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = std::result::Result<HeaderValue, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        self.session = Some(Session::new(hook));
        self
    }

    /// Sets how a renewed token gets into a request, where that is not the `Authorization` header: a query parameter, or
    /// the session header of a SOAP body.
    #[must_use]
    pub fn sign(mut self, sign: impl Fn(&mut Request, &HeaderValue) + Send + Sync + 'static) -> Self {
        self.sign = Box::new(sign);
        self
    }

    /// Sets where the jitter comes from: a function that returns a new random number from 0 to 1 at each call.
    ///
    /// The default is good enough to keep clients from marching in step.
    #[must_use]
    pub fn jitter(mut self, jitter: impl Fn() -> f64 + Send + Sync + 'static) -> Self {
        self.jitter = Box::new(jitter);
        self
    }

    /// Sets a function that learns of each decision, before the wait.
    #[must_use]
    pub fn observe(mut self, observer: impl Fn(&Decision<'_>) + Send + Sync + 'static) -> Self {
        self.observer = Box::new(observer);
        self
    }

    /// Puts the newest token into a request, once one has been renewed; returns how many renewals there were.
    async fn prepare(&self, request: &mut Request, origin: &Origin) -> u64 {
        let Some(session) = &self.session else { return 0 };
        let token = session.token(origin).await;
        if let Some(value) = &token.value {
            (self.sign)(request, value);
        }
        token.renewals
    }

    /// Reads as much of a response as is needed to say what it means.
    async fn read(
        &self,
        response: Response,
        operation: Option<Operation>,
        begun: Instant,
    ) -> (Response, Option<FailedResponse>) {
        if !self
            .reading
            .covers(response.status(), response.headers(), response.content_length())
        {
            return (response, None);
        }
        let url = response.url().clone();
        let (parts, body) = HttpResponse::<Body>::from(response).into_parts();
        let body = Peeked::read(body, self.reading.limit, sleep(self.limits.time_left(begun.elapsed()))).await;
        let verdict = self.reading.inspect(parts.status, &parts.headers, &body, operation);
        (rebuild(url, parts, Body::wrap(body)), verdict)
    }

    fn decide(&self, schedule: &mut Schedule, verdict: &FailedResponse, request: &Sent, elapsed: Duration) -> Step {
        if !verdict.wholly {
            return Step::GiveUp(Reason::PartlyApplied);
        }
        if self.gate.close_for(&verdict.error, (self.jitter)()) {
            return Step::GiveUp(Reason::Quota);
        }
        self.gate.reset_strikes();
        let renews = || session::fits(self.session.as_ref(), &request.origin, self.origin.as_ref());
        match schedule.decide(
            &verdict.error,
            request.idempotency,
            &self.limits,
            elapsed,
            (self.jitter)(),
            renews,
        ) {
            Step::Wait(_) | Step::Renew if request.spare.is_none() => Step::GiveUp(Reason::BodyNotRepeatable),
            step => step,
        }
    }

    async fn renew_session(
        &self,
        origin: &Origin,
        renewals: u64,
        begun: Instant,
    ) -> std::result::Result<(), Option<Arc<BoxError>>> {
        let session = self.session.as_ref().ok_or(None)?;
        let within = self.limits.time_left(begun.elapsed());
        session.renew(origin, renewals, within).await.map_err(Some)
    }

    fn tell(&self, error: &VendorError, attempt: u32, step: Step) {
        let decision = Decision::new(error, attempt, step);
        #[cfg(feature = "tracing")]
        super::tracing::decision(&decision);
        (self.observer)(&decision);
    }
}

/// What is kept of a request while it is under way.
struct Sent {
    origin: Origin,
    idempotency: Idempotency,
    /// The same again, unless its body can be sent only once.
    spare: Option<Request>,
}

#[async_trait::async_trait]
impl Middleware for RetryMiddleware {
    async fn handle(&self, mut request: Request, extensions: &mut Extensions, next: Next<'_>) -> Result<Response> {
        self.gate.check().map_err(Error::middleware)?;
        let by_method = Idempotency::from(request.method());
        let idempotency = extensions.get().copied().unwrap_or(by_method);
        let operation = extensions.get::<Operation>().copied();
        let mut schedule = Schedule::default();
        let begun = Instant::now();
        loop {
            let mut sent = Sent {
                origin: origin(request.url()),
                idempotency,
                spare: request.try_clone(),
            };
            let renewals = self.prepare(&mut request, &sent.origin).await;
            schedule.send();
            let response = next.clone().run(request, extensions).await?;
            let (response, verdict) = self.read(response, operation, begun).await;
            let Some(verdict) = verdict else {
                self.gate.reset_strikes();
                return Ok(response);
            };
            let step = self.decide(&mut schedule, &verdict, &sent, begun.elapsed());
            self.tell(&verdict.error, schedule.sent(), step);
            let (reason, renewal_error) = match (step, sent.spare.take()) {
                (Step::Wait(delay), Some(spare)) => {
                    sleep(delay).await;
                    // Another request may have met the end of a quota in the meantime.
                    if self.gate.check().is_ok() {
                        request = spare;
                        continue;
                    }
                    (Reason::Quota, None)
                }
                (Step::Renew, Some(spare)) => match self.renew_session(&sent.origin, renewals, begun).await {
                    Ok(()) => {
                        request = spare;
                        continue;
                    }
                    Err(error) => (Reason::Session, error),
                },
                (Step::GiveUp(reason), _) => (reason, None),
                (_, None) => (Reason::BodyNotRepeatable, None),
            };
            let last = Step::GiveUp(reason);
            if step != last {
                self.tell(&verdict.error, schedule.sent(), last);
            }
            let outcome = Outcome {
                attempts: schedule.sent(),
                reason,
                renewal_error,
            };
            return Ok(hand_back(response, verdict.error, outcome));
        }
    }
}

fn origin(url: &::reqwest::Url) -> Origin {
    Origin::new(Some(url.scheme()), url.host_str(), url.port())
}

fn hand_back(mut response: Response, error: VendorError, outcome: Outcome) -> Response {
    response.extensions_mut().insert(error);
    response.extensions_mut().insert(outcome);
    response
}

/// Puts a response together again; the address is no part of what `http` keeps.
fn rebuild(url: ::reqwest::Url, mut parts: ::http::response::Parts, body: Body) -> Response {
    let mut response = HttpResponse::builder().url(url).body(body).unwrap_or_default();
    parts.extensions.extend(std::mem::take(response.extensions_mut()));
    Response::from(HttpResponse::from_parts(parts, response.into_body()))
}

impl fmt::Debug for RetryMiddleware {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryMiddleware")
            .field("limits", &self.limits)
            .field("reading", &self.reading)
            .field("session", &self.session)
            .field("gate", &self.gate)
            .finish_non_exhaustive()
    }
}
