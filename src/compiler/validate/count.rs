//! Counts: no more of anything than the tables can number.

use super::super::limits::{self, Limit};
use super::super::problem::{Problem, ProblemKind, Problems};
use super::super::source::{At, Span};
use super::super::tree::{Entry, Tree, Vendor};

pub fn check_all(tree: &Tree, problems: &mut Problems) {
    check(
        limits::VENDORS,
        tree.vendors.values().map(|vendor| vendor.top),
        problems,
    );
    for vendor in tree.vendors.values() {
        check_vendor(vendor, problems);
    }
}

fn check_vendor(vendor: &Vendor, problems: &mut Problems) {
    if let Some(header) = &vendor.header {
        check(limits::CODE_FIELDS, places(&header.code_fields), problems);
    }
    let operations = vendor.operations.iter().map(|operation| operation.id.span);
    check(limits::OPERATIONS, operations, problems);
    let spellings = vendor
        .codes
        .iter()
        .flat_map(|code| std::iter::once(code.spelling.span).chain(places(&code.aliases)));
    check(limits::SPELLINGS, spellings, problems);
    for code in &vendor.codes {
        check(limits::LIST, places(&code.aliases), problems);
        check(limits::LIST, places(&code.decoys), problems);
        check_entry(&code.entry, problems);
        let variants = code.variants.iter();
        check(limits::VARIANTS, variants.map(|variant| variant.entry.span), problems);
    }
    let messages = vendor.messages.iter().map(|message| message.entry.span);
    check(limits::CODELESS, messages, problems);
    let variants = vendor.codes.iter().flat_map(|code| &code.variants);
    let named = variants.chain(&vendor.messages).map(|named| &named.entry);
    for entry in named.chain(vendor.statuses.iter().map(|(_, entry)| entry)) {
        check_entry(entry, problems);
    }
}

fn check_entry(entry: &Entry, problems: &mut Problems) {
    check(limits::MESSAGES, places(&entry.messages), problems);
    for list in [&entry.hints, &entry.sources, &entry.examples, &entry.operations] {
        check(limits::LIST, places(list), problems);
    }
}

fn places(list: &[At<String>]) -> impl Iterator<Item = Span> + Clone {
    list.iter().map(|item| item.span)
}

/// Reports the first that is one too many. The files come in their order; what stands in none was there before them.
fn check(limit: Limit, places: impl Iterator<Item = Span> + Clone, problems: &mut Problems) {
    let count = places.clone().count();
    if count <= limit.most {
        return;
    }
    let mut places: Vec<Span> = places.collect();
    places.sort_by_key(|place| (*place != Span::nowhere(), *place));
    let Some(place) = places[limit.most..].iter().find(|place| **place != Span::nowhere()) else {
        return;
    };
    let Limit { what, most } = limit;
    let help = (limit == limits::MESSAGES)
        .then(|| "make those `hints` that come with the code only, or part them among variants".to_owned());
    problems.push(
        Problem::new(
            ProblemKind::TooMany,
            *place,
            format!("{count} {what}, expected at most {most}"),
        )
        .label("one too many")
        .help(help),
    );
}
