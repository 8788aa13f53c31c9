//! Several overlays, one on another: the later wins, value by value, and lists add up.
#![cfg(all(
    feature = "overlay",
    feature = "salesforce",
    feature = "marketo",
    feature = "microsoft"
))]

use std::collections::{BTreeMap, BTreeSet};

use errcat::{Applied, Classifier, Code, Entry, Kind, Locale, Overlay, Recovery, Vendor};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// An overlay of Salesforce's.
#[track_caller]
fn overlay(text: &str) -> Overlay {
    Overlay::from_texts([("salesforce.toml", text)]).unwrap_or_else(|problems| panic!("{problems}"))
}

/// Lays overlays of Salesforce's, one on another.
#[track_caller]
fn laid<const N: usize>(texts: [&str; N]) -> Classifier {
    let overlays = texts.map(overlay);
    overlays
        .iter()
        .fold(Classifier::new(), |own, overlay| own.with(overlay))
}

#[track_caller]
fn rule(own: Classifier, raw: &str) -> &'static str {
    own.classify(Vendor::Salesforce, raw).unwrap().rule()
}

fn body(code: &str, message: &str) -> String {
    format!(r#"[{{"errorCode":"{code}","message":"{message}"}}]"#)
}

#[track_caller]
fn entry(own: Classifier, code: &str) -> &'static Entry {
    own.entry(own.find_code(Vendor::Salesforce, code).unwrap())
}

const CODE: &str = "FIELD_CUSTOM_VALIDATION_EXCEPTION";

fn variant(name: &str, message: &str) -> String {
    format!(
        "[[codes.{CODE}.variants]]\nname = \"{name}\"\nkind = \"busy\"\nmessages = [\"{message}\"]\n\
         cause = \"Something of ours is running and blocks changes.\"\n"
    )
}

#[test]
fn variants_of_one_code_add_up() {
    let [import, export] = ["The nightly import is running", "The weekly export is running"];
    let texts = [variant("import", import), variant("export", export)];
    for order in [[0, 1], [1, 0]] {
        let own = laid(order.map(|at| texts[at].as_str()));
        assert_eq!(rule(own, &body(CODE, import)), format!("salesforce/{CODE}#import"));
        assert_eq!(rule(own, &body(CODE, export)), format!("salesforce/{CODE}#export"));
        // Without the code the message is enough.
        assert_eq!(rule(own, import), format!("salesforce/{CODE}#import"));
        assert_eq!(rule(own, &body(CODE, "x")), format!("salesforce/{CODE}"));
    }
}

#[test]
fn a_variant_of_both_is_one_variant() {
    let first = variant("import", "The nightly import is running");
    let second = variant("import", "The nightly import is still running").replace("busy", "locked");
    let own = laid([&first, &second]);
    for message in ["The nightly import is running", "The nightly import is still running"] {
        let raw = body(CODE, message);
        assert_eq!(rule(own, &raw), format!("salesforce/{CODE}#import"), "{message}");
        assert_eq!(own.classify(Vendor::Salesforce, &raw).unwrap().kind(), Kind::Locked);
    }
    let named = format!("salesforce/{CODE}#import");
    let variants = own.entries(Vendor::Salesforce).filter(|entry| entry.rule() == named);
    assert_eq!(variants.count(), 1);
}

