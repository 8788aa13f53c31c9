//! From an overlay's model to tables: a catalog like the compiled ones, in memory that is never freed.
//!
//! Records that an overlay does not touch are shared with the catalog that it is laid on. Vendors keep their numbers and
//! codes theirs; what is new comes last.

use std::collections::BTreeSet;

use once_cell::race::OnceRef;

use super::patch::Patch;
use crate::catalog::{Catalog, Index, Order, Rescues, VendorRecord};
use crate::custom::{CustomCode, CustomOperation, CustomVendor, Home, Origin};
use crate::entry::{BackoffRule, CodeRecord, Entry, NO_CODE, Pattern};
use crate::hash::Candidate;
use crate::pipeline::layout::{self, small};
use crate::pipeline::{model, pattern};
use crate::pool::{Pool, Translation};
use crate::{Code, Operation, Vendor};

/// Lays patches on a catalog.
///
/// # Panics
///
/// If that makes the tables larger than their numbers can count.
pub fn lay(base: &'static Catalog, patches: &[Patch]) -> &'static Catalog {
    let home: &'static OnceRef<'static, Catalog> = leak(OnceRef::new());
    let mut ids: Vec<&str> = base.vendors.iter().map(|vendor| vendor.id).collect();
    for Patch { vendor, .. } in patches {
        if !ids.contains(&vendor.id.as_str()) {
            ids.push(&vendor.id);
        }
    }
    let number = |id: &str| ids.iter().position(|known| *known == id);
    let mut vendors = base.vendors.to_vec();
    let mut candidates = known_candidates(base);
    for patch in patches {
        let Some(at) = number(&patch.vendor.id) else { continue };
        let origin: &'static Origin = leak(Origin {
            home: Home::Loaded(home),
            vendor: small(at, "vendors"),
        });
        let also = patch
            .vendor
            .also
            .iter()
            .filter_map(|id| number(id))
            .map(|at| small(at, "vendors"))
            .collect();
        let maker = Maker {
            patch,
            origin,
            old: base.vendors.get(at).copied(),
        };
        let record = maker.vendor(also);
        maker.candidates(record, at, &mut candidates);
        match vendors.get_mut(at) {
            Some(old) => *old = record,
            None => vendors.push(record),
        }
    }
    let candidates: Vec<layout::Candidate> = candidates.into_iter().collect();
    let catalog: &'static Catalog = leak(Catalog {
        rescues: rescues(&vendors),
        vendors: vendors.leak(),
        index: index(&candidates),
    });
    // Fails only if it was set before, and nobody else has it.
    let _ = home.set(catalog);
    catalog
}

/// Makes one vendor's record.
struct Maker<'p> {
    patch: &'p Patch,
    origin: &'static Origin,
    /// What the vendor was before.
    old: Option<&'static VendorRecord>,
}

