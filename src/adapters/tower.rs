//! `tower`: a [`retry::Policy`](::tower::retry::Policy) over `http` messages, and the layer below it that reads bodies.
//!
//! ```
//! # use bytes::Bytes;
//! # use http::{Request, Response};
//! use errcat::adapters::tower::RetryPolicy;
//! use errcat::{Vendor, VendorError};
//! use tower::retry::RetryLayer;
//! use tower::{Layer, Service};
//!
//! # async fn call<C, B>(client: C) -> Result<(), C::Error>
//! # where
//! #     C: Service<Request<String>, Response = Response<B>> + Clone + Send + 'static,
//! #     C::Future: Send,
//! #     C::Error: Send,
//! #     B: http_body::Body<Data = Bytes> + Unpin + Send + 'static,
//! #     B::Error: Unpin + Send,
//! # {
//! let policy = RetryPolicy::new(Vendor::MicrosoftGraph);
//! // `client` is any service from `http::Request<_>` to `http::Response<_>`, such as hyper-util's.
//! let mut service = RetryLayer::new(policy.clone()).layer(policy.buffer().layer(client));
//!
//! let request = Request::get("https://graph.microsoft.com/v1.0/me").body(String::new()).expect("a good request");
//! let response = service.call(request).await?;
//! if let Some(error) = response.extensions().get::<VendorError>() {
//!     eprintln!("{error}");
//! }
//! # Ok(())
//! # }
//! ```
//!
//! It decides as the middleware in `adapters::reqwest` does, with these differences:
//!
//! - The request's body must be `Clone`, as tower's retry keeps a copy. Send a stream through a service without it.
//! - Besides the catalog's attempts and the time budget, tower's own
//!   [`Budget`] limits how many requests are repeated at a time.
//! - A policy cannot refuse a request before it is sent, so a used-up quota does not stop the requests behind it. The
//!   quota's wait hardly ever fits the time budget, and then the response is handed back at once.
//!
//! [`Idempotency`] among the request's extensions overrules the method, and an [`Operation`] among them tells what was
//! called. The response that is handed back carries a [`VendorError`](crate::VendorError) and an [`Outcome`] among its
//! extensions.

use std::fmt;
use std::future::{Future, ready};
use std::mem::replace;
use std::pin::Pin;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use ::http::header::AUTHORIZATION;
use ::http::{HeaderValue, Request, Response, Uri};
use ::tower::retry::Policy;
use ::tower::retry::budget::{Budget, TpsBudget};
use ::tower::{Layer, Service};
use bytes::Bytes;
use http_body::Body;
use tokio::time::{Instant, sleep};

use super::body::Peeked;
use super::inspect::{FailedResponse, Reading};
use super::schedule::{Limits, Schedule};
use super::session::{self, BoxError, Origin, Session};
use super::{Decision, Outcome, Reason, Step};
use crate::{Classifier, Idempotency, Operation, Vendor};

/// The policy: one for each connection, that is for each vendor and identity.
///
/// See the [module](self) for what it does.
#[derive(Clone)]
pub struct RetryPolicy {
    settings: Arc<Settings>,
    /// What follows is the state of one request; tower clones the policy for each.
    schedule: Schedule,
    begun: Option<Instant>,
    renewal_error: Arc<OnceLock<Arc<BoxError>>>,
}

/// What all requests have in common.
#[derive(Clone)]
struct Settings {
    limits: Limits,
    reading: Reading,
    origin: Option<Origin>,
    session: Option<Arc<Session>>,
    budget: Arc<dyn Budget + Send + Sync>,
    jitter: Arc<dyn Fn() -> f64 + Send + Sync>,
    observer: Arc<dyn Fn(&Decision<'_>) + Send + Sync>,
}

impl RetryPolicy {
    /// Begins a policy for a vendor's API: it keeps within two minutes and within tower's default budget, reads up to
    /// 64 KiB of a body, and cannot renew sessions.
    #[must_use]
    pub fn new(vendor: Vendor) -> Self {
        RetryPolicy {
            settings: Arc::new(Settings {
                limits: Limits::default(),
                reading: Reading::of(vendor),
                origin: None,
                session: None,
                budget: Arc::new(TpsBudget::default()),
                jitter: Arc::new(super::random),
                observer: Arc::new(|_| {}),
            }),
            schedule: Schedule::default(),
            begun: None,
            renewal_error: Arc::default(),
        }
    }

