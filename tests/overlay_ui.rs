//! Every mistake that only an overlay can have, and how it is reported.
//!
//! A fixture is a directory of `tests/overlay_ui` with an overlay's files; `expected.txt` is the report, to the letter.
//! After a change of wording, look at the difference that `ERRCAT_BLESS=1 cargo test --test overlay_ui` makes. Mistakes
//! that any catalog can have are in `tests/ui`.
#![cfg(all(
    feature = "overlay",
    feature = "salesforce",
    feature = "marketo",
    feature = "microsoft"
))]

use std::fs;
use std::path::{Path, PathBuf};

use errcat::Overlay;

fn names(dir: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
fn every_fixture_is_reported_as_expected() {
    let bless = std::env::var_os("ERRCAT_BLESS").is_some();
    let mut different = Vec::new();
    let fixtures = names(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/overlay_ui"));
    assert!(!fixtures.is_empty());
    for fixture in fixtures {
        let expected = fixture.join("expected.txt");
        let files = names(&fixture).into_iter().filter(|path| *path != expected);
        let problems = Overlay::from_files(files).expect_err(&format!("{} has no problems", fixture.display()));
        let report = format!("{problems}\n").replace(&fixture.join("").display().to_string(), "");
        if bless {
            fs::write(expected, report).unwrap();
        } else if fs::read_to_string(expected).unwrap_or_default() != report {
            different.push(format!("{}:\n{report}", fixture.display()));
        }
        for problem in problems.iter() {
            assert!(problem.file().is_some(), "points at a file of the overlay's: {problem}");
        }
    }
    assert!(
        different.is_empty(),
        "other than expected (ERRCAT_BLESS=1 accepts them):\n{}",
        different.join("\n")
    );
}

#[test]
fn a_text_must_say_which_vendor_it_is_about() {
    let text = "# our own\n[vendor]\nname = \"Salesforce\"\n\n[codes.UNABLE_TO_LOCK_ROW]\nkind = \"locked\"\n";
    let report = Overlay::from_toml(text).unwrap_err().to_string();
    let expected = "\
error[missing-key]: missing key `id` in `[vendor]`, expected the vendor's id
 --> overlay.toml:2:1
  |
2 | [vendor]
  | ^^^^^^^^ needs `id`
  |
  = help: write `id = \"salesforce\"`, or read a file that is named for its vendor

1 problem in 1 file";
    assert_eq!(report, expected);
}

#[test]
fn a_file_that_is_not_there_is_a_problem() {
    let problems = Overlay::from_files(["no such directory/salesforce.toml"]).unwrap_err();
    let kinds: Vec<&str> = problems.iter().map(|problem| problem.kind()).collect();
    assert_eq!(kinds, ["unreadable"]);
}
