//! [`Overlay`]: additions and changes to a catalog, read at run time.
//!
//! ```text
//! files ──read──▶ tree ──lay on the base──▶ tree ──validate──▶ problems, or an overlay
//! ```
//!
//! All but the second and the last step is the catalog compiler's: the same format, the same rules, the same reports. The
//! tree that was read is kept. [`Classifier::with`] lays it once more, on the catalog at hand, which need not be the one that
//! it was read for:
//!
//! ```text
//! tree ──lay on the catalog at hand──▶ tree ──resolve──▶ model ──▶ tables
//! ```
//!
//! So one rule says what an overlay changes, and on whatever catalog it is laid, it is as if it had been read for it.

mod base;
mod lay;
mod patch;
mod pool;
mod read;
mod shadow;
mod tables;

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::pipeline::source::Source;
use crate::pipeline::tree::Tree;
use crate::pipeline::{files, read as reader};
use crate::pipeline::{limits, problem};
use crate::problems::Problems;
use crate::{CATALOG, Classifier};
pub use shadow::Shadow;

/// Additions and changes to errcat's catalog: an organisation's own codes, messages and verdicts, or a vendor that
/// errcat does not ship.
///
/// The format is the catalog's own, which [`catalog/README.md`][format] teaches, one text for each vendor. A table for
/// something that is there changes it, and need not be whole: a single value replaces the catalog's, a list adds to it; a
/// new kind brings its own next step, but a write that may have been applied still may. A table for something new adds it,
/// and must be whole.
///
/// Texts may be added in any language, in the form of the French files: `salesforce.de.toml` holds what
/// [`Entry::cause_in`](crate::Entry::cause_in) returns for `"de"`.
///
/// ```
/// use errcat::{Category, Classifier, Overlay, Vendor};
///
/// let overlay = Overlay::from_toml(
///     r##"
///     [vendor]
///     id = "salesforce"
///
///     [[codes.FIELD_CUSTOM_VALIDATION_EXCEPTION.variants]]
///     name     = "nightly_import"
///     kind     = "busy"
///     messages = ["The nightly import is running"]
///     cause    = "The nightly import is running and blocks changes to accounts."
///     "##,
/// )?;
/// let classifier = Classifier::new().with(&overlay);
/// let raw = r#"[{"errorCode":"FIELD_CUSTOM_VALIDATION_EXCEPTION","message":"The nightly import is running"}]"#;
/// assert_eq!(classifier.classify(Vendor::Salesforce, raw).unwrap().category(), Category::Retryable);
/// # Ok::<(), errcat::Problems>(())
/// ```
///
/// A vendor that errcat does not ship, with all that it must have:
///
/// ```
/// use errcat::{Category, Classifier, Overlay};
///
/// let overlay = Overlay::from_toml(
///     r##"
///     [vendor]
///     id             = "acme"
///     name           = "Acme Rockets"
///     family         = "acme"
///     docs           = "https://rockets.example/docs"
///     checked        = 2026-11-21
///     code_fields    = ["errorCode"]
///     message_fields = ["message"]
///
///     [codes.ROCKET_BUSY]
///     kind   = "busy"
///     cause  = "The rocket is being fuelled, which ends by itself."
///     source = "#busy"
///     "##,
/// )?;
/// let classifier = Classifier::new().with(&overlay);
/// let acme = classifier.vendor("acme").expect("the overlay brings it");
/// let c = classifier.classify(acme, r#"{"errorCode":"ROCKET_BUSY","message":"T-3"}"#).unwrap();
/// assert_eq!((c.rule(), c.category()), ("acme/ROCKET_BUSY", Category::Retryable));
/// # Ok::<(), errcat::Problems>(())
/// ```
///
/// [format]: https://docs.rs/crate/errcat/latest/source/catalog/README.md
#[derive(Clone, Debug)]
pub struct Overlay {
    read_for: Classifier,
    said: Said,
    shadows: Vec<Shadow>,
}

/// What an overlay's files say: for each language besides English a tree of its own, which has it in the French's place.
type Said = BTreeMap<String, Tree>;

