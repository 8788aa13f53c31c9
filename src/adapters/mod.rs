//! Adapters: the verdict inside of HTTP clients and retry crates, so that it is not lost on the way to the retry loop.
//!
//! | feature | module | what it is |
//! |---|---|---|
//! | `http` | [`http`] | [`Failure::from_parts`](crate::Failure::from_parts), idempotency from a method |
//! | `reqwest-middleware` | [`reqwest`] | a middleware that waits, renews the session, repeats, and fails fast on a used-up quota |
//! | `tower` | [`tower`] | a `retry::Policy` over buffered `http` responses, and the layer that buffers them |
//! | `backon` | [`backon`] | `when` and `adjust` for a `backon` retry |
//! | `tracing` | [`tracing`] | one event for each decision, without the payload |
//!
//! None of them repeats a write that may have been applied, shortens a delay that the server asked for, or repeats what
//! cannot succeed. Each repeats at most as often as the catalog's rule for the failure says.
//!
//! # Crates for which there is no adapter
//!
//! **tokio-retry2** (0.9): there is none, because it could not be honest. The crate has a `RetryError::Transient` with a
//! `retry_after`, but its retry loop sleeps for what its own strategy yields and ignores that delay: three failures
//! that asked for 700 ms each were repeated after 33 to 40 ms. Its `From<E>` also makes every error that meets a `?`
//! transient, so that a forgotten conversion repeats what must not be repeated. Use [`backon`], which leaves the delay
//! to a function, or write the loop by hand: it is five lines with [`Backoff::delay`](crate::Backoff::delay).
//!
//! **reqwest-retry** (0.9): its `RetryableStrategy` sees a response without its body and answers only "transient" or
//! "fatal", so that neither the vendor's code nor the server's delay can reach it. Use the middleware in [`reqwest`] instead of it for
//! what the vendor answers. It goes well with it for what has no answer at all: a refused connection or a name that does
//! not resolve. Add it after errcat's middleware, nearer to the network, with a strategy that looks at `Err` alone.
//!
//! **reqwest's own retry** (0.13) sees the method, the address and the status, and its trait is sealed.

#[cfg(any(feature = "reqwest-middleware", feature = "tower"))]
mod body;
#[cfg(feature = "reqwest-middleware")]
mod gate;
#[cfg(any(feature = "reqwest-middleware", feature = "tower"))]
mod inspect;
#[cfg(any(feature = "reqwest-middleware", feature = "tower", feature = "backon"))]
mod schedule;
#[cfg(any(feature = "reqwest-middleware", feature = "tower"))]
mod session;

#[cfg(feature = "backon")]
pub mod backon;
#[cfg(feature = "http")]
pub mod http;
#[cfg(feature = "reqwest-middleware")]
pub mod reqwest;
#[cfg(feature = "tower")]
pub mod tower;
#[cfg(feature = "tracing")]
pub mod tracing;

use std::fmt;
use std::time::Duration;

use crate::VendorError;

#[cfg(any(feature = "reqwest-middleware", feature = "tower"))]
pub use body::Peeked;

/// What an adapter does about one failure: for logs, metrics and tests.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Decision<'a> {
    /// What the vendor's answer means.
    pub error: &'a VendorError,
    /// How many times the request has been sent until now.
    pub attempt: u32,
    /// What happens next.
    pub step: Step,
}

impl<'a> Decision<'a> {
    /// Lays down a decision, for programs with a retry loop of their own that want the same events.
    #[must_use]
    pub fn new(error: &'a VendorError, attempt: u32, step: Step) -> Self {
        Decision { error, attempt, step }
    }
}

/// What happens next after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// The same request is sent again after this time.
    Wait(Duration),
    /// The session is renewed and the request is sent again at once.
    Renew,
    /// The response is handed back as it came.
    GiveUp(Reason),
}

/// Why a request is not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// The verdict: sending the same request again cannot help, or the failure is not known.
    Verdict,
    /// The write may have been applied, and the request is not idempotent.
    MayBeApplied,
    /// The response reports success for a part of the request.
    PartlyApplied,
    /// It has been sent as often as the rule or the configuration allows.
    Attempts,
    /// The wait would not end within the time budget.
    TimeBudget,
    /// Too many requests are being repeated at present (tower's budget).
    RetryBudget,
    /// The body is a stream that can be sent only once.
    BodyNotRepeatable,
    /// A quota of the whole connection is used up.
    Quota,
    /// The session has been renewed once already, or cannot be renewed.
    Session,
}

impl Reason {
    /// Returns the reason as a short clause, such as `"it may have been applied"`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::Verdict => "repeating it cannot help",
            Reason::MayBeApplied => "it may have been applied",
            Reason::PartlyApplied => "a part of it was applied",
            Reason::Attempts => "it was sent often enough",
            Reason::TimeBudget => "the wait exceeds the time budget",
            Reason::RetryBudget => "too many requests are being repeated",
            Reason::BodyNotRepeatable => "its body cannot be sent twice",
            Reason::Quota => "the quota is used up",
            Reason::Session => "the session could not be renewed",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// How a request ended that did not succeed; among the response's extensions, beside the [`VendorError`].
#[cfg(any(feature = "reqwest-middleware", feature = "tower"))]
#[derive(Clone, Debug)]
pub struct Outcome {
    attempts: u32,
    reason: Reason,
    renewal_error: Option<std::sync::Arc<session::BoxError>>,
}

#[cfg(any(feature = "reqwest-middleware", feature = "tower"))]
impl Outcome {
    /// Returns how many times the request was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Returns why it was not sent again.
    #[must_use]
    pub fn reason(&self) -> Reason {
        self.reason
    }

    /// Returns the error of the hook that should have renewed the session, if it failed.
    #[must_use]
    pub fn renewal_error(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
        Some(&***self.renewal_error.as_ref()?)
    }
}

/// A number from 0 to 1, good enough to keep clients from marching in step, and no more.
#[cfg(any(feature = "reqwest-middleware", feature = "tower", feature = "backon"))]
fn random() -> f64 {
    use std::hash::{BuildHasher, Hasher, RandomState};

    // The standard library seeds every hasher differently.
    let bits = RandomState::new().build_hasher().finish() >> 11;
    bits as f64 / (1_u64 << 53) as f64
}
