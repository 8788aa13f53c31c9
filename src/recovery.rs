//! The machine's next step: recovery, whether the write was applied, and what the verdict covers.

use super::category::Category;

/// What the program itself should do next. `retry` carries its waiting rule separately, as a backoff.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[strum(serialize_all = "snake_case")]
#[non_exhaustive]
pub enum Recovery {
    /// Send the same request again after a wait.
    Retry,
    /// Get a new session or token, without a person, and send the request once more.
    RenewSession,
    /// Begin again: a fresh cursor, query or read.
    Restart,
    /// The request or its data must be changed before it is sent again.
    FixRequest,
    /// Somebody must change credentials, permissions or policies.
    FixAccess,
    /// Give up and tell a person.
    Escalate,
}

impl Recovery {
    /// Returns the name as it stands in catalogs, JSON and logs, such as `"renew_session"`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

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

/// Whether a write that failed so may nevertheless have happened.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[strum(serialize_all = "snake_case")]
pub enum Applied {
    /// Certainly not applied: sending it again cannot make a duplicate.
    No,
    /// Unknown: it may have been applied.
    Maybe,
    /// A part of it was applied.
    Partly,
}

impl Applied {
    /// Returns the name as it stands in catalogs, JSON and logs, such as `"maybe"`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// What a verdict covers: how much has to wait, change or stop.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[strum(serialize_all = "snake_case")]
pub enum Scope {
    /// This record; its neighbours are not affected.
    Record,
    /// This request.
    Request,
    /// The whole batch.
    Batch,
    /// The whole job.
    Job,
    /// Everything sent over this connection or with this identity.
    Connection,
}

impl Scope {
    /// Returns the name as it stands in catalogs, JSON and logs, such as `"connection"`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// How a verdict is known.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[strum(serialize_all = "snake_case")]
pub enum Certainty {
    /// The vendor's documentation says what it means.
    Documented,
    /// Seen in practice, in public code or in error reports.
    Observed,
    /// Inferred from the name.
    Inferred,
}

impl Certainty {
    /// Returns the name as it stands in catalogs and JSON, such as `"documented"`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// What an error's code says about the others that come with it.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[strum(serialize_all = "snake_case")]
pub enum Role {
    /// Says only that something inside failed: yields to the innermost known code in its message.
    Wrapper,
    /// Follows from another error of the same response: yields to any other.
    Consequence,
}

impl Role {
    /// Returns the name as it stands in catalogs, such as `"wrapper"`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// When a used-up quota comes back.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[strum(serialize_all = "snake_case")]
#[non_exhaustive]
pub enum Reset {
    /// Bit by bit: each call counts for 24 hours (Salesforce).
    #[strum(serialize = "rolling_24h")]
    Rolling24h,
    /// All at once at midnight US Central time (Marketo).
    MidnightUsCentral,
    /// All at once at midnight UTC (Salesforce's email allowances).
    MidnightUtc,
    /// All at once, a day after the limit was hit.
    #[strum(serialize = "after_24h")]
    After24h,
}

impl Reset {
    /// Returns the name as it stands in catalogs and JSON, such as `"midnight_us_central"`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}