impl Maker<'_> {
    fn vendor(&self, also: Vec<u8>) -> &'static VendorRecord {
        let model = &self.patch.vendor;
        let old = self.old;
        let mut order = old.map_or_else(|| vec![self.origin.vendor], |old| old.order.vendors.to_vec());
        order.extend(
            also.into_iter()
                .filter(|vendor| !order.contains(vendor))
                .collect::<Vec<_>>(),
        );
        let operations = self.operations();
        let codes = self.codes(operations);
        let messages = self.messages(operations);
        leak(VendorRecord {
            vendor: self.handle(),
            id: old.map_or_else(|| text(&model.id), |old| old.id),
            name: text(&model.name),
            family: text(&model.family),
            docs: text(&model.docs),
            checked: text(&model.checked),
            order: Order::new(order.leak()),
            codes,
            messages,
            statuses: self.statuses(operations),
            envelopes: texts(&model.envelopes),
            failures_with_200: model.failures_with_200,
            operations,
            message_fields: self.message_fields(),
            numeric: codes.iter().any(|code| layout::is_numeric(code.name())),
            screams: codes.iter().any(|code| layout::screams(code.name())),
        })
    }

    fn message_fields(&self) -> &'static [&'static str] {
        let mut fields = self.old.map(|old| old.message_fields.to_vec()).unwrap_or_default();
        fields.extend(texts(&self.patch.vendor.message_fields));
        fields.leak()
    }

    fn handle(&self) -> Vendor {
        self.old
            .map_or(Vendor::Custom(CustomVendor::new(self.origin)), |old| old.vendor)
    }

    fn operations(&self) -> &'static [(&'static str, Operation)] {
        let mut operations = self.old.map(|old| old.operations.to_vec()).unwrap_or_default();
        for operation in &self.patch.vendor.operations {
            if operations.iter().all(|(id, _)| *id != operation.id) {
                let number = small(operations.len(), "operations");
                operations.push((
                    text(&operation.id),
                    Operation::Custom(CustomOperation::new(self.origin, number)),
                ));
            }
        }
        operations.leak()
    }

    fn codes(&self, operations: &'static [(&'static str, Operation)]) -> &'static [CodeRecord] {
        let mut codes = self.old.map(|old| old.codes.to_vec()).unwrap_or_default();
        for model in self.patch.codes() {
            let at = codes.iter().position(|code| code.name() == model.code);
            let code = match at {
                Some(at) => codes[at].code,
                None => Code::Custom(CustomCode::new(self.origin, small(codes.len(), "codes"))),
            };
            let number = at.unwrap_or(codes.len());
            let entries = model
                .entries
                .iter()
                .map(|entry| self.entry(entry, Some(number), operations));
            let (entries, all_entries) = whole(entries);
            let mut strings = Vec::new();
            let aliases = append(&mut strings, model.aliases.iter().map(|own| text(own)));
            let deprecated = append(&mut strings, model.deprecated.iter().map(|own| text(own)));
            let mut texts = String::new();
            let name = add_text(&mut texts, &model.code, "");
            let pool = Pool {
                texts: texts.leak(),
                strings: strings.leak(),
                entries: all_entries,
                ..Pool::new(self.origin.home)
            };
            let record = CodeRecord {
                pool: Some(leak(pool)),
                code,
                name,
                aliases,
                role: model.role,
                word: model.word,
                deprecated,
                prefixes: layout::code_prefixes(&model.entries),
                entries,
            };
            small::<u8>(all_entries.len(), "variants");
            match at {
                Some(at) => codes[at] = record,
                None => codes.push(record),
            }
        }
        codes.leak()
    }

    fn messages(&self, operations: &'static [(&'static str, Operation)]) -> &'static [Entry] {
        let mut messages = self.old.map(|old| old.messages.to_vec()).unwrap_or_default();
        for model in self.patch.messages() {
            let entry = self.entry(model, None, operations);
            match messages.iter_mut().find(|old| old.rule() == model.rule) {
                Some(old) => *old = entry,
                None => messages.push(entry),
            }
        }
        small::<u16>(messages.len(), "messages");
        messages.leak()
    }

    fn statuses(&self, operations: &'static [(&'static str, Operation)]) -> &'static [(u16, Entry)] {
        let mut statuses = self.old.map(|old| old.statuses.to_vec()).unwrap_or_default();
        for (status, model) in self.patch.statuses() {
            let entry = self.entry(model, None, operations);
            match statuses.iter_mut().find(|(old, _)| old == status) {
                Some((_, old)) => *old = entry,
                None => statuses.push((*status, entry)),
            }
        }
        statuses.sort_by_key(|(status, _)| *status);
        statuses.leak()
    }

    fn entry(&self, entry: &model::Entry, code: Option<usize>, known: &'static [(&'static str, Operation)]) -> Entry {
        let patterns = entry.patterns.iter().map(|p| {
            let normal = pattern::normalize(&p.text);
            Pattern::new(text(&normal), p.rescues)
        });
        let operations = entry.operations.iter().filter_map(|&number| {
            let id = &self.patch.vendor.operations.get(number)?.id;
            known
                .iter()
                .find(|(known, _)| known == id)
                .map(|(_, operation)| *operation)
        });
        let backoff = entry.backoff.iter().map(|rule| BackoffRule {
            initial: rule.initial,
            ceiling: rule.ceiling,
            floor: rule.floor,
            attempts: rule.attempts,
            reset: rule.reset,
            source: rule.source.as_deref().map(text),
        });
        small::<u8>(entry.patterns.len(), "messages of one entry");
        let mut texts = String::new();
        let mut strings = Vec::new();
        let (patterns, all_patterns) = whole(patterns);
        let (statuses, all_statuses) = whole(entry.status.iter().copied());
        let (operations, all_operations) = whole(operations);
        let (backoff, all_backoffs) = whole(backoff);
        let mut add = |list: &[String]| append(&mut strings, list.iter().map(|own| text(own)));
        let lists = (
            add(entry.contested.as_slice()),
            add(entry.vendor_category.as_slice()),
            add(&entry.sources),
            add(&entry.examples),
        );
        let (contested, vendor_category, sources, examples) = lists;
        let rule = add_text(&mut texts, &entry.rule, "");
        let cause = add_text(&mut texts, &entry.cause.en, &entry.cause.fr);
        let remediation = add_text(&mut texts, &entry.remediation.en, &entry.remediation.fr);
        let pool = Pool {
            texts: texts.leak(),
            strings: strings.leak(),
            patterns: all_patterns,
            statuses: all_statuses,
            operations: all_operations,
            backoffs: all_backoffs,
            translations: self.translations(entry),
            ..Pool::new(self.origin.home)
        };
        Entry {
            pool: Some(leak(pool)),
            vendor: self.origin.vendor,
            code: code.map_or(NO_CODE, |number| small(number, "codes")),
            kind: entry.kind,
            recovery: entry.recovery,
            applied: entry.applied,
            scope: entry.scope,
            certainty: entry.certainty,
            own_remediation: entry.own_remediation,
            rule,
            cause,
            remediation,
            contested,
            vendor_category,
            sources,
            examples,
            patterns,
            statuses,
            operations,
            backoff,
        }
    }

    fn translations(&self, entry: &model::Entry) -> &'static [Translation] {
        let translations = self.patch.translations.get(&entry.rule).into_iter().flatten();
        let leaked = translations.map(|own| Translation {
            language: text(&own.language),
            cause: text(&own.cause),
            remediation: text(&own.remediation),
        });
        leaked.collect::<Vec<_>>().leak()
    }

    /// Adds what there is to find in the vendor.
    fn candidates(&self, record: &VendorRecord, vendor: usize, to: &mut BTreeSet<layout::Candidate>) {
        let mut add = |spelling: &str, target| {
            to.insert(layout::Candidate {
                vendor,
                target,
                spelling: spelling.to_owned(),
            });
        };
        for (number, code) in record.codes.iter().enumerate() {
            code.spellings()
                .for_each(|spelling| add(spelling, layout::Target::Code(number)));
        }
        let fields = &self.patch.vendor.code_fields;
        fields.iter().for_each(|field| add(field, layout::Target::Field));
    }
}

