//! A reqwest client on a bad day of Salesforce's: a lock, an expired session, a concurrency limit, and then success.
//!
//! ```text
//! cargo run --example retry_middleware --features reqwest-middleware
//! ```
//!
//! The server is a real one on loopback; the waits are real too, some seconds in all.

#[path = "../../tests/support/server.rs"]
mod server;

use std::error::Error;
use std::time::{Duration, Instant};

use errcat::adapters::reqwest::RetryMiddleware;
use errcat::adapters::{Decision, Outcome, Step};
use errcat::{Locale, Vendor, VendorError};
use http::HeaderValue;
use reqwest_middleware::ClientBuilder;
use server::{Reply, Server};

/// What Salesforce answers, one after the other.
fn bad_day() -> Server {
    let error = |status, code: &str, message: &str| {
        Reply::json(status, format!(r#"[{{"message":"{message}","errorCode":"{code}"}}]"#))
    };
    Server::start([
        error(
            400,
            "UNABLE_TO_LOCK_ROW",
            "unable to obtain exclusive access to this record or 1 records: 001xx",
        ),
        error(401, "INVALID_SESSION_ID", "Session expired or invalid"),
        error(403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentPerOrgLongTxn Limit exceeded.").header("retry-after", "1.5"),
        Reply::json(201, r#"{"id":"001xx000003DGb2AAG","success":true,"errors":[]}"#),
        error(400, "REQUIRED_FIELD_MISSING", "Required fields are missing: [Name]"),
    ])
}

fn report(decision: &Decision<'_>) {
    print!("  attempt {}: {}; ", decision.attempt, decision.error);
    match decision.step {
        Step::Wait(delay) => println!("wait {:.2} s", delay.as_secs_f64()),
        Step::Renew => println!("renew the session"),
        Step::GiveUp(reason) => println!("give up: {reason}"),
        _ => println!("{:?}", decision.step),
    }
}

/// Asks the identity provider for a token; here it is made up.
async fn renew() -> Result<HeaderValue, http::header::InvalidHeaderValue> {
    HeaderValue::try_from("Bearer 00Dxx!fresh")
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let salesforce = bad_day();
    let retry = RetryMiddleware::new(Vendor::Salesforce)
        .time_budget(Duration::from_secs(60))
        .renew(renew)
        .observe(report);
    let client = ClientBuilder::new(reqwest::Client::new()).with(retry).build();
    let insert = |body: &'static str| {
        let url = salesforce.url("/services/data/v62.0/sobjects/Account");
        client
            .post(url)
            .header("authorization", "Bearer 00Dxx!stale")
            .body(body)
    };

    println!("An insert, which is not idempotent:");
    let begun = Instant::now();
    let response = insert(r#"{"Name":"Acme"}"#).send().await?;
    println!(
        "  {} after {:.2} s: {}",
        response.status(),
        begun.elapsed().as_secs_f64(),
        response.text().await?
    );

    println!("An insert without a name:");
    let response = insert("{}").send().await?;
    let error = response
        .extensions()
        .get::<VendorError>()
        .ok_or("the middleware explains every failure")?;
    let outcome = response.extensions().get::<Outcome>().ok_or("and how it ended")?;
    println!(
        "  sent {} time(s), {}: {}",
        outcome.attempts(),
        outcome.reason(),
        response.status()
    );
    println!("  {}", error.remediation(Locale::En).unwrap_or("not recognised"));

    for (number, seen) in salesforce.seen().iter().enumerate() {
        println!(
            "request {}: {} {}",
            number + 1,
            seen.method,
            seen.header("authorization").unwrap_or("without a token")
        );
    }
    Ok(())
}
