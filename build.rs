//! Compiles `catalog/` into static tables. All of the work is in `src/compiler/`.

#[path = "src/category.rs"]
#[allow(dead_code)]
mod category;
#[path = "src/compiler/mod.rs"]
#[allow(dead_code)]
mod compiler;
#[path = "src/format/mod.rs"]
#[allow(dead_code)]
mod format;
#[path = "src/kind.rs"]
#[allow(dead_code)]
mod kind;
#[path = "src/named.rs"]
mod named;
#[path = "src/recovery.rs"]
#[allow(dead_code)]
mod recovery;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=catalog");
    println!("cargo::rerun-if-changed=build.rs");
    let mut families = Vec::new();
    for (family, wanted) in [
        ("salesforce", cfg!(feature = "salesforce")),
        ("marketo", cfg!(feature = "marketo")),
        ("microsoft", cfg!(feature = "microsoft")),
    ] {
        if wanted {
            families.push(family);
        }
    }
    let Some(out) = std::env::var_os("OUT_DIR") else {
        println!("cargo::error=OUT_DIR is not set; build errcat with cargo");
        return ExitCode::FAILURE;
    };
    match compile(Path::new("catalog"), Path::new(&out), &families) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problems) => {
            eprintln!("{problems}");
            for line in problems.summary_lines() {
                println!("cargo::error={line}");
            }
            ExitCode::FAILURE
        }
    }
}

fn compile(catalog: &Path, out: &Path, families: &[&str]) -> Result<(), compiler::problem::Problems> {
    let mut model = compiler::load(catalog)?;
    // Of the vendors left out the mistakes are reported all the same, so that no build hides one from another.
    model.retain(|vendor| families.contains(&vendor.family.as_str()));
    if !cfg!(feature = "lang-fr") {
        model.drop_french();
    }
    compiler::write(&model, &out.join("catalog.rs"), compiler::emit::Host::Errcat)?;
    compiler::embed(&model, &out.join("sources.rs"))?;
    if cfg!(feature = "salesforce-extended") {
        compiler::extended::compile(
            &catalog.join("salesforce_extended.txt"),
            &out.join("salesforce_extended.rs"),
        )?;
    }
    Ok(())
}
