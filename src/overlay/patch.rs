//! [`Patch`]: what an overlay says about one vendor, read and found to be right.

use std::collections::BTreeMap;

use crate::pipeline::model;
use crate::pipeline::tree::{Code, Entry, Header, Named, Texts, Vendor};

/// What an overlay says about one vendor.
#[derive(Clone, Debug)]
pub struct Patch {
    /// The whole vendor with the overlay, on the catalog that it was read for.
    pub vendor: model::Vendor,
    /// What of it the overlay says itself.
    pub own: Own,
    /// The texts in languages that errcat does not have, by rule.
    pub translations: BTreeMap<String, Vec<Translation>>,
}

/// An entry's own texts in one language; empty where there is none.
#[derive(Clone, Debug)]
pub struct Translation {
    /// Such as `de`.
    pub language: String,
    pub cause: String,
    pub remediation: String,
}

impl Patch {
    /// Whether the overlay says anything of an entry, if only in another language.
    pub fn says(&self, entry: &model::Entry) -> bool {
        self.own.entries.contains_key(&entry.rule) || self.translations.contains_key(&entry.rule)
    }

    /// The codes of which the overlay says anything.
    pub fn codes(&self) -> impl Iterator<Item = &model::Code> {
        let says = |code: &&model::Code| code.entries.iter().any(|entry| self.says(entry));
        self.vendor.codes.iter().filter(says)
    }

    pub fn messages(&self) -> impl Iterator<Item = &model::Entry> {
        self.vendor.messages.iter().filter(|entry| self.says(entry))
    }

    pub fn statuses(&self) -> impl Iterator<Item = &(u16, model::Entry)> {
        self.vendor.statuses.iter().filter(|(_, entry)| self.says(entry))
    }

    /// The entries of which the overlay says anything.
    pub fn entries(&self) -> impl Iterator<Item = &model::Entry> {
        let codes = self.vendor.codes.iter().flat_map(|code| &code.entries);
        let codes = codes.filter(|entry| self.says(entry));
        codes
            .chain(self.messages())
            .chain(self.statuses().map(|(_, entry)| entry))
    }
}

/// What an overlay itself says about a vendor, before it is laid on anything.
#[derive(Clone, Debug, Default)]
pub struct Own {
    pub header: Option<Header>,
    /// By spelling.
    pub codes: BTreeMap<String, Code>,
    /// By rule: those of codes too.
    pub entries: BTreeMap<String, Said>,
}

/// What an overlay itself says of an entry.
#[derive(Clone, Debug, Default)]
pub struct Said {
    pub entry: Option<Entry>,
    pub french: Texts,
}

impl Own {
    /// Gathers what stands in a vendor's files.
    pub fn of(id: &str, vendor: &Vendor) -> Self {
        let mut own = Own {
            header: vendor.header.clone(),
            ..Own::default()
        };
        let name = |named: &Named| named.name.as_ref().map(|name| name.value.clone());
        for code in &vendor.codes {
            let rule = format!("{id}/{}", code.spelling.value);
            for variant in &code.variants {
                let Some(name) = name(variant) else { continue };
                own.said(format!("{rule}#{name}")).entry = Some(variant.entry.clone());
            }
            own.said(rule).entry = Some(code.entry.clone());
            own.codes.insert(code.spelling.value.clone(), code.clone());
        }
        for message in &vendor.messages {
            let Some(name) = name(message) else { continue };
            own.said(format!("{id}/#{name}")).entry = Some(message.entry.clone());
        }
        for (status, entry) in &vendor.statuses {
            own.said(format!("{id}/@{}", status.value)).entry = Some(entry.clone());
        }
        for code in &vendor.french.codes {
            let rule = format!("{id}/{}", code.spelling.value);
            for (name, texts) in &code.variants {
                own.said(format!("{rule}#{}", name.value)).french = texts.clone();
            }
            own.said(rule).french = code.texts.clone();
        }
        for (name, texts) in &vendor.french.messages {
            own.said(format!("{id}/#{}", name.value)).french = texts.clone();
        }
        for (status, texts) in &vendor.french.statuses {
            own.said(format!("{id}/@{}", status.value)).french = texts.clone();
        }
        own
    }

    fn said(&mut self, rule: String) -> &mut Said {
        self.entries.entry(rule).or_default()
    }
}
