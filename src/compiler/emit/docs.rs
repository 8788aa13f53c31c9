//! What rustdoc shows of a code.

use std::fmt::Write as _;

use super::super::model::Code;

/// A code's documentation: the rustdoc page is the catalog that people browse.
pub fn variant(out: &mut String, code: &Code) {
    let Some(entry) = code.entries.first() else { return };
    // One attribute a code, and not one a line: each is expanded on its own.
    let mut lines = Vec::new();
    let mut doc = |line: &str| lines.push(format!(" {line}").trim_end().to_owned());
    doc(&markdown(&entry.cause.en));
    doc("");
    doc(&format!(
        "`{}`: **{}** ({}).",
        code.code,
        entry.kind.category().name(),
        entry.kind.name()
    ));
    doc(&markdown(&entry.remediation.en));
    for variant in code.entries.iter().skip(1) {
        doc("");
        let verdict = format!("{}, {}", variant.kind.category().name(), variant.kind.name());
        doc(&format!(
            "- `#{}` ({verdict}): {}",
            variant.name,
            markdown(&variant.cause.en)
        ));
    }
    doc("");
    doc(&format!(
        "Source ({}): {}.",
        entry.certainty.name(),
        entry.sources.iter().map(|s| link(s)).collect::<Vec<_>>().join(", ")
    ));
    if let Some(note) = &entry.contested {
        doc("");
        doc(&format!("Contested: {}", markdown(note)));
    }
    if let Some(note) = &code.deprecated {
        doc("");
        doc(&format!("Deprecated: {}", markdown(note)));
    }
    let _ = writeln!(out, "        #[doc = {:?}]", lines.join("\n"));
    for spelling in std::iter::once(&code.code).chain(&code.aliases) {
        // rustdoc refuses an alias that equals the item's name.
        if *spelling != code.ident {
            let _ = writeln!(out, "        #[doc(alias = {spelling:?})]");
        }
    }
}

/// Keeps a catalog's text from being read as a link, an emphasis or an HTML tag by rustdoc; addresses become links.
fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(' ') {
        if word.starts_with("https://") || word.starts_with("http://") {
            let url = word.trim_end_matches([' ', '.', ',', ';', ')', ':']);
            let _ = write!(out, "<{url}>{}", &word[url.len()..]);
            continue;
        }
        for c in word.chars() {
            if matches!(c, '[' | ']' | '<' | '>' | '*' | '_' | '`' | '\\' | '#') {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

fn link(source: &str) -> String {
    if source.starts_with("https://") || source.starts_with("http://") {
        format!("<{}>", source.replace(' ', "%20"))
    } else {
        format!("`{}`", source.replace('`', "'"))
    }
}
