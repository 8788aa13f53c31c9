//! What holds for every entry of every vendor, whoever wrote it.
//!
//! The domain is finite, so nothing is sampled: each law goes over the whole catalog, gathers every breach and shows
//! them together, as the person who edits a catalog file wants to read them.

#![cfg(all(feature = "salesforce", feature = "marketo", feature = "microsoft"))]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Debug, Display};
use std::path::Path;
use std::str::FromStr;

use errcat::{
    Applied, Category, Certainty, Classification, Code, Entry, Evidence, Failure, Kind, Locale, Operation, Recovery,
};
use errcat::{Reset, Role, Scope, Unrecognized, Vendor, classify};
use strum::VariantArray;
use toml::de::DeTable;

/// Whether an input is read as an entry, given the status and the operation that the entry is told by, if it is.
fn means(entry: &Entry, raw: &str) -> bool {
    verdict(entry, raw).is_ok_and(|c| c.entry() == entry)
}

fn verdict<'a>(entry: &Entry, raw: &'a str) -> Result<Classification<'a>, Unrecognized<'a>> {
    let mut failure = Failure::new(entry.vendor()).body(raw);
    if let Some(&status) = entry.statuses().first() {
        failure = failure.status(status);
    }
    if let Some(&operation) = entry.operations().first() {
        failure = failure.operation(operation);
    }
    failure.classify()
}

/// Fails with every breach of a law, each on a line of its own.
#[track_caller]
fn assert_none(law: &str, breaches: &[String]) {
    assert!(
        breaches.is_empty(),
        "{law}: {} breaches\n{}",
        breaches.len(),
        breaches.join("\n")
    );
}

fn entries() -> impl Iterator<Item = &'static Entry> {
    Vendor::all().flat_map(Vendor::entries)
}

fn codes() -> impl Iterator<Item = Code> {
    Vendor::all().flat_map(Vendor::codes)
}

/// A code's spellings: the vendor's, then the aliases.
fn spellings(code: Code) -> impl Iterator<Item = &'static str> {
    std::iter::once(code.as_str()).chain(code.aliases().iter().copied())
}

/// A program may keep codes sorted, and a release may add codes: the order is that of the names, not of the catalog.
#[test]
fn order_is_that_of_the_names() {
    let mut vendors: Vec<Vendor> = Vendor::all().collect();
    vendors.sort();
    assert!(vendors.is_sorted_by_key(|vendor| vendor.name()));

    let mut codes: Vec<Code> = Vendor::all().flat_map(Vendor::codes).collect();
    codes.sort();
    assert!(codes.is_sorted_by_key(|code| (code.vendor().name(), code.as_str())));
    assert!(codes.windows(2).all(|pair| pair[0] != pair[1]), "no two are equal");

    let mut operations: Vec<Operation> = Vendor::all().flat_map(Vendor::operations).collect();
    operations.sort();
    assert!(operations.is_sorted_by_key(|operation| (operation.vendor().name(), operation.name())));

    let mut own = errcat::salesforce::Code::ALL.to_vec();
    own.sort();
    assert!(own.is_sorted_by_key(|code| code.as_str()));
    let mut own = errcat::microsoft365_backup::Operation::ALL.to_vec();
    own.sort();
    assert!(own.is_sorted_by_key(|operation| operation.name()));
}

#[test]
fn an_operation_is_found_by_its_id_in_its_own_vendor() {
    for operation in Vendor::all().flat_map(Vendor::operations) {
        for vendor in Vendor::all() {
            let expected = (vendor == operation.vendor()).then_some(operation);
            assert_eq!(Operation::find(vendor, operation.name()), expected);
        }
    }
}

/// An entry is itself: the rule tells it from every other of its catalog.
#[test]
fn entries_are_equal_to_themselves_only() {
    let entries: Vec<&Entry> = Vendor::all().flat_map(Vendor::entries).collect();
    for (at, entry) in entries.iter().enumerate() {
        assert_eq!(**entry, (*entry).clone());
        assert!(!entries[at + 1..].contains(entry), "{}", entry.rule());
    }
}

/// A spelling as look-up compares it once the exact one was not found.
fn levelled(spelling: &str) -> String {
    spelling.replace('_', "").to_ascii_lowercase()
}

/// All that a vendor's look-up can find, levelled.
fn known(vendor: Vendor) -> BTreeSet<String> {
    vendor
        .look_up_order()
        .flat_map(Vendor::codes)
        .flat_map(spellings)
        .map(levelled)
        .collect()
}

