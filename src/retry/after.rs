//! `Retry-After` and its relatives: from a header's value to a delay.

use core::time::Duration;

use super::LONGEST;
use crate::scan::block;
use crate::scan::record::Records;

/// What a header that names a delay says, if it cannot be understood.
///
/// Such a header is ignored, never turned into a short delay.
///
/// ```
/// use errcat::{Failure, RetryAfterError, Vendor};
///
/// let failure = Failure::new(Vendor::MicrosoftGraph).status(429).retry_after("soon");
/// let c = failure.classify()?;
/// assert_eq!(c.server_delay(), None);
/// assert_eq!(c.retry_after_error(), Some(RetryAfterError::Unreadable));
/// # Ok::<(), errcat::Unrecognized<'static>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RetryAfterError {
    /// The header is there and says nothing.
    #[error("the header that should name a delay is blank")]
    Blank,
    /// The value is neither a number nor a date, or it is a date and there is no clock (without the feature `std`).
    #[error("the header that should name a delay holds neither a number nor an HTTP date")]
    Unreadable,
}

/// What the numbers of a header count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Seconds,
    Milliseconds,
}

/// What a response's headers ask for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    /// The longest delay of all that could be understood.
    pub delay: Option<Duration>,
    /// What was wrong with the last one that could not.
    pub error: Option<RetryAfterError>,
}

impl Asked {
    /// Adds a header's value: a number, a date, or a list of them, as proxies make when they join headers.
    ///
    /// `date` returns the delay to an HTTP date; `None` if it is none.
    pub fn add(&mut self, value: &str, unit: Unit, date: impl Fn(&str) -> Option<Duration>) {
        if value.trim().is_empty() {
            self.error = Some(RetryAfterError::Blank);
            return;
        }
        let mut rest = value;
        while !rest.is_empty() {
            let (item, tail) = cut(rest, 0);
            let (delay, tail) = match number(item.trim(), unit).or_else(|| date(item.trim())) {
                Some(delay) => (Some(delay), tail),
                // Two of the three date forms hold a comma themselves: `Sun, 06 Nov 1994 08:49:37 GMT`.
                None => match cut(rest, item.len() + 1) {
                    (pair, after) if after.len() < tail.len() && date(pair.trim()).is_some() => {
                        (date(pair.trim()), after)
                    }
                    _ => (None, tail),
                },
            };
            match delay {
                Some(delay) => self.delay = self.delay.max(Some(delay)),
                None if item.trim().is_empty() => {}
                None => self.error = Some(RetryAfterError::Unreadable),
            }
            rest = tail;
        }
    }
}

/// Returns the longest delay that headers name in a text: `"Retry-After":"7"`, `retry-after-ms: 1500`.
///
/// The answer to a batch carries each request's headers, and a dump of a response its own. A date is not read: the clock
/// against which it would be held is not known.
pub(crate) fn in_text(text: &[u8]) -> Option<Duration> {
    headers(text).map(|(_, delay)| delay).max()
}

/// Returns the longest delay that headers name outside of a response's records: it holds for each of them.
pub(crate) fn beside_records(text: &[u8]) -> Option<Duration> {
    let mut records = Records::new(text);
    let beside = headers(text).filter(|(at, _)| records.at(*at).is_none());
    beside.map(|(_, delay)| delay).max()
}

/// Yields where headers that name a delay stand in a text, and the delays.
fn headers(text: &[u8]) -> impl Iterator<Item = (usize, Duration)> {
    block::positions(text, [b'-']).filter_map(|at| Some((at, headed(&text[..at], &text[at + 1..])?)))
}

/// Returns the delay that a header names of whose name `before` and `behind` are the halves.
fn headed(before: &[u8], behind: &[u8]) -> Option<Duration> {
    let same = |text: Option<&[u8]>, name: &str| text.is_some_and(|text| text.eq_ignore_ascii_case(name.as_bytes()));
    if !same(before.last_chunk::<5>().map(|half| &half[..]), "retry") || !same(behind.get(..5), "after") {
        return None;
    }
    let (value, unit) = match &behind[5..] {
        [b'-', rest @ ..] if same(rest.get(..2), "ms") => (&rest[2..], Unit::Milliseconds),
        value => (value, Unit::Seconds),
    };
    // What sets a value apart from its name in JSON, in dumps and as it was sent.
    let apart = |byte: &&u8| matches!(byte, b'"' | b'\'' | b'\\' | b':' | b'=' | b'>' | b'[' | b' ');
    // Of an answer that is a string in a string it is nine bytes, of one in a third seventeen.
    let gap = value.iter().take(20).take_while(apart).count();
    let digit = |byte: &&u8| byte.is_ascii_digit() || **byte == b'.';
    let value = &value[gap..];
    let length = value.iter().take(16).take_while(digit).count();
    let whole = gap > 0 && length > 0 && !goes_on(&value[length..]);
    let value = core::str::from_utf8(&value[..length]).ok().filter(|_| whole)?;
    number(value.trim_end_matches('.'), unit)
}

/// Whether a number is only the beginning of something else, as of a date: `2026-11-21T12:00:00Z`, `21/11/2026`.
fn goes_on(behind: &[u8]) -> bool {
    match behind {
        [b'-' | b'/' | b':', next, ..] | [next, ..] => next.is_ascii_alphanumeric(),
        [] => false,
    }
}

/// Splits a list at the first comma that stands at `from` or behind.
fn cut(list: &str, from: usize) -> (&str, &str) {
    match list.get(from..).and_then(|rest| rest.find(',')) {
        Some(comma) => (&list[..from + comma], &list[from + comma + 1..]),
        None => (list, ""),
    }
}

/// Reads a number without sign and exponent; one that no duration holds counts as the longest.
fn number(text: &str, unit: Unit) -> Option<Duration> {
    if !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return None;
    }
    let value: f64 = text.parse().ok()?;
    let seconds = match unit {
        Unit::Seconds => value,
        Unit::Milliseconds => value / 1000.0,
    };
    Some(Duration::try_from_secs_f64(seconds).unwrap_or(LONGEST))
}

/// Returns the time from `now` to an HTTP date in any of its three forms; none if it is past.
#[cfg(feature = "std")]
pub(crate) fn until(date: &str, now: std::time::SystemTime) -> Option<Duration> {
    let date = httpdate::parse_http_date(date).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}
