//! Message patterns: in shape, and each the sign of one entry.

use super::super::pattern::{END, PLACEHOLDERS, normalize};
use super::super::problem::{Problem, ProblemKind, Problems};
use super::super::similar::suggest;
use super::super::source::At;
use super::super::tree::{Code, Entry, Vendor};
use super::list::Seen;
use super::text::char_at;
use std::ops::Range;

/// How many bytes of a pattern must stand before its first varying part: the scanner looks patterns up by them.
const LITERAL_FIRST: usize = 4;

/// How many bytes a pattern must have besides its varying parts, if it alone is to recover an entry.
const LITERAL_IN_ALL: usize = 12;

pub fn check_all(vendor: &Vendor, problems: &mut Problems) {
    // What is shared within a code is its variants' matter, so a code's entries come as one group.
    let codes = vendor.codes.iter().map(|code| {
        let variants = code.variants.iter().map(|variant| &variant.entry);
        std::iter::once(&code.entry).chain(variants).collect()
    });
    let messages = vendor.messages.iter().map(|message| vec![&message.entry]);
    let groups: Vec<Vec<&Entry>> = codes.chain(messages).collect();

    let mut rescuing = Seen::new();
    for group in &groups {
        for entry in group {
            for message in &entry.messages {
                check_pattern(message, true, problems);
                check_shared(message, &mut rescuing, problems);
            }
        }
    }
    for group in &groups {
        let mut refining = Seen::new();
        for message in group.iter().flat_map(|entry| &entry.messages) {
            refining.before(normalize(&message.value), message.span);
        }
        for hint in group.iter().flat_map(|entry| &entry.hints) {
            check_pattern(hint, false, problems);
            check_shared(hint, &mut refining, problems);
        }
    }
    for code in &vendor.codes {
        check_decoys(code, problems);
    }
}

/// A text of another system that has the same code cannot be the code's own, too.
fn check_decoys(code: &Code, problems: &mut Problems) {
    let entries = std::iter::once(&code.entry).chain(code.variants.iter().map(|variant| &variant.entry));
    let mut own = Seen::new();
    for message in entries.flat_map(|entry| entry.messages.iter().chain(&entry.hints)) {
        own.before(normalize(&message.value), message.span);
    }
    for decoy in &code.decoys {
        check_pattern(decoy, false, problems);
        if let Some(first) = own.before(normalize(&decoy.value), decoy.span) {
            problems.push(
                Problem::new(
                    ProblemKind::SharedMessage,
                    decoy.span,
                    "this decoy stands there already, expected a text that only other systems have",
                )
                .label("second")
                .related(first, "first"),
            );
        }
    }
}

fn check_shared(pattern: &At<String>, seen: &mut Seen, problems: &mut Problems) {
    if let Some(first) = seen.before(normalize(&pattern.value), pattern.span) {
        problems.push(
            Problem::new(
                ProblemKind::SharedMessage,
                pattern.span,
                "this text tells two entries, expected one",
            )
            .label("second")
            .related(first, "first")
            .help("keep one; where two codes share a text, write it as `hints` of both".to_owned()),
        );
    }
}

fn check_pattern(pattern: &At<String>, rescues: bool, problems: &mut Problems) {
    for fault in faults(&pattern.value, rescues) {
        let message = format!("a pattern {}", fault.message);
        problems.push(
            Problem::new(ProblemKind::BadPattern, pattern.part(fault.part), message)
                .label(fault.label)
                .help(fault.help),
        );
    }
}

struct Fault {
    /// What was found and what was expected.
    message: String,
    label: &'static str,
    /// Where in the pattern.
    part: Range<usize>,
    help: Option<String>,
}

impl Fault {
    fn new(message: impl Into<String>, label: &'static str, part: Range<usize>) -> Self {
        Fault {
            message: message.into(),
            label,
            part,
            help: None,
        }
    }

    fn help(mut self, help: impl Into<Option<String>>) -> Self {
        self.help = help.into();
        self
    }
}

