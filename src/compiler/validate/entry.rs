//! Entries: what holds for a code, a variant, a message and a status alike.

use super::super::super::category::Category;
use super::super::super::kind::Kind;
use super::super::super::recovery::{Recovery, Role};
use super::super::problem::{Problem, ProblemKind, Problems};
use super::super::source::At;
use super::super::tree::{Backoff, Entry, NextStep, Vendor};
use super::{code, list, text};

/// The longest note on where something is known from.
const LONGEST_SOURCE: usize = 200;

pub fn check_all(vendor: &Vendor, problems: &mut Problems) {
    for code in &vendor.codes {
        let default = &code.entry;
        check(default, default.kind, vendor, problems);
        for variant in &code.variants {
            let entry = &variant.entry;
            check(entry, entry.kind.or(default.kind), vendor, problems);
        }
    }
    code::check_names("message", &vendor.messages, problems);
    for message in &vendor.messages {
        check(&message.entry, message.entry.kind, vendor, problems);
        check_role(message.role, problems);
    }
    for (_, entry) in &vendor.statuses {
        check(entry, entry.kind, vendor, problems);
    }
}

/// Whether entries of this kind are retried, and so have a backoff.
pub fn may_retry(kind: Kind) -> bool {
    Recovery::Retry.fits(kind.category())
}

/// Judges one entry by the kind that holds for it.
fn check(entry: &Entry, kind: Option<At<Kind>>, vendor: &Vendor, problems: &mut Problems) {
    if let Some(kind) = kind {
        check_step(&entry.step, kind.value, problems);
    }
    text::check_texts(&entry.texts, text::Language::English, problems);
    text::check_note("contested", entry.contested.as_ref(), problems);
    list::check_line("vendor_category", entry.vendor_category.as_ref(), problems);
    list::check_unique("source", &entry.sources, problems);
    entry.sources.iter().for_each(|source| check_source(source, problems));
    list::check_unique("status", &entry.status, problems);
    list::check_unique("operations", &entry.operations, problems);
    let known = vendor.operations.iter().map(|operation| operation.id.value.as_str());
    list::check_known("operation", &entry.operations, known, problems);
    list::check_unique("examples", &entry.examples, problems);
    for example in &entry.examples {
        if example.value.trim().is_empty() {
            let message = "an example is empty, expected an error as the vendor sends it";
            problems.push(Problem::new(ProblemKind::BadValue, example.span, message).label("empty"));
        }
    }
}

/// A message may wrap another; what follows from another is a code.
fn check_role(role: Option<At<Role>>, problems: &mut Problems) {
    if let Some(role) = role.filter(|role| role.value != Role::Wrapper) {
        let message = format!("a message has the role `{}`, expected `wrapper`", role.value.name());
        let problem = Problem::new(ProblemKind::BadValue, role.span, message);
        problems.push(problem.help("only a code follows from another one beside it".to_owned()));
    }
}

/// Judges a recovery and a backoff by the kind that holds for them.
pub fn check_step(step: &NextStep, kind: Kind, problems: &mut Problems) {
    let category = kind.category();
    if let Some(recovery) = step.recovery.filter(|recovery| !recovery.value.fits(category)) {
        let fitting = Recovery::ALL
            .iter()
            .filter(|recovery| recovery.fits(category))
            .map(|recovery| format!("`{recovery}`"));
        let fitting = fitting.collect::<Vec<_>>().join(" or ");
        problems.push(
            Problem::new(
                ProblemKind::RecoveryMismatch,
                recovery.span,
                format!(
                    "recovery `{}` does not fit the {category} kind `{kind}`",
                    recovery.value
                ),
            )
            .label(format!("expected {fitting}"))
            .help("if the recovery is right, another kind is".to_owned()),
        );
    }
    let Some(backoff) = &step.backoff else { return };
    if !may_retry(kind) {
        let retryable = Category::Retryable;
        problems.push(
            Problem::new(
                ProblemKind::BackoffMismatch,
                backoff.span,
                format!("`backoff` with the {category} kind `{kind}`, expected a {retryable} one"),
            )
            .label("nothing is retried here"),
        );
    }
    check_backoff(backoff, problems);
}

fn check_backoff(backoff: &Backoff, problems: &mut Problems) {
    if let Some(source) = &backoff.source {
        check_source(source, problems);
    }
    let Some(ceiling) = backoff.ceiling else {
        return;
    };
    for (key, wait) in [("initial", backoff.initial), ("floor", backoff.floor)] {
        if let Some(wait) = wait.filter(|wait| wait.value > ceiling.value) {
            problems.push(
                Problem::new(
                    ProblemKind::BadValue,
                    wait.span,
                    format!("`{key}` is longer than `ceiling`, expected at most as long"),
                )
                .label("longer than the ceiling")
                .related(ceiling.span, "the ceiling"),
            );
        }
    }
}

/// A source is a URL, a `#fragment`, a file's name, `owner/repo:path` or a few words; never a path of some machine.
fn check_source(source: &At<String>, problems: &mut Problems) {
    let text = source.value.as_str();
    let mut segments = text.split(['/', '\\', ':']);
    let fault = if text.trim().is_empty() {
        "is empty"
    } else if text.trim() != text || text.contains(char::is_control) {
        "has stray white space"
    } else if text.chars().count() > LONGEST_SOURCE {
        "is longer than 200 characters"
    } else if is_absolute_path(text) || segments.any(|segment| segment == "..") {
        "is a path on some machine"
    } else if text == "#" || text.starts_with('#') && text.contains(' ') {
        "is no fragment of the vendor's docs"
    } else {
        return;
    };
    problems.push(
        Problem::new(
            ProblemKind::BadValue,
            source.span,
            format!("`source` {fault}, expected a word on where this is known from"),
        )
        .label("not a source")
        .help("write a URL, a `#fragment` of the docs, a file's name, `owner/repo:path`, or a few words".to_owned()),
    );
}

fn is_absolute_path(text: &str) -> bool {
    let has_drive = text.as_bytes().get(1) == Some(&b':');
    has_drive || ["/", "\\", "~", "file:"].iter().any(|root| text.starts_with(root))
}