#[test]
fn hints_and_other_lists_add_up() {
    let texts = ["alpha team", "bravo team"].map(|team| {
        format!(
            "[[codes.REQUEST_LIMIT_EXCEEDED.variants]]\nname = \"concurrent\"\nhints = [\"{team}\"]\n\
             source = [\"runbook of the {team}\"]\nexamples = [\"REQUEST_LIMIT_EXCEEDED: {team}\"]\n\
             [codes.REQUEST_LIMIT_EXCEEDED]\naliases = [\"{}_LIMIT\"]\n",
            team[..5].to_uppercase()
        )
    });
    let own = laid([texts[0].as_str(), texts[1].as_str()]);
    for (team, alias) in [("alpha team", "ALPHA_LIMIT"), ("bravo team", "BRAVO_LIMIT")] {
        let raw = body(alias, team);
        let c = own.classify(Vendor::Salesforce, &raw).unwrap();
        assert_eq!(c.rule(), "salesforce/REQUEST_LIMIT_EXCEEDED#concurrent");
        assert!(
            c.sources().contains(&format!("runbook of the {team}").as_str()),
            "{team}"
        );
        assert!(
            c.entry().examples().iter().any(|example| example.ends_with(team)),
            "{team}"
        );
        assert!(c.code().unwrap().aliases().contains(&alias) || own.find_code(Vendor::Salesforce, alias).is_some());
    }
}

#[test]
fn a_status_and_a_message_keep_what_the_later_leaves_alone() {
    let first = "[statuses.404]\nkind = \"wrong_state\"\n[statuses.418]\nkind = \"unsupported\"\nsource = \"our proxy\"\n\
                 [[messages]]\nname = \"tea\"\nmessages = [\"the proxy is making tea\"]\nkind = \"busy\"\n\
                 cause = \"The proxy is making tea for somebody.\"\nsource = \"our proxy\"\n";
    let second = "[statuses.404]\nsource = \"our other proxy\"\n[statuses.420]\nkind = \"rate_limited\"\nsource = \"our proxy\"\n\
                  [[messages]]\nname = \"coffee\"\nmessages = [\"the proxy is making coffee\"]\nkind = \"busy\"\n\
                  cause = \"The proxy is making coffee for somebody.\"\nsource = \"our proxy\"\n";
    let own = laid([first, second]);
    let status = |status| own.failure(Vendor::Salesforce).status(status).classify().unwrap();
    assert_eq!(
        [404, 418, 420].map(|number| status(number).kind()),
        [Kind::WrongState, Kind::Unsupported, Kind::RateLimited]
    );
    assert!(status(404).sources().contains(&"our other proxy"));
    assert_eq!(rule(own, "the proxy is making tea"), "salesforce/#tea");
    assert_eq!(rule(own, "the proxy is making coffee"), "salesforce/#coffee");
}

#[test]
fn of_one_entry_each_value_is_the_later_one_s_that_gives_it() {
    let shipped = entry(Classifier::new(), "UNABLE_TO_LOCK_ROW");
    let table = |keys: &str| format!("[codes.UNABLE_TO_LOCK_ROW]\n{keys}");
    let [cause, remediation, applied, kind] = [
        "cause = \"The row is held by our nightly job.\"",
        "remediation = \"Call the night shift of the team.\"",
        "applied = \"maybe\"",
        "kind = \"locked\"",
    ]
    .map(table);

    let own = entry(laid([&cause, &remediation]), "UNABLE_TO_LOCK_ROW");
    assert_eq!(own.cause(Locale::En), "The row is held by our nightly job.");
    assert_eq!(own.remediation(Locale::En), "Call the night shift of the team.");
    assert_eq!((own.kind(), own.backoff()), (shipped.kind(), shipped.backoff()));

    let own = entry(laid([&kind, &applied]), "UNABLE_TO_LOCK_ROW");
    assert_eq!((own.kind(), own.recovery()), (Kind::Locked, Recovery::Escalate));
    assert_eq!(own.applied(), Applied::Maybe);

    let own = entry(laid([&remediation, &kind]), "UNABLE_TO_LOCK_ROW");
    assert!(!own.has_own_remediation(), "it was meant for another kind");

    // What the later says is its own choice, even where that is errcat's.
    let back = table(&format!("kind = \"{}\"", shipped.kind()));
    let own = entry(laid([&kind, &back]), "UNABLE_TO_LOCK_ROW");
    assert_eq!((own.kind(), own.backoff()), (shipped.kind(), shipped.backoff()));
}

