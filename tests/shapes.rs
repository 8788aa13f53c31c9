//! How tools, languages and people write of an error: what reports it must be recognised, what only names it must not.
//!
//! The shapes stand in `tests/data/shapes`; each is filled with codes of every vendor.

use errcat::{Category, Code, Role, Vendor, classify};

/// A message that says nothing.
const MESSAGE: &str = "nobody around here is able to explain it";

/// Each code meets every so manieth shape, and each shape some hundred codes.
const STRIDE: usize = 5;

/// The codes that are spelt as no word of a sentence is: those that count in text wherever they stand in it.
fn unmistakable(vendor: Vendor) -> impl Iterator<Item = Code> {
    let spelt = |name: &str| {
        let humped = name
            .as_bytes()
            .windows(2)
            .any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
        let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        plain && (humped || name.contains('_') || name.starts_with("AADSTS"))
    };
    vendor
        .codes()
        .filter(move |code| !code.is_word() && spelt(code.as_str()))
}

/// The code that a text has a verdict by.
fn code_in(vendor: Vendor, raw: &str) -> Option<Code> {
    classify(vendor, raw).ok().and_then(|found| found.code())
}

fn shapes(file: &'static str) -> Vec<String> {
    let shape = |line: &str| line.replace("\\n", "\n").replace("\\t", "\t");
    let shapes: Vec<_> = file.lines().filter(|line| !line.starts_with("# ")).map(shape).collect();
    assert!(shapes.iter().all(|shape| shape.contains('§')));
    shapes
}

/// Fills shapes with codes and returns those for which the verdict is not the expected one, each once.
fn breaches(file: &'static str, holds: impl Fn(Code, Option<Code>) -> bool) -> Vec<String> {
    let shapes = shapes(file);
    let mut breaches: Vec<Option<String>> = vec![None; shapes.len()];
    let mut count = 0;
    let codes = Vendor::all().flat_map(unmistakable);
    for (number, code) in codes.enumerate() {
        for at in (number % STRIDE..shapes.len()).step_by(STRIDE) {
            let raw = shapes[at].replace('¶', MESSAGE).replace('§', code.as_str());
            let found = code_in(code.vendor(), &raw);
            count += 1;
            if !holds(code, found) {
                breaches[at].get_or_insert_with(|| format!("{}, {found:?}: {raw}", code.vendor()));
            }
        }
    }
    assert!(count > 10_000, "{count} strings");
    breaches.into_iter().flatten().collect()
}

#[test]
fn what_reports_an_error_is_recognised() {
    // Some shapes have a wrapper around the code, `InvalidBatch : X`. Another one inside of it says no more, and must not
    // make repeatable what the outer one forbids to repeat.
    let wraps = |code: Code| code.role() == Some(Role::Wrapper);
    let repeatable = |code: Code| code.entry().category() == Category::Retryable;
    let forbids = |outer: Code| wraps(outer) && !repeatable(outer);
    let breaches = breaches(include_str!("data/shapes/reports.txt"), |code, found| {
        let silent = wraps(code) && repeatable(code) && found.is_some_and(forbids);
        found == Some(code) || silent
    });
    assert!(
        breaches.is_empty(),
        "{} shapes:\n{}",
        breaches.len(),
        breaches.join("\n")
    );
}

#[test]
fn what_names_an_error_is_no_evidence() {
    let breaches = breaches(include_str!("data/shapes/mentions.txt"), |_, found| found.is_none());
    assert!(
        breaches.is_empty(),
        "{} shapes:\n{}",
        breaches.len(),
        breaches.join("\n")
    );
}

/// A text that reports one certain code, or none.
#[derive(serde::Deserialize)]
struct Text {
    vendor: String,
    raw: String,
    code: Option<String>,
}

/// A text with two messages, and the category of the one that speaks.
#[derive(serde::Deserialize)]
struct Wrapped {
    vendor: String,
    raw: String,
    category: String,
}

