//! `backon`: [`when`] and [`adjust`] for a retry whose error is a [`VendorError`].
//!
//! ```
//! use backon::{ConstantBuilder, Retryable};
//! use errcat::adapters::backon::{adjust, when};
//! use errcat::{Idempotency, Vendor, VendorError, classify};
//!
//! async fn insert() -> Result<(), VendorError> {
//!     let body = r#"[{"errorCode":"REQUIRED_FIELD_MISSING","message":"…"}]"#; // what the vendor answered
//!     Err(classify(Vendor::Salesforce, body)?.into())
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let result = insert
//!     .retry(ConstantBuilder::default().with_max_times(10))
//!     .when(when(Idempotency::NonIdempotent))
//!     .adjust(adjust(Idempotency::NonIdempotent))
//!     .await;
//! assert!(result.is_err(), "sent once: sending it again cannot help");
//! # }
//! ```
//!
//! The delay and the number of attempts are the verdict's; of backon's own backoff only the end counts: when that
//! says stop, it is over. backon repeats for ever if a function for `adjust` always returns a delay, as the one in its
//! documentation does; `adjust` here returns `None` when backon has, and when the rule's attempts are used up.
//!
//! backon's `BlockingRetry` has no `adjust`, so a program that waits in its own thread would not wait as the server asked.
//! There a loop over [`Backoff::delay`](crate::Backoff::delay) is as short: `examples/connector` has one.
//!
//! Where the program's error is a type of its own, call both on the [`VendorError`] inside:
//!
//! ```
//! # use std::time::Duration;
//! # use errcat::{Idempotency, VendorError};
//! # use errcat::adapters::backon::{adjust, when};
//! enum SyncError {
//!     Vendor(VendorError),
//!     Disk(std::io::Error),
//! }
//!
//! let mut vendor_when = when(Idempotency::Idempotent);
//! let when = move |error: &SyncError| match error {
//!     SyncError::Vendor(error) => vendor_when(error),
//!     SyncError::Disk(_) => false,
//! };
//! let mut vendor_adjust = adjust(Idempotency::Idempotent);
//! let adjust = move |error: &SyncError, proposed: Option<Duration>| match error {
//!     SyncError::Vendor(error) => vendor_adjust(error, proposed),
//!     SyncError::Disk(_) => None,
//! };
//! # let _ = (when, adjust);
//! ```
//!
//! A session that has expired is not repeated: renewing it is not something that a retry crate can do. Renew inside of
//! the function that is retried, or use the middleware in `adapters::reqwest`.

use std::time::Duration;

use super::Step;
use super::schedule::{Limits, Schedule};
use crate::{Idempotency, VendorError};

/// Returns a function that says whether a failure may be repeated, for backon's `when`.
pub fn when(idempotency: Idempotency) -> impl FnMut(&VendorError) -> bool {
    move |error| error.retry(idempotency).is_some()
}

/// Returns a function that says how long to wait, for backon's `adjust`; make a new one for each retry, since it counts
/// the attempts.
pub fn adjust(idempotency: Idempotency) -> impl FnMut(&VendorError, Option<Duration>) -> Option<Duration> {
    adjust_with(idempotency, super::random)
}

/// Returns the same as [`adjust`] with jitter from `jitter`, a function that returns a new random number from 0 to 1 at
/// each call.
pub fn adjust_with(
    idempotency: Idempotency,
    mut jitter: impl FnMut() -> f64,
) -> impl FnMut(&VendorError, Option<Duration>) -> Option<Duration> {
    let limits = Limits {
        budget: Duration::MAX,
        attempts: u32::MAX,
    };
    let mut schedule = Schedule::default();
    move |error, proposed| {
        schedule.send();
        // backon has come to its end, or its caller's time has.
        proposed?;
        let step = schedule.decide(error, idempotency, &limits, Duration::ZERO, jitter(), || false);
        #[cfg(feature = "tracing")]
        super::tracing::decision(&super::Decision::new(error, schedule.sent(), step));
        match step {
            Step::Wait(delay) => Some(delay),
            Step::Renew | Step::GiveUp(_) => None,
        }
    }
}
