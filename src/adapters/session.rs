//! [`Session`]: renews an access token once for all requests that found it expired.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::pin::Pin;

use ::http::HeaderValue;
use tokio::sync::Mutex;

pub type BoxError = Box<dyn Error + Send + Sync>;

type Hook = Box<dyn Fn() -> Pin<Box<dyn Future<Output = Result<HeaderValue, BoxError>> + Send>> + Send + Sync>;

/// A way to get a new token, and the newest one.
pub struct Session {
    hook: Hook,
    newest: Mutex<Token>,
}

/// A token with its number; number 0 is the one that the program began with, which only the program knows.
#[derive(Clone, Debug, Default)]
pub struct Token {
    pub number: u64,
    pub value: Option<HeaderValue>,
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
            newest: Mutex::default(),
        }
    }

    /// Returns the newest token; waits while it is being renewed.
    pub async fn token(&self) -> Token {
        self.newest.lock().await.clone()
    }

    /// Renews the token with this number, unless another request has done so in the meantime.
    pub async fn renew(&self, number: u64) -> Result<(), BoxError> {
        let mut newest = self.newest.lock().await;
        if newest.number == number {
            let mut value = (self.hook)().await?;
            value.set_sensitive(true);
            *newest = Token {
                number: number + 1,
                value: Some(value),
            };
        }
        Ok(())
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").finish_non_exhaustive()
    }
}
