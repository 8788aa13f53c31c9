//! Holds callgrind's counts against the recorded ones, and those of 64 KiB against those of 32 and of 16 KiB.
//!
//! `instructions RECORDED < gungraun's JSON` checks and exits with 1 if a count has grown by more than [`GROWTH`] or does
//! not grow with the length in a straight line; `instructions RECORDED --record` writes the file anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, BufRead};
use std::process::ExitCode;
use std::{env, fs};

use errcat_benches::worst;
use serde_json::Value;

/// By how many per cent a count may grow.
const GROWTH: u64 = 5;

/// How much more twice as many further bytes may cost. What an input costs whatever its length, and for some that is most
/// of it, stands on neither side.
const DOUBLE: std::ops::RangeInclusive<f64> = 1.95..=2.05;

/// What the recorded file says of itself.
const HEADER: &str =
    "# Instructions by callgrind; a worst input's are those of 64 KiB. Written by instructions/run.sh --record.\n";

type Counts = BTreeMap<String, u64>;

fn main() -> ExitCode {
    let mut args = env::args().skip(1);
    let (path, mode) = (args.next(), args.next());
    let result = match (path, mode.as_deref()) {
        (Some(path), None) => check(&path),
        (Some(path), Some("--record")) => record(&path),
        _ => Err("usage: instructions RECORDED [--record] < gungraun.json".to_owned()),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Everything that was counted.
#[derive(Default)]
struct Measured {
    counts: Counts,
    /// The counts of half the length, and of a quarter.
    halves: Counts,
    quarters: Counts,
}

fn check(path: &str) -> Result<bool, String> {
    let measured = measure()?;
    let failures = failures(&read_recorded(path)?, &measured);
    for failure in &failures {
        println!("{failure}");
    }
    let (counts, lines) = (measured.counts.len(), measured.halves.len());
    println!("{counts} counts, {lines} straight lines, {} failures", failures.len());
    Ok(failures.is_empty())
}

/// Returns what has grown, does not grow in a straight line, or stands on one side only.
fn failures(recorded: &Counts, measured: &Measured) -> Vec<String> {
    let mut failures = Vec::new();
    for (name, half) in &measured.halves {
        let whole = measured.counts.get(name);
        let ratio = whole.zip(measured.quarters.get(name)).map(|(whole, quarter)| {
            let further = |more: u64, less: u64| more.saturating_sub(less) as f64;
            further(*whole, *half) / further(*half, *quarter)
        });
        if !ratio.is_some_and(|ratio| DOUBLE.contains(&ratio)) {
            failures.push(format!(
                "{name}: twice as many further bytes cost {ratio:.3?} times as much"
            ));
        }
    }
    for (name, &count) in &measured.counts {
        match recorded.get(name) {
            None => failures.push(format!("{name}: {count} instructions, none recorded")),
            Some(&old) => {
                if count * 100 > old * (100 + GROWTH) {
                    let change = (count as f64 / old as f64 - 1.0) * 100.0;
                    failures.push(format!("{name}: {old} → {count} instructions, {change:+.1} %"));
                }
            }
        }
    }
    let gone = recorded.keys().filter(|name| !measured.counts.contains_key(*name));
    failures.extend(gone.map(|name| format!("{name}: recorded, but not measured")));
    failures
}

fn record(path: &str) -> Result<bool, String> {
    let mut text = HEADER.to_owned();
    for (name, count) in measure()?.counts {
        let _ = writeln!(text, "{name} {count}");
    }
    fs::write(path, text).map_err(|error| format!("{path}: {error}"))?;
    Ok(true)
}

fn read_recorded(path: &str) -> Result<Counts, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let row = |line: &str| {
        let (name, count) = line.split_once(' ')?;
        Some((name.to_owned(), count.parse().ok()?))
    };
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    rows.map(|line| row(line).ok_or_else(|| format!("{path}: not a name and a count: {line}")))
        .collect()
}

/// Reads gungraun's JSON, an object a line, from the standard input.
fn measure() -> Result<Measured, String> {
    let mut measured = Measured::default();
    for line in io::stdin().lock().lines() {
        let line = line.map_err(|error| error.to_string())?;
        if !line.starts_with('{') {
            continue;
        }
        let row: Value = serde_json::from_str(&line).map_err(|error| error.to_string())?;
        let (function, id, count) = count(&row).ok_or_else(|| format!("no instruction count in {line}"))?;
        // The kinds of worst input are numbered, each at a quarter of the length, at half and at the whole.
        match id.strip_prefix("input_").map(str::parse::<usize>) {
            Some(Ok(number)) => {
                let name = format!("{function}::{}", worst::ALL[number / 3].name);
                let to = match number % 3 {
                    0 => &mut measured.quarters,
                    1 => &mut measured.halves,
                    _ => &mut measured.counts,
                };
                to.insert(name, count);
            }
            _ => {
                measured.counts.insert(format!("{function}::{id}"), count);
            }
        }
    }
    if measured.counts.is_empty() {
        Err("nothing was measured".to_owned())
    } else {
        Ok(measured)
    }
}

fn count(row: &Value) -> Option<(&str, &str, u64)> {
    let profile = row["profiles"]
        .as_array()?
        .iter()
        .find(|profile| profile["tool"] == "Callgrind")?;
    let values = &profile["data"]["total"]["metrics"]["Ir"]["values"];
    // Beside an earlier run's: the new one stands first.
    let count = values["new"].as_u64().or_else(|| values["both"][0].as_u64())?;
    Some((row["function_name"].as_str()?, row["id"].as_str()?, count))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(rows: &[(&str, u64)]) -> Counts {
        rows.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
    }

    /// `shorter` are the counts of half the length, and of a quarter.
    fn found(recorded: &[(&str, u64)], measured: &[(&str, u64)], shorter: [&[(&str, u64)]; 2]) -> usize {
        let [halves, quarters] = shorter.map(counts);
        failures(
            &counts(recorded),
            &Measured {
                counts: counts(measured),
                halves,
                quarters,
            },
        )
        .len()
    }

    #[test]
    fn five_per_cent_may_be_lost_and_no_more() {
        assert_eq!(found(&[("a", 1000)], &[("a", 1050)], [&[], &[]]), 0);
        assert_eq!(found(&[("a", 1000)], &[("a", 1051)], [&[], &[]]), 1);
        assert_eq!(found(&[("a", 1000)], &[("a", 10)], [&[], &[]]), 0);
    }

    #[test]
    fn twice_as_many_further_bytes_cost_twice_as_much() {
        // Every input costs 300 before its first byte.
        for (further, failures) in [(1_949, 1), (1_950, 0), (2_050, 0), (2_051, 1), (4_000, 1)] {
            let shorter: [&[(&str, u64)]; 2] = [&[("a", 2_300)], &[("a", 1_300)]];
            let whole = 2_300 + further;
            assert_eq!(found(&[("a", 10_000)], &[("a", whole)], shorter), failures, "{further}");
        }
    }

    #[test]
    fn nothing_is_left_out() {
        assert_eq!(found(&[], &[("a", 1)], [&[], &[]]), 1);
        assert_eq!(found(&[("a", 1), ("b", 1)], &[("a", 1)], [&[], &[]]), 1);
        assert_eq!(found(&[], &[], [&[("a", 1)], &[]]), 1);
        assert_eq!(found(&[("a", 4)], &[("a", 4)], [&[("a", 2)], &[]]), 1);
    }

    #[test]
    fn gungrauns_rows_are_read() {
        for values in [r#"{"new":7}"#, r#"{"both":[7,9]}"#] {
            let json = format!(
                r#"{{"function_name":"f","id":"x","profiles":[{{"tool":"Callgrind","data":{{"total":{{"metrics":{{"Ir":{{"values":{values}}}}}}}}}}}]}}"#
            );
            let row: Value = serde_json::from_str(&json).unwrap();
            assert_eq!(count(&row), Some(("f", "x", 7)));
        }
    }
}
