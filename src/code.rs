//! Behaviour of the generated enums: vendors, codes and operations as the vendor's strings.

use core::cmp::Ordering;
use core::fmt;
use core::str::FromStr;

use crate::catalog::VendorRecord;
use crate::classifier;
use crate::custom::Origin;
use crate::entry::{CodeRecord, Entry};
use crate::{CATALOG, Code, Operation, Role, Vendor, scan};

/// The error of parsing a name or a spelling that is none of the enum's, or of making a vendor's own code of another's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct UnknownName {
    message: &'static str,
}

impl Vendor {
    /// Returns every vendor that errcat ships and that is compiled in; see
    /// [`Classifier::vendors`](crate::Classifier::vendors) for those that the program brings along.
    pub fn all() -> impl ExactSizeIterator<Item = Vendor> {
        CATALOG.vendors.iter().map(|record| record.vendor)
    }

    /// The record in the catalog that brought the vendor.
    fn record(self) -> &'static VendorRecord {
        CATALOG.resolve(self).1
    }

    /// Returns the vendor's id, such as `"salesforce_bulk"`.
    #[must_use]
    pub fn name(self) -> &'static str {
        // At one go clippy takes it for a slip, since the record has a `name` too.
        let record = self.record();
        record.id
    }

    /// Returns the vendor's name for people, such as `"Salesforce Bulk API"`.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.record().name
    }

    /// Returns the family, which is also the Cargo feature that includes the vendor.
    #[must_use]
    pub fn family(self) -> &'static str {
        self.record().family
    }

    /// Returns the address of the vendor's documentation.
    #[must_use]
    pub fn docs(self) -> &'static str {
        self.record().docs
    }

    /// Returns the day, `YYYY-MM-DD`, on which the catalog was last compared with the documentation.
    #[must_use]
    pub fn checked(self) -> &'static str {
        self.record().checked
    }

    /// Returns whether the vendor reports failure under a status that claims success, so that the body of every response
    /// has to be looked at.
    #[must_use]
    pub fn fails_with_200(self) -> bool {
        self.record().failures_with_200
    }

    /// Returns the vendors in which codes are looked up, itself first.
    pub fn look_up_order(self) -> impl ExactSizeIterator<Item = Vendor> {
        let (catalog, record) = CATALOG.resolve(self);
        record
            .order
            .vendors
            .iter()
            .map(|&number| catalog.vendors[usize::from(number)].vendor)
    }

    /// Returns every code of the vendor in the catalog that brought it, in that catalog's order; what an overlay adds to it
    /// is in [`Classifier::codes`](crate::Classifier::codes).
    pub fn codes(self) -> impl ExactSizeIterator<Item = Code> {
        self.record().codes.iter().map(|record| record.code)
    }

    /// Returns the operations by which the vendor's errors are told apart in the catalog that brought it; most vendors have
    /// none. What an overlay adds is in [`Classifier::operations`](crate::Classifier::operations).
    pub fn operations(self) -> impl ExactSizeIterator<Item = Operation> {
        self.record().operations.iter().map(|(_, operation)| *operation)
    }

    /// Yields the words of a text that are codes along the vendor's look-up order, whether or not they are evidence: the bare
    /// scan, for measurements.
    #[doc(hidden)]
    pub fn known_words(self, text: &str) -> impl Iterator<Item = Code> {
        let (catalog, record) = CATALOG.resolve(self);
        scan::known_words(catalog, record, text.as_bytes()).map(|record| record.code)
    }

    /// Returns every entry of the vendor in the catalog that brought it: codes with their variants, messages without a code,
    /// HTTP statuses. What an overlay makes of them is in [`Classifier::entries`](crate::Classifier::entries).
    pub fn entries(self) -> impl Iterator<Item = &'static Entry> {
        self.record().entries()
    }
}

