//! From the tree to the model: what an entry does not say itself, it inherits.
//!
//! A variant inherits from its code's default entry, every entry from its kind. Where a variant changes the kind, its
//! code's next step and remediation were meant for another failure, so the new kind's hold.

use super::super::kind::Kind;
use super::super::recovery::{Certainty, Recovery, Role};
use super::ident;
use super::model;
use super::source::At;
use super::tree::{self, Entry, NextStep, Texts, Tree};
use std::collections::HashMap;

#[cfg(test)]
mod tests;

/// Makes the model of a tree without problems; `None` if it has some.
pub fn resolve(tree: &Tree) -> Option<Vec<model::Vendor>> {
    let kinds = kinds(tree)?;
    tree.vendors
        .iter()
        .map(|(id, vendor)| {
            Resolver {
                kinds: &kinds,
                id,
                vendor,
            }
            .vendor()
        })
        .collect()
}

/// What a kind gives to entries that do not say otherwise.
struct Defaults<'t> {
    english: &'t Texts,
    french: &'t Texts,
    step: &'t NextStep,
}

type Kinds<'t> = Vec<(Kind, Defaults<'t>)>;

fn kinds(tree: &Tree) -> Option<Kinds<'_>> {
    let french = &tree.kinds_french.as_ref()?.texts;
    let defaults = tree.kinds.as_ref()?.defaults.iter().map(|defaults| {
        let kind = defaults.kind.value;
        let given = Defaults {
            english: &defaults.texts,
            french: french.iter().find(|(of, _)| of.value == kind).map(|(_, texts)| texts)?,
            step: &defaults.step,
        };
        Some((kind, given))
    });
    defaults.collect()
}

/// An entry in both languages, and what it inherits from.
#[derive(Clone, Copy)]
struct Source<'t> {
    entry: &'t Entry,
    french: Option<&'t Texts>,
}

struct Resolver<'t> {
    kinds: &'t Kinds<'t>,
    id: &'t str,
    vendor: &'t tree::Vendor,
}

impl<'t> Resolver<'t> {
    fn vendor(&self) -> Option<model::Vendor> {
        let header = self.vendor.header.as_ref()?;
        let messages = self.vendor.messages.iter();
        let statuses = self.vendor.statuses.iter();
        Some(model::Vendor {
            id: self.id.to_owned(),
            ident: ident::upper_camel(self.id).unwrap_or_default(),
            name: text(&header.name)?,
            family: text(&header.family)?,
            docs: text(&header.docs)?,
            checked: text(&header.checked)?,
            also: values(&header.also),
            code_fields: values(&header.code_fields),
            message_fields: values(&header.message_fields),
            envelopes: values(&header.envelopes),
            failures_with_200: header.failures_with_200.unwrap_or(false),
            operations: self.vendor.operations.iter().map(operation).collect::<Option<_>>()?,
            codes: self.codes()?,
            messages: messages.map(|message| self.message(message)).collect::<Option<_>>()?,
            statuses: statuses
                .map(|(number, entry)| Some((number.value, self.status(number.value, entry)?)))
                .collect::<Option<_>>()?,
        })
    }

    fn codes(&self) -> Option<Vec<model::Code>> {
        let french = self.vendor.french.codes.iter();
        let french: HashMap<_, _> = french.map(|code| (code.spelling.value.as_str(), code)).collect();
        let codes = self.vendor.codes.iter();
        codes
            .map(|code| self.code(code, french.get(code.spelling.value.as_str()).copied()))
            .collect()
    }

    fn code(&self, code: &tree::Code, french: Option<&tree::FrenchCode>) -> Option<model::Code> {
        let spelling = &code.spelling.value;
        let default = Source {
            entry: &code.entry,
            french: french.map(|french| &french.texts),
        };
        let rule = format!("{}/{spelling}", self.id);
        let mut entries = vec![self.entry(String::new(), rule, default, None)?];
        for variant in &code.variants {
            let (name, inherits) = (text(&variant.name)?, variant.inherits);
            let variant = Source {
                entry: &variant.entry,
                french: french.and_then(|french| find(&french.variants, &name)),
            };
            let rule = format!("{}/{spelling}#{name}", self.id);
            entries.push(self.entry(name, rule, variant, Some(default).filter(|_| inherits))?);
        }
        Some(model::Code {
            code: spelling.clone(),
            ident: text(&code.name)
                .or_else(|| ident::upper_camel(spelling))
                .unwrap_or_default(),
            aliases: values(&code.aliases),
            decoys: code.decoys.iter().map(pattern(false)).collect(),
            role: code.role.map(|role| role.value),
            word: code.word.unwrap_or_else(|| ident::is_word_or_number(spelling)),
            deprecated: text(&code.deprecated),
            entries,
        })
    }

    fn message(&self, message: &tree::Named) -> Option<model::Entry> {
        let name = text(&message.name)?;
        let source = Source {
            entry: &message.entry,
            french: find(&self.vendor.french.messages, &name),
        };
        let rule = format!("{}/#{name}", self.id);
        let entry = self.entry(name, rule, source, None)?;
        Some(model::Entry {
            wraps: message.role.is_some_and(|role| role.value == Role::Wrapper),
            ..entry
        })
    }

    fn status(&self, number: u16, entry: &Entry) -> Option<model::Entry> {
        let mut french = self.vendor.french.statuses.iter();
        let french = french.find(|(status, _)| status.value == number);
        let source = Source {
            entry,
            french: french.map(|(_, texts)| texts),
        };
        let rule = format!("{}/@{number}", self.id);
        self.entry(number.to_string(), rule, source, None)
    }

