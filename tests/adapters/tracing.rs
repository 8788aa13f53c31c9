//! The events, as a subscriber receives them.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ::tracing::field::{Field, Visit};
use ::tracing::span::{Attributes, Id, Record};
use ::tracing::{Event, Level, Metadata, Subscriber};
use errcat::adapters::{Decision, Reason, Step, tracing};
use errcat::{Vendor, VendorError, classify};

use crate::says::*;

/// An event's level, target and fields.
type Line = (Level, String, BTreeMap<&'static str, String>);

/// Keeps events.
#[derive(Clone, Default)]
struct Keeper(Arc<Mutex<Vec<Line>>>);

impl Subscriber for Keeper {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields(BTreeMap::new());
        event.record(&mut fields);
        let metadata = event.metadata();
        self.0
            .lock()
            .unwrap()
            .push((*metadata.level(), metadata.target().to_owned(), fields.0));
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

struct Fields(BTreeMap<&'static str, String>);

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}

fn events(send: impl FnOnce()) -> Vec<Line> {
    let keeper = Keeper::default();
    ::tracing::subscriber::with_default(keeper.clone(), send);
    keeper
        .0
        .lock()
        .unwrap()
        .iter()
        .filter(|(_, target, _)| target == "errcat")
        .cloned()
        .collect()
}

fn error(body: &str) -> VendorError {
    classify(Vendor::Salesforce, body).map_or_else(VendorError::from, VendorError::from)
}

fn fields(pairs: &[(&'static str, &str)]) -> BTreeMap<&'static str, String> {
    pairs.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
}

#[test]
fn one_event_for_a_decision_with_static_fields() {
    let wait = error(LOCK);
    let quota = error(QUOTA);
    let lines = events(|| {
        tracing::decision(&Decision::new(&wait, 2, Step::Wait(Duration::from_millis(1500))));
        tracing::decision(&Decision::new(&quota, 1, Step::GiveUp(Reason::Quota)));
    });
    let [(info, _, first), (warn, _, second)] = lines.as_slice() else {
        panic!("{lines:?}")
    };
    assert_eq!((*info, *warn), (Level::INFO, Level::WARN));
    let lock = [
        ("vendor", "salesforce"),
        ("code", "UNABLE_TO_LOCK_ROW"),
        ("category", "retryable"),
        ("kind", "lock_contention"),
        ("rule", "salesforce/UNABLE_TO_LOCK_ROW"),
        ("attempt", "2"),
        ("delay", "1.5"),
        ("step", "wait"),
    ];
    assert_eq!(*first, fields(&lock));
    let quota = [
        ("vendor", "salesforce"),
        ("code", "REQUEST_LIMIT_EXCEEDED"),
        ("category", "retryable"),
        ("kind", "quota_exhausted"),
        ("rule", "salesforce/REQUEST_LIMIT_EXCEEDED#daily"),
        ("attempt", "1"),
        ("step", "give_up"),
        ("reason", "the quota is used up"),
    ];
    assert_eq!(*second, fields(&quota));
}

#[test]
fn the_payload_stays_out_even_where_the_code_is_new() {
    let new = error(r#"[{"errorCode":"SECRET_TOKEN_4711","message":"jane.doe@example.com"}]"#);
    let lines = events(|| tracing::decision(&Decision::new(&new, 1, Step::GiveUp(Reason::Verdict))));
    let expected = [
        ("vendor", "salesforce"),
        ("attempt", "1"),
        ("step", "give_up"),
        ("reason", "repeating it cannot help"),
    ];
    assert_eq!(lines, [(Level::WARN, "errcat".to_owned(), fields(&expected))]);
}

#[cfg(feature = "reqwest-middleware")]
#[test]
fn the_middleware_sends_them() {
    use crate::server::{Reply, Server};

    let server = Server::start([Reply::json(400, LOCK), Reply::json(200, FINE)]);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let lines = events(|| {
        runtime.block_on(async {
            let retry = errcat::adapters::reqwest::RetryMiddleware::new(Vendor::Salesforce).jitter(|| 0.0);
            let client = reqwest_middleware::ClientBuilder::new(::reqwest::Client::new())
                .with(retry)
                .build();
            assert_eq!(client.get(server.url("/")).send().await.unwrap().status(), 200);
        });
    });
    let steps: Vec<_> = lines
        .iter()
        .map(|(_, _, fields)| (&fields["rule"][..], &fields["step"][..]))
        .collect();
    assert_eq!(steps, [("salesforce/UNABLE_TO_LOCK_ROW", "wait")]);
}