impl Code {
    fn record(self) -> &'static CodeRecord {
        match self.place() {
            Ok((vendor, code)) => &CATALOG.vendors[vendor].codes[code],
            Err(custom) => custom.record(),
        }
    }

    /// The code's number among its vendor's.
    pub(crate) fn number(self) -> usize {
        match self.place() {
            Ok((_, number)) => number,
            Err(custom) => custom.number(),
        }
    }

    /// Returns the code in the vendor's spelling.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.record().name()
    }

    /// Returns the vendor whose code it is.
    #[must_use]
    pub fn vendor(self) -> Vendor {
        match self.place() {
            Ok((vendor, _)) => CATALOG.vendors[vendor].vendor,
            Err(custom) => custom.vendor().vendor,
        }
    }

    /// Returns the other spellings of the code that the vendor uses.
    #[must_use]
    pub fn aliases(self) -> &'static [&'static str] {
        self.record().aliases()
    }

    /// Returns what the code means when nothing more is known, in the catalog that brought it; what an overlay makes of it
    /// is in [`Classifier::entry`](crate::Classifier::entry).
    #[must_use]
    pub fn entry(self) -> &'static Entry {
        &self.record().entries()[0]
    }

    /// Returns everything the code can mean in the catalog that brought it: the default entry, then the variants.
    #[must_use]
    pub fn entries(self) -> &'static [Entry] {
        self.record().entries()
    }

    /// Returns what the code says about the others that come with it, if anything.
    #[must_use]
    pub fn role(self) -> Option<Role> {
        self.record().role
    }

    /// Returns whether the code is an ordinary word, or a name used elsewhere too, that counts only where a code is
    /// expected.
    #[must_use]
    pub fn is_word(self) -> bool {
        self.record().word
    }

    /// Returns why the code is not used any more, if the vendor has withdrawn it.
    #[must_use]
    pub fn deprecated(self) -> Option<&'static str> {
        self.record().deprecated()
    }

    /// Finds a vendor's code by its spelling, along the vendor's look-up order, in the catalog that brought the vendor; for
    /// what an overlay adds there is [`Classifier::find_code`](crate::Classifier::find_code).
    ///
    /// The exact spelling first, then in another case, with or without the underscores; always the whole word.
    ///
    /// ```
    /// use errcat::{Code, Vendor};
    ///
    /// let code = Code::find(Vendor::SalesforceBulk, "INVALID_SESSION_ID").unwrap();
    /// assert_eq!(code.vendor(), Vendor::Salesforce);
    /// assert_eq!(Code::find(Vendor::SalesforceBulk, "InvalidSessionId").unwrap().vendor(), Vendor::SalesforceBulk);
    /// assert_eq!(Code::find(Vendor::Salesforce, "NO_SUCH_CODE"), None);
    /// ```
    #[must_use]
    pub fn find(vendor: Vendor, spelling: &str) -> Option<Code> {
        CATALOG.find(vendor, spelling)
    }
}

impl Operation {
    /// Returns the operation's id, such as `"create_protection_policy"`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.place() {
            Ok((vendor, number)) => CATALOG.vendors[vendor].operations[number].0,
            Err(custom) => custom.name(),
        }
    }

    /// Returns the vendor whose operation it is.
    #[must_use]
    pub fn vendor(self) -> Vendor {
        match self.place() {
            Ok((vendor, _)) => CATALOG.vendors[vendor].vendor,
            Err(custom) => custom.vendor().vendor,
        }
    }

    /// Finds a vendor's operation by its id, among [`Vendor::operations`].
    ///
    /// ```
    /// use errcat::{Operation, Vendor};
    ///
    /// let operation = Operation::find(Vendor::Microsoft365Backup, "create_protection_policy").unwrap();
    /// assert_eq!(operation.vendor(), Vendor::Microsoft365Backup);
    /// assert_eq!(Operation::find(Vendor::Salesforce, "create_protection_policy"), None);
    /// ```
    #[must_use]
    pub fn find(vendor: Vendor, id: &str) -> Option<Operation> {
        vendor.operations().find(|operation| operation.name() == id)
    }
}

/// Finds a shipped vendor's own code: not along the look-up order.
#[doc(hidden)]
#[must_use]
pub fn find_shipped(vendor: u8, spelling: &str) -> Option<usize> {
    CATALOG.find_own(vendor, spelling)
}

/// Returns the number of a code among the codes of one vendor that errcat does not ship, if it is one of them.
#[doc(hidden)]
#[must_use]
pub fn number_in(origin: &'static Origin, code: Code) -> Option<usize> {
    let custom = code.place().err()?;
    if custom.vendor().id != origin.record().id {
        return None;
    }
    origin.find_code(code.as_str())
}

impl fmt::Display for Vendor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The id of a vendor that errcat ships, or that the program has installed.
impl FromStr for Vendor {
    type Err = UnknownName;

    fn from_str(id: &str) -> Result<Self, UnknownName> {
        let mut all = Vendor::all().chain(classifier::installed().vendors());
        all.find(|vendor| vendor.name() == id)
            .ok_or(UnknownName::new("unknown vendor"))
    }
}