#[test]
fn every_catalog_file_is_a_vendor() {
    let catalog = Path::new(env!("CARGO_MANIFEST_DIR")).join("catalog");
    let names = std::fs::read_dir(catalog)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in names.filter(|name| name.ends_with(".toml") && !name.starts_with("kinds.")) {
        let (vendor, language) = name.split_once('.').unwrap();
        files.entry(vendor.to_owned()).or_default().push(language.to_owned());
    }
    for languages in files.values_mut() {
        languages.sort();
        assert_eq!(*languages, ["fr.toml", "toml"]);
    }
    let files: Vec<_> = files.into_keys().collect();
    let mut vendors: Vec<_> = Vendor::all().map(|vendor| vendor.name().to_owned()).collect();
    vendors.sort();
    assert_eq!(vendors, files);
}

#[test]
fn every_vendor_is_described_and_looks_in_itself_first() {
    for vendor in Vendor::all() {
        assert_eq!(vendor.look_up_order().next(), Some(vendor));
        let order: Vec<_> = vendor.look_up_order().collect();
        assert_eq!(
            order.len(),
            vendor.look_up_order().len(),
            "{vendor} looks somewhere twice"
        );
        assert!(
            vendor.codes().len() > 0 && vendor.entries().count() >= vendor.codes().len(),
            "{vendor} is empty"
        );
        assert!(vendor.docs().starts_with("https://"), "{vendor}: {}", vendor.docs());
        assert!(!vendor.title().is_empty());
        let checked: Vec<&str> = vendor.checked().split('-').collect();
        assert_eq!(
            checked.iter().map(|part| part.len()).collect::<Vec<_>>(),
            [4, 2, 2],
            "{vendor}: {checked:?}"
        );
        assert!(
            checked.iter().all(|part| part.parse::<u16>().is_ok()),
            "{vendor}: {checked:?}"
        );
    }
}

#[test]
fn names_round_trip() {
    round_trips(Vendor::all(), Vendor::name);
    round_trips(Category::VARIANTS.iter().copied(), Category::name);
    round_trips(Kind::VARIANTS.iter().copied(), Kind::name);
    round_trips(Recovery::VARIANTS.iter().copied(), Recovery::name);
    round_trips(Applied::VARIANTS.iter().copied(), Applied::name);
    round_trips(Scope::VARIANTS.iter().copied(), Scope::name);
    round_trips(Evidence::VARIANTS.iter().copied(), Evidence::name);
    round_trips(Certainty::VARIANTS.iter().copied(), Certainty::name);
    round_trips(Role::VARIANTS.iter().copied(), Role::name);
    round_trips(Reset::VARIANTS.iter().copied(), Reset::name);
    round_trips(Locale::VARIANTS.iter().copied(), Locale::name);
}

