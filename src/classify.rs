//! Evidence in, classification out: which entry a finding means, and which finding speaks for the whole input.
//!
//! The order of belief: a code in a code field, a code in text, a message, and the HTTP status only when nothing else
//! speaks. A status never beats a code; status, message and operation choose between the variants of one.

use core::fmt;
use core::ops::Range;
use core::time::Duration;

use crate::catalog::{Catalog, VendorRecord};
use crate::classifier;
use crate::entry::{CodeRecord, Entry};
use crate::explain::Explanation;
use crate::failure::Facts;
use crate::findings::{Finding, Groups};
use crate::scan::pattern::{self, Match, Starts};
use crate::scan::place;
use crate::scan::record::Records;
use crate::scan::{Mark, Scan, Span};
use crate::{Applied, Category, Certainty, Code, Kind, Locale, Recovery, Role, Scope, Vendor};

/// Why a classification was made, strongest first.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[strum(serialize_all = "snake_case")]
#[non_exhaustive]
pub enum Evidence {
    /// A code in a code field of the vendor's envelope.
    CodeField,
    /// A known code as a whole word in text.
    CodeInText,
    /// A known message.
    Message,
    /// The HTTP status alone.
    HttpStatus,
}

impl Evidence {
    /// Returns the name as it stands in JSON and logs, such as `"code_field"`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
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
    catalog: &'static Catalog,
    vendor: &'static VendorRecord,
    pub(crate) raw: &'a [u8],
    entry: &'static Entry,
    code: Option<Code>,
    evidence: Evidence,
    code_text: Option<Span>,
    unknown: Option<Span>,
    range: (usize, usize),
    record: Option<usize>,
    /// The worst of all errors that the verdict speaks for.
    applied: Applied,
    /// The longest delay that the messages name.
    pub(crate) hint: Option<Duration>,
    pub(crate) facts: Facts,
    /// Whether it speaks for the whole input, and not for one error of it.
    whole: bool,
}

impl<'a> Classification<'a> {
    /// Returns the category: what the caller can do.
    #[must_use]
    pub fn category(&self) -> Category {
        self.entry.category()
    }

    /// Returns the kind: the finer reason.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.entry.kind()
    }

    /// Returns the decisive code, the root cause's where one is known; `None` if a message or a status decided that
    /// belongs to no code.
    #[must_use]
    pub fn code(&self) -> Option<Code> {
        self.code
    }

    /// Returns the decisive code as it stood in the input, or `None` if none stood there.
    #[must_use]
    pub fn code_text(&self) -> Option<&'a str> {
        text(self.raw, self.code_text?)
    }

    /// Returns the content of a code field that no vendor in the look-up order knows, if there was one beside the
    /// evidence: worth reporting.
    #[must_use]
    pub fn unrecognized_code(&self) -> Option<&'a str> {
        text(self.raw, self.unknown?)
    }

    /// Returns all known codes in the whole input, in order; a code stands there as often as it was found.
    pub fn codes(&self) -> impl Iterator<Item = Code> + use<'a> {
        Scan::new(self.catalog, self.vendor, self.raw).filter_map(|mark| match mark {
            Mark::Code(hit) => Some(hit.record.code),
            Mark::Unknown(_) => None,
        })
    }

    /// Returns the catalog's entry that decided.
    #[must_use]
    pub fn entry(&self) -> &'static Entry {
        self.entry
    }

    /// Returns the vendor that the caller asked for; the entry may be another's in its look-up order.
    #[must_use]
    pub fn vendor(&self) -> Vendor {
        self.vendor.vendor
    }

    /// Returns what the verdict rests on.
    #[must_use]
    pub fn evidence(&self) -> Evidence {
        self.evidence
    }

    /// Returns how the verdict is known.
    #[must_use]
    pub fn certainty(&self) -> Certainty {
        self.entry.certainty()
    }

    /// Returns the program's next step.
    #[must_use]
    pub fn recovery(&self) -> Recovery {
        self.entry.recovery()
    }

    /// Returns whether the failed write may have been applied.
    ///
    /// If the verdict speaks for several errors, one that may have been applied makes it so for all.
    #[must_use]
    pub fn applied(&self) -> Applied {
        self.applied
    }

    /// Returns what the verdict covers.
    #[must_use]
    pub fn scope(&self) -> Scope {
        self.entry.scope()
    }

    /// Returns what is happening, one sentence.
    #[must_use]
    pub fn cause(&self, locale: Locale) -> &'static str {
        self.entry.cause(locale)
    }

    /// Returns what a person should do.
    #[must_use]
    pub fn remediation(&self, locale: Locale) -> &'static str {
        self.entry.remediation(locale)
    }

    /// Returns where the verdict is known from.
    #[must_use]
    pub fn sources(&self) -> &'static [&'static str] {
        self.entry.sources()
    }

    /// Returns the stable string that names the entry, such as `"salesforce/REQUEST_LIMIT_EXCEEDED#daily"`.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        self.entry.rule()
    }

    /// Returns the part of the input, in bytes, that belongs to this error.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.range.0..self.range.1
    }

    /// Returns which record of the batch the error belongs to, counted from 0 in the order of the response, if
    /// [`classify_all`] found it in a response to a batch.
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
        let input = Input {
            catalog: self.catalog,
            vendor: self.vendor,
            raw: self.raw,
            facts: self.facts,
        };
        Explanation::new(*self, input, self.whole)
    }
}