/// By the names and not by the catalog's order, to which every release may add in any place.
macro_rules! sorted_by {
    ($($type:ty, $key:expr;)*) => {$(
        impl PartialOrd for $type {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $type {
            fn cmp(&self, other: &Self) -> Ordering {
                let key = $key;
                key(*self).cmp(&key(*other))
            }
        }
    )*};
}

sorted_by! {
    Vendor, Vendor::name;
    Code, |code: Code| (code.vendor(), code.as_str());
    Operation, |operation: Operation| (operation.vendor(), operation.name());
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl UnknownName {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(message: &'static str) -> Self {
        UnknownName { message }
    }
}

/// What every vendor's `Code` does.
#[doc(hidden)]
#[macro_export]
macro_rules! __code_behaviour {
    ($code:ident, shipped $vendor:ident $number:literal) => {
        $crate::__code_behaviour!(
            $code,
            |code| $crate::Code::$vendor(code),
            |spelling| { $crate::__generated::find_shipped($number, spelling) },
            |code| match code {
                $crate::Code::$vendor(code) => Some(code as usize),
                _ => None,
            }
        );
    };
    ($code:ident, custom $origin:path) => {
        $crate::__code_behaviour!(
            $code,
            |code| { $crate::Code::Custom($crate::__generated::CustomCode::new(&$origin, code as u16)) },
            |spelling| $origin.find_code(spelling),
            |code| $crate::__generated::number_in(&$origin, code)
        );
    };
    ($code:ident, |$own:ident| $umbrella:expr, |$spelling:ident| $found:expr, |$any:ident| $number:expr) => {
        impl $code {
            /// Returns the code in the vendor's spelling.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                $crate::Code::from(self).as_str()
            }

            /// Returns what the code means when nothing more is known.
            #[must_use]
            pub fn entry(self) -> &'static $crate::Entry {
                $crate::Code::from(self).entry()
            }

            /// Returns everything the code can mean: the default entry, then the variants.
            #[must_use]
            pub fn entries(self) -> &'static [$crate::Entry] {
                $crate::Code::from(self).entries()
            }
        }

        impl ::core::convert::From<$code> for $crate::Code {
            fn from($own: $code) -> Self {
                $umbrella
            }
        }

        /// Fails for another vendor's code.
        impl ::core::convert::TryFrom<$crate::Code> for $code {
            type Error = $crate::UnknownName;

            fn try_from($any: $crate::Code) -> ::core::result::Result<Self, $crate::UnknownName> {
                let number: ::core::option::Option<usize> = $number;
                match number.and_then(|number| $code::ALL.get(number)) {
                    Some(code) => Ok(*code),
                    None => Err($crate::UnknownName::new("a code of another vendor")),
                }
            }
        }

        impl ::core::cmp::PartialOrd for $code {
            fn partial_cmp(&self, other: &Self) -> ::core::option::Option<::core::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl ::core::cmp::Ord for $code {
            fn cmp(&self, other: &Self) -> ::core::cmp::Ordering {
                self.as_str().cmp(other.as_str())
            }
        }

        impl ::core::fmt::Display for $code {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        /// The exact spelling first, then in another case, with or without the underscores; always the whole word.
        impl ::core::str::FromStr for $code {
            type Err = $crate::UnknownName;

            fn from_str($spelling: &str) -> ::core::result::Result<Self, $crate::UnknownName> {
                match $found {
                    Some(number) => Ok($code::ALL[number]),
                    None => Err($crate::UnknownName::new("unknown code")),
                }
            }
        }

        impl $crate::__generated::VariantArray for $code {
            const VARIANTS: &'static [Self] = $code::ALL;
        }

        $crate::__generated::code_serde!($code);
    };
}

/// What every vendor's `Operation` does.
#[doc(hidden)]
#[macro_export]
macro_rules! __operation_behaviour {
    ($operation:ident, shipped $vendor:ident $number:literal) => {
        $crate::__operation_behaviour!($operation, |operation| $crate::Operation::$vendor(operation));
    };
    ($operation:ident, custom $origin:path) => {
        $crate::__operation_behaviour!($operation, |operation| {
            $crate::Operation::Custom($crate::__generated::CustomOperation::new(
                &$origin,
                operation as u16,
            ))
        });
    };
    ($operation:ident, |$own:ident| $umbrella:expr) => {
        impl $operation {
            /// Returns the operation's id.
            #[must_use]
            pub fn name(self) -> &'static str {
                $crate::Operation::from(self).name()
            }
        }

        impl ::core::convert::From<$operation> for $crate::Operation {
            fn from($own: $operation) -> Self {
                $umbrella
            }
        }

        impl ::core::cmp::PartialOrd for $operation {
            fn partial_cmp(&self, other: &Self) -> ::core::option::Option<::core::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl ::core::cmp::Ord for $operation {
            fn cmp(&self, other: &Self) -> ::core::cmp::Ordering {
                self.name().cmp(other.name())
            }
        }

        impl ::core::fmt::Display for $operation {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.name())
            }
        }

        impl ::core::str::FromStr for $operation {
            type Err = $crate::UnknownName;

            fn from_str(name: &str) -> ::core::result::Result<Self, $crate::UnknownName> {
                $operation::ALL
                    .iter()
                    .copied()
                    .find(|o| o.name() == name)
                    .ok_or($crate::UnknownName::new("unknown operation"))
            }
        }

        impl $crate::__generated::VariantArray for $operation {
            const VARIANTS: &'static [Self] = $operation::ALL;
        }
    };
}
