//! [`include_catalog!`](crate::include_catalog): how a crate takes in the catalog that its build script compiled.

use crate::catalog::VendorRecord;
use crate::generated::{CATALOG, FINGERPRINT};

/// Returns the shipped vendors for a catalog whose build script knew them by this fingerprint.
///
/// With others the build ends here, and not somewhere in the tables.
#[doc(hidden)]
#[must_use]
pub const fn shipped(fingerprint: u64) -> &'static [&'static VendorRecord] {
    assert!(
        fingerprint == FINGERPRINT,
        "the errcat of the build script is another than the crate's: give the dependency and the build-dependency the \
         same version and the same vendor families"
    );
    CATALOG.vendors
}

/// Takes in the catalog that `errcat::compiler::Build` has compiled in the crate's build script.
///
/// It defines, where it stands: a module for each vendor with its `Code` (and `Operation`, where it has some) and its
/// `VENDOR`; `CLASSIFIER`, the [`Classifier`](crate::Classifier) with these vendors and, if they were asked for, the
/// shipped ones; and `classify`, which judges by it.
///
/// ```text
/// mod errors {
///     errcat::include_catalog!();
/// }
///
/// let c = errors::classify(errors::acme::VENDOR, "ROCKET_BUSY: try again")?;
/// ```
///
/// The crate `examples/own_vendors` does it all.
#[macro_export]
macro_rules! include_catalog {
    () => {
        #[allow(unreachable_pub, clippy::all, clippy::pedantic, clippy::nursery)]
        mod __errcat_catalog {
            use $crate::__generated::*;

            include!(concat!(env!("OUT_DIR"), "/errcat_catalog.rs"));
        }

        #[doc(inline)]
        pub use __errcat_catalog::__vendors::*;

        /// The classifier with this crate's own catalog.
        pub static CLASSIFIER: $crate::Classifier = $crate::Classifier::of(&__errcat_catalog::CATALOG);

        /// Says what an error string of a vendor's API means, by this crate's own catalog; see
        /// [`errcat::classify`]($crate::classify()).
        ///
        /// # Errors
        ///
        /// [`Unrecognized`]($crate::Unrecognized) if nothing in the input is known, or if beside errors that may be repeated
        /// there is one that nobody knows.
        pub fn classify(
            vendor: $crate::Vendor,
            raw: &str,
        ) -> ::core::result::Result<$crate::Classification<'_>, $crate::Unrecognized<'_>> {
            CLASSIFIER.classify(vendor, raw)
        }
    };
}
