//! A vendor's file as a whole: its name, its header, its operations.

use super::super::ident;
use super::super::limits::LONGEST_NAME;
use super::super::problem::{Problem, ProblemKind, Problems};
use super::super::source::{At, is_snake_case};
use super::super::tree::{Header, Operation, Vendor};
use super::list::{self, Seen};
use std::collections::BTreeMap;

/// Vendors become modules and variants, so their ids must be identifiers, and different ones.
pub fn check_identifiers(vendors: &BTreeMap<String, Vendor>, problems: &mut Problems) {
    let mut seen = Seen::new();
    for (id, vendor) in vendors {
        if ident::is_keyword(id) {
            problems.push(
                Problem::new(
                    ProblemKind::BadName,
                    vendor.top,
                    format!("`{id}` is a keyword of Rust and cannot name the vendor's module"),
                )
                .help("rename the file".to_owned()),
            );
        }
        let identifier = ident::upper_camel(id).unwrap_or_default();
        if let Some(first) = seen.before(identifier, vendor.top) {
            let message = format!("`{id}` has the Rust identifier of another vendor");
            problems.push(
                Problem::new(ProblemKind::SameName, vendor.top, message)
                    .related(first, "the other vendor")
                    .help("rename one of the files".to_owned()),
            );
        }
    }
}

pub fn check(id: &str, vendor: &Vendor, vendors: &BTreeMap<String, Vendor>, problems: &mut Problems) {
    if id.len() > LONGEST_NAME {
        let message = format!(
            "the vendor's name has {} bytes, expected at most {LONGEST_NAME}",
            id.len()
        );
        problems.push(Problem::new(ProblemKind::BadName, vendor.top, message).help("rename the file".to_owned()));
    }
    if let Some(header) = &vendor.header {
        check_id(id, header, problems);
        check_header(header, problems);
        check_also(id, &header.also, vendors, problems);
    }
    check_operations(&vendor.operations, problems);
}

fn check_id(id: &str, header: &Header, problems: &mut Problems) {
    if let Some(own) = header.id.as_ref().filter(|own| own.value != id) {
        let message = format!("the vendor names itself `{}`, but its file `{id}.toml`", own.value);
        problems.push(
            Problem::new(ProblemKind::BadName, own.span, message)
                .label("another name than the file's")
                .help(format!("write `{id}`, or leave it out")),
        );
    }
}

/// Reports each name of a field that the scan could not find: it goes from word to word.
fn check_fields(key: &str, fields: &[At<String>], problems: &mut Problems) {
    let is_word = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let fits = |name: &str| (1..=LONGEST_NAME).contains(&name.len()) && is_word(name);
    for field in fields.iter().filter(|field| !fits(&field.value)) {
        let message = format!(
            "`{}` in `{key}` is no word, expected 1 to {LONGEST_NAME} ASCII letters, digits and underscores",
            field.value
        );
        problems.push(Problem::new(ProblemKind::BadName, field.span, message).label("never found in a text"));
    }
}

fn check_header(header: &Header, problems: &mut Problems) {
    list::check_line("name", header.name.as_ref(), problems);
    check_snake_case("family", header.family.as_ref(), problems);
    check_fields("code_fields", &header.code_fields, problems);
    check_fields("message_fields", &header.message_fields, problems);
    list::check_unique("code_fields", &header.code_fields, problems);
    list::check_unique("message_fields", &header.message_fields, problems);
    list::check_unique("envelopes", &header.envelopes, problems);
    for envelope in header
        .envelopes
        .iter()
        .filter(|envelope| !envelope.value.contains("{code}"))
    {
        let message = "an envelope has no `{code}`, expected a body as the vendor sends it";
        problems.push(
            Problem::new(ProblemKind::BadValue, envelope.span, message.to_owned())
                .label("no place for the code")
                .help("write `{code}` where the code stands, and `{message}` where the message does".to_owned()),
        );
    }
    let Some(docs) = &header.docs else { return };
    let is_url = docs.value.starts_with("https://") || docs.value.starts_with("http://");
    if !is_url || docs.value.contains(char::is_whitespace) {
        problems.push(
            Problem::new(
                ProblemKind::BadValue,
                docs.span,
                format!("`docs` is `{}`, expected a URL", docs.value),
            )
            .label("not a URL"),
        );
    }
}

fn check_also(id: &str, also: &[At<String>], vendors: &BTreeMap<String, Vendor>, problems: &mut Problems) {
    let others = vendors.keys().map(String::as_str).filter(|other| *other != id);
    let (own, foreign): (Vec<_>, Vec<_>) = also.iter().cloned().partition(|name| name.value == id);
    for name in own {
        problems.push(
            Problem::new(
                ProblemKind::BadValue,
                name.span,
                format!("`also` names `{id}` itself, expected other vendors"),
            )
            .label("looked up first anyway"),
        );
    }
    list::check_known("vendor", &foreign, others, problems);
    list::check_unique("also", &foreign, problems);
}

fn check_operations(operations: &[Operation], problems: &mut Problems) {
    for operation in operations {
        check_snake_case("operation", Some(&operation.id), problems);
        list::check_line("title", operation.title.as_ref(), problems);
        list::check_lines("apis", &operation.apis, problems);
        list::check_unique("apis", &operation.apis, problems);
    }
}

/// Operations become variants, so their ids must be different identifiers.
pub fn check_operations_identifiers(operations: &[Operation], problems: &mut Problems) {
    let mut seen = Seen::new();
    for Operation { id, .. } in operations {
        let identifier = ident::upper_camel(&id.value).unwrap_or_default();
        if let Some(first) = seen.before(identifier, id.span) {
            let message = format!("`{}` has the Rust identifier of another operation", id.value);
            problems.push(
                Problem::new(ProblemKind::SameName, id.span, message)
                    .label("second")
                    .related(first, "first")
                    .help("rename one of them".to_owned()),
            );
        }
    }
}

/// Reports a name that is too long, or not in snake_case; `what` is the thing it names.
pub fn check_snake_case(what: &str, name: Option<&At<String>>, problems: &mut Problems) {
    if let Some(name) = name.filter(|name| name.value.len() > LONGEST_NAME) {
        let length = name.value.len();
        let message = format!("the {what}'s name has {length} bytes, expected at most {LONGEST_NAME}");
        problems.push(Problem::new(ProblemKind::BadName, name.span, message).label("too long"));
    }
    let Some(name) = name.filter(|name| !is_snake_case(&name.value)) else {
        return;
    };
    problems.push(
        Problem::new(
            ProblemKind::BadName,
            name.span,
            format!("the {what} cannot be named `{}`, expected snake_case", name.value),
        )
        .label("not snake_case")
        .help(ident::snake_case(&name.value).map(|name| format!("write `{name}`"))),
    );
}
