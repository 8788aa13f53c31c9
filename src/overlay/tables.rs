//! From an overlay's model to tables: a catalog like the compiled ones, in memory that is never freed.
//!
//! Records that an overlay does not touch are shared with the catalog that it is laid on. Vendors keep their numbers and
//! codes theirs; what is new comes last.

use std::collections::{BTreeSet, HashMap};
use std::iter;

use once_cell::race::OnceRef;

use super::patch::{self, Patch};
use super::pool::{OwnPool, append, leaked};
use crate::catalog::{Catalog, Index, Order, Rescues, VendorRecord};
use crate::custom::{CustomCode, CustomOperation, CustomVendor, Home, Origin};
use crate::entry::{BackoffRule, CodeRecord, Entry, Pattern};
use crate::format::packed::{Candidate, Row, set_of};
use crate::format::spelling::{is_constant_case, is_numeric};
use crate::pipeline::limits::{self, TooMany};
use crate::pipeline::{layout, model, pattern};
use crate::pool::Translation;
use crate::{Code, Operation, Vendor};

/// Lays patches on a catalog; fails if that makes more than the tables can count.
pub fn lay(base: &'static Catalog, patches: &[Patch]) -> Result<&'static Catalog, TooMany> {
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
            vendor: limits::VENDORS.number(at)?,
        });
        let also = patch.vendor.also.iter().filter_map(|id| number(id));
        let also: Vec<u8> = also.map(|at| limits::VENDORS.number(at)).collect::<Result<_, _>>()?;
        let maker = Maker {
            patch,
            origin,
            old: base.vendors.get(at).copied(),
        };
        let record = maker.vendor(&also)?;
        maker.candidates(record, at, &mut candidates);
        match vendors.get_mut(at) {
            Some(old) => *old = record,
            None => vendors.push(record),
        }
    }
    let candidates: Vec<layout::Candidate> = candidates.into_iter().collect();
    let catalog: &'static Catalog = leak(Catalog {
        rescues: rescues(&vendors)?,
        vendors: vendors.leak(),
        index: index(&candidates)?,
    });
    // Fails only if it was set before, and nobody else has it.
    let _ = home.set(catalog);
    Ok(catalog)
}

/// A vendor's operations by their ids.
type Operations = &'static [(&'static str, Operation)];

/// Makes one vendor's record.
struct Maker<'p> {
    patch: &'p Patch,
    origin: &'static Origin,
    /// What the vendor was before.
    old: Option<&'static VendorRecord>,
}

