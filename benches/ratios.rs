//! Prints the tables of ratios from which README.md has its figures.
//!
//! `cargo bench --bench ratios`. Before anything is timed, the answers of all are checked to agree.

use std::collections::BTreeSet;

use errcat::{Code, Vendor, classify};
use errcat_benches::corpus::{self, Message};
use errcat_benches::envelope::Envelope;
use errcat_benches::peers::{SPELLINGS, body, table, text};
use errcat_benches::timing::{Candidate, Row, print, race};
use errcat_benches::{names, worst};

/// How often each input comes round.
const ROUNDS: usize = 40;

fn main() {
    let messages = corpus::messages();
    let length = messages.iter().map(|message| message.raw.len()).sum::<usize>() / messages.len();
    println!(
        "{} different messages, {length} bytes on average; {} codes",
        messages.len(),
        SPELLINGS.len()
    );
    look_up();
    find(&messages);
    bodies(&messages);
    growth(&messages);
    long_inputs(&messages);
}

/// A whole word.
fn look_up() {
    let (hits, misses) = (names::hits(), names::misses());
    let tables = table::all();
    for (name, look_up) in &tables {
        for (vendor, word) in &hits {
            let own = Code::find(*vendor, word).map(Code::as_str);
            assert_eq!(
                look_up(word).map(|at| SPELLINGS[usize::from(at)]),
                own,
                "{name}: {word}"
            );
        }
        for (vendor, word) in &misses {
            assert!(
                look_up(word).is_none() && Code::find(*vendor, word).is_none(),
                "{name}: {word}"
            );
        }
    }
    for (title, words) in [("Looking a code up", hits), ("Looking up what is none", misses)] {
        let mut candidates = vec![Candidate::new(
            "errcat, `Code::find`",
            |(vendor, word): &names::Name| u64::from(Code::find(*vendor, word).is_some()),
        )];
        for (name, look_up) in &tables {
            candidates.push(Candidate::new(name, |(_, word): &names::Name| {
                u64::from(look_up(word).is_some())
            }));
        }
        print(title, &race(&words, &candidates, ROUNDS * 10));
    }
}

/// The codes in a raw message.
fn find(messages: &[Message]) {
    let finders = text::all();
    let codes = text::codes();
    check_finders(messages, &finders, &codes);

    let verdicts: Vec<_> = messages
        .iter()
        .map(|m| (m, classify(m.vendor, &m.raw).expect("known to errcat")))
        .collect();
    type Input<'a> = (&'a Message, errcat::Classification<'a>);
    let mut candidates = vec![
        Candidate::new("errcat, the bare scan", |(message, _): &Input<'_>| {
            message.vendor.known_words(&message.raw).count() as u64
        }),
        Candidate::new("errcat, codes only", |(_, verdict): &Input<'_>| {
            verdict.codes().count() as u64
        }),
        Candidate::new("**errcat, `classify`**", |(message, _): &Input<'_>| {
            classify(message.vendor, &message.raw).map_or(0, |c| c.category() as u64)
        }),
        Candidate::new("30 × `contains`", |(message, _): &Input<'_>| {
            text::chain(&message.raw).map_or(0, |at| at as u64)
        }),
    ];
    for finder in &finders {
        candidates.push(Candidate::new(finder.name(), |(message, _): &Input<'_>| {
            let mut sum = 0;
            finder.find(&message.raw, &mut |code| sum += code as u64);
            sum
        }));
    }
    print(
        "Finding the codes in different raw messages",
        &race(&verdicts, &candidates, ROUNDS),
    );
}

/// Holds the finders against each other and against errcat, which must find no code in text that they do not find.
fn check_finders(messages: &[Message], finders: &[Box<dyn text::Finder>], codes: &[&str]) {
    let numbers: BTreeSet<&str> = codes.iter().copied().collect();
    let mut passed_over = 0;
    for message in messages {
        let sets: Vec<BTreeSet<&str>> = finders
            .iter()
            .map(|finder| {
                let mut set = BTreeSet::new();
                finder.find(&message.raw, &mut |code| {
                    set.insert(codes[code]);
                });
                set
            })
            .collect();
        for (finder, set) in finders.iter().zip(&sets) {
            assert_eq!(*set, sets[0], "{} on {}", finder.name(), message.raw);
        }
        let verdict = classify(message.vendor, &message.raw).expect("known to errcat");
        let own: BTreeSet<&str> = verdict
            .codes()
            .map(Code::as_str)
            .filter(|code| numbers.contains(code))
            .collect();
        let spelled = |code: &&&str| {
            let mut words = message.raw.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
            words.any(|word| word == **code)
        };
        for code in own.iter().filter(spelled) {
            assert!(sets[0].contains(code), "only errcat finds {code} in {}", message.raw);
        }
        // An ordinary word to one vendor may be none to another.
        let put_in = message.code.filter(|code| !code.is_word()).map(Code::as_str);
        if let Some(code) = put_in.filter(|code| numbers.contains(code)) {
            let scanned = message.vendor.known_words(&message.raw).any(|c| c.as_str() == code);
            assert!(
                sets[0].contains(code) && scanned && verdict.codes().any(|c| c.as_str() == code),
                "{code} in {}",
                message.raw
            );
        }
        if let Some(at) = text::chain(&message.raw) {
            assert!(message.raw.contains(text::CHAIN[at]));
        }
        passed_over += usize::from(sets[0].iter().any(|code| !own.contains(code)));
    }
    println!("{passed_over} messages hold a code of another vendor, or one that is no evidence where it stands");
}

