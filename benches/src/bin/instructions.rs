//! Holds callgrind's counts against the recorded ones, and those of 64 KiB against those of 32 KiB.
//!
//! `instructions RECORDED < gungraun's JSON` checks and exits with 1 if a count has grown by more than [`GROWTH`] or is
//! not proportional to the length; `instructions RECORDED --record` writes the file anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, BufRead};
use std::process::ExitCode;
use std::{env, fs};

use errcat_benches::worst;
use serde_json::Value;

/// By how much a count may grow.
const GROWTH: f64 = 0.05;

/// What twice the length may cost.
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
    /// The counts of half the length.
    halves: Counts,
}

fn check(path: &str) -> Result<bool, String> {
    let recorded = read_recorded(path)?;
    let measured = measure()?;
    let mut fine = true;
    let mut fail = |line: String| {
        fine = false;
        println!("FAILED  {line}");
    };
    for (name, half) in &measured.halves {
        let ratio = measured.counts[name] as f64 / *half as f64;
        if !DOUBLE.contains(&ratio) {
            fail(format!("{name}: twice the length costs {ratio:.3} times as much"));
        }
    }
    for (name, &count) in &measured.counts {
        let Some(&old) = recorded.get(name) else {
            fail(format!("{name}: {count} instructions, none recorded"));
            continue;
        };
        let change = count as f64 / old as f64 - 1.0;
        if change > GROWTH {
            fail(format!(
                "{name}: {old} → {count} instructions, {:+.1} %",
                change * 100.0
            ));
        } else if change.abs() >= 0.001 {
            println!("        {name}: {old} → {count} instructions, {:+.1} %", change * 100.0);
        }
    }
    for name in recorded.keys().filter(|name| !measured.counts.contains_key(*name)) {
        fail(format!("{name}: recorded, but not measured"));
    }
    println!(
        "{} counts, {} pairs of lengths",
        measured.counts.len(),
        measured.halves.len()
    );
    Ok(fine)
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
        // The kinds of worst input are numbered, each at half the length and at the whole.
        match id.strip_prefix("input_").map(str::parse::<usize>) {
            Some(Ok(number)) => {
                let name = format!("{function}::{}", worst::ALL[number / 2].name);
                let to = if number % 2 == 0 {
                    &mut measured.halves
                } else {
                    &mut measured.counts
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
