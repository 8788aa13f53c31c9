//! [`Findings`]: what is to say of each error of an input, one after the other.
//!
//! An error is told by a code, see `groups.rs`, or where a record of a batch has none, by its message, by the status with
//! which one request of several was answered, or by nothing but the record's word that it failed. [`classify_all`] hands each
//! one on, [`ByRecord`] takes together those of a record, [`classify`] all.
//!
//! [`classify`]: crate::classify
//! [`classify_all`]: crate::classify_all

use core::iter::FusedIterator;
use core::time::Duration;

use crate::classification::Verdict;
use crate::classify::Input;
use crate::groups::{Group, Groups};
use crate::retry::{self, Asked};
use crate::scan::Span;
use crate::scan::record::{self, Outcome};
use crate::tally::Tally;
use crate::{Classification, Unrecognized};

/// The verdicts on an input's errors, in order; made by [`classify_all`](crate::classify_all).
#[derive(Clone, Debug)]
#[must_use = "an iterator does nothing until it is asked"]
pub struct Findings<'a> {
    input: Input<'a>,
    groups: Groups<'a>,
    /// The next error that a code tells, once it has been read.
    ahead: Option<Group>,
    /// Up to where the input belongs to the errors that were told.
    behind: usize,
    /// Whether an error was told, or data that looks like one.
    told: bool,
    /// Whether a record succeeded.
    has_success: bool,
    /// The delay that holds for every record, once one was told.
    delay: Option<Option<Duration>>,
}

/// One error of an input.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// What it means; if nobody knows it, what its code field holds, if it has one.
    pub(crate) verdict: Result<Verdict, Option<Span>>,
    /// Its part of the input.
    range: (usize, usize),
    record: Option<usize>,
}

impl<'a> Findings<'a> {
    #[inline(always)]
    pub(crate) fn new(input: Input<'a>) -> Self {
        Findings {
            input,
            groups: input.groups(),
            ahead: None,
            behind: 0,
            told: false,
            has_success: false,
            delay: None,
        }
    }

