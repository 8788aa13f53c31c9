//! Recovery by a message, where no code was found: which entry's message stands in a text.

use crate::catalog::{Catalog, Order};
use crate::entry::{CodeRecord, Entry};
use crate::format::packed::Rescue;
use crate::scan::answer;
use crate::scan::block::Bits;
use crate::scan::pattern::{self, Match};
use crate::scan::place;
use crate::scan::starts::{Opening, Start, Starts};
use crate::{Category, Kind};

/// Finds the message that stands for an entry of its own: the earliest vendor's in a look-up order, there the longest; but
/// of two errors in a text the one that must not be repeated.
///
/// The messages of one code may be left out.
pub fn find(
    catalog: &'static Catalog,
    order: Order<'_>,
    text: &[u8],
    except: Option<&'static CodeRecord>,
) -> Option<(&'static Entry, Match)> {
    if answer::is_data(text) {
        return None;
    }
    let mut search = Search {
        catalog,
        order,
        text,
        except,
        best: None,
    };
    for start in Starts::new(text, |prefix| catalog.rescues.seconds(prefix)) {
        search.at(start);
    }
    search.best.map(|best| (best.entry, best.found))
}

struct Search<'a> {
    catalog: &'static Catalog,
    order: Order<'a>,
    text: &'a [u8],
    except: Option<&'static CodeRecord>,
    best: Option<Best>,
}

/// The best message so far.
struct Best {
    /// Its vendor's place in the look-up order.
    rank: usize,
    length: usize,
    entry: &'static Entry,
    found: Match,
}

impl Search<'_> {
    /// Looks for the messages that may begin at a place.
    #[inline]
    fn at(&mut self, start: Start) {
        let mut opening = None;
        for second in Bits(start.seconds.into()) {
            for rescue in self.catalog.rescues.near(start.prefix, second as u8) {
                let opening = opening.get_or_insert_with(|| Opening::of(&self.text[start.at..]));
                if opening.agrees(rescue.head()) {
                    self.offer(start, rescue);
                }
            }
        }
    }

    /// Whether a message of an entry that begins at a place says more than the best so far: it is longer, or tells what the
    /// other only wraps, or of two errors in the text it is the one that must not be repeated; before a colon one may only
    /// lead to the other.
    fn is_better(&self, best: &Best, entry: &Entry, length: usize, at: usize) -> bool {
        // Of what the organisation's own code stumbles over, a wrong value is none of the request's.
        let foreign = best.entry.kind() == Kind::CustomizationFailed && entry.category() == Category::Validation;
        if best.entry.wraps() && !entry.wraps() && !foreign && best.found.end <= at {
            return true;
        }
        let (before, behind) = self.text.split_at(best.found.end);
        let apart = best.found.end <= at && !before.ends_with(b":") && !behind.starts_with(b":");
        match (best.entry.is_repeatable(), entry.is_repeatable()) {
            (true, false) if best.found.end <= at => true,
            (false, true) if apart => false,
            _ => length > best.length,
        }
    }

    /// Takes a message that begins alike if it stands there and is better.
    fn offer(&mut self, start: Start, rescue: Rescue) {
        let Some(rank) = self.order.rank(rescue.vendor()) else {
            return;
        };
        let (entry, pattern) = self.catalog.vendors[usize::from(rescue.vendor())].rescue(rescue);
        let length = pattern.text.len();
        let better = |best: &Best| self.is_better(best, entry, length, start.at);
        let worse = |best: &Best| best.rank < rank || (best.rank == rank && !better(best));
        let excepted = self.except.is_some_and(|code| entry.code() == Some(code.code));
        // A tag can be shared, and where the text is not plain its opening tells nobody apart.
        if self.best.as_ref().is_some_and(worse) || excepted || !start.may_begin(pattern) {
            return;
        }
        match pattern::match_at(pattern, self.text, start.at) {
            Some(found)
                if !place::is_quoted_matter(self.text, start.at)
                    && !place::is_template(self.text, found.start..found.end) =>
            {
                self.best = Some(Best {
                    rank,
                    length,
                    entry,
                    found,
                });
            }
            _ => {}
        }
    }
}
