//! From TOML to the tree: names the keys, in one place, and nothing more.

use super::super::kind::Kind;
use super::fields::{self, Fields, named_tables, unknown_name};
use super::problem::{Problem, ProblemKind, Problems};
use super::schema;
use super::similar::nearest;
use super::source::{At, FileRole, Source, Span};
use super::tree::{
    Backoff, Code, Entry, French, FrenchCode, Header, KindDefaults, Kinds, KindsFrench, Named, NextStep, Operation,
    Texts, Tree, Vendor,
};
use super::value;
use toml::Spanned;
use toml::de::DeTable;

/// Reads every file for what its name says it is.
pub fn catalog(sources: &[Source], problems: &mut Problems) -> Tree {
    let mut tree = Tree::default();
    let mut french: Vec<(&str, Span, French)> = Vec::new();
    for (file, source) in sources.iter().enumerate() {
        if source.role() == FileRole::Unknown {
            problems.push(unknown_file(file, source));
            continue;
        }
        let document = document(file, source, problems);
        let document = document.get_ref();
        let is_second = match source.role() {
            FileRole::Kinds => {
                let kinds = kinds(file, document, problems);
                tree.kinds.replace(kinds).is_some()
            }
            FileRole::KindsFrench => {
                let kinds = kinds_french(file, document, problems);
                tree.kinds_french.replace(kinds).is_some()
            }
            FileRole::Vendor(id) => {
                let vendor = vendor(file, document, problems);
                tree.vendors.insert(id.to_owned(), vendor).is_some()
            }
            FileRole::VendorFrench(id) => {
                let texts = self::french(file, document, problems);
                let is_second = french.iter().any(|(other, ..)| *other == id);
                french.push((id, Span::top(file), texts));
                is_second
            }
            FileRole::Unknown => false,
        };
        if is_second {
            let message = format!("a second file named `{}`, expected one", source.file_name());
            problems.push(Problem::new(ProblemKind::UnknownFile, Span::top(file), message));
        }
    }
    for (id, top, french) in french {
        if let Some(vendor) = tree.vendors.get_mut(id) {
            vendor.french = french;
            continue;
        }
        let near = nearest(id, tree.vendors.keys().map(String::as_str));
        let message = format!("the vendor `{id}` has French texts but no `{id}.toml`");
        problems.push(
            Problem::new(ProblemKind::MissingFile, top, message)
                .help(near.map(|near| format!("did you mean `{near}.fr.toml`?"))),
        );
    }
    tree
}

fn unknown_file(file: usize, source: &Source) -> Problem {
    Problem::new(
        ProblemKind::UnknownFile,
        Span::top(file),
        format!("`{}` is no file of a catalog", source.file_name()),
    )
    .help("a catalog holds `kinds.toml`, `<vendor>.toml` and their `.fr.toml`, with names in snake_case".to_owned())
}

/// The id that a vendor's file gives itself, if it does.
pub fn vendor_id(text: &str) -> Option<String> {
    let (document, _) = DeTable::parse_recoverable(text);
    let vendor = document.get_ref().get("vendor")?.get_ref().as_table()?;
    Some(vendor.get("id")?.get_ref().as_str()?.to_owned())
}

/// Parses a file as far as that goes; every syntax error is reported.
fn document<'d>(file: usize, source: &'d Source, problems: &mut Problems) -> Spanned<DeTable<'d>> {
    let (document, errors) = DeTable::parse_recoverable(&source.text);
    for error in errors {
        let end = source.text.len();
        let span = Span::new(file, error.span().unwrap_or(end..end));
        problems.push(match error.message() {
            "duplicate key" => duplicate_key(source, span),
            message => Problem::new(ProblemKind::Syntax, span, message).label("not TOML"),
        });
    }
    document
}

