//! Recovery by a message, where no code was found: which entry's message stands in a text.
//!
//! Some messages are the wrappers of others: a page's heading, the exception of a trigger. They yield to the error that is
//! told behind them, which often is a lock or a quota that passes, where the wrapper alone is for good.

use crate::catalog::{Catalog, Order};
use crate::entry::{CodeRecord, Entry};
use crate::format::packed::{EntryIndex, Rescue};
use crate::scan::answer;
use crate::scan::block::Bits;
use crate::scan::joint;
use crate::scan::pattern::{self, Match};
use crate::scan::place;
use crate::scan::starts::{Opening, Start, Starts};
use crate::{Category, Kind, Role};

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
    /// Whether it says only that something inside failed.
    wraps: bool,
    found: Match,
}

impl Best {
    /// Whether what stands behind it, up to a place, makes it lead to what is told there: it ends before a colon.
    fn leads(&self, text: &[u8], at: usize) -> bool {
        let (before, between) = (&text[..self.found.end], &text[self.found.end..at]);
        joint::is_joined(between) && (before.ends_with(b":") || between.trim_ascii_start().starts_with(b":"))
    }
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

    /// Whether a message of an entry that begins at a place says more than the best so far: it is longer, or of two errors in
    /// the text it is the one that must not be repeated; before a colon one may only lead to the other.
    fn is_better(&self, best: &Best, entry: &Entry, length: usize, at: usize) -> bool {
        let apart = best.found.end <= at && !best.leads(self.text, at);
        match (best.entry.is_repeatable(), entry.is_repeatable()) {
            (true, false) if best.found.end <= at => true,
            (false, true) if apart => false,
            _ => length > best.length,
        }
    }

    /// Whether a message says only that something inside failed: as its entry says, or as that of a code which does.
    fn wraps(&self, rescue: Rescue, entry: &Entry) -> bool {
        let codes = self.catalog.vendors[usize::from(rescue.vendor())].codes;
        let of_wrapper = |code: u16| codes[usize::from(code)].role == Some(Role::Wrapper);
        entry.wraps() || matches!(rescue.entry(), EntryIndex::Code(code, 0) if of_wrapper(code))
    }

    /// Whether the best so far only wraps what a message of an entry tells that begins at a place.
    fn yields(&self, best: &Best, rescue: Rescue, entry: &Entry, at: usize) -> bool {
        if !best.wraps || at < best.found.end || self.wraps(rescue, entry) {
            return false;
        }
        // A wrong value, a login or a session that the organisation's own code stumbles over is none of the request's.
        let own_code = best.entry.kind() == Kind::CustomizationFailed;
        let foreign = entry.category() == Category::Validation
            || matches!(entry.kind(), Kind::SessionExpired | Kind::CredentialsRejected);
        // A code that wraps may have texts of its own, which only before a colon lead to another's.
        let between = &self.text[best.found.end..at];
        let joined = match best.entry.wraps() {
            true => joint::is_joined(between),
            false => best.leads(self.text, at) && joint::last_line(between).is_none(),
        };
        !(own_code && foreign) && joined
    }

    /// Takes a message that begins alike if it stands there and is better.
    fn offer(&mut self, start: Start, rescue: Rescue) {
        let Some(rank) = self.order.rank(rescue.vendor()) else {
            return;
        };
        let (entry, pattern) = self.catalog.vendors[usize::from(rescue.vendor())].rescue(rescue);
        let length = pattern.text.len();
        let better = |best: &Best| best.rank == rank && self.is_better(best, entry, length, start.at);
        let worse = |best: &Best| best.rank <= rank && !better(best) && !self.yields(best, rescue, entry, start.at);
        let excepted = self.except.is_some_and(|code| entry.code() == Some(code.code));
        // A tag can be shared, and where the text is not plain its opening tells nobody apart.
        if self.best.as_ref().is_some_and(worse) || excepted || !start.may_begin(pattern) {
            return;
        }
        match pattern::match_at(pattern, self.text, start.at) {
            Some(found)
                if !place::is_quoted_matter(self.text, start.at) && !place::is_template(&self.text[found.end..]) =>
            {
                self.best = Some(Best {
                    rank,
                    length,
                    entry,
                    wraps: self.wraps(rescue, entry),
                    found,
                });
            }
            _ => {}
        }
    }
}
