//! From an overlay's model to tables: a catalog like the compiled ones, in memory that is never freed.
//!
//! Records that an overlay does not touch are shared with the catalog that it is laid on. Vendors keep their numbers and
//! codes theirs; what is new comes last.

use std::collections::{BTreeSet, HashMap};

use once_cell::race::OnceRef;

use super::merge;
use super::patch::{Patch, Said};
use crate::catalog::{Catalog, Index, Order, Rescues, VendorRecord};
use crate::custom::{CustomCode, CustomOperation, CustomVendor, Home, Origin};
use crate::entry::{BackoffRule, CodeRecord, Entry, Pattern};
use crate::format::packed::{Candidate, Row, Run, Text, set_of};
use crate::format::spelling::{is_constant_case, is_numeric};
use crate::pipeline::limits::{self, Limit, TooMany};
use crate::pipeline::tree::{Code as OwnCode, Header};
use crate::pipeline::{layout, model, pattern};
use crate::pool::{Pool, Translation};
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
        let also = also.map(|at| limits::VENDORS.number(at)).collect::<Result<_, _>>()?;
        let maker = Maker {
            patch,
            origin,
            old: base.vendors.get(at).copied(),
        };
        let record = maker.vendor(also)?;
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
    fn vendor(&self, also: Vec<u8>) -> Result<&'static VendorRecord, TooMany> {
        let model = &self.patch.vendor;
        let old = self.old;
        let mut order = old.map_or_else(|| vec![self.origin.vendor], |old| old.order.vendors.to_vec());
        order.extend(
            also.into_iter()
                .filter(|vendor| !order.contains(vendor))
                .collect::<Vec<_>>(),
        );
        let operations = self.operations()?;
        let codes = self.codes(operations)?;
        let messages = self.messages(operations)?;
        let own = self.patch.own.header.as_ref();
        // What is at hand where the overlay does not say it.
        let kept = |says: fn(&Header) -> bool| old.filter(|_| !own.is_some_and(says));
        Ok(leak(VendorRecord {
            vendor: self.handle(),
            id: old.map_or_else(|| text(&model.id), |old| old.id),
            name: kept(|own| own.name.is_some()).map_or_else(|| text(&model.name), |old| old.name),
            family: kept(|own| own.family.is_some()).map_or_else(|| text(&model.family), |old| old.family),
            docs: kept(|own| own.docs.is_some()).map_or_else(|| text(&model.docs), |old| old.docs),
            checked: kept(|own| own.checked.is_some()).map_or_else(|| text(&model.checked), |old| old.checked),
            order: Order::new(order.leak()),
            codes,
            messages,
            statuses: self.statuses(operations)?,
            envelopes: kept(|own| !own.envelopes.is_empty())
                .map_or_else(|| texts(&model.envelopes), |old| old.envelopes),
            failures_with_200: kept(|own| own.failures_with_200.is_some())
                .map_or(model.failures_with_200, |old| old.failures_with_200),
            operations,
            message_fields: self.message_fields(),
            numeric: codes.iter().any(|code| is_numeric(code.name().as_bytes())),
            constant_case: codes.iter().any(|code| is_constant_case(code.name().as_bytes())),
        }))
    }

    fn message_fields(&self) -> &'static [&'static str] {
        let old = self.old.map(|old| old.message_fields).unwrap_or_default();
        merge::add(old.iter().copied(), texts(&self.patch.vendor.message_fields)).leak()
    }

    /// A vendor that errcat does not ship is the one of the latest catalog.
    fn handle(&self) -> Vendor {
        let shipped = self.old.map(|old| old.vendor);
        shipped
            .filter(|vendor| !matches!(vendor, Vendor::Custom(_)))
            .unwrap_or(Vendor::Custom(CustomVendor::new(self.origin)))
    }

    fn operations(&self) -> Result<Operations, TooMany> {
        let mut operations = self.old.map(|old| old.operations.to_vec()).unwrap_or_default();
        for operation in &self.patch.vendor.operations {
            if operations.iter().all(|(id, _)| *id != operation.id) {
                let number = limits::OPERATIONS.number(operations.len())?;
                operations.push((
                    text(&operation.id),
                    Operation::Custom(CustomOperation::new(self.origin, number)),
                ));
            }
        }
        Ok(operations.leak())
    }

    fn codes(&self, operations: Operations) -> Result<&'static [CodeRecord], TooMany> {
        let mut codes = self.old.map(|old| old.codes.to_vec()).unwrap_or_default();
        let known = codes.iter().enumerate();
        let known: HashMap<&str, usize> = known.map(|(at, code)| (code.name(), at)).collect();
        for model in self.patch.codes() {
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
        let custom = CustomCode::new(self.origin, limits::SPELLINGS.number(number)?);
        let shipped = old.map(|old| old.code);
        let code = shipped
            .filter(|code| !matches!(code, Code::Custom(_)))
            .unwrap_or(Code::Custom(custom));
        let mut entries = old.map(|old| old.entries().to_vec()).unwrap_or_default();
        // Without the code its default entry is needed, of whatever overlay it was.
        for model in model
            .entries
            .iter()
            .filter(|entry| old.is_none() || self.patch.says(entry))
        {
            let at = entries.iter().position(|entry| entry.rule() == model.rule);
            let entry = self.entry(model, at.map(|at| &entries[at]), Some(number), operations)?;
            match at {
                Some(at) => entries[at] = entry,
                None => entries.push(entry),
            }
        }
        let patterns = entries.iter().flat_map(Entry::patterns).map(|pattern| pattern.text);
        let prefixes = layout::code_prefixes(entries.len(), patterns);
        let own = self.patch.own.codes.get(&model.code);
        let kept = |says: fn(&OwnCode) -> bool| old.filter(|_| !own.is_some_and(says));
        let deprecated = match kept(|own| own.deprecated.is_some()) {
            Some(old) => old.deprecated(),
            None => model.deprecated.as_deref().map(text),
        };
        let aliases = old.map(CodeRecord::aliases).unwrap_or_default();
        let aliases = merge::add(aliases.iter().copied(), texts(&model.aliases));
        let (entries, all_entries) = whole(entries.into_iter())?;
        let mut strings = Vec::new();
        let aliases = append(&mut strings, aliases.into_iter())?;
        let deprecated = append(&mut strings, deprecated.into_iter())?;
        let mut texts = String::new();
        let name = add_text(&mut texts, &model.code, "")?;
        let pool = Pool {
            texts: texts.leak(),
            strings: strings.leak(),
            entries: all_entries,
            ..Pool::new(self.origin.home)
        };
        Ok(CodeRecord {
            pool: Some(leak(pool)),
            code,
            name: name.0,
            aliases: aliases.0,
            role: kept(|own| own.role.is_some()).map_or(model.role, |old| old.role),
            word: kept(|own| own.word.is_some()).map_or(model.word, |old| old.word),
            deprecated: deprecated.0,
            prefixes,
            entries: entries.0,
        })
    }

    fn messages(&self, operations: Operations) -> Result<&'static [Entry], TooMany> {
        let mut messages = self.old.map(|old| old.messages.to_vec()).unwrap_or_default();
        let known = messages.iter().enumerate();
        let known: HashMap<&str, usize> = known.map(|(at, entry)| (entry.rule(), at)).collect();
        for model in self.patch.messages() {
            let at = known.get(model.rule.as_str()).copied();
            let entry = self.entry(model, at.map(|at| &messages[at]), None, operations)?;
            match at {
                Some(at) => messages[at] = entry,
                None => messages.push(entry),
            }
        }
        Ok(messages.leak())
    }

    fn statuses(&self, operations: Operations) -> Result<&'static [(u16, Entry)], TooMany> {
        let mut statuses = self.old.map(|old| old.statuses.to_vec()).unwrap_or_default();
        for (status, model) in self.patch.statuses() {
            let at = statuses.iter().position(|(old, _)| old == status);
            let entry = self.entry(model, at.map(|at| &statuses[at].1), None, operations)?;
            match at {
                Some(at) => statuses[at].1 = entry,
                None => statuses.push((*status, entry)),
            }
        }
        statuses.sort_by_key(|(status, _)| *status);
        Ok(statuses.leak())
    }

    /// Makes an entry of what the overlay has and of what there is already.
    fn entry(
        &self,
        over: &model::Entry,
        old: Option<&Entry>,
        code: Option<usize>,
        known: Operations,
    ) -> Result<Entry, TooMany> {
        let nothing = Said::default();
        let said = self.patch.own.entries.get(&over.rule).unwrap_or(&nothing);
        let merged = old.map(|old| merge::entry(over, said, old));
        let entry = merged.as_ref().unwrap_or(over);
        let patterns = entry.patterns.iter().map(|p| {
            let normal = pattern::normalize(&p.text);
            Pattern::new(text(&normal), p.rescues)
        });
        let operations = entry.operations.iter().filter_map(|&number| {
            let id = &self.patch.vendor.operations.get(number)?.id;
            let (_, operation) = known.iter().find(|(known, _)| known == id)?;
            Some(*operation)
        });
        let limited = old.map(Entry::operations).unwrap_or_default();
        let operations = merge::add(limited.iter().copied(), &operations.collect::<Vec<_>>());
        let backoff = entry.backoff.iter().map(|rule| BackoffRule {
            initial: rule.initial,
            ceiling: rule.ceiling,
            floor: rule.floor,
            attempts: rule.attempts,
            reset: rule.reset,
            source: rule.source.as_deref().map(text),
        });
        let mut texts = String::new();
        let mut strings = Vec::new();
        let (patterns, all_patterns) = whole(patterns)?;
        let (statuses, all_statuses) = whole(entry.status.iter().copied())?;
        let (operations, all_operations) = whole(operations.into_iter())?;
        let (backoff, all_backoffs) = whole(backoff)?;
        let mut add = |list: &[String]| append(&mut strings, list.iter().map(|own| text(own)));
        let contested = add(entry.contested.as_slice())?;
        let vendor_category = add(entry.vendor_category.as_slice())?;
        let sources = add(&entry.sources)?;
        let examples = add(&entry.examples)?;
        let rule = add_text(&mut texts, &entry.rule, "")?;
        let cause = add_text(&mut texts, &entry.cause.en, &entry.cause.fr)?;
        let remediation = add_text(&mut texts, &entry.remediation.en, &entry.remediation.fr)?;
        let pool = Pool {
            texts: texts.leak(),
            strings: strings.leak(),
            patterns: all_patterns,
            statuses: all_statuses,
            operations: all_operations,
            backoffs: all_backoffs,
            translations: self.translations(entry, old),
            ..Pool::new(self.origin.home)
        };
        let row = Row {
            vendor: self.origin.vendor,
            code: code.map(|number| limits::SPELLINGS.number(number)).transpose()?,
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
        };
        Ok(Entry {
            pool: Some(leak(pool)),
            row,
        })
    }

    fn translations(&self, entry: &model::Entry, old: Option<&Entry>) -> &'static [Translation] {
        let own = self.patch.translations.get(&entry.rule).map_or(&[][..], Vec::as_slice);
        let leaked = merge::translations(own, entry, old).into_iter().map(|own| Translation {
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

/// A table of nothing but one list, and the list's place in it.
fn whole<T>(list: impl Iterator<Item = T>) -> Result<(Run, &'static [T]), TooMany> {
    let mut table = Vec::new();
    Ok((append(&mut table, list)?, table.leak()))
}

/// Appends a list to a table; returns where it stands.
fn append<T>(table: &mut Vec<T>, list: impl Iterator<Item = T>) -> Result<Run, TooMany> {
    const VALUES: Limit = Limit::new("values in the lists of one entry", u16::MAX as usize);
    let first = table.len();
    table.extend(list);
    layout::run(VALUES, first, table.len() - first)
}

/// Appends a text; returns where it stands.
fn add_text(texts: &mut String, english: &str, french: &str) -> Result<Text, TooMany> {
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