#[test]
fn a_next_step_that_does_not_fit_the_kind_at_hand_stays_away() {
    let kind = "[codes.UNABLE_TO_LOCK_ROW]\nkind = \"locked\"";
    let wait = "[codes.UNABLE_TO_LOCK_ROW]\nrecovery = \"retry\"\nbackoff = { attempts = 7 }";
    let own = entry(laid([kind, wait]), "UNABLE_TO_LOCK_ROW");
    assert_eq!((own.kind(), own.recovery()), (Kind::Locked, Recovery::Escalate));
    assert_eq!(own.backoff(), None);
    let own = entry(laid([wait, kind]), "UNABLE_TO_LOCK_ROW");
    assert_eq!(
        (own.kind(), own.recovery(), own.backoff()),
        (Kind::Locked, Recovery::Escalate, None)
    );
}

#[test]
fn translations_stay_with_the_text_that_they_translate() {
    let german = "Eine andere Transaktion hält den Datensatz gerade fest.";
    let first = Overlay::from_texts([(
        "salesforce.de.toml",
        format!("[codes.UNABLE_TO_LOCK_ROW]\ncause = \"{german}\""),
    )])
    .unwrap();
    let first = Classifier::new().with(&first);
    let french = entry(first, "UNABLE_TO_LOCK_ROW").cause_in("fr");

    let hint = first.with(&overlay("[codes.UNABLE_TO_LOCK_ROW]\nhints = [\"our row\"]"));
    assert_eq!(entry(hint, "UNABLE_TO_LOCK_ROW").cause_in("de"), Some(german));
    assert_eq!(entry(hint, "UNABLE_TO_LOCK_ROW").cause_in("fr"), french);

    let text = first.with(&overlay(
        "[codes.UNABLE_TO_LOCK_ROW]\ncause = \"The row is held by our nightly job.\"",
    ));
    for language in ["de", "fr"] {
        assert_eq!(entry(text, "UNABLE_TO_LOCK_ROW").cause_in(language), None, "{language}");
    }
}

