//! The shape of the texts for people.

use super::super::problem::{Problem, ProblemKind, Problems};
use super::super::source::At;
use super::super::tree::Texts;
use std::ops::Range;

#[derive(Clone, Copy, PartialEq)]
pub enum Language {
    English,
    French,
}

/// What a text is for, which sets how long it may be.
#[derive(Clone, Copy)]
enum Purpose {
    Cause,
    Remediation,
    /// A remark of one sentence: `contested`, `deprecated`.
    Note,
}

/// Shorter than this says nothing.
const SHORTEST: usize = 15;

impl Purpose {
    fn longest(self, language: Language) -> usize {
        let english = match self {
            Purpose::Cause => 240,
            Purpose::Remediation | Purpose::Note => 320,
        };
        match language {
            Language::English => english,
            // The same in French takes a quarter more.
            Language::French => english + english / 4,
        }
    }

    fn most_sentences(self) -> usize {
        match self {
            Purpose::Cause | Purpose::Note => 1,
            Purpose::Remediation => 3,
        }
    }
}

pub fn check_texts(texts: &Texts, language: Language, problems: &mut Problems) {
    let Texts { cause, remediation } = texts;
    check("cause", cause.as_ref(), Purpose::Cause, language, problems);
    check(
        "remediation",
        remediation.as_ref(),
        Purpose::Remediation,
        language,
        problems,
    );
}

/// A remark of one English sentence.
pub fn check_note(key: &str, note: Option<&At<String>>, problems: &mut Problems) {
    check(key, note, Purpose::Note, Language::English, problems);
}

fn check(key: &str, text: Option<&At<String>>, purpose: Purpose, language: Language, problems: &mut Problems) {
    let Some(text) = text else { return };
    for Fault { message, label, part } in faults(&text.value, purpose, language) {
        let message = format!("`{key}` {message}");
        problems.push(Problem::new(ProblemKind::BadText, text.part(part), message).label(label));
    }
}

#[derive(Debug)]
struct Fault {
    /// What was found and what was expected.
    message: String,
    label: &'static str,
    /// Where in the text.
    part: Range<usize>,
}

fn faults(text: &str, purpose: Purpose, language: Language) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut fault = |part: Option<Range<usize>>, message: &str, label| {
        faults.extend(part.map(|part| Fault {
            message: message.to_owned(),
            label,
            part,
        }));
    };
    fault(
        stray_space(text),
        "has stray white space, expected one line with single spaces",
        "stray white space",
    );
    fault(
        text.match_indices('\u{2019}')
            .next()
            .map(|(at, found)| at..at + found.len()),
        "has a typographic apostrophe, expected a straight one",
        "write `'`",
    );
    // A note may begin with a name, and projects' names are often in lower case.
    let begins_low = text.starts_with(char::is_lowercase) && !matches!(purpose, Purpose::Note);
    fault(
        begins_low.then(|| char_at(text, 0)),
        "begins without a capital, expected a sentence",
        "no capital first",
    );
    fault(
        (!text.ends_with('.')).then(|| last_char(text)..text.len()),
        "ends without a full stop, expected a sentence",
        "no full stop last",
    );
    if let Some(opener) = weak_opener(text, purpose) {
        let message = format!("begins with `{opener}`, expected a verb");
        fault(Some(0..opener.len()), &message, "say what to do");
    }
    let length = text.chars().count();
    let longest = purpose.longest(language);
    fault(
        text.char_indices().nth(longest).map(|(at, _)| at..text.len()),
        &format!("has {length} characters, expected at most {longest}"),
        "too long from here",
    );
    fault(
        (length < SHORTEST).then_some(0..text.len()),
        &format!("has {length} characters, expected at least {SHORTEST}"),
        "too short to say anything",
    );
    let (starts, most) = (later_sentences(text), purpose.most_sentences());
    fault(
        starts.get(most - 1).map(|start| *start..text.len()),
        &format!("has {} sentences, expected at most {most}", starts.len() + 1),
        "one too many",
    );
    faults
}

