//! The languages of the catalog's texts.

use super::named::named;

named! {
    /// A language of the catalog's texts.
    ///
    /// French needs the feature `lang-fr`; without it, and for the few texts that exist in English only, the English text
    /// is returned.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Locale {
        /// English.
        #[default]
        En = "en",
        /// French.
        Fr = "fr",
    }
}
