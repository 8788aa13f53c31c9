//! The example `classify` as its users meet it: a process with arguments, standard input, output and an exit status.

#![cfg(all(
    feature = "salesforce",
    feature = "marketo",
    feature = "microsoft",
    feature = "lang-fr"
))]

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::{LazyLock, mpsc};
use std::time::Duration;

use errcat::{Locale, Vendor, salesforce};
use serde_json::{Value, json};

const LOCKED: &str = "UNABLE_TO_LOCK_ROW: unable to obtain exclusive access to this record";

/// The program, built from the sources at hand with the features that the tests were built with: there is no
/// environment variable that names an example's file.
static PROGRAM: LazyLock<PathBuf> = LazyLock::new(|| {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(env!("CARGO_MANIFEST_DIR")).args([
        "build",
        "--example",
        "classify",
        "--message-format=json",
        "--quiet",
    ]);
    if cfg!(feature = "serde") {
        cargo.arg("--all-features");
    }
    let built = cargo.stderr(Stdio::inherit()).output().unwrap();
    assert!(built.status.success(), "the example does not build");
    let messages = String::from_utf8(built.stdout).unwrap();
    let mut executables = messages.lines().filter_map(|line| {
        let message: Value = serde_json::from_str(line).ok()?;
        let named = message["target"]["name"] == "classify";
        message["executable"].as_str().filter(|_| named).map(PathBuf::from)
    });
    executables.next_back().expect("cargo names the executable")
});

/// Runs the program with this standard input.
#[track_caller]
fn run(args: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(&*PROGRAM);
    command
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A program that refuses its arguments has gone before it reads.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

#[track_caller]
fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// Runs the program, expects this exit status and nothing on standard error, and returns what it prints.
#[track_caller]
fn printed(args: &[&str], input: &[u8], status: i32) -> String {
    let output = run(args, input);
    assert_eq!(text(&output.stderr), "");
    assert_eq!(output.status.code(), Some(status), "{}", text(&output.stdout));
    text(&output.stdout).to_owned()
}

/// Runs the program and expects a complaint that begins so, followed by the usage, and exit status 2.
#[track_caller]
fn refused(args: &[&str], complaint: &str) {
    let output = run(args, b"");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(&output.stdout), "");
    let errors = text(&output.stderr);
    assert!(errors.starts_with(complaint), "{errors}");
    assert_usage(errors);
}

#[track_caller]
fn assert_usage(text: &str) {
    assert!(text.contains("Usage: classify"), "{text}");
    for vendor in Vendor::all() {
        assert!(
            text.contains(vendor.name()) && text.contains(vendor.title()),
            "{vendor} is missing:\n{text}"
        );
    }
}

/// The lines of a report as (label, text).
fn fields(report: &str) -> Vec<(&str, &str)> {
    report
        .lines()
        .map(|line| {
            line.split_once(' ')
                .map_or((line, ""), |(label, text)| (label, text.trim()))
        })
        .collect()
}

mod one_input {
    use super::*;

    #[test]
    fn a_person_reads_what_to_do() {
        let report = printed(&["salesforce", LOCKED], b"", 0);
        let entry = salesforce::Code::UnableToLockRow.entry();
        let fields = fields(&report);
        let labels: Vec<_> = fields.iter().map(|(label, _)| *label).collect();
        assert_eq!(
            labels[..7],
            ["Category", "Kind", "Code", "Cause", "What", "Program", "Evidence"]
        );
        assert_eq!(labels.last(), Some(&"Source"));
        assert_eq!(fields[0].1, "retryable");
        assert_eq!(fields[1].1, "lock_contention");
        assert!(fields[2].1.starts_with("UNABLE_TO_LOCK_ROW"), "{report}");
        assert_eq!(fields[3].1, entry.cause(Locale::En));
        assert!(fields[4].1.ends_with(entry.remediation(Locale::En)), "{report}");
        assert!(fields[6].1.ends_with("salesforce/UNABLE_TO_LOCK_ROW"), "{report}");
        // The documents that are known by a file's name are told by their titles.
        let (files, addresses): (Vec<&str>, Vec<&str>) = entry
            .sources()
            .iter()
            .copied()
            .partition(|source| source.ends_with(".txt"));
        assert!(addresses.iter().all(|address| report.contains(address)), "{report}");
        assert!(!files.is_empty() && !report.contains(".txt"), "{report}");
        assert!(
            report.contains("Exception Codes for Troubleshooting Salesforce Backup"),
            "{report}"
        );
    }

