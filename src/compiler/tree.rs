//! What stands in the files, typed but not yet judged: each value with its place, nothing inherited.
//!
//! `validate` judges it, `resolve` makes the model of it.

use super::super::kind::Kind;
use super::super::recovery::{Applied, Certainty, Recovery, Reset, Role, Scope};
use super::source::{At, Span};
use std::collections::BTreeMap;
use std::time::Duration;

/// All files of a catalog.
///
/// `validate` has reported whatever is `None` in it and must not be.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// `None` without the file.
    pub kinds: Option<Kinds>,
    pub kinds_french: Option<KindsFrench>,
    /// By id.
    pub vendors: BTreeMap<String, Vendor>,
}

/// `kinds.toml`
#[derive(Clone, Debug)]
pub struct Kinds {
    pub top: Span,
    pub defaults: Vec<KindDefaults>,
}

/// `kinds.fr.toml`
#[derive(Clone, Debug)]
pub struct KindsFrench {
    pub top: Span,
    pub texts: Vec<(At<Kind>, Texts)>,
}

/// One kind's table in `kinds.toml`.
#[derive(Clone, Debug)]
pub struct KindDefaults {
    pub kind: At<Kind>,
    pub texts: Texts,
    pub step: NextStep,
}

/// `<vendor>.toml`
#[derive(Clone, Debug)]
pub struct Vendor {
    /// The beginning of the file.
    pub top: Span,
    pub header: Option<Header>,
    pub operations: Vec<Operation>,
    pub codes: Vec<Code>,
    pub messages: Vec<Named>,
    pub statuses: Vec<(At<u16>, Entry)>,
    pub french: French,
}

/// `<vendor>.fr.toml`; empty without the file.
#[derive(Clone, Debug, Default)]
pub struct French {
    pub codes: Vec<FrenchCode>,
    pub messages: Vec<(At<String>, Texts)>,
    pub statuses: Vec<(At<u16>, Texts)>,
}

#[derive(Clone, Debug)]
pub struct FrenchCode {
    pub spelling: At<String>,
    pub texts: Texts,
    pub variants: Vec<(At<String>, Texts)>,
}

/// The table `[vendor]`.
#[derive(Clone, Debug)]
pub struct Header {
    pub span: Span,
    /// The file's name says it too; a text without a file needs it.
    pub id: Option<At<String>>,
    pub name: Option<At<String>>,
    pub family: Option<At<String>>,
    pub docs: Option<At<String>>,
    pub checked: Option<At<String>>,
    pub also: Vec<At<String>>,
    pub code_fields: Vec<At<String>>,
    pub message_fields: Vec<At<String>>,
    pub envelopes: Vec<At<String>>,
    pub failures_with_200: Option<bool>,
}

#[derive(Clone, Debug)]
pub struct Operation {
    pub id: At<String>,
    pub title: Option<At<String>>,
    pub apis: Vec<At<String>>,
}

#[derive(Clone, Debug)]
pub struct Code {
    pub spelling: At<String>,
    pub aliases: Vec<At<String>>,
    pub decoys: Vec<At<String>>,
    pub role: Option<At<Role>>,
    pub word: Option<bool>,
    pub name: Option<At<String>>,
    pub deprecated: Option<At<String>>,
    pub entry: Entry,
    pub variants: Vec<Named>,
}

/// A variant, or an entry without a code.
#[derive(Clone, Debug)]
pub struct Named {
    pub name: Option<At<String>>,
    /// Only an entry without a code has one: a variant has its code's.
    pub role: Option<At<Role>>,
    /// Whether a variant has from its code what it does not say itself: one that comes from a catalog's tables has it
    /// already.
    pub inherits: bool,
    pub entry: Entry,
}

/// What every entry may say.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where the entry is declared.
    pub span: Span,
    pub kind: Option<At<Kind>>,
    pub texts: Texts,
    pub step: NextStep,
    pub sources: Vec<At<String>>,
    pub certainty: Option<At<Certainty>>,
    pub contested: Option<At<String>>,
    pub messages: Vec<At<String>>,
    pub hints: Vec<At<String>>,
    pub status: Vec<At<u16>>,
    pub operations: Vec<At<String>>,
    pub examples: Vec<At<String>>,
    pub vendor_category: Option<At<String>>,
}

/// The texts for people, in one language.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    pub cause: Option<At<String>>,
    pub remediation: Option<At<String>>,
}

/// The program's next step.
#[derive(Clone, Debug, Default)]
pub struct NextStep {
    pub recovery: Option<At<Recovery>>,
    pub applied: Option<At<Applied>>,
    pub scope: Option<At<Scope>>,
    pub backoff: Option<Backoff>,
}

#[derive(Clone, Debug)]
pub struct Backoff {
    pub span: Span,
    pub initial: Option<At<Duration>>,
    pub ceiling: Option<At<Duration>>,
    pub floor: Option<At<Duration>>,
    pub attempts: Option<At<u32>>,
    pub reset: Option<At<Reset>>,
    pub source: Option<At<String>>,
}
