//! What becomes of each record of a partly failed response: the whole of a connector's decision, without a client.
//!
//! ```text
//! cargo run --example records
//! ```

use std::fmt;
use std::time::Duration;

use errcat::{Applied, Classification, Idempotency, Locale, Recovery, Scope, Unrecognized, Vendor, classify_all};

/// What Salesforce answered to `POST /composite/sobjects`, the records in the order of the request.
const RESPONSE: &str = r#"[
    {"id":"001RM000003oLnnYAE","success":true,"errors":[]},
    {"success":false,"errors":[{"statusCode":"UNABLE_TO_LOCK_ROW","message":"unable to obtain exclusive access to this record"}]},
    {"success":false,"errors":[{"statusCode":"REQUIRED_FIELD_MISSING","message":"Required fields are missing: [LastName]"}]},
    {"success":false,"errors":[{"statusCode":"INSUFFICIENT_ACCESS_OR_READONLY","message":"insufficient access rights on object id"}]},
    {"success":false,"errors":[{"statusCode":"SERVER_UNAVAILABLE","message":"…"}]},
    {"success":false,"errors":[{"statusCode":"BRAND_NEW_CODE","message":"…"}]}
]"#;

/// What a connector does about one error.
enum Step {
    /// Send the record again after this time.
    SendAgain(Duration),
    /// Send nothing at all for so long: a quota or a limit of the whole connection.
    PauseConnection(Duration),
    /// Get a new token, then send the record again.
    RenewSession,
    /// See whether the record was written before it is sent again.
    LookWhetherItHappened,
    /// Put it before a person, who reads this.
    TellPerson(&'static str),
    /// Report the code, so that it gets into the catalog.
    ReportCode(String),
}

fn step(finding: Result<Classification<'_>, Unrecognized<'_>>, sent: u32) -> Step {
    let c = match finding {
        Ok(c) => c,
        Err(unknown) => return Step::ReportCode(unknown.code().unwrap_or_default().to_owned()),
    };
    let random = 0.5; // from the program's random number generator
    // These are inserts: sent twice, a record is there twice.
    match c.retry(Idempotency::NonIdempotent) {
        Some(backoff) if sent < backoff.attempts() && c.scope() == Scope::Connection => {
            Step::PauseConnection(backoff.delay(sent, random))
        }
        Some(backoff) if sent < backoff.attempts() => Step::SendAgain(backoff.delay(sent, random)),
        None if c.recovery() == Recovery::Retry && c.applied() != Applied::No => Step::LookWhetherItHappened,
        None if c.recovery() == Recovery::RenewSession => Step::RenewSession,
        _ => Step::TellPerson(c.remediation(Locale::En)),
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::SendAgain(wait) => write!(f, "send it again in {wait:?}"),
            Step::PauseConnection(wait) => write!(f, "send nothing for {wait:?}"),
            Step::RenewSession => f.write_str("renew the session"),
            Step::LookWhetherItHappened => f.write_str("look whether it was written all the same"),
            Step::TellPerson(remediation) => write!(f, "tell a person: {remediation}"),
            Step::ReportCode(code) => write!(f, "report {code:?}, a code that is not in the catalog"),
        }
    }
}

fn main() {
    // A record with several errors stands there several times; the gravest step is the connector's to choose.
    for finding in classify_all(Vendor::Salesforce, RESPONSE) {
        let record = match finding {
            Ok(c) => c.record(),
            Err(unknown) => unknown.record(),
        };
        let record = record.map_or_else(|| "the request".to_owned(), |number| format!("record {number}"));
        println!("{record}: {}", step(finding, 1));
    }
}
