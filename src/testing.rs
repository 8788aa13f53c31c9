//! Help for a connector's own tests: every failure of a vendor as a response, to be played to the connector.
//!
//! A connector's retry code is tested with one or two failures that somebody happened to see. The catalog knows all of
//! them: [`cases`] turns each of a vendor's entries into a status and a body in the vendor's own form, a real one where
//! the catalog has an example. Each is checked: it classifies to its very entry.
//!
//! A case without an example is put together, which [`Case::is_example`] tells: the vendor's envelope, if it has one, the
//! code, and a message as far as the catalog knows one. Such a message has the vendor's words, but a capital only at its
//! beginning, `7` where it varies and no full stop; without it the message is empty. It tests what a program makes of the
//! failure, and not what it shows of the text.
//!
//! ```
//! use errcat::{Category, Idempotency, Vendor, testing};
//!
//! /// The code under test: what a connector does with a response.
//! fn is_sent_again(status: u16, body: &str) -> bool {
//!     errcat::Failure::new(Vendor::Salesforce)
//!         .status(status)
//!         .body(body)
//!         .classify()
//!         .is_ok_and(|c| c.retry(Idempotency::Idempotent).is_some())
//! }
//!
//! for case in testing::cases(Vendor::Salesforce) {
//!     let expected = case.entry().category() == Category::Retryable;
//!     assert_eq!(is_sent_again(case.status(), case.body()), expected, "{}", case.entry().rule());
//! }
//! ```
//!
//! The catalog is the one that is [installed](crate::install): with an overlay its entries, as it has changed them.

use std::borrow::Cow;
use std::fmt::Write;
use std::string::String;
use std::vec::Vec;

use crate::claims::Claims;
use crate::classifier::installed;
use crate::format::normal::{END, HOURS, MILLISECONDS};
use crate::{Category, Classification, Entry, Failure, Kind, Operation, Unrecognized, Vendor};

/// One failure as a response that a test can play.
#[derive(Clone, Debug)]
pub struct Case {
    entry: &'static Entry,
    status: u16,
    body: Cow<'static, str>,
}

impl Case {
    /// Returns the entry to which the response classifies, with all that is expected of the connector.
    #[must_use]
    pub fn entry(&self) -> &'static Entry {
        self.entry
    }

    /// Returns a status with which the vendor may send the body.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Returns the body.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.body
    }

    /// Returns whether the body is an [example](Entry::examples) of the entry's, to the letter; otherwise it was put
    /// together.
    #[must_use]
    pub fn is_example(&self) -> bool {
        self.entry.examples().contains(&self.body())
    }

    /// Returns the operation without which the response would mean something else, if there is one.
    #[must_use]
    pub fn operation(&self) -> Option<Operation> {
        self.entry.operations().first().copied()
    }
}

/// Returns every failure of a vendor as a response: one for each entry of the vendor's own file of which a response is
/// known, see [`case`].
///
/// What the vendor's envelope cannot carry comes as the catalog has it, such as a line of a client library's log.
pub fn cases(vendor: Vendor) -> impl Iterator<Item = Case> {
    installed().entries(vendor).filter_map(case)
}

/// Returns an entry as a response, or `None` if no response is known that means just this: as of a shipped entry in whose
/// place an installed overlay has put its own.
#[must_use]
pub fn case(entry: &'static Entry) -> Option<Case> {
    bodies(entry).into_iter().find_map(|body| {
        let statuses = statuses(entry, &body);
        let status = statuses.into_iter().find(|&status| means(entry, status, &body))?;
        Some(Case { entry, status, body })
    })
}

/// Yields the examples of a vendor's entries that do not classify to their own entry, with what they classify to.
///
/// It is for the tests of a catalog of one's own: the compiler does not read the examples. An entry that depends on a
/// status or on an operation is tried with the first of its own.
///
/// ```
/// use errcat::{Vendor, testing};
///
/// for (entry, example, verdict) in testing::wrong_examples(Vendor::Salesforce) {
///     panic!("{}: {example}: {verdict:?}", entry.rule());
/// }
/// ```
pub fn wrong_examples(
    vendor: Vendor,
) -> impl Iterator<
    Item = (
        &'static Entry,
        &'static str,
        Result<Classification<'static>, Unrecognized<'static>>,
    ),
