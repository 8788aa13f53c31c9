//! Problems as people read them: the line itself, a caret under the fault, what was probably meant.

use super::problem::{Problem, Problems};
use super::source::{Source, Span};
use annotate_snippets::{Annotation, Level, Renderer, Snippet};
use std::fmt;

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The problems are sorted by file.
        let (mut count, mut files, mut last) = (0, 0, None);
        for problem in self.iter() {
            report(problem, self, f)?;
            count += 1;
            if last.replace(problem.span.file) != Some(problem.span.file) {
                files += 1;
            }
        }
        let plural = |count| if count == 1 { "" } else { "s" };
        write!(f, "{count} problem{} in {files} file{}", plural(count), plural(files))
    }
}

fn report(problem: &Problem, problems: &Problems, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let place = |span, level, label| Some(MarkedLine::new(problems.source(span)?, span, level, label));
    let primary = place(problem.span, Level::Error, problem.label.as_str());
    let related = problem.related.as_ref();
    let related = related.and_then(|(span, label)| place(*span, Level::Warning, label));

    let snippets = match (&primary, &related) {
        (Some(primary), Some(related))
            if primary.line_start == related.line_start && primary.source.name == related.source.name =>
        {
            vec![primary.snippet().annotation(related.annotation())]
        }
        _ => primary.iter().chain(&related).map(MarkedLine::snippet).collect(),
    };
    let help = problem.help.as_deref().map(|help| Level::Help.title(help));
    let message = Level::Error
        .title(&problem.message)
        .id(problem.kind.name())
        .snippets(snippets)
        .footers(help);
    let width = primary.iter().chain(&related).find_map(MarkedLine::width);
    let renderer = width.map_or(Renderer::plain(), |width| Renderer::plain().term_width(width));
    writeln!(f, "{}\n", renderer.render(message))
}

/// One line of a file with a mark in it. A line is all that is shown of a file, so a report costs the same wherever
/// the fault is, and a value of many lines does not fill the screen.
struct MarkedLine<'a> {
    source: &'a Source,
    text: &'a str,
    /// The line's number.
    line_start: usize,
    annotation: (usize, usize),
    level: Level,
    label: &'a str,
}

impl<'a> MarkedLine<'a> {
    fn new(source: &'a Source, span: Span, level: Level, label: &'a str) -> Self {
        let line = source.line(span.start);
        let within = |offset| source.floor(offset).clamp(line.start, line.end) - line.start;
        MarkedLine {
            source,
            text: source.text.get(line.clone()).unwrap_or_default(),
            line_start: source.position(span.start).line,
            annotation: (within(span.start), within(span.end)),
            level,
            label,
        }
    }

    /// Returns how wide the report must be so that the renderer does not cut this line; `None` if it may.
    ///
    /// To cut, it subtracts the indentation from where the mark ends, and fails if that is less: for a mark in the
    /// indentation, or behind tabs, which it counts as four columns there and as none before a mark.
    fn width(&self) -> Option<usize> {
        const SAFE: usize = 12;
        let indentation = self.text.chars().take_while(|c| c.is_whitespace());
        let columns: usize = indentation.map(|c| if c == '\t' { 4 } else { 1 }).sum();
        (columns > SAFE).then(|| 1024 + 4 * self.text.len())
    }

    fn annotation(&self) -> Annotation<'a> {
        let (start, end) = self.annotation;
        let annotation = self.level.span(start..end);
        match self.label {
            "" => annotation,
            label => annotation.label(label),
        }
    }

    fn snippet(&self) -> Snippet<'a> {
        Snippet::source(self.text)
            .line_start(self.line_start)
            .origin(&self.source.name)
            .annotation(self.annotation())
    }
}
