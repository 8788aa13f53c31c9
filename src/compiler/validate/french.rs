//! French texts: of entries that exist, for texts that exist.

use super::super::problem::{Problem, ProblemKind, Problems};
use super::super::similar::nearest;
use super::super::source::At;
use super::super::tree::{Named, Texts, Vendor};
use super::text;
use std::collections::HashMap;

pub fn check(vendor: &Vendor, problems: &mut Problems) {
    let french = &vendor.french;

    let codes = vendor.codes.iter();
    let codes: HashMap<_, _> = codes.map(|code| (code.spelling.value.as_str(), code)).collect();
    for translated in &french.codes {
        let spelling = &translated.spelling;
        let Some(code) = codes.get(spelling.value.as_str()) else {
            problems.push(orphan("code", spelling, codes.keys().copied()));
            continue;
        };
        check_texts(&translated.texts, &code.entry.texts, problems);
        check_named("variant", &translated.variants, &code.variants, problems);
    }

    check_named("message", &french.messages, &vendor.messages, problems);

    for (number, texts) in &french.statuses {
        let mut statuses = vendor.statuses.iter();
        match statuses.find(|(status, _)| status.value == number.value) {
            Some((_, entry)) => check_texts(texts, &entry.texts, problems),
            None => {
                let name = At::new(number.value.to_string(), number.span);
                problems.push(orphan("status", &name, []));
            }
        }
    }
}

fn by_name(list: &[Named]) -> impl Iterator<Item = (&str, &Texts)> {
    list.iter()
        .filter_map(|named| Some((named.name.as_ref()?.value.as_str(), &named.entry.texts)))
}

fn check_named(what: &str, french: &[(At<String>, Texts)], english: &[Named], problems: &mut Problems) {
    for (name, texts) in french {
        match by_name(english).find(|(known, _)| *known == name.value) {
            Some((_, english)) => check_texts(texts, english, problems),
            None => problems.push(orphan(what, name, by_name(english).map(|(known, _)| known))),
        }
    }
}

fn check_texts(french: &Texts, english: &Texts, problems: &mut Problems) {
    text::check_texts(french, text::Language::French, problems);
    for (key, french, english) in [
        ("cause", &french.cause, &english.cause),
        ("remediation", &french.remediation, &english.remediation),
    ] {
        if let (Some(french), None) = (french, english) {
            problems.push(
                Problem::new(
                    ProblemKind::OrphanTranslation,
                    french.span,
                    format!("the English entry has no `{key}` of its own"),
                )
                .label("nothing to translate")
                .help("write the English text too, or leave both to what they inherit".to_owned()),
            );
        }
    }
}

fn orphan<'a>(what: &str, name: &At<String>, known: impl IntoIterator<Item = &'a str>) -> Problem {
    Problem::new(
        ProblemKind::OrphanTranslation,
        name.span,
        format!("the English file has no {what} `{}`", name.value),
    )
    .label("nothing to translate")
    .help(nearest(&name.value, known).map(|near| format!("did you mean `{near}`?")))
}