/// The parser says only where the second one is; the first is found by the text that leads up to it.
fn duplicate_key(source: &Source, span: Span) -> Problem {
    let key = source.text.get(span.start..span.end).unwrap_or_default();
    let problem = Problem::new(
        ProblemKind::DuplicateKey,
        span,
        format!("`{key}` is here a second time, expected one"),
    )
    .label("second");
    let line = source.line(span.start);
    let up_to_key = source.text.get(line.start..span.end).unwrap_or_default();
    let before = source.text.get(..line.start).unwrap_or_default();
    // A table's header may stand anywhere before, a key only in the same table.
    let table = match up_to_key.starts_with('[') {
        true => 0,
        false => before.rfind("\n[").unwrap_or(0),
    };
    let first = before.rmatch_indices(up_to_key).find(|(at, _)| {
        let starts_a_line = source.line(*at).start == *at;
        let after = before.get(at + up_to_key.len()..).unwrap_or_default();
        *at >= table && starts_a_line && after.starts_with([' ', '\t', '=', ']', '.'])
    });
    match first {
        Some((at, _)) if !key.is_empty() => {
            let start = at + up_to_key.len() - key.len();
            let first = Span::new(span.file, start..start + key.len());
            problem.related(first, "first")
        }
        _ => problem,
    }
}

/// Reads `kinds.toml`.
fn kinds(file: usize, document: &DeTable<'_>, problems: &mut Problems) -> Kinds {
    let tables = named_tables(document, file, &schema::KIND, problems);
    let defaults = tables.into_iter().filter_map(|(name, fields)| {
        let kind = kind(&name, problems);
        let texts = texts(&fields);
        let step = step(&fields, problems);
        Some(KindDefaults {
            kind: kind?,
            texts,
            step,
        })
    });
    Kinds {
        top: Span::top(file),
        defaults: defaults.collect(),
    }
}

/// Reads `kinds.fr.toml`.
fn kinds_french(file: usize, document: &DeTable<'_>, problems: &mut Problems) -> KindsFrench {
    let tables = named_tables(document, file, &schema::KIND_FRENCH, problems);
    let named = tables
        .into_iter()
        .filter_map(|(name, fields)| Some((kind(&name, problems)?, texts(&fields))));
    KindsFrench {
        top: Span::top(file),
        texts: named.collect(),
    }
}

fn kind(name: &At<String>, problems: &mut Problems) -> Option<At<Kind>> {
    let kind = fields::named(name);
    if kind.is_none() {
        problems.push(unknown_name("kind", name, fields::names::<Kind>()));
    }
    kind
}

/// Reads `<vendor>.toml`.
fn vendor(file: usize, document: &DeTable<'_>, problems: &mut Problems) -> Vendor {
    let top = Span::top(file);
    let fields = Fields::new(document, top, &schema::VENDOR_FILE, problems);
    let operations = fields.named_tables("operations", &schema::OPERATION, problems);
    let codes = fields.named_tables("codes", &schema::CODE, problems);
    let messages = fields.tables("messages", &schema::MESSAGE, problems);
    let statuses = fields.named_tables("statuses", &schema::STATUS, problems);
    Vendor {
        top,
        header: fields
            .table("vendor", &schema::VENDOR, problems)
            .map(|fields| header(&fields)),
        operations: operations
            .into_iter()
            .map(|(id, fields)| operation(id, &fields))
            .collect(),
        codes: codes
            .into_iter()
            .map(|(spelling, fields)| code(spelling, &fields, problems))
            .collect(),
        messages: messages.iter().map(|fields| named(fields, problems)).collect(),
        statuses: statuses
            .into_iter()
            .filter_map(|(number, fields)| {
                let entry = entry(&fields, problems);
                let number = value::number("status", number, value::STATUSES, problems)?;
                Some((number, entry))
            })
            .collect(),
        french: French::default(),
    }
}

/// Reads `<vendor>.fr.toml`.
fn french(file: usize, document: &DeTable<'_>, problems: &mut Problems) -> French {
    let fields = Fields::new(document, Span::top(file), &schema::FRENCH_FILE, problems);
    let statuses = fields.named_tables("statuses", &schema::FRENCH_ENTRY, problems);
    French {
        codes: fields
            .named_tables("codes", &schema::FRENCH_CODE, problems)
            .into_iter()
            .map(|(spelling, fields)| FrenchCode {
                spelling,
                texts: texts(&fields),
                variants: named_texts(&fields, "variants", problems),
            })
            .collect(),
        messages: named_texts(&fields, "messages", problems),
        statuses: statuses
            .into_iter()
            .filter_map(|(number, fields)| {
                let number = value::number("status", number, value::STATUSES, problems)?;
                Some((number, texts(&fields)))
            })
            .collect(),
    }
}

