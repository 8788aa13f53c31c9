//! The midnights at which quotas come back.
//!
//! US Central time follows from the calendar alone: its rule has been the same since 2007 (Energy Policy Act of 2005).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

const HOUR: u64 = 60 * 60;
const DAY: u64 = 24 * HOUR;

/// Returns the time to the next midnight UTC; `None` before 1970.
pub fn until_midnight_utc(now: SystemTime) -> Option<Duration> {
    let now = now.duration_since(UNIX_EPOCH).ok()?;
    Some(Duration::from_secs((now.as_secs() / DAY + 1) * DAY).saturating_sub(now))
}

/// Returns the time to the next midnight in Chicago; `None` before 1970.
pub fn until_midnight_us_central(now: SystemTime) -> Option<Duration> {
    let now = now.duration_since(UNIX_EPOCH).ok()?;
    let local_day = now.as_secs().checked_sub(offset(now.as_secs()))? / DAY;
    // The clocks change at two in the morning, so the offset at midnight is never in doubt.
    let early = (local_day + 1) * DAY + 5 * HOUR;
    let midnight = if offset(early) == 5 * HOUR { early } else { early + HOUR };
    Some(Duration::from_secs(midnight).saturating_sub(now))
}

/// Returns how far Chicago's clocks are behind UTC, in seconds.
fn offset(unix: u64) -> u64 {
    let year = year(unix / DAY);
    let summer_begins = (first_sunday(year, 3) + 7) * DAY + 8 * HOUR;
    let summer_ends = first_sunday(year, 11) * DAY + 7 * HOUR;
    if (summer_begins..summer_ends).contains(&unix) {
        5 * HOUR
    } else {
        6 * HOUR
    }
}

/// Returns the year in which a day since 1970 falls.
fn year(day: u64) -> u64 {
    // 400 years are 146 097 days; the calendar strays from that mean by a few days, so by one year number at most.
    let estimate = (1970 + day * 400 / 146_097).saturating_sub(1).max(1970);
    (estimate..)
        .find(|&year| days_before(year + 1, 1) > day)
        .unwrap_or(estimate)
}

/// Returns how many days lie between 1970 and the first of a month.
fn days_before(year: u64, month: usize) -> u64 {
    const DAYS_BEFORE: [u64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let leap_days = |year: u64| year / 4 - year / 100 + year / 400;
    let leap_day = month > 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    (year - 1970) * 365 + leap_days(year - 1) - leap_days(1969) + DAYS_BEFORE[month - 1] + u64::from(leap_day)
}

/// Returns the month's first Sunday, in days since 1970, which began on a Thursday.
fn first_sunday(year: u64, month: usize) -> u64 {
    let first = days_before(year, month);
    first + (7 - (first + 4) % 7) % 7
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The left side with `date -u -d … +%s`, the right side by hand from the two time zones' tables.
    #[test]
    fn midnight_in_chicago() {
        for (unix, hours, what) in [
            (1_795_262_400, 18, "2026-11-21 12:00 UTC, winter: 06:00 in Chicago"),
            (1_782_907_200, 17, "2026-07-01 12:00 UTC, summer: 07:00"),
            (
                1_772_953_200,
                22,
                "2026-03-08 07:00 UTC, 01:00 in the night in which an hour is left out",
            ),
            (
                1_793_512_800,
                24,
                "2026-11-01 06:00 UTC, 01:00 in the night in which an hour comes twice",
            ),
            (
                1_772_949_600,
                23,
                "2026-03-08 06:00 UTC, the midnight before the spring change itself",
            ),
            (1_709_186_400, 24, "2024-02-29 06:00 UTC, midnight, the leap day"),
            (946_706_399, 0, "2000-01-01 05:59:59 UTC, one second before"),
        ] {
            let left = until_midnight_us_central(UNIX_EPOCH + Duration::from_secs(unix)).unwrap();
            assert_eq!(left.as_secs() / HOUR, hours, "{what}");
        }
    }

    #[test]
    fn midnight_utc() {
        let left = |unix| {
            until_midnight_utc(UNIX_EPOCH + Duration::from_secs(unix))
                .unwrap()
                .as_secs()
        };
        assert_eq!(left(1_795_262_400), 12 * HOUR, "2026-11-21 12:00 UTC");
        assert_eq!(left(1_795_305_599), 1, "2026-11-21 23:59:59 UTC");
        assert_eq!(left(1_795_305_600), DAY, "2026-11-22 00:00 UTC");
    }

    #[test]
    fn every_day_has_its_year() {
        let mut day = 0;
        for expected in 1970..2500 {
            for _ in 0..if days_before(expected, 3) - days_before(expected, 2) == 29 {
                366
            } else {
                365
            } {
                assert_eq!(year(day), expected, "day {day}");
                day += 1;
            }
        }
    }
}
