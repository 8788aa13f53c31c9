//! From files to an overlay, or to all that is wrong with them.
//!
//! The compiler knows two languages. A third one's files are read in the place of the French ones, in a pass of their
//! own, so that the same rules hold for them.

use std::collections::{BTreeMap, BTreeSet};

use super::base::Below;
use super::lay::{self, Laid};
use super::patch::{self, FRENCH};
use super::{Overlay, shadow};
use crate::Classifier;
use crate::catalog::Catalog;
use crate::pipeline::problem::{self, Problem, ProblemKind};
use crate::pipeline::source::{At, FileRole, Source, Span, is_snake_case};
use crate::pipeline::tree::{self, Tree};
use crate::pipeline::{model, read as reader, resolve, validate};
use crate::problems::Problems;
use crate::shipped;

/// Reads an overlay's files, which the problems are about, and lays them on a catalog.
pub fn read(base: &'static Catalog, problems: problem::Problems) -> Result<Overlay, Problems> {
    let own = problems.sources();
    let languages: BTreeSet<&str> = own.iter().filter_map(|source| Some(language(source)?.1)).collect();
    let (mut problems, english, whole) = pass(base, problems, None);
    let mut said = BTreeMap::from([(FRENCH.to_owned(), english)]);
    for language in languages {
        // The problems of the other files are known.
        let renamed = own.iter().map(|source| as_french(source, language)).collect();
        let (others, translated, _) = pass(base, problem::Problems::new(renamed), Some(language));
        let is_in =
            |problem: &&Problem| self::language(&own[problem.span.file]).is_some_and(|(_, other)| other == language);
        others
            .iter()
            .filter(is_in)
            .for_each(|problem| problems.push(problem.clone()));
        said.insert(language.to_owned(), translated);
    }
    if !problems.is_empty() {
        return Err(problems.finish().into());
    }
    let shadows = said[FRENCH].vendors.iter().flat_map(|(id, vendor)| {
        let whole = whole.iter().find(|whole| whole.id == *id);
        whole.map(|whole| shadow::shadows(whole, &patch::rules_of(id, vendor), base))
    });
    let shadows = shadows.flatten().collect();
    Ok(Overlay {
        read_for: Classifier::of(base),
        said,
        shadows,
    })
}

/// The vendor and the language of a file that translates into one that errcat does not have: `salesforce.de.toml`.
fn language(source: &Source) -> Option<(&str, &str)> {
    let (vendor, language) = source.file_name().strip_suffix(".toml")?.rsplit_once('.')?;
    let is_code = language.len() == 2 && language.bytes().all(|b| b.is_ascii_lowercase());
    (is_code && language != "fr" && is_snake_case(vendor)).then_some((vendor, language))
}

/// The name of a file that is of no concern, in the place of its own.
const LEFT_OUT: &str = "-";

/// A file of this language in the place of the French one; what is in another goes.
fn as_french(source: &Source, wanted: &str) -> Source {
    match (language(source), source.role()) {
        (Some((vendor, language)), _) if language == wanted => Source::new(format!("{vendor}.fr.toml"), &*source.text),
        (_, FileRole::Vendor(_)) => source.clone(),
        _ => Source::new(LEFT_OUT, ""),
    }
}

/// Reads the files with one language besides English: French, or another that stands in for it. Returns what is wrong with
/// them, what they say, and what the catalog's vendors are with it.
fn pass(
    base: &'static Catalog,
    problems: problem::Problems,
    stand_in: Option<&str>,
) -> (problem::Problems, Tree, Vec<model::Vendor>) {
    let own = problems.sources();
    let mut beside = shipped::sources(false);
    // Translations for a vendor whose other texts stay as they are.
    for source in own.iter() {
        let id = match (source.role(), language(source)) {
            (FileRole::VendorFrench(id), _) => id,
            (_, Some((id, _))) => id,
            _ => continue,
        };
        let is_there = own
            .iter()
            .chain(&beside)
            .any(|other| other.role() == FileRole::Vendor(id));
        if !is_there && base.vendors.iter().any(|record| record.id == id) {
            beside.push(Source::new(format!("{id}.toml"), "[vendor]"));
        }
    }
    let mut problems = problems.beside(beside);
    for (file, source) in own.iter().enumerate() {
        if matches!(source.role(), FileRole::Kinds | FileRole::KindsFrench) {
            let message = "an overlay cannot change the kinds, expected a vendor's file";
            let problem = Problem::new(ProblemKind::UnknownFile, Span::top(file), message);
            problems.push(problem.help("change the entries that should be of another kind".to_owned()));
        }
    }
    let sources = problems.sources();
    let mut said = reader::catalog(&sources, &mut problems);
    if stand_in.is_some() {
        patch::without_kinds_french(&mut said);
    }
    let mut laid = Laid::default();
    let tree = on_base(said.clone(), base, stand_in.unwrap_or(FRENCH), &mut laid);
    validate::check(&tree, &mut problems);
    own_problems(&mut problems, own.len(), &laid);
    // Each language has its turn.
    let waits = |source: &Source| source.name == LEFT_OUT || language(source).is_some();
    problems.sift(|problem| problem.kind != ProblemKind::UnknownFile || !waits(&own[problem.span.file]));
    let whole = resolve::resolve(&tree).filter(|_| problems.is_empty());
    (problems, said, whole.unwrap_or_default())
}

