//! `kinds.toml` and `kinds.fr.toml`: every kind once and whole.

use super::super::super::kind::Kind;
use super::super::problem::{Problem, ProblemKind, Problems};
use super::super::source::Span;
use super::super::tree::{NextStep, Tree};
use super::{entry, text};

pub fn check(tree: &Tree, problems: &mut Problems) {
    match &tree.kinds {
        Some(kinds) => {
            for defaults in &kinds.defaults {
                let kind = defaults.kind;
                text::check_texts(&defaults.texts, text::Language::English, problems);
                entry::check_step(&defaults.step, kind.value, problems);
                check_source(&defaults.step, problems);
                if entry::may_retry(kind.value) && defaults.step.backoff.is_none() {
                    problems.push(
                        Problem::new(
                            ProblemKind::BackoffMismatch,
                            kind.span,
                            format!("`{}` is retried but has no `backoff`", kind.value),
                        )
                        .label("needs `backoff`"),
                    );
                }
            }
            let named = kinds.defaults.iter().map(|defaults| defaults.kind.value);
            check_complete(kinds.top, &named.collect::<Vec<_>>(), problems);
        }
        None => missing_file("kinds.toml", problems),
    }
    match &tree.kinds_french {
        Some(kinds) => {
            for (_, texts) in &kinds.texts {
                text::check_texts(texts, text::Language::French, problems);
            }
            let named = kinds.texts.iter().map(|(kind, _)| kind.value);
            check_complete(kinds.top, &named.collect::<Vec<_>>(), problems);
        }
        None => missing_file("kinds.fr.toml", problems),
    }
}

fn check_complete(top: Span, named: &[Kind], problems: &mut Problems) {
    for kind in Kind::ALL.iter().filter(|kind| !named.contains(kind)) {
        problems.push(
            Problem::new(
                ProblemKind::MissingKey,
                top,
                format!("missing kind `{kind}`, expected every kind in this file"),
            )
            .help(format!("add a table `[{kind}]`")),
        );
    }
}

/// A fragment belongs to a vendor's docs, and a kind to no vendor.
fn check_source(step: &NextStep, problems: &mut Problems) {
    let source = step.backoff.as_ref().and_then(|b| b.source.as_ref());
    if let Some(source) = source.filter(|source| source.value.starts_with('#')) {
        problems.push(
            Problem::new(
                ProblemKind::BadValue,
                source.span,
                format!("`source` is `{}`, expected a whole URL", source.value),
            )
            .label("a fragment of no page"),
        );
    }
}

fn missing_file(name: &str, problems: &mut Problems) {
    problems.push(Problem::new(
        ProblemKind::MissingFile,
        Span::nowhere(),
        format!("the catalog has no `{name}`, expected one"),
    ));
}
