//! What a catalog's entries refer to by number, while they are printed; `src/pool.rs` says how it is laid out.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use super::super::super::format::beginning::beginning;
use super::super::super::format::packed::{self, Run};
use super::super::layout;
use super::super::limits::{Limit, TooMany};
use super::super::model::{Backoff, Pattern, Text};
use super::super::pattern;
use super::Host;

/// The texts and lists so far, each once. What is added comes back as its place.
#[derive(Default)]
pub struct Pool {
    texts: Texts,
    strings: Lists,
    patterns: Lists,
    statuses: Lists,
    operations: Lists,
    backoffs: Lists,
    entries: Lists,
}

impl Pool {
    pub fn text(&mut self, text: &Text) -> TextPlace {
        self.texts.add(text)
    }

    /// Adds a text that needs no translation.
    pub fn name(&mut self, name: &str) -> TextPlace {
        self.texts.add(&Text {
            en: name.to_owned(),
            fr: String::new(),
        })
    }

    /// Adds strings: a list of them, or one that may be there.
    pub fn strings<'t>(&mut self, list: impl IntoIterator<Item = &'t String>) -> Result<Run, TooMany> {
        self.strings
            .add(list.into_iter().map(|text| format!("{text:?}")).collect())
    }

    pub fn patterns(&mut self, list: &[Pattern]) -> Result<Run, TooMany> {
        let row = |p: &Pattern| {
            let text = pattern::normalize(&p.text);
            let (prefix, second) = beginning(&text);
            let rescues = p.rescues;
            format!("Pattern {{ text: {text:?}, prefix: {prefix}, second: {second}, rescues: {rescues} }}")
        };
        self.patterns.add(list.iter().map(row).collect())
    }

    pub fn statuses(&mut self, list: &[u16]) -> Result<Run, TooMany> {
        self.statuses.add(list.iter().map(u16::to_string).collect())
    }

    pub fn operations(&mut self, list: impl Iterator<Item = String>) -> Result<Run, TooMany> {
        self.operations.add(list.collect())
    }

    pub fn backoff(&mut self, rule: Option<&Backoff>) -> Result<Run, TooMany> {
        self.backoffs.add(rule.into_iter().map(backoff).collect())
    }

    /// Adds entries, as rows.
    pub fn entries(&mut self, rows: Vec<String>) -> Result<Run, TooMany> {
        self.entries.add(rows)
    }

    /// Prints what has been added.
    pub fn print(&self, out: &mut String, host: Host) {
        let public = if host == Host::Errcat { "pub " } else { "" };
        let _ = write!(
            out,
            "/// What the entries have in common.\n{public}static POOL: Pool = Pool {{\n\
             home: Home::Compiled(&CATALOG),\ntexts: \"\\\n{}\",\n",
            self.texts.lines
        );
        for (name, ..) in self.lists() {
            let _ = writeln!(out, "{name}: &{},", name.to_uppercase());
        }
        out.push_str("translations: &[],\n};\n");
        for (name, element, lists) in self.lists() {
            table(out, &name.to_uppercase(), element, &lists.rows, host);
        }
    }

    /// The lists with their names and what they consist of.
    fn lists(&self) -> [(&'static str, &'static str, &Lists); 6] {
        [
            ("strings", "&str", &self.strings),
            ("patterns", "Pattern", &self.patterns),
            ("statuses", "u16", &self.statuses),
            ("operations", "Operation", &self.operations),
            ("backoffs", "BackoffRule", &self.backoffs),
            ("entries", "Entry", &self.entries),
        ]
    }
}

/// Prints a table; of entries it has rows.
pub fn table(out: &mut String, name: &str, element: &str, rows: &[String], host: Host) {
    let (begin, end) = match element {
        "Entry" => (format!("entries({}, &[", host.pool()), "]);\n"),
        _ => ("[".to_owned(), "];\n"),
    };
    let _ = writeln!(out, "static {name}: [{element}; {}] = {begin}", rows.len());
    for row in rows {
        let _ = writeln!(out, "{row},");
    }
    out.push_str(end);
}

/// Where a text stands among the texts.
#[derive(Clone, Copy)]
pub struct TextPlace {
    start: usize,
    english: usize,
    french: usize,
}

impl TextPlace {
    /// Returns where the text's last bytes stand; for one without French.
    pub fn end(self, length: usize) -> Self {
        TextPlace {
            start: self.start + self.english - length,
            english: length,
            ..self
        }
    }

    pub fn pack(self) -> Result<packed::Text, TooMany> {
        layout::text(self.start, self.english, self.french)
    }
}

/// One string, of which every text is a part.
#[derive(Default)]
struct Texts {
    /// The inside of a string literal, a text a line.
    lines: String,
    length: usize,
    /// Where the bytes of each text begin, both languages' together.
    known: BTreeMap<String, usize>,
}

impl Texts {
    fn add(&mut self, text: &Text) -> TextPlace {
        let bytes = format!("{}{}", text.en, text.fr);
        let length = bytes.len();
        let start = *self.known.entry(bytes).or_insert(self.length);
        if start == self.length {
            for line in [&text.en, &text.fr].into_iter().filter(|line| !line.is_empty()) {
                // A literal skips blanks after a backslash at a line's end.
                let blank = line.find(|c: char| !c.is_whitespace()).unwrap_or(line.len());
                let (blank, rest) = line.split_at(blank);
                let _ = writeln!(self.lines, "{}{}\\", blank.escape_unicode(), rest.escape_debug());
            }
            self.length += length;
        }
        TextPlace {
            start,
            english: text.en.len(),
            french: text.fr.len(),
        }
    }
}

/// All vendors' lists share their type's table, so that it may be full where each of them is not too long.
const ROWS: Limit = Limit::new("values of one type in all lists of the catalog", u16::MAX as usize);

/// Lists of one type, one behind the other.
#[derive(Default)]
struct Lists {
    /// The elements, as Rust.
    rows: Vec<String>,
    /// Where each list begins, by its rows.
    known: BTreeMap<String, usize>,
}

impl Lists {
    fn add(&mut self, list: Vec<String>) -> Result<Run, TooMany> {
        let count = list.len();
        if count == 0 {
            return layout::run(ROWS, 0, 0);
        }
        let next = self.rows.len();
        let first = *self.known.entry(list.join("\n")).or_insert(next);
        if first == next {
            self.rows.extend(list);
        }
        layout::run(ROWS, first, count)
    }
}

fn backoff(rule: &Backoff) -> String {
    format!(
        "BackoffRule::new([{}, {}, {}], {}, {}, {:?})",
        duration(rule.initial),
        duration(rule.ceiling),
        duration(rule.floor),
        rule.attempts,
        rule.reset
            .map_or("None".to_owned(), |reset| format!("Some(Reset::{reset:?})")),
        rule.source,
    )
}

fn duration(duration: Duration) -> String {
    format!("Duration::from_millis({})", duration.as_millis())
}