    fn set(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(Arc::make_mut(&mut self.settings));
        self
    }

    /// Sets the time, from the first sending of a request, within which every wait must end; one that would not is not
    /// begun.
    ///
    /// When it is over, a renewal is given up, and a body that has not ended is judged by what has come of it, though
    /// neither in its first second.
    #[must_use]
    pub fn time_budget(self, budget: Duration) -> Self {
        self.set(|settings| settings.limits.budget = budget)
    }

    /// Sets tower's budget of repetitions, which may be shared with other policies.
    #[must_use]
    pub fn retry_budget(self, budget: Arc<dyn Budget + Send + Sync>) -> Self {
        self.set(|settings| settings.budget = budget)
    }

    /// Sets how many times a request is sent at most; the catalog's rule for the failure may say less.
    #[must_use]
    pub fn attempts(self, attempts: u32) -> Self {
        self.set(|settings| settings.limits.attempts = attempts)
    }

    /// Sets which classifier judges, in place of the [installed](crate::install) one: for a library that brings a
    /// catalog of its own.
    #[must_use]
    pub fn classifier(self, classifier: Classifier) -> Self {
        self.set(|settings| settings.reading.classifier = Some(classifier))
    }

    /// Sets how much of a body is read to see what it says; the rest is passed on unread.
    #[must_use]
    pub fn body_limit(self, bytes: usize) -> Self {
        self.set(|settings| settings.reading.limit = bytes)
    }

    /// Sets whether bodies are read too whose status claims success, if they are JSON or XML: for Salesforce's composite
    /// requests, Graph's batches and whatever else answers for several.
    #[must_use]
    pub fn successes(self, read: bool) -> Self {
        self.set(|settings| settings.reading.successes = read)
    }

    /// Sets the origin (scheme, host and port) with which the session is, for programs that also send requests to
    /// addresses that they are handed, such as upload addresses: those never get the token, nor does a 401 of theirs
    /// renew it.
    #[must_use]
    pub fn origin(self, uri: &Uri) -> Self {
        self.set(|settings| settings.origin = Some(origin(uri)))
    }

    /// Sets how to renew the session: a function that returns the value of the new `Authorization` header.
    ///
    /// It is called once for all the requests that find the session expired at the same time, and once at most for each
    /// request. If it fails, all of them are handed back; a later request calls it again. It may take what is left of the
    /// time budget of the request that calls it, and a second at least. If that is too short, its future is dropped and
    /// this request is handed back; the next that waits calls it again. It must not send requests through this policy,
    /// since they would wait for it.
    ///
    /// The session is one with one [origin](Self::origin): if none is set, that of the first request for which it is
    /// renewed. From then on every request to it that passes the buffer carries the new value. A request to any other,
    /// such as an upload address, is sent as it came, and if it finds its session expired, it is handed back.
    #[must_use]
    pub fn renew<F, E>(self, hook: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<HeaderValue, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        self.set(|settings| settings.session = Some(Arc::new(Session::new(hook))))
    }

    /// Sets where the jitter comes from: a function that returns a new random number from 0 to 1 at each call.
    #[must_use]
    pub fn jitter(self, jitter: impl Fn() -> f64 + Send + Sync + 'static) -> Self {
        self.set(|settings| settings.jitter = Arc::new(jitter))
    }

