//! What becomes of each record of a failed response: the whole of a connector's decision, without a client.
//!
//! ```text
//! cargo run --example records
//! ```

use std::time::Duration;

use errcat::{Backoff, Classification, Idempotency, Locale, Next, Scope, Unrecognized, Vendor, classify, classify_all};

/// What Salesforce answered to `POST /composite/sobjects`, the records in the order of the request.
const PARTLY_FAILED: &str = r#"[
    {"id":"001RM000003oLnnYAE","success":true,"errors":[]},
    {"success":false,"errors":[{"statusCode":"UNABLE_TO_LOCK_ROW","message":"unable to obtain exclusive access to this record"}]},
    {"success":false,"errors":[{"statusCode":"REQUIRED_FIELD_MISSING","message":"Required fields are missing: [LastName]"}]},
    {"success":false,"errors":[{"statusCode":"INSUFFICIENT_ACCESS_OR_READONLY","message":"insufficient access rights on object id"}]},
    {"success":false,"errors":[{"statusCode":"SERVER_UNAVAILABLE","message":"…"}]},
    {"success":false,"errors":[{"statusCode":"BRAND_NEW_CODE","message":"…"}]}
]"#;

/// The same with `"allOrNone":true`: one record met a lock, so the others were rolled back.
const ROLLED_BACK: &str = r#"[
    {"success":false,"errors":[{"statusCode":"ALL_OR_NONE_OPERATION_ROLLED_BACK","message":"Record rolled back because not all records were valid and the request was using AllOrNone header"}]},
    {"success":false,"errors":[{"statusCode":"UNABLE_TO_LOCK_ROW","message":"unable to obtain exclusive access to this record"}]}
]"#;

/// These are inserts: sent twice, a record is there twice.
const INSERT: Idempotency = Idempotency::NonIdempotent;

/// How many times the records have been sent until now.
const SENT: u32 = 1;

/// Says what to do about one error; `all` is how to send all of the request again, if that may be done.
fn advice(finding: Result<Classification<'_>, Unrecognized<'_>>, all: Option<Backoff>) -> String {
    let c = match finding {
        Ok(c) => c,
        Err(unknown) => return format!("report the error, which is not in the catalog ({unknown})"),
    };
    match (c.next(INSERT), all) {
        (Next::SendAgain(backoff), _) if SENT < backoff.attempts() => match c.scope() {
            // A quota or a limit of the whole connection.
            Scope::Connection => format!("send nothing for {:?}, then send it again", wait(backoff)),
            _ => format!("send it again in {:?}", wait(backoff)),
        },
        (Next::FollowOthers, Some(backoff)) if SENT < backoff.attempts() => {
            format!(
                "nothing is wrong with it: send it again with the others in {:?}",
                wait(backoff)
            )
        }
        (Next::LookFirst, _) => "look whether it was written all the same".to_owned(),
        (Next::RenewSession, _) => "renew the session, then send it again".to_owned(),
        (Next::Restart, _) => "read it anew, then write it again".to_owned(),
        (Next::SendAgain(_) | Next::FollowOthers | Next::Stop, _) => {
            format!("tell a person: {}", c.remediation(Locale::En))
        }
    }
}

fn wait(backoff: Backoff) -> Duration {
    let random = 0.5; // from the program's random number generator
    backoff.delay(SENT, random)
}

fn main() {
    for response in [PARTLY_FAILED, ROLLED_BACK] {
        let all = classify(Vendor::Salesforce, response)
            .ok()
            .and_then(|c| c.retry(INSERT));
        for finding in classify_all(Vendor::Salesforce, response).by_record() {
            let record = match finding {
                Ok(c) => c.record(),
                Err(unknown) => unknown.record(),
            };
            let record = record.map_or_else(|| "the request".to_owned(), |number| format!("record {number}"));
            println!("{record}: {}", advice(finding, all));
        }
        println!();
    }
}
