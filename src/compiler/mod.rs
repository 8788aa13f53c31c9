//! Compiles a catalog: TOML files in, static Rust out, or all that is wrong with them.
//!
//! ```text
//! files ──read──▶ tree ──validate──▶ problems, or ──resolve──▶ model ──emit──▶ Rust
//! ```
//!
//! The stages are modules. `source`, `files`: texts and places in them. `schema`, `fields`, `value`, `read`: TOML
//! to a typed `tree`, every value with its place. `validate`: the rules. `resolve`: inheritance. `problem`, `report`: mistakes and
//! how they are shown. `ident`, `similar`, `pattern`: names, did-you-mean, message patterns. `extended` is a small compiler of its
//! own, for a list of names.
//!
//! A mistake never hides another: all stages run over all files before anything is reported. And no input makes any
//! of them panic, since catalogs may also be read at run time.
//!
//! `build.rs` includes this module by its path, beside `category`, `kind` and `recovery`. So it says `super::` and
//! never `crate::`.

pub mod emit;
pub mod extended;
mod fields;
mod files;
mod ident;
pub mod model;
mod pattern;
pub mod problem;
mod read;
mod report;
mod resolve;
mod schema;
mod similar;
pub mod source;
mod tree;
mod validate;
mod value;

use model::Model;
use problem::Problems;
use source::Source;
use std::path::{Path, PathBuf};

/// Compiles the catalog in `dir` into the Rust file `out`, which is only written if that changes it.
///
/// The French texts are left out unless asked for. `krate` is the path by which the generated code reaches errcat: `crate`, or `::errcat` in another crate. For
/// `families` see [`load`].
pub fn compile(
    dir: &Path,
    out: &Path,
    families: Option<&[&str]>,
    french: bool,
    krate: &str,
) -> Result<Model, Problems> {
    let mut model = load(dir, families)?;
    if !french {
        model.drop_french();
    }
    files::write_if_changed(out, &emit::emit(&model, krate))?;
    Ok(model)
}

/// Loads the catalog in `dir`.
///
/// The model has the vendors of the named families, or all of them. Vendors of other families are checked all the
/// same, so that no build hides a mistake from another.
pub fn load(dir: &Path, families: Option<&[&str]>) -> Result<Model, Problems> {
    check(files::read(dir)?, families)
}

/// Loads a catalog from texts, each with the name that its file would have.
pub fn load_sources(mut sources: Vec<Source>, families: Option<&[&str]>) -> Result<Model, Problems> {
    sources.sort_by(|a, b| a.name.cmp(&b.name));
    check(Problems::new(sources), families)
}

/// Reads, judges and resolves the files that the problems are about.
fn check(mut problems: Problems, families: Option<&[&str]>) -> Result<Model, Problems> {
    let sources = problems.sources();
    let tree = read::catalog(&sources, &mut problems);
    validate::check(&tree, &mut problems);
    match resolve::resolve(&tree) {
        Some(vendors) if problems.is_empty() => Ok(Model {
            vendors: select(vendors, families),
            inputs: sources.iter().map(|source| PathBuf::from(&source.name)).collect(),
        }),
        _ => Err(problems.finish()),
    }
}

/// Keeps the families asked for, and references among them.
fn select(mut vendors: Vec<model::Vendor>, families: Option<&[&str]>) -> Vec<model::Vendor> {
    if let Some(families) = families {
        vendors.retain(|vendor| families.contains(&vendor.family.as_str()));
    }
    let kept: Vec<String> = vendors.iter().map(|vendor| vendor.id.clone()).collect();
    for vendor in &mut vendors {
        vendor.also.retain(|other| kept.contains(other));
    }
    vendors
}
