//! [`Tally`]: what several errors amount to, taken together.

use core::time::Duration;

use crate::classification::Verdict;
use crate::findings::Told;
use crate::scan::Span;
use crate::{Applied, Evidence};

/// What the errors of an input or of a record amount to.
pub struct Tally {
    /// The verdict that speaks for all so far: the first that must not be repeated, else the first, of these rather one that a
    /// code or a message tells; a consequence only where nothing else failed.
    pub chosen: Option<Verdict>,
    /// Whether nobody knows one of them, and what the first code field holds that nobody knows.
    has_unknown: bool,
    pub unknown: Option<Span>,
    /// The worst of all.
    pub applied: Applied,
    /// The longest delay of all.
    hint: Option<Duration>,
}

impl Tally {
    /// That of no errors.
    pub const NONE: Tally = Tally {
        chosen: None,
        has_unknown: false,
        unknown: None,
        applied: Applied::No,
        hint: None,
    };

    #[inline(always)]
    pub fn count(&mut self, told: &Told) {
        let found = match &told.verdict {
            Ok(found) => found,
            Err(unknown) => {
                self.has_unknown = true;
                self.unknown = self.unknown.or(*unknown);
                return;
            }
        };
        self.applied = self.applied.max(found.applied);
        self.hint = self.hint.max(found.hint);
        let rank = |verdict: &Verdict| {
            let by_status = verdict.evidence == Evidence::HttpStatus;
            (verdict.entry.is_consequence(), verdict.is_repeatable(), by_status)
        };
        if self.chosen.as_ref().is_none_or(|old| rank(found) < rank(old)) {
            self.chosen = Some(*found);
        }
    }

    /// Returns the verdict that speaks for all, unless it would have all repeated beside an error that nobody knows.
    pub fn verdict(&self) -> Option<Verdict> {
        self.chosen
            .filter(|chosen| !(self.has_unknown && chosen.is_repeatable()))
    }

    /// Makes a verdict speak for all.
    pub fn with(&self, verdict: Verdict) -> Verdict {
        Verdict {
            unknown: verdict.unknown.or(self.unknown),
            applied: verdict.applied.max(self.applied),
            hint: verdict.hint.max(self.hint),
            ..verdict
        }
    }
}