#[track_caller]
fn round_trips<T>(all: impl Iterator<Item = T>, name: fn(T) -> &'static str)
where
    T: Copy + Debug + Display + FromStr<Err: Debug> + PartialEq,
{
    let mut names = BTreeSet::new();
    for item in all {
        assert_eq!(item.to_string(), name(item));
        assert_eq!(name(item).parse::<T>().unwrap(), item);
        assert!(format!("{}x", name(item)).parse::<T>().is_err());
        assert!(names.insert(name(item)), "{item:?} shares its name");
    }
    assert!(!names.is_empty());
    assert!("".parse::<T>().is_err());
}

/// The vendors' own enums; the sum shows that no vendor was left out.
#[test]
fn codes_round_trip_in_their_own_enums() {
    let mut count = 0;
    count += own_codes::<errcat::salesforce::Code>(Vendor::Salesforce);
    count += own_codes::<errcat::salesforce_bulk::Code>(Vendor::SalesforceBulk);
    count += own_codes::<errcat::salesforce_oauth::Code>(Vendor::SalesforceOauth);
    count += own_codes::<errcat::salesforce_backup::Code>(Vendor::SalesforceBackup);
    count += own_codes::<errcat::marketo_sales_connect::Code>(Vendor::MarketoSalesConnect);
    count += own_codes::<errcat::marketo_rest::Code>(Vendor::MarketoRest);
    count += own_codes::<errcat::microsoft365_backup::Code>(Vendor::Microsoft365Backup);
    count += own_codes::<errcat::microsoft_graph::Code>(Vendor::MicrosoftGraph);
    count += own_codes::<errcat::microsoft_entra::Code>(Vendor::MicrosoftEntra);
    assert_eq!(count, codes().count());
}

#[track_caller]
fn own_codes<C>(vendor: Vendor) -> usize
where
    C: VariantArray + Copy + Debug + Display + FromStr<Err: Debug> + Into<Code> + PartialEq,
{
    let umbrella: Vec<Code> = C::VARIANTS.iter().map(|code| (*code).into()).collect();
    assert_eq!(umbrella, vendor.codes().collect::<Vec<_>>());
    for &code in C::VARIANTS {
        assert_eq!(code.to_string(), code.into().as_str());
        for spelling in spellings(code.into()) {
            assert_eq!(spelling.parse::<C>().unwrap(), code);
        }
    }
    assert!("no such code".parse::<C>().is_err());
    umbrella.len()
}

#[test]
fn operations_round_trip() {
    let mut count = 0;
    count += own_operations::<errcat::marketo_rest::Operation>(Vendor::MarketoRest);
    count += own_operations::<errcat::microsoft365_backup::Operation>(Vendor::Microsoft365Backup);
    assert_eq!(
        count,
        Vendor::all().flat_map(Vendor::operations).count(),
        "another vendor has operations"
    );
}

#[track_caller]
fn own_operations<O>(vendor: Vendor) -> usize
where
    O: VariantArray + Copy + Debug + Display + FromStr<Err: Debug> + Into<Operation> + PartialEq,
{
    let umbrella: Vec<Operation> = O::VARIANTS.iter().map(|operation| (*operation).into()).collect();
    assert_eq!(umbrella, vendor.operations().collect::<Vec<_>>());
    for &operation in O::VARIANTS {
        assert_eq!(operation.to_string(), operation.into().name());
        assert_eq!(operation.into().name().parse::<O>().unwrap(), operation);
    }
    assert!("no_such_operation".parse::<O>().is_err());
    umbrella.len()
}

#[test]
fn every_spelling_is_found_in_its_own_vendor() {
    let mut breaches = Vec::new();
    for code in codes() {
        assert_eq!(code.to_string(), code.as_str());
        for spelling in spellings(code) {
            if Code::find(code.vendor(), spelling) != Some(code) {
                breaches.push(format!("{}: {spelling}", code.vendor()));
            }
        }
    }
    assert_none("a spelling is found", &breaches);
}

/// In another case, or with other underscores, a spelling is still the same code, unless it is then the exact spelling
/// of another one.
#[test]
fn drifted_spellings_are_found() {
    let mut breaches = Vec::new();
    for code in codes() {
        let vendor = code.vendor();
        let exact: BTreeSet<&str> = vendor
            .look_up_order()
            .flat_map(Vendor::codes)
            .flat_map(spellings)
            .collect();
        for spelling in spellings(code) {
            for drifted in drifts(spelling) {
                let expected = |found: Code| found == code || exact.contains(drifted.as_str());
                if !Code::find(vendor, &drifted).is_some_and(expected) {
                    breaches.push(format!("{vendor}: {spelling} as {drifted}"));
                }
            }
        }
    }
    assert_none("a drifted spelling is found", &breaches);
}

/// The forms in which one code comes back from a vendor's several APIs and through client libraries: in either case,
/// without underscores, and with one before each word of a name in capitals and small letters (`ErrorADOperation` has
/// three words).
fn drifts(spelling: &str) -> [String; 5] {
    let mut snake = String::new();
    let bytes = spelling.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        let before = at.checked_sub(1).map_or(b'_', |before| bytes[before]);
        let ends_acronym = before.is_ascii_uppercase() && bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase);
        if byte.is_ascii_uppercase() && (before.is_ascii_lowercase() || ends_acronym) {
            snake.push('_');
        }
        snake.push(char::from(byte));
    }
    let compact = spelling.replace('_', "");
    let (lower, upper) = (spelling.to_ascii_lowercase(), spelling.to_ascii_uppercase());
    [
        lower,
        upper,
        compact.to_ascii_uppercase(),
        snake.to_ascii_uppercase(),
        compact,
    ]
}

/// A code with a letter more or a letter less is another word.
#[test]
fn near_misses_do_not_land() {
    let mut breaches = Vec::new();
    for vendor in Vendor::all() {
        let known = known(vendor);
        for spelling in vendor.codes().flat_map(spellings) {
            for miss in near_misses(spelling).filter(|miss| !known.contains(&levelled(miss))) {
                if let Some(code) = Code::find(vendor, &miss) {
                    breaches.push(format!("{vendor}: {miss} is found as {code}"));
                }
                if let Some(code) = classify(vendor, &miss).ok().and_then(|c| c.code()) {
                    breaches.push(format!("{vendor}: {miss} is classified as {code}"));
                }
            }
        }
    }
    assert_none("a near miss does not land", &breaches);
}

