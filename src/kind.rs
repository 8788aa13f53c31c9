//! The kinds: the finer reasons, each of which belongs to exactly one category.

use super::category::Category;
use super::named::named;

named! {
    /// Why a call failed, finer than its [`Category`] and the same for every vendor.
    ///
    /// What a kind means for the program (its recovery, backoff, scope) and its default texts are data:
    /// `catalog/kinds.toml`. An entry may override them.
    #[non_exhaustive]
    pub enum Kind {
        /// Too many requests in a short window.
        RateLimited = "rate_limited",
        /// Too many requests, jobs or queue places in use at the same moment.
        ConcurrencyLimited = "concurrency_limited",
        /// An allowance for a long window (a day, usually) is used up and comes back by itself.
        QuotaExhausted = "quota_exhausted",
        /// Another transaction holds the record or the table.
        LockContention = "lock_contention",
        /// The vendor, or the connection to it, gave up waiting.
        Timeout = "timeout",
        /// The service, or a part it needs, is down or overloaded for now.
        Unavailable = "unavailable",
        /// The vendor has announced or entered maintenance.
        Maintenance = "maintenance",
        /// An internal fault of the vendor that may pass.
        ServerFault = "server_fault",
        /// An operation that excludes this one is in progress and will end by itself.
        Busy = "busy",

        /// The session or the access token is no longer valid; a new one can be had without a person.
        SessionExpired = "session_expired",
        /// The user name, password, secret, certificate, grant or token was refused.
        CredentialsRejected = "credentials_rejected",
        /// The user or an administrator has not approved the application.
        ConsentRequired = "consent_required",
        /// A person must sign in, confirm or pass another factor.
        InteractionRequired = "interaction_required",
        /// The user, the client or the whole organisation is disabled, locked or closed.
        AccountDisabled = "account_disabled",
        /// The caller's network address or the hour is not allowed.
        NetworkRestricted = "network_restricted",
        /// The caller is known but lacks a permission, role, scope or licence of its own.
        PermissionDenied = "permission_denied",
        /// A security or access policy forbids it.
        PolicyBlocked = "policy_blocked",
        /// The application's registration does not match what it asks for.
        AppMisconfigured = "app_misconfigured",

        /// The request cannot be read or has the wrong form: syntax, method, header, query.
        MalformedRequest = "malformed_request",
        /// Something required is absent or empty.
        MissingValue = "missing_value",
        /// A value has the wrong type, format, length or range, or is not among the allowed ones.
        InvalidValue = "invalid_value",
        /// An identifier or key does not lead to what it should.
        InvalidReference = "invalid_reference",
        /// The object, field, column or property named does not exist or may not be used so.
        UnknownSchema = "unknown_schema",
        /// It exists already, or stands twice in the request.
        Duplicate = "duplicate",
        /// A rule of the organisation's own refuses the data.
        RuleViolated = "rule_violated",
        /// The request, batch, file or result is larger than allowed.
        TooLarge = "too_large",
        /// A cursor, delta token or locator no longer works; begin again with a fresh one.
        StaleCursor = "stale_cursor",
        /// The resource changed since it was read; read it again and repeat the change.
        StaleVersion = "stale_version",
        /// This part failed only because another part of the same request failed.
        DependencyFailed = "dependency_failed",

        /// The thing addressed does not exist, or is hidden from the caller.
        NotFound = "not_found",
        /// The thing exists but its state does not allow this.
        WrongState = "wrong_state",
        /// The vendor does not offer this here.
        Unsupported = "unsupported",
        /// The feature is switched off or not licensed for the organisation.
        FeatureDisabled = "feature_disabled",
        /// A fixed limit that only an administrator or a purchase can change.
        LimitReached = "limit_reached",
        /// Payment or billing set-up is missing.
        Billing = "billing",
        /// A person or a process holds a lock that does not end by itself soon.
        Locked = "locked",
        /// Code or automation of the organisation failed: trigger, flow, validation code.
        CustomizationFailed = "customization_failed",
        /// A fault of the vendor that repeating does not mend, or that nobody can name.
        VendorDefect = "vendor_defect",
        /// What was asked for has happened already, or there is nothing left to do.
        AlreadyDone = "already_done",
    }
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
}
