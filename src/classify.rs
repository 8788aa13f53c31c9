//! Evidence in, classification out: which entry a finding means, and which finding speaks for the whole input.
//!
//! The order of belief: a code in a code field, a code in text, a message, and the HTTP status only when nothing else
//! speaks. A status never beats a code; status, message and operation choose between the variants of one. Only beside an
//! error that nobody knows it may say that all of the request may be repeated. The answer to one request of a batch has a
//! status of its own, which stands for that of the whole where that answer is judged.

use crate::catalog::{Catalog, VendorRecord};
use crate::classification::{self, Verdict};
use crate::classifier;
use crate::entry::{CodeRecord, Entry};
use crate::failure::Facts;
use crate::findings::Findings;
use crate::format::spelling::{is_capital_kebab, is_constant_case, is_numeric};
use crate::groups::{Group, Groups};
use crate::rescue;
use crate::scan::pattern::Match;
use crate::scan::place::Place;
use crate::scan::record::Records;
use crate::scan::starts;
use crate::scan::{Hit, Scan, Span, text};
use crate::tally::Tally;
use crate::variant::refine;
use crate::{Applied, Classification, Evidence, Role, Unrecognized, Vendor};

/// Says what an error string of a vendor's API means.
///
/// `raw` is whatever the program holds: a bare code, `CODE: text`, JSON, XML, a CSV cell, a log line, an exception's
/// text. If it holds several errors the answer is [`Category::Retryable`](crate::Category::Retryable) only if all of them are, and if
/// a record of a batch succeeded, the batch was [applied in part](Applied::Partly); see [`classify_all`] for a verdict on each.
///
/// # Errors
///
/// [`Unrecognized`] if nothing in the input is known: no code, no message; if what stands beside a known code says that it
/// is another system's, as Google's `invalid_grant`; or if beside errors that may be repeated there is one that nobody knows.
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
/// [`Unrecognized`] for the reasons that [`classify`] has.
pub fn classify_bytes(vendor: Vendor, raw: &[u8]) -> Result<Classification<'_>, Unrecognized<'_>> {
    classifier::installed().classify_bytes(vendor, raw)
}

/// Yields a verdict for each error in an input, in order.
///
/// A response to a batch holds an error for each failed record, or several; where the response shows it,
/// [`record`](Classification::record) says which one it is. A program that sends records again takes the errors of each
/// together with [`by_record`](Findings::by_record). A record that has no code is judged by its message or, if it answers one
/// request of several as in Graph's batches, by the HTTP status that it has of its own; one that says that it failed and not
/// how is [`Unrecognized`]. An input that has no code at all is judged by its message. What [`classify`] finds in the text is
/// yielded here, too. The iterator allocates nothing.
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