/// Each spelling with one letter removed, and with one added, at every place.
fn near_misses(spelling: &str) -> impl Iterator<Item = String> {
    let removed = (0..spelling.len()).map(|at| format!("{}{}", &spelling[..at], &spelling[at + 1..]));
    let added = (0..=spelling.len()).map(|at| format!("{}X{}", &spelling[..at], &spelling[at..]));
    // Without an underscore it is the same code, and an empty word is none.
    removed
        .chain(added)
        .filter(|miss| miss.bytes().any(|byte| byte.is_ascii_alphanumeric()))
}

#[test]
fn a_bare_code_means_its_default_entry() {
    let mut breaches = Vec::new();
    for code in codes() {
        for spelling in spellings(code) {
            match classify(code.vendor(), spelling) {
                Ok(c)
                    if c.rule() == code.entry().rule() && c.code() == Some(code) && c.code_text() == Some(spelling) => {
                }
                other => breaches.push(format!("{}: {spelling} is {other:?}", code.vendor())),
            }
        }
    }
    assert_none("a bare code means its default entry", &breaches);
}

#[test]
fn every_example_means_its_own_entry() {
    let mut breaches = Vec::new();
    let mut count = 0;
    for entry in entries() {
        for &example in entry.examples() {
            count += 1;
            let verdict = verdict(entry, example);
            if !means(entry, example) {
                breaches.push(format!("{}: {example:?}\n    is {verdict:?}", entry.rule()));
            } else if let Ok(c) = verdict {
                assert_eq!(c.vendor(), entry.vendor());
                assert!(
                    c.code_text().is_none_or(|text| example.contains(text)),
                    "{}: {example}",
                    entry.rule()
                );
                assert_eq!(
                    c.code_text().is_some(),
                    matches!(c.evidence(), Evidence::CodeField | Evidence::CodeInText)
                );
            }
        }
    }
    assert!(count > 0);
    assert_none("an example means its own entry", &breaches);
}

#[test]
fn rules_are_unique_and_name_their_entries() {
    let mut rules = BTreeSet::new();
    for entry in entries() {
        assert!(rules.insert(entry.rule()), "{} stands twice", entry.rule());
        let own = entry
            .rule()
            .strip_prefix(entry.vendor().name())
            .and_then(|rest| rest.strip_prefix('/'));
        let own = own.unwrap_or_else(|| panic!("{} does not begin with its vendor", entry.rule()));
        match entry.code() {
            Some(code) => {
                let variant = own
                    .strip_prefix(code.as_str())
                    .unwrap_or_else(|| panic!("{own} is of {code}"));
                assert!(
                    variant.is_empty() || variant.len() > 1 && variant.starts_with('#'),
                    "{own}"
                );
                assert_eq!(code.vendor(), entry.vendor());
            }
            None => assert!(own.len() > 1 && own.starts_with(['#', '@']), "{own}"),
        }
    }
}

#[test]
fn a_code_begins_with_its_default_and_holds_its_entries() {
    for code in codes() {
        assert!(*code.entry() == code.entries()[0]);
        assert_eq!(code.entry().rule(), format!("{}/{code}", code.vendor()));
        for entry in code.entries() {
            assert_eq!(entry.code(), Some(code));
        }
        for variant in &code.entries()[1..] {
            assert!(variant.rule().contains('#'), "{}", variant.rule());
        }
    }
}

#[test]
fn every_entry_says_where_it_is_known_from() {
    let mut breaches = Vec::new();
    for entry in entries() {
        if entry.sources().is_empty()
            || entry
                .sources()
                .iter()
                .any(|source| source.trim() != *source || source.len() < 5)
        {
            breaches.push(format!("{}: {:?}", entry.rule(), entry.sources()));
        }
        if entry.sources().iter().any(|source| source.starts_with('#')) {
            breaches.push(format!(
                "{}: a fragment without its page: {:?}",
                entry.rule(),
                entry.sources()
            ));
        }
    }
    assert_none("an entry has sources", &breaches);
}

