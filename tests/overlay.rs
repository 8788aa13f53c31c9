//! Overlays: what they add and change, and what they leave alone.
#![cfg(all(
    feature = "overlay",
    feature = "salesforce",
    feature = "marketo",
    feature = "microsoft"
))]

use std::fs;
use std::path::{Path, PathBuf};

use errcat::{
    Applied, Category, Classification, Classifier, Code, Entry, Evidence, Kind, Locale, Overlay, Recovery,
    Unrecognized, Vendor, salesforce,
};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// A line of the corpus.
struct Line {
    vendor: Vendor,
    raw: String,
}

fn corpus() -> Vec<Line> {
    let lines = include_str!("data/corpus.jsonl").lines();
    lines
        .map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            let vendor = line["vendor"].as_str().unwrap().parse().unwrap();
            Line {
                vendor,
                raw: line["raw"].as_str().unwrap().to_owned(),
            }
        })
        .collect()
}

/// All of a verdict that a caller can see.
fn seen(verdict: &Result<Classification<'_>, Unrecognized<'_>>) -> String {
    match verdict {
        Ok(c) => {
            let texts = [Locale::En, Locale::Fr].map(|locale| (c.cause(locale), c.remediation(locale)));
            let next = (c.recovery(), c.applied(), c.scope(), c.entry().backoff());
            let codes: Vec<Code> = c.codes().collect();
            let found = (c.evidence(), c.code_text(), c.unrecognized_code(), c.range());
            format!(
                "{} {next:?} {texts:?} {:?} {codes:?} {found:?} {:?}",
                c.rule(),
                c.code(),
                c.sources()
            )
        }
        Err(unrecognized) => format!("{unrecognized:?}"),
    }
}

#[track_caller]
fn laid(name: &str, text: &str) -> Classifier {
    match Overlay::from_texts([(name, text)]) {
        Ok(overlay) => Classifier::new().with(&overlay),
        Err(problems) => panic!("{problems}"),
    }
}

/// The shipped catalog's files, but for the kinds.
fn catalog() -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("catalog");
    let mut files: Vec<PathBuf> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    files.retain(|path| name(path).ends_with(".toml") && !name(path).starts_with("kinds."));
    files.sort();
    files
}

#[test]
fn an_overlay_says_which_messages_wrap() {
    let raw = "Review the errors on this page.\nThe page waits for its turn";
    let wait = r#"
        [[messages]]
        name     = "wait"
        kind     = "busy"
        cause    = "The page is waiting for its turn."
        source   = "somebody"
        messages = ["The page waits for its turn"]
    "#;
    let rule = |classifier: &Classifier| {
        let verdict = classifier.classify(Vendor::Salesforce, raw).unwrap();
        verdict.rule().to_owned()
    };
    let shipped = laid("salesforce.toml", wait);
    assert_eq!(rule(&shipped), "salesforce/#wait", "the shipped heading wraps");
    let changed = r#"
        [[messages]]
        name  = "page_invalid_data"
        cause = "The page refuses."
    "#;
    assert_eq!(
        rule(&laid("salesforce.toml", &format!("{wait}{changed}"))),
        "salesforce/#wait"
    );
    let own = r#"
        [[messages]]
        name     = "own_heading"
        role     = "wrapper"
        kind     = "wrong_state"
        cause    = "Something below failed."
        source   = "somebody"
        messages = ["The page says what is below it"]
    "#;
    let own = laid("salesforce.toml", &format!("{wait}{own}"));
    let raw = "The page says what is below it. The page waits for its turn";
    assert_eq!(
        own.classify(Vendor::Salesforce, raw).unwrap().rule(),
        "salesforce/#wait"
    );
}

#[test]
fn an_overlay_equal_to_the_catalog_changes_nothing() {
    let overlay = Overlay::from_files(catalog()).unwrap_or_else(|problems| panic!("{problems}"));
    let shadows: Vec<String> = overlay.shadows().map(ToString::to_string).collect();
    assert!(shadows.is_empty(), "{shadows:#?}");
    let same = Classifier::new().with(&overlay);
    for Line { vendor, raw } in corpus() {
        assert_eq!(
            seen(&same.classify(vendor, &raw)),
            seen(&Classifier::new().classify(vendor, &raw)),
            "{raw}"
        );
    }
    for vendor in Vendor::all() {
        assert!(same.codes(vendor).eq(vendor.codes()), "{vendor}");
        for example in vendor.entries().flat_map(Entry::examples) {
            assert_eq!(
                seen(&same.classify(vendor, example)),
                seen(&Classifier::new().classify(vendor, example)),
                "{example}"
            );
        }
    }
}