impl fmt::Debug for Classification<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Classification")
            .field("rule", &self.rule())
            .field("category", &self.category())
            .field("kind", &self.kind())
            .field("code_text", &self.code_text())
            .field("evidence", &self.evidence)
            .finish_non_exhaustive()
    }
}

/// One line for logs: `UNABLE_TO_LOCK_ROW: retryable, lock_contention (salesforce/UNABLE_TO_LOCK_ROW)`.
impl fmt::Display for Classification<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(code) = self.code {
            write!(f, "{code}: ")?;
        }
        write!(f, "{}, {} ({})", self.category(), self.kind(), self.rule())
    }
}

/// The input holds nothing that the catalog knows.
///
/// It keeps what stood in a code field, so that a new code is reported instead of lost.
#[derive(Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no known {} error in the input{}", .vendor.name(), Designated(*.code))]
pub struct Unrecognized<'a> {
    vendor: Vendor,
    code: Option<&'a str>,
    raw: &'a [u8],
    record: Option<usize>,
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

/// Says what an error string of a vendor's API means.
///
/// `raw` is whatever the program holds: a bare code, `CODE: text`, JSON, XML, a CSV cell, a log line, an exception's
/// text. If it holds several errors the answer is [`Category::Retryable`] only if all of them are; see
/// [`classify_all`] for a verdict on each.
///
/// # Errors
///
/// [`Unrecognized`] if nothing in the input is known: no code, no message.
///
/// ```
/// use errcat::{Category, Vendor, classify};
///
/// let body = r#"[{"message":"unable to obtain exclusive access to this record","errorCode":"UNABLE_TO_LOCK_ROW"}]"#;
/// assert_eq!(classify(Vendor::Salesforce, body)?.category(), Category::Retryable);
/// assert!(classify(Vendor::Salesforce, "200 OK").is_err());
/// # Ok::<(), errcat::Unrecognized<'static>>(())
/// ```
pub fn classify(vendor: Vendor, raw: &str) -> Result<Classification<'_>, Unrecognized<'_>> {
    classify_bytes(vendor, raw.as_bytes())
}

/// Says what an error of a vendor's API means, like [`classify`], from bytes that need not be UTF-8.
///
/// # Errors
///
/// [`Unrecognized`] if nothing in the input is known.
pub fn classify_bytes(vendor: Vendor, raw: &[u8]) -> Result<Classification<'_>, Unrecognized<'_>> {
    classifier::installed().classify_bytes(vendor, raw)
}

