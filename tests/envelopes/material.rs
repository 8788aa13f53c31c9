//! What envelopes are filled with, and what stands around them.

use errcat::{Code, Vendor};

/// A message that says nothing: no code, no pattern of any vendor.
pub const MESSAGE: &str = "nobody around here is able to explain it";

/// Messages that say nothing, of several shapes.
pub const MESSAGES: [&str; 5] = [
    MESSAGE,
    "",
    "Beim Schreiben ist etwas schiefgegangen: weiß der Himmel was.",
    "Value(s) for 'Colour__c' - [a, b], {c} <d> & e: see https://example.com/a?b=c",
    "Zeile 1\nZeile 2, mit „Anführungszeichen“",
];

/// Lines that come with errors and say nothing about them.
pub const LINES: [&str; 23] = [
    "Something went wrong while the nightly job was running, see below.",
    "2024-05-01 10:00:00,123 WARN  [sync-3] c.e.Worker - giving up after 3 attempts",
    "HTTP/1.1 400 Bad Request",
    "Content-Type: application/json;charset=UTF-8",
    "    at com.example.sync.Worker.run(Worker.java:117)",
    "    at Object.<anonymous> (/srv/app/node_modules/lib/index.js:12:34)",
    "  File \"/srv/app/sync.py\", line 12, in push",
    "Response body follows:",
    "> quoted by somebody in a mail",
    "```json",
    "",
    "Merci de nous aider à comprendre ce qui se passe.",
    "時々このようなことが起こります。",
    "<html><head><title>Sorry</title></head><body><p>We are working on it.</p></body></html>",
    "{\"currency\":{\"code\":\"EUR\",\"digits\":2},\"country\":{\"code\":\"FRA\"}}",
    "POST /sobjects/Case {\"Subject\":\"Boiler\",\"Reason\":\"Installation\",\"Status\":\"New\"} -> 400",
    "{\"x-death\":[{\"count\":1,\"reason\":\"rejected\",\"queue\":\"contacts\"}]}",
    "{\"meta\":{\"errorCode\":\"NO_FAULT\",\"took\":12},\"topics\":{\"error\":\"crm_errors\"}}",
    "{\"mapping\":{\"errorCode\":\"Error_Code__c\"},\"on\":{\"error\":\"continue\"}}",
    "{\"lastState\":{\"terminated\":{\"reason\":\"BackOff\",\"exitCode\":137}}}",
    "{\"value\":[{\"displayName\":\"Maths\",\"code\":\"MATHS101\"}]}",
    "{\"level\":\"info\",\"msg\":\"starting\",\"pid\":4711}",
    "\u{1b}[2mworker\u{1b}[0m \u{1b}[32mready\u{1b}[0m",
];

/// Writes each on a line of its own.
pub fn lines(lines: &[&str]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// A page that a proxy sends behind what it has sent already.
pub const PAGE: &str = "<!DOCTYPE html>\n<html>\n<head><meta charset=\"utf-8\"/><title>Server</title></head>\n<body>\n<pre>Something went wrong</pre>\n</body>\n</html>\n";

fn spellings(code: Code) -> impl Iterator<Item = &'static str> {
    std::iter::once(code.as_str()).chain(code.aliases().iter().copied())
}

/// Every code of every vendor in each of its spellings.
pub fn codes() -> impl Iterator<Item = (Vendor, Code, &'static str)> {
    let of = |vendor: Vendor| {
        let spelled = move |code| spellings(code).map(move |spelling| (vendor, code, spelling));
        vendor.codes().flat_map(spelled)
    };
    Vendor::all().flat_map(of)
}
