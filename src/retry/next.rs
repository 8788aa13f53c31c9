//! [`Next`]: recovery, whether the write was applied, and idempotency, as one answer to "what now?".

use core::time::Duration;

use super::{Backoff, Idempotency};
use crate::entry::Entry;
use crate::{Applied, Classification, Recovery};

/// What the program does next about a failure.
///
/// Made by [`Classification::next`] and `VendorError::next`. It is exhaustive: a loop that forgets an answer should not
/// compile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Wait, then send the same request again.
    SendAgain(Backoff),
    /// Look whether the write was applied: it may have been, and it is not idempotent.
    ///
    /// Where it was not, nothing can happen twice, and the answer for [`Idempotency::Idempotent`] holds.
    LookFirst,
    /// Get a new session or token, without a person, then send the same request once more.
    RenewSession,
    /// Begin again, once: with a fresh cursor, query or read.
    Restart,
    /// Do what the other errors of the response ask for, from one of which this one follows: send it again if all of them
    /// may be sent again.
    ///
    /// Where there are no others it is [`Next::Stop`].
    FollowOthers,
    /// Send nothing again before the request, the access or the service has been changed; the
    /// [remediation](Classification::remediation) tells a person how.
    Stop,
}

impl Classification<'_> {
    /// Returns what the program does next.
    ///
    /// A write that may have been applied is not to be sent again unless it is idempotent. If the input holds several
    /// errors, all of them count, as for [`retry`](Self::retry).
    ///
    /// ```
    /// use errcat::{Idempotency, Next, Vendor, classify};
    ///
    /// let after = |body| classify(Vendor::Salesforce, body).map(|c| c.next(Idempotency::NonIdempotent));
    /// assert!(matches!(after("UNABLE_TO_LOCK_ROW")?, Next::SendAgain(backoff) if backoff.attempts() > 1));
    /// assert_eq!(after("SERVER_UNAVAILABLE")?, Next::LookFirst);
    /// assert_eq!(after("INVALID_SESSION_ID")?, Next::RenewSession);
    /// assert_eq!(after("INVALID_QUERY_LOCATOR")?, Next::Restart);
    /// assert_eq!(after("ALL_OR_NONE_OPERATION_ROLLED_BACK")?, Next::FollowOthers);
    /// assert_eq!(after("REQUIRED_FIELD_MISSING")?, Next::Stop);
    /// # Ok::<(), errcat::Unrecognized<'static>>(())
    /// ```
    #[must_use]
    pub fn next(&self, idempotency: Idempotency) -> Next {
        Next::new(self.entry(), self.applied(), self.server_delay(), idempotency)
    }

    /// Returns whether the error only says that another one of the same response failed, as
    /// `ALL_OR_NONE_OPERATION_ROLLED_BACK` does: whether its kind is [`Kind::DependencyFailed`](crate::Kind).
    ///
    /// ```
    /// use errcat::{Vendor, classify, classify_all};
    ///
    /// let body = r#"[{"success":false,"errors":[{"statusCode":"UNABLE_TO_LOCK_ROW","message":"…"}]},
    ///                {"success":false,"errors":[{"statusCode":"ALL_OR_NONE_OPERATION_ROLLED_BACK","message":"…"}]}]"#;
    /// let consequences: Vec<_> = classify_all(Vendor::Salesforce, body).flatten().map(|c| c.is_consequence()).collect();
    /// assert_eq!(consequences, [false, true]);
    /// assert!(!classify(Vendor::Salesforce, body)?.is_consequence(), "of the whole the lock decides");
    /// # Ok::<(), errcat::Unrecognized<'static>>(())
    /// ```
    #[must_use]
    pub fn is_consequence(&self) -> bool {
        self.entry().is_consequence()
    }
}

impl Next {
    pub(crate) fn new(entry: &Entry, applied: Applied, asked: Option<Duration>, idempotency: Idempotency) -> Next {
        match entry.recovery() {
            Recovery::Retry | Recovery::RenewSession | Recovery::Restart if !idempotency.allows(applied) => {
                Next::LookFirst
            }
            Recovery::Retry => entry
                .backoff()
                .map_or(Next::Stop, |rule| Next::SendAgain(Backoff { rule, asked })),
            Recovery::RenewSession => Next::RenewSession,
            Recovery::Restart => Next::Restart,
            _ if entry.is_consequence() => Next::FollowOthers,
            Recovery::FixRequest | Recovery::FixAccess | Recovery::Escalate => Next::Stop,
        }
    }

    pub(crate) fn backoff(self) -> Option<Backoff> {
        match self {
            Next::SendAgain(backoff) => Some(backoff),
            Next::LookFirst | Next::RenewSession | Next::Restart | Next::FollowOthers | Next::Stop => None,
        }
    }
}
