//! How much an overlay may hold: up to each limit it is laid and found, and beyond it is a problem with its place.
#![cfg(all(
    feature = "overlay",
    feature = "salesforce",
    feature = "marketo",
    feature = "microsoft"
))]

use errcat::{Classifier, Overlay, Problems, Vendor};

/// A vendor's file, whole but for its codes.
fn header(fields: &str) -> String {
    format!(
        "[vendor]\nname = \"Acme\"\nfamily = \"acme\"\ndocs = \"https://rockets.example\"\nchecked = 2026-11-21\n\
         code_fields = [{fields}]\nmessage_fields = [\"message\"]\n"
    )
}

const WHOLE: &str = "kind = \"busy\"\ncause = \"The rocket is being fuelled just now.\"\nsource = \"#busy\"\n";

fn code(name: &str) -> String {
    format!("[codes.{name}]\n{WHOLE}")
}

/// Strings as the inside of a TOML list, one a line.
fn list(count: usize, text: impl Fn(usize) -> String) -> String {
    (0..count).map(|number| format!("  \"{}\",\n", text(number))).collect()
}

fn read(name: &str, text: &str) -> Result<Overlay, Problems> {
    Overlay::from_texts([(name, text)])
}

/// Lays what `make` writes at a limit, and returns the problem of one more.
#[track_caller]
fn at_the_limit(limit: usize, name: &str, make: impl Fn(usize) -> String) -> (Classifier, String) {
    let overlay = read(name, &make(limit)).unwrap_or_else(|problems| panic!("{problems}"));
    let problems = read(name, &make(limit + 1)).expect_err("one more is too many");
    let lines: Vec<String> = problems.summary_lines().collect();
    let [line] = &lines[..] else { panic!("{lines:#?}") };
    assert!(line.ends_with("[too-many]"), "{line}");
    (Classifier::new().with(&overlay), line.clone())
}

#[test]
fn messages_of_an_entry() {
    let message = |number: usize| format!("Organisation rule {number:04} says no");
    let make = |count| format!("[codes.UNABLE_TO_LOCK_ROW]\nmessages = [\n{}]\n", list(count, message));
    let shipped = Classifier::new();
    let known = (0..=256)
        .find(|count| read("salesforce.toml", &make(257 - count)).is_ok())
        .unwrap();
    let (own, problem) = at_the_limit(257 - known, "salesforce.toml", make);
    for number in [0, 100, 256 - known] {
        let raw = message(number);
        assert_eq!(
            own.classify(Vendor::Salesforce, &raw).unwrap().rule(),
            "salesforce/UNABLE_TO_LOCK_ROW"
        );
        assert!(shipped.classify(Vendor::Salesforce, &raw).is_err());
    }
    let line = 257 - known + 3;
    let expected = format!("salesforce.toml:{line}:3: 257 `messages` of one entry, expected at most 256 [too-many]");
    assert_eq!(problem, expected);
}

