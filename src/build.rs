//! [`Build`]: the catalog compiler for a program's own catalog, in its build script.

use std::env;
use std::path::{Path, PathBuf};

use crate::pipeline;
use crate::pipeline::emit::Host;
use crate::pipeline::model::Vendor;
use crate::pipeline::problem::{self, Problem, ProblemKind};
use crate::pipeline::source::{self, Span};
use crate::pipeline::tree::Tree;
use crate::problems::Problems;
use crate::shipped;

/// Compiles a crate's own catalog files, in its build script.
///
/// ```no_run
/// // build.rs
/// errcat::compiler::Build::new().dir("errors").also_shipped().compile();
/// ```
///
/// The crate takes the result in with [`include_catalog!`](crate::include_catalog). It needs errcat twice, in the same
/// version and with the same vendor families: as a dependency, and with the feature `compiler` as a build-dependency.
#[derive(Clone, Debug)]
#[must_use]
pub struct Build {
    dir: PathBuf,
    also_shipped: bool,
    out: Option<PathBuf>,
}

/// The file that [`include_catalog!`](crate::include_catalog) looks for.
const FILE: &str = "errcat_catalog.rs";

impl Build {
    /// Begins with the directory `errors` and without the shipped vendors.
    pub fn new() -> Self {
        Build {
            dir: PathBuf::from("errors"),
            also_shipped: false,
            out: None,
        }
    }

    /// Sets the directory that holds the catalog's files, relative to the crate's root.
    ///
    /// They have the format of errcat's own: `<vendor>.toml` for each vendor, its French texts in `<vendor>.fr.toml`.
    /// The kinds are errcat's unless there is a `kinds.toml`.
    pub fn dir(mut self, dir: impl Into<PathBuf>) -> Self {
        self.dir = dir.into();
        self
    }

    /// Adds the vendors that errcat ships: the catalog classifies for them too, and its own vendors may look into them
    /// (`also = ["salesforce"]`).
    pub fn also_shipped(mut self) -> Self {
        self.also_shipped = true;
        self
    }

    /// Sets the file to write, instead of the one in `OUT_DIR` that `include_catalog!` takes in.
    pub fn out(mut self, file: impl Into<PathBuf>) -> Self {
        self.out = Some(file.into());
        self
    }

    /// Compiles the catalog, and tells cargo when to do so again; on any problem prints the report and ends the build.
    pub fn compile(self) {
        println!("cargo::rerun-if-changed={}", self.dir.display());
        if let Err(problems) = self.try_compile() {
            eprintln!("{problems}");
            for line in problems.summary_lines() {
                println!("cargo::error={line}");
            }
            std::process::exit(1);
        }
    }

    /// Compiles the catalog.
    ///
    /// # Errors
    ///
    /// All that is wrong with the catalog, or that there is no place to write to; then nothing is written.
    pub fn try_compile(&self) -> Result<(), Problems> {
        let base = shipped::sources(self.also_shipped);
        let ids = source::vendors(&base);
        let mut model = pipeline::load_beside(&self.dir, base, |tree, problems| out_of_reach(tree, &ids, problems))?;
        let is_shipped = |vendor: &Vendor| ids.contains(&vendor.id);
        model.retain(|vendor| !is_shipped(vendor) || shipped::has_family(&vendor.family));
        let shipped = model.vendors.iter().filter(|vendor| is_shipped(vendor)).count();
        let shipped = self.also_shipped.then_some(shipped);
        let out = match &self.out {
            Some(out) => out.clone(),
            None => match env::var_os("OUT_DIR") {
                Some(dir) => Path::new(&dir).join(FILE),
                None => return Err(homeless().into()),
            },
        };
        pipeline::write(&model, &out, Host::Other { shipped })?;
        Ok(())
    }
}

impl Default for Build {
    fn default() -> Self {
        Build::new()
    }
}

/// The problem of a program that is no build script and does not say where to write to.
fn homeless() -> problem::Problems {
    let message = "`OUT_DIR` is not set, expected a build script".to_owned();
    let problem = Problem::new(ProblemKind::Unreadable, Span::nowhere(), message);
    let mut problems = problem::Problems::new(Vec::new());
    problems.push(problem.help("call it from a build script, or say with `Build::out` where to write to".to_owned()));
    problems
}

/// Reports the vendors of errcat's that the crate's own look into and that are not there, and says how to get them.
///
/// `shipped` are those that were asked for.
fn out_of_reach(tree: &Tree, shipped: &[String], problems: &mut problem::Problems) {
    let all = source::vendors(&shipped::sources(true));
    let own = tree.vendors.iter().filter(|(id, _)| !shipped.contains(id));
    for name in own
        .filter_map(|(_, vendor)| vendor.header.as_ref())
        .flat_map(|header| &header.also)
    {
        let other = tree.vendors.get(&name.value);
        let family = other.and_then(|other| other.header.as_ref()?.family.as_ref());
        match family {
            Some(family) if shipped.contains(&name.value) && !shipped::has_family(&family.value) => {
                let message = format!("the vendor `{}` is not compiled in", name.value);
                let help = format!("give the build-dependency on errcat the feature `{}`", family.value);
                let problem = Problem::new(ProblemKind::UnknownName, name.span, message);
                problems.push(problem.label("not in the build script's errcat").help(help));
            }
            None if all.contains(&name.value) => problems.sift(|problem| {
                if problem.span == name.span {
                    problem.help = Some("errcat ships it: call `also_shipped()` in the build script".to_owned());
                }
                true
            }),
            _ => {}
        }
    }
}