/// Yields a verdict for each error in an input, in order.
///
/// A response to a batch holds one error a failed record; the verdicts tell which records to send again, and where the
/// response shows it, [`record`](Classification::record) says which they are. The iterator allocates nothing.
///
/// ```
/// use errcat::{Category, Vendor, classify_all};
///
/// let body = r#"[{"success":false,"errors":[{"statusCode":"UNABLE_TO_LOCK_ROW","message":"…"}]},
///                {"success":false,"errors":[{"statusCode":"REQUIRED_FIELD_MISSING","message":"…"}]}]"#;
/// let verdicts: Vec<_> = classify_all(Vendor::Salesforce, body).flatten().map(|c| (c.record(), c.category())).collect();
/// assert_eq!(verdicts, [(Some(0), Category::Retryable), (Some(1), Category::Validation)]);
/// ```
pub fn classify_all(vendor: Vendor, raw: &str) -> Findings<'_> {
    classifier::installed().classify_all(vendor, raw)
}

/// The verdicts on an input's errors, in order; made by [`classify_all`].
#[derive(Clone, Debug)]
pub struct Findings<'a> {
    input: Input<'a>,
    groups: Groups<'a>,
    records: Records<'a>,
}

impl<'a> Iterator for Findings<'a> {
    /// The verdict, or the code of an error that the catalog does not know.
    type Item = Result<Classification<'a>, Unrecognized<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        let finding = self.groups.next()?;
        let record = self.records.index(finding.outer.start);
        Some(match self.input.weigh(&finding) {
            Some(found) => Ok(Classification { record, ..found }),
            None => Err(Unrecognized {
                record,
                ..self.input.unrecognized(finding.unknown)
            }),
        })
    }
}

/// All that a verdict is made from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Input<'a> {
    pub(crate) catalog: &'static Catalog,
    pub(crate) vendor: &'static VendorRecord,
    pub(crate) raw: &'a [u8],
    pub(crate) facts: Facts,
}

impl<'a> Input<'a> {
    pub(crate) fn new(catalog: &'static Catalog, vendor: Vendor, raw: &'a [u8], facts: Facts) -> Self {
        let (catalog, vendor) = catalog.resolve(vendor);
        Input {
            catalog,
            vendor,
            raw,
            facts,
        }
    }

