//! Which record of a batch a position belongs to.
//!
//! Responses to a batch list the records in the order of the request: a JSON array whose elements hold each record's
//! errors in objects of their own (`[{"success":false,"errors":[{…}]}]`, `compositeResponse`, `result[].reasons[]`,
//! `responses[].body.error`), `<result>` elements, or the rows of a table. An array of errors as such
//! (`[{"errorCode":…}]`) says nothing about records.

/// Follows an input from its start and counts the elements of its outermost array, `<result>` elements, or rows.
#[derive(Clone, Debug)]
pub struct Records<'a> {
    raw: &'a [u8],
    form: Form,
    at: usize,
    /// JSON: depth in brackets and braces, where the array stands, and the objects open inside of its element.
    depth: u32,
    array: Option<u32>,
    objects: u32,
    in_string: bool,
    /// How many records have begun, or elements have ended.
    count: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Json,
    Xml,
    Table,
    Other,
}

impl<'a> Records<'a> {
    /// Begins at the start of an input.
    pub fn new(raw: &'a [u8]) -> Self {
        let form = match raw.trim_ascii_start() {
            [b'{' | b'[', ..] => Form::Json,
            [b'<', ..] => Form::Xml,
            [b'"', ..] | [b's', b'f', b'_', b'_', ..] => Form::Table,
            _ => Form::Other,
        };
        Records {
            raw,
            form,
            at: 0,
            depth: 0,
            array: None,
            objects: 0,
            in_string: false,
            count: 0,
        }
    }

    /// Returns the index of the record to which a position belongs, if the input has records; positions may only grow.
    pub fn index(&mut self, position: usize) -> Option<usize> {
        let to = position.min(self.raw.len());
        match self.form {
            Form::Json => {
                while self.at < to {
                    self.step();
                }
                // The element itself is an object, and the error one inside of it.
                (self.array.is_some() && self.objects >= 2).then_some(self.count)
            }
            Form::Xml => {
                let tag = b"<result>";
                let stretch = &self.raw[self.at.saturating_sub(tag.len() - 1).min(to)..to];
                self.count += stretch.windows(tag.len()).filter(|window| window == tag).count();
                self.at = to.max(self.at);
                self.count.checked_sub(1)
            }
            Form::Table => {
                self.count += self.raw[self.at.min(to)..to]
                    .iter()
                    .filter(|byte| **byte == b'\n')
                    .count();
                self.at = to.max(self.at);
                // The first row names the columns.
                self.count.checked_sub(1)
            }
            Form::Other => None,
        }
    }

    fn step(&mut self) {
        let byte = self.raw[self.at];
        self.at += 1;
        if self.in_string {
            match byte {
                b'\\' => self.at += 1,
                b'"' => self.in_string = false,
                _ => {}
            }
            return;
        }
        match byte {
            b'"' => self.in_string = true,
            b'[' => {
                self.depth += 1;
                if self.array.is_none() {
                    self.array = Some(self.depth);
                    (self.objects, self.count) = (0, 0);
                }
            }
            b'{' => {
                self.depth += 1;
                self.objects += u32::from(self.array.is_some());
            }
            b']' | b'}' => {
                if byte == b'}' {
                    self.objects = self.objects.saturating_sub(1);
                } else if self.array == Some(self.depth) {
                    self.array = None;
                }
                self.depth = self.depth.saturating_sub(1);
            }
            b',' if self.array == Some(self.depth) => self.count += 1,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, expected: Option<usize>) {
        let mut records = Records::new(raw.as_bytes());
        let position = raw.find("HERE").expect("a marked position");
        assert_eq!(records.index(position), expected, "{raw}");
    }

    #[test]
    fn counts_elements_of_the_outermost_array() {
        check(
            r#"[{"success":true},{"success":false,"errors":[{"statusCode":"HERE"}]}]"#,
            Some(1),
        );
        check(
            r#"{"hasErrors":true,"results":[{"errors":[{"statusCode":"HERE"}]}]}"#,
            Some(0),
        );
        check(
            r#"{"ids":["a","b"],"result":[{"id":1},{"id":2},{"reasons":[{"code":"HERE"}]}]}"#,
            Some(2),
        );
        check(
            r#"{"responses":[{"id":"1"},{"body":{"error":{"code":"HERE"}}}]}"#,
            Some(1),
        );
        check(
            r#"[{"errors":[{"message":"a, \"}b","statusCode":"X"}]},{"errors":[{"statusCode":"HERE"}]}]"#,
            Some(1),
        );
    }

    #[test]
    fn an_array_of_errors_has_no_records() {
        check(r#"[{"errorCode":"A"},{"errorCode":"HERE"}]"#, None);
        check(r#"{"error":{"code":"HERE"}}"#, None);
        check("HERE: text", None);
    }

    #[test]
    fn counts_result_elements_and_rows() {
        let body = "<createResponse><result><id>1</id></result><result><errors>HERE</errors></result></createResponse>";
        check(body, Some(1));
        check("<Fault>HERE</Fault>", None);
        check("\"sf__Id\",\"sf__Error\"\n\"\",\"A:x\"\n\"\",\"HERE:x\"\n", Some(1));
    }
}
