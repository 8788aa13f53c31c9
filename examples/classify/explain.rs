//! Why a verdict is what it is, with the evidence underlined where it stands.

use std::io::{self, Write};
use std::ops::Range;

use errcat::Explanation;

/// Prints each line of the input that holds a clue, the clues underlined, then the explanation.
pub fn print(out: &mut impl Write, raw: &[u8], explanation: &Explanation<'_>) -> io::Result<()> {
    let clues: Vec<(Range<usize>, bool)> = explanation.clues().map(|clue| (clue.range(), clue.decides())).collect();
    writeln!(out)?;
    let mut start = 0;
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        let end = start + line.len();
        let here = || clues.iter().filter(|(range, _)| range.start < end && range.end > start);
        if here().next().is_some() {
            // From the first to the last clue, with a little around them: lines of minified JSON are long.
            let first = here()
                .map(|(range, _)| range.start)
                .min()
                .unwrap_or(start)
                .saturating_sub(60)
                .max(start);
            let last = here().map(|(range, _)| range.end + 20).max().unwrap_or(end).min(end);
            underline(out, &raw[first..last], first, here())?;
        }
        start = end;
    }
    writeln!(out, "{explanation}")
}

/// Prints a text that stands at an offset of the input, and marks under it: `^` decides, `~` was found too.
fn underline<'c>(
    out: &mut impl Write,
    text: &[u8],
    offset: usize,
    clues: impl Iterator<Item = &'c (Range<usize>, bool)>,
) -> io::Result<()> {
    let mut marks = vec![b' '; text.len()];
    for (range, decides) in clues {
        let within = |at: usize| at.clamp(offset, offset + text.len()) - offset;
        marks[within(range.start)..within(range.end)].fill(if *decides { b'^' } else { b'~' });
    }
    let (mut shown, mut under) = (String::new(), String::new());
    let mut at = 0;
    for chunk in text.utf8_chunks() {
        for c in chunk.valid().chars() {
            // One column for each character: what is no letter of its own would shift the marks.
            shown.push(if c.is_control() { ' ' } else { c });
            under.push(char::from(marks[at]));
            at += c.len_utf8();
        }
        if !chunk.invalid().is_empty() {
            shown.push(char::REPLACEMENT_CHARACTER);
            under.push(char::from(marks[at]));
            at += chunk.invalid().len();
        }
    }
    writeln!(out, "  {}\n  {}", shown.trim_end(), under.trim_end())
}
