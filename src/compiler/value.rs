//! Values that TOML has no type for: durations, and numbers within bounds.

use super::problem::{Problem, ProblemKind, Problems};
use super::source::At;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::time::Duration;

/// What an HTTP status can be.
pub const STATUSES: RangeInclusive<u16> = 100..=599;

/// How often a request may be sent again.
pub const ATTEMPTS: RangeInclusive<u32> = 1..=200;

/// Reads a duration such as `250ms`, `20s`, `15m` or `4h`; `key` is its name in messages.
pub fn duration(key: &str, text: At<String>, problems: &mut Problems) -> Option<At<Duration>> {
    let parsed = parse_duration(&text.value);
    if parsed.is_none() {
        problems.push(
            Problem::new(
                ProblemKind::BadValue,
                text.span,
                format!("`{key}` is `{}`, expected a duration", text.value),
            )
            .label("not a duration")
            .help("write a whole number above zero and its unit: `250ms`, `20s`, `15m`, `4h`".to_owned()),
        );
    }
    parsed.map(|duration| At::new(duration, text.span))
}

/// Reads a number that must be within bounds, and written plainly: the digits may be a table's name.
pub fn number<T>(key: &str, digits: At<String>, bounds: RangeInclusive<T>, problems: &mut Problems) -> Option<At<T>>
where
    T: Display + FromStr + PartialOrd,
{
    let number = digits.value.parse().ok();
    let number = number.filter(|number: &T| bounds.contains(number) && number.to_string() == digits.value);
    if number.is_none() {
        let expected = format!("a number from {} to {}", bounds.start(), bounds.end());
        problems.push(
            Problem::new(
                ProblemKind::BadValue,
                digits.span,
                format!("`{key}` is {}, expected {expected}", digits.value),
            )
            .label("not in range"),
        );
    }
    number.map(|number| At::new(number, digits.span))
}

fn parse_duration(text: &str) -> Option<Duration> {
    let unit_at = text.find(|c: char| !c.is_ascii_digit())?;
    let (digits, unit) = text.split_at(unit_at);
    let milliseconds: u64 = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => return None,
    };
    let total = digits.parse::<u64>().ok()?.checked_mul(milliseconds)?;
    (total > 0).then(|| Duration::from_millis(total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_a_number_and_a_unit() {
        let milliseconds = |text| parse_duration(text).map(|duration| duration.as_millis());
        assert_eq!(milliseconds("250ms"), Some(250));
        assert_eq!(milliseconds("20s"), Some(20_000));
        assert_eq!(milliseconds("15m"), Some(900_000));
        assert_eq!(milliseconds("4h"), Some(14_400_000));
        for text in [
            "",
            "20",
            "s",
            "0s",
            "-1s",
            "1.5s",
            "20 s",
            "20S",
            "1d",
            "99999999999999999999s",
            "18446744073709551615h",
        ] {
            assert_eq!(milliseconds(text), None, "{text}");
        }
    }
}