/// What numbers, ordinary words and messages amount to depends on which they are.
#[test]
fn each_text_is_told_by_its_code() {
    let texts = include_str!("data/shapes/strings.jsonl").lines();
    let mut breaches = Vec::new();
    for text in texts.map(|line| serde_json::from_str::<Text>(line).unwrap()) {
        let verdict = classify(text.vendor.parse().unwrap(), &text.raw);
        let code = verdict.as_ref().ok().and_then(|found| found.code());
        if code.map(|code| code.as_str()) != text.code.as_deref() || verdict.is_ok() != text.code.is_some() {
            breaches.push(format!("{code:?}, not {:?}: {}", text.code, text.raw));
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

/// Of two messages in a text the one that must not be repeated speaks, unless it only wraps the other.
#[test]
fn what_wraps_yields_to_what_it_wraps_and_to_nothing_else() {
    let texts = include_str!("data/shapes/wrapped.jsonl").lines();
    let mut breaches = Vec::new();
    for text in texts.map(|line| serde_json::from_str::<Wrapped>(line).unwrap()) {
        let verdict = classify(text.vendor.parse().unwrap(), &text.raw);
        let category = verdict.ok().map(|found| found.category().name());
        if category != Some(&text.category) {
            breaches.push(format!("{category:?}, not {}: {}", text.category, text.raw));
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

/// Whose code a number is, as labels say it.
const ERRORS: [&str; 12] = [
    "Code",
    "Error code",
    "Err code",
    "Marketo error code",
    "API code",
    "Fault code",
    "Result code",
    "Request failed with code",
    "Request failed with error code",
    "failed, code",
    "HTTP 200, code",
    "op=sync level=warn code",
];
const OTHER_THINGS: [&str; 12] = [
    "Postal code",
    "postal code",
    "ZIP code",
    "zip-code",
    "Area code",
    "The customer has postal code",
    "country code",
    "Product code",
    "status code",
    "response code",
    "exit code",
    "exited with code",
];

#[test]
#[cfg(feature = "marketo")]
fn a_number_is_no_errors_code_where_its_label_names_another_thing() {
    let numbers = Vendor::MarketoRest.codes().filter(|code| {
        let digits = code.as_str().bytes().all(|byte| byte.is_ascii_digit());
        digits && code.as_str().len() > 3
    });
    let mut count = 0;
    for code in numbers {
        let verdict = |label, separator| {
            let raw = format!("{label}{separator}{code}");
            let found = code_in(Vendor::MarketoRest, &raw);
            (found, raw)
        };
        for separator in [": ", "=", " = ", " "] {
            for label in ERRORS
                .into_iter()
                .filter(|label| separator == "=" || !label.contains('='))
            {
                let (found, raw) = verdict(label, separator);
                assert_eq!(found, Some(code), "{raw}");
            }
            for label in OTHER_THINGS {
                let (found, raw) = verdict(label, separator);
                assert_eq!(found, None, "{raw}");
            }
            count += 1;
        }
    }
    assert!(count > 100, "{count}");
}

/// What other systems say of a number of theirs, and what Marketo's clients say of one of its own.
#[cfg(feature = "marketo")]
const OTHERS_NUMBERS: [&str; 8] = [
    "Error Code: §. 'crm' already exists",
    "Error Code: §. Can't create database 'marketo'; database exists",
    "[marketo-sync] WebSocket connection closed: code=§ reason=abnormal closure",
    "Error Code: §. Can't create database 'x'; database exists",
    "WebSocket connection closed: code=§ reason=abnormal closure",
    "CloseEvent {isTrusted: true, wasClean: false, code: §, reason: \"\"}",
    "Error §: the owner of this website has banned your address",
    "{code: §, message: 'the session does not exist, please log in'}",
];
#[cfg(feature = "marketo")]
const OWN_NUMBERS: [&str; 5] = [
    "Error §",
    "Upload refused (error code §).",
    "Marketo answered with error code §: nobody knows why",
    "{ errors: [ { code: §, message: 'nobody knows why' } ] }",
    "Error[] { marketo.Error{Code:\"§\", Message:\"nobody knows why\"} }",
];

#[test]
#[cfg(feature = "marketo")]
fn a_number_behind_a_label_counts_where_nothing_makes_it_anothers() {
    let numbers = Vendor::MarketoRest.codes().filter(|code| {
        let digits = code.as_str().bytes().all(|byte| byte.is_ascii_digit());
        digits && code.as_str().len() > 3
    });
    for code in numbers {
        let found = |shape: &str| {
            let raw = shape.replace('§', code.as_str());
            (code_in(Vendor::MarketoRest, &raw), raw)
        };
        for (found, raw) in OWN_NUMBERS.map(found) {
            assert_eq!(found, Some(code), "{raw}");
        }
        for (found, raw) in OTHERS_NUMBERS.map(found) {
            assert_eq!(found, None, "{raw}");
        }
    }
}

#[test]
#[cfg(feature = "microsoft")]
fn entras_numbers_are_told_without_their_letters_behind_their_label() {
    let numbered = |code: &Code| code.as_str().starts_with("AADSTS");
    for code in Vendor::MicrosoftEntra.codes().filter(numbered) {
        let number = code.as_str().trim_start_matches("AADSTS");
        for raw in [
            format!("Sign-in error code {number} ({MESSAGE})"),
            format!("Sign-in failed: error code {number} ({MESSAGE})."),
            format!("Sign-in error code: {number}"),
        ] {
            let found = code_in(Vendor::MicrosoftEntra, &raw);
            assert_eq!(found, Some(code), "{raw}");
        }
        // Alone it is anybody's.
        let alone = format!("The order {number} ({MESSAGE})");
        assert!(classify(Vendor::MicrosoftEntra, &alone).is_err(), "{alone}");
    }
}

#[test]
fn an_ordinary_word_is_no_code_in_another_systems_answer() {
    let words = Vendor::all().flat_map(|vendor| vendor.codes().filter(|code| code.is_word()));
    let (mut keys, mut elements) = (0, 0);
    for code in words {
        let word = code.as_str();
        let none = |raw: String| {
            let found = code_in(code.vendor(), &raw);
            assert_eq!(found, None, "{}: {raw}", code.vendor());
        };
        let letters = |word: &str| word.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_');
        // No sentence has a word like `accessDenied`, and nobody's key is one.
        let small = word.bytes().skip(1).all(|byte| !byte.is_ascii_uppercase());
        if letters(word) && small {
            none(format!(r#"{{"{word}": {{"id": 1}}}}"#));
            none(format!("{word}: 5 TB"));
            keys += 1;
        }
        // As S3 and Azure's storage answer.
        if letters(word) && word.starts_with(|first: char| first.is_ascii_uppercase()) {
            none(format!(
                "<Error><Code>{word}</Code><Message>{MESSAGE}</Message></Error>"
            ));
            elements += 1;
        }
        // Beside members that no vendor has.
        for field in ["code", "errorCode", "error"] {
            for member in [
                r#""description":"Sorry""#,
                r#""ok":false"#,
                r#""path":"/api/things/1""#,
                r#""result":"FAIL""#,
                r#""title":"Sorry""#,
                r#""userMessage":"Sorry""#,
            ] {
                for raw in [
                    format!(r#"{{{member},"{field}":"{word}","message":"{MESSAGE}"}}"#),
                    format!(r#"{{"errors":[{{"{field}":"{word}","details":{{"id":1}},{member}}}]}}"#),
                    format!(r#"{{{member},"details":{{"id":1}},"{field}":"{word}"}}"#),
                    format!(r#"{{"{field}"=>"{word}", {}}}"#, member.replace(':', "=>")),
                ] {
                    let found = code_in(code.vendor(), &raw);
                    assert_ne!(found, Some(code), "{}: {raw}", code.vendor());
                }
            }
        }
    }
    assert!(keys > 0 && elements > 0, "{keys} keys, {elements} elements");
}

#[test]
#[cfg(feature = "microsoft")]
fn a_word_in_small_letters_is_anybodys_error() {
    let words = [
        "BadRequest",
        "Conflict",
        "Forbidden",
        "NotFound",
        "TooManyRequests",
        "Unauthorized",
    ];
    for word in words {
        let judge = |word: &str| {
            let raw = format!(r#"{{"error":"{word}","reason":"{MESSAGE}"}}"#);
            code_in(Vendor::MicrosoftGraph, &raw)
        };
        assert_eq!(judge(&word.to_ascii_lowercase()), None, "{word}");
        assert_eq!(judge(word).map(Code::as_str), Some(word));
    }
}

#[test]
#[cfg(feature = "microsoft")]
fn what_is_inside_of_an_answer_may_have_any_members() {
    let words = Vendor::MicrosoftGraph.codes().filter(|code| code.is_word());
    let mut count = 0;
    for code in words {
        let judge = |request: &str| {
            let raw = format!(r#"{{{request}"code":"{code}","message":"{MESSAGE}"}}"#);
            code_in(Vendor::MicrosoftGraph, &raw)
        };
        // Clients print their request as well.
        if judge("") == Some(code) {
            let within = judge(r#""request":{"path":"/v1.0/me","title":"x"},"#);
            assert_eq!(within, Some(code), "{code}");
            count += 1;
        }
    }
    assert!(count > 20, "{count} words");
}

/// Where clients and people print a code of SharePoint's REST service.
#[cfg(feature = "microsoft")]
const PAIRED: [&str; 16] = [
    "office365.runtime.client_request_exception.ClientRequestException: ('§', '¶', '403 Client Error for url: https://x.example')",
    "map[error:map[code:§ message:¶]]",
    "{error={code=§, message=¶}}",
    r#"{"odata.error":{"code":"§","message":{"lang":"en-US","value":"¶"}}}"#,
    r#"{"error":{"code":"§","message":{"lang":"en-US","value":"¶"}}}"#,
    r#"{"error":{"message":"¶","code":"§"}}"#,
    r#"[500] ::> {\"odata.error\":{\"code\":\"§\",\"message\":{\"value\":\"¶\"}}}"#,
    r#"{\\\"error\\\":{\\\"code\\\":\\\"§\\\"}}"#,
    "{&quot;odata.error&quot;:{&quot;code&quot;:&quot;§&quot;,&quot;message&quot;:&quot;¶&quot;}}",
    "{'odata.error': {'code': '§', 'message': {'lang': 'en-US', 'value': '¶'}}}",
    "<m:error xmlns:m=\"http://schemas.microsoft.com/ado/2007/08/dataservices/metadata\"><m:code>§</m:code><m:message xml:lang=\"en-US\">¶</m:message></m:error>",
    "Array ( [code] => § [message] => ¶ )",
    "Array\n(\n    [code] => §\n    [message] => ¶\n)\n",
    "Code: §\nMessage: ¶\n",
    "§",
    "§: ¶",
];

#[test]
#[cfg(feature = "microsoft")]
fn a_number_and_an_exception_are_one_code() {
    let pairs = |code: &Code| code.as_str().contains(", ");
    let fill = |shape: &str, code: &str| shape.replace('¶', MESSAGE).replace('§', code);
    let mut count = 0;
    for code in Vendor::MicrosoftGraph.codes().filter(pairs) {
        let spelling = code.as_str();
        let (number, exception) = spelling.split_once(", ").unwrap();
        for shape in PAIRED {
            let raw = fill(shape, spelling);
            let found = classify(Vendor::MicrosoftGraph, &raw).unwrap_or_else(|_| panic!("nothing in {raw}"));
            assert_eq!(found.codes().collect::<Vec<_>>(), [code], "{raw}");
            assert_eq!((found.code(), found.code_text()), (Some(code), Some(spelling)), "{raw}");
            // Each alone, another number, or another type, is not the code.
            let others = [
                number.to_owned(),
                exception.to_owned(),
                format!("{number}0, {exception}"),
                format!("{number}, {exception}Of"),
            ];
            for other in others {
                let raw = fill(shape, &other);
                let found = code_in(Vendor::MicrosoftGraph, &raw);
                assert_ne!(found, Some(code), "{raw}");
            }
        }
        // What a program prints of the exception's arguments tells it where the number is no other thing's.
        let printed =
            format!("scan failed -> ('{spelling}', '{MESSAGE}', '403 Client Error for url: https://x.example')");
        let found = code_in(Vendor::MicrosoftGraph, &printed);
        assert_eq!(found, (number != "-1").then_some(code), "{printed}");
        count += 1;
    }
    assert!(count > 50, "{count} pairs");
}

#[test]
#[cfg(feature = "microsoft")]
fn an_unknown_pair_in_an_error_is_reported() {
    for unknown in [
        "-2130570000, Microsoft.SharePoint.SPException",
        "-1, Some.OtherException",
    ] {
        for shape in &PAIRED[..13] {
            let raw = shape.replace('¶', MESSAGE).replace('§', unknown);
            let unrecognized = classify(Vendor::MicrosoftGraph, &raw).expect_err("nobody knows it");
            assert_eq!(unrecognized.code(), Some(unknown), "{raw}");
        }
    }
}

#[test]
#[cfg(feature = "marketo")]
fn an_unknown_code_is_reported_whole() {
    for unknown in ["AUTH-010", "auth.token-expired", "NEW_CODE", "x-1"] {
        for shape in [
            r#"{"success":false,"errors":[{"code":"§","message":"Access token invalid"}]}"#,
            r#"{"error":{"code":"§","message":"who knows"}}"#,
            r#"{\"error\":{\"code\":\"§\",\"message\":\"who knows\"}}"#,
            "<Error><errorCode>§</errorCode><message>who knows</message></Error>",
        ] {
            let raw = shape.replace('§', unknown);
            let found = errcat::classify_all(Vendor::MarketoRest, &raw).next();
            let code = match found.expect("something failed") {
                Ok(c) => c.unrecognized_code().map(str::to_owned),
                Err(unrecognized) => unrecognized.code().map(str::to_owned),
            };
            assert_eq!(code.as_deref(), Some(unknown), "{raw}");
        }
    }
}

/// Programs log what vendors answer, and such a log has fields too.
#[test]
#[cfg(feature = "salesforce")]
fn a_refused_value_may_be_another_answer() {
    let told = |raw: &str| code_in(Vendor::Salesforce, raw).map(|code| code.as_str().to_owned());
    let apex = "System.DmlException: Insert failed. First exception on row 0; first error: UNABLE_TO_LOCK_ROW, unable to obtain exclusive access: []";
    for (inner, code) in [
        (
            r#"[{"message":"x","errorCode":"UNABLE_TO_LOCK_ROW"}]"#,
            "UNABLE_TO_LOCK_ROW",
        ),
        (
            r#"{"error":"invalid_grant","error_description":"expired access/refresh token"}"#,
            "invalid_grant",
        ),
        (apex, "UNABLE_TO_LOCK_ROW"),
    ] {
        let quoted = inner.replace('"', "\\\"");
        let body = |outer: &str| {
            format!(
                r#"[{{"success":false,"errors":[{{"statusCode":"{outer}","message":"Response: data value too large: {quoted} (max length=255)","fields":["Response__c"]}}]}}]"#
            )
        };
        let refused = body("STRING_TOO_LONG");
        assert_eq!(told(&refused).as_deref(), Some("STRING_TOO_LONG"), "{refused}");
        // Where the outer code says only that something inside failed, what is inside tells.
        let wrapped = body("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY");
        assert_eq!(told(&wrapped).as_deref(), Some(code), "{wrapped}");
    }
    let text = format!("STRING_TOO_LONG: Response: data value too large: {apex} (max length=255)");
    assert_eq!(told(&text).as_deref(), Some("STRING_TOO_LONG"), "{text}");
}

/// How a terminal's escape character comes: as it is, escaped, lost, as a pager, syslog or a font shows it, as what was no
/// text to somebody.
#[cfg(all(feature = "salesforce", feature = "microsoft", feature = "marketo"))]
const ESCAPES: [&str; 9] = [
    "\u{1b}", "\\x1b", "\\u001b", "\\033", "", "^[", "#033", "\u{241b}", "\u{fffd}",
];

/// What is coloured, the sign for the escape character before each colour.
#[cfg(all(feature = "salesforce", feature = "microsoft", feature = "marketo"))]
const COLOURED: [&str; 9] = [
    "␛[31m§␛[39m: ¶",
    "␛[1m␛[31m§: ¶␛[39m␛[22m",
    "ERROR ␛[1m␛[31m§: ¶␛[39m",
    "␛[33m=== ␛[39m␛[1mERROR␛[22m\n␛[31m§␛[39m",
    "␛[90m2024-01-01␛[0m ␛[31mError: §␛[0m",
    "␛[31mCode: §␛[39m\nMessage: ¶",
    "{\n  code: ␛[32m'§'␛[39m,\n  errorCode: ␛[32m'§'␛[39m,\n  status: ␛[33m404␛[39m }",
    "{ ␛[32merrorCode␛[39m: ␛[32m\"§\"␛[39m, ␛[32mcode␛[39m: ␛[32m\"§\"␛[39m }",
    "errorCode=␛[31;1m§␛[0m code=␛[31;1m§␛[0m",
];

#[test]
#[cfg(all(feature = "salesforce", feature = "microsoft", feature = "marketo"))]
fn a_colour_is_no_part_of_what_it_colours() {
    let codes: Vec<Code> = Vendor::all().flat_map(unmistakable).collect();
    let mut failed = Vec::new();
    for (number, shape) in COLOURED.iter().enumerate() {
        for (escape, code) in ESCAPES
            .iter()
            .zip(codes.iter().skip(number).step_by(codes.len() / ESCAPES.len()))
        {
            let raw = shape
                .replace('␛', escape)
                .replace('¶', MESSAGE)
                .replace('§', code.as_str());
            if code_in(code.vendor(), &raw) != Some(*code) {
                failed.push(raw);
            }
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

/// Strings that say the same, but for the order of members, escapes, blanks and what stands around: one verdict for each
/// row, `None` where there is none.
#[cfg(all(feature = "salesforce", feature = "microsoft", feature = "marketo"))]
const SAME: &[(Vendor, Option<&str>, &[&str])] = &[
    (
        Vendor::MicrosoftGraph,
        Some("microsoft_graph/accessDenied"),
        &[
            r#"{"error":{"code":"quota","subcode":"accessDenied","message":"x"}}"#,
            r#"{"error":{"subcode":"accessDenied","message":"x","code":"quota"}}"#,
        ],
    ),
    (
        Vendor::Salesforce,
        Some("salesforce/UNABLE_TO_LOCK_ROW"),
        &[
            r#"{"status":0,"result":[{"success":false,"errors":[{"statusCode":"UNABLE_TO_LOCK_ROW","message":"x"}]}]}"#,
            r#"{"status": 0, "result": [ {"success": false, "errors": [ {"statusCode": "UNABLE_TO_LOCK_ROW", "message": "x"} ]} ]}"#,
        ],
    ),
    (
        Vendor::Salesforce,
        Some("salesforce/UNABLE_TO_LOCK_ROW"),
        &[
            r#"[{"errorCode":"UNABLE_TO_LOCK_ROW","message":"failed: INVALID_FIELD: no such column"}]"#,
            "[{&quot;errorCode&quot;:&quot;UNABLE_TO_LOCK_ROW&quot;,&quot;message&quot;:&quot;failed: INVALID_FIELD: no such column&quot;}]",
            "[{%22errorCode%22:%22UNABLE_TO_LOCK_ROW%22,%22message%22:%22failed: INVALID_FIELD: no such column%22}]",
        ],
    ),
    (
        Vendor::MarketoRest,
        Some("marketo_rest/602"),
        &[
            r#"{"code":"9999","message":"Access token expired"}"#,
            "{&quot;code&quot;:&quot;9999&quot;,&quot;message&quot;:&quot;Access token expired&quot;}",
            r#"{\u0022code\u0022:\u00229999\u0022,\u0022message\u0022:\u0022Access token expired\u0022}"#,
        ],
    ),
    // The error of another system, whatever stands beside the code.
    (
        Vendor::MarketoRest,
        None,
        &[
            r#"{"error":{"code":"1004","message":"x"}}"#,
            r#"{"error":{"code":"1004","message":"x","details":{"required":7}}}"#,
            r#"{"error":{"details":{"required":7},"message":"x","code":"1004"}}"#,
        ],
    ),
    // Salesforce took the event in.
    (
        Vendor::Salesforce,
        None,
        &[
            r#"{"id":"e0","success":true,"errors":[{"statusCode":"OPERATION_ENQUEUED","message":"x","fields":[]}]}"#,
            r#"response body={"id":"e0","success":true,"errors":[{"statusCode":"OPERATION_ENQUEUED","message":"x","fields":[]}]}"#,
        ],
    ),
    (
        Vendor::MarketoRest,
        Some("marketo_rest/606"),
        &[
            "Rate limit reached (606)",
            "Rate limit reached (606) ",
            "Rate limit reached (606)\t\n",
        ],
    ),
    (
        Vendor::MicrosoftGraph,
        Some("microsoft_graph/TooManyRequests"),
        &[
            "Request failed with 429, TooManyRequests",
            "Request failed with 429, TooManyRequests  ",
        ],
    ),
    (
        Vendor::SalesforceBulk,
        Some("salesforce/NOT_FOUND"),
        &[
            "\"sf__Id\",\"sf__Error\"\n\"\",\"NOT_FOUND:The requested resource does not exist:--\"",
            "sf__Id,sf__Error\n,\"NOT_FOUND:The requested resource does not exist:Id --\"\n",
        ],
    ),
    (
        Vendor::Salesforce,
        Some("salesforce/#insurance_0001_0013"),
        &[
            r#"{"errors":[{"code":"SF-0001-0013","message":"Premium__c. Check field names are correct and user has access to the specified fields"}],"isSuccess":false}"#,
            "{\"errors\":[{\"code\":\"SF-0001-0013\",\n  \"message\":\"Premium__c. Check field names are correct and user has access to the specified fields\"}],\"isSuccess\":false}",
        ],
    ),
    // A value that was refused, and that holds another answer.
    (
        Vendor::Salesforce,
        Some("salesforce/STRING_TOO_LONG"),
        &[
            r#"[{"errorCode":"STRING_TOO_LONG","message":"data value too large: {\"errorCode\":\"UNABLE_TO_LOCK_ROW\"}"}]"#,
            r#"[{"message":"data value too large: {\"errorCode\":\"UNABLE_TO_LOCK_ROW\"}","errorCode":"STRING_TOO_LONG"}]"#,
        ],
    ),
    (
        Vendor::MicrosoftGraph,
        Some("microsoft_graph/accessDenied"),
        &[
            r#"{"error":{"innerError":{"code":"fooBarBaz"},"message":"x","code":"tooManyRequests","subcode":"accessDenied"}}"#,
            r#"{"error":{"code":"tooManyRequests","subcode":"accessDenied","message":"x","innerError":{"code":"fooBarBaz"}}}"#,
        ],
    ),
    // What stands beside an error's list is no Marketo record's fate.
    (
        Vendor::Salesforce,
        Some("salesforce/UNABLE_TO_LOCK_ROW"),
        &[
            r#"{"id":"001","status":"new","errors":[{"statusCode":"UNABLE_TO_LOCK_ROW","message":"x"}]}"#,
            r#"{"id":"001","status":"created","errors":[{"statusCode":"UNABLE_TO_LOCK_ROW","message":"x"}]}"#,
        ],
    ),
    (
        Vendor::Salesforce,
        None,
        &[
            r#"[{"success":true,"id":"1","record":{"status":"open","note":"UNABLE_TO_LOCK_ROW: x"}},{"success":true,"id":"2","errors":[]}]"#,
            r#"[{"success":true,"id":"1","record":{"status":"failed","note":"UNABLE_TO_LOCK_ROW: x"}},{"success":true,"id":"2","errors":[]}]"#,
        ],
    ),
    (
        Vendor::Salesforce,
        Some("salesforce/NOT_FOUND"),
        &[
            r#"{"LoginFault":{"exceptionCode":"NOT_FOUND","exceptionMessage":"x"}}"#,
            r#"{"sf:LoginFault":{"sf:exceptionCode":"NOT_FOUND","sf:exceptionMessage":"x"}}"#,
        ],
    ),
    // A message goes on in an object's next member, but not in a sentence's next line.
    (
        Vendor::Salesforce,
        None,
        &[
            "I put no such column in the list,\n\nand the next day I worked on entity relations",
            "I put no such column in the list \nand the next day I worked on entity relations",
        ],
    ),
    (
        Vendor::MarketoRest,
        Some("marketo_rest/1003"),
        &[
            "level=error requestId=e42b errorCode=1003",
            "level=error errorCode=1003 requestId=e42b",
            "Error code: 1003",
            "\u{1b}[31mError code: 1003\u{1b}[39m",
            "[31mError code: 1003[39m",
        ],
    ),
    // Salesforce took the event in, and NetSuite's codes are its own.
    (
        Vendor::Salesforce,
        None,
        &[
            r#"[INFO] response body={"id":"e0","success":true,"errors":[{"statusCode":"OPERATION_ENQUEUED","message":"x"}]}"#,
            r#"{"title":"Unauthorized","status":401,"o:errorDetails":[{"detail":"Invalid login attempt.","o:errorCode":"INVALID_LOGIN"}]}"#,
        ],
    ),
    // Cloudflare's answers have an empty list beside the errors.
    (
        Vendor::MarketoRest,
        None,
        &[
            r#"{"result":null,"success":false,"errors":[{"code":1003,"message":"Invalid or missing zone id."}],"messages":[]}"#,
        ],
    ),
    (
        Vendor::MarketoRest,
        Some("marketo_rest/606"),
        &[
            r#"{"messages":[{"id":"m1","body":{"requestId":"e42b#1","success":false,"errors":[{"code":"606","message":"x"}]}}]}"#,
        ],
    ),
    // A comment on a code.
    (
        Vendor::Salesforce,
        None,
        &[
            "x\n// UNABLE_TO_LOCK_ROW: means it is locked\nfoo",
            "x\n\u{1b}[32m// UNABLE_TO_LOCK_ROW: means it is locked\nfoo",
            "x\n\u{1b}[38;2;255;255;255m// UNABLE_TO_LOCK_ROW: means it is locked\nfoo",
        ],
    ),
];

#[test]
#[cfg(all(feature = "salesforce", feature = "microsoft", feature = "marketo"))]
fn what_says_the_same_has_the_same_verdict() {
    for (vendor, rule, strings) in SAME {
        for raw in *strings {
            assert_eq!(classify(*vendor, raw).map(|c| c.rule()).ok(), *rule, "{raw}");
        }
    }
}

/// A chain of inner errors means the same with the members in any order.
#[test]
#[cfg(feature = "microsoft")]
fn the_order_of_members_decides_no_root_cause() {
    let codes: Vec<Code> = unmistakable(Vendor::MicrosoftGraph).collect();
    let rule = |raw: &str| {
        classify(Vendor::MicrosoftGraph, raw)
            .map(|c| (c.rule(), c.applied()))
            .ok()
    };
    let mut breaches = Vec::new();
    for (number, inner) in codes.iter().enumerate() {
        // Each meets a few others.
        for outer in codes.iter().skip(number % 7).step_by(codes.len() / 5) {
            let outside =
                format!(r#"{{"error":{{"code":"{outer}","message":"x","innerError":{{"code":"{inner}"}}}}}}"#);
            let inside = format!(r#"{{"error":{{"innerError":{{"code":"{inner}"}},"message":"x","code":"{outer}"}}}}"#);
            if rule(&outside) != rule(&inside) {
                breaches.push(format!("{:?} and {:?}: {inside}", rule(&outside), rule(&inside)));
            }
        }
    }
    assert!(
        breaches.is_empty(),
        "{} breaches:\n{}",
        breaches.len(),
        breaches.join("\n")
    );
}
