//! The languages of the catalog's texts.

/// A language of the catalog's texts.
///
/// French needs the feature `lang-fr`; without it, and for the few texts that exist in English only, the English text
/// is returned.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
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
pub enum Locale {
    /// English.
    #[default]
    En,
    /// French.
    Fr,
}

impl Locale {
    /// Returns the language's two-letter code, such as `"fr"`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}
