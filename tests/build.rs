//! `errcat::compiler::Build` as a build script uses it; `examples/own_vendors` uses what comes of it.
#![cfg(all(feature = "compiler", feature = "salesforce"))]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use errcat::compiler::{Build, Problems};

const ACME: &str = r##"
[vendor]
name           = "Acme Rockets"
family         = "acme"
docs           = "https://rockets.example/docs"
checked        = 2026-11-21
also           = ["salesforce"]
code_fields    = ["rocketError"]
message_fields = ["message"]

[codes.ROCKET_BUSY]
kind   = "busy"
cause  = "The rocket is being fuelled, which ends by itself."
source = "#busy"
"##;

/// Writes a catalog's files to a directory of the test's own.
fn catalog(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("build").join(name);
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).unwrap();
    for (file, text) in files {
        fs::write(dir.join(file), text).unwrap();
    }
    dir
}

/// Compiles a catalog, and returns what was written.
fn compile(name: &str, files: &[(&str, &str)], shipped: bool) -> Result<String, Problems> {
    let dir = catalog(name, files);
    let out = dir.with_extension("rs");
    let _ = fs::remove_file(&out);
    let build = Build::new().dir(&dir).out(&out);
    let result = if shipped {
        build.also_shipped().try_compile()
    } else {
        build.try_compile()
    };
    assert_eq!(out.exists(), result.is_ok(), "written if and only if all is right");
    result.map(|()| fs::read_to_string(out).unwrap())
}

fn lines(problems: &Problems) -> Vec<String> {
    let line = |problem: errcat::Problem<'_>| {
        let file = problem.file().unwrap().rsplit('/').next().unwrap().to_owned();
        format!(
            "{file}:{:?}: {} [{}]",
            problem.position().unwrap(),
            problem.message(),
            problem.kind()
        )
    };
    problems.iter().map(line).collect()
}

#[test]
fn only_the_crate_s_own_vendors_are_printed() {
    let rust = compile("own", &[("acme.toml", ACME)], true).unwrap();
    assert!(rust.contains("pub mod acme {") && rust.contains("RocketBusy,"));
    assert!(!rust.contains("pub mod salesforce {"));
    assert!(rust.contains("SHIPPED[0]"), "the others are referred to");
    assert!(rust.contains("UNABLE_TO_LOCK_ROW"), "their spellings are in the index");
}

#[test]
fn without_the_shipped_vendors_there_is_none_to_look_into() {
    let problems = compile("alone", &[("acme.toml", ACME)], false).unwrap_err();
    assert_eq!(
        lines(&problems),
        ["acme.toml:(7, 19): unknown vendor `salesforce` [unknown-name]"]
    );
    let help = problems.iter().next().unwrap().help().unwrap();
    assert!(help.contains("`also_shipped()`"), "{help}");
    let alone = ACME.replace("[\"salesforce\"]", "[]");
    let rust = compile("alone", &[("acme.toml", &alone)], false).unwrap();
    assert!(!rust.contains("UNABLE_TO_LOCK_ROW") && !rust.contains("SHIPPED"));
}

#[test]
fn who_asks_for_the_shipped_vendors_is_held_to_them() {
    let alone = ACME.replace("[\"salesforce\"]", "[]");
    for files in [ACME, &alone] {
        let rust = compile("held", &[("acme.toml", files)], true).unwrap();
        assert_eq!(rust.matches("= shipped(0x").count(), 1);
    }
    let rust = compile("held", &[("acme.toml", &alone)], false).unwrap();
    assert!(!rust.contains("shipped(0x"));
}

#[test]
fn a_misspelt_vendor_is_no_shipped_one() {
    let wrong = ACME.replace("\"salesforce\"", "\"acmes\"");
    let problems = compile("misspelt", &[("acme.toml", &wrong)], false).unwrap_err();
    assert!(!problems.to_string().contains("also_shipped"), "{problems}");
}

#[cfg(not(feature = "marketo"))]
#[test]
fn a_vendor_that_is_not_compiled_in_is_a_problem() {
    let wrong = ACME.replace("\"salesforce\"", "\"salesforce\", \"marketo_rest\"");
    let problems = compile("absent", &[("acme.toml", &wrong)], true).unwrap_err();
    assert_eq!(
        lines(&problems),
        ["acme.toml:(7, 33): the vendor `marketo_rest` is not compiled in [unknown-name]"]
    );
    let help = problems.iter().next().unwrap().help().unwrap();
    assert!(
        help.contains("build-dependency") && help.contains("`marketo`"),
        "{help}"
    );
}

#[test]
fn a_catalog_without_vendors_is_a_problem() {
    let kinds = include_str!("../catalog/kinds.toml");
    let french = include_str!("../catalog/kinds.fr.toml");
    let both = [("kinds.toml", kinds), ("kinds.fr.toml", french)];
    for (name, files) in [("empty", &both[..0]), ("kinds alone", &both[..])] {
        for shipped in [false, true] {
            let problems = compile(name, files, shipped).unwrap_err();
            let [line] = &problems.summary_lines().collect::<Vec<_>>()[..] else {
                panic!("{problems}")
            };
            assert!(line.contains("no vendor's file in `") && line.contains(name), "{line}");
        }
    }
}

