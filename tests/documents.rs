//! The five source documents against the catalog: one test a document, from a table under `tests/data/` that was
//! written from the document and not from the catalog.
//!
//! Each code must be recognised in every dress in which programs meet it: bare, in its vendor's JSON and XML, in a log
//! line, and on the pages that describe it as they are pasted.

#![cfg(all(feature = "salesforce", feature = "marketo", feature = "microsoft"))]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::path::Path;

use errcat::{Category, Classification, Code, Evidence, Failure, Operation, Vendor, classify};
use errcat::{microsoft365_backup, salesforce_bulk};

/// A table's rows, each from column to cell.
struct Table {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// A row of a table.
#[derive(Clone, Copy)]
struct Row<'a> {
    columns: &'a [String],
    cells: &'a [String],
}

impl Table {
    /// Reads a table of `tests/data`: comment lines, a line of column names, rows; tabs between cells.
    #[track_caller]
    fn read(name: &str) -> Table {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let cells = |line: &str| line.split('\t').map(str::to_owned).collect::<Vec<_>>();
        let mut lines = text.lines().filter(|line| !line.starts_with('#')).map(cells);
        let columns = lines.next().unwrap();
        let rows: Vec<_> = lines.collect();
        for row in &rows {
            assert_eq!(row.len(), columns.len(), "{name}: {row:?}");
        }
        Table { columns, rows }
    }

    fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|cells| Row {
            columns: &self.columns,
            cells,
        })
    }

    /// The distinct codes.
    fn codes(&self) -> BTreeSet<&str> {
        self.rows().map(|row| row.get("code")).collect()
    }
}

impl<'a> Row<'a> {
    #[track_caller]
    fn get(self, column: &str) -> &'a str {
        let at = self.columns.iter().position(|name| name == column);
        &self.cells[at.unwrap_or_else(|| panic!("no column {column}"))]
    }

    #[track_caller]
    fn category(self, column: &str) -> Category {
        self.get(column)
            .parse()
            .unwrap_or_else(|_| panic!("{column} of {}: {:?}", self.get("code"), self.get(column)))
    }
}

/// What a document's test found wrong; it is shown all at once, when the document is through.
#[derive(Default)]
struct Breaches(Vec<String>);

impl Breaches {
    /// Notes an input that is read otherwise than it should be.
    fn unless(&mut self, holds: bool, raw: &str, got: impl Debug) {
        if !holds {
            self.0.push(format!("{raw}\n    {got:?}"));
        }
    }

    /// Notes an input that is not read as this code with this evidence and category.
    fn expect<'a>(
        &mut self,
        vendor: Vendor,
        raw: &'a str,
        expected: (&str, Evidence, Category),
    ) -> Option<Classification<'a>> {
        let verdict = classify(vendor, raw);
        let own = |c: &Classification<'_>| c.code().filter(|code| code.vendor() == vendor).map(Code::as_str);
        let got = verdict
            .as_ref()
            .ok()
            .map(|c| (own(c).unwrap_or_default(), c.evidence(), c.category()));
        self.unless(got == Some(expected), raw, verdict);
        verdict.ok()
    }

    /// Checks a code in all the dresses that belong to no one vendor: bare, with a text behind, in log lines.
    fn expect_dressed(&mut self, vendor: Vendor, code: &str, category: Category) {
        let bare = [
            code.to_owned(),
            format!("{code}: see the details"),
            format!("\"{code}\"\n"),
        ];
        for raw in &bare {
            self.expect(vendor, raw, (code, Evidence::CodeInText, category));
        }
        let fields = [
            format!(r#"{{"time":"2026-11-20T09:14:02Z","level":"error","errorCode":"{code}","error_count":3}}"#),
            format!(
                r#"09:14:02 WARN [worker-3] response 400: [{{\"errorCode\":\"{code}\",\"message\":\"see the details\"}}]"#
            ),
            format!("2026-11-20T09:14:02.113Z ERROR sync[4711]: write failed status=400 attempt=1 errorCode={code}"),
        ];
        for raw in fields.iter().chain([&logfmt(code)]) {
            self.expect(vendor, raw, (code, Evidence::CodeField, category));
        }
        if is_word(vendor, code) {
            return;
        }
        let prose = [
            format!("2026-11-20 09:14:02,113 ERROR worker-3 request failed: {code}: see the details"),
            format!("Nov 20 09:14:02 host sync[4711]: {code} - see the details"),
        ];
        for raw in &prose {
            self.expect(vendor, raw, (code, Evidence::CodeInText, category));
        }
    }

    #[track_caller]
    fn assert_none(&self) {
        assert!(self.0.is_empty(), "{} breaches\n{}", self.0.len(), self.0.join("\n"));
    }
}

/// Whether the code is an ordinary word, which counts only where a code is expected and so not in prose.
fn is_word(vendor: Vendor, code: &str) -> bool {
    Code::find(vendor, code).is_some_and(Code::is_word)
}

