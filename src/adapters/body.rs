//! [`Peeked`]: a body whose beginning has been read, and which is handed on whole all the same.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use ::http::HeaderMap;
use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

/// A response's body of which the beginning, usually all, has been read into memory.
///
/// As a body it yields every byte that the original would have yielded, and ends as that would have ended: with
/// trailers, or with an error in the middle.
pub struct Peeked<B: Body> {
    head: Bytes,
    rest: Rest<B>,
}

/// What comes behind the bytes in memory.
enum Rest<B: Body> {
    /// More than was to be read.
    More(B),
    Trailers(HeaderMap),
    Failed(B::Error),
    Nothing,
}

impl<B: Body<Data = Bytes> + Unpin> Peeked<B> {
    /// Reads a body until it ends, until `limit` bytes are in memory, or until a time is over.
    pub(crate) async fn read(mut body: B, limit: usize, over: impl Future<Output = ()>) -> Self {
        let mut over = pin!(over);
        let mut head = Vec::new();
        let rest = loop {
            if head.len() >= limit {
                break Rest::More(body);
            }
            let frame = poll_fn(|context| match Pin::new(&mut body).poll_frame(context) {
                Poll::Ready(frame) => Poll::Ready(Some(frame)),
                Poll::Pending => over.as_mut().poll(context).map(|()| None),
            });
            match frame.await {
                None => break Rest::More(body),
                Some(None) => break Rest::Nothing,
                Some(Some(Err(error))) => break Rest::Failed(error),
                Some(Some(Ok(frame))) => match frame.into_data() {
                    Ok(data) => head.extend_from_slice(&data),
                    Err(frame) => {
                        if let Ok(trailers) = frame.into_trailers() {
                            break Rest::Trailers(trailers);
                        }
                    }
                },
            }
        };
        Peeked {
            head: head.into(),
            rest,
        }
    }

    /// Makes a body that has been read so far, or to its end.
    #[cfg(any(feature = "tower", all(test, feature = "salesforce", feature = "marketo")))]
    pub(crate) fn of(head: Bytes, rest: Option<B>) -> Self {
        Peeked {
            head,
            rest: rest.map_or(Rest::Nothing, Rest::More),
        }
    }

    /// Returns the bytes that are in memory.
    #[must_use]
    pub fn head(&self) -> &Bytes {
        &self.head
    }

    /// Returns whether the bytes in memory are the whole body.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        matches!(self.rest, Rest::Nothing | Rest::Trailers(_))
    }
}

/// How much there is in memory, and not what: it is the payload.
impl<B: Body> fmt::Debug for Peeked<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Peeked")
            .field("head", &self.head.len())
            .finish_non_exhaustive()
    }
}

impl<B: Body<Data = Bytes> + Unpin> Body for Peeked<B>
where
    B::Error: Unpin,
{
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let this = self.get_mut();
        if !this.head.is_empty() {
            return Poll::Ready(Some(Ok(Frame::data(std::mem::take(&mut this.head)))));
        }
        if let Rest::More(body) = &mut this.rest {
            return Pin::new(body).poll_frame(context);
        }
        Poll::Ready(match std::mem::replace(&mut this.rest, Rest::Nothing) {
            Rest::Trailers(trailers) => Some(Ok(Frame::trailers(trailers))),
            Rest::Failed(error) => Some(Err(error)),
            Rest::More(_) | Rest::Nothing => None,
        })
    }

    fn is_end_stream(&self) -> bool {
        self.head.is_empty()
            && match &self.rest {
                Rest::More(body) => body.is_end_stream(),
                Rest::Nothing => true,
                Rest::Trailers(_) | Rest::Failed(_) => false,
            }
    }

    fn size_hint(&self) -> SizeHint {
        let head = self.head.len() as u64;
        match &self.rest {
            Rest::More(body) => {
                let rest = body.size_hint();
                let mut hint = SizeHint::new();
                hint.set_lower(head.saturating_add(rest.lower()));
                if let Some(upper) = rest.upper().and_then(|upper| upper.checked_add(head)) {
                    hint.set_upper(upper);
                }
                hint
            }
            // How long it would have become nobody knows.
            Rest::Failed(_) => SizeHint::default(),
            Rest::Nothing | Rest::Trailers(_) => SizeHint::with_exact(head),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::VecDeque;
    use std::task::Waker;

    /// A body that is always ready.
    struct Pieces(VecDeque<Result<Frame<Bytes>, &'static str>>);

    impl Pieces {
        fn new(data: &[&'static str]) -> Self {
            Pieces(
                data.iter()
                    .map(|piece| Ok(Frame::data(Bytes::from_static(piece.as_bytes()))))
                    .collect(),
            )
        }
    }

    impl Body for Pieces {
        type Data = Bytes;
        type Error = &'static str;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
            Poll::Ready(self.0.pop_front())
        }
    }

    fn now<T>(future: impl Future<Output = T>) -> T {
        match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(value) => value,
            Poll::Pending => panic!("the body is always ready"),
        }
    }

    fn read(body: Pieces, limit: usize) -> impl Future<Output = Peeked<Pieces>> {
        Peeked::read(body, limit, std::future::pending())
    }

    /// Returns the data, the trailers and the error that a body yields.
    fn drain(mut body: Peeked<Pieces>) -> (String, Option<HeaderMap>, Option<&'static str>) {
        let (mut data, mut trailers) = (Vec::new(), None);
        loop {
            match now(poll_fn(|context| Pin::new(&mut body).poll_frame(context))) {
                None => break (String::from_utf8(data).unwrap(), trailers, None),
                Some(Err(error)) => break (String::from_utf8(data).unwrap(), trailers, Some(error)),
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(piece) => data.extend_from_slice(&piece),
                    Err(frame) => trailers = frame.into_trailers().ok(),
                },
            }
        }
    }

    #[test]
    fn a_short_body_is_read_to_its_end() {
        let body = now(read(Pieces::new(&["ab", "cd"]), 100));
        assert_eq!(
            (&body.head()[..], body.is_complete(), body.size_hint().exact()),
            (&b"abcd"[..], true, Some(4))
        );
        assert!(!format!("{body:?}").contains("ab"), "the payload is not shown");
        assert_eq!(drain(body), ("abcd".to_owned(), None, None));
        assert!(now(read(Pieces::new(&[]), 100)).is_end_stream());
    }

    #[test]
    fn reading_stops_at_the_limit_and_the_rest_follows() {
        let body = now(read(Pieces::new(&["ab", "cd", "ef"]), 3));
        assert_eq!(
            (&body.head()[..], body.is_complete(), body.size_hint().lower()),
            (&b"abcd"[..], false, 4)
        );
        assert_eq!(body.size_hint().upper(), None);
        assert_eq!(drain(body), ("abcdef".to_owned(), None, None));
    }

    #[test]
    fn trailers_and_errors_come_where_they_came() {
        let mut pieces = Pieces::new(&["ab"]);
        let sent = HeaderMap::from_iter([(::http::header::ETAG, ::http::HeaderValue::from_static("x"))]);
        pieces.0.push_back(Ok(Frame::trailers(sent.clone())));
        let body = now(read(pieces, 100));
        assert!(body.is_complete() && !body.is_end_stream());
        assert_eq!(drain(body), ("ab".to_owned(), Some(sent), None));

        let mut pieces = Pieces::new(&["ab"]);
        pieces.0.push_back(Err("cut"));
        let body = now(read(pieces, 100));
        assert!(!body.is_complete());
        assert_eq!(drain(body), ("ab".to_owned(), None, Some("cut")));
    }
}
