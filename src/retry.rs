//! What follows a failure: whether a repetition is allowed, how long the wait before it lasts, and what the server asked
//! for.
//!
//! The arithmetic is exponential with full jitter above a floor. The floor is the longest of the catalog's own, the
//! server's header and the delay that the message names; it is never cut short. The jitter lies *above* the floor and
//! not below it, so that many clients that were told the same delay do not come back at the same moment. There is no
//! clock and no random number in here: the caller counts, passes the randomness and sleeps.

mod after;
mod next;
#[cfg(feature = "std")]
mod reset;

use core::time::Duration;

pub use after::RetryAfterError;
#[cfg(feature = "std")]
pub(crate) use after::until;
pub(crate) use after::{Asked, Unit, beside_records};
pub use next::Next;

use crate::entry::BackoffRule;
use crate::{Applied, Classification, Reset, Unrecognized};

/// A delay that the server asks for is taken to be at most this long, so that adding it to a clock cannot overflow.
const LONGEST: Duration = Duration::from_secs(366 * 24 * 60 * 60);

/// Whether sending a request twice does the same as sending it once.
///
/// The HTTP method says so for most requests ([RFC 9110, section 9.2.2][rfc]); for the others only the program knows:
/// an upsert by an external id may be repeated, a plain insert may not. It is exhaustive: there is no third.
///
/// [rfc]: https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Idempotency {
    /// A read, or a write that has the same effect however often it is sent.
    Idempotent,
    /// A write that would happen twice.
    NonIdempotent,
}

impl Idempotency {
    /// Returns whether a request may be sent again of which so much was applied.
    pub(crate) fn allows(self, applied: Applied) -> bool {
        self == Idempotency::Idempotent || applied == Applied::No
    }
}

impl Classification<'_> {
    /// Returns how to repeat the request, or `None` if it must not be repeated as it is; [`next`](Self::next) says what to do
    /// instead.
    ///
    /// `Some` exactly when the recovery is [`Recovery::Retry`](crate::Recovery::Retry) and, for
    /// [`Idempotency::NonIdempotent`], the failed write was certainly not applied. If the input holds several errors, all of
    /// them count: one that may have been applied makes the answer `None`, and the longest delay that one of them names is
    /// the floor.
    ///
    /// The answer is about what failed. Where a response reports success for other records, send only the failed ones
    /// again; see [`classify_all`](crate::classify_all).
    ///
    /// ```
    /// use std::time::Duration;
    /// use errcat::{Idempotency, Vendor, classify};
    ///
    /// let body = r#"[{"errorCode":"UNABLE_TO_LOCK_ROW","message":"unable to obtain exclusive access to this record"}]"#;
    /// let c = classify(Vendor::Salesforce, body)?;
    /// let backoff = c.retry(Idempotency::NonIdempotent).expect("a lock is never applied");
    ///
    /// let jitter = 0.5; // from the program's random number generator
    /// for sent in 1..backoff.attempts() {
    ///     let delay = backoff.delay(sent, jitter);
    ///     assert!(delay <= backoff.rule().ceiling());
    ///     // sleep(delay), send again, classify again
    /// }
    ///
    /// let c = classify(Vendor::Salesforce, "SERVER_UNAVAILABLE")?;
    /// assert!(c.retry(Idempotency::NonIdempotent).is_none(), "it may have been applied");
    /// assert!(c.retry(Idempotency::Idempotent).is_some());
    /// # Ok::<(), errcat::Unrecognized<'static>>(())
    /// ```
    #[must_use]
    pub fn retry(&self, idempotency: Idempotency) -> Option<Backoff> {
        self.next(idempotency).backoff()
    }

    /// Returns the delay that the server asked for: in a header, in the message, or in a header that stands in the text, as
    /// in the answer to a batch; the longest if it named several.
    ///
    /// ```
    /// use std::time::Duration;
    /// use errcat::{Vendor, classify_all};
    ///
    /// let body = r#"{"compositeResponse":[
    ///     {"body":[{"errorCode":"SERVER_UNAVAILABLE","message":"…"}],"httpHeaders":{"Retry-After":"7"},"httpStatusCode":503},
    ///     {"body":[{"errorCode":"UNABLE_TO_LOCK_ROW","message":"…"}],"httpHeaders":{},"httpStatusCode":400}]}"#;
    /// let delays: Vec<_> = classify_all(Vendor::Salesforce, body).flatten().map(|c| c.server_delay()).collect();
    /// assert_eq!(delays, [Some(Duration::from_secs(7)), None]);
    /// ```
    #[must_use]
    pub fn server_delay(&self) -> Option<Duration> {
        let text = match self.verdict.whole {
            true => self.input.raw,
            false => &self.input.raw[self.range()],
        };
        self.verdict
            .hint
            .max(self.input.facts.asked.delay)
            .max(after::in_text(text))
            .map(|delay| delay.min(LONGEST))
    }

    /// Returns what was wrong with a `Retry-After` header, if one could not be understood and was ignored.
    #[must_use]
    pub fn retry_after_error(&self) -> Option<RetryAfterError> {
        self.input.facts.asked.error
    }
}