    pub(crate) fn findings(self) -> Findings<'a> {
        Findings {
            input: self,
            groups: self.groups(),
            records: Records::new(self.raw),
        }
    }

    pub(crate) fn groups(&self) -> Groups<'a> {
        Groups::new(Scan::new(self.catalog, self.vendor, self.raw), self.raw)
    }

    /// The vendors in which codes and messages are looked up, in order.
    pub(crate) fn vendors(&self) -> impl Iterator<Item = &'static VendorRecord> + use<'a> {
        let catalog = self.catalog;
        self.vendor
            .order
            .iter()
            .map(move |&number| catalog.vendors[usize::from(number)])
    }

    /// Finds the verdict that speaks for the whole input.
    pub(crate) fn decide(&self) -> Result<Classification<'a>, Unrecognized<'a>> {
        let mut chosen: Option<(Classification<'a>, bool)> = None;
        let mut unknown: Option<Span> = None;
        let (mut applied, mut hint) = (Applied::No, None);
        for finding in self.groups() {
            let Some(found) = self.weigh(&finding) else {
                unknown = unknown.or(finding.unknown);
                continue;
            };
            applied = applied.max(found.applied);
            hint = hint.max(found.hint);
            let consequence = finding.is_consequence();
            let better = chosen.is_none_or(|(old, was_consequence)| {
                let repeatable = |c: &Classification<'_>| c.category() == Category::Retryable;
                (was_consequence && !consequence)
                    || (was_consequence == consequence && repeatable(&old) && !repeatable(&found))
            });
            if better {
                chosen = Some((found, consequence));
            }
        }
        match chosen {
            // An error that nobody knows stands beside: that all of it may be repeated cannot be said.
            Some((found, _)) if unknown.is_some() && found.category() == Category::Retryable => {
                Err(self.unrecognized(unknown))
            }
            Some((found, _)) => Ok(Classification {
                unknown: found.unknown.or(unknown),
                applied,
                hint,
                whole: true,
                ..found
            }),
            None => self.without_code(unknown).ok_or_else(|| self.unrecognized(unknown)),
        }
    }

    fn unrecognized(&self, unknown: Option<Span>) -> Unrecognized<'a> {
        Unrecognized {
            vendor: self.vendor.vendor,
            code: unknown.and_then(|span| text(self.raw, span)),
            raw: self.raw,
            record: None,
        }
    }

    /// Says what one finding means.
    pub(crate) fn weigh(&self, finding: &Finding) -> Option<Classification<'a>> {
        let part = &self.raw[finding.range()];
        let range = (finding.start, finding.end);
        let Some(hit) = finding.decisive else {
            let (entry, found) = self.rescue(part, None).filter(|_| !self.is_foreign(finding.unknown))?;
            return Some(self.verdict(entry, Evidence::Message, found.delay, finding.unknown, range));
        };
        let (mut entry, mut found) = refine(hit.record, part, self.facts);
        if hit.record.role == Some(Role::Wrapper) && core::ptr::eq(entry, &hit.record.entries[0]) {
            // No known code inside; a known message says as much.
            if let Some((inner, message)) = self.rescue(part, Some(hit.record)) {
                (entry, found) = (inner, Some(message));
            }
        }
        let evidence = if hit.place.is_none() {
            Evidence::CodeField
        } else {
            Evidence::CodeInText
        };
        let verdict = self.verdict(
            entry,
            evidence,
            found.and_then(|found| found.delay),
            finding.unknown,
            range,
        );
        Some(Classification {
            code: Some(hit.record.code),
            code_text: Some(hit.span),
            ..verdict
        })
    }

    /// Lays down a verdict for which no code stands in the input.
    fn verdict(
        &self,
        entry: &'static Entry,
        evidence: Evidence,
        hint: Option<Duration>,
        unknown: Option<Span>,
        range: (usize, usize),
    ) -> Classification<'a> {
        Classification {
            catalog: self.catalog,
            vendor: self.vendor,
            raw: self.raw,
            entry,
            code: entry.code(),
            evidence,
            code_text: None,
            unknown,
            range,
            record: None,
            applied: entry.applied(),
            hint,
            facts: self.facts,
            whole: false,
        }
    }

    /// Judges by a message, and failing that by the status.
    fn without_code(&self, unknown: Option<Span>) -> Option<Classification<'a>> {
        let (entry, evidence, hint) = match self.rescue(self.raw, None).filter(|_| !self.is_foreign(unknown)) {
            Some((entry, found)) => (entry, Evidence::Message, found.delay),
            None => {
                let status = self.facts.status?;
                (
                    self.vendors().find_map(|vendor| vendor.status(status))?,
                    Evidence::HttpStatus,
                    None,
                )
            }
        };
        Some(self.verdict(entry, evidence, hint, unknown, (0, self.raw.len())))
    }

    /// Whether an unknown code is spelt as none of the vendors' codes is, `TOKEN_EXPIRED` where all are numbers or
    /// `itemNotFound`: another system's error, whose words mean what they mean there.
    fn is_foreign(&self, unknown: Option<Span>) -> bool {
        let screams = |code: &str| code.contains('_') && !code.contains(|c: char| c.is_ascii_lowercase());
        unknown.and_then(|span| text(self.raw, span)).is_some_and(screams)
            && !self
                .vendors()
                .any(|vendor| vendor.codes.iter().any(|code| screams(code.spellings[0])))
    }

    /// Finds the message that stands for an entry of its own: the earliest vendor's in the order, there the longest.
    fn rescue(&self, part: &[u8], except: Option<&'static CodeRecord>) -> Option<(&'static Entry, Match)> {
        let mut best: Option<(usize, usize, &'static Entry, Match)> = None;
        let mut prefixes = [0; 16];
        for vendor in self.vendors() {
            prefixes
                .iter_mut()
                .zip(vendor.prefixes)
                .for_each(|(set, own)| *set |= own);
        }
        for start in Starts::new(part, &prefixes) {
            for (rank, vendor) in self.vendors().enumerate() {
                let first = vendor.rescues.partition_point(|rescue| rescue.prefix < start.prefix);
                for rescue in vendor.rescues[first..]
                    .iter()
                    .take_while(|rescue| rescue.prefix == start.prefix)
                {
                    let (entry, pattern) = vendor.rescue(rescue);
                    let length = pattern.text.len();
                    let better = best.is_none_or(|(old, longest, ..)| rank < old || (rank == old && length > longest));
                    let own = except.is_some_and(|code| entry.code == Some(code.code));
                    if !better || own || !start.may_begin(pattern) {
                        continue;
                    }
                    match pattern::match_at(pattern, part, start.at) {
                        Some(found) if !place::is_quoted_matter(part, start.at) => {
                            best = Some((rank, length, entry, found))
                        }
                        _ => {}
                    }
                }
            }
        }
        best.map(|(_, _, entry, found)| (entry, found))
    }
}

