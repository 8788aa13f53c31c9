//! [`Patch`]: what an overlay makes of one vendor, on the catalog at hand.
//!
//! An overlay is read for one catalog and may be laid on another: on one that has other overlays already. So its tree is
//! laid again, on what the catalog at hand has of the entries that it speaks of. Nothing is judged here: what two overlays
//! contradict each other in is reported when the second is read for what the first makes.

use std::collections::{BTreeMap, BTreeSet};

use super::Said;
use super::base::Below;
use super::lay::{self, Laid};
use crate::catalog::Catalog;
use crate::pipeline::model;
use crate::pipeline::resolve;
use crate::pipeline::tree::{self, French, Named, Texts, Tree};

/// What an overlay makes of one vendor.
pub struct Patch {
    /// Whole but for codes, messages and statuses: it has those of which the overlay says anything.
    pub vendor: model::Vendor,
    /// Of the entries of which the overlay says anything.
    pub rules: BTreeSet<String>,
    /// The texts in languages that errcat does not have, by rule.
    pub translations: BTreeMap<String, Vec<Translation>>,
}

/// An entry's texts in one language; empty where there is none.
pub struct Translation {
    /// Such as `de`.
    pub language: String,
    pub cause: String,
    pub remediation: String,
}

/// The language that stands beside English in the compiler's own trees.
pub const FRENCH: &str = "fr";

/// Lays what was read for the catalog `read_for` on another.
///
/// What the other lacks of it is as it was in the first.
pub fn patches(said: &Said, read_for: &'static Catalog, at_hand: &'static Catalog) -> Vec<Patch> {
    let mut rules: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (id, vendor) in said.values().flat_map(|tree| &tree.vendors) {
        rules.entry(id).or_default().append(&mut rules_of(id, vendor));
    }
    let below = |id: &str| {
        let of = |catalog: &'static Catalog| Some(Below::of(catalog, id)?.only(&rules[id]));
        match (of(at_hand), of(read_for)) {
            (Some(below), Some(other)) => Some(below.or(other)),
            (below, other) => below.or(other),
        }
    };
    let below: BTreeMap<&str, Below> = rules.keys().filter_map(|id| Some((*id, below(id)?))).collect();
    let Some(english) = said.get(FRENCH) else {
        return Vec::new();
    };
    let vendors = resolved(english, FRENCH, &below).into_iter();
    let mut patches: Vec<Patch> = vendors
        .map(|vendor| Patch {
            rules: rules.get(&*vendor.id).cloned().unwrap_or_default(),
            vendor,
            translations: BTreeMap::new(),
        })
        .collect();
    let own = said.keys().map(String::as_str);
    let mut languages: BTreeSet<&str> = own.chain(below.values().flat_map(Below::languages)).collect();
    languages.remove(FRENCH);
    for language in languages {
        let translated = match said.get(language) {
            Some(tree) => resolved(tree, language, &below),
            None => resolved(&without_french(english), language, &below),
        };
        for vendor in translated {
            let patch = patches.iter_mut().find(|patch| patch.vendor.id == vendor.id);
            patch.into_iter().for_each(|patch| patch.translate(&vendor, language));
        }
    }
    patches
}

impl Patch {
    fn translate(&mut self, vendor: &model::Vendor, language: &str) {
        for entry in vendor.entries().filter(|entry| self.rules.contains(&entry.rule)) {
            let (cause, remediation) = (entry.cause.fr.clone(), entry.remediation.fr.clone());
            if cause.is_empty() && remediation.is_empty() {
                continue;
            }
            self.translations
                .entry(entry.rule.clone())
                .or_default()
                .push(Translation {
                    language: language.to_owned(),
                    cause,
                    remediation,
                });
        }
    }
}

/// Lays a tree on what there is, and fills in what is inherited.
fn resolved(said: &Tree, language: &str, below: &BTreeMap<&str, Below>) -> Vec<model::Vendor> {
    let kinds = said.kinds.as_ref();
    let mut laid = Laid {
        fit: kinds,
        ..Laid::default()
    };
    let vendors = said.vendors.iter().map(|(id, over)| {
        let vendor = match below.get(&**id) {
            Some(below) => lay::vendor(id, over.clone(), below.tree(language, kinds), &|_| None, &mut laid),
            None => over.clone(),
        };
        (id.clone(), vendor)
    });
    let tree = Tree {
        kinds: said.kinds.clone(),
        kinds_french: said.kinds_french.clone(),
        vendors: vendors.collect(),
    };
    // Whatever can be missing was there when the overlay was read.
    let mut vendors = resolve::resolve(&tree).unwrap_or_default();
    vendors.iter_mut().for_each(without_repeats);
    vendors
}

/// A source may be written as a fragment of the vendor's docs above and stand in full below.
fn without_repeats(vendor: &mut model::Vendor) {
    for entry in vendor.entries_mut() {
        let mut seen = BTreeSet::new();
        entry.sources.retain(|source| seen.insert(source.clone()));
    }
}

/// A tree with nothing in the French's place.
fn without_french(said: &Tree) -> Tree {
    let mut tree = said.clone();
    without_kinds_french(&mut tree);
    for vendor in tree.vendors.values_mut() {
        vendor.french = French::default();
    }
    tree
}

/// Takes the French of the kinds away: there is none in another language.
pub fn without_kinds_french(tree: &mut Tree) {
    for (_, texts) in tree.kinds_french.iter_mut().flat_map(|kinds| &mut kinds.texts) {
        *texts = Texts::default();
    }
}

/// Returns the rules of the entries of which a vendor's files say anything.
pub fn rules_of(id: &str, vendor: &tree::Vendor) -> BTreeSet<String> {
    let mut rules = BTreeSet::new();
    let name = |named: &Named| named.name.as_ref().map(|name| name.value.clone());
    for code in &vendor.codes {
        let rule = format!("{id}/{}", code.spelling.value);
        rules.extend(
            code.variants
                .iter()
                .filter_map(name)
                .map(|name| format!("{rule}#{name}")),
        );
        rules.insert(rule);
    }
    rules.extend(
        vendor
            .messages
            .iter()
            .filter_map(name)
            .map(|name| format!("{id}/#{name}")),
    );
    rules.extend(
        vendor
            .statuses
            .iter()
            .map(|(status, _)| format!("{id}/@{}", status.value)),
    );
    for code in &vendor.french.codes {
        let rule = format!("{id}/{}", code.spelling.value);
        rules.extend(code.variants.iter().map(|(name, _)| format!("{rule}#{}", name.value)));
        rules.insert(rule);
    }
    let french = &vendor.french;
    rules.extend(french.messages.iter().map(|(name, _)| format!("{id}/#{}", name.value)));
    rules.extend(
        french
            .statuses
            .iter()
            .map(|(status, _)| format!("{id}/@{}", status.value)),
    );
    rules
}
