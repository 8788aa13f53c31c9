//! [`Session`]: renews an access token once for all requests that found it expired.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use ::http::HeaderValue;
use tokio::sync::Mutex;
use tokio::time::timeout;

pub type BoxError = Box<dyn Error + Send + Sync>;

type Hook = Box<dyn Fn() -> Pin<Box<dyn Future<Output = Result<HeaderValue, BoxError>> + Send>> + Send + Sync>;

/// Scheme, host and port: a token is never sent to another one than that for which it was renewed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    scheme: String,
    host: String,
    port: Option<u16>,
}

impl Origin {
    /// Lays down an origin; the port may be left out where it is the scheme's own.
    pub fn new(scheme: Option<&str>, host: Option<&str>, port: Option<u16>) -> Self {
        let scheme = scheme.unwrap_or_default().to_ascii_lowercase();
        let port = port.or(match scheme.as_str() {
            "https" => Some(443),
            "http" => Some(80),
            _ => None,
        });
        let host = host.unwrap_or_default().to_ascii_lowercase();
        Origin { scheme, host, port }
    }
}

/// A way to get a new token, and the newest one.
pub struct Session {
    hook: Hook,
    /// To which the token is sent; unknown until the first request finds it expired.
    origin: OnceLock<Origin>,
    newest: Mutex<Newest>,
}

#[derive(Default)]
struct Newest {
    /// None for the token that the program began with, which only the program knows.
    value: Option<HeaderValue>,
    /// How many renewals there were, whether they succeeded or not.
    renewals: u64,
    /// The error of the last renewal, if it failed.
    error: Option<Arc<BoxError>>,
}

/// What a request is sent with.
#[derive(Clone, Debug, Default)]
pub struct Token {
    pub value: Option<HeaderValue>,
    /// How many renewals there had been.
    pub renewals: u64,
}

impl Session {
    pub fn new<F, E>(hook: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<HeaderValue, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        let hook = move || {
            let renewal = hook();
            Box::pin(async move { renewal.await.map_err(Into::into) }) as Pin<Box<dyn Future<Output = _> + Send>>
        };
        Session {
            hook: Box::new(hook),
            origin: OnceLock::new(),
            newest: Mutex::default(),
        }
    }

    /// Returns what a request to an origin is to be sent with; waits while the token is being renewed.
    pub async fn token(&self, origin: &Origin) -> Token {
        if self.origin.get() != Some(origin) {
            return Token::default();
        }
        let newest = self.newest.lock().await;
        Token {
            value: newest.value.clone(),
            renewals: newest.renewals,
        }
    }

    /// Returns whether the session is one with this origin: the one that was set for it, or else the first that asks.
    fn belongs_to(&self, origin: &Origin, set: Option<&Origin>) -> bool {
        set.is_none_or(|set| set == origin) && self.origin.get_or_init(|| origin.clone()) == origin
    }

    /// Renews the token within a time, for a request that was sent after so many renewals.
    ///
    /// If there was another renewal since then, its result is this one's, be it a failure: whatever was under way
    /// together is answered by one call.
    pub async fn renew(&self, renewals: u64, within: Duration) -> Result<(), Arc<BoxError>> {
        let mut newest = self.newest.lock().await;
        if newest.renewals == renewals {
            let result = timeout(within, (self.hook)()).await.unwrap_or_else(|_| Err(late()));
            newest.renewals += 1;
            newest.error = match result {
                Ok(mut value) => {
                    value.set_sensitive(true);
                    newest.value = Some(value);
                    None
                }
                Err(error) => Some(Arc::new(error)),
            };
        }
        newest.error.clone().map_or(Ok(()), Err)
    }
}

/// Returns whether there is a session to renew for an origin; `set` is the one that was set for it.
pub fn renews(session: Option<&Session>, origin: &Origin, set: Option<&Origin>) -> bool {
    session.is_some_and(|session| session.belongs_to(origin, set))
}

fn late() -> BoxError {
    io::Error::new(
        io::ErrorKind::TimedOut,
        "the session was not renewed within the time budget",
    )
    .into()
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("origin", &self.origin.get())
            .finish_non_exhaustive()
    }
}
