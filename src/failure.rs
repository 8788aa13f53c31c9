//! [`Failure`]: everything known about one failed call.

use crate::classifier::{self, Classifier};
use crate::classify::Input;
use crate::retry::{Asked, Unit};
use crate::{Classification, Findings, Operation, RetryAfterError, Unrecognized, Vendor};

/// What is known besides the text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Facts {
    pub status: Option<u16>,
    pub operation: Option<Operation>,
    pub asked: Asked,
}

/// Everything known about one failed call: the text, and the status, operation and headers beside it.
///
/// ```
/// use errcat::microsoft365_backup::Operation;
/// use errcat::{Category, Failure, Vendor};
///
/// let body = r#"{"error":{"code":"PolicyActionNotAllowed","message":"…"}}"#;
/// let failure = Failure::new(Vendor::Microsoft365Backup).status(403).body(body);
/// let deactivate = failure.operation(Operation::DeactivateActiveProtectionPolicy).classify()?;
/// let delete = failure.operation(Operation::DeleteInactiveProtectionPolicy).classify()?;
/// assert_eq!(deactivate.category(), Category::Retryable);
/// assert_eq!(delete.category(), Category::Permanent);
/// # Ok::<(), errcat::Unrecognized<'static>>(())
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct Failure<'a> {
    classifier: Classifier,
    vendor: Vendor,
    raw: &'a [u8],
    facts: Facts,
}

impl<'a> Failure<'a> {
    /// Begins with the vendor whose API failed.
    ///
    /// The [installed](crate::install) classifier will judge, or [another](Classifier::failure).
    pub fn new(vendor: Vendor) -> Self {
        Failure::with(classifier::installed(), vendor)
    }

    pub(crate) fn with(classifier: Classifier, vendor: Vendor) -> Self {
        Failure {
            classifier,
            vendor,
            raw: &[],
            facts: Facts::default(),
        }
    }

    /// Adds the HTTP status of the response.
    pub fn status(mut self, status: u16) -> Self {
        self.facts.status = Some(status);
        self
    }

    /// Adds the operation that was called, for the vendors whose errors depend on it.
    #[allow(unreachable_code)] // where no vendor is compiled in that has operations, there is none to pass
    pub fn operation(self, operation: impl Into<Operation>) -> Self {
        Failure {
            facts: Facts {
                operation: Some(operation.into()),
                ..self.facts
            },
            ..self
        }
    }

    /// Adds the value of a `Retry-After` header: seconds, an HTTP date, or a list of them.
    ///
    /// Call it once for each such header; the longest delay holds. Fractions of seconds count, a date that is past is
    /// zero, and what cannot be understood is ignored and reported by
    /// [`retry_after_error`](Classification::retry_after_error). A date is held against the system's clock; see
    /// [`retry_after_at`](Self::retry_after_at). Without the feature `std` a date cannot be understood.
    ///
    /// ```
    /// use std::time::Duration;
    /// use errcat::{Failure, Vendor};
    ///
    /// let failure = Failure::new(Vendor::MicrosoftGraph).status(503).retry_after("Sun, 06 Nov 1994 08:49:37 GMT");
    /// assert_eq!(failure.classify()?.server_delay(), Some(Duration::ZERO));
    /// assert_eq!(failure.retry_after("1.5").classify()?.server_delay(), Some(Duration::from_millis(1500)));
    /// # Ok::<(), errcat::Unrecognized<'static>>(())
    /// ```
    pub fn retry_after(mut self, value: &str) -> Self {
        #[cfg(feature = "std")]
        let date = |date: &str| crate::retry::until(date, std::time::SystemTime::now());
        #[cfg(not(feature = "std"))]
        let date = |_: &str| None;
        self.facts.asked.add(value, Unit::Seconds, date);
        self
    }

    /// Adds the value of a `Retry-After` header, and the moment against which a date in it is held.
    ///
    /// The moment should be the one in the response's own `Date` header, if there is one: then a wrong clock on either
    /// side does no harm.
    #[cfg(feature = "std")]
    pub fn retry_after_at(mut self, value: &str, now: std::time::SystemTime) -> Self {
        self.facts
            .asked
            .add(value, Unit::Seconds, |date| crate::retry::until(date, now));
        self
    }

    /// Adds the value of a `retry-after-ms` or `x-ms-retry-after-ms` header: a number of milliseconds, or a list.
    pub fn retry_after_ms(mut self, value: &str) -> Self {
        self.facts.asked.add(value, Unit::Milliseconds, |_| None);
        self
    }

    /// Returns what was wrong with the last header that named a delay and could not be understood.
    #[must_use]
    pub fn retry_after_error(&self) -> Option<RetryAfterError> {
        self.facts.asked.error
    }

    /// Adds the body, or whatever text there is.
    pub fn body(mut self, raw: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.raw = raw.as_ref();
        self
    }

    /// Says what the failure means; like [`classify`](crate::classify()), with all that is known.
    ///
    /// # Errors
    ///
    /// [`Unrecognized`] if nothing in the text is known and the status says nothing either; or if beside errors that may be
    /// repeated there is one that nobody knows, and the status does not say that all of it may be repeated.
    pub fn classify(&self) -> Result<Classification<'a>, Unrecognized<'a>> {
        self.input().decide()
    }

    /// Returns what the failure means as an error that owns what it needs, recognised or not.
    ///
    /// A verdict borrows from the body, so `?` cannot take it out of the function that read the body (E0515); this can.
    ///
    /// ```
    /// use errcat::{Failure, Vendor};
    ///
    /// fn insert() -> Result<(), Box<dyn std::error::Error>> {
    ///     let body = String::from(r#"[{"errorCode":"REQUIRED_FIELD_MISSING","message":"…"}]"#);
    ///     Err(Failure::new(Vendor::Salesforce).status(400).body(&body).error().into())
    /// }
    ///
    /// let error = insert().unwrap_err();
    /// assert_eq!(error.to_string(), "salesforce: REQUIRED_FIELD_MISSING: validation, missing_value");
    /// ```
    #[cfg(feature = "std")]
    #[must_use]
    pub fn error(&self) -> crate::VendorError {
        self.classify().map_or_else(Into::into, Into::into)
    }

    /// Yields a verdict for each error in the text; like [`classify_all`](crate::classify_all), with all that is known.
    ///
    /// The status refines these verdicts and makes none of its own: where the text holds no error, nothing is yielded, and
    /// [`classify`](Self::classify) says what the status means.
    ///
    /// ```
    /// use errcat::{Failure, Kind, Vendor};
    ///
    /// let failure = Failure::new(Vendor::Salesforce).status(503).body("<html>…</html>");
    /// assert_eq!(failure.classify_all().count(), 0);
    /// assert_eq!(failure.classify()?.kind(), Kind::Unavailable);
    /// # Ok::<(), errcat::Unrecognized<'static>>(())
    /// ```
    pub fn classify_all(&self) -> Findings<'a> {
        self.input().findings()
    }

    fn input(&self) -> Input<'a> {
        Input::new(self.classifier.catalog(), self.vendor, self.raw, self.facts)
    }
}
