//! [`Classification`] and [`Unrecognized`]: the answers.

use core::fmt;
use core::ops::Range;
use core::time::Duration;

use crate::classify::Input;
use crate::entry::Entry;
use crate::explain::Explanation;
use crate::named::named;
use crate::retry::Asked;
use crate::scan::{Mark, Scan, Span};
use crate::{Applied, Category, Certainty, Code, Kind, Locale, Recovery, Scope, Vendor};

named! {
    /// Why a classification was made, strongest first.
    #[non_exhaustive]
    pub enum Evidence {
        /// A code in a code field of the vendor's envelope.
        CodeField = "code_field",
        /// A known code as a whole word in text.
        CodeInText = "code_in_text",
        /// A known message.
        Message = "message",
        /// The HTTP status alone, of the failure or of the answer to one request of a batch; beside an error that nobody
        /// knows, also where the others can be repeated: only a status can say that all of them may be.
        HttpStatus = "http_status",
    }
}

/// What an error string means: the answer for one raw input, or for one error of it.
///
/// It borrows the input and is cheap to copy.
///
/// ```
/// use errcat::{Category, Locale, Vendor, classify};
///
/// let c = classify(Vendor::Salesforce, "INVALID_SESSION_ID: Session expired or invalid")?;
/// assert_eq!(c.category(), Category::Auth);
/// assert_eq!(c.rule(), "salesforce/INVALID_SESSION_ID");
/// println!("{}\n{}", c.cause(Locale::En), c.remediation(Locale::Fr));
/// # Ok::<(), errcat::Unrecognized<'static>>(())
/// ```
#[derive(Clone, Copy)]
pub struct Classification<'a> {
    pub(crate) input: Input<'a>,
    pub(crate) verdict: Verdict,
    pub(crate) record: Option<usize>,
}

/// What was decided on one error of an input, or on all of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Verdict {
    pub entry: &'static Entry,
    pub code: Option<Code>,
    pub evidence: Evidence,
    pub code_text: Option<Span>,
    pub unknown: Option<Span>,
    pub range: (usize, usize),
    /// The worst of all errors that the verdict speaks for.
    pub applied: Applied,
    /// Whether it speaks for the whole input, and not for one error of it.
    pub whole: bool,
    /// The HTTP status with which one request of several was answered whose error this is.
    pub answered: Option<u16>,
    /// The longest delay that the messages name, or headers that hold for all records.
    pub hint: Option<Duration>,
}

impl Verdict {
    /// A verdict for which no code stands in the input.
    pub fn new(entry: &'static Entry, evidence: Evidence, range: (usize, usize)) -> Self {
        Verdict {
            entry,
            code: entry.code(),
            evidence,
            code_text: None,
            unknown: None,
            range,
            applied: entry.applied(),
            whole: false,
            answered: None,
            hint: None,
        }
    }

    pub fn is_repeatable(&self) -> bool {
        self.entry.is_repeatable()
    }
}

impl<'a> Classification<'a> {
    /// Returns the category: what the caller can do.
    #[must_use]
    pub fn category(&self) -> Category {
        self.verdict.entry.category()
    }

    /// Returns the kind: the finer reason.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.verdict.entry.kind()
    }

    /// Returns the decisive code, the root cause's where one is known; `None` if a message or a status decided that
    /// belongs to no code.
    #[must_use]
    pub fn code(&self) -> Option<Code> {
        self.verdict.code
    }

    /// Returns the decisive code as it stood in the input, or `None` if none stood there.
    #[must_use]
    pub fn code_text(&self) -> Option<&'a str> {
        text(self.input.raw, self.verdict.code_text?)
    }

    /// Returns the content of a code field that no vendor in the look-up order knows, if there was one beside the
    /// evidence: worth reporting.
    #[must_use]
    pub fn unrecognized_code(&self) -> Option<&'a str> {
        text(self.input.raw, self.verdict.unknown?)
    }

    /// Returns all known codes in the whole input, in order; a code stands there as often as it was found.
    pub fn codes(&self) -> impl Iterator<Item = Code> + use<'a> {
        Scan::new(self.input.catalog, self.input.vendor, self.input.raw).filter_map(|mark| match mark {
            Mark::Code(hit) => Some(hit.record.code),
            Mark::Unknown(_) => None,
        })
    }

    /// Returns the catalog's entry that decided.
    #[must_use]
    pub fn entry(&self) -> &'static Entry {
        self.verdict.entry
    }

    /// Returns the vendor that the caller asked for; the entry may be another's in its look-up order.
    #[must_use]
    pub fn vendor(&self) -> Vendor {
        self.input.vendor.vendor
    }

    /// Returns what the verdict rests on.
    #[must_use]
    pub fn evidence(&self) -> Evidence {
        self.verdict.evidence
    }

    /// Returns how the verdict is known.
    #[must_use]
    pub fn certainty(&self) -> Certainty {
        self.verdict.entry.certainty()
    }

    /// Returns the program's next step.
    #[must_use]
    pub fn recovery(&self) -> Recovery {
        self.verdict.entry.recovery()
    }

    /// Returns whether the failed write may have been applied.
    ///
    /// If the verdict speaks for several errors, one that may have been applied makes it so for all. That of a batch in which
    /// a record succeeded was applied in part.
    #[must_use]
    pub fn applied(&self) -> Applied {
        self.verdict.applied
    }

    /// Returns what the verdict covers.
    #[must_use]
    pub fn scope(&self) -> Scope {
        self.verdict.entry.scope()
    }

    /// Returns what is happening, one sentence.
    #[must_use]
    pub fn cause(&self, locale: Locale) -> &'static str {
        self.verdict.entry.cause(locale)
    }

    /// Returns what a person should do.
    #[must_use]
    pub fn remediation(&self, locale: Locale) -> &'static str {
        self.verdict.entry.remediation(locale)
    }

    /// Returns where the verdict is known from.
    #[must_use]
    pub fn sources(&self) -> &'static [&'static str] {
        self.verdict.entry.sources()
    }

    /// Returns the stable string that names the entry, such as `"salesforce/REQUEST_LIMIT_EXCEEDED#daily"`.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        self.verdict.entry.rule()
    }

    /// Returns the part of the input, in bytes, that belongs to this error: in the response to a batch, from
    /// [`classify_all`](crate::classify_all), all of its record, or the record's part up to the next error of the same.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.verdict.range.0..self.verdict.range.1
    }

    /// Returns which record of the batch the error belongs to, counted from 0 in the order of the response, if
    /// [`classify_all`](crate::classify_all) found it in a response to a batch.
    ///
    /// The order of the response is that of the request in Salesforce's collections, composite requests, SOAP calls and Bulk
    /// API 1.0 results, and in Marketo's. It is not in the answer to Microsoft Graph's `$batch`, which comes in any order; nor
    /// in that to a Salesforce composite tree, which lists the failed records only; nor in a Bulk API 2.0 job's results. The
    /// number is the place in the response there: take the `id`, the `referenceId` or the row that stands at this place.
    ///
    /// ```
    /// use errcat::{Vendor, classify_all};
    ///
    /// let body = r#"{"responses":[
    ///     {"id":"2","status":200,"body":{"value":[]}},
    ///     {"id":"1","status":404,"body":{"error":{"code":"itemNotFound","message":"…"}}}]}"#;
    /// let failed = classify_all(Vendor::MicrosoftGraph, body).next().unwrap()?;
    /// assert_eq!(failed.record(), Some(1)); // the second of the answers: that to the request with the id 1
    /// assert!(body[failed.range()].contains(r#""id":"1""#));
    /// # Ok::<(), errcat::Unrecognized<'static>>(())
    /// ```
    #[must_use]
    pub fn record(&self) -> Option<usize> {
        self.record
    }
}