    /// Takes together what is said of one record: one verdict for each record that failed.
    ///
    /// A record may have several errors. As [`classify`](crate::classify) does for a whole input, the verdict is
    /// [`Retryable`](crate::Category::Retryable) only if all of the record's errors are, and a record with an error that nobody knows is not
    /// recognised, unless another error forbids repeating it. So a program that sends records again sends none twice. What
    /// stands in no record is taken together as well.
    ///
    /// ```
    /// use errcat::{Category, Vendor, classify_all};
    ///
    /// let body = r#"[{"success":false,"errors":[{"statusCode":"UNABLE_TO_LOCK_ROW"},{"statusCode":"DUPLICATE_VALUE"}]},
    ///                {"success":false,"errors":[{"statusCode":"UNABLE_TO_LOCK_ROW"},{"statusCode":"UNABLE_TO_LOCK_ROW"}]}]"#;
    /// let each = classify_all(Vendor::Salesforce, body).by_record().flatten();
    /// let each: Vec<_> = each.map(|c| (c.record(), c.category())).collect();
    /// assert_eq!(each, [(Some(0), Category::Validation), (Some(1), Category::Retryable)]);
    /// ```
    pub fn by_record(self) -> ByRecord<'a> {
        ByRecord {
            findings: self,
            ahead: None,
        }
    }

    /// Whether a record succeeded, of those that have been passed.
    pub(crate) fn has_success(&self) -> bool {
        self.has_success
    }

    /// Tells the next error that a code tells, or the message of a record.
    #[inline(always)]
    pub(crate) fn tell(&mut self) -> Option<Told> {
        loop {
            let next = self.ahead.take().or_else(|| self.groups.next());
            let to = next.as_ref().map_or(self.input.raw.len(), |group| group.marks.0);
            if let Some(told) = self.uncoded(to) {
                self.ahead = next;
                return Some(told);
            }
            if let Some(told) = self.coded(next?) {
                return Some(told);
            }
        }
    }

    /// Tells an error that has a code; `None` if it is data of a record that succeeded.
    #[inline(always)]
    fn coded(&mut self, mut group: Group) -> Option<Told> {
        group.widen(self.behind, self.groups.next_mark());
        (self.behind, self.told) = (group.end, true);
        if self.groups.is_of_success(&group) {
            self.has_success = true;
            return None;
        }
        Some(Told {
            verdict: self.input.weigh(&group),
            range: (group.start, group.end),
            record: group.record.map(|record| record.index),
        })
    }

    /// Tells the next one of the failed records before a position that have no code.
    #[inline(always)]
    fn uncoded(&mut self, to: usize) -> Option<Told> {
        match self.groups.may_have_records(to) {
            true => self.next_uncoded(to),
            false => None,
        }
    }

    fn next_uncoded(&mut self, to: usize) -> Option<Told> {
        while let Some(record) = self.groups.next_silent(to) {
            if record.start < self.behind {
                continue;
            }
            let told = self.input.told(record.inner);
            let told = told.filter(|_| !self.groups.succeeded(record));
            let range = (record.start, record.end);
            let outcome = record::outcome(self.input.raw, record);
            self.has_success |= outcome == Some(Outcome::Succeeded);
            let verdict = match (told, outcome) {
                (Some(verdict), _) => Ok(Verdict { range, ..verdict }),
                (None, Some(Outcome::Refused(status))) => {
                    let answered = Some(status);
                    let verdict = self.input.by_status(status, range);
                    verdict.map(|verdict| Verdict { answered, ..verdict }).ok_or(None)
                }
                (None, Some(Outcome::Failed)) => Err(None),
                (None, Some(Outcome::Succeeded) | None) => continue,
            };
            (self.behind, self.told) = (record.end, true);
            return Some(Told {
                verdict,
                range,
                record: Some(record.index),
            });
        }
        None
    }

    /// Judges all of an input in which no error was told by its message.
    fn rest(&mut self) -> Option<Classification<'a>> {
        if core::mem::replace(&mut self.told, true) {
            return None;
        }
        let verdict = self.input.uncoded()?;
        Some(Classification {
            input: self.input,
            verdict,
            record: None,
        })
    }

    /// Makes the answer for one error.
    fn answer(&mut self, told: Told) -> Result<Classification<'a>, Unrecognized<'a>> {
        let (input, record) = (self.input, told.record);
        let delay = record.and_then(|_| *self.delay.get_or_insert_with(|| retry::beside_records(input.raw)));
        match told.verdict {
            Ok(verdict) => Ok(Classification {
                input,
                verdict: Verdict {
                    hint: verdict.hint.max(delay),
                    ..verdict
                },
                record,
            }),
            Err(unknown) => Err(Unrecognized {
                record,
                range: told.range,
                asked: Asked {
                    delay: input.facts.asked.delay.max(delay),
                    ..input.facts.asked
                },
                ..input.unrecognized(unknown)
            }),
        }
    }
}

impl<'a> Iterator for Findings<'a> {
    /// The verdict, or the code of an error that the catalog does not know.
    type Item = Result<Classification<'a>, Unrecognized<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.tell() {
            Some(told) => Some(self.answer(told)),
            None => self.rest().map(Ok),
        }
    }
}

impl FusedIterator for Findings<'_> {}

/// One verdict for each record that failed, in order; made by [`Findings::by_record`].
#[derive(Clone, Debug)]
#[must_use = "an iterator does nothing until it is asked"]
pub struct ByRecord<'a> {
    findings: Findings<'a>,
    /// The first error of the next record.
    ahead: Option<Told>,
}

impl<'a> Iterator for ByRecord<'a> {
    /// The verdict, or the code of an error that the catalog does not know.
    type Item = Result<Classification<'a>, Unrecognized<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        let Some(first) = self.ahead.take().or_else(|| self.findings.tell()) else {
            return self.findings.rest().map(Ok);
        };
        let mut all = Tally::NONE;
        all.count(&first);
        let mut end = first.range.1;
        loop {
            match self.findings.tell() {
                Some(told) if told.record == first.record => {
                    all.count(&told);
                    end = told.range.1;
                }
                next => {
                    self.ahead = next;
                    break;
                }
            }
        }
        let range = (first.range.0, end);
        let verdict = all.verdict().map(|verdict| Verdict {
            range,
            ..all.with(verdict)
        });
        Some(self.findings.answer(Told {
            verdict: verdict.ok_or(all.unknown),
            range,
            record: first.record,
        }))
    }
}

impl FusedIterator for ByRecord<'_> {}