/// How far what tells that a code is another system's may stand from it.
const BESIDE: usize = 512;

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
        Findings::new(self)
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
    pub(crate) fn decide(self) -> Result<Classification<'a>, Unrecognized<'a>> {
        let by_status = || self.by_status(self.facts.status?, (0, self.raw.len()));
        let mut all = Tally::NONE;
        let mut findings = self.findings();
        while let Some(told) = findings.tell() {
            all.count(&told);
        }
        if findings.has_success() {
            all.applied = Applied::Partly;
        }
        let verdict = match all.verdict() {
            Some(verdict) => Some(verdict),
            // Beside an error that nobody knows only the status could say that all of it may be repeated.
            None if all.chosen.is_some() => by_status().filter(Verdict::is_repeatable),
            None => self
                .uncoded()
                .filter(|_| !self.is_unlike_ours(all.unknown))
                .or_else(by_status),
        };
        match verdict {
            Some(verdict) => Ok(Classification {
                input: self,
                verdict: Verdict {
                    whole: true,
                    ..all.with(verdict)
                },
                record: None,
            }),
            None => Err(self.unrecognized(all.unknown)),
        }
    }

    pub(crate) fn unrecognized(&self, unknown: Option<Span>) -> Unrecognized<'a> {
        Unrecognized {
            vendor: self.vendor.vendor,
            code: unknown.and_then(|span| classification::text(self.raw, span)),
            raw: self.raw,
            record: None,
            range: (0, self.raw.len()),
            asked: self.facts.asked,
        }
    }

    /// Says what one error means; of one that nobody knows, or that is another system's, what a code field holds that nobody
    /// knows.
    #[inline(always)]
    pub(crate) fn weigh(&self, group: &Group) -> Result<Verdict, Option<Span>> {
        let part = &self.raw[group.range()];
        let range = (group.start, group.end);
        let answered = group.record.and_then(|record| record.answered);
        let Some(hit) = &group.decisive else {
            let message = self.message(part, None).filter(|_| !self.is_unlike_ours(group.unknown));
            let by_status = || {
                let status = group.whole_record()?.answered.filter(|status| *status >= 400)?;
                self.by_status(status, range)
            };
            let verdict = message.map(|message| by_message(message, range)).or_else(by_status);
            return verdict.ok_or(group.unknown).map(|verdict| Verdict {
                unknown: group.unknown,
                answered,
                ..verdict
            });
        };
        if self.is_others(hit, group) {
            return Err(group.unknown);
        }
        let facts = self.facts_with(answered);
        let (mut entry, mut found) = refine(hit.record, part, facts);
        if hit.record.role == Some(Role::Wrapper) && (*entry == hit.record.entries()[0] || found.is_none()) {
            // No known code inside; a known message says as much, and more than a status, which may have told the variant.
            if let Some((inner, message)) = self.message(part, Some(hit.record)) {
                (entry, found) = (inner, Some(message));
            }
        }
        let evidence = if hit.place == Place::Field {
            Evidence::CodeField
        } else {
            Evidence::CodeInText
        };
        Ok(Verdict {
            entry,
            code: Some(hit.record.code),
            evidence,
            code_text: Some(hit.span),
            unknown: group.unknown,
            range,
            applied: entry.applied().max(group.applied),
            whole: false,
            answered,
            hint: found.and_then(|found| found.delay),
        })
    }

    /// Whether a code is another system's, by what stands beside it.
    fn is_others(&self, hit: &Hit, group: &Group) -> bool {
        let decoys = hit.record.decoys();
        let start = group.start.max(hit.span.start.saturating_sub(BESIDE));
        let end = group.end.min(hit.span.end + BESIDE);
        !decoys.is_empty() && starts::find(decoys.iter(), &self.raw[start..end]).is_some()
    }

    /// Returns what is known of the request that failed: of one of several, the status with which it was answered.
    pub(crate) fn facts_with(&self, answered: Option<u16>) -> Facts {
        Facts {
            status: answered.or(self.facts.status),
            ..self.facts
        }
    }

    /// Judges a part in which no code stands by a message.
    pub(crate) fn told(&self, range: (usize, usize)) -> Option<Verdict> {
        let message = self.message(&self.raw[range.0..range.1], None)?;
        Some(by_message(message, range))
    }

    /// Finds the message that stands for an entry of its own, but for those of a code.
    fn message(&self, part: &[u8], except: Option<&'static CodeRecord>) -> Option<(&'static Entry, Match)> {
        rescue::find(self.catalog, self.vendor.order, part, except)
    }

    /// Judges an input in which no code stands by its message, unless that is data of a record that succeeded.
    pub(crate) fn uncoded(&self) -> Option<Verdict> {
        let message = self.message(self.raw, None)?;
        let mut records = Records::new(self.raw);
        let record = records.at(message.1.start);
        let is_data = record.is_some_and(|record| records.succeeded(record));
        (!is_data).then(|| by_message(message, (0, self.raw.len())))
    }

    /// Judges a part in which nothing else speaks by the HTTP status that it has.
    pub(crate) fn by_status(&self, status: u16, range: (usize, usize)) -> Option<Verdict> {
        let find = |status| self.vendors().find_map(|vendor| vendor.status(status));
        // An unknown one of a server's failures is to be taken for the first of its class (RFC 9110, section 15), such as the
        // 520 of a proxy.
        let class = || (500..600).contains(&status).then_some(500).and_then(find);
        let entry = find(status).or_else(class)?;
        Some(Verdict::new(entry, Evidence::HttpStatus, range))
    }

    /// Whether an unknown code is spelt as none of the vendors' codes is, `TOKEN_EXPIRED` or `AUTH-010` where all are numbers
    /// or `itemNotFound`, or as a bare number where they are sent in quotes: another system's error, whose words mean what
    /// they mean there.
    fn is_unlike_ours(&self, unknown: Option<Span>) -> bool {
        let Some(span) = unknown else { return false };
        let (before, code) = (&self.raw[..span.start], &self.raw[span.start..span.end]);
        let bare = is_numeric(code) && !text::read_back(before).is_some_and(|(c, _)| text::is_quote(c));
        (is_constant_case(code) || is_capital_kebab(code) || bare) && !self.vendors().any(|vendor| vendor.constant_case)
    }
}

/// Makes the verdict that a message tells on a part of the input.
fn by_message((entry, found): (&'static Entry, Match), range: (usize, usize)) -> Verdict {
    Verdict {
        hint: found.delay,
        ..Verdict::new(entry, Evidence::Message, range)
    }
}
