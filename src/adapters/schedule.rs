//! What to do after each failure of one request: the same decision for every adapter.

use std::time::Duration;

use super::{Reason, Step};
use crate::{Idempotency, Kind, Next, VendorError};

/// What the program allows, whatever the catalog says.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The time from the first sending after which no wait may end.
    pub budget: Duration,
    /// How many times a request may be sent in all.
    pub attempts: u32,
}

impl Limits {
    /// What is left of the budget so long after the first sending, for the body of an answer and for a renewal: at least a
    /// second, since a body is hardly ever more than what came with the head.
    #[cfg(any(feature = "reqwest-middleware", feature = "tower"))]
    pub fn time_left(&self, elapsed: Duration) -> Duration {
        self.budget.saturating_sub(elapsed).max(Duration::from_secs(1))
    }
}

/// Two minutes, and as often as the catalog says.
impl Default for Limits {
    fn default() -> Self {
        Limits {
            budget: Duration::from_secs(120),
            attempts: u32::MAX,
        }
    }
}

/// Follows one request through its repetitions.
#[derive(Clone, Copy, Debug, Default)]
pub struct Schedule {
    sent: u32,
    /// The kind of the last failure, and how many of it there were on end: each sort of trouble has a backoff of its own.
    kind: Option<Kind>,
    streak: u32,
    renewed: bool,
}

impl Schedule {
    /// Notes that the request is being sent.
    pub fn send(&mut self) {
        self.sent = self.sent.saturating_add(1);
    }

    /// Returns how many times the request has been sent.
    #[cfg(any(feature = "reqwest-middleware", feature = "tower", feature = "tracing"))]
    pub fn sent(&self) -> u32 {
        self.sent
    }

    /// Decides after a failure, `elapsed` after the first sending; `renews` says whether there is somebody who renews the
    /// request's session, and is asked only where that matters.
    pub fn decide(
        &mut self,
        error: &VendorError,
        idempotency: Idempotency,
        limits: &Limits,
        elapsed: Duration,
        jitter: f64,
        renews: impl Fn() -> bool,
    ) -> Step {
        match error.next(idempotency) {
            Next::SendAgain(backoff) if self.sent >= backoff.attempts().min(limits.attempts) => {
                Step::GiveUp(Reason::Attempts)
            }
            Next::SendAgain(backoff) => {
                self.streak = if self.kind == error.kind() {
                    self.streak.saturating_add(1)
                } else {
                    1
                };
                self.kind = error.kind();
                let delay = backoff.delay(self.streak, jitter);
                if elapsed.saturating_add(delay) > limits.budget {
                    return Step::GiveUp(Reason::TimeBudget);
                }
                Step::Wait(delay)
            }
            Next::RenewSession if self.sent >= limits.attempts => Step::GiveUp(Reason::Attempts),
            Next::RenewSession if self.renewed || !renews() => Step::GiveUp(Reason::Session),
            Next::RenewSession => {
                self.renewed = true;
                Step::Renew
            }
            Next::LookFirst => Step::GiveUp(Reason::MayBeApplied),
            Next::Restart | Next::FollowOthers | Next::Stop => Step::GiveUp(Reason::Verdict),
        }
    }
}
