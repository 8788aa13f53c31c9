//! Time grows with the input's length and no faster, on the worst inputs that anybody could think of.
//!
//! No bound on time as such: sixteen short inputs are held against one that is sixteen times as long. Where the time is
//! linear the two take the same; where it grows with the square, the long one takes sixteen times as much. The two are
//! measured by turns and the best of each counts, so that a busy machine slows both. `benches/` counts instructions.

#![cfg(all(feature = "salesforce", feature = "marketo", feature = "microsoft"))]

use errcat::{Vendor, classify, classify_all};
use std::hint::black_box;
use std::ops::RangeInclusive;
use std::time::{Duration, Instant};

/// How many times as long the long input is.
const TIMES: usize = 16;

/// The short input's length: the more, the better a square is told from its surroundings, and the longer it takes.
const SHORT: RangeInclusive<usize> = if cfg!(debug_assertions) {
    1 << 11..=1 << 16
} else {
    1 << 14..=1 << 16
};

/// About so long may reading the short input take.
const MOMENT: Duration = Duration::from_millis(1);

/// How much more the long input may take: well above noise, well below the square.
const GENEROSITY: f64 = 3.2;

/// After so many rounds it is no noise.
const ROUNDS: usize = 6;

fn time(work: impl Fn()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// Reads an input in both ways.
fn read(vendor: Vendor, text: &str) {
    black_box(classify(vendor, black_box(text)).is_ok());
    black_box(classify_all(vendor, black_box(text)).count());
}

/// Returns how many times as long a long input took as short ones together; they are as long as time allows.
fn growth(of_length: impl Fn(usize) -> String, read: impl Fn(&str)) -> f64 {
    let mut length = *SHORT.start();
    while length < *SHORT.end() && time(|| read(&of_length(length))) < MOMENT / 2 {
        length *= 2;
    }
    let (short, long) = (of_length(length), of_length(length * TIMES));
    let (mut shorts, mut longs) = (Duration::MAX, Duration::MAX);
    let mut growth = f64::INFINITY;
    for _ in 0..ROUNDS {
        shorts = shorts.min(time(|| (0..TIMES).for_each(|_| read(&short))));
        longs = longs.min(time(|| read(&long)));
        growth = longs.as_secs_f64() / shorts.as_secs_f64();
        if growth <= GENEROSITY {
            break;
        }
    }
    growth
}

/// A head, a unit over and over, another one over and over, and a tail.
struct Shape {
    vendor: Vendor,
    head: &'static str,
    units: [&'static str; 2],
    tail: &'static str,
}

impl Shape {
    fn of_length(&self, length: usize) -> String {
        let runs = self.units.iter().filter(|unit| !unit.is_empty()).count();
        let share = (length - self.head.len() - self.tail.len()) / runs;
        let [first, second] = self
            .units
            .map(|unit| unit.repeat(share.checked_div(unit.len()).unwrap_or(0)));
        [self.head, &first, &second, self.tail].concat()
    }
}

const fn repeated(unit: &'static str) -> Shape {
    between("", unit, "")
}

const fn between(head: &'static str, unit: &'static str, tail: &'static str) -> Shape {
    asked_of(Vendor::Salesforce, head, unit, tail)
}

const fn asked_of(vendor: Vendor, head: &'static str, unit: &'static str, tail: &'static str) -> Shape {
    Shape {
        vendor,
        head,
        units: [unit, ""],
        tail,
    }
}

#[track_caller]
fn linear(shapes: &[Shape]) {
    let mut failures = String::new();
    for shape in shapes {
        let growth = growth(|length| shape.of_length(length), |text| read(shape.vendor, text));
        if growth > GENEROSITY {
            let Shape {
                vendor,
                head,
                units,
                tail,
            } = shape;
            failures += &format!("{growth:.1} times: {vendor} {head:?} {units:?} {tail:?}\n");
        }
    }
    assert!(failures.is_empty(), "takes too long:\n{failures}");
}

#[test]
fn the_square_would_be_seen() {
    let all_behind = |text: &str| {
        let ends = |at: &usize| black_box(text).as_bytes()[*at..].contains(&b'b');
        black_box((0..text.len()).filter(ends).count());
    };
    let growth = growth(|length| "a".repeat(length), all_behind);
    assert!(growth > GENEROSITY, "{growth:.1} times");
}

#[test]
fn runs_of_one_byte() {
    linear(&[
        between("", "a", ""),
        between("code: ", "7", ""),
        between("UNABLE_TO_LOCK_ROW", " ", "UNABLE_TO_LOCK_ROW"),
        between("errorCode", " ", ":UNABLE_TO_LOCK_ROW"),
        between("errorCode: ", "[", "UNABLE_TO_LOCK_ROW"),
        between("\"errorCode\":\"", "A", "\""),
        between("", "\"", "UNABLE_TO_LOCK_ROW"),
        between("\\", "\\", "u0022UNABLE_TO_LOCK_ROW"),
        between("<", "a", ":faultcode>UNABLE_TO_LOCK_ROW"),
        between("", "\n", "UNABLE_TO_LOCK_ROW"),
        between("", "{", "\"errorCode\":\"UNABLE_TO_LOCK_ROW\""),
    ]);
}

#[test]
fn codes_and_fields_over_and_over() {
    linear(&[
        repeated("UNABLE_TO_LOCK_ROW "),
        repeated("UNABLE_TO_LOCK_ROW,"),
        repeated("UNABLE_TO_LOCK_ROW\n"),
        repeated("\tUNABLE_TO_LOCK_ROW,text\n"),
        repeated("a_b "),
        repeated("errorCode="),
        repeated("\"errorCode\":"),
        repeated("errorCode \" \" \" \" \" \" \" \" : "),
        repeated("<faultcode>"),
        repeated("<a:faultcode"),
        repeated("\\\"errorCode\\\" "),
        repeated("&quot;errorCode&quot;:&quot;"),
        repeated("&quo errorCode"),
        repeated("%22errorCode%22"),
        repeated("[1;1;1;1;1;1;1;1"),
        asked_of(Vendor::MarketoRest, "", "{\"code\":\"606\"},", ""),
        asked_of(Vendor::MarketoRest, "", "{\"code\":\"606\",\"message\":\"x\",", ""),
        asked_of(Vendor::MarketoRest, "", "\"code\":\"606\",\"message\":\"x\",", ""),
        asked_of(Vendor::MarketoRest, "{", "\"code\":\"606\",\"message\":\"x\",", ""),
        asked_of(Vendor::MarketoRest, "", "X = {\"code\":\"606\",\"message\":\"x\"};", ""),
        asked_of(Vendor::MarketoRest, "", "(606) error 606: ", ""),
    ]);
}

#[test]
fn escapes_over_and_over() {
    // What begins an escape that does not end, or ends in another one that does not.
    linear(&[
        repeated("\\"),
        repeated("\\%5C"),
        repeated("%5C"),
        repeated("%25"),
        repeated("&%26"),
        repeated("&%23"),
        repeated("&a"),
        repeated("\\&a"),
        repeated("%26a%253B"),
        repeated("%E2%25E2"),
        repeated("m\\\\"),
        repeated(";m"),
        repeated("%1B%5B1%3B1%3B1%3B1%3B1%3B1m"),
        repeated("code%26a%26a%26a%26a%26a%26a%26a"),
        repeated("%5C%5C%5C%5C%5C%5C%5C%5C%5Ccode"),
        repeated("[%22code%22%5D]%5D]"),
        between("code%5C", "%5C", "u0022%3A606"),
        between("%3C", "a", "%3Afaultcode%3EUNABLE_TO_LOCK_ROW"),
        between("errorCode%22%3A", "%22", "UNABLE_TO_LOCK_ROW"),
    ]);
}

#[test]
fn errors_over_and_over() {
    linear(&[
        repeated("{\"errorCode\":\"UNABLE_TO_LOCK_ROW\",\"message\":\"unable to obtain exclusive access\"},"),
        repeated("{\"errorCode\":\"NO_SUCH_CODE\",\"message\":\"There is no such thing\"},"),
        repeated("\"errorCode\":\"UNABLE_TO_LOCK_ROW\"}"),
        repeated("<result><errors><statusCode>UNABLE_TO_LOCK_ROW</statusCode></errors></result>"),
        repeated("InvalidBatch : "),
        repeated("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY, caused by: "),
        repeated("{\"errorCode\":\"CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY\",\"message\":\"the \"},"),
        asked_of(
            Vendor::MicrosoftGraph,
            "",
            "{\"error\":{\"code\":\"UnknownError\",\"innerError\":",
            "",
        ),
        asked_of(
            Vendor::MicrosoftGraph,
            "[",
            "{\"error\":{\"code\":\"UnknownError\",\"message\":\"the \"}},",
            "]",
        ),
    ]);
}

#[test]
fn records_over_and_over() {
    linear(&[
        between(
            "[",
            "{\"success\":false,\"errors\":[{\"message\":\"unable to obtain exclusive access to this record\"}]},",
            "]",
        ),
        between(
            "[",
            "{\"success\":true,\"errors\":[{\"message\":\"unable to obtain exclusive access to this record\"}]},",
            "]",
        ),
        between(
            "[",
            "{\"a\":{\"errorCode\":\"UNABLE_TO_LOCK_ROW\"},\"Retry-After\":\"7\"},",
            "]",
        ),
        between("[{\"a\":", "{\"errorCode\":\"UNABLE_TO_LOCK_ROW\"},", "}]"),
        between("[", "{\"a\":{\"message\":\"UNABLE_TO_LOCK_ROW: x\"}},\n", "]"),
        between("[", "{\"a\":{", "\"errorCode\":\"UNABLE_TO_LOCK_ROW\""),
        between("", "[{\"a\":{", "UNABLE_TO_LOCK_ROW"),
        between("[", "{\"a\":{}},", "UNABLE_TO_LOCK_ROW"),
        between("", "<result>", "UNABLE_TO_LOCK_ROW"),
        repeated("<result><message>UNABLE_TO_LOCK_ROW: unable</message></result>"),
        repeated("<result><message>unable to obtain exclusive access to this record</message></result>"),
        between("sf__Id,sf__Error\n", ",\"UNABLE_TO_LOCK_ROW:\nx\"\n", ""),
        between(
            "sf__Id,sf__Error\n",
            ",\"unable to obtain exclusive access to this record\nx\"\n",
            "",
        ),
        between("sf__Id,sf__Error\n", "\n ", ",UNABLE_TO_LOCK_ROW:x"),
        between("sf__Id,", "a,", "\n,UNABLE_TO_LOCK_ROW:x"),
        asked_of(
            Vendor::MicrosoftGraph,
            "{\"responses\":[",
            "{\"status\":429,\"headers\":{\"Retry-After\":\"7\"},\"body\":{\"error\":{\"code\":\"TooManyRequests\"}}},",
            "]}",
        ),
    ]);
}

#[test]
fn what_is_asked_again_for_each_error() {
    // Whether all of it is data, what answered the record, where the input begins, whether an object ends a list's element.
    let shape = |vendor, head, units, tail| Shape {
        vendor,
        head,
        units,
        tail,
    };
    linear(&[
        shape(
            Vendor::Salesforce,
            "{\"totalSize\":1,\"records\":[",
            ["UNABLE\\_TO\\_LOCK\\_ROW: x\n", "\"a\":1,"],
            "\"error\":{}}",
        ),
        shape(
            Vendor::MicrosoftGraph,
            "{\"responses\":[{\"id\":\"1\",\"status\":404,\"x\":\"",
            ["aa_b ", "\",\"body\":{\"errors\":[{\"code\":\"accessDenied\"},"],
            "]}}]}",
        ),
        shape(
            Vendor::Salesforce,
            "",
            ["> ", "\nfoo: UNABLE_TO_LOCK_ROW: unable to"],
            "",
        ),
        shape(
            Vendor::Salesforce,
            "```",
            ["a", "\nfoo: UNABLE_TO_LOCK_ROW: unable to"],
            "",
        ),
        shape(
            Vendor::MicrosoftGraph,
            "{\"error\":{\"innerError\":{\"code\":\"accessDenied\"}",
            [" ", ",\"code\":\"itemNotFound\""],
            "",
        ),
    ]);
}

#[test]
fn beginnings_of_messages() {
    const STARS_AND_SPACES: &str = concat!(
        "entity type entity type entity type entity type entity type entity type entity type entity type entity type ",
        "                                                                                                            ",
        "                                                                                                            ",
    );
    linear(&[
        repeated("the "),
        repeated("the\u{200b}"),
        repeated("unable to obtain exclusive access to this "),
        repeated("entity type "),
        repeated(STARS_AND_SPACES),
        between("entity type ", "%20", ""),
        between("unable to obtain", " ", "exclusive"),
        between("unable to", "\\", " obtain"),
        asked_of(Vendor::Microsoft365Backup, "", "the ", ""),
        asked_of(Vendor::Microsoft365Backup, "", "(the ", ""),
        asked_of(Vendor::Microsoft365Backup, "", "\"the ", ""),
        asked_of(Vendor::Microsoft365Backup, "", "the, ", ""),
        asked_of(Vendor::Microsoft365Backup, "", "the%20", ""),
        asked_of(Vendor::Microsoft365Backup, "", "the\\n", ""),
        asked_of(Vendor::MicrosoftEntra, "", "the user account ", ""),
        asked_of(Vendor::MarketoRest, "", "field '", ""),
        asked_of(
            Vendor::MarketoRest,
            "Max rate limit '100' exceeded with in '",
            "9",
            "' secs",
        ),
        asked_of(Vendor::MarketoRest, "", "Max rate limit '100' exceeded with in '", ""),
    ]);
}

#[test]
fn every_messages_beginning() {
    // Each vendor's examples, one behind the other, as often as it takes.
    for vendor in Vendor::all() {
        let examples: Vec<_> = vendor.entries().flat_map(|entry| entry.examples()).copied().collect();
        let text = |length: usize| {
            let mut text = String::new();
            for example in examples.iter().cycle() {
                if text.len() >= length {
                    break;
                }
                text.push_str(example);
                text.push('\n');
            }
            text
        };
        let growth = growth(text, |text| read(vendor, text));
        assert!(growth <= GENEROSITY, "{growth:.1} times: {vendor}'s examples");
    }
}

/// A long run, and behind it what looks back to it or on to the end, again and again.
#[test]
fn runs_behind_runs() {
    const RUNS: [&str; 13] = [
        " ", "\n", "*", "[", "}", "\"", "\\", "|", "7", "A_", "%20", "a, ", "\u{200b}",
    ];
    const UNITS: [(Vendor, &str); 8] = [
        (Vendor::Salesforce, "UNABLE_TO_LOCK_ROW is "),
        (Vendor::Salesforce, "'UNABLE_TO_LOCK_ROW', "),
        (Vendor::Salesforce, "| UNABLE_TO_LOCK_ROW | "),
        (Vendor::Salesforce, "\"errorCode\":\"UNABLE_TO_LOCK_ROW\","),
        (Vendor::Salesforce, "unable to obtain "),
        (Vendor::MicrosoftGraph, "\"code\":\"UnknownError\","),
        (Vendor::MicrosoftEntra, "AADSTS50076 "),
        (Vendor::MarketoRest, "{\"code\":\"606\"}"),
    ];
    let both = |(vendor, unit), run| {
        [[run, unit], [unit, run]].map(|units| Shape {
            vendor,
            head: "",
            units,
            tail: "",
        })
    };
    let shapes: Vec<_> = UNITS
        .iter()
        .flat_map(|unit| RUNS.iter().flat_map(|run| both(*unit, *run)))
        .collect();
    linear(&shapes);
}
