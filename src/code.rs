//! Behaviour of the generated enums: vendors, codes and operations as the vendor's strings.

use core::fmt;
use core::str::FromStr;

use crate::entry::Entry;
use crate::{CATALOG, Code, Operation, Role, Vendor};

/// A string that is none of the enum's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown {what}")]
pub struct Unknown {
    what: &'static str,
}

impl Vendor {
    /// Every vendor that is compiled in.
    pub fn all() -> impl ExactSizeIterator<Item = Vendor> {
        CATALOG.vendors.iter().map(|record| record.vendor)
    }

    /// Returns the vendor's id, such as `"salesforce_bulk"`.
    #[must_use]
    pub fn name(self) -> &'static str {
        CATALOG.vendor(self).id
    }

    /// Returns the vendor's name for people, such as `"Salesforce Bulk API"`.
    #[must_use]
    pub fn title(self) -> &'static str {
        CATALOG.vendor(self).name
    }

    /// Returns the family, which is also the Cargo feature that includes the vendor.
    #[must_use]
    pub fn family(self) -> &'static str {
        CATALOG.vendor(self).family
    }

    /// Returns the address of the vendor's documentation.
    #[must_use]
    pub fn docs(self) -> &'static str {
        CATALOG.vendor(self).docs
    }

    /// Returns the day, `YYYY-MM-DD`, on which the catalog was last compared with the documentation.
    #[must_use]
    pub fn checked(self) -> &'static str {
        CATALOG.vendor(self).checked
    }

    /// Returns whether the vendor reports failure under a status that claims success, so that the body of every response
    /// has to be looked at.
    #[must_use]
    pub fn fails_with_200(self) -> bool {
        CATALOG.vendor(self).failures_with_200
    }

    /// Returns the vendors in which codes are looked up, itself first.
    pub fn look_up_order(self) -> impl ExactSizeIterator<Item = Vendor> {
        CATALOG
            .vendor(self)
            .order
            .iter()
            .map(|&number| CATALOG.vendors[usize::from(number)].vendor)
    }

    /// Returns every code of the vendor, in the catalog's order.
    pub fn codes(self) -> impl ExactSizeIterator<Item = Code> {
        CATALOG.vendor(self).codes.iter().map(|record| record.code)
    }

    /// Returns the operations by which the vendor's errors are told apart; most vendors have none.
    pub fn operations(self) -> impl Iterator<Item = Operation> {
        CATALOG.vendor(self).operations.iter().map(|(_, operation)| *operation)
    }

    /// Returns every entry of the vendor: codes with their variants, messages without a code, HTTP statuses.
    pub fn entries(self) -> impl Iterator<Item = &'static Entry> {
        let record = CATALOG.vendor(self);
        let statuses = record.statuses.iter().map(|(_, entry)| entry);
        record
            .codes
            .iter()
            .flat_map(|code| code.entries)
            .chain(record.messages)
            .chain(statuses)
    }
}

impl Code {
    /// Returns the code in the vendor's spelling.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        CATALOG.code(self).spellings[0]
    }

    /// Returns the vendor whose code it is.
    #[must_use]
    pub fn vendor(self) -> Vendor {
        CATALOG.vendors[self.place().0].vendor
    }

    /// Returns the other spellings of the code that the vendor uses.
    #[must_use]
    pub fn aliases(self) -> &'static [&'static str] {
        &CATALOG.code(self).spellings[1..]
    }

    /// Returns what the code means when nothing more is known.
    #[must_use]
    pub fn entry(self) -> &'static Entry {
        &CATALOG.code(self).entries[0]
    }

    /// Returns everything the code can mean: the default entry, then the variants.
    #[must_use]
    pub fn entries(self) -> &'static [Entry] {
        CATALOG.code(self).entries
    }

    /// Returns what the code says about the others that come with it, if anything.
    #[must_use]
    pub fn role(self) -> Option<Role> {
        CATALOG.code(self).role
    }

    /// Returns whether the code is an ordinary word, or a name used elsewhere too, that counts only where a code is
    /// expected.
    #[must_use]
    pub fn is_word(self) -> bool {
        CATALOG.code(self).word
    }

    /// Returns why the code is not used any more, if the vendor has withdrawn it.
    #[must_use]
    pub fn deprecated(self) -> Option<&'static str> {
        CATALOG.code(self).deprecated
    }

    /// Finds a vendor's code by its spelling, along the vendor's look-up order.
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
        let found = CATALOG
            .meaning(CATALOG.vendor(vendor).order, spelling.as_bytes())
            .code?;
        Some(found.record.code)
    }
}

impl Operation {
    /// Returns the operation's id, such as `"create_protection_policy"`.
    #[must_use]
    pub fn name(self) -> &'static str {
        let (vendor, number) = self.place();
        CATALOG.vendors[vendor].operations[number].0
    }
}

/// Finds a vendor's own code: not along the look-up order.
#[doc(hidden)]
#[must_use]
pub fn find_own(vendor: usize, spelling: &str) -> Option<usize> {
    let number = u8::try_from(vendor).ok()?;
    let found = CATALOG.meaning(&[number], spelling.as_bytes()).code?;
    Some(found.record.code.place().1)
}

macro_rules! by_name {
    ($type:ty, $what:literal, $all:expr) => {
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.name())
            }
        }

        impl FromStr for $type {
            type Err = Unknown;

            fn from_str(name: &str) -> Result<Self, Unknown> {
                $all.find(|item| item.name() == name)
                    .ok_or(Unknown { what: $what })
            }
        }
    };
}

by_name!(Vendor, "vendor", Vendor::all());

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

impl Unknown {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(what: &'static str) -> Self {
        Unknown { what }
    }
}

/// What every vendor's `Code` does.
#[doc(hidden)]
#[macro_export]
macro_rules! __code_behaviour {
    ($code:ident, $vendor:ident, $number:literal) => {
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
            fn from(code: $code) -> Self {
                $crate::Code::$vendor(code)
            }
        }

        impl ::core::fmt::Display for $code {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        /// The exact spelling first, then in another case, with or without the underscores; always the whole word.
        impl ::core::str::FromStr for $code {
            type Err = $crate::Unknown;

            fn from_str(spelling: &str) -> ::core::result::Result<Self, $crate::Unknown> {
                match $crate::__generated::find_own($number, spelling) {
                    Some(number) => Ok($code::ALL[number]),
                    None => Err($crate::Unknown::new("code")),
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
    ($operation:ident, $vendor:ident, $number:literal) => {
        impl $operation {
            /// Returns the operation's id.
            #[must_use]
            pub fn name(self) -> &'static str {
                $crate::Operation::from(self).name()
            }
        }

        impl ::core::convert::From<$operation> for $crate::Operation {
            fn from(operation: $operation) -> Self {
                $crate::Operation::$vendor(operation)
            }
        }

        impl ::core::fmt::Display for $operation {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.name())
            }
        }

        impl ::core::str::FromStr for $operation {
            type Err = $crate::Unknown;

            fn from_str(name: &str) -> ::core::result::Result<Self, $crate::Unknown> {
                $operation::ALL
                    .iter()
                    .copied()
                    .find(|o| o.name() == name)
                    .ok_or($crate::Unknown::new("operation"))
            }
        }

        impl $crate::__generated::VariantArray for $operation {
            const VARIANTS: &'static [Self] = $operation::ALL;
        }
    };
}
