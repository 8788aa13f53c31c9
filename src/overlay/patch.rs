//! [`Patch`]: what an overlay says about one vendor, read and found to be right.

use std::collections::BTreeMap;

use super::lay::Changed;
use crate::pipeline::model;

/// What an overlay says about one vendor.
#[derive(Clone, Debug)]
pub struct Patch {
    /// The whole vendor with the overlay.
    pub vendor: model::Vendor,
    /// What is not as it was; `None` for a vendor that was not there.
    pub changed: Option<Changed>,
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
    pub fn codes(&self) -> impl Iterator<Item = &model::Code> {
        let is_changed = |code: &&model::Code| {
            self.changed
                .as_ref()
                .is_none_or(|changed| changed.codes.contains(&code.code))
        };
        self.vendor.codes.iter().filter(is_changed)
    }

    pub fn messages(&self) -> impl Iterator<Item = &model::Entry> {
        let is_changed = |entry: &&model::Entry| {
            self.changed
                .as_ref()
                .is_none_or(|changed| changed.messages.contains(&entry.name))
        };
        self.vendor.messages.iter().filter(is_changed)
    }

    pub fn statuses(&self) -> impl Iterator<Item = &(u16, model::Entry)> {
        let is_changed = |(status, _): &&(u16, model::Entry)| {
            self.changed
                .as_ref()
                .is_none_or(|changed| changed.statuses.contains(status))
        };
        self.vendor.statuses.iter().filter(is_changed)
    }

    pub fn entries(&self) -> impl Iterator<Item = &model::Entry> {
        let codes = self.codes().flat_map(|code| &code.entries);
        codes
            .chain(self.messages())
            .chain(self.statuses().map(|(_, entry)| entry))
    }
}
