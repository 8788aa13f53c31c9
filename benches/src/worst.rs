//! Inputs of any length on which a scan could be slow.
//!
//! Each is made for something that the scan does: what is read again from a later place, or looked at once for every
//! code or word, costs the square of the length as soon as the input has many of them. So each is a short unit over and
//! over, or one long run between a beginning and an end; `instructions/` holds that twice the length costs twice as much.

use errcat::{Vendor, classify};

use crate::corpus::Message;

/// A kind of input.
#[derive(Clone, Copy, Debug)]
pub struct Worst {
    /// Its name in tables and in recorded numbers.
    pub name: &'static str,
    /// The vendor asked.
    pub vendor: Vendor,
    head: &'static str,
    unit: &'static str,
    tail: &'static str,
}

const fn repeated(name: &'static str, unit: &'static str) -> Worst {
    run(name, "", unit, "")
}

const fn run(name: &'static str, head: &'static str, unit: &'static str, tail: &'static str) -> Worst {
    Worst {
        name,
        vendor: Vendor::Salesforce,
        head,
        unit,
        tail,
    }
}

/// All kinds.
pub const ALL: &[Worst] = &[
    // Runs of one byte.
    run("one_word", "", "a", ""),
    run("one_capital_word", "", "A", ""),
    run("underscores", "", "_", ""),
    run("digits", "code: ", "7", ""),
    run("spaces", "", " ", ""),
    run("newlines", "", "\n", ""),
    run("quotes", "", "\"", ""),
    run("colons", "", ":", ""),
    run("backslashes", "\\", "\\", "u0022"),
    run("open_braces", "", "{", ""),
    run("closed_braces", "", "}", ""),
    run("angles", "", "<", ""),
    run("ampersands", "", "&", ""),
    run("percents", "", "%", ""),
    run("accents", "", "é", ""),
    run("zero_width", "", "\u{200b}", ""),
    run("continuation_bytes", "", "€", ""),
    // Words.
    repeated("letters", "a "),
    repeated("identifiers", "a_b "),
    repeated("humps", "aB "),
    repeated("numbers", "606 "),
    repeated("quoted_words", "\"conflict\" "),
    repeated("near_misses", "UNABLE_TO_LOCK_ROX "),
    repeated("near_misses_glued", "XUNABLE_TO_LOCK_ROW-UNABLE_TO_LOCK_ROWS_"),
    run("word_of_codes", "", "UNABLE_TO_LOCK_ROW_", ""),
    // Escapes.
    repeated("escaped_quotes", "\\\"errorCode\\\" "),
    repeated("unicode_escapes", "\\u0022a"),
    repeated("percent_escapes", "%22a"),
    repeated("entities", "&quot;a"),
    repeated("unfinished_entities", "&quo "),
    repeated("colours", "\u{1b}[1;31ma"),
    repeated("unfinished_colours", "[1;1;1;1;1;1;1;1"),
    // Codes.
    repeated("codes", "UNABLE_TO_LOCK_ROW "),
    repeated(
        "codes_with_text",
        "UNABLE_TO_LOCK_ROW: unable to obtain exclusive access to this record ",
    ),
    repeated("drifted_codes", "unableToLockRow: "),
    repeated("codes_in_paths", "a::UNABLE_TO_LOCK_ROW "),
    repeated("codes_in_rows", "UNABLE_TO_LOCK_ROW,text\n"),
    repeated("codes_in_lists", "    UNABLE_TO_LOCK_ROW,\n"),
    repeated("codes_in_items", "- a UNABLE_TO_LOCK_ROW "),
    repeated("wrappers", "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: "),
    repeated("variants", "REQUEST_LIMIT_EXCEEDED: TotalRequests "),
    run("codes_far_apart", "UNABLE_TO_LOCK_ROW", " ", "UNABLE_TO_LOCK_ROW"),
    run("code_after_quotes", "", "\"", "UNABLE_TO_LOCK_ROW"),
    // Fields.
    repeated("fields", "errorCode "),
    repeated("fields_without_value", "\"errorCode\":"),
    repeated("fields_of_fields", "errorCode=errorCode&"),
    repeated("fields_with_codes", "\"errorCode\":\"UNABLE_TO_LOCK_ROW\","),
    repeated("fields_with_unknown", "\"errorCode\":\"NO_SUCH_CODE\","),
    repeated("fields_with_flags", "\"errorCode\":\"null\","),
    repeated(
        "fields_with_wide_gaps",
        "errorCode \" \" \" \" \" \" \" \" \" \" \" \" \" \" \" \" \" \" \" \" \" : ",
    ),
    repeated("open_tags", "<faultcode>"),
    repeated(
        "tags_with_attributes",
        "<faultcode a='a' b='b' c='c' d='d' e='e' f='f' g='g' h='h' i='i' j='j' ",
    ),
    repeated("prefixed_tags", "<a:faultcode"),
    run("long_prefix", "<", "a", ":faultcode>UNABLE_TO_LOCK_ROW"),
    run("long_value", "\"errorCode\":\"", "A", "\""),
    run("gap_of_brackets", "errorCode: ", "[", "UNABLE_TO_LOCK_ROW"),
    repeated(
        "value_then_spaces",
        "errorCode:x                                                                ",
    ),
    // Nesting.
    repeated(
        "errors",
        "{\"errorCode\":\"UNABLE_TO_LOCK_ROW\",\"message\":\"unable to obtain exclusive access\"},",
    ),
    repeated(
        "unknown_errors",
        "{\"errorCode\":\"NO_SUCH_CODE\",\"message\":\"There is no such thing\"},",
    ),
    repeated(
        "nested_objects",
        "{\"error\":{\"code\":\"NO_SUCH_CODE\",\"innerError\":",
    ),
    repeated("nested_elements", "<a><faultcode>UNABLE_TO_LOCK_ROW</faultcode>"),
    repeated("closed_objects", "\"errorCode\":\"UNABLE_TO_LOCK_ROW\"}"),
    repeated("lines_of_fields", "\"errorCode\":\"UNABLE_TO_LOCK_ROW\"\n"),
    // Messages.
    repeated("first_words", "the "),
    repeated("first_words_of_graph", "the ").asked_of(Vendor::Microsoft365Backup),
    repeated("first_words_of_marketo", "lead ").asked_of(Vendor::MarketoRest),
    repeated("first_words_glued", "the\u{200b}"),
    repeated("beginnings", "The requested user '"),
    repeated("long_beginnings", "unable to obtain exclusive access to this "),
    repeated("stars", "entity type "),
    repeated("stars_short", "there are ").asked_of(Vendor::MarketoRest),
    repeated("stars_quoted", "field '").asked_of(Vendor::MarketoRest),
    repeated("stars_of_entra", "the user account ").asked_of(Vendor::MicrosoftEntra),
    run("star_then_escaped_spaces", "entity type ", "%20", ""),
    run("star_then_escaped_lines", "entity type ", "\\r", ""),
    // Each of the beginnings looks for the rest of its pattern in the run behind it.
    repeated(
        "stars_and_spaces",
        concat!(
            "entity type entity type entity type entity type entity type entity type entity type entity type entity type ",
            "entity type entity type entity type entity type entity type entity type entity type entity type entity type ",
            "                                                                                                            ",
            "                                                                                                            ",
            "                                                                                                            ",
            "                                                                                                            ",
            "                                                                                                            ",
            "                                                                                                            ",
            "                                                                                                            ",
            "                                                                                                            ",
        ),
    ),
    run("star_then_spaces", "there are", " ", ""),
    run("star_then_zero_width", "there are a ", "\u{200b}", ""),
    run("pattern_then_spaces", "unable to obtain", " ", "exclusive"),
    run("pattern_then_backslashes", "unable to", "\\", " obtain"),
    run(
        "delay_of_digits",
        "Max rate limit '100' exceeded with in '",
        "9",
        "' secs",
    ),
    run(
        "sentence",
        "",
        "unable to process the request at this moment, please try again later; ",
        "",
    ),
];

