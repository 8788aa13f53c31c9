//! `tracing`: one event for each decision.
//!
//! The adapters send it by themselves when this feature is on; a retry loop of the program's own calls [`decision`].
//! The target is `errcat`, the level `INFO` for a repetition and `WARN` for giving up. The fields:
//!
//! | field | type | content |
//! |---|---|---|
//! | `vendor` | string | the vendor's id |
//! | `code` | string | the decisive code, if it is in the catalog |
//! | `category`, `kind` | string | the verdict, if the failure is known |
//! | `rule` | string | the catalog's entry that decided, for metrics |
//! | `attempt` | unsigned | how many times the request has been sent |
//! | `delay` | float | the wait before the next time, in seconds, if there is one |
//! | `step` | string | `wait`, `renew` or `give_up` |
//! | `reason` | string | why the request is not repeated, if it is not |
//!
//! Every string is one of the catalog's: no part of a body, an address or a header gets into a log, not even a code that
//! the catalog does not know.

use crate::adapters::{Decision, Step};
use crate::{Category, Code, Entry, Kind};

/// Sends the event for a decision.
///
/// ```
/// use std::time::Duration;
/// use errcat::adapters::{Decision, Step, tracing};
/// use errcat::{Vendor, VendorError, classify};
///
/// let error = VendorError::from(classify(Vendor::Salesforce, "UNABLE_TO_LOCK_ROW")?);
/// tracing::decision(&Decision::new(&error, 1, Step::Wait(Duration::from_millis(250))));
/// # Ok::<(), errcat::Unrecognized<'static>>(())
/// ```
pub fn decision(decision: &Decision<'_>) {
    let Decision { error, attempt, step } = *decision;
    macro_rules! send {
        ($level:ident, $step:literal, $delay:expr, $reason:expr) => {
            ::tracing::event!(
                target: "errcat",
                ::tracing::Level::$level,
                vendor = error.vendor().name(),
                code = error.code().map(Code::as_str),
                category = error.category().map(Category::name),
                kind = error.kind().map(Kind::name),
                rule = error.entry().map(Entry::rule),
                attempt,
                delay = $delay,
                step = $step,
                reason = $reason,
            )
        };
    }
    match step {
        Step::Wait(delay) => send!(INFO, "wait", Some(delay.as_secs_f64()), None::<&str>),
        Step::Renew => send!(INFO, "renew", None::<f64>, None::<&str>),
        Step::GiveUp(reason) => send!(WARN, "give_up", None::<f64>, Some(reason.as_str())),
    }
}
