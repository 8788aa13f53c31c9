//! Codes in markup: whose underscores Markdown escapes, `REQUIRED\_FIELD\_MISSING`, or before which one sets a text in italics,
//! `_REQUIRED_FIELD_MISSING: …_`, as trackers and pages write them; and those that a mail's soft line break parts.
//!
//! To the scan these are several words, or another. They are looked for only where an input shows nothing else.

use super::in_text::has_own_message;
use super::line::REACH;
use super::word::{self, Word, is_word};
use super::{Hit, LONGEST_CODE, Mark, Scan, Span, block};

impl Scan<'_> {
    /// Returns the next code among the underscores of Markdown.
    pub(super) fn in_markup(&mut self) -> Option<Mark> {
        let from = self.candidates.from;
        for at in block::positions(&self.raw[from..], [b'\\', b'_', b'=']).map(|at| from + at) {
            if at < self.candidates.from {
                continue;
            }
            let goes_on = || at - word::split_last(&self.raw[self.candidates.from..at]).1.len();
            let start = match self.raw[at..] {
                [b'\\', b'_', ..] => goes_on(),
                // A mail breaks a word in its midst.
                [b'=', b'\n', ..] | [b'=', b'\r', b'\n', ..] if goes_on() < at => goes_on(),
                [b'_', ..] if opens_italics(self.raw, at) => at + 1,
                [b'_', ..] if closes_italics(self.raw, at) => goes_on(),
                _ => continue,
            };
            let (mut code, mut length, mut end) = ([0; LONGEST_CODE], 0, start);
            // Behind the escapes go on words; one at the end is emphasis.
            while length < LONGEST_CODE {
                let next = match &self.raw[end..] {
                    [b'\\', b'_', next, ..] if is_word(*next) => 1,
                    [b'=', b'\n', next, ..] if is_word(*next) => 2,
                    [b'=', b'\r', b'\n', next, ..] if is_word(*next) => 3,
                    [byte, ..] if is_word(*byte) => 0,
                    _ => break,
                };
                code[length] = self.raw[end + next];
                (length, end) = (length + 1, end + next + 1);
            }
            while length > 0 && code[length - 1] == b'_' {
                (length, end) = (length - 1, end - 1);
            }
            self.candidates.seek(end.max(at + 1));
            let found = self.catalog.meaning(self.order, &code[..length]).code;
            let word = Word {
                start,
                end,
                escaped: false,
            };
            let Some(found) = found.filter(|found| found.exact && !found.record.word) else {
                continue;
            };
            let line = self.lines.at(start);
            let told = || has_own_message(found.record, &self.raw[end..]);
            let place = super::place::place(self.raw, &word, line, told);
            if let Some(place) = place.filter(|_| word::is_whole(self.raw, start, end)) {
                return Some(Mark::Code(Hit {
                    record: found.record,
                    span: Span {
                        start,
                        end,
                        tagged: false,
                    },
                    place,
                    is_status: false,
                }));
            }
        }
        None
    }
}

/// Whether an underscore opens a text in italics: no word goes on there, and one that closes it stands behind, on the
/// same line.
fn opens_italics(raw: &[u8], at: usize) -> bool {
    if !may_open(raw, at) {
        return false;
    }
    let near = block::first_line(&raw[..raw.len().min(at + REACH)][at..]);
    block::positions(near, [b'_']).any(|close| may_close(near, close))
}

/// Whether an underscore closes a text in italics.
fn closes_italics(raw: &[u8], at: usize) -> bool {
    if !may_close(raw, at) {
        return false;
    }
    let near = &raw[at.saturating_sub(REACH)..at];
    let line = block::rfind(near, b'\n').map_or(near, |end| &near[end + 1..]);
    block::positions(line, [b'_']).any(|open| may_open(line, open))
}

fn may_open(text: &[u8], at: usize) -> bool {
    !is_word_byte(text[..at].last())
}

fn may_close(text: &[u8], at: usize) -> bool {
    at > 0 && !text[at - 1].is_ascii_whitespace() && !is_word_byte(text.get(at + 1))
}

fn is_word_byte(byte: Option<&u8>) -> bool {
    byte.is_some_and(|byte| is_word(*byte))
}

#[cfg(all(test, feature = "salesforce"))]
mod tests {
    use crate::{Vendor, classify};

    #[test]
    fn the_code_is_read_without_its_escapes() {
        for (raw, rule, text) in [
            (
                r"UNABLE\_TO\_LOCK\_ROW",
                "salesforce/UNABLE_TO_LOCK_ROW",
                r"UNABLE\_TO\_LOCK\_ROW",
            ),
            (
                r"first error: ENTITY\_IS\_LOCKED, the entity is locked: \[Name\]",
                "salesforce/ENTITY_IS_LOCKED",
                r"ENTITY\_IS\_LOCKED",
            ),
            // Salesforce has a code `Unknown` as well.
            (
                r#"\{ "errorStatusCode": "UNKNOWN\_EXCEPTION", "success": false \}"#,
                "salesforce/UNKNOWN_EXCEPTION",
                r"UNKNOWN\_EXCEPTION",
            ),
            (
                r"\_x\_ y \_ z: #### QUERY\_TIMEOUT\_",
                "salesforce/QUERY_TIMEOUT",
                r"QUERY\_TIMEOUT",
            ),
        ] {
            let verdict = classify(Vendor::Salesforce, raw).expect(raw);
            assert_eq!((verdict.rule(), verdict.code_text()), (rule, Some(text)), "{raw}");
        }
    }

    #[test]
    fn the_code_is_read_without_its_emphasis() {
        for raw in [
            "_UNABLE_TO_LOCK_ROW_",
            "_UNABLE_TO_LOCK_ROW: unable to_",
            "It said: _UNABLE_TO_LOCK_ROW: unable to_.",
            "_Error: UNABLE_TO_LOCK_ROW_",
        ] {
            let verdict = classify(Vendor::Salesforce, raw).expect(raw);
            assert_eq!(verdict.code_text(), Some("UNABLE_TO_LOCK_ROW"), "{raw}");
        }
    }

    #[test]
    fn what_is_no_code_stays_none() {
        for raw in [
            r"\_",
            r"a\_b\_",
            r"MY\_UNABLE\_TO\_LOCK\_ROW",
            r"UNABLE\_TO\_LOCK\_ROWS",
            r"\__\_",
            "_UNABLE_TO_LOCK_ROW: that is a name",
            "_UNABLE_TO_LOCK_ROWS_",
            "x_UNABLE_TO_LOCK_ROW_",
            "___",
            "x=1 =\n50094{",
        ] {
            assert!(classify(Vendor::Salesforce, raw).is_err(), "{raw}");
        }
    }
}