#[test]
fn retry_goes_with_retryable_and_with_a_backoff() {
    for entry in entries() {
        let retry = entry.recovery() == Recovery::Retry;
        assert_eq!(retry, entry.category() == Category::Retryable, "{}", entry.rule());
        assert_eq!(retry, entry.backoff().is_some(), "{}", entry.rule());
        assert!(entry.recovery().fits(entry.category()), "{}", entry.rule());
        if let Some(rule) = entry.backoff() {
            assert!(
                !rule.initial().is_zero() && rule.initial() <= rule.ceiling(),
                "{}: {rule:?}",
                entry.rule()
            );
            assert!(
                rule.attempts() >= 2,
                "{}: one attempt is no retry: {rule:?}",
                entry.rule()
            );
        }
    }
}

#[test]
fn texts_are_in_shape() {
    let mut breaches = Vec::new();
    for entry in entries() {
        for (locale, longest_cause, longest_remediation) in [(Locale::En, 240, 320), (Locale::Fr, 300, 400)] {
            let (cause, remediation) = (entry.cause(locale), entry.remediation(locale));
            for (name, text, longest) in [
                ("cause", cause, longest_cause),
                ("remediation", remediation, longest_remediation),
            ] {
                for fault in faults(text, longest) {
                    breaches.push(format!("{} {locale} {name} {fault}: {text}", entry.rule()));
                }
            }
            if remediation
                .to_lowercase()
                .split(|c: char| !c.is_alphabetic())
                .any(|word| word == "please")
            {
                breaches.push(format!("{} says please: {remediation}", entry.rule()));
            }
        }
        if entry.cause(Locale::Fr).contains('’') || entry.remediation(Locale::Fr).contains('’') {
            breaches.push(format!("{} fr: a typographic apostrophe", entry.rule()));
        }
        // It may begin with the name of a library.
        if entry
            .contested()
            .is_some_and(|note| !note.ends_with('.') || note.contains("  ") || note.starts_with(' '))
        {
            breaches.push(format!("{} contested: {:?}", entry.rule(), entry.contested()));
        }
    }
    assert_none("texts are in shape", &breaches);
}

/// What is wrong with the shape of a sentence.
fn faults(text: &str, longest: usize) -> impl Iterator<Item = &'static str> {
    let begins = text.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
    let faults = [
        (!begins, "does not begin with a capital"),
        (!text.ends_with('.'), "does not end with a full stop"),
        (text.chars().count() > longest, "is too long"),
        (
            text.contains("  ") || text.contains('\n') || text.trim() != text,
            "has stray white space",
        ),
    ];
    faults.into_iter().filter(|(is, _)| *is).map(|(_, fault)| fault)
}

/// French is there for all that the vendors document or that was seen; what is only inferred may show the English text.
#[cfg(feature = "lang-fr")]
#[test]
fn french_is_complete() {
    let mut breaches = Vec::new();
    for entry in entries().filter(|entry| entry.certainty() != Certainty::Inferred) {
        if entry.cause(Locale::Fr) == entry.cause(Locale::En) {
            breaches.push(format!("{} cause: {}", entry.rule(), entry.cause(Locale::En)));
        }
        if entry.remediation(Locale::Fr) == entry.remediation(Locale::En) {
            breaches.push(format!(
                "{} remediation: {}",
                entry.rule(),
                entry.remediation(Locale::En)
            ));
        }
    }
    assert_none("French is complete", &breaches);
}

/// The kinds' default texts are read from the catalog, since no entry need use each of them.
#[test]
fn every_kind_has_its_texts_in_both_languages() {
    let catalog = Path::new(env!("CARGO_MANIFEST_DIR")).join("catalog");
    let read = |name: &str| std::fs::read_to_string(catalog.join(name)).unwrap();
    let (english, french) = (read("kinds.toml"), read("kinds.fr.toml"));
    let (english, french) = (DeTable::parse(&english).unwrap(), DeTable::parse(&french).unwrap());
    let names: BTreeSet<_> = Kind::VARIANTS.iter().map(|kind| kind.name()).collect();
    for texts in [&english, &french] {
        assert_eq!(
            texts
                .get_ref()
                .keys()
                .map(|kind| kind.get_ref().as_ref())
                .collect::<BTreeSet<_>>(),
            names
        );
    }
    for kind in names {
        for (key, longest) in [("cause", 300), ("remediation", 400)] {
            let [en, fr] =
                [&english, &french].map(|texts| texts.get_ref()[kind].get_ref()[key].get_ref().as_str().unwrap());
            assert_ne!(en, fr, "{kind}");
            for text in [en, fr] {
                assert_eq!(faults(text, longest).next(), None, "{kind}: {text}");
            }
        }
    }
}