#[test]
fn hints_of_an_entry_are_as_many_as_a_list_holds() {
    let hint = |number: usize| format!("rule {number:05} says no");
    let make = |count| {
        format!(
            "{}{}[[codes.BOOM.variants]]\nname = \"ours\"\nkind = \"locked\"\nhints = [\n{}]\n",
            header("\"code\""),
            code("BOOM"),
            list(count, hint)
        )
    };
    let (own, problem) = at_the_limit(16_383, "acme.toml", make);
    let acme = own.vendor("acme").unwrap();
    for number in [0, 300, 16_382] {
        let raw = format!(r#"{{"code":"BOOM","message":"{}"}}"#, hint(number));
        assert_eq!(own.classify(acme, &raw).unwrap().rule(), "acme/BOOM#ours");
    }
    assert_eq!(
        problem,
        "acme.toml:16399:3: 16384 values in one list, expected at most 16383 [too-many]"
    );
}

#[test]
fn variants_of_a_code() {
    let message = |number: usize| format!("organisation rule {number:03} says no");
    let make = |count| {
        let variant = |number| {
            format!(
                "[[codes.BOOM.variants]]\nname = \"rule_{number}\"\nmessages = [\"{}\"]\n",
                message(number)
            )
        };
        header("\"code\"") + &code("BOOM") + &(0..count).map(variant).collect::<String>()
    };
    let (own, problem) = at_the_limit(254, "acme.toml", make);
    let acme = own.vendor("acme").unwrap();
    for number in 0..254 {
        let rule = format!("acme/BOOM#rule_{number}");
        assert_eq!(
            own.classify(acme, &message(number)).unwrap().rule(),
            rule,
            "without the code"
        );
        let raw = format!(r#"{{"code":"BOOM","message":"{}"}}"#, message(number));
        assert_eq!(own.classify(acme, &raw).unwrap().rule(), rule);
    }
    assert_eq!(
        problem,
        "acme.toml:774:1: 255 variants of one code, expected at most 254 [too-many]"
    );
}

#[test]
fn code_fields_of_a_vendor() {
    let make = |count| header(&format!("\n{}", list(count, |number| format!("field{number}")))) + &code("BOOM");
    let (own, problem) = at_the_limit(128, "acme.toml", make);
    let acme = own.vendor("acme").unwrap();
    for number in [0, 127] {
        let raw = format!(r#"{{"field{number}":"BOOM"}}"#);
        assert_eq!(own.classify(acme, &raw).unwrap().rule(), "acme/BOOM");
    }
    assert_eq!(
        problem,
        "acme.toml:135:3: 129 `code_fields` of one vendor, expected at most 128 [too-many]"
    );
}

/// Vendors of one code each, with all that is possible of what they share.
fn vendors(numbers: std::ops::Range<usize>) -> Vec<(String, String)> {
    let vendor = |number| {
        let text = header("\"code\"") + &code(&format!("E_{number}_BUSY")) + &code("SHARED_CODE");
        (format!("v{number:03}.toml"), text)
    };
    numbers.map(vendor).collect()
}

#[test]
fn vendors_of_a_catalog() {
    let room = 255 - Vendor::all().len();
    let own = Classifier::new().with(&Overlay::from_texts(vendors(0..room)).unwrap());
    assert_eq!(own.vendors().len(), 255);
    for number in 0..room {
        let vendor = own.vendor(&format!("v{number:03}")).unwrap();
        let raw = format!(r#"{{"code":"E_{number}_BUSY","message":"x"}}"#);
        let c = own.classify(vendor, &raw).unwrap();
        assert_eq!(c.rule(), format!("v{number:03}/E_{number}_BUSY"));
        assert_eq!(own.find_code(vendor, "SHARED_CODE").unwrap().vendor(), vendor);
    }
    let raw = r#"[{"errorCode":"UNABLE_TO_LOCK_ROW","message":"x"}]"#;
    assert!(own.classify(Vendor::Salesforce, raw).is_ok());

    let problems = Overlay::from_texts(vendors(0..room + 1)).unwrap_err();
    let lines: Vec<String> = problems.summary_lines().collect();
    let expected = format!("v{room}.toml:1:1: 256 vendors, expected at most 255 [too-many]");
    assert_eq!(lines, [expected]);
}

#[test]
fn several_overlays_together_are_counted_when_they_are_laid() {
    let room = 255 - Vendor::all().len();
    let overlay = |numbers| Overlay::from_texts(vendors(numbers)).unwrap();
    let full = Classifier::new().with(&overlay(0..room));
    let again = full.try_with(&overlay(0..10)).expect("they are there already");
    assert_eq!(again.vendors().len(), 255);
    let too_many = full.try_with(&overlay(room..room + 1)).unwrap_err();
    assert_eq!(too_many.to_string(), "too many vendors, expected at most 255");
    // Whoever reads the second for the first knows it sooner.
    let problems = Overlay::of(full, vendors(room..room + 1)).unwrap_err();
    assert_eq!(problems.iter().next().unwrap().kind(), "too-many");

    let rules = |name: &str| {
        let hints = list(16_000, |number| format!("rule {name} {number:05} says no"));
        read("salesforce.toml", &format!("[codes.NOT_FOUND]\nhints = [\n{hints}]\n")).unwrap()
    };
    let own = ["a", "b", "c", "d"]
        .iter()
        .fold(Classifier::new(), |own, name| own.with(&rules(name)));
    assert!(own.try_with(&rules("e")).is_err());
    assert!(own.try_with(&rules("a")).is_ok(), "nothing of it is new");
}

#[test]
fn names_are_short_enough_for_a_rule() {
    let name = |length: usize| "a".repeat(length);
    let make = |length| {
        let variant = format!(
            "[[codes.BOOM.variants]]\nname = \"{}\"\nhints = [\"just now\"]\n",
            name(length)
        );
        let message = format!(
            "[[messages]]\nname = \"{}\"\nmessages = [\"the rocket is late\"]\n{WHOLE}",
            name(length)
        );
        let operation = format!(
            "[operations.{}]\ntitle = \"Launch\"\napis = [\"POST /launch\"]\n",
            name(length)
        );
        header("\"code\"") + &operation + &code("BOOM") + &variant + &message
    };
    assert!(read(&format!("{}.toml", name(100)), &make(100)).is_ok());
    for (file, text, count) in [
        (name(101), make(100), 1),
        (name(100), make(101), 3),
        (name(70_000), make(70_000), 4),
    ] {
        let problems = read(&format!("{file}.toml"), &text).unwrap_err();
        assert_eq!(problems.iter().count(), count, "{problems}");
        assert!(
            problems.iter().all(|problem| problem.kind() == "bad-name"),
            "{problems}"
        );
        assert!(
            problems
                .iter()
                .all(|problem| problem.message().ends_with("expected at most 100"))
        );
    }
}

/// Slow: this is what the tables hold of one vendor's codes.
#[test]
fn codes_of_a_vendor() {
    // Codes without aliases are the most that there can be; short keys, or reading them is all that is measured.
    let make = |count| {
        header("\"code\"")
            + &(0..count)
                .map(|number| code(&format!("E_{number}_BUSY")))
                .collect::<String>()
    };
    let (own, problem) = at_the_limit(65_535, "acme.toml", make);
    let acme = own.vendor("acme").unwrap();
    assert_eq!(own.codes(acme).len(), 65_535);
    for number in [0, 1, 255, 32_768, 65_533, 65_534] {
        let raw = format!(r#"{{"code":"E_{number}_BUSY"}}"#);
        let c = own.classify(acme, &raw).unwrap();
        assert_eq!(c.rule(), format!("acme/E_{number}_BUSY"));
        assert_eq!(c.entry().code(), c.code());
    }
    assert_eq!(
        problem,
        "acme.toml:262148:8: 65536 codes and aliases of one vendor, expected at most 65535 [too-many]"
    );
}