#[test]
fn a_vendor_of_both_has_what_either_says() {
    let acme = |name: &str, code: &str| {
        Overlay::from_toml(&format!(
            "[vendor]\nid = \"acme\"\nname = \"{name}\"\nfamily = \"acme\"\ndocs = \"https://rockets.example\"\n\
             checked = 2026-11-21\ncode_fields = [\"{code}Field\"]\nmessage_fields = [\"message\"]\n\
             [codes.{code}]\nkind = \"busy\"\ncause = \"The rocket is being fuelled just now.\"\nsource = \"#busy\"\n"
        ))
        .unwrap()
    };
    let own = Classifier::new()
        .with(&acme("Acme", "BOOM"))
        .with(&acme("Acme Rockets", "BANG"));
    let vendor = own.vendor("acme").unwrap();
    assert_eq!(own.vendors().filter(|vendor| vendor.name() == "acme").count(), 1);
    for code in ["BOOM", "BANG"] {
        let raw = format!(r#"{{"{code}Field":"{code}"}}"#);
        assert_eq!(own.classify(vendor, &raw).unwrap().rule(), format!("acme/{code}"));
    }
    assert_eq!(own.vendors().last().unwrap().title(), "Acme Rockets");
}

#[test]
fn a_vendor_keeps_what_a_later_overlay_does_not_say_of_it() {
    let first = "[vendor]\ndocs = \"https://runbook.example\"\nfailures_with_200 = true";
    let own = laid([first, "[codes.NOT_FOUND]\nkind = \"wrong_state\""]);
    let mut shown = own.entries(Vendor::Salesforce);
    assert!(shown.any(|entry| entry.rule() == "salesforce/NOT_FOUND" && entry.kind() == Kind::WrongState));
    // A fragment is one of the page that the overlay's reader knew.
    let overlay = Overlay::of(own, [("salesforce.toml", "[codes.NOT_FOUND]\nsource = \"#own\"")]).unwrap();
    let own = own.with(&overlay);
    assert!(
        entry(own, "NOT_FOUND")
            .sources()
            .contains(&"https://runbook.example#own")
    );
}

#[test]
fn a_code_without_letters_is_in_nobody_s_way() {
    let own = laid([
        "[codes.__]\nkind = \"busy\"\ncause = \"The proxy says nothing but underscores.\"\nsource = \"our proxy\"",
    ]);
    let hint = "[codes.NOT_FOUND]\nkind = \"wrong_state\"";
    let own = own.with(&Overlay::of(own, [("salesforce.toml", hint)]).unwrap());
    assert_eq!(entry(own, "NOT_FOUND").kind(), Kind::WrongState);
    assert_eq!(entry(own, "__").kind(), Kind::Busy);
}

/// All of an entry that a caller can see; lists without regard to order.
fn seen(entry: &Entry) -> String {
    let texts = ["en", "fr", "de"].map(|language| (entry.cause_in(language), entry.remediation_in(language)));
    let step = (entry.recovery(), entry.applied(), entry.scope(), entry.backoff());
    let told = (entry.certainty(), entry.contested(), entry.vendor_category());
    let sorted = |list: &[&'static str]| {
        let mut list = list.to_vec();
        list.sort_unstable();
        list
    };
    let mut statuses = entry.statuses().to_vec();
    statuses.sort_unstable();
    format!(
        "{:?} {step:?} {texts:?} {told:?} {:?} {:?} {statuses:?} {:?}",
        entry.kind(),
        sorted(entry.sources()),
        sorted(entry.examples()),
        entry.operations()
    )
}

/// What a classifier says of every entry of Salesforce's, of its codes, and of some texts.
fn all(own: Classifier) -> BTreeMap<String, String> {
    let entries = own.entries(Vendor::Salesforce);
    let mut all: BTreeMap<String, String> = entries.map(|entry| (entry.rule().to_owned(), seen(entry))).collect();
    for text in TEXTS {
        for raw in [text.to_owned(), body(CODES[0], text), body(CODES[1], text)] {
            let rule = own.classify(Vendor::Salesforce, &raw).map(|c| c.rule());
            all.insert(raw.clone(), format!("{rule:?}"));
        }
    }
    for word in ALIASES {
        let code = own.find_code(Vendor::Salesforce, word).map(Code::as_str);
        all.insert(word.to_owned(), format!("{code:?}"));
    }
    all
}

/// What two classifiers say of a thing where they differ.
fn differences(one: Classifier, other: Classifier) -> Vec<[Option<(String, String)>; 2]> {
    let (mut one, mut other) = (all(one), all(other));
    let names: BTreeSet<String> = one.keys().chain(other.keys()).cloned().collect();
    let both = names
        .iter()
        .map(|name| [one.remove_entry(name), other.remove_entry(name)]);
    both.filter(|[one, other]| one != other).collect()
}

/// The last is of no shipped catalog.
const CODES: [&str; 3] = ["UNABLE_TO_LOCK_ROW", "REQUEST_LIMIT_EXCEEDED", "ACME_QUEUE_STALLED"];
const ALIASES: [&str; 2] = ["ACME_ALIAS_ONE", "ACME_ALIAS_TWO"];
const TEXTS: [&str; 2] = ["the queue of acme is stalled", "the row of acme is held"];

/// Keys that may stand in any table, a value of each.
const KEYS: [&str; 20] = [
    "kind = \"busy\"",
    "kind = \"wrong_state\"",
    "kind = \"lock_contention\"",
    "recovery = \"retry\"",
    "recovery = \"restart\"",
    "backoff = { attempts = 7 }",
    "backoff = { initial = \"2s\", ceiling = \"1m\", attempts = 5, source = \"#own\" }",
    "source = \"#own\"",
    "operations = [\"fold\"]",
    "vendor_category = \"Ours\"",
    "applied = \"maybe\"",
    "scope = \"job\"",
    "cause = \"Something of ours holds everything up.\"",
    "cause = \"Something of theirs holds everything up.\"",
    "remediation = \"Call the night shift of the team.\"",
    "remediation = \"Call the day shift of the team.\"",
    "certainty = \"observed\"",
    "contested = \"The other team says that it passes.\"",
    "source = \"our runbook\"",
    "examples = [\"ACME: an example\"]",
];

/// Files of an overlay of Salesforce's: for each table some keys, and some texts in French and German.
fn files() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let keys = || {
        prop::collection::btree_set(prop::sample::select(KEYS.to_vec()), 0..4).prop_map(|keys| {
            let mut given: BTreeMap<&str, &str> = BTreeMap::new();
            for key in keys {
                given.insert(key.split_once(' ').unwrap().0, key);
            }
            given.into_values().map(|key| format!("{key}\n")).collect::<String>()
        })
    };
    let telling = |key: &'static str| {
        prop::option::of(prop::sample::select(TEXTS.to_vec()))
            .prop_map(move |text| text.map_or(String::new(), |text| format!("{key} = [\"{text}\"]\n")))
    };
    let alias = prop::option::of(prop::sample::select(ALIASES.to_vec()))
        .prop_map(|alias| alias.map_or(String::new(), |alias| format!("aliases = [\"{alias}\"]\n")));
    let whole = "kind = \"locked\"\ncause = \"The queue of the organisation has stalled.\"\nsource = \"our page\"\n";
    let code = (keys(), telling("messages"), telling("hints"), alias)
        .prop_map(|(keys, messages, hints, alias)| format!("{keys}{messages}{hints}{alias}"));
    let variant = (keys(), telling("hints"));
    let translation = prop::sample::select(vec!["", "cause = \"Das ist eine andere Sprache.\"\n"]);
    (
        prop::option::of(code),
        prop::option::of((any::<bool>(), variant)),
        prop::option::of(keys()),
        prop::option::of(keys()),
        any::<bool>(),
        translation.clone(),
        translation,
    )
        .prop_map(move |(code, variant, parent, status, new, french, german)| {
            let mut text = "[operations.fold]\ntitle = \"Fold\"\napis = [\"POST /fold\"]\n".to_owned();
            if let Some(code) = code {
                text += &format!("[codes.{}]\n{code}", CODES[0]);
            }
            if let Some((is_new, (keys, hints))) = variant {
                let (name, sign) = match is_new {
                    true => ("ours", "status = [500]\n"),
                    false => ("concurrent", ""),
                };
                text += &format!(
                    "[[codes.{}.variants]]\nname = \"{name}\"\n{sign}{keys}{hints}",
                    CODES[1]
                );
            }
            if let Some(parent) = parent {
                text += &format!("[codes.{}]\n{parent}", CODES[1]);
            }
            if let Some(keys) = status {
                text += &format!("[statuses.404]\n{}", keys.replace("kind = \"wrong_state\"\n", ""));
            }
            if new {
                text += &format!("[codes.{}]\n{whole}", CODES[2]);
            }
            let translated = |text: &str| format!("[codes.{}]\n{text}", CODES[0]);
            vec![
                ("salesforce.toml", text),
                ("salesforce.fr.toml", translated(french)),
                ("salesforce.de.toml", translated(german)),
            ]
        })
}