impl Worst {
    const fn asked_of(self, vendor: Vendor) -> Worst {
        Worst { vendor, ..self }
    }

    /// Classifies an input of this kind and returns the length of the rule's name.
    #[must_use]
    pub fn classify(&self, input: &str) -> usize {
        classify(self.vendor, input).map_or(0, |c| c.rule().len())
    }

    /// Returns an input of this many bytes, or one or two less where a character would be cut.
    #[must_use]
    pub fn of_length(&self, length: usize) -> String {
        let mut text = String::with_capacity(length + self.unit.len());
        text.push_str(self.head);
        while text.len() + self.tail.len() < length {
            text.push_str(self.unit);
        }
        let mut end = length - self.tail.len();
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
        text.push_str(self.tail);
        text
    }
}

/// Returns log lines of about a length, each with one of the messages somewhere in the latter half.
#[must_use]
pub fn log_lines(messages: &[Message], length: usize, count: usize) -> Vec<String> {
    let words = "2026-11-21T08:05:29.113Z INFO [worker-7] com.example.sync.Batch: fetched 200 records of Account in 412 ms; \
                 cursor=eyJpZCI6IjAwMTVnMDAwMDBBYkNkIn0= next_page=true retry_count=0 X-Request-Id: 5f1c9a2e ";
    let short = messages
        .iter()
        .filter(|message| message.raw.len() < length / 4)
        .take(count);
    short
        .enumerate()
        .map(|(number, message)| {
            let before = length / 2 + number * 7 % (length / 4);
            let fill = |length: usize| words.chars().cycle().skip(number * 13 % words.len()).take(length);
            let mut line: String = fill(before).collect();
            line.push_str(&message.raw);
            let rest = length.saturating_sub(line.len());
            line.extend(fill(rest));
            line
        })
        .collect()
}