    #[test]
    fn a_person_reads_it_in_french() {
        let report = printed(&["--lang", "fr", "salesforce", LOCKED], b"", 0);
        let entry = salesforce::Code::UnableToLockRow.entry();
        assert!(report.contains("Catégorie") && report.contains("Que faire"), "{report}");
        assert!(
            report.contains(entry.cause(Locale::Fr)) && report.contains(entry.remediation(Locale::Fr)),
            "{report}"
        );
        assert!(!report.contains(entry.cause(Locale::En)), "{report}");
        // Options may stand anywhere.
        assert_eq!(printed(&["salesforce", LOCKED, "--lang", "fr"], b"", 0), report);
        let unknown = printed(
            &["--lang", "fr", "salesforce", r#"{"errorCode":"BRAND_NEW_CODE"}"#],
            b"",
            1,
        );
        assert!(
            unknown.starts_with("Erreur non reconnue") && unknown.contains("BRAND_NEW_CODE"),
            "{unknown}"
        );
    }

    #[test]
    fn standard_input_serves_as_well() {
        let expected = printed(&["salesforce", LOCKED], b"", 0);
        assert_eq!(printed(&["salesforce", "-"], LOCKED.as_bytes(), 0), expected);
        assert_eq!(printed(&["salesforce"], LOCKED.as_bytes(), 0), expected);
        let broken = [b"\xff\xfe ", LOCKED.as_bytes()].concat();
        assert!(printed(&["salesforce"], &broken, 0).contains("lock_contention"));
    }

    #[test]
    fn json_is_one_object() {
        let line = printed(&["--json", "salesforce", LOCKED], b"", 0);
        assert_eq!(line.lines().count(), 1);
        let record: Value = serde_json::from_str(&line).unwrap();
        let entry = salesforce::Code::UnableToLockRow.entry();
        let expected = json!({
            "vendor": "salesforce",
            "category": "retryable",
            "kind": "lock_contention",
            "code": "UNABLE_TO_LOCK_ROW",
            "codes": ["UNABLE_TO_LOCK_ROW"],
            "evidence": "code_in_text",
            "rule": "salesforce/UNABLE_TO_LOCK_ROW",
            "cause": entry.cause(Locale::En),
            "remediation": entry.remediation(Locale::En),
            "recovery": "retry",
            "applied": "no",
            "scope": entry.scope().name(),
        });
        for (key, value) in expected.as_object().unwrap() {
            assert_eq!(&record[key], value, "{key}");
        }
        let french: Value =
            serde_json::from_str(&printed(&["--json", "--lang", "fr", "salesforce", LOCKED], b"", 0)).unwrap();
        assert_eq!(french["cause"], entry.cause(Locale::Fr));
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json_says_all_of_the_librarys_own_record() {
        let unknown = r#"[{"errorCode":"BRAND_NEW_CODE","message":"m"}]"#;
        for (raw, status) in [(LOCKED, 0), (unknown, 1)] {
            let printed: Value = serde_json::from_str(&printed(&["--json", "salesforce", raw], b"", status)).unwrap();
            let own = match errcat::classify(Vendor::Salesforce, raw) {
                Ok(c) => serde_json::to_value(c),
                Err(unknown) => serde_json::to_value(unknown),
            };
            for (key, value) in own.unwrap().as_object().unwrap() {
                assert_eq!(&printed[key], value, "{key}");
            }
        }
    }

    #[test]
    fn status_and_operation_tell_meanings_apart() {
        let body = r#"{"error":{"code":"PolicyActionNotAllowed","message":""}}"#;
        let category = |operation: &str| {
            let args = [
                "--json",
                "--status",
                "403",
                "--operation",
                operation,
                "microsoft365_backup",
                body,
            ];
            serde_json::from_str::<Value>(&printed(&args, b"", 0)).unwrap()["category"].clone()
        };
        assert_eq!(category("deactivate_active_protection_policy"), "retryable");
        assert_eq!(category("delete_inactive_protection_policy"), "permanent");
        let alone: Value =
            serde_json::from_str(&printed(&["--json", "--status", "503", "salesforce"], b"", 0)).unwrap();
        assert_eq!(
            (&alone["evidence"], &alone["code"]),
            (&json!("http_status"), &Value::Null)
        );
    }

    #[test]
    fn an_unrecognised_input_is_said_to_be_so() {
        let plain = printed(&["salesforce", "all went well"], b"", 1);
        assert!(plain.starts_with("Not recognised"), "{plain}");
        assert_eq!(plain.lines().count(), 1);
        let designated = printed(
            &["salesforce", r#"[{"errorCode":"BRAND_NEW_CODE","message":"m"}]"#],
            b"",
            1,
        );
        assert!(
            designated.starts_with("Not recognised") && designated.contains("BRAND_NEW_CODE"),
            "{designated}"
        );

        let json = printed(
            &[
                "--json",
                "salesforce",
                r#"[{"errorCode":"BRAND_NEW_CODE","message":"m"}]"#,
            ],
            b"",
            1,
        );
        let record: Value = serde_json::from_str(&json).unwrap();
        assert_eq!((&record["category"], &record["code"]), (&Value::Null, &Value::Null));
        assert_eq!(record["unrecognized_code"], "BRAND_NEW_CODE");
    }

    #[test]
    fn a_text_may_begin_with_a_dash() {
        let after = printed(&["salesforce", "--", "--UNABLE_TO_LOCK_ROW: x"], b"", 0);
        assert!(after.contains("lock_contention"), "{after}");
    }
}

mod usage {
    use super::*;

    #[test]
    fn wrong_arguments_are_refused_with_the_usage() {
        refused(&[], "which vendor?");
        refused(&["hubspot", "x"], "unknown vendor `hubspot`");
        refused(&["--lang", "de", "salesforce", "x"], "unknown language `de`");
        refused(&["--lang"], "--lang needs");
        refused(&["--status", "many", "salesforce", "x"], "not an HTTP status: `many`");
        refused(
            &["--operation", "create_protection_policy", "salesforce", "x"],
            "salesforce does not tell errors apart",
        );
        refused(
            &["--operation", "fly", "microsoft365_backup", "x"],
            "unknown operation `fly`",
        );
        refused(&["--verbose", "salesforce", "x"], "unknown option --verbose");
        refused(&["salesforce", "two", "texts"], "one text at a time");
        refused(
            &["--jsonl", "--operation", "create_protection_policy"],
            "with --jsonl each line names its own operation",
        );
    }

    #[test]
    fn help_is_no_error() {
        for word in ["--help", "-h"] {
            assert_usage(&printed(&[word], b"", 0));
        }
    }
}

mod json_lines {
    use super::*;

    fn records(output: &str) -> Vec<Value> {
        output.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn each_line_has_its_answer_in_its_place() {
        let lines = [
            json!({"id": 1, "vendor": "salesforce", "raw": LOCKED}),
            json!({"id": "two", "vendor": "marketo_rest", "raw": r#"{"success":false,"errors":[{"code":"602","message":"Access token expired"}]}"#}),
            json!({"id": {"row": 3}, "vendor": "salesforce", "raw": "", "http_status": 503}),
            json!({"id": null, "vendor": "microsoft365_backup", "raw": "PolicyActionNotAllowed", "http_status": 403, "operation": "delete_inactive_protection_policy"}),
            json!({"id": 5, "vendor": "salesforce", "raw": r#"[{"errorCode":"BRAND_NEW_CODE","message":"m"}]"#, "retry_after": "30"}),
            json!({"vendor": "salesforce", "raw": "all went well", "more": "is ignored"}),
        ];
        let input: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let records = records(&printed(&["--jsonl"], input.as_bytes(), 0));
        assert_eq!(records.len(), lines.len());
        let column = |key: &str| records.iter().map(|record| record[key].clone()).collect::<Vec<_>>();
        assert_eq!(
            column("id"),
            [
                json!(1),
                json!("two"),
                json!({"row": 3}),
                Value::Null,
                json!(5),
                Value::Null
            ]
        );
        let categories = [
            json!("retryable"),
            json!("auth"),
            json!("retryable"),
            json!("permanent"),
            Value::Null,
            Value::Null,
        ];
        assert_eq!(column("category"), categories);
        let codes = [
            json!("UNABLE_TO_LOCK_ROW"),
            json!("602"),
            Value::Null,
            json!("PolicyActionNotAllowed"),
            Value::Null,
            Value::Null,
        ];
        assert_eq!(column("code"), codes);
        assert_eq!(records[4]["unrecognized_code"], "BRAND_NEW_CODE");
        assert_eq!(records[5].get("unrecognized_code"), None);
        let keys = [
            "vendor",
            "category",
            "kind",
            "code",
            "codes",
            "evidence",
            "rule",
            "cause",
            "remediation",
            "recovery",
            "applied",
            "scope",
        ];
        for record in &records {
            for key in keys {
                assert!(record.get(key).is_some(), "{key} is missing in {record}");
            }
        }
    }

    #[test]
    fn all_codes_are_listed_in_order_and_the_inner_one_decides() {
        let raw = r#"[{"errorCode":"CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY","message":"T: execution of AfterInsert caused by: System.DmlException: Insert failed. First exception on row 0; first error: UNABLE_TO_LOCK_ROW, unable to obtain exclusive access to this record: []"}]"#;
        let input = json!({"id": 1, "vendor": "salesforce", "raw": raw}).to_string();
        let records = records(&printed(&["--jsonl"], input.as_bytes(), 0));
        assert_eq!(records[0]["code"], "UNABLE_TO_LOCK_ROW");
        assert_eq!(
            records[0]["codes"],
            json!(["CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "UNABLE_TO_LOCK_ROW"])
        );
    }

    #[test]
    fn texts_are_in_the_language_asked_for() {
        let input = json!({"id": 1, "vendor": "salesforce", "raw": LOCKED}).to_string();
        let records = records(&printed(&["--lang", "fr", "--jsonl"], input.as_bytes(), 0));
        assert_eq!(
            records[0]["cause"],
            salesforce::Code::UnableToLockRow.entry().cause(Locale::Fr)
        );
    }

    #[test]
    fn a_bad_line_is_answered_in_its_place_and_the_rest_goes_on() {
        let good = json!({"id": "good", "vendor": "salesforce", "raw": LOCKED}).to_string();
        let bad = [
            ("not json".to_owned(), Value::Null, "not JSON"),
            ("[1, 2]".to_owned(), Value::Null, "expected a JSON object"),
            (
                r#"{"id": 4, "vendor": "salesforce""#.to_owned(),
                Value::Null,
                "not JSON",
            ),
            (json!({"id": 5, "vendor": "salesforce"}).to_string(), json!(5), "raw"),
            (json!({"id": 6, "raw": LOCKED}).to_string(), json!(6), "vendor"),
            (
                json!({"id": 7, "vendor": "hubspot", "raw": ""}).to_string(),
                json!(7),
                "unknown vendor `hubspot`",
            ),
            (
                json!({"id": 8, "vendor": "salesforce", "raw": 8}).to_string(),
                json!(8),
                "string",
            ),
            (
                json!({"id": 9, "vendor": "salesforce", "raw": "", "http_status": "x"}).to_string(),
                json!(9),
                "u16",
            ),
            (
                json!({"id": 10, "vendor": "microsoft365_backup", "raw": "", "operation": "fly"}).to_string(),
                json!(10),
                "unknown operation `fly`",
            ),
        ];
        // A blank line is none, but counts as a line.
        let mut input = format!("{good}\n\n");
        for (line, ..) in &bad {
            input.push_str(&format!("{line}\n{good}\n"));
        }
        let records = records(&printed(&["--jsonl"], input.as_bytes(), 1));
        assert_eq!(records.len(), 1 + 2 * bad.len());
        assert!(
            records
                .iter()
                .step_by(2)
                .all(|record| record["id"] == "good" && record["category"] == "retryable")
        );
        for (number, ((line, id, reason), record)) in bad.iter().zip(records.iter().skip(1).step_by(2)).enumerate() {
            assert_eq!(record["id"], *id, "{line}");
            let error = record["error"]
                .as_str()
                .unwrap_or_else(|| panic!("no error for {line}: {record}"));
            assert!(
                error.starts_with(&format!("line {}: ", 3 + 2 * number)),
                "{line}: {error}"
            );
            assert!(error.contains(reason), "{line}: {error}");
            assert_eq!(record.as_object().unwrap().len(), 2, "{record}");
        }
    }

    #[test]
    fn bytes_that_are_not_utf8_are_a_bad_line() {
        let input = [
            b"{\"id\":1,\"vendor\":\"salesforce\",\"raw\":\"\xff\"}\n",
            json!({"id": 2, "vendor": "salesforce", "raw": LOCKED})
                .to_string()
                .as_bytes(),
        ]
        .concat();
        let records = records(&printed(&["--jsonl"], &input, 1));
        assert!(
            records[0]["error"].as_str().unwrap().starts_with("line 1: "),
            "{}",
            records[0]
        );
        assert_eq!(records[1]["id"], 2);
    }

    #[test]
    fn an_empty_input_has_an_empty_answer() {
        assert_eq!(printed(&["--jsonl"], b"", 0), "");
    }

    /// Answers come while lines are still being sent: an input of any length passes through without being held.
    #[test]
    fn lines_pass_through() {
        let line = format!("{}\n", json!({"id": 1, "vendor": "salesforce", "raw": LOCKED}));
        let count = 20_000;
        let mut child = Command::new(&*PROGRAM)
            .arg("--jsonl")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap()).lines();
        let (answered, answer) = mpsc::channel();
        let writer = std::thread::spawn(move || {
            stdin.write_all(line.repeat(count).as_bytes()).unwrap();
            // Without an answer it ends as well, so that a program that waits for the input's end fails and does not hang.
            answer.recv_timeout(Duration::from_secs(60)).is_ok()
        });
        stdout.next().unwrap().unwrap();
        answered.send(()).unwrap_or_default();
        assert_eq!(1 + stdout.count(), count);
        assert!(writer.join().unwrap(), "the first answer came after the input's end");
        assert!(child.wait().unwrap().success());
    }
}