impl<'a> Classification<'a> {
    /// Returns why this is the verdict: what was found where in the input, which rule decided, and why others did not.
    ///
    /// ```
    /// use errcat::{Vendor, classify};
    ///
    /// let c = classify(Vendor::Salesforce, r#"[{"errorCode":"UNABLE_TO_LOCK_ROW","message":"…"}]"#)?;
    /// let explanation = c.explain();
    /// let decisive = explanation.clues().find(|clue| clue.decides()).unwrap();
    /// assert_eq!(decisive.range(), 15..33);
    /// println!("{explanation}");
    /// # Ok::<(), errcat::Unrecognized<'static>>(())
    /// ```
    #[must_use]
    pub fn explain(&self) -> Explanation<'a> {
        Explanation::new(*self)
    }
}

impl fmt::Debug for Classification<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Classification")
            .field("rule", &self.rule())
            .field("category", &self.category())
            .field("kind", &self.kind())
            .field("code_text", &self.code_text())
            .field("evidence", &self.verdict.evidence)
            .finish_non_exhaustive()
    }
}

/// One line for logs: `UNABLE_TO_LOCK_ROW: retryable, lock_contention (salesforce/UNABLE_TO_LOCK_ROW)`.
impl fmt::Display for Classification<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(code) = self.verdict.code {
            write!(f, "{code}: ")?;
        }
        write!(f, "{}, {} ({})", self.category(), self.kind(), self.rule())
    }
}

/// Nobody can say what the input means: it holds nothing that the catalog knows, or beside errors that may be repeated one
/// that it does not know.
///
/// It keeps what stood in a code field, so that a new code is reported instead of lost.
#[derive(Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not recognised as an error of {}{}", .vendor.name(), Designated(*.code))]
pub struct Unrecognized<'a> {
    pub(crate) vendor: Vendor,
    pub(crate) code: Option<&'a str>,
    pub(crate) raw: &'a [u8],
    pub(crate) record: Option<usize>,
    pub(crate) range: (usize, usize),
    /// What headers asked for, those of the answer and those in it that hold for all of its records.
    pub(crate) asked: Asked,
}

impl<'a> Unrecognized<'a> {
    /// Returns the vendor that the caller asked for.
    #[must_use]
    pub fn vendor(&self) -> Vendor {
        self.vendor
    }

    /// Returns the content of a code field, if there was one: a code that the catalog does not know yet.
    #[must_use]
    pub fn code(&self) -> Option<&'a str> {
        self.code
    }

    /// Returns which record of the batch the error belongs to, see [`Classification::record`].
    #[must_use]
    pub fn record(&self) -> Option<usize> {
        self.record
    }

    /// Returns the error's part of the input in bytes, see [`Classification::range`].
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.range.0..self.range.1
    }

    /// Returns the input.
    #[must_use]
    pub fn raw(&self) -> &'a [u8] {
        self.raw
    }
}

impl fmt::Debug for Unrecognized<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unrecognized")
            .field("vendor", &self.vendor)
            .field("code", &self.code)
            .finish_non_exhaustive()
    }
}

struct Designated<'a>(Option<&'a str>);

impl fmt::Display for Designated<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(code) => write!(f, "; its code field says {code:?}"),
            None => Ok(()),
        }
    }
}

pub(crate) fn text(raw: &[u8], span: Span) -> Option<&str> {
    core::str::from_utf8(raw.get(span.start..span.end)?).ok()
}
