//! [`Failure`]: everything known about one failed call.

use crate::classify::Input;
use crate::{Classification, Findings, Operation, Unrecognized, Vendor};

/// What is known besides the text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Facts {
    pub status: Option<u16>,
    pub operation: Option<Operation>,
}

/// Everything known about one failed call: the text, and the status, operation and header beside it.
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
    vendor: Vendor,
    raw: &'a [u8],
    facts: Facts,
}

impl<'a> Failure<'a> {
    /// Begins with the vendor whose API failed.
    pub fn new(vendor: Vendor) -> Self {
        Failure {
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
    pub fn operation(mut self, operation: impl Into<Operation>) -> Self {
        self.facts.operation = Some(operation.into());
        self
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
    /// [`Unrecognized`] if nothing in the text is known and the status says nothing either.
    pub fn classify(&self) -> Result<Classification<'a>, Unrecognized<'a>> {
        self.input().decide()
    }

    /// Yields a verdict for each error in the text; like [`classify_all`](crate::classify_all), with all that is known.
    pub fn classify_all(&self) -> Findings<'a> {
        self.input().findings()
    }

    fn input(&self) -> Input<'a> {
        Input::new(&crate::CATALOG, self.vendor, self.raw, self.facts)
    }
}
