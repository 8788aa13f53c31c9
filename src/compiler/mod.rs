//! Compiles a catalog: TOML files in, static Rust out, or all that is wrong with them.
//!
//! ```text
//! files ──read──▶ tree ──validate──▶ problems, or ──resolve──▶ model ──emit──▶ Rust
//! ```
//!
//! The stages are modules. `source`, `files`: texts and places in them. `schema`, `fields`, `value`, `read`: TOML
//! to a typed `tree`, every value with its place. `validate`: the rules. `resolve`: inheritance. `problem`, `report`: mistakes and
//! how they are shown. `ident`, `similar`, `pattern`: names, did-you-mean, message patterns. `limits`, `layout`, `perfect`: the
//! tables that `emit` prints and an overlay builds, how much they hold, and the perfect hash among them. `extended` is a small
//! compiler of its own, for a list of names.
//!
//! A mistake never hides another: all stages run over all files before anything is reported. And no input makes any
//! of them panic, since catalogs may also be read at run time.
//!
//! `build.rs` includes this module by its path, beside those that it needs of the library: `category`, `format`, `kind`, `named`
//! and `recovery`. So it says `super::` and never `crate::`.

pub mod emit;
pub mod extended;
mod fields;
pub mod files;
mod ident;
pub mod layout;
pub mod limits;
pub mod model;
pub mod pattern;
mod perfect;
pub mod problem;
pub mod read;
mod report;
pub mod resolve;
mod schema;
pub mod similar;
pub mod source;
pub mod tree;
pub mod validate;
mod value;

use emit::Host;
use model::Model;
use problem::{Problem, ProblemKind, Problems};
use source::{FileRole, Source, Span};
use std::path::{Path, PathBuf};
use tree::Tree;

/// Writes a model as Rust for a crate; the file is only written if that changes it.
pub fn write(model: &Model, out: &Path, host: Host) -> Result<(), Problems> {
    let rust = emit::emit(model, host).map_err(|too_many| {
        let mut problems = Problems::new(Vec::new());
        problems.push(Problem::new(
            ProblemKind::TooMany,
            Span::nowhere(),
            too_many.to_string(),
        ));
        problems
    })?;
    files::write_if_changed(out, &rust)
}

/// Writes the list of a model's files as Rust, `(name, text)` each, for a library that compiles them again.
pub fn embed(model: &Model, out: &Path) -> Result<(), Problems> {
    let mut list = String::from("&[\n");
    for path in &model.inputs {
        let name = path.file_name().unwrap_or_default();
        let path = path.display();
        list += &format!("({name:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/{path}\"))),\n");
    }
    files::write_if_changed(out, &(list + "]\n"))
}

/// Loads the catalog in `dir`.
pub fn load(dir: &Path) -> Result<Model, Problems> {
    check(files::read(dir)?, |_, _| ())
}

/// Loads the catalog in `dir` beside files of another, `base`: its vendors may look into the other's, and it has the
/// other's kinds unless it brings kinds of its own.
///
/// The base's vendors come first in the model. `judge` adds the rules of the program that loads it.
pub fn load_beside(dir: &Path, base: Vec<Source>, judge: impl FnOnce(&Tree, &mut Problems)) -> Result<Model, Problems> {
    let mut problems = files::read(dir)?;
    let own = problems.sources();
    let is_vendors = |source: &Source| matches!(source.role(), FileRole::Vendor(_) | FileRole::VendorFrench(_));
    if !own.iter().any(is_vendors) {
        let message = format!("no vendor's file in `{}`, expected `<vendor>.toml`", dir.display());
        problems.push(Problem::new(ProblemKind::MissingFile, Span::nowhere(), message));
    }
    let mut beside = Vec::new();
    for source in base {
        let Some(file) = own.iter().position(|own| own.file_name() == source.file_name()) else {
            beside.push(source);
            continue;
        };
        if let FileRole::Vendor(id) = source.role() {
            let message = format!("the vendor `{id}` is there already, expected another name");
            let problem = Problem::new(ProblemKind::SameName, Span::top(file), message);
            problems.push(problem.help("rename the file; an overlay can change what is there".to_owned()));
        }
    }
    let ids = source::vendors(&beside);
    let mut model = check(problems.beside(beside), judge)?;
    model.vendors.sort_by_key(|vendor| !ids.contains(&vendor.id));
    Ok(model)
}

/// Loads a catalog from texts, each with the name that its file would have.
pub fn load_sources(mut sources: Vec<Source>) -> Result<Model, Problems> {
    sources.sort_by(|a, b| a.name.cmp(&b.name));
    check(Problems::new(sources), |_, _| ())
}

/// Reads, judges and resolves the files that the problems are about.
fn check(mut problems: Problems, judge: impl FnOnce(&Tree, &mut Problems)) -> Result<Model, Problems> {
    let sources = problems.sources();
    let tree = read::catalog(&sources, &mut problems);
    validate::check(&tree, &mut problems);
    validate::check_identifiers(&tree, &mut problems);
    judge(&tree, &mut problems);
    match resolve::resolve(&tree) {
        Some(vendors) if problems.is_empty() => Ok(Model {
            vendors,
            inputs: sources.iter().map(|source| PathBuf::from(&source.name)).collect(),
        }),
        _ => Err(problems.finish()),
    }
}
