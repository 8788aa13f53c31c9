//! Which record of a batch an error belongs to, and what it takes along from there: laws over every short batch.

#![cfg(all(feature = "salesforce", feature = "marketo", feature = "microsoft"))]

use std::time::Duration;

use errcat::{Applied, Category, Evidence, Failure, Vendor, classify, classify_all};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;

mod invariants {
    pub mod classify;
}

/// What became of one record.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    /// It was written.
    Written,
    /// It failed with a code that is known, and one that says when to come back.
    Code,
    /// It failed with a code that nobody knows.
    NewCode,
    /// It failed with a message that is known, and no code.
    Message,
    /// It failed with a message that nobody knows, and no code.
    NewMessage,
}

const FATES: [Fate; 5] = [
    Fate::Written,
    Fate::Code,
    Fate::NewCode,
    Fate::Message,
    Fate::NewMessage,
];

/// How a vendor answers to a batch.
struct Shape {
    name: &'static str,
    vendor: Vendor,
    code: &'static str,
    message: &'static str,
    /// Whether the answer to each record has a status of its own, and whether it has headers.
    answers: bool,
    headers: bool,
    head: &'static str,
    between: &'static str,
    tail: &'static str,
    /// Writes one record of such a fate; `delay` are the seconds that its headers name.
    record: fn(&Shape, Fate, u32) -> String,
}

const LOCKED: &str = "unable to obtain exclusive access to this record";

