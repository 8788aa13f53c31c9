//! The four categories: what the caller can do next.

use super::named::named;

named! {
    /// What the caller can do about a failure. Exactly one holds for every failure.
    ///
    /// The categories are defined by the caller's next move, so they exclude each other and the set is complete.
    pub enum Category {
        /// The same request, unchanged, can succeed later with nobody doing anything.
        Retryable = "retryable",
        /// Identity, session, credentials or permissions must change first.
        Auth = "auth",
        /// The request or the record's data must change first.
        Validation = "validation",
        /// None of those helps: not found, wrong state, feature off, an administrator's limit, a customisation that fails,
        /// the vendor's own defect.
        Permanent = "permanent",
    }
}
