//! Every kind of mistake in a catalog, and how it is reported.
//!
//! A fixture is a directory of `tests/ui` named for a kind of problem. Its files are laid over `tests/ui/base` and the
//! real catalog's kinds; `expected.txt` is the report, to the letter. After a change of wording, look at the difference
//! that `ERRCAT_BLESS=1 cargo test --test compiler_ui` makes, and read each report as the person who has to act on it.

use compiler::emit::Host;
use compiler::model::Model;
use compiler::problem::{ProblemKind, Problems};
use compiler::source::Source;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

#[allow(dead_code, reason = "only the compiler's part of it is needed here")]
#[path = "../src/category.rs"]
mod category;
#[allow(dead_code, reason = "only the compiler's part of it is needed here")]
#[path = "../src/compiler/mod.rs"]
mod compiler;
#[allow(dead_code, reason = "only the compiler's part of it is needed here")]
#[path = "../src/format/mod.rs"]
mod format;
#[allow(dead_code, reason = "only the compiler's part of it is needed here")]
#[path = "../src/kind.rs"]
mod kind;
#[path = "../src/named.rs"]
mod named;
#[allow(dead_code, reason = "only the compiler's part of it is needed here")]
#[path = "../src/recovery.rs"]
mod recovery;

/// Directories of `tests/ui` that are named for no kind of problem.
const EXCEPTIONS: [&str; 2] = ["base", "five_mistakes"];

fn ui() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui")
}

#[track_caller]
fn names(dir: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(dir).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

/// The files of a catalog by name: the real kinds, the base, and the fixture's own.
#[track_caller]
fn overlay(fixture: &str) -> BTreeMap<String, Vec<u8>> {
    let catalog = Path::new(env!("CARGO_MANIFEST_DIR")).join("catalog");
    let mut files = BTreeMap::new();
    for name in ["kinds.toml", "kinds.fr.toml"] {
        files.insert(name.to_owned(), fs::read(catalog.join(name)).unwrap());
    }
    for dir in ["base", fixture].map(|name| ui().join(name)) {
        for name in names(&dir) {
            if name != "expected.txt" {
                let text = fs::read(dir.join(&name)).unwrap();
                files.insert(name, text);
            }
        }
    }
    files
}

/// Loads a fixture from a directory of its own, as a build script would.
#[track_caller]
fn load(fixture: &str) -> (PathBuf, Result<Model, Problems>) {
    static LOADS: AtomicUsize = AtomicUsize::new(0);
    let number = LOADS.fetch_add(1, Ordering::Relaxed);
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("compiler_ui/{number}-{fixture}"));
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).unwrap();
    for (name, text) in overlay(fixture) {
        fs::write(dir.join(name), text).unwrap();
    }
    let loaded = compiler::load(&dir);
    (dir, loaded)
}

#[track_caller]
fn problems(fixture: &str) -> (PathBuf, Problems) {
    match load(fixture) {
        (dir, Err(problems)) => (dir, problems),
        (_, Ok(_)) => panic!("{fixture} has no problems"),
    }
}

fn fixtures() -> impl Iterator<Item = String> {
    names(&ui()).into_iter().filter(|name| name != "base")
}

#[test]
fn every_fixture_is_reported_as_expected() {
    let bless = std::env::var_os("ERRCAT_BLESS").is_some();
    let mut different = Vec::new();
    for fixture in fixtures() {
        let (dir, problems) = problems(&fixture);
        let prefix = dir.join("").display().to_string();
        let report = format!("{problems}\n").replace(&prefix, "");
        let path = ui().join(&fixture).join("expected.txt");
        if bless {
            fs::write(path, report).unwrap();
        } else if fs::read_to_string(path).unwrap_or_default() != report {
            different.push(format!("{fixture}:\n{report}"));
        }
    }
    assert!(
        different.is_empty(),
        "other than expected (ERRCAT_BLESS=1 accepts them):\n{}",
        different.join("\n")
    );
}

#[test]
fn every_kind_of_problem_has_its_fixture() {
    let dirs = names(&ui());
    for kind in ProblemKind::ALL {
        assert!(dirs.contains(kind.name()), "no fixture shows {kind}");
        let (_, problems) = problems(kind.name());
        for problem in problems.iter() {
            assert_eq!(problem.kind, *kind, "{}", problem.message);
        }
    }
    let kinds = ProblemKind::ALL.iter().map(|kind| kind.name());
    let named: BTreeSet<_> = kinds.chain(EXCEPTIONS).collect();
    let dirs: BTreeSet<_> = dirs.iter().map(String::as_str).collect();
    assert_eq!(named, dirs, "each directory is for a kind, or an exception");
}

