//! [`Shadow`]: what an overlay stands before.

use std::collections::BTreeSet;
use std::fmt;

use crate::catalog::{Catalog, Order};
use crate::entry::Entry;
use crate::pipeline::model;
use crate::{Kind, Locale};

/// An entry of a catalog that an overlay stands before.
///
/// Its `Display` is one line: what it was, and what there is instead.
#[derive(Clone, Debug)]
pub struct Shadow {
    entry: &'static Entry,
    by: String,
    kind: Kind,
}

impl Shadow {
    /// Returns the catalog's entry.
    #[must_use]
    pub fn entry(&self) -> &'static Entry {
        self.entry
    }

    /// Returns the rule of the overlay's entry: the same if the overlay changes the entry, another's if a code of its
    /// own is found first.
    #[must_use]
    pub fn by(&self) -> &str {
        &self.by
    }

    /// Returns the kind of the overlay's entry.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }
}

impl fmt::Display for Shadow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Shadow { entry, by, kind } = self;
        write!(f, "{} ({}, {}): ", entry.rule(), entry.category(), entry.kind())?;
        let new = (kind.category(), kind);
        match *by == entry.rule() {
            true if entry.kind() == *kind => f.write_str("changed"),
            true => write!(f, "changed to {}, {}", new.0, new.1),
            false => write!(f, "{by} ({}, {}) comes first", new.0, new.1),
        }
    }
}

/// Finds the entries of a catalog that one vendor's stand before which an overlay speaks of, by their rules.
pub fn shadows(vendor: &model::Vendor, rules: &BTreeSet<String>, base: &'static Catalog) -> Vec<Shadow> {
    let old = base.vendors.iter().find(|record| record.id == vendor.id);
    let says = |entry: &&model::Entry| rules.contains(&entry.rule);
    let mut shadows = Vec::new();
    for entry in vendor.entries().filter(says) {
        let entries = old.into_iter().flat_map(|old| old.entries());
        for old in entries.filter(|old| old.rule() == entry.rule && !says_the_same(old, entry)) {
            shadows.push(Shadow {
                entry: old,
                by: entry.rule.clone(),
                kind: entry.kind,
            });
        }
    }
    let is_old = |code: &model::Code| old.is_some_and(|old| old.codes.iter().any(|old| old.name() == code.code));
    let also = || {
        vendor
            .also
            .iter()
            .filter_map(|id| base.vendors.iter().position(|record| record.id == *id))
    };
    for code in vendor.codes.iter().filter(|code| !is_old(code)) {
        let Some(entry) = code.entries.first() else { continue };
        for number in also().filter_map(|number| u8::try_from(number).ok()) {
            let found = base.meaning(Order::new(&[number]), code.code.as_bytes()).code;
            shadows.extend(found.map(|found| Shadow {
                entry: &found.record.entries()[0],
                by: entry.rule.clone(),
                kind: entry.kind,
            }));
        }
    }
    shadows
}

/// Whether an entry gives the same verdict, advice and texts as another.
fn says_the_same(old: &Entry, new: &model::Entry) -> bool {
    let texts = |english: &str, french: Option<&str>, new: &model::Text| {
        english == new.en && french.unwrap_or_default() == new.fr
    };
    let backoff = match (old.backoff(), &new.backoff) {
        (Some(old), Some(new)) => {
            (old.initial(), old.ceiling(), old.floor(), old.attempts(), old.reset())
                == (new.initial, new.ceiling, new.floor, new.attempts, new.reset)
        }
        (old, new) => old.is_none() && new.is_none(),
    };
    (old.kind(), old.recovery(), old.applied(), old.scope()) == (new.kind, new.recovery, new.applied, new.scope)
        && texts(old.cause(Locale::En), old.cause_in("fr"), &new.cause)
        && texts(old.remediation(Locale::En), old.remediation_in("fr"), &new.remediation)
        && backoff
}
