//! serde: names as strings, a classification as a flat record.

use core::time::Duration;

use serde::de::{self, Deserializer, Visitor};
use serde::{Serialize, Serializer};

use crate::{
    Applied, Category, Certainty, Classification, Code, Entry, Evidence, Kind, Locale, Operation, Recovery, Scope,
    Unrecognized, Vendor,
};

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

/// What is written of a verdict, recognised or not: the same fields in either case.
///
/// The example `classify` prints them too, but for the record, which an answer for all of an input has not, and some of its
/// own.
#[derive(Default, Serialize)]
struct Record<'a> {
    vendor: &'static str,
    category: Option<Category>,
    kind: Option<Kind>,
    code: Option<Code>,
    code_text: Option<&'a str>,
    unrecognized_code: Option<&'a str>,
    record: Option<usize>,
    evidence: Option<Evidence>,
    certainty: Option<Certainty>,
    rule: Option<&'static str>,
    cause: Option<&'static str>,
    remediation: Option<&'static str>,
    recovery: Option<Recovery>,
    applied: Option<Applied>,
    scope: Option<Scope>,
    server_delay_ms: Option<u64>,
}

fn milliseconds(delay: Duration) -> u64 {
    u64::try_from(delay.as_millis()).unwrap_or(u64::MAX)
}

/// A flat record, the same for a [`Classification`] and for what is [`Unrecognized`]: `vendor`, `category`, `kind`, `code`,
/// `code_text`, `unrecognized_code`, `record`, `evidence`, `certainty`, `rule`, `cause`, `remediation`, `recovery`,
/// `applied`, `scope`, `server_delay_ms`. What is not known is null; the texts are English.
impl Serialize for Classification<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let record = Record {
            vendor: self.vendor().name(),
            category: Some(self.category()),
            kind: Some(self.kind()),
            code: self.code(),
            code_text: self.code_text(),
            unrecognized_code: self.unrecognized_code(),
            record: self.record(),
            evidence: Some(self.evidence()),
            certainty: Some(self.certainty()),
            rule: Some(self.rule()),
            cause: Some(self.cause(Locale::En)),
            remediation: Some(self.remediation(Locale::En)),
            recovery: Some(self.recovery()),
            // Of all errors in the text, as everything here: the entry's own may be less.
            applied: Some(self.applied()),
            scope: Some(self.scope()),
            server_delay_ms: self.server_delay().map(milliseconds),
        };
        record.serialize(serializer)
    }
}

/// The record of a [`Classification`], null but for `vendor`, `unrecognized_code`, `record` and `server_delay_ms`.
impl Serialize for Unrecognized<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let record = Record {
            vendor: self.vendor().name(),
            unrecognized_code: self.code(),
            record: self.record(),
            server_delay_ms: self.server_delay().map(milliseconds),
            ..Record::default()
        };
        record.serialize(serializer)
    }
}

/// The record of a [`Classification`], without what belongs to the response: `record`, `evidence`.
#[cfg(feature = "std")]
impl Serialize for crate::VendorError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let entry = self.entry();
        let record = Record {
            vendor: self.vendor().name(),
            category: self.category(),
            kind: self.kind(),
            code: self.code(),
            code_text: self.code_text(),
            unrecognized_code: self.unrecognized_code(),
            certainty: entry.map(Entry::certainty),
            rule: entry.map(Entry::rule),
            cause: self.cause(Locale::En),
            remediation: self.remediation(Locale::En),
            recovery: self.recovery(),
            applied: Some(self.applied()),
            scope: self.scope(),
            server_delay_ms: self.server_delay().map(milliseconds),
            ..Record::default()
        };
        record.serialize(serializer)
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