/// What a catalog's index holds, each once.
fn known_candidates(catalog: &Catalog) -> BTreeSet<layout::Candidate> {
    let index = &catalog.index;
    let mut known = BTreeSet::new();
    for candidate in index.all() {
        let mut add = |vendor: usize, target| {
            known.insert(layout::Candidate {
                vendor,
                target,
                spelling: index.spelling(candidate).to_owned(),
            });
        };
        let number = usize::from(candidate.number());
        if candidate.vendor() == Candidate::FIELD {
            (0..catalog.vendors.len())
                .filter(|vendor| index.fields[number] & layout::vendor_set(*vendor) != 0)
                .for_each(|vendor| add(vendor, layout::Target::Field));
        } else {
            add(usize::from(candidate.vendor()), layout::Target::Code(number));
        }
    }
    known
}

fn index(candidates: &[layout::Candidate]) -> Index {
    let index = layout::index(candidates);
    Index {
        seed: index.seed,
        shapes: leak(index.shapes),
        displacements: index.displacements.leak(),
        slots: index.slots.leak(),
        more: index.more.leak(),
        spellings: index.spellings.leak(),
        fields: index.fields.leak(),
    }
}

fn rescues(vendors: &[&'static VendorRecord]) -> Rescues {
    let mut rescues = layout::Rescues::default();
    let texts = |entry: &'static Entry| entry.patterns().iter().map(|p| p.rescues.then_some(p.text));
    for (number, vendor) in vendors.iter().enumerate() {
        let codes = vendor.codes.iter().map(|code| code.entries().iter().map(texts));
        rescues.add(number, codes, vendor.messages.iter().map(texts));
    }
    let (words, parts, rows) = rescues.tables();
    Rescues {
        words: leak(words),
        parts: parts.leak(),
        rows: rows.leak(),
    }
}

/// A table of nothing but one list, and the list's place in it.
fn whole<T>(list: impl Iterator<Item = T>) -> (u32, &'static [T]) {
    let mut table = Vec::new();
    (append(&mut table, list), table.leak())
}

/// Appends a list to a table; returns where it stands.
fn append<T>(table: &mut Vec<T>, list: impl Iterator<Item = T>) -> u32 {
    let first = table.len();
    table.extend(list);
    layout::run(first, table.len() - first)
}

/// Appends a text; returns where it stands.
fn add_text(texts: &mut String, english: &str, french: &str) -> u64 {
    let place = layout::text(texts.len(), english.len(), french.len());
    texts.extend([english, french]);
    place
}

fn text(text: &str) -> &'static str {
    String::from(text).leak()
}

fn texts<'t>(list: impl IntoIterator<Item = &'t String>) -> &'static [&'static str] {
    list.into_iter().map(|own| text(own)).collect::<Vec<_>>().leak()
}

fn leak<T>(value: T) -> &'static mut T {
    Box::leak(Box::new(value))
}
