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

    /// Binds the session to an origin, for good, unless another is set for it or was the first; returns whether it is this
    /// one's.
    fn claim(&self, origin: &Origin, set: Option<&Origin>) -> bool {
        set.is_none_or(|set| set == origin) && self.origin.get_or_init(|| origin.clone()) == origin
    }

    /// Renews the token within a time, for a request that was sent after so many renewals.
    ///
    /// If there was another renewal since then, its result is this one's, be it a failure: whatever was under way
    /// together is answered by one call.
    pub async fn renew(&self, renewals: u64, within: Duration) -> Result<(), Arc<BoxError>> {
        // Another request's renewal may take longer than this one has time for.
        let Ok(mut newest) = timeout(within, self.newest.lock()).await else {
            return Err(Arc::new(late()));
        };
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

/// Binds a session, if there is one, to the origin of a request that found it expired, unless it is another's already;
/// returns whether it can be renewed for this one. `set` is the origin that was set for it.
pub fn claim(session: Option<&Session>, origin: &Origin, set: Option<&Origin>) -> bool {
    session.is_some_and(|session| session.claim(origin, set))
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

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::sleep;

    #[tokio::test(start_paused = true)]
    async fn each_request_waits_within_its_own_time_for_the_one_renewal() {
        let session = Session::new(|| async {
            sleep(Duration::from_secs(5)).await;
            HeaderValue::try_from("Bearer new")
        });
        let renew = |seconds| session.renew(0, Duration::from_secs(seconds));
        let (first, short, long) = tokio::join!(renew(10), renew(1), renew(10));
        assert!(first.is_ok() && long.is_ok());
        let late = short.unwrap_err();
        let kind = late.downcast_ref::<io::Error>().map(io::Error::kind);
        assert_eq!(kind, Some(io::ErrorKind::TimedOut));
        assert_eq!(session.newest.lock().await.renewals, 1);
    }
}
