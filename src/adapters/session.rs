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
use tokio::time::{Instant, timeout};

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
    /// To which the token is sent; unknown until it is renewed for the first time.
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

    /// Binds the session to an origin, for good, unless it is another's already; returns whether it is this one's.
    fn bind(&self, origin: &Origin) -> bool {
        self.origin.get_or_init(|| origin.clone()) == origin
    }

    /// Renews the token within a time, for a request to an origin that was sent after so many renewals, and binds the
    /// session to this origin.
    ///
    /// If there was another renewal since then, its result is this one's, be it a failure: whatever was under way
    /// together is answered by one call. A request whose time is over leaves all as it was, and the next one that waits
    /// calls the hook in its own time.
    pub async fn renew(&self, origin: &Origin, renewals: u64, within: Duration) -> Result<(), Arc<BoxError>> {
        // Since it was asked whom the session fits, another may have been quicker.
        if !self.bind(origin) {
            return Err(Arc::new(foreign()));
        }
        let begun = Instant::now();
        let renewal = async {
            let mut newest = self.newest.lock().await;
            if newest.renewals == renewals {
                // Of requests whose time is over at once only the first has called the hook.
                if begun.elapsed() >= within {
                    return Err(Arc::new(late()));
                }
                let result = (self.hook)().await;
                newest.note(result);
            }
            newest.error.clone().map_or(Ok(()), Err)
        };
        timeout(within, renewal).await.unwrap_or_else(|_| Err(Arc::new(late())))
    }
}

impl Newest {
    /// Counts a renewal and keeps its result.
    fn note(&mut self, result: Result<HeaderValue, BoxError>) {
        self.renewals += 1;
        self.error = match result {
            Ok(mut value) => {
                value.set_sensitive(true);
                self.value = Some(value);
                None
            }
            Err(error) => Some(Arc::new(error)),
        };
    }
}

/// Whether there is a session that can be renewed for a request to an origin: one that is bound to it, or yet to none. `set`
/// is the origin that was set for the session.
pub fn fits(session: Option<&Session>, origin: &Origin, set: Option<&Origin>) -> bool {
    let bound = |session: &Session| session.origin.get().is_none_or(|bound| bound == origin);
    session.is_some_and(bound) && set.is_none_or(|set| set == origin)
}

fn foreign() -> BoxError {
    "the session was renewed for another origin".into()
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
    use std::sync::atomic::{AtomicU64, Ordering};
    use tokio::time::sleep;

    fn host(name: &str) -> Origin {
        Origin::new(Some("https"), Some(name), None)
    }

    /// A session whose renewals take so many seconds each, the first, the second …, and the number of its calls.
    fn slow<const N: usize>(seconds: [u64; N]) -> (Session, Arc<AtomicU64>) {
        let calls = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&calls);
        let session = Session::new(move || {
            let call = counter.fetch_add(1, Ordering::SeqCst) as usize;
            let time = Duration::from_secs(seconds[call]);
            async move {
                sleep(time).await;
                HeaderValue::try_from("Bearer new")
            }
        });
        (session, calls)
    }

    fn is_late(result: &Result<(), Arc<BoxError>>) -> bool {
        let error = result
            .as_ref()
            .err()
            .and_then(|error| error.downcast_ref::<io::Error>());
        error.is_some_and(|error| error.kind() == io::ErrorKind::TimedOut)
    }

    #[tokio::test(start_paused = true)]
    async fn each_request_waits_within_its_own_time_for_the_one_renewal() {
        let (session, calls) = slow([5]);
        let origin = host("example.com");
        let renew = |seconds| session.renew(&origin, 0, Duration::from_secs(seconds));
        let (first, short, long) = tokio::join!(renew(10), renew(1), renew(10));
        assert!(first.is_ok() && long.is_ok() && is_late(&short));
        assert_eq!(calls.load(Ordering::SeqCst), 1);
        assert_eq!(session.newest.lock().await.renewals, 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_late_request_leaves_the_renewal_to_the_next() {
        let (session, calls) = slow([5, 5]);
        let origin = host("example.com");
        let renew = |seconds| session.renew(&origin, 0, Duration::from_secs(seconds));
        let (first, next, last) = tokio::join!(renew(1), renew(10), renew(10));
        assert!(is_late(&first) && next.is_ok() && last.is_ok());
        assert_eq!(calls.load(Ordering::SeqCst), 2);
        assert_eq!(session.newest.lock().await.renewals, 1);
    }

    #[tokio::test(start_paused = true)]
    async fn the_time_for_the_lock_and_that_for_the_hook_are_one() {
        let (session, _) = slow([60, 5]);
        let (session, origin) = (Arc::new(session), host("example.com"));
        let holder = tokio::spawn({
            let (session, origin) = (Arc::clone(&session), origin.clone());
            async move { session.renew(&origin, 0, Duration::from_secs(60)).await }
        });
        let cancel = async {
            sleep(Duration::from_secs(4)).await;
            holder.abort();
        };
        tokio::task::yield_now().await;
        let begun = Instant::now();
        let (renewed, ()) = tokio::join!(session.renew(&origin, 0, Duration::from_secs(6)), cancel);
        assert!(is_late(&renewed));
        assert_eq!(begun.elapsed(), Duration::from_secs(6), "by a clock that stands");
    }

    #[tokio::test(start_paused = true)]
    async fn requests_that_are_late_together_call_the_hook_once() {
        let (session, calls) = slow([60]);
        let origin = host("example.com");
        let renew = || session.renew(&origin, 0, Duration::from_secs(1));
        let (first, next, last) = tokio::join!(renew(), renew(), renew());
        assert!(is_late(&first) && is_late(&next) && is_late(&last));
        assert_eq!(calls.load(Ordering::SeqCst), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn the_session_is_that_of_the_first_that_renews_it() {
        let (session, calls) = slow([5]);
        let (first, other) = (host("example.com"), host("elsewhere.example"));
        let fitting = |origin| fits(Some(&session), origin, None);
        assert!(fitting(&first) && fitting(&other), "to ask binds nothing");
        let renew = |origin| session.renew(origin, 0, Duration::from_secs(10));
        let (renewed, refused) = tokio::join!(renew(&first), renew(&other));
        assert!(renewed.is_ok());
        assert_eq!(
            refused.unwrap_err().to_string(),
            "the session was renewed for another origin"
        );
        assert!(fitting(&first) && !fitting(&other));
        assert!(session.token(&other).await.value.is_none());
        assert_eq!(calls.load(Ordering::SeqCst), 1);
    }
}