impl Overlay {
    /// Reads an overlay for one vendor, which its `[vendor]` names: `id = "salesforce"`.
    ///
    /// # Errors
    ///
    /// All that is wrong with the text.
    pub fn from_toml(text: &str) -> Result<Overlay, Problems> {
        match reader::vendor_id(text) {
            Some(id) => Overlay::from_texts([(format!("{id}.toml"), text)]),
            None => Err(read::nameless(text).into()),
        }
    }

    /// Reads an overlay from texts, each with the name that its file would have: `salesforce.toml`,
    /// `salesforce.fr.toml`.
    ///
    /// # Errors
    ///
    /// All that is wrong with the texts.
    pub fn from_texts<N, T>(texts: impl IntoIterator<Item = (N, T)>) -> Result<Overlay, Problems>
    where
        N: Into<String>,
        T: Into<String>,
    {
        Overlay::of(Classifier::new(), texts)
    }

    /// Reads an overlay from files, which are named for their vendors: `salesforce.toml`, `salesforce.fr.toml`.
    ///
    /// # Errors
    ///
    /// All that is wrong with the files, among it that one cannot be read.
    pub fn from_files<P: Into<PathBuf>>(paths: impl IntoIterator<Item = P>) -> Result<Overlay, Problems> {
        read::read(&CATALOG, files::read_all(paths.into_iter().map(Into::into)))
    }

    /// Reads an overlay of another catalog than errcat's own: of one that a crate has compiled for itself, or of one
    /// that has an overlay already.
    ///
    /// # Errors
    ///
    /// All that is wrong with the texts.
    pub fn of<N, T>(classifier: Classifier, texts: impl IntoIterator<Item = (N, T)>) -> Result<Overlay, Problems>
    where
        N: Into<String>,
        T: Into<String>,
    {
        let sources = texts.into_iter().map(|(name, text)| Source::new(name, text));
        read::read(classifier.catalog(), problem::Problems::new(sources.collect()))
    }

    /// Yields the entries of the catalog that the overlay stands before: those that it changes, and those that a code
    /// of its own is found instead of.
    pub fn shadows(&self) -> impl Iterator<Item = &Shadow> {
        self.shadows.iter()
    }
}

impl Classifier {
    /// Returns a classifier that judges by this catalog with an overlay on it.
    ///
    /// The tables are built here and never freed: lay an overlay once, at the program's start, and keep the classifier,
    /// or [`install`](crate::install) it.
    ///
    /// Of several overlays the later wins, value by value, as if it had been read for what the earlier ones make: what it
    /// does not say of an entry stays as they have it, and lists add up. A next step that does not fit the kind which an
    /// earlier one has given stays away. [`Overlay::of`] reports that, and whatever else two overlays contradict each other
    /// in.
    ///
    /// # Panics
    ///
    /// If several overlays together make more than the tables can count; [`try_with`](Classifier::try_with) returns that
    /// instead. One alone never does: what it holds was counted when it was read.
    #[must_use]
    pub fn with(self, overlay: &Overlay) -> Classifier {
        self.try_with(overlay).unwrap_or_else(|too_many| panic!("{too_many}"))
    }

    /// Returns a classifier that judges by this catalog with an overlay on it, like [`Classifier::with`].
    ///
    /// # Errors
    ///
    /// [`TooMany`] if this catalog's overlays and this one together make more than the tables can count:
    /// more than 255 vendors, or 254 variants of a code. All limits stand in [`catalog/README.md`][format].
    /// What was built until then is not freed either.
    ///
    /// [format]: https://docs.rs/crate/errcat/latest/source/catalog/README.md
    pub fn try_with(self, overlay: &Overlay) -> Result<Classifier, TooMany> {
        let patches = patch::patches(&overlay.said, overlay.read_for.catalog(), self.catalog());
        let catalog = tables::lay(self.catalog(), &patches).map_err(TooMany)?;
        Ok(Classifier::of(catalog))
    }
}

/// Several overlays together make more than a catalog's tables can count.
///
/// Its `Display` says what of, and how many there can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct TooMany(limits::TooMany);
