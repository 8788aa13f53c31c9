//! What a catalog means once it is read and found to be right: plain owned data, without positions.
//!
//! `resolve` makes it, `emit` prints it as Rust, an overlay turns it into tables at run time.

use super::super::kind::Kind;
use super::super::recovery::{Applied, Certainty, Recovery, Reset, Role, Scope};
use std::path::PathBuf;
use std::time::Duration;

/// A whole catalog.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// The vendors, sorted by id.
    pub vendors: Vec<Vendor>,
    /// Every file read, sorted.
    pub inputs: Vec<PathBuf>,
}

impl Model {
    /// Keeps the vendors that satisfy a condition, and the references among them.
    pub fn retain(&mut self, keep: impl Fn(&Vendor) -> bool) {
        self.vendors.retain(keep);
        let kept: Vec<String> = self.vendors.iter().map(|vendor| vendor.id.clone()).collect();
        for vendor in &mut self.vendors {
            vendor.also.retain(|other| kept.contains(other));
        }
    }

    /// Leaves the French texts out.
    pub fn drop_french(&mut self) {
        for entry in self.vendors.iter_mut().flat_map(Vendor::entries_mut) {
            entry.cause.fr.clear();
            entry.remediation.fr.clear();
        }
    }
}

/// One vendor's file with its texts.
#[derive(Debug, Clone)]
pub struct Vendor {
    /// The file's stem, such as `salesforce_bulk`.
    pub id: String,
    /// The vendor's Rust variant, such as `SalesforceBulk`. Like a code's it is empty if there can be none: then no Rust is
    /// printed.
    pub ident: String,
    pub name: String,
    pub family: String,
    pub docs: String,
    /// The day of the last comparison with the docs, `YYYY-MM-DD`.
    pub checked: String,
    /// The ids looked in after this one, in order; without itself.
    pub also: Vec<String>,
    pub code_fields: Vec<String>,
    pub message_fields: Vec<String>,
    /// Bodies as the vendor sends them, with `{code}` and `{message}`.
    pub envelopes: Vec<String>,
    /// Whether failures come under a status that claims success.
    pub failures_with_200: bool,
    pub operations: Vec<Operation>,
    /// In the file's order; a code's index in this list is its number.
    pub codes: Vec<Code>,
    /// Entries without a code.
    pub messages: Vec<Entry>,
    /// What an HTTP status means when nothing else speaks, by status.
    pub statuses: Vec<(u16, Entry)>,
}

impl Vendor {
    /// Yields all entries: of the codes, of the messages, of the statuses.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        let codes = self.codes.iter().flat_map(|code| &code.entries);
        let statuses = self.statuses.iter().map(|(_, entry)| entry);
        codes.chain(&self.messages).chain(statuses)
    }

    /// The same, to be changed.
    pub fn entries_mut(&mut self) -> impl Iterator<Item = &mut Entry> {
        let codes = self.codes.iter_mut().flat_map(|code| &mut code.entries);
        let statuses = self.statuses.iter_mut().map(|(_, entry)| entry);
        codes.chain(&mut self.messages).chain(statuses)
    }
}

/// An operation of a vendor's API.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Such as `create_protection_policy`.
    pub id: String,
    /// Such as `CreateProtectionPolicy`.
    pub ident: String,
    pub title: String,
    pub apis: Vec<String>,
}

/// A code with everything it can mean.
#[derive(Debug, Clone)]
pub struct Code {
    /// The vendor's spelling.
    pub code: String,
    /// The Rust variant, such as `UnableToLockRow`.
    pub ident: String,
    pub aliases: Vec<String>,
    /// Texts of other systems that have the same code.
    pub decoys: Vec<Pattern>,
    pub role: Option<Role>,
    /// Counts only where a code is expected: as the catalog says or, where it does not, a single word or a number.
    pub word: bool,
    pub deprecated: Option<String>,
    /// The default entry, then the variants in the file's order.
    pub entries: Vec<Entry>,
}

/// One thing a vendor can mean, with all inheritance resolved.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The variant's or the message's name; empty for a default entry, the number for a status.
    pub name: String,
    /// The stable string for logs: `salesforce/REQUEST_LIMIT_EXCEEDED#daily`, `salesforce/#name`, `salesforce/@404`.
    pub rule: String,
    pub kind: Kind,
    pub recovery: Recovery,
    pub applied: Applied,
    pub scope: Scope,
    /// Present exactly when the recovery is `Retry`.
    pub backoff: Option<Backoff>,
    pub certainty: Certainty,
    pub contested: Option<String>,
    pub cause: Text,
    pub remediation: Text,
    /// Whether the remediation is the entry's (or its code's) own and not the kind's.
    pub own_remediation: bool,
    /// Whether it is a message that says only that something inside failed.
    pub wraps: bool,
    /// URLs, file names or `owner/repo:path`; `#fragment`s already resolved against the vendor's docs.
    pub sources: Vec<String>,
    pub examples: Vec<String>,
    pub patterns: Vec<Pattern>,
    pub status: Vec<u16>,
    /// Indexes into the vendor's operations.
    pub operations: Vec<usize>,
    pub vendor_category: Option<String>,
}

/// A text in every language the catalog has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    pub en: String,
    /// Empty where there is none.
    pub fr: String,
}

/// A message pattern, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    pub text: String,
    /// Whether it may recover the entry when no code is found (`messages`), or only refine a found code (`hints`).
    pub rescues: bool,
}

/// How to wait before a repeat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backoff {
    pub initial: Duration,
    pub ceiling: Duration,
    pub floor: Duration,
    pub attempts: u32,
    pub reset: Option<Reset>,
    pub source: Option<String>,
}