/// Chooses between the entries of a code by operation, message and status, in this order of weight.
///
/// A variant that two tell equally well is not told at all: then the default holds.
fn refine(record: &'static CodeRecord, part: &[u8], facts: Facts) -> (&'static Entry, Option<Match>) {
    if record.entries.len() == 1 && record.prefixes == 0 {
        return (&record.entries[0], None);
    }
    let mut choice = Choice {
        default: &record.entries[0],
        facts,
        entry: &record.entries[0],
        weight: (false, 0, false),
        tied: false,
        message: None,
    };
    for entry in record.entries {
        choice.offer(entry, None);
    }
    for start in Starts::new(part, &[record.prefixes]) {
        for entry in record.entries {
            for pattern in entry.patterns.iter().filter(|pattern| start.may_begin(pattern)) {
                if let Some(found) = pattern::match_at(pattern, part, start.at) {
                    choice.offer(entry, Some((pattern.text.len(), found)));
                }
            }
        }
    }
    (
        if choice.tied { &record.entries[0] } else { choice.entry },
        choice.message,
    )
}

/// The best entry so far.
struct Choice {
    default: &'static Entry,
    facts: Facts,
    entry: &'static Entry,
    /// Whether the operation tells it, how long the message is that does, whether the status does.
    weight: (bool, usize, bool),
    /// Whether another entry is told as well.
    tied: bool,
    message: Option<Match>,
}

impl Choice {
    fn offer(&mut self, entry: &'static Entry, message: Option<(usize, Match)>) {
        let limited = !entry.operations.is_empty();
        let operation = limited
            && self
                .facts
                .operation
                .is_some_and(|called| entry.operations.contains(&called));
        if limited && self.facts.operation.is_some() && !operation {
            return;
        }
        let status = self.facts.status.is_some_and(|status| entry.status.contains(&status));
        // The default's own messages are no match for a variant's, however long.
        let most = if core::ptr::eq(entry, self.default) {
            1
        } else {
            usize::MAX
        };
        let weight = (operation, message.map_or(0, |(length, _)| length.min(most)), status);
        if weight > self.weight {
            *self = Choice {
                entry,
                weight,
                tied: false,
                message: message.map(|(_, found)| found),
                ..*self
            };
        } else if weight == self.weight && weight != (false, 0, false) {
            self.tied |= !core::ptr::eq(self.entry, entry);
        }
    }
}

pub(crate) fn text(raw: &[u8], span: Span) -> Option<&str> {
    core::str::from_utf8(raw.get(span.start..span.end)?).ok()
}
