//! Reads the lists under `tests/data`.

use std::path::Path;

use serde_json::Value;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns the lines of a list of codes, each in its columns.
pub fn rows(list: &str) -> Vec<Vec<String>> {
    let rows: Vec<Vec<String>> = read(&format!("codes/{list}.txt"))
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('|').map(String::from).collect())
        .collect();
    assert!(!rows.is_empty(), "{list} is empty");
    rows
}

/// Returns a list's codes.
pub fn codes(list: &str) -> Vec<String> {
    rows(list).into_iter().map(|mut row| row.swap_remove(0)).collect()
}

/// One thing that another program says.
pub struct Verdict {
    pub raw: String,
    pub status: Option<u16>,
    pub expected: Value,
}

/// Returns what another program says.
pub fn verdicts(peer: &str) -> Vec<Verdict> {
    let verdicts: Vec<Verdict> = read(&format!("peers/{peer}.jsonl"))
        .lines()
        .map(|line| {
            let mut line: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{peer}: {error}: {line}"));
            Verdict {
                raw: line["raw"]
                    .as_str()
                    .unwrap_or_else(|| panic!("{peer}: no raw text: {line}"))
                    .to_owned(),
                status: line["http_status"].as_u64().map(|status| status.try_into().unwrap()),
                expected: line["expected"].take(),
            }
        })
        .collect();
    assert!(!verdicts.is_empty(), "{peer} is empty");
    verdicts
}

/// Returns a comparison of the other programs.
pub fn comparison(file: &str) -> Vec<Value> {
    serde_json::from_str(&read(&format!("peers/{file}.json"))).unwrap_or_else(|error| panic!("{file}: {error}"))
}