const SEED: u64 = 606;

#[test]
fn a_variant_that_two_overlays_add_keeps_the_source_that_the_first_gives() {
    let ours = |keys: &str| {
        let head = "[[codes.REQUEST_LIMIT_EXCEEDED.variants]]\nname = \"ours\"\nstatus = [500]\n";
        vec![("salesforce.toml", format!("{head}{keys}"))]
    };
    let (first, second) = (ours("source = \"our runbook\"\n"), ours(""));
    let own = Classifier::new().with(&Overlay::from_texts(first).unwrap());
    let independent = Overlay::from_texts(second.clone()).unwrap();
    let written_for = Overlay::of(own, second).unwrap();
    let differences = differences(own.with(&independent), own.with(&written_for));
    assert!(differences.is_empty(), "{differences:#?}");
}

#[test]
fn what_a_later_overlay_leaves_alone_is_as_the_earlier_has_it_in_every_form() {
    let pairs = [
        // A new variant has its code's verdict.
        (
            "[codes.REQUEST_LIMIT_EXCEEDED]\nkind = \"locked\"\ncontested = \"The other team says that it passes.\"",
            "[[codes.REQUEST_LIMIT_EXCEEDED.variants]]\nname = \"ours\"\nstatus = [500]",
        ),
        // The figures of a backoff are single values.
        (
            "[codes.UNABLE_TO_LOCK_ROW]\nbackoff = { initial = \"2s\", ceiling = \"1m\" }",
            "[codes.UNABLE_TO_LOCK_ROW]\nbackoff = { attempts = 7 }",
        ),
        // A fragment is one of the page that the vendor has.
        (
            "[vendor]\ndocs = \"https://runbook.example\"",
            "[codes.NOT_FOUND]\nsource = \"#own\"",
        ),
        // A kind that is errcat's own is new where another has been given.
        (
            "[codes.UNABLE_TO_LOCK_ROW]\nkind = \"busy\"\nremediation = \"Call the night shift of the team.\"",
            "[codes.UNABLE_TO_LOCK_ROW]\nkind = \"lock_contention\"",
        ),
    ];
    for (first, second) in pairs {
        let own = Classifier::new().with(&overlay(first));
        let written_for = Overlay::of(own, [("salesforce.toml", second)]).unwrap();
        let differences = differences(own.with(&overlay(second)), own.with(&written_for));
        assert!(differences.is_empty(), "{second}: {differences:#?}");
    }
}