const SALESFORCE: Shape = Shape {
    name: "sObject Collections",
    vendor: Vendor::Salesforce,
    code: "REQUIRED_FIELD_MISSING",
    message: LOCKED,
    answers: false,
    headers: false,
    head: "[",
    between: ",",
    tail: "]",
    record: |shape, fate, _| match errors(shape, fate, "statusCode") {
        None => r#"{"id":"001RM000003oLnnYAE","success":true,"errors":[]}"#.to_owned(),
        Some(error) => format!(r#"{{"success":false,"errors":[{error}]}}"#),
    },
};

const SHAPES: [Shape; 14] = [
    SALESFORCE,
    Shape {
        name: "sObject Tree and collections in an object",
        head: r#"{"hasErrors":true,"results":["#,
        tail: "]}",
        ..SALESFORCE
    },
    Shape {
        name: "sObject Collections, printed in lines",
        between: ",\n  ",
        tail: "\n]\n",
        head: "[\n  ",
        record: |shape, fate, delay| {
            (SALESFORCE.record)(shape, fate, delay)
                .replace('{', "{\n    ")
                .replace(":[", ": [")
        },
        ..SALESFORCE
    },
    Shape {
        name: "composite, the body first",
        answers: true,
        headers: true,
        head: r#"{"compositeResponse":["#,
        tail: "]}",
        record: |shape, fate, delay| {
            let (body, status) = composite(shape, fate);
            format!(
                r#"{{"body":{body},"httpHeaders":{{"Retry-After":"{delay}"}},"httpStatusCode":{status},"referenceId":"a"}}"#
            )
        },
        ..SALESFORCE
    },
    Shape {
        name: "composite, the headers first",
        answers: true,
        headers: true,
        head: r#"{"compositeResponse":["#,
        tail: "]}",
        record: |shape, fate, delay| {
            let (body, status) = composite(shape, fate);
            format!(
                r#"{{"referenceId":"a","httpStatusCode":{status},"httpHeaders":{{"Retry-After":"{delay}"}},"body":{body}}}"#
            )
        },
        ..SALESFORCE
    },
    Shape {
        name: "composite batch",
        answers: true,
        head: r#"{"hasErrors":true,"results":["#,
        tail: "]}",
        record: |shape, fate, _| {
            let (body, status) = composite(shape, fate);
            format!(r#"{{"statusCode":{status},"result":{body}}}"#)
        },
        ..SALESFORCE
    },
    GRAPH,
    Shape {
        name: "Graph's $batch, the body first",
        record: |shape, fate, delay| {
            let (body, status) = graph(shape, fate);
            format!(r#"{{"id":"1","body":{body},"headers":{{"Retry-After":"{delay}"}},"status":{status}}}"#)
        },
        ..GRAPH
    },
    Shape {
        name: "Graph's $batch behind a client's words",
        head: r#"Request failed. Response content: {"responses":["#,
        ..GRAPH
    },
    Shape {
        name: "Graph's $batch behind a byte order mark",
        head: "\u{feff}{\"responses\":[",
        ..GRAPH
    },
    Shape {
        name: "Marketo's records",
        vendor: Vendor::MarketoRest,
        code: "1007",
        message: "Access token expired",
        answers: false,
        headers: false,
        head: r#"{"requestId":"e42b#14272d07d78","success":true,"result":["#,
        between: ",",
        tail: "]}",
        record: |shape, fate, _| match errors(shape, fate, "code") {
            None => r#"{"id":50,"status":"updated"}"#.to_owned(),
            Some(error) => format!(r#"{{"status":"skipped","reasons":[{error}]}}"#).replace("BRAND_NEW", "9999"),
        },
    },
    XML,
    Shape {
        name: "SOAP with a type",
        record: |shape, fate, delay| {
            (XML.record)(shape, fate, delay).replace("<result>", r#"<result xsi:type="SaveResult">"#)
        },
        ..XML
    },
    Shape {
        name: "SOAP with a prefix",
        record: |shape, fate, delay| {
            (XML.record)(shape, fate, delay)
                .replace("</", "</sf:")
                .replace("<result", "<sf:result")
        },
        ..XML
    },
];

const GRAPH: Shape = Shape {
    name: "Graph's $batch, the headers first",
    vendor: Vendor::MicrosoftGraph,
    code: "itemNotFound",
    message: "The request has been throttled",
    answers: true,
    headers: true,
    head: r#"{"responses":["#,
    between: ",",
    tail: "]}",
    record: |shape, fate, delay| {
        let (body, status) = graph(shape, fate);
        format!(r#"{{"id":"1","status":{status},"headers":{{"Retry-After":"{delay}"}},"body":{body}}}"#)
    },
};

const XML: Shape = Shape {
    name: "SOAP",
    head: "<soapenv:Envelope><soapenv:Body><createResponse>",
    between: "\n",
    tail: "</createResponse></soapenv:Body></soapenv:Envelope>",
    record: |shape, fate, _| {
        let error = |code: &str, message: &str| {
            let code = match code {
                "" => String::new(),
                code => format!("<statusCode>{code}</statusCode>"),
            };
            format!("<result><errors><message>{message}</message>{code}</errors><success>false</success></result>")
        };
        match fate {
            Fate::Written => format!("<result><id>{LOCKED}</id><success>true</success></result>"),
            Fate::Code => error(shape.code, "x"),
            Fate::NewCode => error("BRAND_NEW", "x"),
            Fate::Message => error("", shape.message),
            Fate::NewMessage => error("", "who knows"),
        }
    },
    ..SALESFORCE
};

/// What stands in the list of a record's errors, none if it was written.
fn errors(shape: &Shape, fate: Fate, field: &str) -> Option<String> {
    Some(match fate {
        Fate::Written => return None,
        Fate::Code => format!(r#"{{"{field}":"{}","message":"x"}}"#, shape.code),
        Fate::NewCode => format!(r#"{{"{field}":"BRAND_NEW","message":"x"}}"#),
        Fate::Message => format!(r#"{{"message":"{}"}}"#, shape.message),
        Fate::NewMessage => r#"{"message":"who knows"}"#.to_owned(),
    })
}

/// What was written may hold texts that are messages elsewhere, or tell of another error.
fn composite(shape: &Shape, fate: Fate) -> (String, u16) {
    match errors(shape, fate, "errorCode") {
        None => {
            let (message, code) = (shape.message, shape.code);
            let record = format!(r#"{{"id":"001","Description":"{message}","Log__c":"Insert failed: {code}: x"}}"#);
            (record, 200)
        }
        Some(error) => (format!("[{error}]"), 400),
    }
}

fn graph(shape: &Shape, fate: Fate) -> (String, u16) {
    match errors(shape, fate, "code") {
        None => (format!(r#"{{"value":[{{"subject":"{}"}}]}}"#, shape.message), 200),
        Some(error) => (format!(r#"{{"error":{error}}}"#), 503),
    }
}

/// Every batch of one to three records.
fn batches() -> Vec<Vec<Fate>> {
    let mut batches = vec![vec![]];
    for start in [0, 1, 6] {
        let longer: Vec<Vec<Fate>> = batches[start..]
            .iter()
            .flat_map(|batch| FATES.map(|fate| [&batch[..], &[fate]].concat()))
            .collect();
        batches.extend(longer);
    }
    batches.split_off(1)
}

/// A record's number, the code or message by which its error is known, and the delay that it was told.
type Told = (Option<usize>, Result<Evidence, String>, Option<Duration>);

fn told(vendor: Vendor, body: &str) -> Vec<Told> {
    let each = classify_all(vendor, body).map(|finding| match finding {
        Ok(c) => (c.record(), Ok(c.evidence()), c.server_delay()),
        Err(unknown) => (
            unknown.record(),
            Err(unknown.code().unwrap_or_default().to_owned()),
            unknown.server_delay(),
        ),
    });
    each.collect()
}

/// The verdict on each record that failed: its category, unless nobody knows one of its errors.
fn by_record(vendor: Vendor, body: &str) -> impl Iterator<Item = (usize, Option<Category>)> {
    classify_all(vendor, body).by_record().map(|finding| match finding {
        Ok(c) => (c.record().expect("it stands in one"), Some(c.category())),
        Err(unknown) => (unknown.record().expect("it stands in one"), None),
    })
}

#[test]
fn several_errors_of_a_record_have_one_verdict() {
    let error = |code: &str| format!(r#"{{"statusCode":"{code}","message":"x"}}"#);
    let (lock, busy, duplicate, new) = (
        "UNABLE_TO_LOCK_ROW",
        "SERVER_UNAVAILABLE",
        "DUPLICATE_VALUE",
        "BRAND_NEW",
    );
    let (again, never) = (Some(Category::Retryable), Some(Category::Validation));
    for (codes, expected, applied) in [
        (&[lock, lock][..], again, Applied::No),
        (&[lock, busy], again, Applied::Maybe),
        (&[lock, duplicate], never, Applied::No),
        (&[duplicate, lock, new], never, Applied::No),
        (&[lock, new], None, Applied::No),
        (&[new, lock, lock], None, Applied::No),
        (&[new, new], None, Applied::No),
    ] {
        let errors: Vec<_> = codes.iter().map(|code| error(code)).collect();
        let record = format!(r#"{{"success":false,"errors":[{}]}}"#, errors.join(","));
        let body = format!("[{record},{record}]");
        let each: Vec<_> = by_record(Vendor::Salesforce, &body).collect();
        assert_eq!(each, [(0, expected), (1, expected)], "{body}");
        for c in classify_all(Vendor::Salesforce, &body).by_record().flatten() {
            assert_eq!(c.applied(), applied, "{body}");
            assert_eq!(&body[c.range()], record);
        }
        // What has no record is one.
        let request = format!("[{}]", errors.join(","));
        let alone: Vec<_> = classify_all(Vendor::Salesforce, &request).by_record().collect();
        let all = classify(Vendor::Salesforce, &request).map(|c| c.rule()).ok();
        assert_eq!(alone.len(), 1, "{request}");
        assert_eq!(alone[0].as_ref().map(|c| c.rule()).ok(), all, "{request}");
    }
    assert_eq!(classify_all(Vendor::Salesforce, "200 OK").by_record().count(), 0);
}

#[test]
fn every_failed_record_is_told_once_with_what_is_its_own() {
    let batches = batches();
    assert_eq!(batches.len(), 5 + 25 + 125);
    for shape in SHAPES {
        for batch in &batches {
            let delay = |index: usize| 10 * (index as u32 + 1);
            let records: Vec<_> = batch
                .iter()
                .enumerate()
                .map(|(index, fate)| (shape.record)(&shape, *fate, delay(index)))
                .collect();
            let body = [shape.head, &records.join(shape.between), shape.tail].concat();
            let own = |index| shape.headers.then(|| Duration::from_secs(delay(index).into()));
            let expected: Vec<Told> = batch
                .iter()
                .enumerate()
                .filter_map(|(index, fate)| match fate {
                    Fate::Code => Some((Some(index), Ok(Evidence::CodeField), own(index))),
                    Fate::Message => Some((Some(index), Ok(Evidence::Message), own(index))),
                    Fate::NewCode | Fate::NewMessage if shape.answers => {
                        Some((Some(index), Ok(Evidence::HttpStatus), own(index)))
                    }
                    Fate::NewCode => {
                        let code = ["BRAND_NEW", "9999"][usize::from(shape.vendor == Vendor::MarketoRest)];
                        Some((Some(index), Err(code.to_owned()), own(index)))
                    }
                    // It says that it failed.
                    Fate::NewMessage => Some((Some(index), Err(String::new()), own(index))),
                    Fate::Written => None,
                })
                .collect();
            assert_eq!(told(shape.vendor, &body), expected, "{}: {body}", shape.name);
            let each: Vec<_> = by_record(shape.vendor, &body).collect();
            let known: Vec<_> = expected
                .iter()
                .map(|(record, verdict, _)| (record.unwrap(), verdict.is_ok()))
                .collect();
            let told = each.iter().map(|(record, verdict)| (*record, verdict.is_some()));
            assert_eq!(told.collect::<Vec<_>>(), known, "each record once: {body}");
            if let Ok(all) = classify(shape.vendor, &body) {
                let partly = batch.contains(&Fate::Written);
                assert_eq!(all.applied() == Applied::Partly, partly, "{}: {body}", shape.name);
                let unknown = known.iter().any(|(_, known)| !known);
                assert!(
                    !unknown || all.category() != Category::Retryable,
                    "{}: {body}",
                    shape.name
                );
            }
            // As a function's answer holds it.
            let answer = format!("{{\"statusCode\":200,\"body\":{}}}", serde_json::json!(body));
            let applied = |body: &str| classify(shape.vendor, body).map(|all| all.applied()).ok();
            if body.starts_with(['{', '[']) && applied(&body) == Some(Applied::Partly) {
                assert_eq!(applied(&answer), Some(Applied::Partly), "{}: {answer}", shape.name);
            }
            assert!(!expected.is_empty() || classify(shape.vendor, &body).is_err(), "{body}");
            for finding in classify_all(shape.vendor, &body) {
                let (record, range) = match finding {
                    Ok(c) => (c.record(), c.range()),
                    Err(unknown) => (unknown.record(), unknown.range()),
                };
                let (record, part) = (&records[record.expect("each stands in one")], &body[range]);
                assert!(
                    record.contains(part) || part.contains(record),
                    "{}: {part:?} of {body}",
                    shape.name
                );
            }
        }
    }
}

/// What stands behind a table does not take away what its rows say.
#[test]
fn a_table_keeps_its_rows_whatever_stands_behind_it() {
    let rows = "\"sf__Id\",\"sf__Error\",\"Name\"\n\"\",\"UNABLE_TO_LOCK_ROW:x:--\",\"a\"\n\"003\",\"\",\"b\"\n";
    let unknown = rows.replace("UNABLE_TO_LOCK_ROW:x:--", "something odd happened");
    for behind in [
        "",
        "\n{\"currency\":{\"code\":\"EUR\",\"digits\":2},\"country\":{\"code\":\"FRA\"}}",
        "\n[{\"errorCode\":\"UNABLE_TO_LOCK_ROW\",\"message\":\"x\"}]",
        "\nHTTP/1.1 400 Bad Request\n{\"a\":1,\"b\":2,\"c\":3}",
        "\nIn the log: UNABLE_TO_LOCK_ROW: unable to",
    ] {
        let raw = format!("{rows}{behind}");
        let all = classify(Vendor::Salesforce, &raw).expect("a lock");
        assert_eq!(
            (all.category(), all.applied()),
            (Category::Retryable, Applied::Partly),
            "{raw}"
        );
        let raw = format!("{unknown}{behind}");
        assert!(classify(Vendor::Salesforce, &raw).is_err(), "{raw}");
    }
    // An empty row among others ends nothing.
    let raw = "Name,sf__Id,sf__Error\na,,UNABLE_TO_LOCK_ROW:x:--\n\n[Acme],003,\n";
    assert_eq!(
        classify(Vendor::Salesforce, raw).expect("a lock").applied(),
        Applied::Partly
    );
}

/// A batch that somebody holds as a string, wherever it stands.
#[test]
fn a_batch_in_a_string_is_one() {
    let locked = |message: &str| {
        format!(
            r#"{{\"success\":false,\"errors\":[{{\"statusCode\":\"UNABLE_TO_LOCK_ROW\",\"message\":\"{message}\"}}]}}"#
        )
    };
    for message in ["x", "x { y", "x }} y", "[1", r#"a \\\"b\\\" c"#] {
        for batch in [
            format!(r#"[{{\"success\":true,\"errors\":[]}},{}]"#, locked(message)),
            format!(
                r#"[{},{{\"id\":\"1\",\"success\":true,\"errors\":[]}}]"#,
                locked(message)
            ),
        ] {
            for around in [
                r#"{"statusCode":200,"body":"§"}"#,
                r#"{"statusCode":200,"headers":{"a":["b"]},"body":"§"}"#,
                r#"{"msg":"see [1]","body":"§"}"#,
                r#"ERROR [worker-1] response body="§""#,
                r#"{"Records":["§"]}"#,
                r#"[{"body":"§"}]"#,
                r#"{"statusCode":200,"body":"\n§"}"#,
                "§",
            ] {
                let raw = around.replace('§', &batch);
                let all = classify(Vendor::Salesforce, &raw).expect("a lock");
                assert_eq!(
                    (all.category(), all.applied()),
                    (Category::Retryable, Applied::Partly),
                    "{raw}"
                );
            }
        }
    }
}

#[test]
fn an_answer_without_an_error_is_judged_by_its_own_status() {
    let body = r#"{"responses":[
        {"id":"a","status":200,"body":{"value":[{"status":404}]}},
        {"id":"b","status":404},
        {"id":"c","status":429,"headers":{"Retry-After":"7"}},
        {"id":"d","body":{"status":200,"error":{"message":"who knows"}},"status":503},
        {"id":"e","status":204,"headers":{}},
        {"id":"f","status":400,"body":{"error":{"code":"itemNotFound","message":"x"}}},
        {"id":"g","status":302,"headers":{"Location":"x"}}
    ]}"#;
    let each: Vec<_> = classify_all(Vendor::MicrosoftGraph, body)
        .map(|finding| finding.expect("each is known"))
        .map(|c| {
            (
                c.record(),
                c.evidence(),
                c.rule(),
                c.server_delay().map(|delay| delay.as_secs()),
            )
        })
        .collect();
    let status = Evidence::HttpStatus;
    let expected = [
        (Some(1), status, "microsoft_graph/@404", None),
        (Some(2), status, "microsoft_graph/@429", Some(7)),
        (Some(3), status, "microsoft_graph/@503", None),
        (Some(5), Evidence::CodeField, "microsoft_graph/itemNotFound", None),
    ];
    assert_eq!(each, expected);
    let whole = |body: &str| classify(Vendor::MicrosoftGraph, body).map(|c| c.rule()).ok();
    assert_eq!(
        whole(body),
        Some("microsoft_graph/itemNotFound"),
        "a code says more than a status"
    );
    let repeatable = body.replace("itemNotFound", "activityLimitReached");
    assert_eq!(
        whole(&repeatable),
        Some("microsoft_graph/@404"),
        "the worst speaks for all"
    );
    let why = classify(Vendor::MicrosoftGraph, &repeatable)
        .expect("it is known")
        .explain()
        .to_string();
    assert!(why.contains("found HTTP status 404 of the answer at "), "{why}");
    // An explanation tells of the answer's own status, too.
    let unexplained =
        r#"{"responses":[{"id":"1","status":404,"body":{"error":{"code":"UnknownError","message":""}}}]}"#;
    let failure = Failure::new(Vendor::MicrosoftGraph).status(503).body(unexplained);
    let verdict = failure.classify();
    let why = verdict.expect("it is known").explain().to_string();
    assert!(
        why.contains("found HTTP status 404 of the answer at 14..91: tells the variant"),
        "{why}"
    );
    assert!(why.contains("found HTTP status 503: adds nothing"), "{why}");
    let rival = why.lines().find(|line| line.contains("#overloaded"));
    assert!(
        rival.is_some_and(|line| line.ends_with("nothing in the input tells it")),
        "{why}"
    );
    // A status tells the variant of its own answer's code, whatever that of the whole.
    let vague = r#"{"responses":[{"id":"1","status":§,"body":{"error":{"code":"UnknownError","message":""}}}]}"#;
    for status in ["401", "403", "404", "429"] {
        let body = vague.replace('§', status);
        let own = r#"{"error":{"code":"UnknownError","message":""}}"#;
        let alone = Failure::new(Vendor::MicrosoftGraph)
            .status(status.parse().unwrap())
            .body(own);
        let alone = alone.classify().unwrap().rule();
        assert_ne!(alone, "microsoft_graph/UnknownError");
        assert_eq!(whole(&body), Some(alone), "{body}");
        let failure = Failure::new(Vendor::MicrosoftGraph).status(200).body(&body);
        assert_eq!(failure.classify().map(|c| c.rule()).ok(), Some(alone), "{body}");
    }
    let lone = r#"{"responses":[{"id":"1","status":503}]}"#;
    assert_eq!(whole(lone), Some("microsoft_graph/@503"));
    assert_eq!(whole(&lone.replace("503", "204")), None);
    // Elsewhere an element's status is data.
    let silent = body.replace("error", "note").replace("itemNotFound", "x");
    assert_eq!(whole(&silent), Some("microsoft_graph/@404"));
    for (from, to) in [
        ("responses", "value"),
        ("responses", "results"),
        ("responses", "Responses"),
        ("\"id\"", "\"user\""),
        ("\"status\"", "\"state\""),
        ("404", "\"404 days\""),
    ] {
        let data = silent
            .replace(from, to)
            .replace("429", "\"429 days\"")
            .replace("503", "5030")
            .replace("400", "40");
        assert_eq!(whole(&data), None, "{from} as {to}");
    }
    let nested = format!(r#"{{"value":[{{"id":"1","log":{silent}}}]}}"#);
    assert_eq!(whole(&nested), None, "it is data");
}

#[test]
fn a_delay_outside_of_the_records_holds_for_each() {
    let records = r#"[{"success":false,"errors":[{"statusCode":"UNABLE_TO_LOCK_ROW","message":"x"}]},{"success":true,"errors":[]},{"success":false,"errors":[{"statusCode":"SERVER_UNAVAILABLE","message":"x"}]}]"#;
    for body in [
        format!("HTTP/1.1 503\r\nRetry-After: 7\r\n\r\n{records}"),
        format!(r#"{{"headers":{{"Retry-After":"7"}},"body":{records}}}"#),
        format!(r#"{{"body":{records},"headers":{{"Retry-After":"7"}}}}"#),
        format!("{records}\nRetry-After: 7"),
    ] {
        let delays: Vec<_> = told(Vendor::Salesforce, &body)
            .into_iter()
            .map(|(record, _, delay)| (record, delay))
            .collect();
        let seven = Some(Duration::from_secs(7));
        assert_eq!(delays, [(Some(0), seven), (Some(2), seven)], "{body}");
    }
}

#[test]
fn a_code_in_the_text_of_one_record_is_not_the_next_ones() {
    let text = r#"{"success":false,"errors":[{"message":"UNABLE_TO_LOCK_ROW: unable to obtain exclusive access"}]}"#;
    let field = r#"{"success":false,"errors":[{"statusCode":"REQUIRED_FIELD_MISSING","message":"x"}]}"#;
    for batch in [
        [text, field, text],
        [field, text, text],
        [text, text, field],
        [field, field, text],
    ] {
        let expected: Vec<_> = batch
            .iter()
            .enumerate()
            .map(|(index, record)| {
                let evidence = if *record == text {
                    Evidence::CodeInText
                } else {
                    Evidence::CodeField
                };
                (Some(index), Ok(evidence), None)
            })
            .collect();
        let body = format!("[{}]", batch.join(","));
        assert_eq!(told(Vendor::Salesforce, &body), expected, "{body}");
        // So that no failed record is outvoted by one that may be repeated.
        assert_eq!(
            classify(Vendor::Salesforce, &body).unwrap().rule(),
            "salesforce/REQUIRED_FIELD_MISSING",
            "{body}"
        );
    }
}

#[test]
fn rows_are_counted_by_their_ends_and_not_by_line_breaks_in_cells() {
    const HEADERS: [(&str, usize); 6] = [
        (r#""sf__Id","sf__Error","Description""#, 1),
        ("sf__Id,sf__Error,Description", 1),
        ("\u{feff}\"sf__Id\",\"sf__Error\",\"Description\"", 1),
        (r#""sf__Id";"sf__Error";"Description""#, 1),
        ("sf__Id\tsf__Error\tDescription", 1),
        (r#""Id","Success","Created","Error""#, 3),
    ];
    const CELLS: [&str; 5] = [
        "a",
        "one\ntwo",
        "one\r\n\r\nthree",
        "she said \"\"so\n\"\"",
        "\"\"\n\"\"\n",
    ];
    const CODES: [&str; 3] = ["UNABLE_TO_LOCK_ROW", "BRAND_NEW_CODE", "REQUIRED_FIELD_MISSING"];
    for (header, column) in HEADERS {
        let separator = [",", ";", "\t"]
            .into_iter()
            .find(|separator| header.contains(separator))
            .unwrap();
        for (end, cells) in ["\n", "\r\n"].iter().flat_map(|end| {
            CELLS
                .iter()
                .flat_map(move |one| CELLS.iter().map(move |other| (*end, [*one, *other])))
        }) {
            let row = |number: usize| {
                let error = format!("\"{}:{}:--\"", CODES[number % 3], cells[0]);
                let cells = match column {
                    1 => vec!["\"\"".to_owned(), error, format!("\"{}\"", cells[1])],
                    _ => vec!["\"\"".to_owned(), "\"false\"".to_owned(), "\"false\"".to_owned(), error],
                };
                cells.join(separator)
            };
            let rows: Vec<_> = [header.to_owned()].into_iter().chain((0..6).map(row)).collect();
            let body = rows.join(end) + end;
            let found: Vec<_> = classify_all(Vendor::SalesforceBulk, &body)
                .flatten()
                .map(|c| (c.record(), c.code().unwrap().as_str()))
                .collect();
            let expected: Vec<_> = (0..6)
                .filter(|number| number % 3 != 1)
                .map(|number| (Some(number), CODES[number % 3]))
                .collect();
            assert_eq!(found, expected, "{body}");
        }
    }
}

#[test]
fn a_batch_may_be_repeated_only_if_every_record_may_whatever_tells_its_error() {
    let error = |fields: &str| format!(r#"{{"success":false,"errors":[{{{fields}}}]}}"#);
    let lock = [
        r#""statusCode":"UNABLE_TO_LOCK_ROW","message":"x""#,
        r#""message":"unable to obtain exclusive access to this record""#,
    ];
    let missing = [
        r#""statusCode":"REQUIRED_FIELD_MISSING","message":"x""#,
        r#""message":"Required fields are missing: [LastName]""#,
    ];
    let each = |part: [&str; 2]| part.map(error).to_vec();
    let (locks, refused) = (each(lock), each(missing));
    for first in locks.iter().chain(&refused) {
        for second in locks.iter().chain(&refused) {
            let body = format!("[{first},{second}]");
            let all = locks.contains(first) && locks.contains(second);
            let category = classify(Vendor::Salesforce, &body).map(|whole| whole.category());
            assert_eq!(category == Ok(Category::Retryable), all, "{category:?}: {body}");
            invariants::classify::hold(Vendor::Salesforce, body.as_bytes());
        }
    }
}

#[test]
fn a_row_without_a_code_is_told_by_its_message() {
    let body = format!(
        "\"sf__Id\",\"sf__Error\",\"Name\"\n\"\",\"who knows\",\"a\"\n\"\",\"{LOCKED}\",\"b\"\n\"\",\"REQUIRED_FIELD_MISSING:x:--\",\"c\"\n"
    );
    let records: Vec<_> = told(Vendor::SalesforceBulk, &body)
        .into_iter()
        .map(|told| told.0)
        .collect();
    assert_eq!(records, [Some(0), Some(1), Some(2)], "each row of this table failed");
}

#[test]
fn what_only_looks_like_a_batch_has_no_records() {
    for body in [
        "\"first line\"\nUNABLE_TO_LOCK_ROW: unable to obtain\nREQUIRED_FIELD_MISSING: x\n",
        "\"first, line\"\n\"UNABLE_TO_LOCK_ROW: unable to obtain\"\n",
        "\"UNABLE_TO_LOCK_ROW: unable to obtain\"",
        "sf__Id is empty\nUNABLE_TO_LOCK_ROW: unable to obtain\n",
        "Name,Success\na,UNABLE_TO_LOCK_ROW: unable to obtain\n",
        "<results>UNABLE_TO_LOCK_ROW</results>",
        "<result><id>1</id></result><fault>UNABLE_TO_LOCK_ROW</fault>",
        r#"[{"errorCode":"UNABLE_TO_LOCK_ROW","message":"x"},{"errorCode":"REQUIRED_FIELD_MISSING","message":"x"}]"#,
        r#"[{"details":{"a":1},"errorCode":"UNABLE_TO_LOCK_ROW","message":"x"}]"#,
        r#"[{"message":"unable to obtain exclusive access to this record","details":{"a":1}}]"#,
        r#"response: [{"errorCode":"UNABLE_TO_LOCK_ROW","message":"x"}]"#,
        "see [1] and {2}: UNABLE_TO_LOCK_ROW: unable to obtain",
    ] {
        let told = told(Vendor::Salesforce, body);
        assert!(!told.is_empty(), "{body}");
        assert!(told.iter().all(|(record, ..)| record.is_none()), "{body}: {told:?}");
    }
}

#[test]
fn an_input_told_by_its_message_yields_that_one_error() {
    let mut told_by_message = 0;
    for vendor in Vendor::all() {
        for example in vendor.entries().flat_map(|entry| entry.examples()) {
            let Ok(c) = classify(vendor, example) else { continue };
            let all: Vec<_> = classify_all(vendor, example).collect();
            assert!(!all.is_empty(), "{example}");
            if let (Evidence::Message, None, [Ok(only)]) = (c.evidence(), c.unrecognized_code(), &all[..]) {
                assert_eq!(
                    (only.rule(), only.evidence()),
                    (c.rule(), Evidence::Message),
                    "{example}"
                );
                told_by_message += 1;
            }
        }
    }
    assert!(told_by_message > 20, "only {told_by_message}");
}

/// Scraps of what answers to batches are made of, whole errors among them.
#[rustfmt::skip]
const SCRAPS: [&str; 26] = [
    "[", "]", "{", "}", "{\"x\":{", ",", ",", ",", "\"", "\\", "\n", "response: ", "Retry-After: 9", "</result>", "<result>",
    "<sf:result xsi:type=\"a\">", "sf__Id,sf__Error\n", "\"\",\"UNABLE_TO_LOCK_ROW:x\ny:--\"\n",
    r#"{"success":false,"errors":[{"statusCode":"UNABLE_TO_LOCK_ROW","message":"x"}]}"#,
    r#"{"success":false,"errors":[{"message":"unable to obtain exclusive access to this record"}]}"#,
    r#"{"success":true,"errors":[]}"#,
    r#"{"id":"1","status":429,"headers":{"Retry-After":"7"},"body":{"error":{"code":"TooManyRequests","message":"x"}}}"#,
    r#"{"a":{"message":"UNABLE_TO_LOCK_ROW: unable"}}"#, r#"{"errorCode":"BRAND_NEW","message":"x"}"#,
    "UNABLE_TO_LOCK_ROW: x", "Access token expired",
];

/// What other systems put around an answer, `§` being the answer and `¶` the answer in a string.
const AROUND: [&str; 8] = [
    r#"{"error":"failed","detail":§}"#,
    r#"{"errorType":"Error","errorMessage":"¶","trace":["Error: ¶","    at Runtime.handler"]}"#,
    r#"{"Error":"Exception","Cause":"¶"}"#,
    r#"{"error":{"code":"sync_failed","message":"x","response":§}}"#,
    r#"{"errors":[{"code":"sync_failed","message":"¶"}]}"#,
    r#"{"errorCode":"com.acme.SyncException","body":"¶"}"#,
    r#"{"success":false,"error":{"code":"SYNC_FAILED","cause":§}}"#,
    r#"{"ErrorCode":"UpstreamFailed","Inner":{"ErrorCode":"SyncFailed","Body":§}}"#,
];

#[test]
fn another_systems_code_around_an_answer_hides_none_of_its_errors() {
    let locked = r#"{"errorCode":"UNABLE_TO_LOCK_ROW","message":"x"}"#;
    let missing = r#"{"errorCode":"REQUIRED_FIELD_MISSING","message":"x"}"#;
    let halted = r#"{"errorCode":"PROCESSING_HALTED","message":"x"}"#;
    let bodies = [
        format!("[{locked},{missing}]"),
        format!("[{missing},{locked}]"),
        format!("[{halted},{locked}]"),
        format!("[{locked},{halted},{missing}]"),
        format!(
            r#"{{"compositeResponse":[{{"body":[{halted}],"httpStatusCode":400}},{{"body":[{locked}],"httpStatusCode":400}}]}}"#
        ),
    ];
    for body in &bodies {
        let alone = classify(Vendor::Salesforce, body).unwrap();
        let count = classify_all(Vendor::Salesforce, body).count();
        for around in AROUND {
            let raw = around.replace('§', body).replace('¶', &body.replace('"', r#"\""#));
            let whole = classify(Vendor::Salesforce, &raw).unwrap();
            assert_eq!(whole.code(), alone.code(), "{raw}");
            // A trace repeats them.
            assert!(
                classify_all(Vendor::Salesforce, &raw).flatten().count() >= count,
                "{raw}"
            );
            invariants::classify::hold(Vendor::Salesforce, raw.as_bytes());
        }
    }
}

#[test]
fn a_brace_in_a_message_merges_no_two_elements() {
    let error = |code: &str, message: &str| format!(r#"{{"errorCode":"{code}","message":"{message}"}}"#);
    let messages = ["Unexpected character ('}' (code 125))", "a}", "}} x", "x"];
    for message in messages {
        let second = [
            format!(r#"{{"message":"{message}","errorCode":"JSON_PARSER_ERROR"}}"#),
            error("JSON_PARSER_ERROR", message),
        ];
        for second in second {
            for glue in [",", ", ", ",\n  "] {
                let raw = format!("[{}{glue}{second}]", error("UNABLE_TO_LOCK_ROW", "x"));
                let whole = classify(Vendor::Salesforce, &raw).unwrap();
                assert_eq!(whole.category(), Category::Validation, "{raw}");
                assert_eq!(classify_all(Vendor::Salesforce, &raw).count(), 2, "{raw}");
            }
        }
    }
}

#[test]
fn errors_that_a_text_lists_are_several() {
    let locked = "UNABLE_TO_LOCK_ROW: unable to obtain exclusive access to this record";
    let missing = "REQUIRED_FIELD_MISSING: Required fields are missing: [LastName]";
    let lists = [
        "Row 1: §\nRow 2: ¶",
        "row 1 - §\nrow 7 - ¶\n",
        r#"["§","¶"]"#,
        r#"{"errors":["§","¶"],"failed":2}"#,
        "2 errors occurred:\n\t* §\n\t* ¶\n",
        "1. §\n2. ¶",
        "- §\n- ¶",
        "errors:\n  - §\n  - ¶\n",
        "2024-05-01T10:00:00Z ERROR worker-1 - §\n2024-05-01T10:00:01Z ERROR worker-2 - ¶",
        "§\n¶",
        "§; ¶",
        "ERROR:sync:§\nERROR:sync:¶",
        "ERROR: §\nERROR: ¶",
        "Error: §\nError: ¶\n",
        "error=§\nerror=¶",
        "errorCode=§\nerrorCode=¶",
        "error: \"§: x\"\nerror: \"¶: x\"",
        "<li>§</li>\n<li>¶</li>",
        r#"{"output":"§\n¶"}"#,
    ];
    for list in lists {
        for (first, second) in [(locked, missing), (missing, locked)] {
            let raw = list.replace('§', first).replace('¶', second);
            let whole = classify(Vendor::Salesforce, &raw).unwrap();
            assert_eq!(whole.code_text(), Some("REQUIRED_FIELD_MISSING"), "{raw}");
            assert_eq!(classify_all(Vendor::Salesforce, &raw).count(), 2, "{raw}");
            invariants::classify::hold(Vendor::Salesforce, raw.as_bytes());
        }
    }
    // A chain of causes is one error.
    for chain in [
        "Error: §\n    at run (sync.js:1:2) {\n  [cause]: Error: ¶\n}",
        "com.acme.SyncException: §\n\tat com.acme.Sync.run(Sync.java:1)\nCaused by: com.acme.ApiException: ¶",
        "§\n\nDuring handling of the above exception, another exception occurred:\n\nSyncError: ¶",
    ] {
        let raw = chain.replace('§', locked).replace('¶', missing);
        assert_eq!(classify_all(Vendor::Salesforce, &raw).count(), 1, "{raw}");
    }
}

#[test]
fn errors_that_a_program_joins_are_not_repeated_for_the_first_ones_sake() {
    let codes = [
        (
            "UNABLE_TO_LOCK_ROW: unable to obtain exclusive access to this record",
            "REQUIRED_FIELD_MISSING: Required fields are missing: [LastName]",
        ),
        (
            "SERVER_UNAVAILABLE: try later",
            "INVALID_CROSS_REFERENCE_KEY: invalid cross reference id",
        ),
        (
            "UNABLE_TO_LOCK_ROW, unable to obtain exclusive access",
            "FIELD_INTEGRITY_EXCEPTION, There's a problem with this country",
        ),
    ];
    let (locked, missing) = (
        "unable to obtain exclusive access to this record or 1 records: 001000000000001AAA",
        "Required fields are missing: [LastName]",
    );
    // Either may be the longer one.
    let messages = [
        (locked, missing),
        (missing, locked),
        ("Server is too busy", missing),
        (missing, "Server is too busy"),
    ];
    let joints = [
        ", ", " | ", " || ", ". ", " / ", " + ", "; ", ";", "|", "<br>", "<br/>", " -- ", "\t", " • ", " & ", "\n",
        r"\n",
    ];
    let texts = [
        "§",
        r#"{"error":"§"}"#,
        "Sync failed: §",
        "[§]",
        "Error: ['§']",
        "2 errors: §",
        "<p>§</p>",
    ];
    for (first, second) in codes.iter().chain(&messages) {
        for (joint, text) in joints.iter().flat_map(|joint| texts.map(|text| (joint, text))) {
            let raw = text.replace('§', &format!("{first}{joint}{second}"));
            let category = classify(Vendor::Salesforce, &raw).unwrap().category();
            assert_eq!(category, Category::Validation, "{raw}");
            invariants::classify::hold(Vendor::Salesforce, raw.as_bytes());
        }
    }
    let lists = [
        r#"{"errors":[{"code":"§"},{"code":"¶"}]}"#,
        "[('§', 'x'), ('¶', 'y')]",
        "[ApiError(code='§', message='x'), ApiError(code='¶', message='y')]",
        "[Error{code=§, message=x}, Error{code=¶, message=y}]",
        "errorCode: § message: x errorCode: ¶ message: y",
        "errors={§=[001], ¶=[002]}",
        "<error>§: x</error><error>¶: y</error>",
        "AggregateError: 2 errors\n  Error: §: x\n  Error: ¶: y",
        "[§] x [¶] y",
        "§ (x), ¶ (y)",
        "§ - x, ¶ - y",
        "First error §: x, second error ¶: y",
    ];
    for (vendor, repeatable, forbidden) in [
        (Vendor::Salesforce, "UNABLE_TO_LOCK_ROW", "INVALID_FIELD"),
        (Vendor::MicrosoftGraph, "activityLimitReached", "nameAlreadyExists"),
    ] {
        for list in lists {
            for (first, second) in [(repeatable, forbidden), (forbidden, repeatable)] {
                let raw = list.replace('§', first).replace('¶', second);
                let whole = classify(vendor, &raw).unwrap();
                assert_eq!(whole.code_text(), Some(forbidden), "{raw}");
                invariants::classify::hold(vendor, raw.as_bytes());
            }
        }
    }
    // A write that failed so may have been applied, whatever stands behind it.
    for (first, applied) in [
        ("SERVER_UNAVAILABLE: try later", Applied::Maybe),
        ("UNABLE_TO_LOCK_ROW: x", Applied::No),
    ] {
        let raw = format!("{first}, INVALID_FIELD: no such column");
        assert_eq!(
            classify(Vendor::Salesforce, first).unwrap().applied(),
            applied,
            "{first}"
        );
        assert_eq!(classify(Vendor::Salesforce, &raw).unwrap().applied(), applied, "{raw}");
    }
    // What only follows from something yields to whatever that is.
    let follows = "ALL_OR_NONE_OPERATION_ROLLED_BACK";
    for list in lists {
        for other in ["UNABLE_TO_LOCK_ROW", "INVALID_FIELD"] {
            for (first, second) in [(follows, other), (other, follows)] {
                let raw = list.replace('§', first).replace('¶', second);
                let whole = classify(Vendor::Salesforce, &raw).unwrap();
                assert_eq!(whole.code_text(), Some(other), "{raw}");
            }
        }
    }
    // What a message says is no other error.
    let quoted = r#"{"errorCode":"UNABLE_TO_LOCK_ROW","message":"locked while INVALID_FIELD: x was looked at"}"#;
    let category = classify(Vendor::Salesforce, quoted).unwrap().category();
    assert_eq!(category, Category::Retryable);
    // Said twice it is one error still.
    for (joint, text) in joints.iter().flat_map(|joint| texts.map(|text| (joint, text))) {
        let (locked, _) = codes[0];
        let raw = text.replace('§', &format!("{locked}{joint}{locked}"));
        assert_eq!(
            classify(Vendor::Salesforce, &raw).unwrap().category(),
            Category::Retryable,
            "{raw}"
        );
    }
}

#[test]
fn a_receipt_that_lists_what_it_took_in_is_no_error() {
    let ticket = r#"{"statusCode":"OPERATION_ENQUEUED","message":"48eedfc5","fields":[]}"#;
    for raw in [
        format!(r#"{{"id":"e01","success":true,"errors":[{ticket}]}}"#),
        format!(r#"{{ "success" : true, "errors" : [ {ticket} ] }}"#),
        format!(r#"{{"errors":[{ticket}],"id":"e01","success":true}}"#),
        "{ errors: [ { statusCode: 'OPERATION_ENQUEUED', message: 'x', fields: [] } ], success: true }".to_owned(),
    ] {
        assert!(classify(Vendor::Salesforce, &raw).is_err(), "{raw}");
    }
    for raw in [
        format!(r#"{{"id":"e01","success":false,"errors":[{ticket}]}}"#),
        format!(r#"{{"errors":[{ticket}],"success":false}}"#),
        format!(r#"{{"errors":[{ticket}]}}"#),
        format!(r#"{{"success":true,"data":{{"errors":[{ticket}]}}}}"#),
        format!(r#"[{{"success":true}},{{"success":false,"errors":[{ticket}]}}]"#),
    ] {
        assert!(classify(Vendor::Salesforce, &raw).is_ok(), "{raw}");
    }
}

#[test]
fn what_a_successful_part_holds_is_data() {
    let parts = |ok: &str, failed: &str| {
        [
            format!(
                r#"{{"compositeResponse":[{{"body":{{"totalSize":1,"records":[{{"Subject":"{ok}"}}]}},"httpStatusCode":200}},{{"body":[{{"errorCode":"{failed}","message":"x"}}],"httpStatusCode":400}}]}}"#
            ),
            format!(
                r#"{{"compositeResponse":[{{"body":[{{"errorCode":"{failed}","message":"x"}}],"httpStatusCode":400}},{{"body":{{"records":[{{"Subject":"{ok}"}}]}},"httpStatusCode":200}}]}}"#
            ),
            format!(
                r#"{{"hasErrors":true,"results":[{{"statusCode":200,"result":{{"Subject":"{ok}"}}}},{{"statusCode":400,"result":[{{"errorCode":"{failed}","message":"x"}}]}}]}}"#
            ),
            format!(
                r#"[{{"success":true,"errors":[],"record":{{"Subject":"{ok}"}}}},{{"success":false,"errors":[{{"statusCode":"{failed}","message":"x"}}]}}]"#
            ),
        ]
    };
    let data = [
        "Sync error: REQUIRED_FIELD_MISSING",
        "REQUIRED_FIELD_MISSING: Required fields are missing: [LastName]",
        r#"[{\"errorCode\":\"REQUIRED_FIELD_MISSING\",\"message\":\"x\"}]"#,
        "Insert failed. First exception on row 0; first error: REQUIRED_FIELD_MISSING, x: []",
        "Required fields are missing: [LastName]",
    ];
    for data in data {
        for raw in parts(data, "UNABLE_TO_LOCK_ROW") {
            let whole = classify(Vendor::Salesforce, &raw).unwrap();
            assert_eq!(whole.code_text(), Some("UNABLE_TO_LOCK_ROW"), "{raw}");
            assert_eq!(classify_all(Vendor::Salesforce, &raw).count(), 1, "{raw}");
            invariants::classify::hold(Vendor::Salesforce, raw.as_bytes());
        }
    }
    // A part may answer with success to a request of which a record failed.
    let inner = r#"{"compositeResponse":[{"body":[{"success":true},{"success":false,"errors":[{"statusCode":"UNABLE_TO_LOCK_ROW","message":"x"}]}],"httpStatusCode":200}]}"#;
    assert!(classify(Vendor::Salesforce, inner).is_ok(), "{inner}");
}

#[test]
fn the_rows_that_answer_a_query_are_data() {
    for row in [
        format!(r#"{{"attributes":{{"type":"Log__c"}},"Message__c":"{LOCKED}"}}"#),
        format!(r#"{{"Log__r":{{"Message__c":"{LOCKED}"}}}}"#),
        r#"{"Log__r":{"Message__c":"UNABLE_TO_LOCK_ROW: x"}}"#.to_owned(),
    ] {
        for (vendor, raw) in [
            (
                Vendor::Salesforce,
                format!(r#"{{"totalSize":1,"done":true,"records":[{row}]}}"#),
            ),
            (
                Vendor::MicrosoftGraph,
                format!(r#"{{"@odata.context":"c","value":[{row}]}}"#),
            ),
            (
                Vendor::MicrosoftGraph,
                format!(
                    r#"{{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#users/$entity",{}"#,
                    &row[1..]
                ),
            ),
            (
                Vendor::Salesforce,
                format!(r#"{{"totalSize":1,"done":true,"records":[{row}]}}"#).replace('"', "'"),
            ),
            (
                Vendor::Salesforce,
                format!(r#"{{"status":0,"result":{{"records":[{row}],"totalSize":1,"done":true}},"warnings":[]}}"#),
            ),
            (
                Vendor::MarketoRest,
                format!(r#"{{"requestId":"e42b#14272d07d78","success":true,"result":[{row}]}}"#),
            ),
            (
                Vendor::MarketoRest,
                format!(r#"{{"requestId":"e42b#14272d07d78","result":[{row}],"success":true}}"#),
            ),
            (
                Vendor::MarketoRest,
                r#"{"requestId":"1","success":true,"result":[{"id":12,"title":"Access token expired"}]}"#.to_owned(),
            ),
        ] {
            assert!(classify(vendor, &raw).is_err(), "{raw}");
            assert_eq!(classify_all(vendor, &raw).count(), 0, "{raw}");
        }
    }
    let failed = r#"{"requestId":"1","success":true,"result":[{"id":12,"status":"created"},{"status":"skipped","reasons":[{"code":"1005","message":"Lead already exists"}]}]}"#;
    assert!(classify(Vendor::MarketoRest, failed).is_ok(), "{failed}");
}

#[test]
fn what_stands_beside_the_errors_of_a_table_is_data() {
    let (lock, missing) = ("UNABLE_TO_LOCK_ROW", "REQUIRED_FIELD_MISSING");
    for (head, before) in [
        ("\"sf__Id\",\"sf__Error\",\"Error_Code__c\"", 1),
        ("\"Error_Code__c\",\"sf__Id\",\"sf__Error\"", 2),
        ("\"Id\",\"Success\",\"Created\",\"Error\",\"Error_Code__c\"", 3),
        ("sf__Id;sf__Error;Error_Code__c", 1),
    ] {
        let separator = if head.contains(';') { ";" } else { "," };
        let columns = head.split(separator).count();
        let row = |error: &str, data: &str| {
            let cell = |at: usize| {
                let text = match at {
                    _ if at == before => error,
                    _ if head.split(separator).nth(at).unwrap().contains("Code__c") => data,
                    _ => "",
                };
                format!("\"{}\"", text.replace('"', "\"\""))
            };
            (0..columns).map(cell).collect::<Vec<_>>().join(separator)
        };
        let table = |rows: &[String]| format!("{head}\n{}\n", rows.join("\n"));
        for (error, data, expected) in [
            (format!("{missing}:x:--"), lock.to_owned(), Some(missing)),
            (
                format!("{lock}:x, \"y\"\nz:--"),
                format!("{missing}: nightly import"),
                Some(lock),
            ),
            ("BRAND_NEW:x:--".to_owned(), format!("Case: {lock}: x"), None),
            ("who knows".to_owned(), format!("Insert failed: {LOCKED}"), None),
        ] {
            let body = table(&[row(&error, &data)]);
            let found = classify(Vendor::SalesforceBulk, &body).map(|c| c.code_text().map(str::to_owned));
            assert_eq!(found.ok().flatten().as_deref(), expected, "{body}");
            let each: Vec<_> = by_record(Vendor::SalesforceBulk, &body)
                .map(|(record, _)| record)
                .collect();
            assert_eq!(each, [0], "{body}");
            let two = table(&[row(&error, &data), row(&format!("{missing}:x:--"), data.as_str())]);
            let each: Vec<_> = by_record(Vendor::SalesforceBulk, &two)
                .map(|(record, _)| record)
                .collect();
            assert_eq!(each, [0, 1], "{two}");
            invariants::classify::hold(Vendor::SalesforceBulk, two.as_bytes());
        }
    }
}

#[test]
fn what_is_around_a_batch_does_not_hide_its_failures() {
    let graph = r#"{"responses":[{"id":"1","status":200,"body":{}},{"id":"2","status":404,"body":{"error":{"code":"itemNotFound","message":"x"}}}]}"#;
    let composite = r#"{"compositeResponse":[{"body":null,"httpStatusCode":204,"referenceId":"a"},{"body":[{"errorCode":"UNABLE_TO_LOCK_ROW","message":"x"}],"httpStatusCode":400,"referenceId":"b"}]}"#;
    let collection = r#"{"Account":[{"success":true,"id":"1","errors":[]},{"success":false,"errors":[{"statusCode":"UNABLE_TO_LOCK_ROW"}]}]}"#;
    let python = collection
        .replace('"', "'")
        .replace("true", "True")
        .replace("false", "False");
    let skipped =
        r#"{"requestId":"1","success":true,"result":[{"status":"skipped","reasons":[{"code":"1004","message":"x"}]}]}"#;
    for (vendor, body) in [
        (Vendor::MicrosoftGraph, graph),
        (Vendor::Salesforce, composite),
        (Vendor::Salesforce, collection),
        (Vendor::Salesforce, &python),
        (Vendor::MarketoRest, skipped),
    ] {
        for raw in [
            body.to_owned(),
            format!("[{body}]"),
            format!("[{body},{body}]"),
            format!(r#"{{"all":[{body}]}}"#),
        ] {
            assert!(classify(vendor, &raw).is_ok(), "{raw}");
        }
    }
    // Cut off: a code may have followed.
    let cut = &graph[..graph.find(",\"body\":{\"error").unwrap()];
    assert!(classify(Vendor::MicrosoftGraph, cut).is_err(), "{cut}");
}

#[test]
fn lines_with_fields_are_an_error_each() {
    let line = |label: &str, code: &str, id: u8| format!("level=error msg=\"insert failed\" {label}={code} id={id}");
    for label in ["code", "errorCode", "error"] {
        for codes in [
            ["UNABLE_TO_LOCK_ROW", "ENTITY_IS_DELETED"],
            ["ENTITY_IS_DELETED", "UNABLE_TO_LOCK_ROW"],
            ["REQUIRED_FIELD_MISSING", "DUPLICATE_VALUE"],
        ] {
            let raw = format!("{}\n{}", line(label, codes[0], 1), line(label, codes[1], 2));
            let each: Vec<_> = classify_all(Vendor::Salesforce, &raw).flatten().collect();
            let each: Vec<_> = each.iter().map(|c| c.code_text().unwrap()).collect();
            assert_eq!(each, codes, "{raw}");
            assert_ne!(
                classify(Vendor::Salesforce, &raw).map(|c| c.category()),
                Ok(Category::Retryable),
                "{raw}"
            );
        }
    }
}

#[test]
fn elements_without_commas_are_counted() {
    let body =
        "[{ID:001 Success:true Errors:[]} {ID: Success:false Errors:[{StatusCode:UNABLE_TO_LOCK_ROW Message:x}]}]";
    assert_eq!(
        by_record(Vendor::Salesforce, body)
            .map(|(record, _)| record)
            .collect::<Vec<_>>(),
        [1]
    );
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2048,
        rng_seed: RngSeed::Fixed(606),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn scraps_of_batches_are_read(
        vendor in select(vec![Vendor::Salesforce, Vendor::SalesforceBulk, Vendor::MarketoRest, Vendor::MicrosoftGraph]),
        scraps in prop::collection::vec(select(&SCRAPS[..]), 1..12),
    ) {
        invariants::classify::hold(vendor, scraps.concat().as_bytes());
    }
}
