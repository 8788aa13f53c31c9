//! From files to patches, or to all that is wrong with them.
//!
//! The compiler knows two languages. A third one's files are read in the place of the French ones, in a pass of their
//! own, so that the same rules hold for them.

use std::collections::{BTreeMap, BTreeSet};

use super::lay::{self, Laid};
use super::patch::{Own, Patch, Translation};
use super::{Overlay, base, shadow};
use crate::catalog::Catalog;
use crate::pipeline::problem::{self, Problem, ProblemKind};
use crate::pipeline::source::{At, FileRole, Source, Span, is_snake_case};
use crate::pipeline::tree::{self, French, Texts, Tree};
use crate::pipeline::{model, read as reader, resolve, validate};
use crate::problems::Problems;
use crate::shipped;

/// Reads an overlay's files, which the problems are about, and lays them on a catalog.
pub fn read(base: &'static Catalog, problems: problem::Problems) -> Result<Overlay, Problems> {
    let own = problems.sources();
    let languages: BTreeSet<&str> = own.iter().filter_map(|source| Some(language(source)?.1)).collect();
    let (mut problems, first) = pass(base, problems, None);
    let mut patches = first.unwrap_or_default();
    for language in languages {
        // The problems of the other files are known.
        let renamed = own.iter().map(|source| as_french(source, language)).collect();
        let (others, translated) = pass(base, problem::Problems::new(renamed), Some(language));
        let is_in =
            |problem: &&Problem| self::language(&own[problem.span.file]).is_some_and(|(_, other)| other == language);
        others
            .iter()
            .filter(is_in)
            .for_each(|problem| problems.push(problem.clone()));
        translate(&mut patches, translated.unwrap_or_default(), language);
    }
    if !problems.is_empty() {
        return Err(problems.finish().into());
    }
    let shadows = patches.iter().flat_map(|patch| shadow::shadows(patch, base)).collect();
    Ok(Overlay { patches, shadows })
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

/// Reads the files with one language besides English: French, or another that stands in for it.
fn pass(
    base: &'static Catalog,
    problems: problem::Problems,
    stand_in: Option<&str>,
) -> (problem::Problems, Option<Vec<Patch>>) {
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
    let overlay = reader::catalog(&sources, &mut problems);
    let named: Vec<String> = overlay.vendors.keys().cloned().collect();
    let mut laid = Laid::default();
    let mut tree = on_base(overlay, base, &mut laid);
    if stand_in.is_some() {
        without_french(&mut tree);
    }
    validate::check(&tree, &mut problems);
    own_problems(&mut problems, own.len(), &laid);
    // Each language has its turn.
    let waits = |source: &Source| source.name == LEFT_OUT || language(source).is_some();
    problems.sift(|problem| problem.kind != ProblemKind::UnknownFile || !waits(&own[problem.span.file]));
    let model = resolve::resolve(&tree).filter(|_| problems.is_empty());
    let patch = |mut vendor: model::Vendor| {
        without_repeats(&mut vendor);
        Patch {
            own: laid.own.remove(&vendor.id).unwrap_or_default(),
            vendor,
            translations: BTreeMap::new(),
        }
    };
    let vendors = model.into_iter().flatten().filter(|vendor| named.contains(&vendor.id));
    let patches = vendors.map(patch).collect();
    let patches = problems.is_empty().then_some(patches);
    (problems, patches)
}

/// Takes the shipped French away: it is not what the stand-in's files translate into.
fn without_french(tree: &mut Tree) {
    let shipped = |span: Span| span == Span::nowhere();
    for (_, texts) in tree.kinds_french.iter_mut().flat_map(|kinds| &mut kinds.texts) {
        *texts = Texts::default();
    }
    let texts = tree.vendors.values_mut().flat_map(|vendor| {
        let French {
            codes,
            messages,
            statuses,
        } = &mut vendor.french;
        let codes = codes
            .iter_mut()
            .flat_map(|code| std::iter::once(&mut code.texts).chain(code.variants.iter_mut().map(|(_, texts)| texts)));
        codes
            .chain(messages.iter_mut().map(|(_, texts)| texts))
            .chain(statuses.iter_mut().map(|(_, texts)| texts))
    });
    for texts in texts {
        for text in [&mut texts.cause, &mut texts.remediation] {
            text.take_if(|text| shipped(text.span));
        }
    }
}

/// Adds what the stand-in for French says to patches.
fn translate(patches: &mut [Patch], translated: Vec<Patch>, language: &str) {
    for own in translated {
        let Some(patch) = patches.iter_mut().find(|patch| patch.vendor.id == own.vendor.id) else {
            continue;
        };
        for entry in own
            .entries()
            .filter(|entry| !entry.cause.fr.is_empty() || !entry.remediation.fr.is_empty())
        {
            patch
                .translations
                .entry(entry.rule.clone())
                .or_default()
                .push(Translation {
                    language: language.to_owned(),
                    cause: entry.cause.fr.clone(),
                    remediation: entry.remediation.fr.clone(),
                });
        }
    }
}

/// A source may be written as a fragment of the vendor's docs above and stand in full below.
fn without_repeats(vendor: &mut model::Vendor) {
    let codes = vendor.codes.iter_mut().flat_map(|code| &mut code.entries);
    let statuses = vendor.statuses.iter_mut().map(|(_, entry)| entry);
    for entry in codes.chain(&mut vendor.messages).chain(statuses) {
        let mut seen = BTreeSet::new();
        entry.sources.retain(|source| seen.insert(source.clone()));
    }
}

/// Lays an overlay's tree on a catalog.
fn on_base(overlay: Tree, base: &'static Catalog, laid: &mut Laid) -> Tree {
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
        let name = |number: &u8| base.vendors[usize::from(*number)].id;
        let also = record.order.vendors[1..].iter().map(name).collect();
        let vendor = match vendors.contains_key(record.id) {
            true => base::vendor(record, also, tree.kinds.as_ref()),
            false => base::header(record, also),
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
            laid.own.insert(id.clone(), Own::of(&id, &over));
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
fn note_stranger(id: &str, over: &tree::Vendor, known: impl Iterator<Item = &'static str>, laid: &mut Laid) {
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
fn own_problems(problems: &mut problem::Problems, files: usize, laid: &Laid) {
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
