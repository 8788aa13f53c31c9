//! `when` and `adjust` inside of a real backon retry.

use std::time::{Duration, Instant};

use backon::{ConstantBuilder, ExponentialBuilder, Retryable};
use errcat::adapters::backon::{adjust, adjust_with, when};
use errcat::{Idempotency, Vendor, VendorError, classify};

use crate::says::*;
use crate::server::{Reply, Server};

fn failure(vendor: Vendor, body: &str) -> VendorError {
    classify(vendor, body).map_or_else(VendorError::from, VendorError::from)
}

/// A delay from backon itself that would be far too short, and no end of them.
fn for_ever() -> ConstantBuilder {
    ConstantBuilder::default()
        .with_delay(Duration::ZERO)
        .without_max_times()
}

/// Retries an operation that always fails so, and returns at which times it was tried.
async fn tries(body: &'static str, idempotency: Idempotency) -> Vec<Instant> {
    let mut times = Vec::new();
    let operation = || {
        times.push(Instant::now());
        std::future::ready(Err::<(), _>(failure(Vendor::Salesforce, body)))
    };
    let retry = operation
        .retry(for_ever())
        .when(when(idempotency))
        .adjust(adjust_with(idempotency, || 0.0));
    retry.await.unwrap_err();
    times
}

#[tokio::test]
async fn trap_backon_retried_for_ever_when_adjust_always_returned_a_delay() {
    let allowed = failure(Vendor::Salesforce, LOCK)
        .retry(Idempotency::NonIdempotent)
        .unwrap()
        .attempts();
    assert_eq!(tries(LOCK, Idempotency::NonIdempotent).await.len() as u32, allowed);
}

#[test]
fn none_stays_none() {
    let mut adjust = adjust(Idempotency::Idempotent);
    assert_eq!(adjust(&failure(Vendor::Salesforce, LOCK), None), None);
    assert!(adjust(&failure(Vendor::Salesforce, LOCK), Some(Duration::ZERO)).is_some());
}

#[tokio::test]
async fn backons_own_end_is_respected() {
    let mut sent = 0;
    let operation = || {
        sent += 1;
        std::future::ready(Err::<(), _>(failure(Vendor::Salesforce, LOCK)))
    };
    let twice = for_ever().with_max_times(1);
    let retry = operation.retry(twice).when(when(Idempotency::Idempotent));
    retry
        .adjust(adjust_with(Idempotency::Idempotent, || 0.0))
        .await
        .unwrap_err();
    assert_eq!(sent, 2);
}

#[tokio::test]
async fn what_must_not_be_repeated_is_tried_once() {
    for (body, idempotency) in [
        (DOWN, Idempotency::NonIdempotent),
        (DELETED, Idempotency::Idempotent),
        (MISSING, Idempotency::Idempotent),
        (EXPIRED, Idempotency::Idempotent),
        (NEW_CODE, Idempotency::Idempotent),
    ] {
        assert_eq!(tries(body, idempotency).await.len(), 1, "{body}");
    }
}

#[tokio::test]
async fn trap_the_servers_delay_got_lost_on_the_way_to_the_sleep() {
    let busy = || Reply::json(429, THROTTLED).header("retry-after", "0.3");
    let server = Server::start([busy(), busy(), Reply::json(200, "{}")]);
    let client = ::reqwest::Client::new();
    let read = || async {
        let response = client.get(server.url("/me")).send().await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.text().await.unwrap();
        if status.is_success() {
            return Ok(body);
        }
        Err(VendorError::from(
            errcat::Failure::from_parts(Vendor::MicrosoftGraph, status, &headers, &body).classify()?,
        ))
    };
    let retry = read.retry(ExponentialBuilder::default().with_min_delay(Duration::from_millis(1)));
    let retry = retry
        .when(when(Idempotency::Idempotent))
        .adjust(adjust_with(Idempotency::Idempotent, || 0.0));
    assert_eq!(retry.await.unwrap(), "{}");
    assert_eq!(server.waits().len(), 2);
    for wait in server.waits() {
        assert!(wait >= Duration::from_millis(300), "{wait:?}");
    }
}
