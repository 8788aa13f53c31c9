#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(any(feature = "http", feature = "backon", feature = "tracing"))]
pub mod adapters;
mod catalog;
mod category;
mod classify;
mod code;
mod entry;
#[cfg(feature = "std")]
mod error;
#[cfg(feature = "salesforce-extended")]
mod extended;
mod failure;
mod findings;
mod hash;
mod kind;
mod locale;
mod recovery;
mod retry;
mod scan;
#[cfg(feature = "serde")]
mod serialize;
#[cfg(feature = "std")]
pub mod testing;

#[cfg(test)]
mod compiler;

pub use category::Category;
pub use classify::{Classification, Evidence, Findings, Unrecognized, classify, classify_all, classify_bytes};
pub use code::Unknown;
pub use entry::{BackoffRule, Entry};
#[cfg(feature = "std")]
pub use error::VendorError;
pub use failure::Failure;
pub use kind::Kind;
pub use locale::Locale;
pub use recovery::{Applied, Certainty, Recovery, Reset, Role, Scope};
pub use retry::{Backoff, Idempotency, RetryAfterError};

/// What generated code is made of.
#[doc(hidden)]
pub mod __generated {
    pub use crate::catalog::{Candidate, Catalog, Index, Place, Rescue, Slot, Target, VendorRecord};
    pub use crate::code::find_own;
    pub use crate::entry::{BackoffRule, CodeRecord, Entry, Pattern, Text};
    pub use crate::{__code_behaviour as code_behaviour, __operation_behaviour as operation_behaviour};
    pub use crate::{Applied, Certainty, Kind, Recovery, Reset, Role, Scope};
    pub use core::time::Duration;
    pub use strum::VariantArray;

    /// Without serde a code's serialisation is nothing.
    #[cfg(not(feature = "serde"))]
    pub use crate::__no_serde as code_serde;
    #[cfg(feature = "serde")]
    pub use crate::{__code_serde as code_serde, serialize::deserialize_by_str};
    #[cfg(feature = "serde")]
    pub use serde;
}

#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __no_serde {
    ($code:ident) => {};
}

mod generated {
    include!(concat!(env!("OUT_DIR"), "/catalog.rs"));
}

pub(crate) use generated::CATALOG;
#[doc(inline)]
pub use generated::{Code, Operation, Vendor, vendors::*};

/// Codes of Salesforce Platform APIs, and the extended codes beside them.
#[cfg(feature = "salesforce-extended")]
pub mod salesforce {
    pub use crate::extended::ExtendedCode;
    #[doc(inline)]
    pub use crate::generated::vendors::salesforce::*;
}