#[test]
fn figures_of_a_backoff_add_up() {
    let first = "[codes.UNABLE_TO_LOCK_ROW]\nbackoff = { initial = \"2s\", ceiling = \"1m\" }";
    let second = "[codes.UNABLE_TO_LOCK_ROW]\nbackoff = { attempts = 7 }";
    let rule = entry(laid([first, second]), "UNABLE_TO_LOCK_ROW").backoff().unwrap();
    let seconds = [rule.initial(), rule.ceiling()].map(|wait| wait.as_secs());
    assert_eq!((seconds, rule.attempts()), ([2, 60], 7));
    // Where the first has made another kind of it, the figures that the second leaves out are that kind's.
    let locked = "[codes.UNABLE_TO_LOCK_ROW]\nkind = \"locked\"";
    let back = "[codes.UNABLE_TO_LOCK_ROW]\nkind = \"lock_contention\"\nbackoff = { attempts = 7 }";
    let rule = entry(laid([locked, back]), "UNABLE_TO_LOCK_ROW").backoff().unwrap();
    assert_eq!(rule.attempts(), 7);
    assert!(rule.initial() <= rule.ceiling());
}

#[test]
fn a_variant_keeps_what_its_code_is_given() {
    let code = "[codes.REQUEST_LIMIT_EXCEEDED]\nkind = \"quota_exhausted\"\nvendor_category = \"Ours\"\n\
                remediation = \"Call the night shift of the team.\"";
    let variant = "[[codes.REQUEST_LIMIT_EXCEEDED.variants]]\nname = \"daily\"\nhints = [\"of our day\"]";
    let own = laid([&format!("{code}\n{variant}")]);
    let daily = |own: Classifier| {
        let mut entries = own.entries(Vendor::Salesforce);
        entries
            .find(|entry| entry.rule() == "salesforce/REQUEST_LIMIT_EXCEEDED#daily")
            .unwrap()
    };
    assert_eq!(seen(daily(own)), seen(daily(Classifier::new())));
    assert_eq!(entry(own, CODES[1]).vendor_category(), Some("Ours"));
}

