//! [`Problems`]: what is wrong with a catalog, as values.
//!
//! A thin face of the compiler's own types: what a program may rely on, and no more.

use core::fmt;
use core::ops::Range;

use crate::pipeline::problem;

/// Everything that is wrong with a catalog or an overlay, sorted by file, line and column.
///
/// Its `Display` is the report that a build script prints: each line with a caret under the fault, and what was
/// probably meant.
#[derive(Clone)]
pub struct Problems(problem::Problems);

impl Problems {
    /// Yields the problems one by one.
    pub fn iter(&self) -> impl Iterator<Item = Problem<'_>> {
        self.0.iter().map(|problem| Problem { all: &self.0, problem })
    }

    /// Returns one line for each problem, `file:line:column: message [kind]`.
    pub fn summary_lines(&self) -> impl Iterator<Item = String> {
        self.0.summary_lines()
    }
}

impl From<problem::Problems> for Problems {
    fn from(problems: problem::Problems) -> Self {
        Problems(problems)
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl std::error::Error for Problems {}

/// One mistake, and where it stands.
#[derive(Clone, Copy)]
pub struct Problem<'a> {
    all: &'a problem::Problems,
    problem: &'a problem::Problem,
}

impl<'a> Problem<'a> {
    /// Returns what sort of mistake it is, such as `"unknown-key"`: the name that stands in every report.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.problem.kind.name()
    }

    /// Returns what was found and what was expected.
    #[must_use]
    pub fn message(&self) -> &'a str {
        &self.problem.message
    }

    /// Returns what to do about it, where that can be said.
    #[must_use]
    pub fn help(&self) -> Option<&'a str> {
        self.problem.help.as_deref()
    }

    /// Returns the name of the file; `None` where a file is missing.
    #[must_use]
    pub fn file(&self) -> Option<&'a str> {
        Some(&self.all.source(self.problem.span)?.name)
    }

    /// Returns where in the file it stands, in bytes.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.problem.span.start..self.problem.span.end
    }

    /// Returns the line and the column, both counted from 1, the column in characters; `None` where a file is missing.
    #[must_use]
    pub fn position(&self) -> Option<(usize, usize)> {
        let position = self.all.source(self.problem.span)?.position(self.problem.span.start);
        Some((position.line, position.column))
    }
}

/// One line: `file:line:column: message`.
impl fmt::Display for Problem<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let (Some(file), Some((line, column))) = (self.file(), self.position()) {
            write!(f, "{file}:{line}:{column}: ")?;
        }
        f.write_str(self.message())
    }
}

impl fmt::Debug for Problem<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self} [{}]", self.kind())
    }
}
