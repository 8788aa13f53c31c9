//! What an overlay says, on the catalog at hand.
//!
//! An overlay is read for one catalog and may be laid on another: on one that has other overlays already. So of an entry
//! that is at hand only the values change that the overlay gives itself, and lists add up. Kind and next step must fit each
//! other: what was meant for a kind goes with it.

use std::collections::BTreeSet;

use super::patch::{Said, Translation};
use crate::entry::{BackoffRule, Entry};
use crate::pipeline::model::{self, Backoff, Pattern, Text};
use crate::pipeline::pattern::normalize;
use crate::pipeline::tree;
use crate::{Locale, Recovery};

/// Returns an entry as it is on the one at hand, `old`, but for its operations; `over` is how it was on the catalog that
/// the overlay was read for.
pub fn entry(over: &model::Entry, said: &Said, old: &Entry) -> model::Entry {
    let own = said.entry.as_ref();
    let says = |given: fn(&tree::Entry) -> bool| own.is_some_and(given);
    let mut new = over.clone();
    if !says(|own| own.kind.is_some()) {
        new.kind = old.kind();
    }
    if new.kind == old.kind() {
        step(&mut new, own, old);
        if !says(|own| own.contested.is_some()) {
            new.contested = old.contested().map(str::to_owned);
        }
        let says = says(|own| own.texts.remediation.is_some());
        new.own_remediation = says || old.has_own_remediation();
        // A translation of the entry's own text is none of the kind's.
        let says_french = said.french.remediation.is_some() && new.own_remediation;
        let old = (old.remediation(Locale::En), old.remediation_in("fr"));
        new.remediation = text(&over.remediation, (says, says_french), old);
    }
    let says_cause = (says(|own| own.texts.cause.is_some()), said.french.cause.is_some());
    new.cause = text(&over.cause, says_cause, (old.cause(Locale::En), old.cause_in("fr")));
    if !says(|own| own.certainty.is_some()) {
        new.certainty = old.certainty();
    }
    if !says(|own| own.vendor_category.is_some()) {
        new.vendor_category = old.vendor_category().map(str::to_owned);
    }
    // Those that a variant has from its code are none that the overlay gives.
    let given = if says(|own| !own.sources.is_empty()) {
        &over.sources[..]
    } else {
        &[]
    };
    new.sources = add(old.sources().iter().map(|own| (*own).to_owned()), given);
    new.examples = add(old.examples().iter().map(|own| (*own).to_owned()), &over.examples);
    new.status = add(old.statuses().iter().copied(), &over.status);
    new.patterns = patterns(over, own, old);
    new
}

/// Takes the next step at hand where the overlay gives none, or one that does not fit the kind.
fn step(new: &mut model::Entry, own: Option<&tree::Entry>, old: &Entry) {
    let says = |given: fn(&tree::Step) -> bool| own.is_some_and(|own| given(&own.step));
    if !says(|step| step.recovery.is_some()) || !new.recovery.fits(new.kind.category()) {
        new.recovery = old.recovery();
    }
    if !says(|step| step.applied.is_some()) {
        new.applied = old.applied();
    }
    if !says(|step| step.scope.is_some()) {
        new.scope = old.scope();
    }
    if !says(|step| step.backoff.is_some()) || new.recovery != Recovery::Retry {
        new.backoff = old.backoff().map(backoff);
    }
}

fn backoff(rule: &BackoffRule) -> Backoff {
    Backoff {
        initial: rule.initial(),
        ceiling: rule.ceiling(),
        floor: rule.floor(),
        attempts: rule.attempts(),
        reset: rule.reset(),
        source: rule.source().map(str::to_owned),
    }
}

/// A text of which the overlay gives the English, the French, both or neither; another English takes the French away.
fn text(over: &Text, (says, says_french): (bool, bool), (english, french): (&str, Option<&str>)) -> Text {
    let en = if says { over.en.as_str() } else { english };
    let fr = match says_french || en != english {
        true => over.fr.as_str(),
        false => french.unwrap_or_default(),
    };
    Text {
        en: en.to_owned(),
        fr: fr.to_owned(),
    }
}

/// A text may change sides, from the hints to the messages or back: then it stands where the overlay has it.
fn patterns(over: &model::Entry, own: Option<&tree::Entry>, old: &Entry) -> Vec<Pattern> {
    let own = own.into_iter().flat_map(|own| own.messages.iter().chain(&own.hints));
    let own: BTreeSet<String> = own.map(|text| normalize(&text.value)).collect();
    let old = old.patterns().iter();
    let known: BTreeSet<&str> = old.clone().map(|pattern| pattern.text).collect();
    let kept = old
        .filter(|pattern| !own.contains(pattern.text))
        .map(|pattern| Pattern {
            text: pattern.text.to_owned(),
            rescues: pattern.rescues,
        });
    let is_new = |pattern: &&Pattern| {
        let text = normalize(&pattern.text);
        own.contains(&text) || !known.contains(text.as_str())
    };
    let mut patterns: Vec<Pattern> = kept.chain(over.patterns.iter().filter(is_new).cloned()).collect();
    // Only the numbers of those that rescue are limited.
    patterns.sort_by_key(|pattern| !pattern.rescues);
    patterns
}

/// Returns the texts in languages that errcat does not have: the overlay's, and those at hand whose English stays.
pub fn translations(own: &[Translation], new: &model::Entry, old: Option<&Entry>) -> Vec<Translation> {
    let mut translations = own.to_vec();
    let Some(old) = old else { return translations };
    let keeps_cause = new.cause.en == old.cause(Locale::En);
    let keeps_remediation = new.remediation.en == old.remediation(Locale::En);
    for known in old.translations() {
        let cause = Some(known.cause).filter(|_| keeps_cause).unwrap_or_default();
        let remediation = Some(known.remediation)
            .filter(|_| keeps_remediation)
            .unwrap_or_default();
        match translations.iter_mut().find(|own| own.language == known.language) {
            Some(own) => {
                or(&mut own.cause, cause);
                or(&mut own.remediation, remediation);
            }
            None => translations.push(Translation {
                language: known.language.to_owned(),
                cause: cause.to_owned(),
                remediation: remediation.to_owned(),
            }),
        }
    }
    translations
}

/// Fills a text that is empty.
fn or(text: &mut String, other: &str) {
    if text.is_empty() {
        text.push_str(other);
    }
}

/// The list at hand, then what the overlay's has besides.
pub fn add<T: Clone + Ord>(old: impl Iterator<Item = T>, over: &[T]) -> Vec<T> {
    let mut list: Vec<T> = old.collect();
    let known: BTreeSet<T> = list.iter().cloned().collect();
    list.extend(over.iter().filter(|item| !known.contains(*item)).cloned());
    list
}
