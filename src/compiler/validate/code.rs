//! Codes: their spellings, their Rust identifiers, their variants' names.

use super::super::super::format::spelling::{LONGEST_CODE, pair_length};
use super::super::ident;
use super::super::problem::{Problem, ProblemKind, Problems};
use super::super::source::{At, Span};
use super::super::tree::{Code, Named};
use super::list::{self, Seen};
use super::text;
use super::vendor::check_snake_case;
use std::collections::HashMap;

pub fn check_all(codes: &[Code], problems: &mut Problems) {
    for code in codes {
        check_spelling(&code.spelling, problems);
        code.aliases.iter().for_each(|alias| check_spelling(alias, problems));
        list::check_unique("aliases", &code.aliases, problems);
        text::check_note("deprecated", code.deprecated.as_ref(), problems);
        check_variants(&code.variants, problems);
    }
    check_same_spellings(codes, problems);
}

/// A spelling must be what a scanner can find: words, maybe with hyphens and dots between them, or a number and the type of
/// an exception.
fn check_spelling(spelling: &At<String>, problems: &mut Problems) {
    let text = &spelling.value;
    let pair = pair_length(text.as_bytes()) == Some(text.len());
    let inner = 1..text.len().saturating_sub(1);
    let fits = |at, c: char| c.is_ascii_alphanumeric() || c == '_' || (matches!(c, '-' | '.') && inner.contains(&at));
    let strange = text.char_indices().find(|(at, c)| !pair && !fits(*at, *c));
    let (message, part) = if text.is_empty() {
        ("a code is empty, expected the vendor's spelling".to_owned(), 0..0)
    } else if text.len() > LONGEST_CODE {
        let message = format!("a code has {} bytes, expected at most {LONGEST_CODE}", text.len());
        (message, LONGEST_CODE..text.len())
    } else if let Some((at, c)) = strange {
        let expected = "expected ASCII letters, digits and `_`, with `-` and `.` only between them";
        (
            format!("a code has the character `{c}`, {expected}"),
            at..at + c.len_utf8(),
        )
    } else {
        return;
    };
    problems.push(Problem::new(ProblemKind::BadCode, spelling.part(part), message).label("no scanner would find it"));
}

/// Case and underscores drift between a vendor's interfaces, so they cannot tell two codes apart.
fn check_same_spellings(codes: &[Code], problems: &mut Problems) {
    let mut seen: HashMap<String, (usize, Span)> = HashMap::new();
    for (number, code) in codes.iter().enumerate() {
        for spelling in std::iter::once(&code.spelling).chain(&code.aliases) {
            let folded = spelling.value.to_ascii_lowercase().replace('_', "");
            let (owner, first) = *seen.entry(folded).or_insert((number, spelling.span));
            if owner != number {
                problems.push(
                    Problem::new(
                        ProblemKind::SameSpelling,
                        spelling.span,
                        format!(
                            "`{}` is another code's spelling but for case and underscores",
                            spelling.value
                        ),
                    )
                    .label("second")
                    .related(first, "first")
                    .help("make one entry of the two".to_owned()),
                );
            }
        }
    }
}

pub fn check_identifiers(codes: &[Code], problems: &mut Problems) {
    let mut seen = Seen::new();
    for code in codes {
        let derived = ident::upper_camel(&code.spelling.value);
        let (identifier, span) = match &code.name {
            Some(name) if ident::is_upper_camel(&name.value) => (name.value.clone(), name.span),
            Some(name) => {
                problems.push(
                    Problem::new(
                        ProblemKind::BadName,
                        name.span,
                        format!("`name` is `{}`, expected an UpperCamelCase identifier", name.value),
                    )
                    .label("not the name of a Rust variant")
                    .help(ident::upper_camel(&name.value).map(|name| format!("write `{name}`"))),
                );
                continue;
            }
            None => match derived {
                Some(derived) => (derived, code.spelling.span),
                None => {
                    let spelling = &code.spelling;
                    problems.push(
                        Problem::new(
                            ProblemKind::BadName,
                            spelling.span,
                            format!("no Rust identifier can be made of `{}`", spelling.value),
                        )
                        .label("has no letter or digit")
                        .help("give the code a `name`".to_owned()),
                    );
                    continue;
                }
            },
        };
        let message = format!("a second code has the Rust identifier `{identifier}`");
        if let Some(first) = seen.before(identifier, span) {
            problems.push(
                Problem::new(ProblemKind::SameName, span, message)
                    .label("second")
                    .related(first, "first")
                    .help("give one of the codes another `name`".to_owned()),
            );
        }
    }
}

fn check_variants(variants: &[Named], problems: &mut Problems) {
    check_names("variant", variants, problems);
    for variant in variants {
        let entry = &variant.entry;
        let told = [&entry.messages, &entry.hints, &entry.operations];
        if told.iter().all(|list| list.is_empty()) && entry.status.is_empty() {
            problems.push(
                Problem::new(
                    ProblemKind::UntoldVariant,
                    entry.span,
                    "nothing tells this variant from its code's default",
                )
                .label("needs a sign of its own")
                .help("add `messages`, `hints`, `status` or `operations`".to_owned()),
            );
        }
    }
}

/// The names of variants, or of entries without a code: snake_case and each once.
pub fn check_names(what: &str, list: &[Named], problems: &mut Problems) {
    let mut seen = Seen::new();
    for name in list.iter().filter_map(|named| named.name.as_ref()) {
        check_snake_case(what, Some(name), problems);
        if let Some(first) = seen.before(name.value.clone(), name.span) {
            problems.push(
                Problem::new(
                    ProblemKind::SameName,
                    name.span,
                    format!("two of the {what}s are named `{}`, expected one", name.value),
                )
                .label("second")
                .related(first, "first"),
            );
        }
    }
}