#[test]
fn a_shipped_vendor_is_not_taken_over() {
    let problems = compile("taken", &[("salesforce.toml", ACME)], true).unwrap_err();
    let first = "salesforce.toml:(1, 1): the vendor `salesforce` is there already, expected another name [same-name]";
    assert_eq!(lines(&problems)[0], first);
}

#[test]
fn mistakes_are_found_in_every_file() {
    let wrong = ACME
        .replace("\"busy\"", "\"bussy\"")
        .replace("source = \"#busy\"", "sauce = \"#busy\"");
    let french = "[codes.ROCKET_BUZY]\ncause = \"Le plein de la fusée est en cours.\"";
    let problems = compile("wrong", &[("acme.toml", &wrong), ("acme.fr.toml", french)], true).unwrap_err();
    let expected = [
        "acme.fr.toml:(1, 8): the English file has no code `ROCKET_BUZY` [orphan-translation]",
        "acme.toml:(11, 8): missing key `source` in a code [missing-key]",
        "acme.toml:(12, 10): `kind` is `bussy`, expected one of the 39 that errcat's `catalog/README.md` lists [unknown-name]",
        "acme.toml:(14, 1): unknown key `sauce` in a code [unknown-key]",
    ];
    assert_eq!(lines(&problems), expected);
    assert!(problems.to_string().ends_with("4 problems in 2 files"), "{problems}");
    assert_eq!(problems.summary_lines().count(), expected.len());
}

#[test]
fn a_directory_that_is_not_there_is_a_problem() {
    for dir in ["no such directory", "./no such directory/", "Cargo.toml"] {
        let problems = Build::new().dir(dir).out("nowhere.rs").try_compile().unwrap_err();
        let [problem] = &problems.iter().collect::<Vec<_>>()[..] else {
            panic!("{problems}")
        };
        assert_eq!(problem.kind(), "unreadable");
        let help = problem.help().unwrap();
        let here = std::path::absolute(dir).unwrap();
        assert!(help.contains("`<vendor>.toml`"), "{help}");
        assert!(help.contains(&*here.display().to_string()), "{help}");
        // There is no text of which a line could be shown.
        assert!(
            problem.position().is_none() && !problems.to_string().contains("-->"),
            "{problems}"
        );
        for report in [problems.to_string(), problems.summary_lines().collect()] {
            assert!(report.contains(dir), "{report}");
        }
    }
}

#[test]
fn without_a_place_to_write_to_nothing_is_written() {
    if std::env::var_os("OUT_DIR").is_some() {
        // Cargo sets it for tests too, and for no program that is run otherwise.
        let mut own = Command::new(std::env::current_exe().unwrap());
        own.args(["--exact", "without_a_place_to_write_to_nothing_is_written"]);
        assert!(own.env_remove("OUT_DIR").status().unwrap().success());
        return;
    }
    let alone = ACME.replace("[\"salesforce\"]", "[]");
    let dir = catalog("homeless", &[("acme.toml", &alone)]);
    let problems = Build::new().dir(&dir).try_compile().unwrap_err();
    let messages: Vec<&str> = problems.iter().map(|problem| problem.message()).collect();
    assert_eq!(messages, ["`OUT_DIR` is not set, expected a build script"]);
    let help = problems.iter().next().unwrap().help().unwrap();
    assert!(help.contains("`Build::out`"), "{help}");
    assert!(!Path::new("errcat_catalog.rs").exists());
}

#[test]
fn what_is_no_catalog_s_is_passed_over() {
    let alone = ACME.replace("[\"salesforce\"]", "[]");
    let clean = compile("clean", &[("acme.toml", &alone)], false).unwrap();
    for name in [
        ".DS_Store",
        ".#acme.toml",
        ".acme.toml.swp",
        "acme.toml~",
        "CHANGELOG.md",
        "notes.txt",
        "archive/old.toml",
    ] {
        let dir = catalog("strays", &[("acme.toml", &alone)]);
        let stray = dir.join(name);
        fs::create_dir_all(stray.parent().unwrap()).unwrap();
        fs::write(stray, b"\xff").unwrap();
        let out = dir.with_extension("rs");
        let compiled = Build::new().dir(&dir).out(&out).try_compile();
        compiled.unwrap_or_else(|problems| panic!("{name}: {problems}"));
        assert_eq!(fs::read_to_string(out).unwrap(), clean, "{name}");
    }
}

#[test]
fn a_misnamed_file_is_a_problem() {
    let alone = ACME.replace("[\"salesforce\"]", "[]");
    for name in ["acme-2.toml", "acme.de.toml", "acme2.TOML"] {
        let problems = compile("misnamed", &[("acme.toml", &alone), (name, "")], false).unwrap_err();
        assert!(
            problems.iter().any(|problem| problem.kind() == "unknown-file"),
            "{problems}"
        );
    }
}

#[test]
fn kinds_of_one_s_own_are_whole() {
    let kinds = "[busy]\ncause = \"Everybody has something else to do.\"\n";
    let problems = compile("kinds", &[("acme.toml", ACME), ("kinds.toml", kinds)], true).unwrap_err();
    assert!(
        lines(&problems).iter().all(|line| line.starts_with("kinds.toml:")),
        "{problems}"
    );
}