#[test]
fn problems_are_worded_alike() {
    for fixture in fixtures() {
        let (_, problems) = problems(&fixture);
        for problem in problems.iter() {
            let help = problem.help.as_deref().unwrap_or_default();
            for text in [&problem.message, &problem.label, help] {
                assert!(!text.starts_with(char::is_uppercase), "capital: {text}");
                assert!(!text.ends_with('.'), "full stop: {text}");
                assert!(!text.contains('\n'), "more than one line: {text}");
            }
        }
    }
}

#[test]
fn five_mistakes_in_two_files_are_all_found() {
    let (dir, problems) = problems("five_mistakes");
    let prefix = dir.join("").display().to_string();
    let lines = problems.summary_lines();
    let lines: Vec<_> = lines.map(|line| line.replace(&prefix, "")).collect();
    let expected = [
        "acme.fr.toml:4:8: the English file has no code `ROCKET_BUZY` [orphan-translation]",
        "acme.toml:10:12: `kind` is `not_fond`, expected one of the 39 that errcat's `catalog/README.md` lists [unknown-name]",
        "acme.toml:17:56: `cause` ends without a full stop, expected a sentence [bad-text]",
        "acme.toml:19:1: unknown key `remediaton` in a code [unknown-key]",
        "acme.toml:20:27: `initial` is `1 minute`, expected a duration [bad-value]",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn output_is_written_when_it_changes_and_only_for_a_good_catalog() {
    let (dir, _) = load("base");
    let out = dir.with_extension("rs");
    let _ = fs::remove_file(&out);
    let compile = |dir: &Path, out: &Path| compiler::write(&compiler::load(dir)?, out, Host::Errcat);

    let (bad, _) = problems("five_mistakes");
    assert!(compile(&bad, &out).is_err());
    assert!(!out.exists());

    compile(&dir, &out).unwrap();
    let written = || fs::metadata(&out).unwrap().modified().unwrap();
    let first = written();
    compile(&dir, &out).unwrap();
    assert_eq!(written(), first);

    let nowhere = out.join("catalog.rs");
    let problems = compile(&dir, &nowhere).unwrap_err();
    let kinds: Vec<_> = problems.iter().map(|problem| problem.kind).collect();
    assert_eq!(kinds, [ProblemKind::Unreadable]);
}

#[test]
fn a_missing_directory_is_a_problem() {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("no such directory");
    let problems = compiler::load(&dir).unwrap_err();
    let kinds: Vec<_> = problems.iter().map(|problem| problem.kind).collect();
    assert_eq!(kinds, [ProblemKind::Unreadable]);
}

#[test]
fn a_catalog_without_kinds_is_no_catalog() {
    let problems = compiler::load_sources(Vec::new()).unwrap_err();
    let lines: Vec<_> = problems.summary_lines().collect();
    let expected = [
        "the catalog has no `kinds.fr.toml`, expected one [missing-file]",
        "the catalog has no `kinds.toml`, expected one [missing-file]",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn every_kind_needs_its_table() {
    let sources = sources().into_iter().map(|mut source| {
        source.text = source.text.replace("\n[busy]", "\n[bussy]");
        source
    });
    let problems = compiler::load_sources(sources.collect()).unwrap_err();
    let lines: Vec<_> = problems.summary_lines().collect();
    assert_eq!(lines.len(), 4, "{problems}");
    assert_eq!(
        lines[0],
        "kinds.fr.toml:1:1: missing kind `busy`, expected every kind in this file [missing-key]"
    );
    assert!(lines[1].ends_with("unknown kind `bussy` [unknown-name]"), "{problems}");
}

#[test]
fn retried_kinds_need_a_backoff() {
    let mut sources = sources();
    for source in &mut sources {
        if source.name == "kinds.toml" {
            source.text = source.text.replacen("\nbackoff", "\n# backoff", 1);
        }
    }
    let problems = compiler::load_sources(sources).unwrap_err();
    let kinds: Vec<_> = problems.iter().map(|problem| problem.kind).collect();
    assert_eq!(kinds, [ProblemKind::BackoffMismatch], "{problems}");
}

#[test]
fn one_name_is_one_file() {
    let mut sources = sources();
    sources.push(Source::new("elsewhere/nut.toml", sources[4].text.clone()));
    let problems = compiler::load_sources(sources).unwrap_err();
    let lines: Vec<_> = problems.summary_lines().collect();
    assert_eq!(
        lines,
        ["nut.toml:1:1: a second file named `nut.toml`, expected one [unknown-file]"]
    );
}

#[test]
fn a_model_keeps_the_vendors_asked_for() {
    let mut model = compiler::load_sources(sources()).unwrap();
    let ids = |model: &Model| model.vendors.iter().map(|vendor| vendor.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&model), ["bolt", "nut"]);
    assert_eq!(model.vendors[0].also, ["nut"]);
    assert_eq!(model.inputs.len(), 5);

    model.retain(|vendor| vendor.family == "bolt_family");
    assert_eq!(ids(&model), ["bolt"]);
    assert!(model.vendors[0].also.is_empty());
}

/// The base catalog with a vendor that has lists of these lengths: code fields, variants of a code, messages and hints of
/// an entry.
fn sized(fields: usize, variants: usize, messages: usize, hints: usize) -> Vec<Source> {
    const WHOLE: &str = "kind = \"busy\"\ncause = \"The rocket is being fuelled just now.\"\nsource = \"#busy\"\n";
    let list = |count, text: fn(usize) -> String| (0..count).map(|n| format!("{:?},\n", text(n))).collect::<String>();
    let header = format!(
        "[vendor]\nname = \"Acme\"\nfamily = \"acme\"\ndocs = \"https://rockets.example\"\nchecked = 2026-11-21\n\
         message_fields = [\"message\"]\ncode_fields = [\n{}]\n",
        list(fields, |number| format!("field{number}"))
    );
    let variant = |number| format!("[[codes.BOOM.variants]]\nname = \"v{number}\"\nstatus = [500]\n");
    let text = format!(
        "{header}[codes.BANG]\n{WHOLE}messages = [\n{}]\n[codes.BOOM]\n{WHOLE}hints = [\n{}]\n{}",
        list(messages, |number| format!("rocket number {number} is being fuelled")),
        list(hints, |number| format!("engine {number}")),
        (0..variants).map(variant).collect::<String>()
    );
    let mut sources = sources();
    sources.push(Source::new("acme.toml", text));
    sources
}

/// Returns the lines of the problems; without any the catalog is printed too.
fn lines_of(sources: Vec<Source>) -> Vec<String> {
    match compiler::load_sources(sources) {
        Ok(model) => {
            let rust = compiler::emit::emit(&model, Host::Errcat).expect("all of it can be counted");
            assert!(rust.contains("static CATALOG"));
            Vec::new()
        }
        Err(problems) => problems.summary_lines().collect(),
    }
}

#[test]
fn what_the_tables_can_count_is_compiled_and_one_more_is_a_problem() {
    let lengths = [128, 254, 256, 16_383];
    let of = |[fields, variants, messages, hints]: [usize; 4]| sized(fields, variants, messages, hints);
    assert_eq!(lines_of(of(lengths)), [""; 0]);
    let expected = [
        ("\"field128\",", "129 `code_fields` of one vendor, expected at most 128"),
        ("name = \"v254\"", "255 variants of one code, expected at most 254"),
        (
            "\"rocket number 256 is being fuelled\",",
            "257 `messages` of one entry, expected at most 256",
        ),
        ("\"engine 16383\",", "16384 values in one list, expected at most 16383"),
    ];
    for (at, (place, message)) in expected.into_iter().enumerate() {
        let mut more = lengths;
        more[at] += 1;
        let sources = of(more);
        let mut text = sources.last().unwrap().text.lines();
        // A variant's place is the line above its first key.
        let line = text.position(|line| line == place).unwrap() + usize::from(!place.starts_with("name"));
        assert_eq!(lines_of(sources), [format!("acme.toml:{line}:1: {message} [too-many]")]);
    }
}

#[test]
fn the_limits_are_those_that_the_guide_names() {
    use compiler::limits::{
        CODE_FIELDS, CODELESS, LIST, LONGEST_NAME, MESSAGES, OPERATIONS, SPELLINGS, VARIANTS, VENDORS,
    };
    let guide = include_str!("../catalog/README.md");
    let (_, table) = guide.split_once("**Limits**").unwrap();
    let digits = |text: &str| {
        text.replace(',', "")
            .split(|c: char| !c.is_ascii_digit())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let row = |of: &str| {
        table
            .lines()
            .find(|line| line.starts_with(&format!("| {of} |")))
            .map(digits)
            .unwrap()
    };
    let has = |of: &str, limits: &[usize]| limits.iter().all(|limit| row(of).contains(&limit.to_string()));
    assert!(has("a catalog", &[VENDORS.most]));
    assert!(has(
        "a vendor",
        &[SPELLINGS, CODELESS, OPERATIONS, CODE_FIELDS].map(|limit| limit.most)
    ));
    assert!(has("a code", &[format::spelling::LONGEST_CODE, VARIANTS.most]));
    assert!(has("an entry", &[MESSAGES.most, LIST.most]));
    assert!(has("a name", &[LONGEST_NAME]));
}

#[test]
fn as_many_vendors_as_the_tables_can_count() {
    let vendors = |count: usize| {
        let mut sources = sources();
        let text = sized(1, 1, 1, 1).pop().unwrap().text;
        sources.extend((0..count).map(|number| Source::new(format!("v{number:03}.toml"), text.as_str())));
        sources
    };
    let base = sources()
        .iter()
        .filter(|source| ["bolt.toml", "nut.toml"].contains(&source.name.as_str()))
        .count();
    assert_eq!(lines_of(vendors(255 - base)), [""; 0]);
    assert_eq!(
        lines_of(vendors(256 - base)),
        ["v253.toml:1:1: 256 vendors, expected at most 255 [too-many]"]
    );
}

#[test]
fn a_table_that_all_entries_share_may_be_full() {
    let mut sources = sized(1, 1, 1, 16_383);
    let text = sources.last().unwrap().text.clone();
    for number in 0..4 {
        let text = text.replace("engine", &format!("engine {number} of"));
        sources.push(Source::new(format!("v{number}.toml"), text));
    }
    let model = compiler::load_sources(sources).unwrap_or_else(|problems| panic!("{problems}"));
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("full.rs");
    let problems = compiler::write(&model, &out, Host::Errcat).unwrap_err();
    let lines: Vec<_> = problems.summary_lines().collect();
    assert_eq!(
        lines,
        ["too many values of one type in all lists of the catalog, expected at most 65535 [too-many]"]
    );
    assert!(problems.to_string().contains("error[too-many]"), "{problems}");
    assert!(!out.exists());
}

#[test]
fn no_text_makes_the_compiler_panic() {
    let sources = sources();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for _ in 0..1_000 {
        let mut mangled = sources.clone();
        let file = random.below(mangled.len());
        let bytes = mangle(mangled[file].text.clone().into_bytes(), &mut random);
        mangled[file].text = String::from_utf8_lossy(&bytes).into_owned();
        if let Err(problems) = compiler::load_sources(mangled) {
            assert!(!problems.is_empty());
            assert!(problems.to_string().contains("error["), "{problems}");
            assert_eq!(problems.summary_lines().count(), problems.iter().count());
        }
    }
}

/// The base catalog as texts.
#[track_caller]
fn sources() -> Vec<Source> {
    let files = overlay("base").into_iter();
    files
        .map(|(name, text)| Source::new(name, String::from_utf8(text).unwrap()))
        .collect()
}

/// Changes a few places of a text as typing mistakes, bad merges and broken encodings would.
fn mangle(mut text: Vec<u8>, random: &mut Random) -> Vec<u8> {
    const SHARDS: [&str; 16] = [
        "\"",
        "'",
        "[",
        "]",
        "[[",
        "{",
        "}",
        "=",
        ".",
        "\n",
        "\t",
        "\"\"\"",
        "é",
        "\u{200b}漢",
        "*",
        "\0",
    ];
    for _ in 0..=random.below(3) {
        let start = random.below(text.len() + 1);
        let end = (start + random.below(40)).min(text.len());
        match random.below(4) {
            0 => text.truncate(start),
            1 => drop(text.drain(start..end)),
            2 => {
                let piece = text[start..end].to_vec();
                let to = random.below(text.len() + 1);
                text.splice(to..to, piece);
            }
            _ => {
                let shard = SHARDS[random.below(SHARDS.len())].bytes();
                text.splice(start..end.min(start + 1), shard);
            }
        }
    }
    text
}

/// A small generator of numbers (xorshift), the same on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }
}