/// A typed reader's name, and what it makes of a body: a code's place among all codes.
type Reader<'a> = (&'static str, Box<dyn Fn(&str) -> Option<u16> + 'a>);

/// Bodies of one known shape.
fn bodies(messages: &[Message]) {
    let look_up = table::all().remove(0).1;
    let graph: [Reader<'_>; 2] = [
        (
            "serde_json, borrowed fields, then `FxHashMap`",
            Box::new(|raw| look_up(&body::graph(raw)?)),
        ),
        (
            "serde_json, `String` fields, then `FxHashMap`",
            Box::new(|raw| look_up(&body::owned_graph(raw)?)),
        ),
    ];
    let rest: [Reader<'_>; 1] = [(
        "serde_json, borrowed fields, then `FxHashMap`",
        Box::new(|raw| look_up(&body::salesforce(raw)?)),
    )];
    let soap: [Reader<'_>; 1] = [(
        "quick-xml, then `FxHashMap`",
        Box::new(|raw| look_up(&body::soap(raw)?)),
    )];
    body_of("Graph bodies", Envelope::GraphJson, messages, &graph);
    body_of("Salesforce REST bodies", Envelope::SalesforceJson, messages, &rest);
    body_of("Salesforce SOAP bodies", Envelope::Soap, messages, &soap);
}

/// Checks that all read the code that was put in, then times them.
fn body_of(title: &str, envelope: Envelope, messages: &[Message], readers: &[Reader<'_>]) {
    let these: Vec<&Message> = messages.iter().filter(|message| message.envelope == envelope).collect();
    for message in &these {
        let code = message.code.expect("these messages were made from a code").as_str();
        for (name, read) in readers {
            let found = read(&message.raw).map(|at| SPELLINGS[usize::from(at)]);
            assert_eq!(found, Some(code), "{name}: {}", message.raw);
        }
        let verdict = classify(message.vendor, &message.raw).expect("known to errcat");
        assert!(verdict.codes().any(|found| found.as_str() == code), "{}", message.raw);
    }
    let mut candidates = vec![Candidate::new("**errcat, `classify`**", |message: &&Message| {
        classify(message.vendor, &message.raw).map_or(0, |c| c.category() as u64)
    })];
    for (name, read) in readers {
        candidates.push(Candidate::new(name, |message: &&Message| {
            read(&message.raw).map_or(0, u64::from)
        }));
    }
    print(
        &format!("{} {title}", these.len()),
        &race(&these, &candidates, ROUNDS * 4),
    );
}

/// The same messages with the catalog as it is and with one of 10,000 codes.
fn growth(messages: &[Message]) {
    let grown: Vec<(&Message, errcat_grown::Vendor)> = messages
        .iter()
        .map(|m| {
            (
                m,
                m.vendor.name().parse().expect("the grown catalog has the same vendors"),
            )
        })
        .collect();
    let count: usize = errcat_grown::Vendor::all().map(|vendor| vendor.codes().len()).sum();
    for (message, vendor) in &grown {
        let rule = classify(message.vendor, &message.raw).map(|c| c.rule());
        assert_eq!(
            errcat_grown::classify(*vendor, &message.raw).map(|c| c.rule()).ok(),
            rule.ok(),
            "{}",
            message.raw
        );
    }
    let candidates = [
        Candidate::new(
            "`classify`, this catalog",
            |(message, _): &(&Message, errcat_grown::Vendor)| {
                classify(message.vendor, &message.raw).map_or(0, |c| c.category() as u64)
            },
        ),
        Candidate::new(
            "`classify`, 10,000 codes",
            |(message, vendor): &(&Message, errcat_grown::Vendor)| {
                errcat_grown::classify(*vendor, &message.raw).map_or(0, |c| c.category() as u64)
            },
        ),
    ];
    print(&format!("Growth to {count} codes"), &race(&grown, &candidates, ROUNDS));
}

/// Log lines of 4 KiB, and 64 KiB of the worst.
fn long_inputs(messages: &[Message]) {
    let lines = worst::log_lines(messages, 4 << 10, 256);
    let own = |raw: &String| classify(Vendor::Salesforce, raw).map_or(0, |c| c.category() as u64);
    let finders = text::all();
    let mut candidates = vec![Candidate::new("**errcat, `classify`**", own)];
    for finder in &finders {
        candidates.push(Candidate::new(finder.name(), |raw: &String| {
            let mut sum = 0;
            finder.find(raw, &mut |code| sum += code as u64);
            sum
        }));
    }
    print("Log lines of 4 KiB", &race(&lines, &candidates, ROUNDS));
    println!("\n### 64 KiB of the worst\n\n| | µs | MB/s |\n|---|---:|---:|");
    for worst in worst::ALL {
        let raw = [worst.of_length(64 << 10)];
        let job = Candidate::new(worst.name, |raw: &String| worst.classify(raw) as u64);
        let Row { nanos, .. } = race(&raw, &[job], 10).remove(0);
        println!(
            "| {} | {:.0} | {:.0} |",
            worst.name,
            nanos / 1e3,
            raw[0].len() as f64 / nanos * 1e3
        );
    }
}
