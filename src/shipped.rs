//! The shipped catalog's files as texts, for those who compile something beside them.

use crate::pipeline::source::{FileRole, Source};

/// Each file's name and text.
static FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/sources.rs"));

/// Returns the files of the kinds and, if wanted, of the vendors.
///
/// Vendors of families that are not compiled in are among them: those that are refer to them.
pub fn sources(vendors: bool) -> Vec<Source> {
    let all = FILES
        .iter()
        .map(|(name, text)| Source::new(format!("errcat/{name}"), *text));
    all.filter(|source| vendors || matches!(source.role(), FileRole::Kinds | FileRole::KindsFrench))
        .collect()
}

/// Whether a family of shipped vendors is compiled in.
#[cfg(feature = "compiler")]
pub fn has_family(family: &str) -> bool {
    crate::Vendor::all().any(|vendor| vendor.family() == family)
}
