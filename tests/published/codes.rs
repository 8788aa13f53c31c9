//! Each code of the published lists, in each envelope in which its API sends it, is recognised and typed.

use errcat::{Category, Code, Evidence, Failure, Operation, Vendor, classify};

use crate::data;

/// An API's body with a code and a message in their places.
type Envelope = fn(&str, &str) -> String;

const REST: Envelope = |code, message| format!(r#"[{{"message":"{message}","errorCode":"{code}"}}]"#);
const COLLECTION: Envelope = |code, message| {
    format!(r#"[{{"success":false,"errors":[{{"statusCode":"{code}","message":"{message}","fields":[]}}]}}]"#)
};
const SOAP_RESULT: Envelope = |code, message| {
    format!(
        "<result><errors><message>{message}</message><statusCode>{code}</statusCode></errors><success>false</success></result>"
    )
};
const SOAP_FAULT: Envelope = |code, message| {
    format!(
        "<soapenv:Fault><faultcode>sf:{code}</faultcode><faultstring>{code}: {message}</faultstring><detail><sf:ApiFault>\
         <sf:exceptionCode>{code}</sf:exceptionCode><sf:exceptionMessage>{message}</sf:exceptionMessage></sf:ApiFault></detail></soapenv:Fault>"
    )
};
const BARE: Envelope = |code, _| code.to_owned();
const LEADING: Envelope = |code, message| format!("{code}: {message}");
const BULK_XML: Envelope = |code, message| {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><error xmlns="http://www.force.com/2009/06/asyncapi/dataload"><exceptionCode>{code}</exceptionCode><exceptionMessage>{message}</exceptionMessage></error>"#
    )
};
const BULK_JSON: Envelope = |code, message| format!(r#"{{"exceptionCode":"{code}","exceptionMessage":"{message}"}}"#);
const BULK_STATE: Envelope =
    |code, message| format!(r#"{{"id":"751x0","jobId":"750x0","state":"Failed","stateMessage":"{code} : {message}"}}"#);
const OAUTH: Envelope = |code, message| format!(r#"{{"error":"{code}","error_description":"{message}"}}"#);
const OAUTH_FORM: Envelope = |code, message| format!("error={code}&error_description={}", message.replace(' ', "+"));
const GRAPH: Envelope = |code, message| {
    format!(
        r#"{{"error":{{"code":"{code}","message":"{message}","innerError":{{"date":"2026-08-17T10:00:00","request-id":"0"}}}}}}"#
    )
};
const GRAPH_INNER: Envelope = |code, message| {
    format!(
        r#"{{"error":{{"code":"{UNKNOWN}","message":"{message}","innerError":{{"code":"{code}","request-id":"0"}}}}}}"#,
        UNKNOWN = "UnknownError"
    )
};
const AADSTS: Envelope = |code, message| {
    let number = code.trim_start_matches("AADSTS");
    format!(
        r#"{{"error":"invalid_grant","error_description":"{code}: {message}. Trace ID: 0 Correlation ID: 1 Timestamp: 2026-08-17 10:00:00Z","error_codes":[{number}],"trace_id":"0"}}"#
    )
};
const MARKETO_RESPONSE: Envelope = |code, message| {
    format!(
        r#"{{"requestId":"e42b#14272d07d78","success":false,"errors":[{{"code":"{code}","message":"{message}"}}]}}"#
    )
};
const MARKETO_RECORD: Envelope = |code, message| {
    format!(
        r#"{{"requestId":"e42b#14272d07d78","success":true,"result":[{{"seq":0,"status":"skipped","reasons":[{{"code":"{code}","message":"{message}"}}]}}]}}"#
    )
};
const MARKETO_NUMBER: Envelope = |code, message| {
    format!(r#"{{"requestId":"e42b#14272d07d78","success":false,"errors":[{{"code":{code},"message":"{message}"}}]}}"#)
};

/// A message that no catalog knows.
const TEXT: &str = "something of no consequence";

fn folded(spelling: &str) -> String {
    spelling.replace('_', "").to_ascii_lowercase()
}

/// Whether a code is the one that was sent, in whatever drift of its spelling.
fn is_spelt(code: Code, sent: &str) -> bool {
    std::iter::once(code.as_str())
        .chain(code.aliases().iter().copied())
        .any(|known| folded(known) == folded(sent))
}

/// Classifies a code in an envelope and says what is wrong with the answer.
fn fault(asked: Vendor, owner: Vendor, envelope: Envelope, sent: &str, message: &str) -> Option<String> {
    let raw = envelope(sent, message);
    match classify(asked, &raw) {
        Err(error) => Some(format!("{sent}: {error} in {raw}")),
        Ok(c) => match c.code() {
            Some(code) if code.vendor() == owner && is_spelt(code, sent) => None,
            other => Some(format!("{sent}: got {other:?} by {} in {raw}", c.rule())),
        },
    }
}

/// Asserts that all codes of a list are recognised as codes of `owner` by whoever asks.
#[track_caller]
fn assert_known(asked: Vendor, owner: Vendor, codes: &[String], envelopes: &[Envelope]) {
    let faults: Vec<String> = envelopes
        .iter()
        .flat_map(|envelope| {
            codes
                .iter()
                .filter_map(|code| fault(asked, owner, *envelope, code, TEXT))
        })
        .collect();
    assert!(
        faults.is_empty(),
        "{} of {} in {asked}:\n{}",
        faults.len(),
        codes.len(),
        faults.join("\n")
    );
}

/// Asserts that a vendor's enum has a variant for each code, and that the variant writes itself as the vendor does.
macro_rules! assert_typed {
    ($vendor:ident, $codes:expr) => {
        for spelling in $codes {
            let code: errcat::$vendor::Code = spelling
                .parse()
                .unwrap_or_else(|error| panic!("{}::Code: {spelling}: {error}", stringify!($vendor)));
            assert!(is_spelt(code.into(), spelling), "{spelling} is read as {code}");
            assert_eq!(code.as_str().parse(), Ok(code));
        }
    };
}

#[test]
fn salesforce_status_codes() {
    let codes = data::codes("salesforce_status");
    assert_known(
        Vendor::Salesforce,
        Vendor::Salesforce,
        &codes,
        &[REST, COLLECTION, SOAP_RESULT],
    );
    assert_typed!(salesforce, &codes);
}

#[test]
fn salesforce_exception_codes() {
    let codes = data::codes("salesforce_exception");
    assert_known(Vendor::Salesforce, Vendor::Salesforce, &codes, &[SOAP_FAULT, REST]);
    assert_typed!(salesforce, &codes);
}

#[test]
fn salesforce_codes_of_no_wsdl() {
    let codes = data::codes("salesforce_extra");
    assert_known(Vendor::Salesforce, Vendor::Salesforce, &codes, &[REST, COLLECTION]);
    assert_typed!(salesforce, &codes);
}

/// Through the vendors that look in `salesforce` next, except the codes that those have themselves.
#[test]
fn salesforce_codes_through_the_vendors_that_embed_them() {
    let mut codes = data::codes("salesforce_status");
    codes.extend(data::codes("salesforce_exception"));
    for asked in [
        Vendor::SalesforceBulk,
        Vendor::SalesforceBackup,
        Vendor::MarketoSalesConnect,
    ] {
        let owned = |code: &String| Code::find(asked, code).is_some_and(|found| found.vendor() == Vendor::Salesforce);
        let inherited: Vec<String> = codes.iter().filter(|code| owned(code)).cloned().collect();
        assert!(
            inherited.len() > codes.len() * 9 / 10,
            "{asked} finds only {}",
            inherited.len()
        );
        assert_known(asked, Vendor::Salesforce, &inherited, &[REST, SOAP_FAULT]);
    }
}

#[test]
fn salesforce_bulk_codes() {
    let codes = data::codes("salesforce_bulk");
    assert_known(
        Vendor::SalesforceBulk,
        Vendor::SalesforceBulk,
        &codes,
        &[BULK_XML, BULK_JSON, REST, BULK_STATE],
    );
    assert_typed!(salesforce_bulk, &codes);
}

#[test]
fn salesforce_oauth_errors() {
    let codes = data::codes("salesforce_oauth");
    assert_known(
        Vendor::SalesforceOauth,
        Vendor::SalesforceOauth,
        &codes,
        &[OAUTH, OAUTH_FORM],
    );
    assert_typed!(salesforce_oauth, &codes);
}

/// The descriptions that tell an error's usual meaning.
const DESCRIPTIONS_OF_DEFAULTS: [&str; 1] = ["invalid client credentials"];

/// The description of an error that stands for many things chooses what it means.
#[test]
fn salesforce_oauth_descriptions() {
    let faults: Vec<String> = data::rows("salesforce_oauth")
        .into_iter()
        .filter_map(|row| {
            let [error, description] = row.as_slice() else {
                return None;
            };
            let told = classify(Vendor::SalesforceOauth, &OAUTH(error, description))
                .expect("a known error")
                .rule();
            let default = format!("salesforce_oauth/{error}");
            let chosen = told != default || DESCRIPTIONS_OF_DEFAULTS.contains(&description.as_str());
            let variants = errcat::salesforce_oauth::Code::entries(error.parse().expect("a known error")).len() > 1;
            (variants && !chosen).then(|| format!("{error}: {description}: {told}"))
        })
        .collect();
    assert!(
        faults.is_empty(),
        "descriptions that choose nothing:\n{}",
        faults.join("\n")
    );
}

/// jsforce makes a code of the HTTP status where a body has none; the status then says what it means.
#[test]
fn codes_that_jsforce_makes_of_statuses() {
    for (status, category) in [
        (400, Category::Validation),
        (420, Category::Retryable),
        (500, Category::Retryable),
        (503, Category::Retryable),
    ] {
        for envelope in [BARE, REST] {
            let raw = envelope(&format!("ERROR_HTTP_{status}"), TEXT);
            let found = Failure::new(Vendor::Salesforce).status(status).body(&raw).classify();
            assert_eq!(found.map(|c| c.category()), Ok(category), "{raw}");
        }
    }
}

#[test]
fn salesforce_backup_codes() {
    let codes = data::codes("salesforce_backup");
    assert_known(
        Vendor::SalesforceBackup,
        Vendor::SalesforceBackup,
        &codes,
        &[BARE, LEADING],
    );
    assert_typed!(salesforce_backup, &codes);
}

#[test]
fn marketo_sales_connect_codes() {
    let codes = data::codes("marketo_sales_connect");
    assert_known(
        Vendor::MarketoSalesConnect,
        Vendor::MarketoSalesConnect,
        &codes,
        &[BARE, LEADING],
    );
    assert_typed!(marketo_sales_connect, &codes);
}

#[test]
fn marketo_rest_codes() {
    let rows = data::rows("marketo_rest");
    let mut codes = Vec::new();
    let mut faults = Vec::new();
    for row in &rows {
        let [level, code, message] = row.as_slice() else {
            panic!("three columns: {row:?}")
        };
        // A status of the HTTP layer comes without an error body.
        if level == "http" {
            let failure = Failure::new(Vendor::MarketoRest).status(code.parse().expect("a status"));
            assert_eq!(
                failure.classify().expect("a known status").evidence(),
                Evidence::HttpStatus
            );
            continue;
        }
        let envelope = if level.starts_with("record") {
            MARKETO_RECORD
        } else {
            MARKETO_RESPONSE
        };
        for envelope in [envelope, MARKETO_NUMBER] {
            faults.extend(fault(Vendor::MarketoRest, Vendor::MarketoRest, envelope, code, message));
            faults.extend(fault(Vendor::MarketoRest, Vendor::MarketoRest, envelope, code, TEXT));
        }
        codes.push(code.clone());
    }
    assert!(
        faults.is_empty(),
        "{} of {}:\n{}",
        faults.len(),
        rows.len(),
        faults.join("\n")
    );
    assert_typed!(marketo_rest, &codes);
}

#[test]
fn microsoft_graph_codes() {
    let codes = data::codes("microsoft_graph");
    assert_known(Vendor::MicrosoftGraph, Vendor::MicrosoftGraph, &codes, &[GRAPH]);
    assert_typed!(microsoft_graph, &codes);
}

#[test]
fn microsoft_graph_messages() {
    for message in data::codes("microsoft_graph_messages") {
        let c = classify(Vendor::MicrosoftGraph, &message)
            .unwrap_or_else(|error| panic!("{message}: {error}"))
            .rule();
        let raw = GRAPH("somethingNew", &message);
        assert_eq!(
            classify(Vendor::MicrosoftGraph, &raw).expect("a known message").rule(),
            c
        );
    }
}

#[test]
fn microsoft_graph_inner_codes() {
    let codes = data::codes("microsoft_graph_inner");
    assert_known(
        Vendor::MicrosoftGraph,
        Vendor::MicrosoftGraph,
        &codes,
        &[GRAPH, GRAPH_INNER],
    );
    assert_typed!(microsoft_graph, &codes);
}

#[test]
fn microsoft_graph_statuses() {
    for status in data::codes("microsoft_graph_statuses") {
        let c = Failure::new(Vendor::MicrosoftGraph)
            .status(status.parse().expect("a status"))
            .classify();
        let c = c.unwrap_or_else(|error| panic!("{status}: {error}"));
        assert_eq!(
            (c.rule(), c.evidence()),
            (&*format!("microsoft_graph/@{status}"), Evidence::HttpStatus)
        );
    }
}

#[test]
fn microsoft_entra_codes() {
    let numbers = data::codes("microsoft_entra_aadsts");
    assert_known(
        Vendor::MicrosoftEntra,
        Vendor::MicrosoftEntra,
        &numbers,
        &[AADSTS, LEADING, BARE],
    );
    assert_typed!(microsoft_entra, &numbers);
    let errors = data::codes("microsoft_entra_oauth");
    assert_known(Vendor::MicrosoftEntra, Vendor::MicrosoftEntra, &errors, &[OAUTH]);
    assert_typed!(microsoft_entra, &errors);
}

/// Each row of the Backup Storage pages: the code in the body, the status and the operation beside it.
#[test]
fn microsoft365_backup_rows() {
    let mut codes = Vec::new();
    for row in data::rows("microsoft365_backup") {
        let [title, status, code] = row.as_slice() else {
            panic!("three columns: {row:?}")
        };
        let raw = GRAPH(code, TEXT);
        let mut failure = Failure::new(Vendor::Microsoft365Backup)
            .status(status.parse().expect("a status"))
            .body(&raw);
        let id = title.to_lowercase().replace(' ', "_");
        match id.parse::<errcat::microsoft365_backup::Operation>() {
            Ok(operation) => failure = failure.operation(Operation::from(operation)),
            Err(_) => assert!(title.contains("PowerShell"), "no operation for {title:?}"),
        }
        let c = failure
            .classify()
            .unwrap_or_else(|error| panic!("{title}, {status} {code}: {error}"));
        assert!(
            c.code().is_some_and(|found| is_spelt(found, code)),
            "{title}, {status} {code}: {}",
            c.rule()
        );
        assert_eq!(
            c.entry().vendor(),
            Vendor::Microsoft365Backup,
            "{title}, {status} {code}"
        );
        codes.push(code.clone());
    }
    assert_typed!(microsoft365_backup, &codes);
}

/// The message of a Salesforce code decides what it means.
#[test]
fn salesforce_messages() {
    let faults: Vec<String> = data::rows("salesforce_messages")
        .into_iter()
        .filter_map(|row| {
            let [code, text, categories] = row.as_slice() else {
                panic!("three columns: {row:?}")
            };
            let vendor = match code.as_str() {
                code if code.starts_with(|first: char| first.is_ascii_lowercase()) => Vendor::SalesforceOauth,
                code if code.contains('_') => Vendor::Salesforce,
                _ => Vendor::SalesforceBulk,
            };
            let envelope = if vendor == Vendor::SalesforceOauth { OAUTH } else { REST };
            let raw = envelope(code, &text.replace('"', "\\\""));
            let found = classify(vendor, &raw).expect("a known code");
            let agrees = categories
                .split(',')
                .any(|name| name.parse::<Category>() == Ok(found.category()));
            (!agrees).then(|| {
                format!(
                    "{code}: {text}: {} is {}, expected {categories}",
                    found.rule(),
                    found.category()
                )
            })
        })
        .collect();
    assert!(
        faults.is_empty(),
        "messages that decide otherwise:\n{}",
        faults.join("\n")
    );
}
