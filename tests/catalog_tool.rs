//! The example `catalog`, by its commands.

#[path = "../src/category.rs"]
#[allow(dead_code, reason = "only the tool's part of it is needed here")]
mod category;
#[path = "../examples/catalog/cli/mod.rs"]
mod cli;
#[path = "../src/compiler/mod.rs"]
#[allow(dead_code, reason = "only the tool's part of it is needed here")]
mod compiler;
#[path = "../src/format/mod.rs"]
#[allow(dead_code, reason = "only the tool's part of it is needed here")]
mod format;
#[path = "../src/kind.rs"]
#[allow(dead_code, reason = "only the tool's part of it is needed here")]
mod kind;
#[path = "../src/named.rs"]
mod named;
#[path = "../src/recovery.rs"]
#[allow(dead_code, reason = "only the tool's part of it is needed here")]
mod recovery;

use std::fs;
use std::path::{Path, PathBuf};

use cli::Failure;

fn run(words: &[&str]) -> Result<String, Failure> {
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    let mut out = Vec::new();
    cli::run(&words, &mut out)?;
    Ok(String::from_utf8(out).unwrap())
}

#[track_caller]
fn usage(words: &[&str]) -> String {
    match run(words) {
        Err(Failure::Usage(message)) => message,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn report(words: &[&str]) -> String {
    match run(words) {
        Err(Failure::Report(report)) => report,
        other => panic!("{other:?}"),
    }
}

#[cfg(any(not(feature = "overlay"), feature = "salesforce"))]
fn at(path: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path).display().to_string()
}

#[test]
fn show_prints_all_about_a_code_in_any_spelling() {
    let exact = run(&["show", "salesforce", "UNABLE_TO_LOCK_ROW"]).unwrap();
    assert!(
        exact.starts_with("UNABLE_TO_LOCK_ROW (Salesforce Platform APIs)\n"),
        "{exact}"
    );
    for part in [
        "retryable, lock_contention",
        "unable to obtain exclusive access",
        "known from",
    ] {
        assert!(exact.contains(part), "{exact}");
    }
    assert_eq!(run(&["show", "salesforce", "unableToLockRow"]).unwrap(), exact);
    assert_eq!(
        run(&["show", "salesforce_bulk", "UNABLE_TO_LOCK_ROW"]).unwrap(),
        exact,
        "along the look-up order"
    );
    let french = run(&["show", "salesforce", "UNABLE_TO_LOCK_ROW", "--lang", "fr"]).unwrap();
    assert_ne!(french, exact);
    let missing = report(&["show", "salesforce", "UNABLE_TO_LOK_ROW"]);
    assert!(missing.ends_with("did you mean `UNABLE_TO_LOCK_ROW`?"), "{missing}");
    assert!(report(&["show", "salesforc", "X"]).ends_with("did you mean `salesforce`?"));
}

#[test]
fn list_keeps_what_fits() {
    let all = run(&["list", "salesforce"]).unwrap();
    let retryable = run(&["list", "salesforce", "--category", "retryable"]).unwrap();
    assert!(retryable.contains("salesforce/UNABLE_TO_LOCK_ROW  lock_contention"));
    assert!(
        !retryable.contains("salesforce/REQUIRED_FIELD_MISSING") && all.contains("salesforce/REQUIRED_FIELD_MISSING")
    );
    let locks = run(&["list", "salesforce", "--kind", "lock_contention"]).unwrap();
    assert!(
        locks.lines().all(|line| line.contains("  lock_contention  ")),
        "{locks}"
    );
    assert!(
        retryable
            .lines()
            .filter(|line| line.contains("  lock_contention  "))
            .eq(locks.lines())
    );
    assert_eq!(
        usage(&["list", "salesforce", "--category", "retriable"]),
        "unknown category `retriable`: did you mean `retryable`?"
    );
}

#[test]
fn search_looks_into_codes_messages_and_texts() {
    let rules = |text: &str| run(&["search", text]).unwrap();
    assert!(rules("unable_to_lock").contains("salesforce/UNABLE_TO_LOCK_ROW"));
    assert!(
        rules("obtain exclusive ACCESS").contains("salesforce/UNABLE_TO_LOCK_ROW"),
        "a message"
    );
    assert!(
        rules("accès exclusif").contains("salesforce/UNABLE_TO_LOCK_ROW"),
        "a message in French"
    );
    assert_eq!(report(&["search", "no such thing in any catalog"]), "nothing found");
}

// With overlays the own vendors' examples are played, and look into errcat's.
#[cfg(any(not(feature = "overlay"), feature = "salesforce"))]
#[test]
fn check_takes_whole_catalogs_and_those_beside() {
    #[cfg(not(feature = "overlay"))]
    assert!(run(&["check", &at("catalog")]).unwrap().contains("nothing wrong"));
    let own = run(&["check", &at("examples/own_vendors/errors")]).unwrap();
    assert!(own.contains("2 vendors"), "{own}");
    let problems = report(&["check", &at("tests/ui/unknown-key")]);
    assert!(problems.contains("error[unknown-key]"), "{problems}");
}

const HEADER: &str = r#"
[vendor]
name           = "Own"
family         = "own"
docs           = "https://own.example"
checked        = 2026-11-21
code_fields    = ["code"]
message_fields = ["message"]

"#;

#[test]
fn a_new_code_passes_the_check_once_it_is_filled_in() {
    let words = ["new-code", "salesforce", "Our.New \"code\"", "--kind", "busy"];
    let draft = run(&words).unwrap();
    assert!(
        draft.starts_with("[codes.\"Our.New \\\"code\\\"\"]\nkind        = \"busy\"\n"),
        "{draft}"
    );

    let words = [
        "new-code",
        "salesforce",
        "OUR_NEW_CODE",
        "--kind",
        "busy",
        "--cause",
        "Our \"own\" queue is busy.",
    ];
    let table = run(&[&words[..], &["--source", "our runbook"]].concat()).unwrap();
    let dir: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("catalog_tool");
    fs::create_dir_all(&dir).unwrap();
    fs::write(dir.join("own.toml"), format!("{HEADER}{table}")).unwrap();
    run(&["check", &dir.display().to_string()]).unwrap();

    // What is left to do is found by the check.
    fs::write(
        dir.join("own.toml"),
        format!("{HEADER}{}", draft.replace("Our.New \\\"code\\\"", "OUR_NEW_CODE")),
    )
    .unwrap();
    let problems = report(&["check", &dir.display().to_string()]);
    assert!(
        problems.contains("`cause` ends without a full stop") && problems.contains("`source` is empty"),
        "{problems}"
    );
}

#[test]
fn a_code_that_is_there_is_not_new() {
    let refused = report(&["new-code", "salesforce", "unableToLockRow", "--kind", "busy"]);
    assert_eq!(refused, "`salesforce` has the code already: `UNABLE_TO_LOCK_ROW`");
    assert!(usage(&["new-code", "salesforce", "X_Y"]).starts_with("--kind says why"));
}

#[test]
fn help_is_what_a_wrong_command_line_gets() {
    let help = run(&["help"]).unwrap();
    assert!(help.starts_with("Usage: catalog check"), "{help}");
    assert_eq!(run(&["--help"]).unwrap(), help);
    assert_eq!(run(&["show", "--help"]).unwrap(), help);
    let wrong = Failure::Usage("which command?".to_owned());
    assert_eq!(wrong.to_string(), format!("which command?\n\n{}", help.trim_end()));
}

#[test]
fn a_wrong_command_line_is_explained() {
    assert_eq!(usage(&[]), "which command?");
    assert_eq!(usage(&["shwo"]), "unknown command `shwo`");
    assert_eq!(usage(&["show", "salesforce"]), "expected a vendor and a code");
    assert_eq!(usage(&["list", "salesforce", "--colour"]), "unknown option --colour");
    assert_eq!(usage(&["list", "salesforce", "--kind"]), "--kind needs a value");
}

#[cfg(all(
    feature = "overlay",
    feature = "salesforce",
    feature = "marketo",
    feature = "microsoft"
))]
#[test]
fn examples_are_played() {
    let table =
        "[codes.OWN_QUEUE_BUSY]\nkind = \"busy\"\ncause = \"Our own queue is busy.\"\nsource = \"our runbook\"\n";
    let dir: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("catalog_tool_examples");
    fs::create_dir_all(&dir).unwrap();
    let check = |example: &str| {
        fs::write(
            dir.join("own.toml"),
            format!("{HEADER}{table}examples = [\"{example}\"]\n"),
        )
        .unwrap();
        run(&["check", &dir.display().to_string()])
    };
    assert!(
        check("OWN_QUEUE_BUSY: x")
            .unwrap()
            .ends_with("every example classifies to its own entry\n")
    );
    match check("OWN_QUEUE_BUSI: x") {
        Err(Failure::Report(report)) => {
            assert_eq!(
                report,
                "own/OWN_QUEUE_BUSY: classified as nothing known: OWN_QUEUE_BUSI: x"
            );
        }
        other => panic!("{other:?}"),
    }
}

#[cfg(all(
    feature = "overlay",
    feature = "salesforce",
    feature = "marketo",
    feature = "microsoft"
))]
#[test]
fn an_overlay_is_checked_on_top_of_the_catalog() {
    let dir: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("catalog_tool_overlay");
    fs::create_dir_all(&dir).unwrap();
    fs::write(
        dir.join("salesforce.toml"),
        "[codes.UNABLE_TO_LOCK_ROW]\nkind = \"locked\"\n",
    )
    .unwrap();
    let shown = run(&["check", "--overlay", &dir.display().to_string()]).unwrap();
    assert!(
        shown.starts_with("salesforce/UNABLE_TO_LOCK_ROW (retryable, lock_contention): changed to permanent, locked\n")
    );
    assert!(report(&["check", "--overlay", &at("tests/overlay_ui/unknown-code")]).contains("did you mean"));
}
