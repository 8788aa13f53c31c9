//! `catalog/COVERAGE.md` says how far the catalog reaches; this holds it true.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use errcat::{Certainty, Code, Entry, Locale, Vendor};

use crate::data;

const INTRODUCTION: &str = "\
# How far the catalog reaches

Counted by `tests/published/coverage.rs`; `ERRCAT_BLESS=1 cargo test --test published` counts anew.

A code is published if it stands in one of the lists under `tests/data/codes`. What its default entry says is *documented* by
the vendor, *observed* in practice, or *inferred* from the name. Its remediation is its own or its kind's; French is counted
where the cause is translated.
";

/// The lists of what a vendor publishes.
fn lists(vendor: Vendor) -> &'static [&'static str] {
    match vendor {
        Vendor::Salesforce => &["salesforce_status", "salesforce_exception", "salesforce_extra"],
        Vendor::SalesforceBulk => &["salesforce_bulk"],
        Vendor::SalesforceOauth => &["salesforce_oauth"],
        Vendor::SalesforceBackup => &["salesforce_backup"],
        Vendor::MarketoSalesConnect => &["marketo_sales_connect"],
        Vendor::MarketoRest => &["marketo_rest"],
        Vendor::Microsoft365Backup => &["microsoft365_backup"],
        Vendor::MicrosoftGraph => &["microsoft_graph", "microsoft_graph_inner"],
        Vendor::MicrosoftEntra => &["microsoft_entra_aadsts", "microsoft_entra_oauth"],
        other => panic!("{other}: no list of what it publishes"),
    }
}

/// The codes that a vendor publishes. A list of rows has them in its last column but for the messages behind them.
fn published(vendor: Vendor) -> BTreeSet<String> {
    let rows = lists(vendor).iter().flat_map(|list| data::rows(list));
    rows.filter_map(|row| match (vendor, row.as_slice()) {
        (Vendor::MarketoRest, [level, ..]) if level == "http" => None,
        (Vendor::MarketoRest, [_, code, ..]) | (Vendor::Microsoft365Backup, [_, _, code]) => Some(code.clone()),
        (_, [code, ..]) => Some(code.clone()),
        (_, []) => None,
    })
    .collect()
}

fn is_french(entry: &Entry) -> bool {
    entry.cause(Locale::Fr) != entry.cause(Locale::En)
}

/// A line of numbers, and their sums.
struct Table {
    text: String,
    sums: Vec<usize>,
}

impl Table {
    fn new(title: &str, columns: &[&str]) -> Self {
        let mut text = format!("\n## {title}\n\n| vendor |");
        for column in columns {
            let _ = write!(text, " {column} |");
        }
        let _ = write!(text, "\n|---|{}\n", "---:|".repeat(columns.len()));
        Table {
            text,
            sums: vec![0; columns.len()],
        }
    }

    fn row(&mut self, vendor: Vendor, numbers: &[usize]) {
        self.line(&format!("`{vendor}`"), numbers);
        assert_eq!(numbers.len(), self.sums.len(), "a number a column");
        self.sums
            .iter_mut()
            .zip(numbers)
            .for_each(|(sum, number)| *sum += number);
    }

    fn line(&mut self, head: &str, numbers: &[usize]) {
        let _ = write!(self.text, "| {head} |");
        for number in numbers {
            let _ = write!(self.text, " {number} |");
        }
        self.text.push('\n');
    }

    fn finish(mut self) -> String {
        let sums = std::mem::take(&mut self.sums);
        self.line("in all", &sums);
        self.text
    }
}

fn codes() -> String {
    let mut table = Table::new(
        "Codes",
        &[
            "published",
            "of these known",
            "in the catalog",
            "documented",
            "observed",
            "inferred",
            "own remediation",
            "French",
        ],
    );
    for vendor in Vendor::all() {
        let published = published(vendor);
        let known = published
            .iter()
            .filter(|code| Code::find(vendor, code).is_some_and(|code| code.vendor() == vendor));
        let entries: Vec<&Entry> = vendor.codes().map(Code::entry).collect();
        let count = |test: &dyn Fn(&Entry) -> bool| entries.iter().filter(|entry| test(entry)).count();
        let certain = |certainty| count(&|entry| entry.certainty() == certainty);
        table.row(
            vendor,
            &[
                published.len(),
                known.count(),
                entries.len(),
                certain(Certainty::Documented),
                certain(Certainty::Observed),
                certain(Certainty::Inferred),
                count(&Entry::has_own_remediation),
                count(&is_french),
            ],
        );
    }
    table.finish()
}

fn entries() -> String {
    let mut table = Table::new(
        "Entries",
        &[
            "codes",
            "variants",
            "messages without a code",
            "statuses",
            "in all",
            "with examples",
            "examples",
            "contested",
            "French",
        ],
    );
    for vendor in Vendor::all() {
        let entries: Vec<&Entry> = vendor.entries().collect();
        let codes = vendor.codes().len();
        let coded = entries.iter().filter(|entry| entry.code().is_some()).count();
        let statuses = entries.iter().filter(|entry| entry.rule().contains("/@")).count();
        table.row(
            vendor,
            &[
                codes,
                coded - codes,
                entries.len() - coded - statuses,
                statuses,
                entries.len(),
                entries.iter().filter(|entry| !entry.examples().is_empty()).count(),
                entries.iter().map(|entry| entry.examples().len()).sum(),
                entries.iter().filter(|entry| entry.contested().is_some()).count(),
                entries.iter().filter(|entry| is_french(entry)).count(),
            ],
        );
    }
    table.finish()
}

#[test]
fn the_page_is_true() {
    let extended = data::codes("salesforce_extended").len();
    let page = format!(
        "{INTRODUCTION}{}{}\nBeside these, {extended} extended error codes of Salesforce's are known by name (`salesforce_extended.txt`).\n",
        codes(),
        entries()
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("catalog/COVERAGE.md");
    if std::env::var_os("ERRCAT_BLESS").is_some() {
        std::fs::write(&path, &page).expect("the page can be written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "catalog/COVERAGE.md is out of date; count anew with ERRCAT_BLESS=1:\n{page}"
    );
}