fn named_texts(fields: &Fields<'_>, key: &str, problems: &mut Problems) -> Vec<(At<String>, Texts)> {
    let tables = fields.named_tables(key, &schema::FRENCH_ENTRY, problems);
    tables
        .into_iter()
        .map(|(name, fields)| (name, texts(&fields)))
        .collect()
}

fn header(fields: &Fields<'_>) -> Header {
    Header {
        span: fields.span,
        id: fields.text("id"),
        name: fields.text("name"),
        family: fields.text("family"),
        docs: fields.text("docs"),
        checked: fields.date("checked"),
        also: fields.texts("also"),
        code_fields: fields.texts("code_fields"),
        message_fields: fields.texts("message_fields"),
        envelopes: fields.texts("envelopes"),
        failures_with_200: fields.flag("failures_with_200"),
    }
}

fn operation(id: At<String>, fields: &Fields<'_>) -> Operation {
    Operation {
        id,
        title: fields.text("title"),
        apis: fields.texts("apis"),
    }
}

fn code(spelling: At<String>, fields: &Fields<'_>, problems: &mut Problems) -> Code {
    Code {
        spelling,
        aliases: fields.texts("aliases"),
        decoys: fields.texts("decoys"),
        role: fields.choice("role", problems),
        word: fields.flag("word"),
        name: fields.text("name"),
        deprecated: fields.text("deprecated"),
        entry: entry(fields, problems),
        variants: fields
            .tables("variants", &schema::VARIANT, problems)
            .iter()
            .map(|fields| named(fields, problems))
            .collect(),
    }
}

fn named(fields: &Fields<'_>, problems: &mut Problems) -> Named {
    Named {
        name: fields.text("name"),
        role: fields.choice("role", problems),
        inherits: true,
        entry: entry(fields, problems),
    }
}

fn entry(fields: &Fields<'_>, problems: &mut Problems) -> Entry {
    Entry {
        span: fields.span,
        kind: fields.choice("kind", problems),
        texts: texts(fields),
        step: step(fields, problems),
        sources: fields.texts("source"),
        certainty: fields.choice("certainty", problems),
        contested: fields.text("contested"),
        messages: fields.texts("messages"),
        hints: fields.texts("hints"),
        status: fields
            .integers("status")
            .into_iter()
            .filter_map(|digits| value::number("status", digits, value::STATUSES, problems))
            .collect(),
        operations: fields.texts("operations"),
        examples: fields.texts("examples"),
        vendor_category: fields.text("vendor_category"),
    }
}

fn texts(fields: &Fields<'_>) -> Texts {
    Texts {
        cause: fields.text("cause"),
        remediation: fields.text("remediation"),
    }
}

fn step(fields: &Fields<'_>, problems: &mut Problems) -> NextStep {
    NextStep {
        recovery: fields.choice("recovery", problems),
        applied: fields.choice("applied", problems),
        scope: fields.choice("scope", problems),
        backoff: fields
            .table("backoff", &schema::BACKOFF, problems)
            .map(|fields| backoff(&fields, problems)),
    }
}

fn backoff(fields: &Fields<'_>, problems: &mut Problems) -> Backoff {
    let mut duration = |key| value::duration(key, fields.text(key)?, problems);
    let [initial, ceiling, floor] = ["initial", "ceiling", "floor"].map(&mut duration);
    Backoff {
        span: fields.span,
        initial,
        ceiling,
        floor,
        attempts: fields
            .integers("attempts")
            .into_iter()
            .next()
            .and_then(|digits| value::number("attempts", digits, value::ATTEMPTS, problems)),
        reset: fields.choice("reset", problems),
        source: fields.text("source"),
    }
}
