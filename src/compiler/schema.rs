//! The catalog's format as tables of keys: which a table may have, which it must have, and of what type.
//!
//! A new key is a row here, a field in `tree` and a line in `read`.

use toml::Spanned;
use toml::de::DeValue;

/// What a table may hold.
pub struct Shape {
    /// What the table is, for messages: "a code".
    pub what: &'static str,
    keys: &'static [&'static [Key]],
    pub required: &'static [&'static str],
}

type Key = (&'static str, Type);

/// The type of a key's value.
#[derive(Clone, Copy, PartialEq)]
pub enum Type {
    Text,
    Texts,
    /// One string, or a list of them.
    TextOrTexts,
    Integer,
    Integers,
    Flag,
    Date,
    Table,
    Tables,
}

use Type::{Date, Flag, Integer, Integers, Table, Tables, Text, TextOrTexts, Texts};

/// The top of `<vendor>.toml`.
pub const VENDOR_FILE: Shape = Shape {
    what: "a vendor's file",
    keys: &[&[
        ("vendor", Table),
        ("operations", Table),
        ("codes", Table),
        ("messages", Tables),
        ("statuses", Table),
    ]],
    required: &["vendor"],
};

pub const VENDOR: Shape = Shape {
    what: "`[vendor]`",
    keys: &[&[
        ("id", Text),
        ("name", Text),
        ("family", Text),
        ("docs", Text),
        ("checked", Date),
        ("also", Texts),
        ("code_fields", Texts),
        ("message_fields", Texts),
        ("envelopes", Texts),
        ("failures_with_200", Flag),
    ]],
    required: &["name", "family", "docs", "checked", "code_fields", "message_fields"],
};

pub const OPERATION: Shape = Shape {
    what: "an operation",
    keys: &[&[("title", Text), ("apis", Texts)]],
    required: &["title", "apis"],
};

/// The texts for people: all that a French entry has.
const TEXT_KEYS: &[Key] = &[("cause", Text), ("remediation", Text)];

/// The program's next step.
const STEP_KEYS: &[Key] = &[
    ("recovery", Text),
    ("applied", Text),
    ("scope", Text),
    ("backoff", Table),
];

/// What else every entry may say.
const ENTRY_KEYS: &[Key] = &[
    ("kind", Text),
    ("source", TextOrTexts),
    ("certainty", Text),
    ("contested", Text),
    ("examples", Texts),
    ("vendor_category", Text),
];

/// What tells an entry from its siblings.
const TELLING_KEYS: &[Key] = &[("messages", Texts), ("status", Integers), ("operations", Texts)];

/// Refines a found code, so only entries under a code have it.
const HINT_KEYS: &[Key] = &[("hints", Texts)];

pub const CODE: Shape = Shape {
    what: "a code",
    keys: &[
        TEXT_KEYS,
        STEP_KEYS,
        ENTRY_KEYS,
        TELLING_KEYS,
        HINT_KEYS,
        &[
            ("aliases", Texts),
            ("decoys", Texts),
            ("role", Text),
            ("word", Flag),
            ("name", Text),
            ("deprecated", Text),
            ("variants", Tables),
        ],
    ],
    required: &["kind", "cause", "source"],
};

pub const VARIANT: Shape = Shape {
    what: "a variant",
    keys: &[
        &[("name", Text)],
        TEXT_KEYS,
        STEP_KEYS,
        ENTRY_KEYS,
        TELLING_KEYS,
        HINT_KEYS,
    ],
    required: &["name"],
};

/// An entry without a code.
pub const MESSAGE: Shape = Shape {
    what: "an entry of `[[messages]]`",
    keys: &[
        &[("name", Text), ("role", Text)],
        TEXT_KEYS,
        STEP_KEYS,
        ENTRY_KEYS,
        TELLING_KEYS,
    ],
    required: &["name", "messages", "kind", "cause", "source"],
};

pub const STATUS: Shape = Shape {
    what: "a status",
    keys: &[TEXT_KEYS, STEP_KEYS, ENTRY_KEYS],
    required: &["kind", "source"],
};

pub const BACKOFF: Shape = Shape {
    what: "a backoff",
    keys: &[&[
        ("initial", Text),
        ("ceiling", Text),
        ("floor", Text),
        ("attempts", Integer),
        ("reset", Text),
        ("source", Text),
    ]],
    required: &["initial", "ceiling", "attempts"],
};

/// One kind's table in `kinds.toml`.
pub const KIND: Shape = Shape {
    what: "a kind",
    keys: &[TEXT_KEYS, STEP_KEYS],
    required: &["recovery", "applied", "scope", "cause", "remediation"],
};

/// One kind's table in `kinds.fr.toml`.
pub const KIND_FRENCH: Shape = Shape {
    what: "a kind's French texts",
    keys: &[TEXT_KEYS],
    required: &["cause", "remediation"],
};

/// The top of `<vendor>.fr.toml`.
pub const FRENCH_FILE: Shape = Shape {
    what: "a French file",
    keys: &[&[("codes", Table), ("messages", Table), ("statuses", Table)]],
    required: &[],
};

pub const FRENCH_CODE: Shape = Shape {
    what: "a code's French texts",
    keys: &[TEXT_KEYS, &[("variants", Table)]],
    required: &[],
};

/// The French texts of anything but a code: that has no variants.
pub const FRENCH_ENTRY: Shape = Shape {
    what: "an entry's French texts",
    keys: &[TEXT_KEYS],
    required: &[],
};

impl Shape {
    pub fn key_names(&self) -> impl Iterator<Item = &'static str> {
        self.keys.iter().copied().flatten().map(|(name, _)| *name)
    }

    pub fn type_of(&self, key: &str) -> Option<Type> {
        let mut keys = self.keys.iter().copied().flatten();
        keys.find(|(name, _)| *name == key).map(|(_, ty)| *ty)
    }
}

impl Type {
    pub fn name(self) -> &'static str {
        match self {
            Text => "a string",
            Texts => "a list of strings",
            TextOrTexts => "a string or a list of strings",
            Integer => "an integer",
            Integers => "a list of integers",
            Flag => "true or false",
            Date => "a date without quotes, such as 2026-11-21",
            Table => "a table",
            Tables => "a list of tables",
        }
    }

    /// Calls `misfit` with each value that should have another type, and with that type.
    pub fn check<'d, 'i>(
        self,
        value: &'d Spanned<DeValue<'i>>,
        misfit: &mut dyn FnMut(&'d Spanned<DeValue<'i>>, Type),
    ) {
        let each = match (self, value.get_ref()) {
            (Text | TextOrTexts, DeValue::String(_))
            | (Integer, DeValue::Integer(_))
            | (Flag, DeValue::Boolean(_))
            | (Table, DeValue::Table(_)) => return,
            (Date, DeValue::Datetime(date)) if date.date.is_some() && date.time.is_none() => return,
            (Texts | TextOrTexts, DeValue::Array(items)) => (Text, items),
            (Integers, DeValue::Array(items)) => (Integer, items),
            (Tables, DeValue::Array(items)) => (Table, items),
            _ => return misfit(value, self),
        };
        let (item_type, items) = each;
        items.iter().for_each(|item| item_type.check(item, misfit));
    }
}
