//! [`Gate`]: keeps requests back while a quota of the whole connection is used up.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::time::Instant;

use crate::{Idempotency, Kind, Scope, VendorError};

/// A request that was not sent, because a quota of the whole connection is used up.
#[derive(Clone, Debug, thiserror::Error)]
#[error("not sent: a quota is used up, to be asked again in {} s", .left.as_secs_f64().ceil())]
pub struct QuotaError {
    left: Duration,
    #[source]
    error: VendorError,
}

impl QuotaError {
    /// Returns how long requests are still kept back.
    #[must_use]
    pub fn time_left(&self) -> Duration {
        self.left
    }

    /// Returns the failure that told of the quota.
    #[must_use]
    pub fn error(&self) -> &VendorError {
        &self.error
    }
}

/// Closed for as long as a quota is known to be used up.
#[derive(Debug, Default)]
pub struct Gate {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    closed: Option<(Instant, VendorError)>,
    /// How often on end the quota was found used up.
    strikes: u32,
}

impl Gate {
    /// Returns an error for as long as the gate is closed.
    pub fn check(&self) -> Result<(), QuotaError> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match &state.closed {
            Some((until, error)) if *until > Instant::now() => Err(QuotaError {
                left: until.duration_since(Instant::now()),
                error: error.clone(),
            }),
            _ => Ok(()),
        }
    }

    /// Forgets how often the quota was found used up, since something else was answered; a gate that is closed stays so.
    pub fn reset_strikes(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).strikes = 0;
    }

    /// Closes the gate if the failure tells of a used-up quota of the whole connection, and returns whether it does.
    ///
    /// It stays closed for the time left where that can be known, though never less than a floor that the rule sets, and
    /// otherwise for the next delay of the backoff, so that the quota is probed at growing distances. That the server
    /// asks for no wait tells nothing about the quota.
    pub fn close_for(&self, error: &VendorError, jitter: f64) -> bool {
        let whole = error.kind() == Some(Kind::QuotaExhausted) && error.scope() == Some(Scope::Connection);
        let Some(backoff) = error.retry(Idempotency::Idempotent).filter(|_| whole) else {
            return false;
        };
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        // Requests that were under way together all find the same quota used up: that is one strike.
        if state.closed.as_ref().is_none_or(|(until, _)| *until <= now) {
            state.strikes = state.strikes.saturating_add(1);
        }
        let left = backoff
            .time_left(SystemTime::now())
            .filter(|left| !left.is_zero())
            .unwrap_or_else(|| backoff.delay(state.strikes, jitter))
            .max(backoff.floor());
        let until = state.closed.take().map_or(now, |(until, _)| until).max(now + left);
        state.closed = Some((until, error.clone()));
        true
    }
}

#[cfg(all(test, feature = "salesforce"))]
mod tests {
    use super::*;
    use crate::{Failure, Vendor, classify};
    use tokio::time::advance;

    const MINUTE: Duration = Duration::from_secs(60);

    fn error(body: &str) -> VendorError {
        classify(Vendor::Salesforce, body).unwrap().into()
    }

    fn quota() -> VendorError {
        error(r#"[{"message":"TotalRequests Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}]"#)
    }

    fn left(gate: &Gate) -> Duration {
        gate.check().unwrap_err().time_left()
    }

    /// A rolling window has no known end: its figures are 15 minutes, doubled up to two hours.
    #[tokio::test(start_paused = true)]
    async fn a_rolling_quota_is_probed_at_growing_distances() {
        let gate = Gate::default();
        for minutes in [15, 30, 60, 120, 120] {
            assert!(gate.close_for(&quota(), 1.0));
            assert_eq!(left(&gate), MINUTE * minutes);
            // Another request that was under way learns nothing new.
            assert!(gate.close_for(&quota(), 1.0));
            assert_eq!(left(&gate), MINUTE * minutes);
            advance(MINUTE * minutes).await;
            assert!(gate.check().is_ok());
        }
        gate.reset_strikes();
        assert!(gate.close_for(&quota(), 1.0));
        assert_eq!(left(&gate), MINUTE * 15, "from the beginning again");
        gate.reset_strikes();
        assert_eq!(left(&gate), MINUTE * 15, "an answer to another request opens no gate");
    }

    #[tokio::test(start_paused = true)]
    async fn no_wait_asked_for_is_not_a_quota_that_is_back() {
        for header in ["0", "Sun, 06 Nov 1994 08:49:37 GMT"] {
            let gate = Gate::default();
            let body = r#"[{"message":"TotalRequests Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}]"#;
            let failure = Failure::new(Vendor::Salesforce).retry_after(header).body(body);
            assert!(gate.close_for(&failure.classify().unwrap().into(), 1.0));
            assert_eq!(left(&gate), MINUTE * 15, "{header}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn only_a_quota_of_the_whole_connection_closes_it() {
        let gate = Gate::default();
        for other in [
            "SINGLE_EMAIL_LIMIT_EXCEEDED",
            "UNABLE_TO_LOCK_ROW",
            "ConcurrentPerOrgLongTxn Limit exceeded",
            "REQUIRED_FIELD_MISSING",
        ] {
            assert!(!gate.close_for(&error(other), 1.0), "{other}");
            assert!(gate.check().is_ok(), "{other}");
        }
    }
}
