//! Each entry has what an entry of its rank must have: a remediation, French, examples, a word on dissent.

use std::collections::BTreeSet;

use errcat::{Certainty, Code, Entry, Locale, Vendor};

use crate::data;

/// Asserts that nothing is missing, and else lists all that is.
#[track_caller]
fn assert_none(what: &str, missing: &BTreeSet<String>) {
    let list: Vec<&str> = missing.iter().map(String::as_str).collect();
    assert!(list.is_empty(), "{} {what}:\n{}", list.len(), list.join("\n"));
}

/// The codes met in practice or in the vendors' troubleshooting documents.
fn in_practice() -> Vec<Code> {
    data::rows("practice")
        .iter()
        .map(|row| {
            let [vendor, code] = row.as_slice() else {
                panic!("two columns: {row:?}")
            };
            Code::find(vendor.parse().expect("a vendor"), code).unwrap_or_else(|| panic!("{vendor}: {code}"))
        })
        .collect()
}

fn entries() -> impl Iterator<Item = &'static Entry> {
    Vendor::all().flat_map(Vendor::entries)
}

#[test]
fn every_code_has_a_remediation_of_its_own() {
    let codes = Vendor::all().flat_map(Vendor::codes).map(Code::entry);
    let missing = codes
        .filter(|entry| !entry.has_own_remediation())
        .map(|entry| entry.rule().to_owned())
        .collect();
    assert_none("codes without a remediation of their own", &missing);
}

#[test]
fn every_entry_speaks_french() {
    let english = |text: fn(&Entry, Locale) -> &'static str| {
        entries()
            .filter(move |entry| text(entry, Locale::Fr) == text(entry, Locale::En))
            .map(|entry| entry.rule().to_owned())
            .collect()
    };
    assert_none("entries whose cause is English in French", &english(Entry::cause));
    assert_none(
        "entries whose remediation is English in French",
        &english(Entry::remediation),
    );
}

#[test]
fn what_people_meet_has_an_example() {
    // An example is a text; what only the HTTP status tells has none.
    let observed = entries().filter(|entry| {
        entry.certainty() == Certainty::Observed && entry.statuses().is_empty() && !entry.rule().contains('@')
    });
    let missing: BTreeSet<String> = in_practice()
        .into_iter()
        .map(Code::entry)
        .chain(observed)
        .filter(|entry| entry.examples().is_empty())
        .map(|entry| entry.rule().to_owned())
        .collect();
    assert_none("entries without an example", &missing);
}

/// Codes that stand alone where the vendor writes them: the login history's statuses.
const BARE: [&str; 2] = ["LOGIN_OAUTH_INVALID_DS", "LOGIN_RATE_EXCEEDED"];

/// A bare code is no body: a code that an API sends has an example with the text around it.
#[test]
fn what_people_meet_has_an_example_in_the_vendors_envelope() {
    // These two show their codes on pages and in logs, never in a body.
    let pages = [Vendor::SalesforceBackup, Vendor::MarketoSalesConnect];
    let missing: BTreeSet<String> = in_practice()
        .into_iter()
        .filter(|code| !pages.contains(&code.vendor()))
        .filter(|code| {
            let mut examples = code.entries().iter().flat_map(Entry::examples);
            let bare = !examples.any(|raw| raw.len() > code.as_str().len() + 8 && raw.contains([':', '<', '=']));
            bare != BARE.contains(&code.as_str())
        })
        .map(|code| code.entry().rule().to_owned())
        .collect();
    assert_none(
        "codes without an example in an envelope, or with one but listed as bare",
        &missing,
    );
}

/// What a client of Marketo's does with a code.
#[derive(PartialEq)]
enum Move {
    Repeat,
    Renew,
    GiveUp,
}

fn marketo_move(verdict: &str) -> Option<Move> {
    match verdict {
        "retry" | "retryable" | "throttle" | "rate_limited" | "5xx/server" => Some(Move::Repeat),
        "auth" => Some(Move::Renew),
        "unmapped" | "unhandled" | "generic" | "ignored" => None,
        _ => Some(Move::GiveUp),
    }
}

#[test]
fn where_clients_of_marketo_contradict_each_other_the_entry_says_so() {
    let mut missing = BTreeSet::new();
    for row in data::comparison("marketo_disagreement") {
        let row = row.as_object().expect("an object").clone();
        let code = row["code"].as_str().expect("a code");
        let moves: Vec<Move> = row
            .iter()
            .filter(|(client, _)| *client != "code")
            .filter_map(|(_, verdict)| marketo_move(verdict.as_str().expect("a verdict")))
            .collect();
        let entry = Code::find(Vendor::MarketoRest, code).expect("a known code").entry();
        if moves.iter().any(|one| *one != moves[0]) && entry.contested().is_none() {
            missing.insert(format!("{}: {row:?}", entry.rule()));
        }
    }
    assert_none("codes on which clients disagree without a word", &missing);
}

#[test]
fn where_clients_of_salesforce_contradict_each_other_the_entry_says_so() {
    let mut missing = BTreeSet::new();
    let mut codes = 0;
    for row in data::comparison("salesforce_disagreement") {
        let signal = row["signal"].as_str().expect("a signal");
        let entry = if let Some(status) = signal.strip_prefix("HTTP ") {
            let status: u16 = status
                .split(' ')
                .next()
                .and_then(|number| number.parse().ok())
                .expect("a status");
            let rule = format!("salesforce/@{status}");
            Vendor::Salesforce
                .entries()
                .find(|entry| entry.rule() == rule)
                .expect("a known status")
        } else if let Some(code) = signal
            .split([' ', '/'])
            .next()
            .and_then(|word| Code::find(Vendor::Salesforce, word))
        {
            codes += 1;
            code.entry()
        } else {
            assert_eq!(signal, "unmapped HTTP status");
            continue;
        };
        if entry.contested().is_none() {
            missing.insert(format!("{}: {}", entry.rule(), row["verdicts"]));
        }
    }
    assert!(codes > 5, "only {codes} codes");
    assert_none("signals on which clients disagree without a word", &missing);
}

/// The English of the texts is British: no whole word is American. Words of protocols and products
/// (`authorization code`, `/organizations`) stay as they are.
#[test]
fn spelling_is_british() {
    const AMERICAN: &str = "organization organization's organizations organizer organizer's recognize recognized customize \
        customization initialize synchronize synchronized serialized behavior behaviors favor color colors canceled \
        canceling authorized unauthorized labeled fulfill gray";
    let missing = entries()
        .flat_map(|entry| {
            let texts = [
                entry.cause(Locale::En),
                entry.remediation(Locale::En),
                entry.contested().unwrap_or_default(),
            ];
            texts.map(|text| (entry.rule(), text))
        })
        .filter(|(_, text)| {
            let words = text.split(|c: char| !(c.is_alphabetic() || matches!(c, '/' | '_' | '-' | '\'')));
            words
                .map(str::to_lowercase)
                .any(|word| AMERICAN.split(' ').any(|american| american == word))
        })
        .map(|(rule, text)| format!("{rule}: {text}"))
        .collect();
    assert_none("texts with American spelling", &missing);
}
