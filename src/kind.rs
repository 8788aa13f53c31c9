//! The kinds: the finer reasons, each of which belongs to exactly one category.

use super::category::Category;

/// Why a call failed, finer than its [`Category`] and the same for every vendor.
///
/// What a kind means for the program (its recovery, backoff, scope) and its default texts are data:
/// `catalog/kinds.toml`. An entry may override them.
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
pub enum Kind {
    /// Too many requests in a short window.
    RateLimited,
    /// Too many requests, jobs or queue places in use at the same moment.
    ConcurrencyLimited,
    /// An allowance for a long window (a day, usually) is used up and comes back by itself.
    QuotaExhausted,
    /// Another transaction holds the record or the table.
    LockContention,
    /// The vendor, or the connection to it, gave up waiting.
    Timeout,
    /// The service, or a part it needs, is down or overloaded for now.
    Unavailable,
    /// The vendor has announced or entered maintenance.
    Maintenance,
    /// An internal fault of the vendor that may pass.
    ServerFault,
    /// An operation that excludes this one is in progress and will end by itself.
    Busy,

    /// The session or the access token is no longer valid; a new one can be had without a person.
    SessionExpired,
    /// The user name, password, secret, certificate, grant or token was refused.
    CredentialsRejected,
    /// The user or an administrator has not approved the application.
    ConsentRequired,
    /// A person must sign in, confirm or pass another factor.
    InteractionRequired,
    /// The user, the client or the whole organisation is disabled, locked or closed.
    AccountDisabled,
    /// The caller's network address or the hour is not allowed.
    NetworkRestricted,
    /// The caller is known but lacks a permission, role, scope or licence of its own.
    PermissionDenied,
    /// A security or access policy forbids it.
    PolicyBlocked,
    /// The application's registration does not match what it asks for.
    AppMisconfigured,

    /// The request cannot be read or has the wrong form: syntax, method, header, query.
    MalformedRequest,
    /// Something required is absent or empty.
    MissingValue,
    /// A value has the wrong type, format, length or range, or is not among the allowed ones.
    InvalidValue,
    /// An identifier or key does not lead to what it should.
    InvalidReference,
    /// The object, field, column or property named does not exist or may not be used so.
    UnknownSchema,
    /// It exists already, or stands twice in the request.
    Duplicate,
    /// A rule of the organisation's own refuses the data.
    RuleViolated,
    /// The request, batch, file or result is larger than allowed.
    TooLarge,
    /// A cursor, delta token or locator no longer works; begin again with a fresh one.
    StaleCursor,
    /// The resource changed since it was read; read it again and repeat the change.
    StaleVersion,
    /// This part failed only because another part of the same request failed.
    DependencyFailed,

    /// The thing addressed does not exist, or is hidden from the caller.
    NotFound,
    /// The thing exists but its state does not allow this.
    WrongState,
    /// The vendor does not offer this here.
    Unsupported,
    /// The feature is switched off or not licensed for the organisation.
    FeatureDisabled,
    /// A fixed limit that only an administrator or a purchase can change.
    LimitReached,
    /// Payment or billing set-up is missing.
    Billing,
    /// A person or a process holds a lock that does not end by itself soon.
    Locked,
    /// Code or automation of the organisation failed: trigger, flow, validation code.
    CustomizationFailed,
    /// A fault of the vendor that repeating does not mend, or that nobody can name.
    VendorDefect,
    /// What was asked for has happened already, or there is nothing left to do.
    AlreadyDone,
}

impl Kind {
    /// Returns the category to which every failure of this kind belongs.
    #[must_use]
    pub const fn category(self) -> Category {
        match self {
            Kind::RateLimited
            | Kind::ConcurrencyLimited
            | Kind::QuotaExhausted
            | Kind::LockContention
            | Kind::Timeout
            | Kind::Unavailable
            | Kind::Maintenance
            | Kind::ServerFault
            | Kind::Busy => Category::Retryable,
            Kind::SessionExpired
            | Kind::CredentialsRejected
            | Kind::ConsentRequired
            | Kind::InteractionRequired
            | Kind::AccountDisabled
            | Kind::NetworkRestricted
            | Kind::PermissionDenied
            | Kind::PolicyBlocked
            | Kind::AppMisconfigured => Category::Auth,
            Kind::MalformedRequest
            | Kind::MissingValue
            | Kind::InvalidValue
            | Kind::InvalidReference
            | Kind::UnknownSchema
            | Kind::Duplicate
            | Kind::RuleViolated
            | Kind::TooLarge
            | Kind::StaleCursor
            | Kind::StaleVersion
            | Kind::DependencyFailed => Category::Validation,
            Kind::NotFound
            | Kind::WrongState
            | Kind::Unsupported
            | Kind::FeatureDisabled
            | Kind::LimitReached
            | Kind::Billing
            | Kind::Locked
            | Kind::CustomizationFailed
            | Kind::VendorDefect
            | Kind::AlreadyDone => Category::Permanent,
        }
    }

    /// Returns the kind's name as it stands in catalogs, JSON and logs, such as `"lock_contention"`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}