    /// Sets a function that learns of each decision, before the wait.
    #[must_use]
    pub fn observe(self, observer: impl Fn(&Decision<'_>) + Send + Sync + 'static) -> Self {
        self.set(|settings| settings.observer = Arc::new(observer))
    }

    /// Returns the layer that belongs directly below the retry layer: it reads bodies and puts renewed tokens into
    /// requests. Ask for it when everything is set.
    #[must_use]
    pub fn buffer(&self) -> BufferLayer {
        BufferLayer {
            reading: self.settings.reading,
            limits: self.settings.limits,
            session: self.settings.session.clone(),
        }
    }

    /// Decides about a failure of a request to an origin.
    fn decide(&mut self, verdict: &FailedResponse, idempotency: Idempotency, origin: &Origin) -> Step {
        let elapsed = self.elapsed();
        let settings = &self.settings;
        if !verdict.wholly {
            return Step::GiveUp(Reason::PartlyApplied);
        }
        let renews = || session::fits(settings.session.as_deref(), origin, settings.origin.as_ref());
        let (limits, jitter) = (&settings.limits, (settings.jitter)());
        match self
            .schedule
            .decide(&verdict.error, idempotency, limits, elapsed, jitter, renews)
        {
            Step::Wait(_) | Step::Renew if !settings.budget.withdraw() => Step::GiveUp(Reason::RetryBudget),
            step => step,
        }
    }

    /// Returns the time since the request was first sent.
    fn elapsed(&self) -> Duration {
        self.begun.map(|begun| begun.elapsed()).unwrap_or_default()
    }
}

impl<Q, B, E> Policy<Request<Q>, Response<Peeked<B>>, E> for RetryPolicy
where
    Q: Clone,
    B: Body<Data = Bytes> + Unpin + Send + 'static,
    B::Error: Send,
{
    type Future = Pin<Box<dyn Future<Output = ()> + Send>>;

    fn retry(&mut self, request: &mut Request<Q>, result: &mut Result<Response<Peeked<B>>, E>) -> Option<Self::Future> {
        // Behind a renewal that failed comes what was kept, and nothing was sent.
        if self.renewal_error.get().is_none() {
            self.schedule.send();
        }
        let response = result.as_mut().ok()?;
        let settings = Arc::clone(&self.settings);
        let operation = request.extensions().get::<Operation>().copied();
        let (status, headers) = (response.status(), response.headers());
        let Some(verdict) = settings.reading.inspect(status, headers, response.body(), operation) else {
            settings.budget.deposit();
            return None;
        };
        if let Some(begun) = self.begun {
            request.extensions_mut().insert(Begun(begun));
        }
        let by_method = Idempotency::from(request.method());
        let idempotency = request.extensions().get().copied().unwrap_or(by_method);
        let step = self.decide(&verdict, idempotency, &origin(request.uri()));
        let decision = Decision::new(&verdict.error, self.schedule.sent(), step);
        #[cfg(feature = "tracing")]
        super::tracing::decision(&decision);
        (settings.observer)(&decision);
        match step {
            Step::Wait(delay) => Some(Box::pin(sleep(delay))),
            Step::Renew => {
                let SentAfter(renewals) = response.extensions().get().copied().unwrap_or_default();
                let slot = Arc::clone(&self.renewal_error);
                let nothing = Response::new(Peeked::of(Bytes::new(), None));
                let kept: Arc<Kept<B>> = Arc::new(Mutex::new(Some(replace(response, nothing))));
                request.extensions_mut().insert(Arc::clone(&kept));
                let within = settings.limits.time_left(self.elapsed());
                let origin = origin(request.uri());
                Some(Box::pin(async move {
                    let Some(session) = &settings.session else { return };
                    match session.renew(&origin, renewals, within).await {
                        Ok(()) => drop(take(&kept)),
                        Err(error) => drop(slot.set(error)),
                    }
                }))
            }
            Step::GiveUp(reason) => {
                let renewal_error = self.renewal_error.get().cloned();
                let outcome = Outcome {
                    attempts: self.schedule.sent(),
                    reason,
                    renewal_error,
                };
                response.extensions_mut().insert(verdict.error);
                response.extensions_mut().insert(outcome);
                None
            }
        }
    }

    fn clone_request(&mut self, request: &Request<Q>) -> Option<Request<Q>> {
        if self.schedule.sent() == 0 {
            self.begun = Some(Instant::now());
            self.renewal_error = Arc::default();
        }
        Some(request.clone())
    }
}

impl fmt::Debug for RetryPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryPolicy")
            .field("limits", &self.settings.limits)
            .field("reading", &self.settings.reading)
            .field("schedule", &self.schedule)
            .finish_non_exhaustive()
    }
}

