//! [`Line`]: the line on which something stands, as far as it is near.

use super::block;
use super::word;

/// How far a line is read back and ahead: keeps the time linear in the input.
pub const REACH: usize = 256;

/// How far what stands below is read from a place on.
const NEAR: usize = 2 * REACH;

/// A place in a text, and where the line begins on which it is, and perhaps where it ends.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    raw: &'a [u8],
    start: usize,
    at: usize,
    /// Once it has been looked for; and then `None` if the line goes on for longer than what is near.
    end: Option<Option<usize>>,
}

/// Follows an input and knows where the line begins on which a place is, so that of many places none is read back from.
#[derive(Clone, Copy, Debug)]
pub struct Lines<'a> {
    raw: &'a [u8],
    start: usize,
    followed: usize,
}

impl<'a> Lines<'a> {
    /// Begins at the start of an input.
    pub fn new(raw: &'a [u8]) -> Self {
        Lines {
            raw,
            start: 0,
            followed: 0,
        }
    }

    /// Returns the line of a place; `None` if it begins too far away.
    #[inline]
    pub fn at(&mut self, at: usize) -> Option<Line<'a>> {
        if at < self.followed {
            return Line::of(self.raw, at);
        }
        if let Some(newline) = block::rfind(&self.raw[self.followed..at], b'\n') {
            self.start = self.followed + newline + 1;
        }
        self.followed = at;
        (at - self.start < REACH).then(|| Line::new(self.raw, self.start, at))
    }
}

impl<'a> Line<'a> {
    fn new(raw: &'a [u8], start: usize, at: usize) -> Self {
        let end = None;
        Line { raw, start, at, end }
    }

    /// Returns the line with its end, for those who ask for it more than once.
    pub fn with_end(self) -> Self {
        let end = Some(self.end());
        Line { end, ..self }
    }

    /// Returns where the line ends, if that is near.
    fn end(&self) -> Option<usize> {
        self.end.unwrap_or_else(|| {
            let near = &self.raw[self.at..self.raw.len().min(self.at + NEAR)];
            block::find(near, b'\n').map(|length| self.at + length)
        })
    }

    /// Finds the line of a place; `None` if it begins too far away.
    pub fn of(raw: &'a [u8], at: usize) -> Option<Self> {
        let near = at.saturating_sub(REACH);
        let start = match block::rfind(&raw[near..at], b'\n') {
            Some(newline) => near + newline + 1,
            None if at < REACH => 0,
            None => return None,
        };
        Some(Line::new(raw, start, at))
    }

    /// Returns the line as far as the place.
    pub fn before(&self) -> &'a [u8] {
        &self.raw[self.start..self.at]
    }

    /// Returns the line from the place on, or what is near of it.
    pub fn rest(&self) -> &'a [u8] {
        let end = self.end().unwrap_or(self.raw.len());
        &self.raw[self.at..end.min(self.at + REACH)]
    }

    /// Returns the text from the line's beginning on, or what is near of it.
    pub fn text(&self) -> &'a [u8] {
        &self.raw[self.start..self.raw.len().min(self.start + 2 * REACH)]
    }

    /// Returns all that stands above the line.
    pub fn above(&self) -> &'a [u8] {
        &self.raw[..self.start]
    }

    /// Returns the line above, if there is one and it is near.
    pub fn previous(&self) -> Option<&'a [u8]> {
        let above = self.above().strip_suffix(b"\n")?;
        Some(Line::of(above, above.len())?.before())
    }

    /// Returns the text below the line, if it ends near.
    pub fn below(&self) -> Option<&'a [u8]> {
        Some(&self.raw[self.end()? + 1..self.raw.len().min(self.at + NEAR)])
    }

    /// Returns the word that begins at the place.
    pub fn word(&self) -> &'a [u8] {
        let rest = &self.raw[self.at..];
        &rest[..word::end(&rest[..rest.len().min(REACH)], 0)]
    }

    /// Whether another place before this one is on it too.
    pub fn begins_before(&self, other: usize) -> bool {
        self.start <= other
    }

    /// Whether it is the input's only one, as far as is near.
    pub fn is_alone(&self) -> bool {
        self.is_first() && self.end().is_none()
    }

    /// Whether it is the input's first.
    pub fn is_first(&self) -> bool {
        self.start == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of every length around the reach, one behind another, and every place in them in turn.
    #[test]
    fn following_an_input_finds_the_line_that_reading_back_finds() {
        let lengths = [0, 1, 15, 16, 17, 254, 255, 256, 257, 600, 3];
        let text: String = lengths.iter().map(|length| "x".repeat(*length) + "\n").collect();
        for step in [1, 2, 7, 255, 256, 300] {
            let mut lines = Lines::new(text.as_bytes());
            for at in (0..=text.len()).step_by(step) {
                let (followed, read) = (lines.at(at), Line::of(text.as_bytes(), at));
                let place = |line: Line<'_>| (line.start, line.end());
                assert_eq!(followed.map(place), read.map(place), "{at}");
            }
            // A place before the last one is read back to.
            let behind = lines.at(20).map(|line| line.start);
            assert_eq!(behind, Line::of(text.as_bytes(), 20).map(|line| line.start));
        }
    }
}