/// Lays an overlay's tree on a catalog.
fn on_base(overlay: Tree, base: &'static Catalog, language: &str, laid: &mut Laid<'_>) -> Tree {
    let Tree {
        kinds,
        kinds_french,
        vendors,
    } = overlay;
    let mut tree = Tree {
        kinds,
        kinds_french,
        vendors: BTreeMap::new(),
    };
    for record in base.vendors {
        let Some(below) = Below::of(base, record.id) else {
            continue;
        };
        let vendor = match vendors.contains_key(record.id) {
            true => below.tree(language, tree.kinds.as_ref()),
            false => below.header(),
        };
        tree.vendors.insert(record.id.to_owned(), vendor);
    }
    let owner = |code: &str| {
        base.vendors
            .iter()
            .find(|record| record.codes.iter().any(|own| own.spellings().any(|own| own == code)))
            .map(|record| record.id)
    };
    for (id, over) in vendors {
        let Some(below) = tree.vendors.remove(&id) else {
            let known = base.vendors.iter().map(|record| record.id);
            note_stranger(&id, &over, known, laid);
            tree.vendors.insert(id, over);
            continue;
        };
        let vendor = lay::vendor(&id, over, below, &owner, laid);
        tree.vendors.insert(id, vendor);
    }
    tree
}

/// What may have been meant by an unknown vendor.
const NEW_VENDOR: &str =
    "a new vendor needs a whole `[vendor]`; a vendor of a crate's own catalog is changed through `Overlay::of`";

/// Notes a vendor's file that has no whole header, and names no vendor that is there.
fn note_stranger(id: &str, over: &tree::Vendor, known: impl Iterator<Item = &'static str>, laid: &mut Laid<'_>) {
    let header = over.header.as_ref();
    if header.is_some_and(|header| header.name.is_some()) {
        return;
    }
    let span = header.map_or(over.top, |header| header.span);
    let name = At::new(id.to_owned(), span);
    let message = format!("there is no vendor `{id}` to change");
    let problem = Problem::new(ProblemKind::UnknownName, span, message)
        .label("no such vendor")
        .help(lay::did_you_mean(&name, known, NEW_VENDOR));
    laid.aimless.push((span, problem));
    laid.strangers.insert(span.file);
}

/// Leaves the problems that the overlay's author can do something about, worded for them.
fn own_problems(problems: &mut problem::Problems, files: usize, laid: &Laid<'_>) {
    let is_own = |span: Span| span.file < files;
    let sources = problems.sources();
    let is_kinds = |span: Span| {
        let source = sources.get(span.file);
        source.is_some_and(|source| matches!(source.role(), FileRole::Kinds | FileRole::KindsFrench))
    };
    let mut aimless: Vec<Problem> = Vec::new();
    problems.sift(|problem| {
        if matches!(problem.kind, ProblemKind::MissingKey | ProblemKind::UntoldVariant) {
            if laid.partial.contains(&problem.span) {
                return false;
            }
            if let Some((_, said)) = laid.aimless.iter().find(|(span, _)| *span == problem.span) {
                if !aimless.contains(said) {
                    aimless.push(said.clone());
                }
                return false;
            }
            if laid.strangers.contains(&problem.span.file) {
                return false;
            }
        }
        if is_kinds(problem.span) && problem.kind != ProblemKind::UnknownFile {
            return false;
        }
        let related = problem.related.take();
        match related {
            // The other place is in the catalog below, of which there are no files.
            Some((other, label)) if is_own(problem.span) && is_own(other) => problem.related = Some((other, label)),
            Some((other, _)) if is_own(other) || is_own(problem.span) => {
                if !is_own(problem.span) {
                    problem.span = other;
                }
                problem.label = "the other is in the catalog already".to_owned();
            }
            _ => {}
        }
        is_own(problem.span)
    });
    aimless.into_iter().for_each(|problem| problems.push(problem));
}

/// The problem of a text that does not say which vendor it is about.
pub fn nameless(text: &str) -> problem::Problems {
    let mut problems = problem::Problems::new(vec![Source::new("overlay.toml", text)]);
    let start = text.find("[vendor]").unwrap_or_default();
    let found = text[start..].starts_with("[vendor]");
    let span = Span::new(0, start..start + if found { "[vendor]".len() } else { 0 });
    let message = "missing key `id` in `[vendor]`, expected the vendor's id";
    let problem = Problem::new(ProblemKind::MissingKey, span, message).label("needs `id`");
    problems.push(problem.help("write `id = \"salesforce\"`, or read a file that is named for its vendor".to_owned()));
    problems
}