impl Maker<'_> {
    fn vendor(&self, also: &[u8]) -> Result<&'static VendorRecord, TooMany> {
        let model = &self.patch.vendor;
        let order: Vec<u8> = iter::once(self.origin.vendor).chain(also.iter().copied()).collect();
        let operations = self.operations()?;
        let codes = self.codes(operations)?;
        let messages = self.messages(operations)?;
        Ok(leak(VendorRecord {
            vendor: self.handle(),
            id: leaked(&model.id),
            name: leaked(&model.name),
            family: leaked(&model.family),
            docs: leaked(&model.docs),
            checked: leaked(&model.checked),
            order: Order::new(order.leak()),
            codes,
            messages,
            statuses: self.statuses(operations)?,
            envelopes: texts(&model.envelopes),
            failures_with_200: model.failures_with_200,
            operations,
            message_fields: texts(&model.message_fields),
            numeric: codes.iter().any(|code| is_numeric(code.name().as_bytes())),
            constant_case: codes.iter().any(|code| is_constant_case(code.name().as_bytes())),
        }))
    }

    /// A vendor that errcat does not ship is the one of the latest catalog.
    fn handle(&self) -> Vendor {
        let shipped = self.old.map(|old| old.vendor);
        shipped
            .filter(|vendor| !matches!(vendor, Vendor::Custom(_)))
            .unwrap_or(Vendor::Custom(CustomVendor::new(self.origin)))
    }

    /// Those that there were have their numbers.
    fn operations(&self) -> Result<Operations, TooMany> {
        let mut operations = self.old.map(|old| old.operations.to_vec()).unwrap_or_default();
        for operation in self.patch.vendor.operations.iter().skip(operations.len()) {
            let number = limits::OPERATIONS.number(operations.len())?;
            let custom = CustomOperation::new(self.origin, number);
            operations.push((leaked(&operation.id), Operation::Custom(custom)));
        }
        Ok(operations.leak())
    }

    fn codes(&self, operations: Operations) -> Result<&'static [CodeRecord], TooMany> {
        let mut codes = self.old.map(|old| old.codes.to_vec()).unwrap_or_default();
        let known = codes.iter().enumerate();
        let known: HashMap<&str, usize> = known.map(|(at, code)| (code.name(), at)).collect();
        for model in &self.patch.vendor.codes {
            let at = known.get(model.code.as_str()).copied();
            let number = at.unwrap_or(codes.len());
            let record = self.code(model, number, at.map(|at| &codes[at]), operations)?;
            match at {
                Some(at) => codes[at] = record,
                None => codes.push(record),
            }
        }
        Ok(codes.leak())
    }

    /// Makes a code's record of what the overlay has and of what there is already.
    fn code(
        &self,
        model: &model::Code,
        number: usize,
        old: Option<&CodeRecord>,
        operations: Operations,
    ) -> Result<CodeRecord, TooMany> {
        let number = limits::SPELLINGS.number(number)?;
        let shipped = old.map(|old| old.code);
        let code = shipped
            .filter(|code| !matches!(code, Code::Custom(_)))
            .unwrap_or(Code::Custom(CustomCode::new(self.origin, number)));
        let mut entries = old.map(|old| old.entries().to_vec()).unwrap_or_default();
        for model in &model.entries {
            match entries.iter().position(|entry| entry.rule() == model.rule) {
                Some(at) if self.patch.rules.contains(&model.rule) => {
                    entries[at] = self.entry(model, Some(number), operations)?;
                }
                Some(_) => {}
                None => entries.push(self.entry(model, Some(number), operations)?),
            }
        }
        let patterns = entries.iter().flat_map(Entry::patterns).map(|pattern| pattern.text);
        let prefixes = layout::code_prefixes(entries.len(), patterns);
        let mut pool = OwnPool::default();
        Ok(CodeRecord {
            code,
            name: pool.text(&model.code, "")?.0,
            aliases: pool.strings(&model.aliases)?.0,
            decoys: append(&mut pool.patterns, patterns_of(&model.decoys))?.0,
            role: model.role,
            word: model.word,
            deprecated: pool.strings(&model.deprecated)?.0,
            prefixes,
            entries: append(&mut pool.entries, entries)?.0,
            pool: Some(pool.leak(self.origin.home)),
        })
    }

    fn messages(&self, operations: Operations) -> Result<&'static [Entry], TooMany> {
        let mut messages = self.old.map(|old| old.messages.to_vec()).unwrap_or_default();
        let known = messages.iter().enumerate();
        let known: HashMap<&str, usize> = known.map(|(at, entry)| (entry.rule(), at)).collect();
        for model in &self.patch.vendor.messages {
            let at = known.get(model.rule.as_str()).copied();
            let entry = self.entry(model, None, operations)?;
            match at {
                Some(at) => messages[at] = entry,
                None => messages.push(entry),
            }
        }
        Ok(messages.leak())
    }

    fn statuses(&self, operations: Operations) -> Result<&'static [(u16, Entry)], TooMany> {
        let mut statuses = self.old.map(|old| old.statuses.to_vec()).unwrap_or_default();
        for (status, model) in &self.patch.vendor.statuses {
            let at = statuses.iter().position(|(old, _)| old == status);
            let entry = self.entry(model, None, operations)?;
            match at {
                Some(at) => statuses[at].1 = entry,
                None => statuses.push((*status, entry)),
            }
        }
        statuses.sort_by_key(|(status, _)| *status);
        Ok(statuses.leak())
    }

    /// Makes an entry; `code` is the number of its code, if it has one.
    fn entry(&self, model: &model::Entry, code: Option<u16>, known: Operations) -> Result<Entry, TooMany> {
        let mut pool = OwnPool::default();
        let translations = self.patch.translations.get(&model.rule).into_iter().flatten();
        pool.translations = translations.map(translation).collect();
        let operations = model.operations.iter().filter_map(|&number| Some(known.get(number)?.1));
        let row = Row {
            vendor: self.origin.vendor,
            code,
            kind: model.kind,
            recovery: model.recovery,
            applied: model.applied,
            scope: model.scope,
            certainty: model.certainty,
            own_remediation: model.own_remediation,
            wraps: model.wraps,
            rule: pool.text(&model.rule, "")?,
            cause: pool.text(&model.cause.en, &model.cause.fr)?,
            remediation: pool.text(&model.remediation.en, &model.remediation.fr)?,
            contested: pool.strings(&model.contested)?,
            vendor_category: pool.strings(&model.vendor_category)?,
            sources: pool.strings(&model.sources)?,
            examples: pool.strings(&model.examples)?,
            patterns: append(&mut pool.patterns, patterns_of(&model.patterns))?,
            statuses: append(&mut pool.statuses, model.status.iter().copied())?,
            operations: append(&mut pool.operations, operations)?,
            backoff: append(&mut pool.backoffs, model.backoff.iter().map(backoff))?,
        };
        Ok(Entry {
            pool: Some(pool.leak(self.origin.home)),
            row,
        })
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

fn translation(own: &patch::Translation) -> Translation {
    Translation {
        language: leaked(&own.language),
        cause: leaked(&own.cause),
        remediation: leaked(&own.remediation),
    }
}

fn backoff(rule: &model::Backoff) -> BackoffRule {
    let delays = [rule.initial, rule.ceiling, rule.floor];
    BackoffRule::new(delays, rule.attempts, rule.reset, rule.source.as_deref().map(leaked))
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
                .filter(|vendor| index.fields[number] & set_of(*vendor as u8) != 0)
                .for_each(|vendor| add(vendor, layout::Target::Field));
        } else {
            add(usize::from(candidate.vendor()), layout::Target::Code(number));
        }
    }
    known
}

