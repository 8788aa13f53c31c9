//! Mistakes in a catalog, collected until all are known.

use super::super::named::named;
use super::source::{FileRole, Source, Span};
use std::sync::Arc;

named! {
    /// What is wrong, for tests and for a reader who greps a log. Its name stands in every report.
    pub enum ProblemKind {
        /// A file cannot be read, written, or is not UTF-8.
        Unreadable = "unreadable",
        /// A file's name gives it no place in a catalog.
        UnknownFile = "unknown-file",
        /// A file that the others need is not there.
        MissingFile = "missing-file",
        /// The text is not TOML.
        Syntax = "syntax",
        /// The same key, or the same table, twice.
        DuplicateKey = "duplicate-key",
        /// A key that the format does not have.
        UnknownKey = "unknown-key",
        /// A key that the format requires is absent.
        MissingKey = "missing-key",
        /// A value of another type than the format wants.
        WrongType = "wrong-type",
        /// A name from a fixed list (a kind, a scope, a vendor, an operation) that is not on it.
        UnknownName = "unknown-name",
        /// A value of the right type that cannot be one of these: a date, a duration, a URL, a number out of range.
        BadValue = "bad-value",
        /// The same value twice in one list.
        DuplicateValue = "duplicate-value",
        /// More of something than the tables can count.
        TooMany = "too-many",
        /// A text for people that is not in shape.
        BadText = "bad-text",
        /// A message pattern that is not in shape.
        BadPattern = "bad-pattern",
        /// One message text under two entries.
        SharedMessage = "shared-message",
        /// A code's spelling that no scanner could find.
        BadCode = "bad-code",
        /// Two spellings that differ only in case and underscores.
        SameSpelling = "same-spelling",
        /// A name (of a variant, a message, a Rust identifier) that is not in shape.
        BadName = "bad-name",
        /// Two entries with one name, or one Rust identifier.
        SameName = "same-name",
        /// A variant that nothing tells from its code's default.
        UntoldVariant = "untold-variant",
        /// A recovery that the kind's category does not allow.
        RecoveryMismatch = "recovery-mismatch",
        /// A backoff without a retry, or a retry without a backoff.
        BackoffMismatch = "backoff-mismatch",
        /// French for an entry, or for a text, that English does not have.
        OrphanTranslation = "orphan-translation",
    }
}

impl ProblemKind {
    /// Whether this may be the mere consequence of something lost to a syntax error.
    fn may_follow_from_a_loss(self) -> bool {
        matches!(
            self,
            ProblemKind::MissingKey
                | ProblemKind::UnknownName
                | ProblemKind::UntoldVariant
                | ProblemKind::OrphanTranslation
        )
    }
}

/// One mistake, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub kind: ProblemKind,
    pub span: Span,
    /// What was found and what was expected: lower case, no full stop.
    pub message: String,
    /// What to write under the caret; may be empty.
    pub label: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Another place that matters, with its own label.
    pub related: Option<(Span, String)>,
}

impl Problem {
    pub fn new(kind: ProblemKind, span: Span, message: impl Into<String>) -> Self {
        Problem {
            kind,
            span,
            message: on_one_line(message.into()),
            label: String::new(),
            help: None,
            related: None,
        }
    }

    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    pub fn help(mut self, help: impl Into<Option<String>>) -> Self {
        self.help = help.into();
        self
    }

    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related = Some((span, label.into()));
        self
    }
}

/// Everything that is wrong with a catalog, sorted by file, line and column.
///
/// Its `Display` is the full report for people; see also [`Problems::summary_lines`].
#[derive(Clone, Debug)]
pub struct Problems {
    sources: Arc<[Source]>,
    list: Vec<Problem>,
}

impl Problems {
    /// No problems yet, in these files.
    pub fn new(sources: Vec<Source>) -> Self {
        Problems {
            sources: sources.into(),
            list: Vec::new(),
        }
    }

    pub fn push(&mut self, problem: Problem) {
        self.list.push(problem);
    }

    /// The files that the problems' spans lead into.
    pub fn sources(&self) -> Arc<[Source]> {
        Arc::clone(&self.sources)
    }

    /// The same problems, with more files after those that they are about.
    pub fn beside(self, more: Vec<Source>) -> Self {
        let sources = self.sources.iter().cloned().chain(more).collect();
        Problems { sources, ..self }
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Drops the problems for which `keep` returns `false`; it may change the others.
    pub fn sift(&mut self, keep: impl FnMut(&mut Problem) -> bool) {
        self.list.retain_mut(keep);
    }

    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.list.iter()
    }

    /// The file that a span leads into.
    pub fn source(&self, span: Span) -> Option<&Source> {
        self.sources.get(span.file)
    }

    /// One line for each problem: `file:line:column: message [kind]`.
    pub fn summary_lines(&self) -> impl Iterator<Item = String> {
        self.list.iter().map(|problem| {
            let kind = problem.kind;
            let message = &problem.message;
            match self.source(problem.span) {
                Some(source) => {
                    let at = source.position(problem.span.start);
                    format!("{}:{}:{}: {message} [{kind}]", source.name, at.line, at.column)
                }
                None => format!("{message} [{kind}]"),
            }
        })
    }

    /// Sorts, and drops what only follows from a syntax error.
    ///
    /// The TOML reader gives up the rest of a file at some errors and puts an empty value at others. So the line of a
    /// syntax error has no other problem, and where a vendor's file is broken nothing is called missing or unknown.
    pub fn finish(mut self) -> Self {
        self.list
            .sort_by(|a, b| (a.span, a.kind, &a.message).cmp(&(b.span, b.kind, &b.message)));
        let sources = self.sources();
        let line = |span: Span| Some((span.file, sources.get(span.file)?.line(span.start).start));
        let vendor = |span: Span| match sources.get(span.file)?.role() {
            FileRole::Kinds | FileRole::KindsFrench => Some("kinds"),
            FileRole::Vendor(id) | FileRole::VendorFrench(id) => Some(id),
            FileRole::Unknown => None,
        };
        // Sorted, since the problems are.
        let mut lines = Vec::new();
        let mut vendors = Vec::new();
        for error in self.iter().filter(|problem| problem.kind == ProblemKind::Syntax) {
            lines.extend(line(error.span));
            let vendor = vendor(error.span);
            if !vendors.contains(&vendor) {
                vendors.push(vendor);
            }
        }
        self.list.retain(|problem| {
            let follows = line(problem.span).is_some_and(|line| lines.binary_search(&line).is_ok())
                || problem.kind.may_follow_from_a_loss() && vendors.contains(&vendor(problem.span));
            problem.kind == ProblemKind::Syntax || !follows
        });
        self
    }
}

impl std::error::Error for Problems {}

/// Messages quote names from the catalog, which may hold anything.
fn on_one_line(message: String) -> String {
    if !message.contains(char::is_control) {
        return message;
    }
    let escape = |c: char| match c.is_control() {
        true => c.escape_default().to_string(),
        false => c.to_string(),
    };
    message.chars().map(escape).collect()
}
