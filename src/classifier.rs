//! [`Classifier`]: which catalog judges, and which does so by default.
//!
//! errcat's own catalog is a static. A program that adds to it (codes of its own at build time, an overlay at run time)
//! gets another one beside it; the default can be replaced once, as `log::set_logger` does it. As long as nobody does,
//! the free functions cost one atomic load more than a call with [`Classifier::new`].

use core::fmt;

use once_cell::race::OnceRef;

use crate::catalog::Catalog;
use crate::classify::Input;
use crate::failure::Facts;
use crate::{CATALOG, Classification, Code, Entry, Failure, Findings, Operation, Unrecognized, Vendor};

/// A catalog that judges: errcat's own, or one with a program's additions.
///
/// It is a reference to static tables, `Copy` and free to pass around.
///
/// ```
/// use errcat::{Category, Classifier, Vendor};
///
/// const ERRORS: Classifier = Classifier::new();
///
/// let c = ERRORS.classify(Vendor::Salesforce, "UNABLE_TO_LOCK_ROW: unable to obtain exclusive access")?;
/// assert_eq!(c.category(), Category::Retryable);
/// # Ok::<(), errcat::Unrecognized<'static>>(())
/// ```
#[derive(Clone, Copy)]
pub struct Classifier {
    catalog: &'static Catalog,
}

impl Classifier {
    /// Returns the classifier with errcat's own catalog.
    #[must_use]
    pub const fn new() -> Self {
        Classifier { catalog: &CATALOG }
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn of(catalog: &'static Catalog) -> Self {
        Classifier { catalog }
    }

    pub(crate) fn catalog(self) -> &'static Catalog {
        self.catalog
    }

    /// Says what an error string means; like [`classify`](crate::classify()), by this catalog.
    ///
    /// A vendor that this catalog does not have is judged by the catalog that brought it.
    ///
    /// # Errors
    ///
    /// [`Unrecognized`] if nothing in the input is known, or if beside errors that may be repeated there is one that nobody
    /// knows.
    pub fn classify(self, vendor: Vendor, raw: &str) -> Result<Classification<'_>, Unrecognized<'_>> {
        self.classify_bytes(vendor, raw.as_bytes())
    }

    /// Says what an error means, like [`Classifier::classify`], from bytes that need not be UTF-8.
    ///
    /// # Errors
    ///
    /// [`Unrecognized`] for the reasons that [`Classifier::classify`] has.
    pub fn classify_bytes(self, vendor: Vendor, raw: &[u8]) -> Result<Classification<'_>, Unrecognized<'_>> {
        Input::new(self.catalog, vendor, raw, Facts::default()).decide()
    }

    /// Yields a verdict for each error in an input; like [`classify_all`](crate::classify_all), by this catalog.
    pub fn classify_all(self, vendor: Vendor, raw: &str) -> Findings<'_> {
        Input::new(self.catalog, vendor, raw.as_bytes(), Facts::default()).findings()
    }

    /// Begins a [`Failure`] that this catalog will judge.
    pub fn failure<'a>(self, vendor: Vendor) -> Failure<'a> {
        Failure::with(self, vendor)
    }

    /// Returns every vendor of the catalog, the shipped ones first.
    pub fn vendors(self) -> impl ExactSizeIterator<Item = Vendor> {
        self.catalog.vendors.iter().map(|record| record.vendor)
    }

    /// Finds a vendor by its id, such as `"salesforce_bulk"`.
    #[must_use]
    pub fn vendor(self, id: &str) -> Option<Vendor> {
        self.vendors().find(|vendor| vendor.name() == id)
    }

    /// Returns every code of a vendor: a shipped vendor's own, then those that were added to it.
    pub fn codes(self, vendor: Vendor) -> impl ExactSizeIterator<Item = Code> {
        self.catalog.resolve(vendor).1.codes.iter().map(|record| record.code)
    }

    /// Returns every entry of a vendor as this catalog has it: codes with their variants, messages without a code, HTTP
    /// statuses.
    pub fn entries(self, vendor: Vendor) -> impl Iterator<Item = &'static Entry> {
        self.catalog.resolve(vendor).1.entries()
    }

    /// Returns the operations by which a vendor's errors are told apart: its own, then those that were added to it.
    pub fn operations(self, vendor: Vendor) -> impl ExactSizeIterator<Item = Operation> {
        let operations = self.catalog.resolve(vendor).1.operations;
        operations.iter().map(|(_, operation)| *operation)
    }

    /// Finds a vendor's code by its spelling, along the vendor's look-up order; like [`Code::find`], in this catalog.
    #[must_use]
    pub fn find_code(self, vendor: Vendor, spelling: &str) -> Option<Code> {
        self.catalog.find(vendor, spelling)
    }

    /// Returns what a code means by this catalog when nothing more is known.
    ///
    /// For a shipped code that an overlay changes this is the overlay's entry; [`Code::entry`] is errcat's.
    #[must_use]
    pub fn entry(self, code: Code) -> &'static Entry {
        let record = self.catalog.resolve(code.vendor()).1;
        let own = record.codes.get(code.number()).filter(|own| own.code == code);
        own.map_or_else(|| code.entry(), |own| &own.entries()[0])
    }
}

impl Default for Classifier {
    fn default() -> Self {
        Classifier::new()
    }
}

impl fmt::Debug for Classifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Classifier ")?;
        f.debug_set().entries(self.vendors()).finish()
    }
}

static INSTALLED: OnceRef<'static, Catalog> = OnceRef::new();

/// Makes a classifier the process's default: what [`classify`](crate::classify()), [`Failure`] and everything built on
/// them use from now on.
///
/// To be called once, by the program and not by a library, before the first failure is judged.
///
/// # Errors
///
/// [`AlreadyInstalled`] if it was called before; the first classifier stays.
///
/// ```
/// use errcat::{Classifier, install};
///
/// install(Classifier::new()).expect("nothing else installs one");
/// assert!(install(Classifier::new()).is_err());
/// ```
pub fn install(classifier: Classifier) -> Result<(), AlreadyInstalled> {
    INSTALLED.set(classifier.catalog).map_err(|()| AlreadyInstalled(()))
}

/// A classifier has been installed before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a classifier has been installed before")]
pub struct AlreadyInstalled(());

/// Returns the default classifier.
#[inline]
pub(crate) fn installed() -> Classifier {
    Classifier {
        catalog: INSTALLED.get().unwrap_or(&CATALOG),
    }
}
