//! [`Findings`]: what is to say of each error of an input, one after the other.
//!
//! An error is told by a code, see `groups.rs`, or where a record of a batch has none, by its message, or by the status with
//! which one request of several was answered. [`classify_all`] hands each one on, [`classify`] takes all together.
//!
//! [`classify`]: crate::classify
//! [`classify_all`]: crate::classify_all

use core::iter::FusedIterator;
use core::time::Duration;

use crate::classification::Verdict;
use crate::classify::Input;
use crate::groups::{Group, Groups};
use crate::retry;
use crate::scan::{Span, record};
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
    /// The delay that holds for every record, once one was told.
    delay: Option<Option<Duration>>,
}

/// One error of an input.
pub(crate) struct Told {
    /// What it means; if nobody knows it, what its code field holds, if it has one.
    pub(crate) verdict: Result<Verdict, Option<Span>>,
    /// Its part of the input.
    range: (usize, usize),
    record: Option<usize>,
}

impl<'a> Findings<'a> {
    pub(crate) fn new(input: Input<'a>) -> Self {
        Findings {
            input,
            groups: input.groups(),
            ahead: None,
            behind: 0,
            told: false,
            delay: None,
        }
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
        if self.groups.is_data(&group) {
            return None;
        }
        Some(Told {
            verdict: self.input.weigh(&group).ok_or(group.unknown),
            range: (group.start, group.end),
            record: group.record.map(|record| record.index),
        })
    }

    /// Tells the next one of the failed records before a position that have no code, but a known message or a status of their
    /// own.
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
            let verdict = match told {
                Some(verdict) => Ok(Verdict { range, ..verdict }),
                None => match record::failure(self.input.raw, record) {
                    Some(status) => self.input.by_status(status, range).ok_or(None),
                    None => continue,
                },
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
                asked: input.facts.asked.delay.max(delay),
                ..input.unrecognized(unknown)
            }),
        }
    }
}

impl<'a> Iterator for Findings<'a> {
    /// The verdict, or the code of an error that the catalog does not know.
    type Item = Result<Classification<'a>, Unrecognized<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(told) = self.tell() {
            return Some(self.answer(told));
        }
        if core::mem::replace(&mut self.told, true) {
            return None;
        }
        let verdict = self.input.uncoded()?;
        Some(Ok(Classification {
            input: self.input,
            verdict,
            record: None,
        }))
    }
}

impl FusedIterator for Findings<'_> {}
