#![doc = include_str!("../README.md")]
#![cfg_attr(not(any(feature = "std", test)), no_std)]
#![cfg_attr(docsrs, feature(doc_cfg))]
// The README and the items speak of each other, whatever was left out.
#![cfg_attr(
    not(all(feature = "std", feature = "salesforce", feature = "microsoft")),
    allow(rustdoc::broken_intra_doc_links)
)]

#[cfg(any(feature = "http", feature = "backon", feature = "tracing"))]
pub mod adapters;
mod anchor;
mod catalog;
mod category;
#[cfg(feature = "std")]
mod claims;
mod classification;
mod classifier;
mod classify;
mod code;
mod custom;
mod entry;
#[cfg(feature = "std")]
mod error;
mod explain;
#[cfg(feature = "salesforce-extended")]
mod extended;
mod failure;
mod findings;
#[allow(
    dead_code,
    reason = "what packs is for those who make tables, what unpacks for the library"
)]
mod format;
mod from_name;
mod groups;
mod include;
mod kind;
mod locale;
mod named;
#[cfg(feature = "overlay")]
mod overlay;
mod pool;
mod recovery;
mod rescue;
mod retry;
mod scan;
#[cfg(feature = "serde")]
mod serialize;
mod tally;
#[cfg(feature = "std")]
pub mod testing;
mod variant;

#[cfg(feature = "compiler")]
mod build;
#[cfg(any(test, feature = "compiler", feature = "overlay"))]
#[allow(dead_code, reason = "each takes a part of it, and the build script another")]
#[path = "compiler/mod.rs"]
mod pipeline;
#[cfg(any(feature = "compiler", feature = "overlay"))]
mod problems;
#[cfg(any(feature = "compiler", feature = "overlay"))]
mod shipped;

pub use category::Category;
pub use classification::{Classification, Evidence, Unrecognized};
pub use classifier::{AlreadyInstalled, Classifier, install};
pub use classify::{classify, classify_all, classify_bytes};
pub use code::UnknownName;
pub use custom::{CustomCode, CustomOperation, CustomVendor};
pub use entry::{BackoffRule, Entry};
#[cfg(feature = "std")]
pub use error::VendorError;
pub use explain::{Clue, Explanation, Rival};
pub use failure::Failure;
pub use findings::{ByRecord, Findings};
pub use kind::Kind;
pub use locale::Locale;
#[cfg(feature = "overlay")]
pub use overlay::{Overlay, Shadow, TooMany};
#[cfg(any(feature = "compiler", feature = "overlay"))]
pub use problems::{Problem, Problems};
pub use recovery::{Applied, Certainty, Recovery, Reset, Role, Scope};
pub use retry::{Backoff, Idempotency, Next, RetryAfterError};

/// The catalog compiler, for a program's own catalogs.
#[cfg(feature = "compiler")]
pub mod compiler {
    pub use crate::build::Build;
    #[doc(no_inline)]
    pub use crate::{Problem, Problems};
}

/// What generated code is made of.
#[doc(hidden)]
pub mod __generated {
    pub use crate::catalog::{Catalog, Index, Order, Rescues, VendorRecord};
    pub use crate::code::{find_shipped, number_in};
    pub use crate::custom::{CustomCode, CustomOperation, CustomVendor, Home, Origin};
    pub use crate::entry::{BackoffRule, CodeRecord, Entry, Pattern, entries};
    pub use crate::include::shipped;
    pub use crate::pool::Pool;
    pub use crate::{__code_behaviour as code_behaviour, __operation_behaviour as operation_behaviour};
    pub use crate::{Applied, Certainty, Code, Kind, Operation, Recovery, Reset, Role, Scope, Vendor};
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
    use crate::__generated::*;

    include!(concat!(env!("OUT_DIR"), "/catalog.rs"));
}

pub(crate) use generated::CATALOG;
#[allow(unused_imports, reason = "without a family there are no vendors' modules")]
#[doc(inline)]
pub use generated::{__vendors::*, Code, Operation, Vendor};

/// Codes of Salesforce Platform APIs, and the extended codes beside them.
#[cfg(feature = "salesforce-extended")]
pub mod salesforce {
    pub use crate::extended::ExtendedCode;
    #[doc(inline)]
    pub use crate::generated::__vendors::salesforce::*;
}
