//! Which entry of a code is meant: operation, message and status choose, in this order of weight.
//!
//! A variant that two tell equally well is not told at all: then the default holds. The default's own messages are no
//! match for a variant's, however long.

use crate::entry::{CodeRecord, Entry};
use crate::failure::Facts;
use crate::format::beginning;
use crate::scan::pattern::{self, Match};
use crate::scan::starts::{ANY, Starts};

/// How well an entry is told: whether the operation tells it, how long the message is that does, whether the status does.
pub type Weight = (bool, usize, bool);

/// Nothing tells the entry.
pub const UNTOLD: Weight = (false, 0, false);

/// Returns how well an entry of a record is told; `None` if it belongs to other operations. `message` is the length of
/// the pattern that was found, 0 if none was.
pub fn weight(record: &CodeRecord, entry: &'static Entry, facts: Facts, message: usize) -> Option<Weight> {
    let limited = !entry.operations().is_empty();
    let called = facts.operation.filter(|_| limited);
    let operation = called.map(|called| entry.operations().contains(&called));
    let status = facts.status.is_some_and(|status| entry.statuses().contains(&status));
    let is_default = *entry == record.entries()[0];
    let message = if is_default { message.min(1) } else { message };
    (operation != Some(false)).then_some((operation == Some(true), message, status))
}

/// Chooses between the entries of a code, and returns the message that told the entry, if one did.
pub fn refine(record: &'static CodeRecord, part: &[u8], facts: Facts) -> (&'static Entry, Option<Match>) {
    let default = &record.entries()[0];
    if record.entries().len() == 1 && record.prefixes == 0 {
        return (default, None);
    }
    let mut best = Best {
        entry: default,
        weight: UNTOLD,
        tied: false,
        message: None,
    };
    // Nothing but a message tells an entry of a text alone.
    if facts.status.is_some() || facts.operation.is_some() {
        for entry in record.entries() {
            best.offer(entry, weight(record, entry, facts, 0), None);
        }
    }
    let wanted = |prefix| match record.prefixes >> beginning::prefix_bit(prefix) & 1 {
        1 => ANY,
        _ => 0,
    };
    for start in Starts::new(part, wanted) {
        for entry in record.entries() {
            for pattern in entry.patterns().iter().filter(|pattern| start.may_begin(pattern)) {
                if let Some(found) = pattern::match_at(pattern, part, start.at) {
                    let weight = weight(record, entry, facts, pattern.text.len());
                    best.offer(entry, weight, Some(found));
                }
            }
        }
    }
    (if best.tied { default } else { best.entry }, best.message)
}

/// The best entry so far.
struct Best {
    entry: &'static Entry,
    weight: Weight,
    /// Whether another entry is told as well.
    tied: bool,
    message: Option<Match>,
}

impl Best {
    fn offer(&mut self, entry: &'static Entry, weight: Option<Weight>, message: Option<Match>) {
        match weight {
            Some(weight) if weight > self.weight => {
                *self = Best {
                    entry,
                    weight,
                    tied: false,
                    message,
                };
            }
            Some(weight) if weight == self.weight && weight != UNTOLD => {
                self.tied |= self.entry != entry;
            }
            _ => {}
        }
    }
}
