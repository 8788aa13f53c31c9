//! [`VendorError`]: an owned error made from a verdict, for a connector to return with `?`.

use std::boxed::Box;
use std::fmt;
use std::time::Duration;

use crate::{
    Applied, Backoff, Category, Classification, Code, Entry, Idempotency, Kind, Locale, Next, Recovery,
    RetryAfterError, Scope, Unrecognized, Vendor,
};

/// A vendor's failure as an error of the program's own.
///
/// It owns what it needs, so it outlives the response. One line to display; the cause and the remediation are
/// accessors, since who logs and who shows them are seldom the same.
///
/// `?` makes it of a verdict where the function returns it; for `Box<dyn Error>` and other errors there is
/// [`Failure::error`](crate::Failure::error).
///
/// ```
/// use errcat::{Vendor, VendorError, classify};
///
/// fn insert(response: &str) -> Result<(), VendorError> {
///     Err(classify(Vendor::Salesforce, response)?.into())
/// }
///
/// let error = insert(r#"[{"errorCode":"REQUIRED_FIELD_MISSING","message":"…"}]"#).unwrap_err();
/// assert_eq!(error.to_string(), "salesforce: REQUIRED_FIELD_MISSING: validation, missing_value");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct VendorError {
    vendor: Vendor,
    entry: Option<&'static Entry>,
    code: Option<Code>,
    text: Option<Box<str>>,
    unrecognized: Option<Box<str>>,
    applied: Applied,
    server_delay: Option<Duration>,
    retry_after_error: Option<RetryAfterError>,
}

impl VendorError {
    /// Returns the vendor whose API failed.
    #[must_use]
    pub fn vendor(&self) -> Vendor {
        self.vendor
    }

    /// Returns the catalog's entry, or `None` if the failure was not recognised.
    #[must_use]
    pub fn entry(&self) -> Option<&'static Entry> {
        self.entry
    }

    /// Returns the category, or `None` if the failure was not recognised.
    #[must_use]
    pub fn category(&self) -> Option<Category> {
        self.entry.map(Entry::category)
    }

    /// Returns the kind, or `None` if the failure was not recognised.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        self.entry.map(Entry::kind)
    }

    /// Returns the decisive code, if one is known.
    #[must_use]
    pub fn code(&self) -> Option<Code> {
        self.code
    }

    /// Returns the decisive code as it stood in the response, or `None` if none stood there.
    #[must_use]
    pub fn code_text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// Returns the content of a code field that no vendor in the look-up order knows, if there was one: worth reporting.
    ///
    /// ```
    /// use errcat::{Failure, Vendor};
    ///
    /// let body = r#"{"success":false,"errors":[{"code":"9999","message":"Access token expired"}]}"#;
    /// let error = Failure::new(Vendor::MarketoRest).body(body).error();
    /// assert_eq!(error.unrecognized_code(), Some("9999"));
    /// assert_eq!(error.code_text(), None, "the message decided");
    /// ```
    #[must_use]
    pub fn unrecognized_code(&self) -> Option<&str> {
        self.unrecognized.as_deref()
    }

    /// Returns the program's next step, or `None` if the failure was not recognised.
    #[must_use]
    pub fn recovery(&self) -> Option<Recovery> {
        self.entry.map(Entry::recovery)
    }

    /// Returns what the verdict covers, or `None` if the failure was not recognised.
    #[must_use]
    pub fn scope(&self) -> Option<Scope> {
        self.entry.map(Entry::scope)
    }

    /// Returns whether the failed write may have been applied; [`Applied::Maybe`] if the failure was not recognised.
    #[must_use]
    pub fn applied(&self) -> Applied {
        self.applied
    }

    /// Returns the delay that the server asked for, whether the failure was recognised or not.
    #[must_use]
    pub fn server_delay(&self) -> Option<Duration> {
        self.server_delay
    }

    /// Returns what was wrong with a `Retry-After` header, if one could not be understood and was ignored.
    #[must_use]
    pub fn retry_after_error(&self) -> Option<RetryAfterError> {
        self.retry_after_error
    }

    /// Returns what the program does next, see [`Classification::next`]; [`Next::Stop`] if the failure was not recognised.
    #[must_use]
    pub fn next(&self, idempotency: Idempotency) -> Next {
        self.entry.map_or(Next::Stop, |entry| {
            Next::new(entry, self.applied, self.server_delay, idempotency)
        })
    }

    /// Returns how to repeat the request, or `None` if it must not be repeated; see [`Classification::retry`].
    #[must_use]
    pub fn retry(&self, idempotency: Idempotency) -> Option<Backoff> {
        self.next(idempotency).backoff()
    }

    /// Returns what is happening, or `None` if the failure was not recognised.
    #[must_use]
    pub fn cause(&self, locale: Locale) -> Option<&'static str> {
        self.entry.map(|entry| entry.cause(locale))
    }

    /// Returns what a person should do, or `None` if the failure was not recognised.
    #[must_use]
    pub fn remediation(&self, locale: Locale) -> Option<&'static str> {
        self.entry.map(|entry| entry.remediation(locale))
    }
}

impl fmt::Display for VendorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.vendor)?;
        if let Some(code) = self.code {
            write!(f, "{code}: ")?;
        } else if let Some(text) = &self.unrecognized {
            write!(f, "{text}: ")?;
        }
        match self.entry {
            Some(entry) => write!(f, "{}, {}", entry.category(), entry.kind()),
            None => f.write_str("not recognised"),
        }
    }
}

/// Short, since it is what `unwrap` and a failing `main` show.
impl fmt::Debug for VendorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VendorError")
            .field("vendor", &self.vendor)
            .field("rule", &self.entry.map(Entry::rule))
            .field("category", &self.category())
            .field("kind", &self.kind())
            .field("code_text", &self.text)
            .field("unrecognized_code", &self.unrecognized)
            .field("applied", &self.applied)
            .field("server_delay", &self.server_delay)
            .field("retry_after_error", &self.retry_after_error)
            .finish()
    }
}

impl std::error::Error for VendorError {}

fn owned(text: Option<&str>) -> Option<Box<str>> {
    text.map(Box::from)
}

impl From<Classification<'_>> for VendorError {
    fn from(c: Classification<'_>) -> Self {
        VendorError {
            vendor: c.vendor(),
            entry: Some(c.entry()),
            code: c.code(),
            text: owned(c.code_text()),
            unrecognized: owned(c.unrecognized_code()),
            applied: c.applied(),
            server_delay: c.server_delay(),
            retry_after_error: c.retry_after_error(),
        }
    }
}

impl From<Unrecognized<'_>> for VendorError {
    fn from(unrecognized: Unrecognized<'_>) -> Self {
        VendorError {
            vendor: unrecognized.vendor(),
            entry: None,
            code: None,
            text: None,
            unrecognized: owned(unrecognized.code()),
            applied: Applied::Maybe,
            server_delay: unrecognized.server_delay(),
            retry_after_error: unrecognized.retry_after_error(),
        }
    }
}
