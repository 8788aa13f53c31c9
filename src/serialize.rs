//! serde: names as strings, a classification as a flat record.

use serde::de::{self, Deserializer, Visitor};
use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::{Classification, Code, Locale, Operation, Vendor};

/// serde for a type that has a name and is parsed from it.
macro_rules! by_name {
    ($type:ty, $expected:expr) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::serialize::deserialize_by_str(deserializer, $expected)
            }
        }
    };
}

pub(crate) use by_name;

by_name!(Vendor, "the name of a vendor");

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl Serialize for Operation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// A flat record: `vendor`, `category`, `kind`, `code`, `evidence`, `rule`, `cause`, `remediation`, `recovery`,
/// `applied`, `scope`. The texts are English.
impl Serialize for Classification<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut record = serializer.serialize_struct("Classification", 11)?;
        record.serialize_field("vendor", &self.vendor())?;
        record.serialize_field("category", &self.category())?;
        record.serialize_field("kind", &self.kind())?;
        record.serialize_field("code", &self.code())?;
        record.serialize_field("evidence", &self.evidence())?;
        record.serialize_field("rule", self.rule())?;
        record.serialize_field("cause", self.cause(Locale::En))?;
        record.serialize_field("remediation", self.remediation(Locale::En))?;
        record.serialize_field("recovery", &self.recovery())?;
        // Of all errors in the text, as everything here: the entry's own may be less.
        record.serialize_field("applied", &self.applied())?;
        record.serialize_field("scope", &self.scope())?;
        record.end()
    }
}

/// A vendor's own code deserialises from its spelling; [`Code`] does not, since a spelling alone names no vendor.
#[doc(hidden)]
#[macro_export]
macro_rules! __code_serde {
    ($code:ident) => {
        impl $crate::__generated::serde::Serialize for $code {
            fn serialize<S: $crate::__generated::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::__generated::serde::Deserialize<'de> for $code {
            fn deserialize<D: $crate::__generated::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::__generated::deserialize_by_str(deserializer, "a code of the vendor's")
            }
        }
    };
}

/// Deserialises through `FromStr`.
#[doc(hidden)]
pub fn deserialize_by_str<'de, D: Deserializer<'de>, T: core::str::FromStr>(
    deserializer: D,
    expected: &'static str,
) -> Result<T, D::Error> {
    struct ByStr<T>(&'static str, core::marker::PhantomData<T>);

    impl<T: core::str::FromStr> Visitor<'_> for ByStr<T> {
        type Value = T;

        fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            f.write_str(self.0)
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
            text.parse()
                .map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
        }
    }

    deserializer.deserialize_str(ByStr(expected, core::marker::PhantomData))
}
