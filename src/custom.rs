//! Vendors, codes and operations that errcat does not ship: handles into the catalog that brought them.
//!
//! The generated enums have a variant for each shipped vendor and code; whatever a program adds (at build time with
//! `errcat::compiler`, at run time with an overlay) is their variant `Custom`. A handle is a reference and a number, so
//! that the enums stay `Copy`. It leads to its own catalog: a vendor can be classified for even where another catalog
//! is the default.
//!
//! Two handles are equal if the names are: the same code read twice is one code.

use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};

use crate::catalog::{Catalog, VendorRecord};
use crate::entry::CodeRecord;

/// Where a vendor's added codes stand: one record of one catalog.
#[doc(hidden)]
#[derive(Debug)]
pub struct Origin {
    pub home: Home,
    /// The vendor's number in that catalog.
    pub vendor: u8,
}

/// A catalog that errcat does not ship.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum Home {
    /// Compiled into a program.
    Compiled(&'static Catalog),
    /// Read at run time. Its records refer to it, so it is set once it has been put together.
    #[cfg(feature = "overlay")]
    Loaded(&'static once_cell::race::OnceRef<'static, Catalog>),
}

// Whoever looks while somebody panics sees the catalog's reference either unset or set: it is written once, atomically.
impl core::panic::RefUnwindSafe for Home {}

impl Home {
    pub(crate) fn catalog(&self) -> &'static Catalog {
        match self {
            Home::Compiled(catalog) => catalog,
            // Nobody holds a handle before its catalog is complete.
            #[cfg(feature = "overlay")]
            Home::Loaded(catalog) => catalog.get().unwrap_or(&crate::CATALOG),
        }
    }
}

impl Origin {
    fn catalog(&self) -> &'static Catalog {
        self.home.catalog()
    }

    pub(crate) fn record(&self) -> &'static VendorRecord {
        self.catalog().vendors[usize::from(self.vendor)]
    }

    /// Finds one of the vendor's own codes: not along its look-up order.
    pub fn find_code(&self, spelling: &str) -> Option<usize> {
        self.catalog().find_own(self.vendor, spelling)
    }
}

/// A vendor that errcat does not ship.
#[derive(Clone, Copy)]
pub struct CustomVendor(&'static Origin);

impl CustomVendor {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(origin: &'static Origin) -> Self {
        CustomVendor(origin)
    }

    /// Returns the catalog that brought the vendor.
    pub(crate) fn catalog(self) -> &'static Catalog {
        self.0.catalog()
    }

    pub(crate) fn record(self) -> &'static VendorRecord {
        self.0.record()
    }
}

/// A code that errcat does not ship: of a vendor of the program's own, or added to a shipped one.
#[derive(Clone, Copy)]
pub struct CustomCode {
    origin: &'static Origin,
    number: u16,
}

impl CustomCode {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(origin: &'static Origin, number: u16) -> Self {
        CustomCode { origin, number }
    }

    pub(crate) fn number(self) -> usize {
        usize::from(self.number)
    }

    pub(crate) fn vendor(self) -> &'static VendorRecord {
        self.origin.record()
    }

    pub(crate) fn record(self) -> &'static CodeRecord {
        &self.vendor().codes[self.number()]
    }
}

/// An operation that errcat does not ship.
#[derive(Clone, Copy)]
pub struct CustomOperation {
    origin: &'static Origin,
    number: u16,
}

impl CustomOperation {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(origin: &'static Origin, number: u16) -> Self {
        CustomOperation { origin, number }
    }

    pub(crate) fn name(self) -> &'static str {
        self.vendor().operations[usize::from(self.number)].0
    }

    pub(crate) fn vendor(self) -> &'static VendorRecord {
        self.origin.record()
    }
}

/// A handle is what it is called.
trait Named: Copy {
    /// The vendor's id and, if it is none itself, the name within the vendor.
    fn key(self) -> (&'static str, &'static str);
}

impl Named for CustomVendor {
    fn key(self) -> (&'static str, &'static str) {
        (self.record().id, "")
    }
}

impl Named for CustomCode {
    fn key(self) -> (&'static str, &'static str) {
        (self.vendor().id, self.record().name())
    }
}

impl Named for CustomOperation {
    fn key(self) -> (&'static str, &'static str) {
        (self.vendor().id, self.name())
    }
}

macro_rules! by_key {
    ($($type:ty)*) => {$(
        impl PartialEq for $type {
            fn eq(&self, other: &Self) -> bool {
                self.key() == other.key()
            }
        }

        impl Eq for $type {}

        impl PartialOrd for $type {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $type {
            fn cmp(&self, other: &Self) -> Ordering {
                self.key().cmp(&other.key())
            }
        }

        impl Hash for $type {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.key().hash(state);
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self.key() {
                    (vendor, "") => f.write_str(vendor),
                    (vendor, name) => write!(f, "{vendor}/{name}"),
                }
            }
        }
    )*};
}

by_key!(CustomVendor CustomCode CustomOperation);