    /// Fills in what the entry leaves to its code's default entry (`parent`) and to its kind.
    fn entry(&self, name: String, rule: String, own: Source<'t>, parent: Option<Source<'t>>) -> Option<model::Entry> {
        let entry = own.entry;
        let parent_kind = parent.and_then(|parent| parent.entry.kind);
        let kind = entry.kind.or(parent_kind)?.value;
        let (_, defaults) = self.kinds.iter().find(|(of, _)| *of == kind)?;
        let same_kind = parent.filter(|_| parent_kind.is_some_and(|parent| parent.value == kind));

        let step = match same_kind {
            Some(parent) => entry.step.or(&parent.entry.step),
            None => entry.step.clone(),
        };
        let step = step.or(defaults.step);
        let recovery = step.recovery?.value;

        let of_kind = |pick| translated(pick, defaults.english, Some(defaults.french));
        let cause = own
            .text(cause)
            .or_else(|| parent?.text(cause))
            .or_else(|| of_kind(cause));
        let own_remediation = own.text(remediation).or_else(|| same_kind?.text(remediation));

        let inherit = |list: fn(&Entry) -> &Vec<At<String>>| match parent {
            Some(parent) if list(entry).is_empty() => list(parent.entry),
            _ => list(entry),
        };
        let certainty = entry
            .certainty
            .or_else(|| parent?.entry.certainty)
            .map_or(Certainty::Documented, |certainty| certainty.value);

        Some(model::Entry {
            name,
            rule,
            kind,
            recovery,
            applied: step.applied?.value,
            scope: step.scope?.value,
            backoff: match recovery {
                Recovery::Retry => Some(self.backoff(step.backoff.as_ref()?)?),
                _ => None,
            },
            certainty,
            contested: text(&entry.contested).or_else(|| text(&same_kind?.entry.contested)),
            cause: cause?,
            own_remediation: own_remediation.is_some(),
            wraps: false,
            remediation: own_remediation.or_else(|| of_kind(remediation))?,
            sources: inherit(|entry| &entry.sources)
                .iter()
                .map(|source| self.source(&source.value))
                .collect::<Option<_>>()?,
            examples: values(&entry.examples),
            patterns: patterns(entry),
            status: entry.status.iter().map(|status| status.value).collect(),
            operations: entry
                .operations
                .iter()
                .map(|name| self.operation_index(&name.value))
                .collect::<Option<_>>()?,
            vendor_category: text(&entry.vendor_category).or_else(|| text(&parent?.entry.vendor_category)),
        })
    }

    fn backoff(&self, backoff: &tree::Backoff) -> Option<model::Backoff> {
        Some(model::Backoff {
            initial: backoff.initial?.value,
            ceiling: backoff.ceiling?.value,
            floor: backoff.floor.map(|floor| floor.value).unwrap_or_default(),
            attempts: backoff.attempts?.value,
            reset: backoff.reset.map(|reset| reset.value),
            source: match &backoff.source {
                Some(source) => Some(self.source(&source.value)?),
                None => None,
            },
        })
    }

    /// A `#fragment` belongs to the vendor's docs.
    fn source(&self, source: &str) -> Option<String> {
        if !source.starts_with('#') {
            return Some(source.to_owned());
        }
        let docs = text(&self.vendor.header.as_ref()?.docs)?;
        let page = docs.split('#').next()?;
        Some(format!("{page}{source}"))
    }

    fn operation_index(&self, id: &str) -> Option<usize> {
        let mut operations = self.vendor.operations.iter();
        operations.position(|operation| operation.id.value == id)
    }
}

impl NextStep {
    /// Takes from another step what this one does not say.
    fn or(&self, other: &NextStep) -> NextStep {
        NextStep {
            recovery: self.recovery.or(other.recovery),
            applied: self.applied.or(other.applied),
            scope: self.scope.or(other.scope),
            backoff: self.backoff.as_ref().or(other.backoff.as_ref()).cloned(),
        }
    }
}

/// Which of an entry's texts is meant.
type Pick = fn(&Texts) -> &Option<At<String>>;

fn cause(texts: &Texts) -> &Option<At<String>> {
    &texts.cause
}

fn remediation(texts: &Texts) -> &Option<At<String>> {
    &texts.remediation
}

impl Source<'_> {
    /// The entry's own text, if it has one, with what translation it has.
    fn text(&self, pick: Pick) -> Option<model::Text> {
        translated(pick, &self.entry.texts, self.french)
    }
}

fn translated(pick: Pick, english: &Texts, french: Option<&Texts>) -> Option<model::Text> {
    Some(model::Text {
        en: text(pick(english))?,
        fr: french.and_then(|french| text(pick(french))).unwrap_or_default(),
    })
}

fn patterns(entry: &Entry) -> Vec<model::Pattern> {
    let messages = entry.messages.iter().map(pattern(true));
    messages.chain(entry.hints.iter().map(pattern(false))).collect()
}

fn pattern(rescues: bool) -> impl Fn(&At<String>) -> model::Pattern {
    move |text| model::Pattern {
        text: text.value.clone(),
        rescues,
    }
}

fn operation(operation: &tree::Operation) -> Option<model::Operation> {
    let id = &operation.id.value;
    Some(model::Operation {
        id: id.clone(),
        ident: ident::upper_camel(id).unwrap_or_default(),
        title: text(&operation.title)?,
        apis: values(&operation.apis),
    })
}

fn find<'t, T>(list: &'t [(At<String>, T)], name: &str) -> Option<&'t T> {
    let mut list = list.iter();
    list.find(|(at, _)| at.value == name).map(|(_, value)| value)
}

fn text(text: &Option<At<String>>) -> Option<String> {
    text.as_ref().map(|text| text.value.clone())
}

fn values(list: &[At<String>]) -> Vec<String> {
    list.iter().map(|text| text.value.clone()).collect()
}
