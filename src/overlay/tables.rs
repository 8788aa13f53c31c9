//! From an overlay's model to tables: a catalog like the compiled ones, in memory that is never freed.
//!
//! Records that an overlay does not touch are shared with the catalog that it is laid on. Vendors keep their numbers and
//! codes theirs; what is new comes last.

use std::collections::BTreeSet;

use once_cell::race::OnceRef;

use super::patch::{Patch, Translation};
use crate::catalog::{Candidate, Catalog, Index, Order, Place, Rescue, Slot, VendorRecord};
use crate::custom::{CustomCode, CustomOperation, CustomVendor, Home, Origin};
use crate::entry::{BackoffRule, CodeRecord, Entry, Pattern, Text};
use crate::pipeline::{layout, model, pattern};
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
        let prefixes = |entry: &'static Entry| {
            entry
                .patterns
                .iter()
                .map(|pattern| pattern.rescues.then_some(pattern.prefix))
        };
        let rescues = layout::rescues(
            codes.iter().map(|code| code.entries.iter().map(prefixes)),
            messages.iter().map(prefixes),
        );
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
            rescues: rescues.iter().map(rescue).collect::<Vec<_>>().leak(),
            prefixes: layout::vendor_prefixes(rescues.iter().map(|rescue| rescue.prefix)),
            envelopes: texts(&model.envelopes),
            failures_with_200: model.failures_with_200,
            operations,
            message_fields: self.message_fields(),
            numeric: codes.iter().any(|code| layout::is_numeric(code.spellings[0])),
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
            let at = codes.iter().position(|code| code.spellings[0] == model.code);
            let code = match at {
                Some(at) => codes[at].code,
                None => Code::Custom(CustomCode::new(self.origin, small(codes.len(), "codes"))),
            };
            let entries = model
                .entries
                .iter()
                .map(|entry| self.entry(entry, Some(code), operations));
            let record = CodeRecord {
                spellings: texts(std::iter::once(&model.code).chain(&model.aliases)),
                code,
                role: model.role,
                word: model.word,
                deprecated: model.deprecated.as_deref().map(text),
                prefixes: layout::code_prefixes(&model.entries),
                entries: entries.collect::<Vec<_>>().leak(),
            };
            small::<u8>(record.entries.len(), "variants");
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
            match messages.iter_mut().find(|old| old.rule == entry.rule) {
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

    fn entry(&self, entry: &model::Entry, code: Option<Code>, known: &'static [(&'static str, Operation)]) -> Entry {
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
        small::<u8>(entry.patterns.len(), "messages of one entry");
        Entry {
            vendor: self.handle(),
            code,
            rule: text(&entry.rule),
            kind: entry.kind,
            recovery: entry.recovery,
            applied: entry.applied,
            scope: entry.scope,
            backoff: entry.backoff.as_ref().map(|rule| {
                let rule = BackoffRule {
                    initial: rule.initial,
                    ceiling: rule.ceiling,
                    floor: rule.floor,
                    attempts: rule.attempts,
                    reset: rule.reset,
                    source: rule.source.as_deref().map(text),
                };
                &*leak(rule)
            }),
            certainty: entry.certainty,
            contested: entry.contested.as_deref().map(text),
            cause: self.in_languages(entry, &entry.cause, |own| &own.cause),
            remediation: self.in_languages(entry, &entry.remediation, |own| &own.remediation),
            own_remediation: entry.own_remediation,
            sources: texts(&entry.sources),
            examples: texts(&entry.examples),
            patterns: patterns.collect::<Vec<_>>().leak(),
            status: entry.status.clone().leak(),
            operations: operations.collect::<Vec<_>>().leak(),
            vendor_category: entry.vendor_category.as_deref().map(text),
        }
    }

    fn in_languages(&self, entry: &model::Entry, own: &model::Text, pick: fn(&Translation) -> &String) -> Text {
        let translations = self.patch.translations.get(&entry.rule).into_iter().flatten();
        let more = translations.filter(|translation| !pick(translation).is_empty());
        Text {
            en: text(&own.en),
            fr: text(&own.fr),
            more: more
                .map(|own| (text(&own.language), text(pick(own))))
                .collect::<Vec<_>>()
                .leak(),
        }
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
            code.spellings
                .iter()
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
        let number = usize::from(candidate.number);
        if candidate.vendor == Candidate::FIELD {
            (0..catalog.vendors.len())
                .filter(|vendor| index.fields[number] & layout::vendor_set(&[*vendor]) != 0)
                .for_each(|vendor| add(vendor, layout::Target::Field));
        } else {
            add(usize::from(candidate.vendor), layout::Target::Code(number));
        }
    }
    known
}

fn index(candidates: &[layout::Candidate]) -> Index {
    let layout::Index {
        seed,
        reciprocals,
        shapes,
        displacements,
        slots,
        more,
        spellings,
        fields,
    } = layout::index(candidates);
    let candidate = |candidate: &layout::Packed| {
        let (vendor, number) = match candidate.target {
            layout::PackedTarget::Code { vendor, number } => (small(vendor, "vendors"), number),
            layout::PackedTarget::Field(number) => (Candidate::FIELD, number),
        };
        Candidate {
            at: small(candidate.at, "letters"),
            length: small(candidate.length, "letters in a code"),
            vendor,
            number: small(number, "codes"),
        }
    };
    let slots = slots.iter().map(|slot| Slot {
        tag: slot.tag,
        candidate: candidate(&slot.candidate),
        more: small(slot.more, "spellings"),
        count: small(slot.count, "spellings"),
    });
    let fields = fields.iter().map(|vendors| layout::vendor_set(vendors));
    Index {
        seed,
        reciprocals,
        shapes: leak(shapes),
        displacements: displacements.leak(),
        slots: slots.collect::<Vec<_>>().leak(),
        more: more.iter().map(candidate).collect::<Vec<_>>().leak(),
        spellings: spellings.leak(),
        fields: fields.collect::<Vec<_>>().leak(),
    }
}

fn rescue(rescue: &layout::Rescue) -> Rescue {
    Rescue {
        prefix: rescue.prefix,
        place: match rescue.place {
            layout::Place::Code(code, entry) => Place::Code(small(code, "codes"), small(entry, "variants")),
            layout::Place::Message(message) => Place::Message(small(message, "messages")),
        },
        pattern: small(rescue.pattern, "messages of one entry"),
    }
}

/// A number as the tables have it.
fn small<T: TryFrom<usize>>(number: usize, what: &str) -> T {
    T::try_from(number).unwrap_or_else(|_| panic!("the overlays have too many {what}: {number}"))
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
