//! A small connector: it reads contacts page by page, writes them back in batches, and reports what could not be written.
//!
//! ```text
//! cargo run --example connector --features reqwest-middleware
//! ```
//!
//! The middleware takes care of what concerns a whole request (the token, limits, outages). What concerns single
//! records stays with the connector: it sends those that met a lock again, in batches of half the size, and it reports
//! every other failed record with what a person should do about it. The server is a stand-in on loopback,
//! `org.rs`.

mod org;
#[path = "../../tests/support/server.rs"]
mod server;

use std::error::Error;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use errcat::adapters::reqwest::RetryMiddleware;
use errcat::{Failure, Idempotency, Locale, Next, Vendor, VendorError};
use http::HeaderValue;
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware};
use serde_json::{Value, json};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let org = org::start();
    let retry = RetryMiddleware::new(Vendor::Salesforce)
        .renew(|| async { HeaderValue::try_from(format!("Bearer {}", org::FRESH_TOKEN)) })
        .observe(|decision| println!("  whole request: {}, {:?}", decision.error, decision.step));
    let connector = Connector {
        client: ClientBuilder::new(reqwest::Client::new()).with(retry).build(),
        url: org.url(""),
        token: format!("Bearer {}", org::STALE_TOKEN),
        failed: Vec::new(),
        written: 0,
    };
    connector.sync().await
}

/// A record that could not be written, and why.
struct Failed {
    name: String,
    error: VendorError,
}

struct Connector {
    client: ClientWithMiddleware,
    url: String,
    token: String,
    failed: Vec<Failed>,
    written: usize,
}

impl Connector {
    async fn sync(mut self) -> Result<()> {
        let mut next = Some("/query?q=SELECT+Name,Email+FROM+Contact".to_owned());
        while let Some(path) = next {
            let page = self.read(&path).await?;
            let records = page["records"].as_array().cloned().unwrap_or_default();
            println!("read {} records from {path}", records.len());
            self.write(records).await?;
            next = page["nextRecordsUrl"].as_str().map(str::to_owned);
        }
        println!("{} records written, {} not:", self.written, self.failed.len());
        for Failed { name, error } in &self.failed {
            println!("  {name}: {error}");
            println!(
                "    {}",
                error
                    .remediation(Locale::En)
                    .unwrap_or("Not recognised; report the code to errcat.")
            );
        }
        Ok(())
    }

    async fn read(&self, path: &str) -> Result<Value> {
        let response = self
            .client
            .get(format!("{}{path}", self.url))
            .header("authorization", &self.token)
            .send()
            .await?;
        succeed(response).await
    }

    /// Writes records; those that may be sent again, since they met a lock, are so after a wait, in batches of half the size.
    async fn write(&mut self, records: Vec<Value>) -> Result<()> {
        let mut batches = vec![(records, 1)];
        while let Some((records, attempt)) = batches.pop() {
            let Some((again, wait)) = self.send(records, attempt).await? else {
                continue;
            };
            println!(
                "  {} record(s) to send again, attempt {attempt}: wait {:.2} s, halve the batch",
                again.len(),
                wait.as_secs_f64()
            );
            tokio::time::sleep(wait).await;
            let half = again.len().div_ceil(2);
            batches.extend(again.chunks(half).map(|part| (part.to_vec(), attempt + 1)));
        }
        Ok(())
    }

    /// Sends one batch; returns the records to send again, if there are some, and how long to wait before.
    async fn send(&mut self, records: Vec<Value>, attempt: u32) -> Result<Option<(Vec<Value>, Duration)>> {
        // Several records in one answer, each with its own result: all or nothing is not asked for.
        let body = json!({ "allOrNone": false, "records": records }).to_string();
        let request = self
            .client
            .post(format!("{}/composite/sobjects", self.url))
            .header("authorization", &self.token);
        let results = succeed(request.body(body).send().await?).await?;
        let (mut again, mut wait) = (Vec::new(), Duration::ZERO);
        for (record, result) in records.into_iter().zip(results.as_array().into_iter().flatten()) {
            if result["success"] == true {
                self.written += 1;
                continue;
            }
            let text = result.to_string();
            let error = Failure::new(Vendor::Salesforce).body(&text).error();
            // An insert is not idempotent; a lock says that it was certainly not applied.
            match error.next(Idempotency::NonIdempotent) {
                Next::SendAgain(backoff) if attempt < backoff.attempts() => {
                    wait = wait.max(backoff.delay(attempt, jitter()));
                    again.push(record);
                }
                _ => self.failed.push(Failed {
                    name: record["Name"]
                        .as_str()
                        .filter(|name| !name.is_empty())
                        .unwrap_or("(no name)")
                        .to_owned(),
                    error,
                }),
            }
        }
        Ok((!again.is_empty()).then_some((again, wait)))
    }
}

/// Returns a response's JSON, or what the middleware found out about a failure.
async fn succeed(response: reqwest::Response) -> Result<Value> {
    if let Some(error) = response.extensions().get::<VendorError>() {
        return Err(error.clone().into());
    }
    Ok(serde_json::from_str(&response.text().await?)?)
}

/// A random number from 0 to 1, as good as the clock.
fn jitter() -> f64 {
    let nanos = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |time| time.subsec_nanos());
    f64::from(nanos % 1000) / 999.0
}