fn index(candidates: &[layout::Candidate]) -> Result<Index, TooMany> {
    let index = layout::index(candidates)?;
    Ok(Index {
        seed: index.seed,
        shapes: leak(index.shapes),
        displacements: index.displacements.leak(),
        slots: index.slots.leak(),
        more: index.more.leak(),
        spellings: index.spellings.leak(),
        fields: index.fields.leak(),
    })
}

fn rescues(vendors: &[&'static VendorRecord]) -> Result<Rescues, TooMany> {
    let mut rescues = layout::Rescues::default();
    let texts = |entry: &'static Entry| entry.patterns().iter().map(|p| p.rescues.then_some(p.text));
    for (number, vendor) in vendors.iter().enumerate() {
        let codes = vendor.codes.iter().map(|code| code.entries().iter().map(texts));
        rescues.add(number, codes, vendor.messages.iter().map(texts))?;
    }
    let rescues = rescues.tables()?;
    Ok(Rescues {
        words: leak(rescues.words),
        parts: rescues.parts.leak(),
        rows: rescues.rows.leak(),
    })
}

fn patterns_of(list: &[model::Pattern]) -> impl Iterator<Item = Pattern> + use<'_> {
    list.iter()
        .map(|p| Pattern::new(leaked(&pattern::normalize(&p.text)), p.rescues))
}

fn texts<'t>(list: impl IntoIterator<Item = &'t String>) -> &'static [&'static str] {
    list.into_iter().map(|own| leaked(own)).collect::<Vec<_>>().leak()
}

fn leak<T>(value: T) -> &'static mut T {
    Box::leak(Box::new(value))
}
