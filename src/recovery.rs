//! The machine's next step: recovery, whether the write was applied, and what the verdict covers.

use super::category::Category;
use super::named::named;

named! {
    /// What the program itself should do next. `retry` carries its waiting rule separately, as a backoff.
    #[non_exhaustive]
    pub enum Recovery {
        /// Send the same request again after a wait.
        Retry = "retry",
        /// Get a new session or token, without a person, and send the request once more.
        RenewSession = "renew_session",
        /// Begin again: a fresh cursor, query or read.
        Restart = "restart",
        /// The request or its data must be changed before it is sent again.
        FixRequest = "fix_request",
        /// Somebody must change credentials, permissions or policies.
        FixAccess = "fix_access",
        /// Give up and tell a person.
        Escalate = "escalate",
    }
}

impl Recovery {
    /// Returns whether a verdict of this category may carry this recovery.
    ///
    /// `Retry` goes with [`Category::Retryable`] and with nothing else, in both directions.
    #[must_use]
    pub fn fits(self, category: Category) -> bool {
        match self {
            Recovery::Retry => category == Category::Retryable,
            Recovery::RenewSession | Recovery::FixAccess => category == Category::Auth,
            Recovery::FixRequest => category == Category::Validation,
            Recovery::Restart => matches!(category, Category::Validation | Category::Permanent),
            Recovery::Escalate => category != Category::Retryable,
        }
    }
}

named! {
    /// Whether a write that failed so may nevertheless have happened. It is exhaustive: there is nothing in between.
    pub enum Applied {
        /// Certainly not applied: sending it again cannot make a duplicate.
        No = "no",
        /// Unknown: it may have been applied.
        Maybe = "maybe",
        /// A part of it was applied.
        Partly = "partly",
    }
}

named! {
    /// What a verdict covers: how much has to wait, change or stop.
    #[non_exhaustive]
    pub enum Scope {
        /// This record; its neighbours are not affected.
        Record = "record",
        /// This request.
        Request = "request",
        /// The whole batch.
        Batch = "batch",
        /// The whole job.
        Job = "job",
        /// Everything sent over this connection or with this identity.
        Connection = "connection",
    }
}

named! {
    /// How a verdict is known.
    #[non_exhaustive]
    pub enum Certainty {
        /// The vendor's documentation says what it means.
        Documented = "documented",
        /// Seen in practice, in public code or in error reports.
        Observed = "observed",
        /// Inferred from the name.
        Inferred = "inferred",
    }
}

named! {
    /// What an error's code says about the others that come with it.
    #[non_exhaustive]
    pub enum Role {
        /// Says only that something inside failed: yields to the innermost known code in its message.
        Wrapper = "wrapper",
        /// Follows from another code of the same error: yields to any other.
        Consequence = "consequence",
    }
}

named! {
    /// When a used-up quota comes back.
    #[non_exhaustive]
    pub enum Reset {
        /// Bit by bit: each call counts for 24 hours (Salesforce).
        Rolling24h = "rolling_24h",
        /// All at once at midnight US Central time (Marketo).
        MidnightUsCentral = "midnight_us_central",
        /// All at once at midnight UTC (Salesforce's email allowances).
        MidnightUtc = "midnight_utc",
        /// All at once, a day after the limit was hit.
        After24h = "after_24h",
    }
}
