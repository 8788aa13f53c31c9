//! Codes whose underscores Markdown escapes: `REQUIRED\_FIELD\_MISSING`, as trackers and pages write them.
//!
//! To the scan such a code is several words. It is looked for only where an input shows nothing else.

use super::word::{self, Word, is_word};
use super::{Hit, LONGEST_CODE, Mark, Scan, Span, block};

impl Scan<'_> {
    /// Returns the next code with escaped underscores.
    pub(super) fn escaped_underscores(&mut self) -> Option<Mark> {
        let from = self.candidates.from;
        let escapes = block::positions(&self.raw[from..], [b'\\']).map(|at| from + at);
        for escape in escapes.filter(|at| self.raw[*at..].starts_with(br"\_")) {
            if escape < self.candidates.from {
                continue;
            }
            let (_, first) = word::split_last(&self.raw[self.candidates.from..escape]);
            let start = escape - first.len();
            let (mut code, mut length, mut end) = ([0; LONGEST_CODE], 0, start);
            // Behind the escapes go on words; one at the end is emphasis.
            while length < LONGEST_CODE && end < self.raw.len() {
                let next = match &self.raw[end..] {
                    [b'\\', b'_', next, ..] if is_word(*next) => 1,
                    [byte, ..] if is_word(*byte) => 0,
                    _ => break,
                };
                code[length] = self.raw[end + next];
                (length, end) = (length + 1, end + next + 1);
            }
            self.candidates.seek(end.max(escape + 1));
            let found = self.catalog.meaning(self.order, &code[..length]).code;
            let word = Word {
                start,
                end,
                escaped: false,
            };
            let Some(found) = found.filter(|found| found.exact && !found.record.word) else {
                continue;
            };
            let line = self.line(start);
            if let Some(place) =
                super::place::place(self.raw, &word, line).filter(|_| word::is_whole(self.raw, start, end))
            {
                return Some(Mark::Code(Hit {
                    record: found.record,
                    span: Span {
                        start,
                        end,
                        tagged: false,
                    },
                    place: Some(place),
                    number: false,
                }));
            }
        }
        None
    }
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
    fn what_is_no_code_stays_none() {
        for raw in [
            r"\_",
            r"a\_b\_",
            r"MY\_UNABLE\_TO\_LOCK\_ROW",
            r"UNABLE\_TO\_LOCK\_ROWS",
            r"\__\_",
        ] {
            assert!(classify(Vendor::Salesforce, raw).is_err(), "{raw}");
        }
    }
}