fn faults(pattern: &str, rescues: bool) -> Vec<Fault> {
    const ANYWHERE: &str = "leave it out: a pattern matches anywhere in a text";
    let mut faults = Vec::new();
    let length = pattern.len();

    let inner = pattern.trim();
    if inner.len() < length {
        let start = if pattern.starts_with(inner) { inner.len() } else { 0 };
        let message = "begins or ends with white space, expected neither";
        faults.push(Fault::new(message, "stray white space", char_at(pattern, start)));
    }
    if pattern.starts_with('*') {
        let fault = Fault::new("begins with `*`, expected a word", "varies too early", 0..1);
        faults.push(fault.help(ANYWHERE.to_owned()));
    }
    if pattern.ends_with('*') {
        let fault = Fault::new("ends with `*`, expected a word", "in vain", length - 1..length);
        faults.push(fault.help(ANYWHERE.to_owned()));
    }
    if let Some(at) = pattern.find("**") {
        faults.push(Fault::new("has `**`, expected `*`", "one is enough", at..at + 2));
    }

    let Literals { first, all } = literals(pattern);
    if first < LITERAL_FIRST && !pattern.starts_with('*') {
        let message = format!("begins with {first} literal bytes, expected at least {LITERAL_FIRST}");
        let fault = if first == length {
            Fault::new(message, "too short", 0..length)
        } else {
            Fault::new(message, "varies too early", first..first + 1)
                .help("begin it at another word of the message".to_owned())
        };
        faults.push(fault);
    } else if rescues && all < LITERAL_IN_ALL {
        let message = format!("has {all} literal bytes, expected at least {LITERAL_IN_ALL}");
        let fault = Fault::new(message, "too common to stand alone", 0..length);
        faults.push(fault.help("make it one of the `hints` of a code".to_owned()));
    }
    if let Some(at) = pattern.find(END.0).filter(|at| at + END.0.len() < length) {
        let part = at..at + END.0.len();
        let fault = Fault::new("goes on behind `{end}`, expected nothing there", "in vain", part);
        faults.push(fault);
    }
    for part in unknown_placeholders(pattern) {
        let placeholder = &pattern[part.clone()];
        let message = format!("has `{placeholder}`, expected a known placeholder");
        let known = PLACEHOLDERS.into_iter().chain([END]).map(|(name, _)| name);
        let fault = Fault::new(message, "no such placeholder", part.clone());
        faults.push(fault.help(suggest(placeholder, known)));
    }
    faults
}

/// How many bytes of a pattern are literal: before its first varying part, and altogether.
struct Literals {
    first: usize,
    all: usize,
}

fn literals(pattern: &str) -> Literals {
    let mut varying = pattern.replace(END.0, "");
    for (name, _) in PLACEHOLDERS {
        varying = varying.replace(name, "*");
    }
    Literals {
        first: varying.find(['*', '{']).unwrap_or(varying.len()),
        all: varying.len() - varying.matches('*').count(),
    }
}

/// What stands in braces without being a placeholder; an opening brace alone counts too.
fn unknown_placeholders(pattern: &str) -> impl Iterator<Item = Range<usize>> {
    let braces = pattern.match_indices('{').map(|(start, _)| {
        let end = pattern[start..].find('}');
        start..end.map_or(pattern.len(), |end| start + end + 1)
    });
    let known = |part: &str| PLACEHOLDERS.iter().chain([&END]).any(|(name, _)| *name == part);
    braces.filter(move |part| !known(&pattern[part.clone()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_fault(pattern: &str, rescues: bool, label: &str, part: &str) {
        let faults = faults(pattern, rescues);
        let labels: Vec<_> = faults.iter().map(|fault| fault.label).collect();
        assert_eq!(labels, [label]);
        assert_eq!(&pattern[faults[0].part.clone()], part);
    }

    #[test]
    fn good_patterns_have_no_faults() {
        for pattern in [
            "Rate limit of * exceeded in {seconds} secs",
            "The request failed{end}",
            "该记录已被锁定",
            "closing } brace only",
        ] {
            assert!(faults(pattern, true).is_empty(), "{pattern}");
        }
        for hint in ["Limit * x", "données"] {
            assert!(faults(hint, false).is_empty(), "{hint}");
        }
    }

    #[test]
    fn each_fault_is_pointed_at() {
        assert_fault("Limit * x", true, "too common to stand alone", "Limit * x");
        assert_fault("", false, "too short", "");
        assert_fault("in {seconds} seconds at most", true, "varies too early", "{");
        assert_fault("Try again in {days} days", true, "no such placeholder", "{days}");
        assert_fault("Try again in {seconds", true, "no such placeholder", "{seconds");
        assert_fault("The request {end} failed", true, "in vain", "{end}");
        assert_fault("Empty file{end}", true, "too common to stand alone", "Empty file{end}");
        assert_fault("Limit exceeded by ** calls", true, "one is enough", "**");
        assert_fault("Limit exceeded by *", true, "in vain", "*");
        assert_fault("* calls above the limit", true, "varies too early", "*");
        assert_fault(" Limit exceeded", true, "stray white space", " ");
        assert_fault("Limit exceeded ", true, "stray white space", " ");
    }
}