/// How many renewals there had been when a request was sent, among the response's extensions.
#[derive(Clone, Copy, Debug, Default)]
struct SentAfter(u64);

/// When a request was first sent, among the extensions of its repetitions.
#[derive(Clone, Copy, Debug)]
struct Begun(Instant);

/// The response that found the session expired, among the extensions of the repetition: a policy cannot take that back,
/// so where the renewal fails the buffer answers with the response instead of sending anything.
type Kept<B> = Mutex<Option<Response<Peeked<B>>>>;

fn take<B: Body>(kept: &Kept<B>) -> Option<Response<Peeked<B>>> {
    kept.lock().unwrap_or_else(PoisonError::into_inner).take()
}

fn origin(uri: &Uri) -> Origin {
    Origin::new(uri.scheme_str(), uri.host(), uri.port_u16())
}

/// Makes a [`Buffer`]; made by [`RetryPolicy::buffer`].
#[derive(Clone, Debug)]
pub struct BufferLayer {
    reading: Reading,
    limits: Limits,
    session: Option<Arc<Session>>,
}

impl<S> Layer<S> for BufferLayer {
    type Service = Buffer<S>;

    fn layer(&self, service: S) -> Buffer<S> {
        Buffer {
            service,
            layer: self.clone(),
        }
    }
}

/// A service that reads the bodies from which the policy decides, and puts renewed tokens into requests.
#[derive(Clone, Debug)]
pub struct Buffer<S> {
    service: S,
    layer: BufferLayer,
}

impl<S, Q, B> Service<Request<Q>> for Buffer<S>
where
    S: Service<Request<Q>, Response = Response<B>> + Clone + Send + 'static,
    S::Future: Send,
    S::Error: Send,
    Q: Send + 'static,
    B: Body<Data = Bytes> + Unpin + Send + 'static,
    B::Error: Send,
{
    type Response = Response<Peeked<B>>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Peeked<B>>, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.service.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<Q>) -> Self::Future {
        let kept = request.extensions().get::<Arc<Kept<B>>>();
        if let Some(response) = kept.and_then(|kept| take(kept)) {
            return Box::pin(ready(Ok(response)));
        }
        // The one that is ready is the one to call.
        let clone = self.service.clone();
        let mut service = replace(&mut self.service, clone);
        let BufferLayer {
            reading,
            limits,
            session,
        } = self.layer.clone();
        let Begun(begun) = request.extensions().get().copied().unwrap_or(Begun(Instant::now()));
        Box::pin(async move {
            let token = match session {
                Some(session) => session.token(&origin(request.uri())).await,
                None => Default::default(),
            };
            if let Some(value) = token.value {
                request.headers_mut().insert(AUTHORIZATION, value);
            }
            let (mut parts, body) = service.call(request).await?.into_parts();
            parts.extensions.insert(SentAfter(token.renewals));
            let body = match reading.covers(parts.status, &parts.headers, body.size_hint().exact()) {
                true => Peeked::read(body, reading.limit, sleep(limits.time_left(begun.elapsed()))).await,
                false => Peeked::of(Bytes::new(), Some(body)),
            };
            Ok(Response::from_parts(parts, body))
        })
    }
}