#[test]
fn a_later_overlay_leaves_the_look_up_order_as_it_is() {
    let acme = "[vendor]\nname = \"Acme\"\nfamily = \"acme\"\ndocs = \"https://rockets.example\"\nchecked = 2026-11-21\n\
                code_fields = [\"code\"]\nmessage_fields = [\"message\"]\nalso = [\"salesforce\", \"marketo_rest\"]\n\
                [codes.BOOM]\nkind = \"busy\"\ncause = \"The rocket is being fuelled just now.\"\nsource = \"#busy\"\n";
    let own = Classifier::new().with(&Overlay::from_texts([("acme.toml", acme)]).unwrap());
    let more = "[vendor]\nalso = [\"microsoft_graph\", \"salesforce\"]";
    let own = own.with(&Overlay::of(own, [("acme.toml", more)]).unwrap());
    let acme = own.vendor("acme").unwrap();
    let order: Vec<&str> = acme.look_up_order().map(Vendor::name).collect();
    assert_eq!(order, ["acme", "salesforce", "marketo_rest", "microsoft_graph"]);
}

#[test]
fn what_the_catalog_at_hand_lacks_is_as_it_was_read() {
    let both = "[codes.ACME_QUEUE_STALLED]\nkind = \"locked\"\ncause = \"The queue of the organisation has stalled.\"\n\
                source = \"our page\"\n[operations.fold]\ntitle = \"Fold\"\napis = [\"POST /fold\"]\n\
                [[messages]]\nname = \"tea\"\nmessages = [\"the proxy is making tea\"]\nkind = \"busy\"\n\
                cause = \"The proxy is making tea for somebody.\"\nsource = \"our proxy\"\n\
                [codes.NOT_FOUND]\nkind = \"wrong_state\"\n";
    let own = laid([both]);
    let change = "[codes.ACME_QUEUE_STALLED]\nhints = [\"our queue\"]\noperations = [\"fold\"]\n\
                  [[messages]]\nname = \"tea\"\nkind = \"locked\"\n";
    let overlay = Overlay::of(own, [("salesforce.toml", change)]).unwrap();
    let (on_both, alone) = (own.with(&overlay), Classifier::new().with(&overlay));
    assert_eq!(seen(entry(alone, CODES[2])), seen(entry(on_both, CODES[2])));
    assert_eq!(rule(alone, "the proxy is making tea"), "salesforce/#tea");
    // What the overlay does not speak of is not brought along.
    let not_found = Classifier::new()
        .classify(Vendor::Salesforce, "NOT_FOUND: x")
        .unwrap()
        .kind();
    assert_eq!(entry(alone, "NOT_FOUND").kind(), not_found);
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 32,
        failure_persistence: None,
        // The same inputs on every run.
        rng_seed: RngSeed::Fixed(SEED),
        ..ProptestConfig::default()
    })]

    /// An overlay on another is what it would be if it had been written for what the other makes.
    #[test]
    fn laid_on_another_an_overlay_is_as_if_read_for_it(first in files(), second in files()) {
        let (Ok(first), Ok(independent)) = (Overlay::from_texts(first), Overlay::from_texts(second.clone())) else {
            return Ok(());
        };
        let own = Classifier::new().with(&first);
        let Ok(written_for) = Overlay::of(own, second) else { return Ok(()) };
        let differences = differences(own.with(&independent), own.with(&written_for));
        prop_assert!(differences.is_empty(), "{differences:#?}");
    }

    /// Laid twice an overlay says nothing more.
    #[test]
    fn the_same_once_more_changes_nothing(first in files()) {
        let Ok(overlay) = Overlay::from_texts(first) else { return Ok(()) };
        let own = Classifier::new().with(&overlay);
        let differences = differences(own, own.with(&overlay));
        prop_assert!(differences.is_empty(), "{differences:#?}");
    }
}
