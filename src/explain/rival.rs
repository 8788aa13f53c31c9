//! The entries that could have been the verdict and are not.

use core::{fmt, iter, slice};

use super::{Explanation, find, longest};
use crate::catalog::{Order, VendorRecord};
use crate::entry::Entry;
use crate::{CATALOG, Classification, Evidence, variant};

/// An entry that could have been the verdict and is not.
///
/// Its `Display` is one line: the entry's rule, its verdict, the reason.
#[derive(Clone, Copy, Debug)]
pub struct Rival {
    entry: &'static Entry,
    reason: Reason,
}

impl Rival {
    /// Returns the entry that lost.
    #[must_use]
    pub fn entry(&self) -> &'static Entry {
        self.entry
    }

    /// Returns why, as a clause in English.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        match self.reason {
            Reason::OtherOperation => "it belongs to other operations",
            Reason::Yields => "its code says only that something inside failed",
            Reason::Default => "it holds only where no variant is told",
            Reason::Untold => "nothing in the input tells it",
            Reason::Tied => "another variant is told as well, so the default holds",
            Reason::Weaker => "another variant is told better",
            Reason::Namesake => "another vendor, or an exact spelling, comes first in the look-up order",
            Reason::LaterVendor => "its vendor comes later in the look-up order",
            Reason::Wraps => "its message says only that something failed, and another tells what",
            Reason::Repeatable => "another error in the text must not be repeated",
            Reason::ShorterMessage => "its message is not the longest that is known",
            Reason::Overlaid => "errcat's own entry, which an overlay replaces",
        }
    }
}

impl fmt::Display for Rival {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Rival { entry, .. } = self;
        write!(
            f,
            "{} ({}, {}): {}",
            entry.rule(),
            entry.category(),
            entry.kind(),
            self.reason()
        )
    }
}

#[derive(Clone, Copy, Debug)]
enum Reason {
    OtherOperation,
    Yields,
    Default,
    Untold,
    Tied,
    Weaker,
    Namesake,
    LaterVendor,
    Wraps,
    Repeatable,
    ShorterMessage,
    Overlaid,
}

impl<'a> Explanation<'a> {
    /// The other variants of the decisive code.
    pub(super) fn variants(&self) -> impl Iterator<Item = Rival> + use<'a> {
        let part = &self.verdict.input.raw[self.verdict.range()];
        let Classification { input, verdict, .. } = self.verdict;
        let (facts, chosen) = (input.facts_with(verdict.answered), self.verdict.entry());
        let (record, is_rescued) = (self.record(), self.is_rescued());
        let weigh = move |entry: &'static Entry| {
            let message = longest(entry, part).map_or(0, |(length, _)| length);
            variant::weight(record?, entry, facts, message)
        };
        let own = record.map_or(&[][..], |record| record.entries());
        let best = own.iter().filter_map(weigh).max();
        own.iter().filter(move |entry| *entry != chosen).map(move |entry| {
            let weight = weigh(entry);
            let reason = match weight {
                None => Reason::OtherOperation,
                Some(_) if *entry == own[0] => match is_rescued {
                    true => Reason::Yields,
                    false => Reason::Default,
                },
                Some(variant::UNTOLD) => Reason::Untold,
                Some(_) if weight == best => Reason::Tied,
                Some(_) => Reason::Weaker,
            };
            Rival { entry, reason }
        })
    }

    /// The same spelling in vendors further down the look-up order.
    pub(super) fn namesakes(&self) -> impl Iterator<Item = Rival> + use<'a> {
        let input = self.verdict.input;
        let record = self.record();
        let word = self.verdict.code_text().unwrap_or_default();
        let vendors = input.vendor.order.vendors.iter().filter(|_| !word.is_empty());
        vendors.filter_map(move |vendor| {
            let order = Order::new(slice::from_ref(vendor));
            let found = input.catalog.meaning(order, word.as_bytes()).code?;
            let same = record.is_some_and(|record| record.code == found.record.code);
            (!same).then_some(Rival {
                entry: &found.record.entries()[0],
                reason: Reason::Namesake,
            })
        })
    }

    /// Other messages in the text, where a message decided.
    pub(super) fn messages(&self) -> impl Iterator<Item = Rival> + use<'a> {
        let input = self.verdict.input;
        let part = &input.raw[self.verdict.range()];
        let chosen = self.verdict.entry();
        let decided = self.verdict.evidence() == Evidence::Message || self.is_rescued();
        let vendors = decided.then(|| input.vendors()).into_iter().flatten();
        // Before the chosen one's vendor only what wraps yields.
        let earlier = move |entry: &Entry| {
            let mut before = input.vendors().take_while(|own| own.vendor != chosen.vendor());
            before.any(|own| own.vendor == entry.vendor())
        };
        vendors
            .flat_map(VendorRecord::entries)
            .filter(move |entry| *entry != chosen)
            .filter(move |entry| {
                entry
                    .patterns()
                    .iter()
                    .any(|p| p.rescues && find(iter::once(p), part).is_some())
            })
            .map(move |entry| {
                let reason = if (entry.wraps() && !chosen.wraps()) || earlier(entry) {
                    Reason::Wraps
                } else if entry.vendor() != chosen.vendor() {
                    Reason::LaterVendor
                } else if entry.is_repeatable() && !chosen.is_repeatable() {
                    Reason::Repeatable
                } else {
                    Reason::ShorterMessage
                };
                Rival { entry, reason }
            })
    }

    /// Errcat's own entry, where an overlay has put another in its place.
    pub(super) fn shipped(&self) -> Option<Rival> {
        let chosen = self.verdict.entry();
        let number = chosen.vendor().number().ok()?;
        let mut shipped = CATALOG.vendors[number].entries();
        let entry = shipped.find(|entry| entry.rule() == chosen.rule())?;
        (entry != chosen).then_some(Rival {
            entry,
            reason: Reason::Overlaid,
        })
    }
}
