//! The four categories: what the caller can do next.

/// What the caller can do about a failure. Exactly one holds for every failure.
///
/// The categories are defined by the caller's next move, so they exclude each other and the set is complete.
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
pub enum Category {
    /// The same request, unchanged, can succeed later with nobody doing anything.
    Retryable,
    /// Identity, session, credentials or permissions must change first.
    Auth,
    /// The request or the record's data must change first.
    Validation,
    /// None of those helps: not found, wrong state, feature off, an administrator's limit, a customisation that fails,
    /// the vendor's own defect.
    Permanent,
}

impl Category {
    /// Returns the category's name as it stands in catalogs, JSON and logs, such as `"retryable"`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}