> {
    let examples = installed()
        .entries(vendor)
        .flat_map(|entry| entry.examples().iter().map(move |example| (entry, *example)));
    examples.filter_map(|(entry, example)| {
        let mut failure = Failure::new(entry.vendor()).body(example);
        if let Some(status) = entry.statuses().first() {
            failure = failure.status(*status);
        }
        if let Some(operation) = entry.operations().first() {
            failure = failure.operation(*operation);
        }
        let verdict = failure.classify();
        let right = verdict.as_ref().is_ok_and(|c| c.entry() == entry);
        (!right).then_some((entry, example, verdict))
    })
}

/// Whether a response means the entry and nothing else.
fn means(entry: &'static Entry, status: u16, body: &str) -> bool {
    let mut failure = Failure::new(entry.vendor()).status(status).body(body);
    if let Some(operation) = entry.operations().first() {
        failure = failure.operation(*operation);
    }
    failure.classify().is_ok_and(|c| c.entry() == entry)
}

/// The statuses that fit an entry and a body, the likeliest first.
fn statuses(entry: &Entry, body: &str) -> Vec<u16> {
    let mut statuses: Vec<u16> = entry.statuses().to_vec();
    // An entry that belongs to a status is named after it.
    statuses.extend(
        entry
            .rule()
            .rsplit_once("/@")
            .and_then(|(_, status)| status.parse::<u16>().ok()),
    );
    let claims = Claims::of(body.as_bytes());
    // A failure that the body does not tell no server sends as a success.
    if entry.vendor().fails_with_200() && (claims.failure || claims.errors) {
        statuses.push(200);
    }
    statuses.push(match (entry.kind(), entry.category()) {
        (Kind::RateLimited | Kind::ConcurrencyLimited | Kind::QuotaExhausted, _) => 429,
        (Kind::Unavailable | Kind::Maintenance, _) => 503,
        (Kind::Timeout, _) => 504,
        (Kind::ServerFault | Kind::VendorDefect, _) => 500,
        (Kind::NotFound, _) => 404,
        (Kind::SessionExpired | Kind::CredentialsRejected, _) => 401,
        (_, Category::Auth) => 403,
        _ => 400,
    });
    // Where one of these would tell a sibling, another does not.
    statuses.extend([400, 500, 403, 409]);
    statuses
}

/// The bodies that fit an entry, the most real first.
fn bodies(entry: &'static Entry) -> Vec<Cow<'static, str>> {
    let is_body = |text: &&&str| text.trim_start().starts_with(['{', '[', '<']);
    let (whole, bare): (Vec<_>, Vec<_>) = entry.examples().iter().partition(|text| is_body(text));
    let mut bodies: Vec<Cow<'static, str>> = whole.into_iter().copied().map(Cow::Borrowed).collect();
    if let Some(code) = entry.code() {
        let patterns = entry.patterns().iter().map(|pattern| spell_out(pattern.text));
        let real = bare.iter().map(|text| String::from(**text));
        let messages: Vec<String> = real.chain(patterns).chain([String::new()]).collect();
        for envelope in installed().catalog().resolve(entry.vendor()).1.envelopes {
            for message in &messages {
                bodies.push(Cow::Owned(fill(envelope, code.as_str(), message)));
            }
        }
    }
    bodies.extend(bare.into_iter().copied().map(Cow::Borrowed));
    bodies.extend(
        entry
            .patterns()
            .iter()
            .map(|pattern| Cow::Owned(spell_out(pattern.text))),
    );
    // Of a vendor without an envelope nothing more is known.
    bodies.extend(entry.code().map(|code| Cow::Borrowed(code.as_str())));
    bodies.push(Cow::Borrowed(""));
    bodies
}

/// Puts a code and a message into an envelope.
fn fill(envelope: &str, code: &str, message: &str) -> String {
    let mut escaped = String::new();
    for c in message.chars() {
        match c {
            '"' | '\\' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => {
                let _ = write!(escaped, "\\u{:04x}", u32::from(c));
            }
            c => escaped.push(c),
        }
    }
    envelope.replace("{code}", code).replace("{message}", &escaped)
}

/// Makes a text of a pattern: a number for what varies, and a sentence's first letter.
///
/// The tables hold what is compared, which is lower case throughout.
fn spell_out(pattern: &str) -> String {
    let text: String = pattern
        .trim_end_matches(END)
        .chars()
        .map(|c| {
            if matches!(c, '*' | MILLISECONDS..=HOURS) {
                '7'
            } else {
                c
            }
        })
        .collect();
    let text = text.replace(':', ": ");
    let mut letters = text.chars();
    let first = letters.next();
    first.into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