const NEW_CODE: &str = r#"
[codes.ACME_QUEUE_STALLED]
kind     = "busy"
cause    = "The organisation's own queue has stalled and will be restarted by itself."
source   = "our runbook"
aliases  = ["AcmeQueueHalted"]
messages = ["the acme queue has stalled for {minutes} minutes"]
"#;

/// A vendor with these messages.
fn with_messages(messages: &[&str]) -> Classifier {
    let toml = format!(
        r##"
        [vendor]
        name           = "Acme"
        family         = "acme"
        docs           = "https://acme.example/errors"
        checked        = 2026-11-21
        code_fields    = ["code"]
        message_fields = ["message"]

        [[messages]]
        name     = "gone"
        kind     = "not_found"
        cause    = "The resource is not there any more."
        source   = "our runbook"
        messages = {messages:?}
        "##
    );
    laid("acme.toml", &toml)
}

#[test]
fn a_message_is_found_in_any_alphabet() {
    for (message, texts) in [
        (
            "Ресурс не найден",
            &[
                "Ресурс не найден",
                "РЕСУРС НЕ НАЙДЕН",
                "ресурс не найден",
                r"\u0420есурс не найден",
            ][..],
        ),
        (
            "Łącze zostało zerwane",
            &["Łącze zostało zerwane", "łącze zostało zerwane"],
        ),
        (
            "Šablona nebyla nalezena",
            &["Šablona nebyla nalezena", "ŠABLONA NEBYLA NALEZENA"],
        ),
        ("Πόρος δεν βρέθηκε", &["Πόρος δεν βρέθηκε", "πόρος δεν βρέθηκε"]),
        (
            "İşlem kaydı bulunamadı",
            &["İşlem kaydı bulunamadı", r"\u0130şlem kaydı bulunamadı"],
        ),
        ("İade kaydı bulunamadı", &["İade kaydı bulunamadı"]),
        ("BİLGİ bulunamadı", &["BİLGİ bulunamadı"]),
        ("リソースが見つかりません", &["リソースが見つかりません"]),
    ] {
        let own = with_messages(&[message]);
        let acme = own.vendor("acme").unwrap();
        for text in texts {
            for raw in [format!("Error: {text}."), format!(r#"{{"message":"{text}"}}"#)] {
                let rule = own.classify(acme, &raw).ok().map(|c| c.rule());
                assert_eq!(rule, Some("acme/#gone"), "{message}: {raw}");
            }
        }
    }
}

#[test]
fn a_code_is_added_to_a_shipped_vendor() {
    let own = laid("salesforce.toml", NEW_CODE);
    for raw in [
        r#"[{"errorCode":"ACME_QUEUE_STALLED","message":"x"}]"#,
        "ACME_QUEUE_STALLED: x",
        "first error: acmeQueueStalled, x",
        "AcmeQueueHalted: x",
        "acme.QueueException: The ACME queue has stalled for 5 minutes",
    ] {
        let c = own
            .classify(Vendor::Salesforce, raw)
            .unwrap_or_else(|_| panic!("{raw}"));
        assert_eq!(
            (c.rule(), c.kind()),
            ("salesforce/ACME_QUEUE_STALLED", Kind::Busy),
            "{raw}"
        );
        let code = c.code().unwrap();
        assert_eq!(
            (code.as_str(), code.vendor()),
            ("ACME_QUEUE_STALLED", Vendor::Salesforce)
        );
        assert_eq!(code.aliases(), ["AcmeQueueHalted"]);
        assert_eq!(format!("{code:?}"), "Custom(salesforce/ACME_QUEUE_STALLED)");
        // A vendor that looks into this one finds it too.
        assert_eq!(own.classify(Vendor::SalesforceBulk, raw).unwrap().code(), Some(code));
        assert!(Classifier::new().classify(Vendor::Salesforce, raw).is_err());
    }
    assert_eq!(
        own.codes(Vendor::Salesforce).len(),
        Vendor::Salesforce.codes().len() + 1
    );
    assert_eq!(
        own.find_code(Vendor::SalesforceBulk, "ACME_QUEUE_STALLED")
            .unwrap()
            .entry()
            .kind(),
        Kind::Busy
    );
    assert_eq!(Code::find(Vendor::Salesforce, "ACME_QUEUE_STALLED"), None);
}

#[test]
fn a_shipped_code_gets_a_decoy_and_keeps_its_own() {
    let google = r#"{"error":"invalid_grant","error_description":"Token has been expired or revoked."}"#;
    let harbour = r#"{"error":"invalid_grant","error_description":"The harbour has closed this session"}"#;
    let plain = r#"{"error":"invalid_grant","error_description":"expired access/refresh token"}"#;
    let own = laid(
        "salesforce_oauth.toml",
        "[codes.invalid_grant]\ndecoys = [\"the harbour has closed\"]\n",
    );
    for (raw, shipped, laid) in [(google, false, false), (harbour, true, false), (plain, true, true)] {
        assert_eq!(
            Classifier::new().classify(Vendor::SalesforceOauth, raw).is_ok(),
            shipped,
            "{raw}"
        );
        assert_eq!(own.classify(Vendor::SalesforceOauth, raw).is_ok(), laid, "{raw}");
    }
}

#[test]
fn a_new_kind_brings_its_own_next_step() {
    let shipped = salesforce::Code::UnableToLockRow.entry();
    let own = laid("salesforce.toml", "[codes.UNABLE_TO_LOCK_ROW]\nkind = \"locked\"");
    let c = own.classify(Vendor::Salesforce, "UNABLE_TO_LOCK_ROW: x").unwrap();
    assert_eq!(
        (c.category(), c.recovery(), c.entry().backoff()),
        (Category::Permanent, Recovery::Escalate, None)
    );
    assert_eq!(
        c.cause(Locale::En),
        shipped.cause(Locale::En),
        "what happens is the same"
    );
    assert_eq!(c.cause(Locale::Fr), shipped.cause(Locale::Fr));
    assert_ne!(
        c.remediation(Locale::En),
        shipped.remediation(Locale::En),
        "what to do is not"
    );
    assert_ne!(c.remediation(Locale::Fr), shipped.remediation(Locale::Fr));
    assert_eq!(c.code(), Some(salesforce::Code::UnableToLockRow.into()));
    assert_eq!(own.entry(c.code().unwrap()).kind(), Kind::Locked);
    assert_eq!(
        c.code().unwrap().entry().kind(),
        Kind::LockContention,
        "errcat's own stays what it is"
    );
    let replaced = "errcat's own entry, which an overlay replaces";
    assert!(
        c.explain()
            .rivals()
            .any(|rival| rival.reason() == replaced && rival.entry() == shipped)
    );
}

/// Added messages stand in a table with the shipped ones, which are no others for that.
#[test]
fn what_an_overlay_adds_replaces_nothing() {
    let text = r##"
        [[messages]]
        name     = "acme_gone"
        messages = ["the acme rocket has left"]
        kind     = "not_found"
        cause    = "The rocket has left."
        source   = "#a"
    "##;
    let own = laid("salesforce.toml", text);
    for shipped in Vendor::Salesforce.entries() {
        let same = own
            .entries(Vendor::Salesforce)
            .find(|entry| entry.rule() == shipped.rule());
        assert_eq!(same, Some(shipped), "{}", shipped.rule());
        for example in shipped.examples() {
            if let Ok(c) = own.classify(Vendor::Salesforce, example) {
                let replaced = |rival: errcat::Rival| rival.reason().contains("an overlay replaces");
                assert!(!c.explain().rivals().any(replaced), "{example}");
            }
        }
    }
}

#[test]
fn what_an_overlay_does_not_say_stays() {
    let text = "[codes.UNABLE_TO_LOCK_ROW]\nremediation = \"Call the night shift of the integration team.\"";
    let own = laid("salesforce.toml", text);
    let c = own.classify(Vendor::Salesforce, "UNABLE_TO_LOCK_ROW: x").unwrap();
    let shipped = salesforce::Code::UnableToLockRow.entry();
    assert_eq!(
        c.remediation(Locale::En),
        "Call the night shift of the integration team."
    );
    assert_eq!(
        c.remediation(Locale::Fr),
        c.remediation(Locale::En),
        "the translation was of another text"
    );
    assert_eq!(c.cause(Locale::Fr), shipped.cause(Locale::Fr));
    assert_eq!((c.kind(), c.entry().backoff()), (shipped.kind(), shipped.backoff()));
    assert_eq!(c.sources(), shipped.sources());
}

#[test]
fn french_alone_is_enough() {
    let text = "[codes.UNABLE_TO_LOCK_ROW]\ncause = \"La ligne est tenue par notre traitement de nuit.\"";
    let own = laid("salesforce.fr.toml", text);
    let c = own.classify(Vendor::Salesforce, "UNABLE_TO_LOCK_ROW: x").unwrap();
    assert_eq!(c.cause(Locale::Fr), "La ligne est tenue par notre traitement de nuit.");
    assert_eq!(
        c.cause(Locale::En),
        salesforce::Code::UnableToLockRow.entry().cause(Locale::En)
    );
}

#[test]
fn texts_in_another_language_are_added() {
    let german = "Eine andere Transaktion hält den Datensatz gerade fest.";
    let text = format!("[codes.UNABLE_TO_LOCK_ROW]\ncause = \"{german}\"");
    let spanish = "[codes.NOT_FOUND]\nremediation = \"Comprobar que el registro existe.\"";
    let changed = "[codes.NOT_FOUND]\nremediation = \"Check that the record is there.\"";
    let files = [
        ("salesforce.de.toml", text.as_str()),
        ("salesforce.es.toml", spanish),
        ("salesforce.toml", changed),
    ];
    let own = Classifier::new().with(&Overlay::from_texts(files).unwrap_or_else(|problems| panic!("{problems}")));
    let entry = |raw| own.classify(Vendor::Salesforce, raw).unwrap().entry();
    let lock = entry("UNABLE_TO_LOCK_ROW: x");
    let shipped = salesforce::Code::UnableToLockRow.entry();
    assert_eq!(lock.cause_in("de"), Some(german));
    assert_eq!(lock.remediation_in("de"), None, "French does not pass for German");
    assert_eq!(lock.cause_in("fr"), Some(shipped.cause(Locale::Fr)));
    assert_eq!(lock.cause_in("en"), Some(shipped.cause(Locale::En)));
    assert_eq!(shipped.cause_in("de"), None);
    let missing = entry("NOT_FOUND: x");
    assert_eq!(missing.remediation_in("es"), Some("Comprobar que el registro existe."));
    assert_eq!(missing.cause_in("es"), None);
}

#[test]
fn messages_in_another_language_are_added() {
    let raw = "Fehler: Auf diesen Datensatz kann gerade nicht zugegriffen werden";
    assert!(Classifier::new().classify(Vendor::Salesforce, raw).is_err());
    let text = "[codes.UNABLE_TO_LOCK_ROW]\nmessages = [\"auf diesen Datensatz kann gerade nicht zugegriffen werden\"]";
    let own = laid("salesforce.toml", text);
    let c = own.classify(Vendor::Salesforce, raw).unwrap();
    assert_eq!(
        (c.rule(), c.evidence()),
        ("salesforce/UNABLE_TO_LOCK_ROW", Evidence::Message)
    );
    let raw = "unable to obtain exclusive access to this record";
    assert_eq!(
        own.classify(Vendor::Salesforce, raw).unwrap().rule(),
        c.rule(),
        "the shipped messages are still there"
    );
}

#[test]
fn a_variant_is_added_and_another_changed() {
    let text = r#"
        [[codes.REQUEST_LIMIT_EXCEEDED.variants]]
        name     = "sandbox"
        hints    = ["sandbox allowance"]
        kind     = "limit_reached"
        cause    = "The sandbox has no calls left, and gets no new ones."

        [[codes.REQUEST_LIMIT_EXCEEDED.variants]]
        name     = "concurrent"
        backoff  = { attempts = 7 }
    "#;
    let own = laid("salesforce.toml", text);
    let rule = |message: &str| {
        let raw = format!(r#"[{{"errorCode":"REQUEST_LIMIT_EXCEEDED","message":"{message}"}}]"#);
        let c = own.classify(Vendor::Salesforce, &raw).unwrap();
        (c.rule(), c.entry().backoff().map(|rule| rule.attempts()))
    };
    assert_eq!(
        rule("no sandbox allowance left"),
        ("salesforce/REQUEST_LIMIT_EXCEEDED#sandbox", None)
    );
    assert_eq!(
        rule("ConcurrentRequests Limit exceeded."),
        ("salesforce/REQUEST_LIMIT_EXCEEDED#concurrent", Some(7))
    );
    assert_eq!(
        rule("TotalRequests Limit exceeded.").0,
        "salesforce/REQUEST_LIMIT_EXCEEDED#daily"
    );
}

#[test]
fn no_rust_identifier_is_made_at_run_time() {
    let codes = ["KNOWN_5", "rocket-lost", "rocket.lost", "__"];
    let texts = codes.map(|code| {
        format!(
            r#"
            [codes."{code}"]
            kind   = "not_found"
            cause  = "The rocket has left the range of the radar."
            source = "our runbook"
            "#
        )
    });
    let own = laid("salesforce.toml", &texts.concat());
    for code in codes {
        let raw = format!(r#"[{{"errorCode":"{code}","message":"x"}}]"#);
        let c = own.classify(Vendor::Salesforce, &raw).unwrap();
        assert_eq!(c.rule(), format!("salesforce/{code}"));
    }
    // A vendor named like a keyword, and operations that would be the same variant.
    let text = r##"
        [vendor]
        name           = "Type"
        family         = "type"
        docs           = "https://type.example/errors"
        checked        = 2026-11-21
        code_fields    = ["code"]
        message_fields = ["message"]

        [operations.launch_1]
        title = "The first launch"
        apis  = ["rockets"]

        [operations.launch1]
        title = "The other first launch"
        apis  = ["rockets"]

        [codes.ROCKET_BUSY]
        kind   = "busy"
        cause  = "The rocket is being fuelled, which ends by itself."
        source = "#busy"
    "##;
    let own = laid("type.toml", text);
    let vendor = own.vendor("type").unwrap();
    assert_eq!(own.operations(vendor).len(), 2);
    let c = own.classify(vendor, r#"{"code":"ROCKET_BUSY","message":"x"}"#).unwrap();
    assert_eq!(c.rule(), "type/ROCKET_BUSY");
}

#[test]
fn a_status_is_changed_and_one_is_added() {
    let text = r#"
        [statuses.404]
        kind = "wrong_state"

        [statuses.418]
        kind   = "unsupported"
        cause  = "The organisation's proxy makes tea."
        source = "our proxy"
    "#;
    let own = laid("salesforce.toml", text);
    let kind = |status| {
        own.failure(Vendor::Salesforce)
            .status(status)
            .classify()
            .unwrap()
            .kind()
    };
    assert_eq!(
        [kind(404), kind(418), kind(401)],
        [Kind::WrongState, Kind::Unsupported, Kind::SessionExpired]
    );
}

#[test]
fn what_may_have_been_applied_still_may_under_another_kind() {
    let body = r#"[{"errorCode":"SERVER_UNAVAILABLE","message":"x"}]"#;
    let applied = |classifier: Classifier| {
        let c = classifier.classify(Vendor::Salesforce, body).unwrap();
        (c.kind(), c.applied())
    };
    assert_eq!(applied(Classifier::new()).1, Applied::Maybe);
    let changed = "[codes.SERVER_UNAVAILABLE]\nkind = \"rate_limited\"\n";
    assert_eq!(
        applied(laid("salesforce.toml", changed)),
        (Kind::RateLimited, Applied::Maybe)
    );
    let said = format!("{changed}applied = \"no\"\n");
    assert_eq!(
        applied(laid("salesforce.toml", &said)),
        (Kind::RateLimited, Applied::No)
    );
    let lock = laid(
        "salesforce.toml",
        "[codes.UNABLE_TO_LOCK_ROW]\nkind = \"server_fault\"\n",
    );
    let c = lock.classify(Vendor::Salesforce, "UNABLE_TO_LOCK_ROW").unwrap();
    assert_eq!(c.applied(), Applied::Maybe, "the kind's own");
}

const VENDOR: &str = r##"
[vendor]
id             = "acme"
name           = "Acme Rockets"
family         = "acme"
docs           = "https://rockets.example/docs"
checked        = 2026-11-21
also           = ["salesforce"]
code_fields    = ["rocketError"]
message_fields = ["message"]

[operations.launch]
title = "Launch"
apis  = ["POST /launch"]

[codes.REQUEST_LIMIT_EXCEEDED]
kind   = "rate_limited"
cause  = "Too many rockets were started within a second."
source = "#limits"

[codes.boom]
kind   = "vendor_defect"
cause  = "The rocket has exploded on the pad."
source = "#boom"

[[codes.boom.variants]]
name       = "launch"
operations = ["launch"]
kind       = "busy"
cause      = "The fire brigade is still busy at the pad."
"##;

#[test]
fn a_vendor_is_added() {
    let overlay = Overlay::from_toml(VENDOR).unwrap_or_else(|problems| panic!("{problems}"));
    let own = Classifier::new().with(&overlay);
    let acme = own.vendor("acme").unwrap();
    assert_eq!(
        (acme.name(), acme.title(), acme.docs()),
        ("acme", "Acme Rockets", "https://rockets.example/docs")
    );
    assert!(acme.look_up_order().eq([acme, Vendor::Salesforce]));
    assert!(own.vendors().take(Vendor::all().len()).eq(Vendor::all()));

    let rule = |raw: &str| own.classify(acme, raw).map(|c| c.rule()).ok();
    assert_eq!(rule(r#"{"rocketError":"boom"}"#), Some("acme/boom"));
    assert_eq!(
        rule("it went boom yesterday"),
        None,
        "an ordinary word counts only where a code is expected"
    );
    assert_eq!(rule("REQUEST_LIMIT_EXCEEDED: x"), Some("acme/REQUEST_LIMIT_EXCEEDED"));
    assert_eq!(rule("UNABLE_TO_LOCK_ROW: x"), Some("salesforce/UNABLE_TO_LOCK_ROW"));

    let operation = acme.operations().next().unwrap();
    assert_eq!(operation.name(), "launch");
    let failure = own.failure(acme).body(r#"{"rocketError":"boom"}"#).operation(operation);
    assert_eq!(failure.classify().unwrap().rule(), "acme/boom#launch");

    // The vendor brings its catalog along, wherever it is used.
    assert_eq!(
        errcat::classify(acme, "REQUEST_LIMIT_EXCEEDED: x").unwrap().rule(),
        "acme/REQUEST_LIMIT_EXCEEDED"
    );
    // Read once more it is the same vendor.
    let again = Classifier::new().with(&overlay).vendor("acme").unwrap();
    assert_eq!(again, acme);
    assert_ne!(acme, Vendor::Salesforce);
}

#[test]
fn what_is_true_can_be_made_false() {
    let text = VENDOR.replace("code_fields ", "failures_with_200 = true\ncode_fields ");
    let text = text.replace(
        "[codes.REQUEST_LIMIT_EXCEEDED]",
        "[codes.REQUEST_LIMIT_EXCEEDED]\nword = true",
    );
    let own = Classifier::new().with(&Overlay::from_toml(&text).unwrap());
    // The field is another vendor's. A single word is taken for an ordinary one unless the catalog knows better.
    let raw = |code: &str| format!(r#"{{"errorCode":"{code}","message":"x"}}"#);
    let seen = |own: Classifier| {
        let acme = own.vendor("acme").unwrap();
        let found = ["REQUEST_LIMIT_EXCEEDED", "boom"]
            .map(|code| own.classify(acme, &raw(code)).is_ok_and(|c| c.entry().vendor() == acme));
        (acme.fails_with_200(), found)
    };
    assert_eq!(seen(own), (true, [false, false]));
    for text in ["[codes.boom]\nhints = [\"so loud\"]", "[vendor]\nchecked = 2026-11-22"] {
        let overlay = Overlay::of(own, [("acme.toml", text)]).unwrap();
        assert_eq!(seen(own.with(&overlay)), seen(own), "nothing is said of it");
    }
    let text =
        "[vendor]\nfailures_with_200 = false\n[codes.REQUEST_LIMIT_EXCEEDED]\nword = false\n[codes.boom]\nword = false";
    let overlay = Overlay::of(own, [("acme.toml", text)]).unwrap();
    assert_eq!(seen(own.with(&overlay)), (false, [true, true]));
}

#[test]
fn shadowed_entries_are_named() {
    let overlay = Overlay::from_toml(VENDOR).unwrap();
    let shadows: Vec<(&str, &str)> = overlay
        .shadows()
        .map(|shadow| (shadow.entry().rule(), shadow.by()))
        .collect();
    assert_eq!(
        shadows,
        [("salesforce/REQUEST_LIMIT_EXCEEDED", "acme/REQUEST_LIMIT_EXCEEDED")]
    );

    let text = "[codes.UNABLE_TO_LOCK_ROW]\nkind = \"locked\"\n[codes.NOT_FOUND]\nexamples = [\"NOT_FOUND: x\"]";
    let overlay = Overlay::from_texts([("salesforce.toml", text)]).unwrap();
    let shadows: Vec<String> = overlay.shadows().map(ToString::to_string).collect();
    assert_eq!(
        shadows,
        ["salesforce/UNABLE_TO_LOCK_ROW (retryable, lock_contention): changed to permanent, locked"],
        "an example changes no verdict"
    );
}

#[test]
fn the_later_overlay_wins_entry_by_entry() {
    let overlay = |text: &str| Overlay::from_texts([("salesforce.toml", text)]).unwrap();
    let first = overlay("[codes.UNABLE_TO_LOCK_ROW]\nkind = \"locked\"\n[codes.NOT_FOUND]\nkind = \"wrong_state\"");
    let second = overlay("[codes.UNABLE_TO_LOCK_ROW]\nkind = \"busy\"");
    let own = Classifier::new().with(&first).with(&overlay(NEW_CODE)).with(&second);
    let kind = |raw| own.classify(Vendor::Salesforce, raw).unwrap().kind();
    assert_eq!(kind("UNABLE_TO_LOCK_ROW: x"), Kind::Busy);
    assert_eq!(kind("NOT_FOUND: x"), Kind::WrongState);
    assert_eq!(kind("ACME_QUEUE_STALLED: x"), Kind::Busy);
}

#[test]
fn an_overlay_can_change_what_another_added() {
    let own = Classifier::new().with(&Overlay::from_toml(VENDOR).unwrap());
    let text = "[codes.boom]\nkind = \"server_fault\"";
    assert!(
        Overlay::from_texts([("acme.toml", text)]).is_err(),
        "errcat has no such vendor"
    );
    let overlay = Overlay::of(own, [("acme.toml", text)]).unwrap_or_else(|problems| panic!("{problems}"));
    let own = own.with(&overlay);
    let acme = own.vendor("acme").unwrap();
    assert_eq!(
        own.classify(acme, r#"{"rocketError":"boom"}"#).unwrap().kind(),
        Kind::ServerFault
    );
    assert_eq!(
        own.classify(acme, "REQUEST_LIMIT_EXCEEDED: x").unwrap().kind(),
        Kind::RateLimited
    );
}

#[test]
fn codes_of_the_same_name_are_equal() {
    let [one, other] = [laid("salesforce.toml", NEW_CODE), laid("salesforce.toml", NEW_CODE)];
    let code = |own: Classifier| own.find_code(Vendor::Salesforce, "ACME_QUEUE_STALLED").unwrap();
    assert_eq!(code(one), code(other));
    assert_eq!(code(one).cmp(&code(other)), std::cmp::Ordering::Equal);
    assert_ne!(code(one), salesforce::Code::NotFound.into());
    let own = one.classify(Vendor::Salesforce, "ACME_QUEUE_STALLED: x").unwrap();
    let error = errcat::VendorError::from(own);
    assert_eq!(error.to_string(), "salesforce: ACME_QUEUE_STALLED: retryable, busy");
}

#[test]
fn problems_are_values() {
    let text = "[vendor]\nid = \"salesforce\"\n\n[codes.UNABLE_TO_LOCK_ROW]\nkind = \"lokked\"\n";
    let problems = Overlay::from_toml(text).unwrap_err();
    let problem = problems.iter().next().unwrap();
    assert_eq!(
        (problem.kind(), problem.file()),
        ("unknown-name", Some("salesforce.toml"))
    );
    assert_eq!(&text[problem.span()], "\"lokked\"");
    assert_eq!(problem.position(), Some((5, 8)));
    assert_eq!(problem.help(), Some("did you mean `locked`?"));
    assert_eq!(problems.iter().count(), 1);
}

/// A text for an overlay of one vendor, made of changes, additions and noise.
fn overlays() -> impl Strategy<Value = (Vendor, String)> {
    let vendors: Vec<Vendor> = Vendor::all().collect();
    let kinds = [
        Kind::Busy,
        Kind::Locked,
        Kind::InvalidValue,
        Kind::PermissionDenied,
        Kind::NotFound,
    ];
    let code = "[A-Z]{4,9}_[A-Z]{3,9}";
    let message = "[a-z]{4,9}( [a-z]{3,9}){3,5}";
    let change = (
        any::<prop::sample::Index>(),
        prop::sample::select(kinds.to_vec()),
        message,
    );
    let addition = (code, prop::sample::select(kinds.to_vec()), message);
    let changes = prop::collection::btree_map(0..usize::MAX, change, 0..4);
    let additions = prop::collection::btree_map(0..usize::MAX, addition, 0..4);
    (prop::sample::select(vendors), changes, additions).prop_map(|(vendor, changes, additions)| {
        let mut tables = std::collections::BTreeMap::new();
        let codes: Vec<Code> = vendor.codes().collect();
        for (at, kind, message) in changes.into_values() {
            let code = at.get(&codes).as_str();
            tables.insert(code.to_owned(), format!("kind = \"{kind}\"\nhints = [\"{message}\"]\n"));
        }
        for (code, kind, message) in additions.into_values() {
            let whole = "cause = \"The organisation's own code.\"\nsource = \"our runbook\"";
            tables.insert(
                code,
                format!("kind = \"{kind}\"\n{whole}\nmessages = [\"{message}\"]\n"),
            );
        }
        let tables = tables.iter().map(|(code, keys)| format!("[codes.\"{code}\"]\n{keys}"));
        (vendor, tables.collect::<Vec<_>>().join("\n"))
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 24,
        failure_persistence: None,
        // The same inputs on every run.
        rng_seed: RngSeed::Fixed(606),
        ..ProptestConfig::default()
    })]

    #[test]
    fn an_overlay_for_one_vendor_never_changes_another((vendor, text) in overlays()) {
        let own = laid(&format!("{vendor}.toml"), &text);
        for Line { vendor: other, raw } in corpus() {
            let [with, without] = [own, Classifier::new()].map(|classifier| seen(&classifier.classify(other, &raw)));
            if !other.look_up_order().any(|looked_in| looked_in == vendor) {
                prop_assert_eq!(with, without, "{}", raw);
            } else if with != without {
                // What a look into the vendor has changed is the vendor's.
                let ours = |classifier: Classifier| classifier.classify(other, &raw).is_ok_and(|c| {
                    c.entry().vendor() == vendor || c.codes().any(|code| code.vendor() == vendor)
                });
                prop_assert!(ours(own) || ours(Classifier::new()), "{}\n{}\n{}", raw, with, without);
            }
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic(at in any::<prop::sample::Index>(), length in 0..40_usize, shard in "\\PC{0,6}|[\\[\\]\"'=\n]{1,4}") {
        for text in [VENDOR.to_owned(), format!("[vendor]\nid = \"salesforce\"\n{NEW_CODE}")] {
            let start = at.index(text.len());
            let end = (start + length).min(text.len());
            let mangled = format!("{}{shard}{}", &text[..start], &text[end..]);
            match Overlay::from_toml(&mangled) {
                Ok(overlay) => drop(overlay),
                Err(problems) => prop_assert!(problems.to_string().contains("error["), "{}", mangled),
            }
        }
    }
}
