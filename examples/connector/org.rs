//! A stand-in for a Salesforce organisation, with the trouble that a connector meets there.

use serde_json::{Value, json};

use crate::server::{Reply, Seen, Server};

pub const STALE_TOKEN: &str = "00Dxx!stale";
pub const FRESH_TOKEN: &str = "00Dxx!fresh";

/// Starts the organisation: it knows only the fresh token, serves two pages, has a concurrency limit once, and locks
/// whenever it gets more than two records of one account at a time.
pub fn start() -> Server {
    let mut busy = true;
    Server::answering(move |request| {
        if !request
            .header("authorization")
            .is_some_and(|token| token.ends_with(FRESH_TOKEN))
        {
            return error(401, "INVALID_SESSION_ID", "Session expired or invalid");
        }
        match request.path.as_str() {
            "/query/01gxx-5" => page(&["Eve", "Faythe", ""], None),
            path if path.starts_with("/query") => page(&["Ann", "Bob", "Cid", "Dan", "Bob"], Some("/query/01gxx-5")),
            _ if std::mem::take(&mut busy) => {
                error(403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentPerOrgLongTxn Limit exceeded.")
            }
            _ => insert(request),
        }
    })
}

fn error(status: u16, code: &str, message: &str) -> Reply {
    Reply::json(status, json!([{ "message": message, "errorCode": code }]).to_string())
}

fn page(names: &[&str], next: Option<&str>) -> Reply {
    let records: Vec<Value> = names
        .iter()
        .map(|name| json!({ "attributes": { "type": "Contact" }, "Name": name, "AccountId": "001xx" }))
        .collect();
    Reply::json(
        200,
        json!({ "done": next.is_none(), "nextRecordsUrl": next, "records": records }).to_string(),
    )
}

fn insert(request: &Seen) -> Reply {
    let body: Value = serde_json::from_str(&request.body).unwrap_or_default();
    let records = body["records"].as_array().cloned().unwrap_or_default();
    let crowded = records.len() > 2;
    let results: Vec<Value> = records
        .iter()
        .map(|record| match record["Name"].as_str().unwrap_or_default() {
            "" => failed(
                "REQUIRED_FIELD_MISSING",
                "Required fields are missing: [LastName]",
                &["LastName"],
            ),
            "Dan" => failed("DUPLICATES_DETECTED", "Use one of these records?", &[]),
            _ if crowded => failed(
                "UNABLE_TO_LOCK_ROW",
                "unable to obtain exclusive access to this record or 1 records: 001xx",
                &[],
            ),
            name => json!({ "id": format!("003xx{name}"), "success": true, "errors": [] }),
        })
        .collect();
    Reply::json(200, Value::Array(results).to_string())
}

fn failed(code: &str, message: &str, fields: &[&str]) -> Value {
    json!({ "success": false, "errors": [{ "statusCode": code, "message": message, "fields": fields }] })
}
