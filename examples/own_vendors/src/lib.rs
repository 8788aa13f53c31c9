//! A connector for two vendors that errcat does not ship: an invented one, and Stripe.
//!
//! Their catalogs stand in `errors/`, in the format of errcat's own. What comes of them is in [`errors`]: typed codes
//! with their documentation, and a `classify` that knows them beside everything that errcat ships.
//!
//! ```
//! use errcat::Category;
//! use errcat_example_own_vendors::errors::{self, stripe};
//!
//! let body = r#"{"error":{"code":"card_declined","decline_code":"insufficient_funds","type":"card_error"}}"#;
//! let c = errors::classify(stripe::VENDOR, body)?;
//! assert_eq!(c.category(), Category::Validation);
//! assert_eq!(c.code(), Some(stripe::Code::InsufficientFunds.into()));
//! # Ok::<(), errcat::Unrecognized<'static>>(())
//! ```

/// The errors of the vendors that this connector talks to.
pub mod errors {
    errcat::include_catalog!();
}

use errcat::{Failure, Idempotency, Next, VendorError};

/// What the connector does with a failed call.
#[derive(Debug)]
pub enum Step {
    /// Waits and sends the request again.
    Wait,
    /// Gets a new token first.
    Renew,
    /// Gives up, with an error to return.
    Fail(VendorError),
}

/// Says what to do after Stripe has answered with an error.
#[must_use]
pub fn after_stripe(status: u16, body: &str) -> Step {
    let failure = errors::CLASSIFIER.failure(errors::stripe::VENDOR);
    step(&failure.status(status).body(body))
}

fn step(failure: &Failure<'_>) -> Step {
    match failure.classify() {
        // A charge that may have happened is not made twice.
        Ok(c) => match c.next(Idempotency::NonIdempotent) {
            Next::SendAgain(_) => Step::Wait,
            Next::RenewSession => Step::Renew,
            _ => Step::Fail(c.into()),
        },
        Err(unrecognized) => Step::Fail(unrecognized.into()),
    }
}
