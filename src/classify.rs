//! Evidence in, classification out: which entry a finding means, and which finding speaks for the whole input.
//!
//! The order of belief: a code in a code field, a code in text, a message, and the HTTP status only when nothing else
//! speaks. A status never beats a code; status, message and operation choose between the variants of one. Only beside an
//! error that nobody knows it may say that all of the request may be repeated.

use core::time::Duration;

use crate::catalog::{Catalog, VendorRecord};
use crate::classification::{Verdict, text};
use crate::classifier;
use crate::entry::{CodeRecord, Entry};
use crate::failure::Facts;
use crate::findings::{Finding, Groups};
use crate::format::spelling::is_constant_case;
use crate::scan::pattern::Match;
use crate::scan::record::Records;
use crate::scan::{Scan, Span};
use crate::variant::refine;
use crate::{Applied, Classification, Evidence, Role, Unrecognized, Vendor};
use crate::{rescue, retry};

/// Says what an error string of a vendor's API means.
///
/// `raw` is whatever the program holds: a bare code, `CODE: text`, JSON, XML, a CSV cell, a log line, an exception's
/// text. If it holds several errors the answer is [`Category::Retryable`](crate::Category::Retryable) only if all of them are; see
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
/// response shows it, [`record`](Classification::record) says which they are. A record that has no code is judged by its
/// message, and so is an input that has none at all: what [`classify`] finds by a code or a message is yielded here, too.
/// The iterator allocates nothing.
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
    /// The next error that a code tells, once it has been read.
    ahead: Option<Finding>,
    /// The records, followed for those in which no code stands.
    records: Records<'a>,
    /// Up to where the input belongs to the errors that were told; 0 while there was none.
    behind: usize,
    /// The delay that holds for every record, once one was told.
    delay: Option<Option<Duration>>,
}

impl<'a> Findings<'a> {
    /// Says what an error means that a code tells; `None` where it is data of a record that succeeded.
    fn coded(&mut self, mut finding: Finding) -> Option<Result<Classification<'a>, Unrecognized<'a>>> {
        finding.widen(self.behind, self.groups.next_mark());
        self.behind = finding.end;
        if self.groups.is_data(&finding) {
            return None;
        }
        let record = finding.record.map(|record| record.index);
        Some(match self.input.weigh(&finding) {
            Some(verdict) => Ok(self.classification(verdict, record)),
            None => Err(Unrecognized {
                record,
                ..self.input.unrecognized(finding.unknown)
            }),
        })
    }

    /// Says what the next record's failure means of those before a position that have no code, but a message.
    fn uncoded(&mut self, to: usize) -> Option<Classification<'a>> {
        while let Some(record) = self.records.passed(to) {
            if record.start < self.behind {
                continue;
            }
            let range = (record.start, record.end);
            let told = self.input.told(record.inner);
            if let Some(verdict) = told.filter(|_| !self.records.succeeded(record)) {
                self.behind = record.end;
                return Some(self.classification(Verdict { range, ..verdict }, Some(record.index)));
            }
        }
        None
    }

    fn classification(&mut self, mut verdict: Verdict, record: Option<usize>) -> Classification<'a> {
        if record.is_some() {
            let delay = self.delay.get_or_insert_with(|| retry::beside_records(self.input.raw));
            verdict.hint = verdict.hint.max(*delay);
        }
        Classification {
            input: self.input,
            verdict,
            record,
        }
    }
}