impl Unrecognized<'_> {
    /// Returns the delay that the server asked for, in a header or in a header that stands in the text, the longest if it
    /// named several: it holds for an error that nobody knows, too.
    ///
    /// ```
    /// use std::time::Duration;
    /// use errcat::{Failure, Vendor};
    ///
    /// let failure = Failure::new(Vendor::Salesforce).retry_after("30").body(r#"{"errorCode":"BRAND_NEW_CODE"}"#);
    /// assert_eq!(failure.classify().unwrap_err().server_delay(), Some(Duration::from_secs(30)));
    /// ```
    #[must_use]
    pub fn server_delay(&self) -> Option<Duration> {
        let text = &self.raw[self.range()];
        self.asked
            .delay
            .max(after::in_text(text))
            .map(|delay| delay.min(LONGEST))
    }

    /// Returns what was wrong with a `Retry-After` header, if one could not be understood and was ignored.
    #[must_use]
    pub fn retry_after_error(&self) -> Option<RetryAfterError> {
        self.asked.error
    }
}

/// How long to wait before the same request is sent again, and how often: the catalog's rule with what the server asked
/// for.
///
/// Made by [`Classification::next`], [`Classification::retry`] and `VendorError`'s likewise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
    rule: &'static BackoffRule,
    asked: Option<Duration>,
}

impl Backoff {
    /// Returns how long to wait after the request has been sent `attempt` times: 1 after the first failure.
    ///
    /// The answer lies between [`floor`](Self::floor) and `floor + initial * 2^(attempt - 1)`, at the place that `jitter`
    /// says: 0 for the least, 1 for the most. It never exceeds the rule's ceiling, or `floor + initial` where that is more:
    /// clients that were all told to wait until the ceiling do not come back at the same moment either. Draw `jitter` anew from 0 to 1 for every wait. What is outside counts as the nearer end, and what is not
    /// a number as 1, the longest wait; an `attempt` of 0 counts as 1. Nothing overflows, whatever the number.
    ///
    /// ```
    /// use std::time::Duration;
    /// use errcat::{Failure, Idempotency, Vendor};
    ///
    /// let failure = Failure::new(Vendor::MicrosoftGraph).status(429).retry_after("7");
    /// let backoff = failure.classify()?.retry(Idempotency::NonIdempotent).unwrap();
    /// assert_eq!(backoff.delay(1, 0.0), Duration::from_secs(7));
    /// assert!(backoff.delay(u32::MAX, f64::NAN) <= backoff.rule().ceiling());
    /// # Ok::<(), errcat::Unrecognized<'static>>(())
    /// ```
    #[must_use]
    pub fn delay(&self, attempt: u32, jitter: f64) -> Duration {
        let floor = self.floor();
        let room = self.rule.ceiling().saturating_sub(floor).max(self.rule.initial());
        let spread = self
            .rule
            .initial()
            .saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1)))
            .min(room);
        let jitter = if jitter.is_nan() { 1.0 } else { jitter.clamp(0.0, 1.0) };
        // Rounding can lead past the largest duration.
        let part = Duration::try_from_secs_f64(spread.as_secs_f64() * jitter)
            .unwrap_or(spread)
            .min(spread);
        floor.saturating_add(part)
    }

    /// Returns the least time to wait: the longest of the rule's own and what the server asked for.
    #[must_use]
    pub fn floor(&self) -> Duration {
        self.asked.unwrap_or_default().max(self.rule.floor())
    }

    /// Returns the delay that the server asked for, in a header or in the message.
    #[must_use]
    pub fn server_delay(&self) -> Option<Duration> {
        self.asked
    }

    /// Returns how many times the request may be sent in all, the first time included.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.rule.attempts()
    }

    /// Returns when a used-up quota comes back, where the vendor has such a rule.
    #[must_use]
    pub fn reset(&self) -> Option<Reset> {
        self.rule.reset()
    }

    /// Returns the catalog's figures.
    #[must_use]
    pub fn rule(&self) -> &'static BackoffRule {
        self.rule
    }

    /// Returns after which time the service will accept the request again, where that can be known: the server's own
    /// word, else the time from `now` to the midnight at which the quota comes back.
    ///
    /// A rolling window frees bit by bit, and a day after the limit was hit begins nobody knows when: `None` then, and
    /// probing at growing distances, as [`delay`](Self::delay) has it, is the best that can be done.
    ///
    /// ```
    /// use std::time::{Duration, SystemTime};
    /// use errcat::{Idempotency, Vendor, classify};
    ///
    /// let c = classify(Vendor::MarketoRest, r#"{"success":false,"errors":[{"code":"607","message":"Daily quota reached"}]}"#)?;
    /// let noon_utc = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_262_400); // 2026-11-21
    /// let left = c.retry(Idempotency::Idempotent).unwrap().time_left(noon_utc);
    /// assert_eq!(left, Some(Duration::from_secs(18 * 60 * 60)));
    /// # Ok::<(), errcat::Unrecognized<'static>>(())
    /// ```
    #[cfg(feature = "std")]
    #[must_use]
    pub fn time_left(&self, now: std::time::SystemTime) -> Option<Duration> {
        match (self.asked, self.reset()) {
            (None, Some(Reset::MidnightUsCentral)) => reset::until_midnight_us_central(now),
            (None, Some(Reset::MidnightUtc)) => reset::until_midnight_utc(now),
            (asked, _) => asked,
        }
    }
}
