//! Compiles the small catalog beside this file; used by the build script here and by `tests/golden.rs`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

#[path = "../../src/category.rs"]
#[allow(dead_code, reason = "only the compiler's part of it is needed here")]
mod category;
#[path = "../../src/compiler/mod.rs"]
#[allow(dead_code, reason = "only printing is needed here")]
mod compiler;
#[path = "../../src/format/mod.rs"]
#[allow(dead_code, reason = "only the compiler's part of it is needed here")]
mod format;
#[path = "../../src/kind.rs"]
#[allow(dead_code, reason = "only the compiler's part of it is needed here")]
mod kind;
#[path = "../../src/named.rs"]
mod named;
#[path = "../../src/recovery.rs"]
#[allow(dead_code, reason = "only the compiler's part of it is needed here")]
mod recovery;

use category::Category;
use kind::Kind;

/// Compiles the catalog of the directory `golden` and returns the file that was printed, in a new directory `work`.
///
/// Its kinds are made up here, so that no change of the real ones changes what is printed. The family `other` is left
/// out.
pub fn compile(golden: &Path, work: &Path) -> PathBuf {
    let catalog = work.join("catalog");
    let _ = fs::remove_dir_all(work);
    fs::create_dir_all(&catalog).unwrap();
    for file in fs::read_dir(golden.join("catalog")).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), catalog.join(file.file_name())).unwrap();
    }
    let (english, french) = kinds();
    fs::write(catalog.join("kinds.toml"), english).unwrap();
    fs::write(catalog.join("kinds.fr.toml"), french).unwrap();
    let out = work.join("catalog.rs");
    let mut model = compiler::load(&catalog).unwrap_or_else(|problems| panic!("{problems}"));
    model.retain(|vendor| vendor.family == "acme");
    compiler::write(&model, &out, compiler::emit::Host::Errcat).unwrap_or_else(|problems| panic!("{problems}"));
    out
}

/// Every kind with the simplest defaults that its category allows.
fn kinds() -> (String, String) {
    let (mut english, mut french) = (String::new(), String::new());
    for kind in Kind::ALL {
        let recovery = match kind.category() {
            Category::Retryable => "\"retry\"\nbackoff = { initial = \"1s\", ceiling = \"1m\", attempts = 4 }",
            Category::Auth => "\"fix_access\"",
            Category::Validation => "\"fix_request\"",
            Category::Permanent => "\"escalate\"",
        };
        let name = kind.name();
        let _ = writeln!(
            english,
            "[{name}]\nrecovery = {recovery}\napplied = \"no\"\nscope = \"request\"\n\
             cause = \"The kind {name} has happened.\"\nremediation = \"Mend what the kind {name} stands for.\"\n"
        );
        let _ = writeln!(
            french,
            "[{name}]\ncause = \"La nature {name} s'est produite.\"\nremediation = \"Réparer ce que {name} désigne.\"\n"
        );
    }
    (english, french)
}