impl<'a> Iterator for Findings<'a> {
    /// The verdict, or the code of an error that the catalog does not know.
    type Item = Result<Classification<'a>, Unrecognized<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        let end = self.input.raw.len();
        loop {
            self.ahead = self.ahead.take().or_else(|| self.groups.next());
            let to = self.ahead.as_ref().map_or(end, |finding| finding.marks.0);
            if let Some(told) = self.uncoded(to) {
                return Some(Ok(told));
            }
            let Some(finding) = self.ahead.take() else { break };
            if let Some(told) = self.coded(finding) {
                return Some(told);
            }
        }
        match core::mem::replace(&mut self.behind, usize::MAX) {
            0 => {
                let verdict = self.input.uncoded()?;
                Some(Ok(self.classification(verdict, None)))
            }
            _ => None,
        }
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
            ahead: None,
            records: Records::new(self.raw),
            behind: 0,
            delay: None,
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
            .vendors
            .iter()
            .map(move |&number| catalog.vendors[usize::from(number)])
    }

    /// Finds the verdict that speaks for the whole input.
    pub(crate) fn decide(&self) -> Result<Classification<'a>, Unrecognized<'a>> {
        let mut chosen: Option<(Verdict, bool)> = None;
        let mut unknown: Option<Span> = None;
        let (mut applied, mut hint) = (Applied::No, None);
        let (mut groups, mut is_data) = (self.groups(), false);
        while let Some(finding) = groups.next() {
            if groups.is_data(&finding) {
                is_data = true;
                continue;
            }
            let Some(found) = self.weigh(&finding) else {
                unknown = unknown.or(finding.unknown);
                continue;
            };
            applied = applied.max(found.applied);
            hint = hint.max(found.hint);
            let consequence = finding.is_consequence();
            let better = chosen.as_ref().is_none_or(|(old, was_consequence)| {
                (*was_consequence && !consequence)
                    || (*was_consequence == consequence && old.is_repeatable() && !found.is_repeatable())
            });
            if better {
                chosen = Some((found, consequence));
            }
        }
        // A record's error that only a message tells counts as well.
        if chosen.is_none_or(|(found, _)| found.is_repeatable()) && groups.have_records() {
            let told = self
                .findings()
                .flatten()
                .filter(|told| told.evidence() == Evidence::Message);
            for told in told.filter(|told| told.record.is_some()).map(|told| told.verdict) {
                applied = applied.max(told.applied);
                hint = hint.max(told.hint);
                if chosen.is_none_or(|(old, _)| old.is_repeatable() && !told.is_repeatable()) {
                    chosen = Some((told, false));
                }
            }
        }
        let verdict = match chosen {
            // An error that nobody knows stands beside: that all of it may be repeated only the status could say.
            Some((found, _)) if unknown.is_some() && found.is_repeatable() => self
                .by_status(unknown)
                .filter(Verdict::is_repeatable)
                .map(|verdict| Verdict {
                    applied: applied.max(verdict.applied),
                    hint,
                    ..verdict
                }),
            Some((found, _)) => Some(Verdict {
                unknown: found.unknown.or(unknown),
                applied,
                hint,
                whole: true,
                ..found
            }),
            // A message may stand in the data as well.
            None if is_data => self.by_status(unknown),
            None => {
                let told = self.uncoded().filter(|_| !self.is_foreign(unknown));
                told.map(|verdict| Verdict { unknown, ..verdict })
                    .or_else(|| self.by_status(unknown))
            }
        };
        match verdict {
            Some(verdict) => Ok(Classification {
                input: *self,
                verdict,
                record: None,
            }),
            None => Err(self.unrecognized(unknown)),
        }
    }

    fn unrecognized(&self, unknown: Option<Span>) -> Unrecognized<'a> {
        Unrecognized {
            vendor: self.vendor.vendor,
            code: unknown.and_then(|span| text(self.raw, span)),
            raw: self.raw,
            record: None,
            asked: self.facts.asked.delay,
        }
    }

    /// Says what one finding means.
    #[inline(always)]
    pub(crate) fn weigh(&self, finding: &Finding) -> Option<Verdict> {
        let part = &self.raw[finding.range()];
        let range = (finding.start, finding.end);
        let Some(hit) = &finding.decisive else {
            let (entry, found) = self.message(part, None).filter(|_| !self.is_foreign(finding.unknown))?;
            return Some(Verdict {
                hint: found.delay,
                unknown: finding.unknown,
                ..Verdict::new(entry, Evidence::Message, range)
            });
        };
        let (mut entry, mut found) = refine(hit.record, part, self.facts);
        if hit.record.role == Some(Role::Wrapper) && core::ptr::eq(entry, &hit.record.entries()[0]) {
            // No known code inside; a known message says as much.
            if let Some((inner, message)) = self.message(part, Some(hit.record)) {
                (entry, found) = (inner, Some(message));
            }
        }
        let evidence = if hit.place.is_none() {
            Evidence::CodeField
        } else {
            Evidence::CodeInText
        };
        Some(Verdict {
            entry,
            code: Some(hit.record.code),
            evidence,
            code_text: Some(hit.span),
            unknown: finding.unknown,
            range,
            applied: entry.applied(),
            whole: false,
            hint: found.and_then(|found| found.delay),
        })
    }

    /// Judges a part in which no code stands by a message.
    fn told(&self, range: (usize, usize)) -> Option<Verdict> {
        let (entry, found) = self.message(&self.raw[range.0..range.1], None)?;
        Some(Verdict {
            hint: found.delay,
            ..Verdict::new(entry, Evidence::Message, range)
        })
    }

    /// Finds the message that stands for an entry of its own, but for those of a code.
    fn message(&self, part: &[u8], except: Option<&'static CodeRecord>) -> Option<(&'static Entry, Match)> {
        rescue::find(self.catalog, self.vendor.order, part, except)
    }

    /// Judges an input in which no code stands by its message, unless that is data of a record that succeeded.
    fn uncoded(&self) -> Option<Verdict> {
        let (entry, found) = self.message(self.raw, None)?;
        let mut records = Records::new(self.raw);
        let record = records.at(found.start);
        if record.is_some_and(|record| records.succeeded(record)) {
            return None;
        }
        Some(Verdict {
            hint: found.delay,
            ..Verdict::new(entry, Evidence::Message, (0, self.raw.len()))
        })
    }

    fn by_status(&self, unknown: Option<Span>) -> Option<Verdict> {
        let status = self.facts.status?;
        let entry = self.vendors().find_map(|vendor| vendor.status(status))?;
        Some(Verdict {
            unknown,
            ..Verdict::new(entry, Evidence::HttpStatus, (0, self.raw.len()))
        })
    }

    /// Whether an unknown code is spelt as none of the vendors' codes is, `TOKEN_EXPIRED` where all are numbers or
    /// `itemNotFound`: another system's error, whose words mean what they mean there.
    fn is_foreign(&self, unknown: Option<Span>) -> bool {
        let code = unknown.and_then(|span| self.raw.get(span.start..span.end));
        code.is_some_and(is_constant_case) && !self.vendors().any(|vendor| vendor.constant_case)
    }
}