fn logfmt(code: &str) -> String {
    format!("2026-11-20T09:14:02.113Z ERROR sync[4711]: write failed errorCode={code} status=400 attempt=1")
}

const DETAILS: &str = "see the details";

/// A Salesforce error as REST sends it, in JSON and in XML.
fn rest_bodies(code: &str) -> [String; 2] {
    [
        format!(r#"[{{"message":"{DETAILS}","errorCode":"{code}"}}]"#),
        format!("<Errors><Error><errorCode>{code}</errorCode><message>{DETAILS}</message></Error></Errors>"),
    ]
}

#[test]
fn salesforce_backup_000() {
    let table = Table::read("000_85adf6e0dfdd088b.tsv");
    assert_eq!(table.codes().len(), 22);
    let mut breaches = Breaches::default();
    for row in table.rows() {
        let (code, category) = (row.get("code"), row.category("category"));
        breaches.expect_dressed(Vendor::SalesforceBackup, code, category);
        for raw in &rest_bodies(code) {
            if let Some(c) = breaches.expect(Vendor::SalesforceBackup, raw, (code, Evidence::CodeField, category)) {
                breaches.unless(c.sources().contains(&"000_85adf6e0dfdd088b.txt"), raw, c.sources());
            }
        }
    }
    breaches.assert_none();
}

#[test]
fn salesforce_bulk_001() {
    let table = Table::read("001_4a55387a3c1b016f.tsv");
    assert_eq!(table.codes().len(), 16);
    let mut breaches = Breaches::default();
    for row in table.rows() {
        let (spelling, category) = (row.get("code"), row.category("category"));
        // The page writes InvalidXML, the API InvalidXml: one code.
        let found = Code::find(Vendor::SalesforceBulk, spelling).filter(|code| code.vendor() == Vendor::SalesforceBulk);
        let Some(code) = found.map(Code::as_str) else {
            breaches.unless(false, spelling, found);
            continue;
        };
        breaches.expect_dressed(Vendor::SalesforceBulk, code, category);
        let bodies = [
            format!(r#"[{{"errorCode":"{spelling}","message":"{DETAILS}"}}]"#),
            // Bulk API 2.0 shouts.
            format!(
                r#"[{{"errorCode":"{}","message":"{DETAILS}"}}]"#,
                spelling.to_uppercase()
            ),
            format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<error xmlns=\"http://www.force.com/2009/06/asyncapi/dataload\">\n \
                 <exceptionCode>{spelling}</exceptionCode>\n <exceptionMessage>{DETAILS}</exceptionMessage>\n</error>"
            ),
        ];
        for raw in &bodies {
            if let Some(c) = breaches.expect(Vendor::SalesforceBulk, raw, (code, Evidence::CodeField, category)) {
                breaches.unless(c.sources().contains(&"001_4a55387a3c1b016f.txt"), raw, c.sources());
            }
        }
    }
    breaches.assert_none();
}

/// The note on the page: for a row with a binary attachment INVALID_FIELD means the file, not a field.
#[test]
fn salesforce_bulk_001_invalid_field_for_binary_attachments() {
    let field = classify(
        Vendor::SalesforceBulk,
        "INVALID_FIELD:No such column 'Colour__c' on sobject of type Account:--",
    )
    .unwrap();
    let files = [
        "INVALID_FIELD:binary file is missing or is a directory: files/logo.png:Body --",
        "INVALID_FIELD:the binary file referenced in the batch data doesn't start with #:Body --",
    ];
    for raw in files {
        let file = classify(Vendor::SalesforceBulk, raw).unwrap();
        assert_eq!(file.code(), Some(salesforce_bulk::Code::InvalidField.into()));
        assert_eq!(file.category(), Category::Validation);
        assert_ne!(file.rule(), field.rule());
        assert!(file.sources().contains(&"001_4a55387a3c1b016f.txt"));
    }
}

#[test]
fn sales_connect_002_in_english() {
    sales_connect("002_4e2f02825328f068", ["Error:", "Category:", "Message:"]);
}

#[test]
fn sales_connect_004_in_french() {
    sales_connect("004_78b3dcbf49f1b938", ["Erreur :", "Catégorie :", "Message :"]);
}

/// One of the two pages of Sales Connect's diagnostics, with the words that head its fields.
#[track_caller]
fn sales_connect(document: &str, [error, category, message]: [&str; 3]) {
    const VENDOR: Vendor = Vendor::MarketoSalesConnect;
    let source = format!("{document}.txt");
    let table = Table::read(&format!("{document}.tsv"));
    assert_eq!(table.codes().len(), 26);
    let mut breaches = Breaches::default();
    for row in table.rows() {
        let (code, page_category) = (row.get("code"), row.get("page_category"));
        breaches.expect_dressed(VENDOR, code, row.category("category"));
        let [json, xml] = rest_bodies(code);
        let head = format!("**{error}** {code}  \n**{category}** {page_category}  \n");
        for raw in [&json, &xml, &head] {
            if let Some(c) = breaches.expect(VENDOR, raw, (code, Evidence::CodeField, row.category("category"))) {
                breaches.unless(
                    c.entry().vendor_category() == Some(page_category),
                    raw,
                    c.entry().vendor_category(),
                );
                breaches.unless(c.sources().contains(&source.as_str()), raw, c.sources());
            }
        }
        let text = row.get("message");
        if text.is_empty() {
            continue;
        }
        let pasted = format!("{head}**{message}** {text}  \n");
        let logged = format!("2026-11-20 09:14:02 ERROR Salesforce logging failed: {text}");
        for raw in [text, &pasted, &logged] {
            let verdict = classify(VENDOR, raw);
            let category = verdict.as_ref().ok().map(Classification::category);
            breaches.unless(category == Some(row.category("message_category")), raw, verdict);
        }
    }
    breaches.assert_none();
}

#[test]
fn microsoft365_backup_003() {
    const VENDOR: Vendor = Vendor::Microsoft365Backup;
    let table = Table::read("003_41fc966073b82ffa.tsv");
    assert_eq!((table.rows.len(), table.codes().len()), (96, 57));
    let operations: BTreeSet<_> = table.rows().map(|row| row.get("operation")).collect();
    assert_eq!(operations.len(), 25);
    assert_eq!(operations, VENDOR.operations().map(Operation::name).collect());

    let mut breaches = Breaches::default();
    // The entries that each meaning of each code has.
    let mut meanings: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for row in table.rows() {
        let (code, category) = (row.get("code"), row.category("category"));
        let operation: microsoft365_backup::Operation = row.get("operation").parse().unwrap();
        let failure = Failure::new(VENDOR)
            .status(row.get("status").parse().unwrap())
            .operation(operation);
        let inputs = graph_bodies(code, [row.get("message"), row.get("description")]);
        for raw in inputs
            .iter()
            .chain([&format!("{code}: {}", row.get("message")), &code.to_owned()])
        {
            let verdict = failure.body(raw).classify();
            let context = format!("{operation} {raw}");
            let Ok(c) = verdict else {
                breaches.unless(false, &context, verdict);
                continue;
            };
            let own = c.entry().operations();
            breaches.unless(
                c.code().map(Code::as_str) == Some(code) && c.category() == category,
                &context,
                c,
            );
            breaches.unless(c.entry().vendor() == VENDOR, &context, c);
            breaches.unless(c.sources().contains(&"003_41fc966073b82ffa.txt"), &context, c.sources());
            breaches.unless(own.is_empty() || own.contains(&operation.into()), &context, own);
            meanings.entry((code, row.get("meaning"))).or_default().insert(c.rule());
        }
        // Alone it is the same code, in whatever dress; which of its meanings, is not known.
        for raw in &inputs {
            for raw in [
                raw,
                &format!("2026-11-20T09:14:02.113Z ERROR backup: call failed with 400: {raw}"),
            ] {
                let verdict = classify(VENDOR, raw);
                let got = verdict
                    .as_ref()
                    .ok()
                    .map(|c| (c.code().map(Code::as_str), c.evidence()));
                breaches.unless(got == Some((Some(code), Evidence::CodeField)), raw, verdict);
            }
        }
        let logged = format!(
            "2026-11-20 09:14:02,113 ERROR worker-3 request failed: {code}: {}",
            row.get("message")
        );
        for raw in [code, &logged] {
            let verdict = classify(VENDOR, raw);
            let found = verdict.as_ref().ok().and_then(Classification::code).map(Code::as_str);
            breaches.unless(
                found == Some(code) || raw == logged && is_word(VENDOR, code),
                raw,
                verdict,
            );
        }
    }
    for ((code, meaning), own) in &meanings {
        for ((_, other), others) in meanings
            .iter()
            .filter(|((same, other), _)| same == code && other != meaning)
        {
            breaches.unless(
                own.is_disjoint(others),
                &format!("{code}: `{meaning}` and `{other}`"),
                (own, others),
            );
        }
    }
    breaches.assert_none();
}

/// Graph's envelope with each text and without any, and the error of one item within a successful response.
fn graph_bodies(code: &str, texts: [&str; 2]) -> [String; 4] {
    let [message, description] = texts.map(|text| text.replace('"', "\\\""));
    [
        format!(
            "{{\"error\":{{\"code\":\"{code}\",\"message\":\"{message}\",\"innerError\":{{\"date\":\"2026-11-20T09:14:02\",\
             \"request-id\":\"2863d3ab-64cd-42be-89c6-a7e58ae5545a\"}}}}}}"
        ),
        format!(r#"{{"error": {{"code": "{code}", "message": "{description}"}}}}"#),
        format!(r#"{{"error":{{"code":"{code}"}}}}"#),
        format!(
            r#"{{"id":"23014d8c-71fe-4d00-a01a-31850bc5b42a","status":"failed","error":{{"code":"{code}","message":""}}}}"#
        ),
    ]
}
