//! Reading a body whose shape is known, then looking its code up: what a typed client does.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::Event;
use serde::Deserialize;

/// Graph's error body, with no more fields than are looked at.
#[derive(Deserialize)]
pub struct Graph<'a> {
    /// The error.
    #[serde(borrow)]
    pub error: GraphError<'a>,
}

/// A Graph error.
#[derive(Deserialize)]
pub struct GraphError<'a> {
    /// The code.
    #[serde(borrow)]
    pub code: Cow<'a, str>,
    /// The text for people.
    #[serde(borrow, default)]
    pub message: Cow<'a, str>,
    /// The cause, if the service names one.
    #[serde(borrow, default, rename = "innerError")]
    pub inner: Option<GraphInner<'a>>,
}

/// What stands inside a Graph error.
#[derive(Deserialize)]
pub struct GraphInner<'a> {
    /// The inner code.
    #[serde(borrow, default)]
    pub code: Option<Cow<'a, str>>,
}

/// Returns the code of a Graph body.
#[must_use]
pub fn graph(body: &str) -> Option<Cow<'_, str>> {
    let body: Graph<'_> = serde_json::from_str(body).ok()?;
    std::hint::black_box(&body.error.message);
    Some(body.error.inner.and_then(|inner| inner.code).unwrap_or(body.error.code))
}

/// Graph's error body as clients mostly write it: every field, and every text a `String`.
#[derive(Deserialize)]
pub struct OwnedGraph {
    error: OwnedGraphError,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OwnedGraphError {
    code: String,
    #[serde(default)]
    message: String,
    inner_error: Option<OwnedGraphInner>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct OwnedGraphInner {
    code: Option<String>,
    date: Option<String>,
    request_id: Option<String>,
    client_request_id: Option<String>,
}

/// Returns the code of a Graph body, read into `String`s.
#[must_use]
pub fn owned_graph(body: &str) -> Option<String> {
    let OwnedGraph { error } = serde_json::from_str(body).ok()?;
    std::hint::black_box(&error.message);
    let Some(inner) = error.inner_error else {
        return Some(error.code);
    };
    std::hint::black_box((&inner.date, &inner.request_id, &inner.client_request_id));
    Some(inner.code.unwrap_or(error.code))
}

/// One error of Salesforce's REST body.
#[derive(Deserialize)]
pub struct SalesforceError<'a> {
    /// The code.
    #[serde(borrow, rename = "errorCode")]
    pub code: Cow<'a, str>,
    /// The text for people.
    #[serde(borrow, default)]
    pub message: Cow<'a, str>,
}

/// Returns the first code of a Salesforce REST body.
#[must_use]
pub fn salesforce(body: &str) -> Option<Cow<'_, str>> {
    let errors: Vec<SalesforceError<'_>> = serde_json::from_str(body).ok()?;
    std::hint::black_box(errors.first().map(|error| &error.message));
    errors.into_iter().next().map(|error| error.code)
}

/// Returns the exception code of a SOAP body.
#[must_use]
pub fn soap(body: &str) -> Option<String> {
    let mut reader = Reader::from_str(body);
    let mut inside = false;
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => inside = tag.local_name().as_ref() == b"exceptionCode",
            Event::Text(text) if inside => return Some(text.decode().ok()?.into_owned()),
            Event::End(_) => inside = false,
            Event::Eof => return None,
            _ => {}
        }
    }
}
