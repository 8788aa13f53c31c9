//! Every code that the vendors publish is known, and what other programs say about them agrees or is answered for.
//!
//! | module | its job |
//! |---|---|
//! | [`data`] | reads the lists under `tests/data` |
//! | [`codes`] | each published code is recognised in its vendor's envelope |
//! | `extended` | the extended error codes of Salesforce |
//! | [`peers`] | the verdicts of other programs |
//! | [`complete`] | each entry has what an entry of its rank must have |
//! | [`coverage`] | `catalog/COVERAGE.md` says how far the catalog reaches |

#![cfg(all(
    feature = "salesforce",
    feature = "marketo",
    feature = "microsoft",
    feature = "lang-fr"
))]

mod codes;
mod complete;
mod coverage;
mod data;
#[cfg(feature = "salesforce-extended")]
mod extended;
mod peers;