/// The first blank at an end, beside another, or that is no plain space.
fn stray_space(text: &str) -> Option<Range<usize>> {
    let mut blanks = text.char_indices().filter(|(_, c)| c.is_whitespace() || c.is_control());
    let (at, blank) = blanks.find(|(at, c)| {
        let (before, after) = (&text[..*at], &text[*at + c.len_utf8()..]);
        let is_edge = before.is_empty() || after.is_empty() || after.starts_with(' ');
        is_edge || c.is_control()
    })?;
    Some(at..at + blank.len_utf8())
}

/// The bytes of the character at a position.
pub fn char_at(text: &str, at: usize) -> Range<usize> {
    at..at + text[at..].chars().next().map_or(0, char::len_utf8)
}

fn last_char(text: &str) -> usize {
    text.char_indices().next_back().map_or(0, |(at, _)| at)
}

/// A remediation's first word if it cannot be the verb that says what to do.
fn weak_opener(text: &str, purpose: Purpose) -> Option<&str> {
    const OPENERS: [&str; 8] = ["A", "An", "It", "Please", "The", "This", "Veuillez", "You"];
    let word = text.split(|c: char| !c.is_alphanumeric()).next()?;
    (matches!(purpose, Purpose::Remediation) && OPENERS.contains(&word)).then_some(word)
}

/// Where sentences begin, but for the first: after a full stop that ends no abbreviation, with a capital.
fn later_sentences(text: &str) -> Vec<usize> {
    let stops = text.match_indices(". ").map(|(at, stop)| (at, at + stop.len()));
    stops
        .filter(|(stop, start)| {
            let word = text[..*stop].rsplit(' ').next().unwrap_or_default();
            let is_abbreviation = word.contains('.') || word.chars().count() < 3;
            let next = text[*start..].trim_start_matches(['"', '«', '\u{a0}', ' ']);
            !is_abbreviation && next.starts_with(char::is_uppercase)
        })
        .map(|(_, start)| start)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_sentences(text: &str, expected: usize) {
        assert_eq!(later_sentences(text).len() + 1, expected);
    }

    #[test]
    fn sentences_are_told_from_abbreviations() {
        assert_sentences("The row is locked.", 1);
        assert_sentences("The row is locked. Another holds it.", 2);
        assert_sentences("Use a set, e.g. Sales Cloud, of version 2.0. Then stop.", 1);
        assert_sentences("Le jeton est mort. « Setup » le dit. Voir ici.", 3);
        assert_sentences("", 1);
    }

    #[track_caller]
    fn assert_fault(text: &str, purpose: Purpose, label: &str, part: &str) {
        let faults = faults(text, purpose, Language::English);
        let [fault] = faults.as_slice() else {
            panic!("expected one fault, found {faults:?}");
        };
        assert_eq!((fault.label, &text[fault.part.clone()]), (label, part));
    }

    #[test]
    fn each_fault_is_pointed_at() {
        use Purpose::{Cause, Note, Remediation};
        assert_fault("The row is  locked.", Cause, "stray white space", " ");
        assert_fault("The row is\nlocked.", Cause, "stray white space", "\n");
        assert_fault("The row\u{2019}s lock is held.", Cause, "write `'`", "\u{2019}");
        assert_fault("the row is locked.", Cause, "no capital first", "t");
        assert_fault("The row is locked", Cause, "no full stop last", "d");
        assert_fault("You should ask the owner.", Remediation, "say what to do", "You");
        assert_fault("It is locked.", Cause, "too short to say anything", "It is locked.");
        let long = format!("The row is {}.", "locked ".repeat(40).trim());
        assert_fault(&long, Cause, "too long from here", &long[240..]);
        let two = "The row is locked. Another holds it.";
        assert_fault(two, Cause, "one too many", "Another holds it.");
        assert_fault(two, Note, "one too many", "Another holds it.");
    }

    #[test]
    fn good_texts_have_no_faults() {
        let english = "Grant the integration user edit access to the field.";
        assert!(faults(english, Purpose::Remediation, Language::English).is_empty());
        let french = "Accorder à l'utilisateur d'intégration l'accès au champ.";
        assert!(faults(french, Purpose::Remediation, Language::French).is_empty());
        let note = "amp-labs retries it; nothing says that the cause passes.";
        assert!(faults(note, Purpose::Note, Language::English).is_empty());
        let capital = "« Setup » refuse l'écriture du champ.";
        assert!(faults(capital, Purpose::Cause, Language::French).is_empty());
    }
}
