//! One JSON object a line in, one a line out, in the same order, a line at a time in memory.

use std::io::{self, BufRead, Write};
use std::time::Duration;

use errcat::{Classification, Code, Failure, Idempotency, Locale, Unrecognized, Vendor};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A line of the input.
#[derive(Deserialize)]
struct Request {
    vendor: String,
    raw: String,
    http_status: Option<u16>,
    operation: Option<String>,
    retry_after: Option<Value>,
}

/// A line of the output: the record that the feature `serde` writes of a verdict, and more.
#[derive(Serialize)]
pub struct Record {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Value>,
    vendor: &'static str,
    category: Option<&'static str>,
    kind: Option<&'static str>,
    code: Option<&'static str>,
    code_text: Option<String>,
    codes: Vec<&'static str>,
    evidence: Option<&'static str>,
    certainty: Option<&'static str>,
    rule: Option<&'static str>,
    cause: Option<&'static str>,
    remediation: Option<&'static str>,
    recovery: Option<&'static str>,
    applied: Option<&'static str>,
    scope: Option<&'static str>,
    /// The wait that the server asked for.
    server_delay_ms: Option<u64>,
    /// The least wait before the same request may be sent again: the catalog's, or what the server asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after_ms: Option<u64>,
    /// What was wrong with the line's `retry_after`, which was ignored.
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after_error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unrecognized_code: Option<String>,
}

/// A line in the place of one that could not be understood.
#[derive(Serialize)]
struct BadLine {
    id: Value,
    error: String,
}

/// Answers every line; returns whether all of them could be understood.
pub fn run(mut input: impl BufRead, out: &mut impl Write, locale: Locale) -> io::Result<bool> {
    let mut fine = true;
    let mut line = Vec::new();
    for number in 1_u64.. {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        match answer(&line, locale) {
            Ok(record) => serde_json::to_writer(&mut *out, &record)?,
            Err((id, reason)) => {
                fine = false;
                serde_json::to_writer(
                    &mut *out,
                    &BadLine {
                        id,
                        error: format!("line {number}: {reason}"),
                    },
                )?;
            }
        }
        out.write_all(b"\n")?;
    }
    Ok(fine)
}

/// Answers one line, or says what is wrong with it, with its id if it has one.
fn answer(line: &[u8], locale: Locale) -> Result<Record, (Value, String)> {
    let value: Value = serde_json::from_slice(line).map_err(|error| (Value::Null, format!("not JSON: {error}")))?;
    if !value.is_object() {
        return Err((Value::Null, "expected a JSON object".to_owned()));
    }
    let id = value.get("id").cloned().unwrap_or(Value::Null);
    let request: Request = match serde_json::from_value(value) {
        Ok(request) => request,
        Err(error) => return Err((id, error.to_string())),
    };
    match classify(&request, id.clone(), locale) {
        Ok(record) => Ok(record),
        Err(reason) => Err((id, reason)),
    }
}

fn classify(request: &Request, id: Value, locale: Locale) -> Result<Record, String> {
    let vendor: Vendor = request.vendor.parse().map_err(|_| {
        let known: Vec<&str> = Vendor::all().map(Vendor::name).collect();
        format!(
            "unknown vendor `{}`; expected one of {}",
            request.vendor,
            known.join(", ")
        )
    })?;
    let mut failure = Failure::new(vendor).body(&request.raw);
    if let Some(status) = request.http_status {
        failure = failure.status(status);
    }
    if let Some(id) = &request.operation {
        failure = failure.operation(super::args::find_operation(vendor, id)?);
    }
    for value in request.retry_after.iter().flat_map(header_values) {
        failure = failure.retry_after(&value);
    }
    let retry_after_error = failure.retry_after_error().map(|error| error.to_string());
    Ok(Record {
        retry_after_error,
        ..record(Some(id), vendor, &failure.classify(), locale)
    })
}

/// The values of a header as JSON has them: a string, a number, or a list of either.
fn header_values(value: &Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(values) => values.iter().flat_map(header_values).collect(),
        Value::String(text) => vec![text.clone()],
        other => vec![other.to_string()],
    }
}

/// Lays a verdict out flat.
pub fn record(
    id: Option<Value>,
    vendor: Vendor,
    verdict: &Result<Classification<'_>, Unrecognized<'_>>,
    locale: Locale,
) -> Record {
    let known = verdict.as_ref().ok();
    let mut codes: Vec<&'static str> = Vec::new();
    for code in known.iter().flat_map(|c| c.codes()).map(Code::as_str) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    let (unrecognized, server_delay) = match verdict {
        Ok(c) => (c.unrecognized_code(), c.server_delay()),
        Err(unrecognized) => (unrecognized.code(), unrecognized.server_delay()),
    };
    let milliseconds = |delay: Duration| u64::try_from(delay.as_millis()).unwrap_or(u64::MAX);
    Record {
        id,
        vendor: vendor.name(),
        category: known.map(|c| c.category().name()),
        kind: known.map(|c| c.kind().name()),
        code: known.and_then(Classification::code).map(Code::as_str),
        code_text: known.and_then(Classification::code_text).map(str::to_owned),
        codes,
        evidence: known.map(|c| c.evidence().name()),
        certainty: known.map(|c| c.certainty().name()),
        rule: known.map(Classification::rule),
        cause: known.map(|c| c.cause(locale)),
        remediation: known.map(|c| c.remediation(locale)),
        recovery: known.map(|c| c.recovery().name()),
        applied: known.map(|c| c.applied().name()),
        scope: known.map(|c| c.scope().name()),
        server_delay_ms: server_delay.map(milliseconds),
        retry_after_ms: known
            .and_then(|c| c.retry(Idempotency::Idempotent))
            .map(|backoff| milliseconds(backoff.floor())),
        retry_after_error: None,
        unrecognized_code: unrecognized.map(str::to_owned),
    }
}
