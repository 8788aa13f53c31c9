//! The reader that holds a TOML table against its shape.
//!
//! A derived `Deserialize` would stop at a file's first mistake. This reader walks the parsed document instead: it
//! reports every unknown, missing and mistyped key at once, and hands out whatever is right.

use super::super::kind::Kind;
use super::super::recovery::{Applied, Certainty, Recovery, Reset, Role, Scope};
use super::problem::{Problem, ProblemKind, Problems};
use super::schema::{Shape, Type};
use super::similar::{nearest, suggest};
use super::source::{At, Span};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A table that has been held against its shape: the getters return what is there and has the right type.
pub struct Fields<'d> {
    pub span: Span,
    table: &'d DeTable<'d>,
}

impl<'d> Fields<'d> {
    /// Reports the table's unknown, missing and mistyped keys; `span` is where it is declared.
    pub fn new(table: &'d DeTable<'d>, span: Span, shape: &'static Shape, problems: &mut Problems) -> Self {
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let Some(expected) = shape.type_of(name) else {
                problems.push(
                    Problem::new(
                        ProblemKind::UnknownKey,
                        Span::new(span.file, key.span()),
                        format!("unknown key `{name}` in {}", shape.what),
                    )
                    .label("no such key here")
                    .help(suggest(name, shape.key_names())),
                );
                continue;
            };
            expected.check(value, &mut |value, expected| {
                problems.push(wrong_type(name, value, span.file, expected));
            });
        }
        for key in shape.required {
            let problem = match table.get(*key).map(|value| (value.get_ref(), value.span())) {
                None => Problem::new(
                    ProblemKind::MissingKey,
                    span,
                    format!("missing key `{key}` in {}", shape.what),
                )
                .label(format!("needs `{key}`")),
                Some((DeValue::Array(items), place)) if items.is_empty() => Problem::new(
                    ProblemKind::BadValue,
                    Span::new(span.file, place),
                    format!("`{key}` is an empty list, expected at least one value"),
                )
                .label("empty"),
                Some(_) => continue,
            };
            problems.push(problem);
        }
        Fields { span, table }
    }

    fn get(&self, key: &str) -> Option<(&'d DeValue<'d>, Span)> {
        let value = self.table.get(key)?;
        Some((value.get_ref(), self.place(value)))
    }

    fn place<T>(&self, spanned: &Spanned<T>) -> Span {
        Span::new(self.span.file, spanned.span())
    }

    pub fn text(&self, key: &str) -> Option<At<String>> {
        let (value, span) = self.get(key)?;
        Some(At::new(value.as_str()?.to_owned(), span))
    }

    /// The strings of a list; a single string counts as a list of one.
    pub fn texts(&self, key: &str) -> Vec<At<String>> {
        match self.get(key) {
            Some((DeValue::Array(items), _)) => items
                .iter()
                .filter_map(|item| {
                    let text = item.get_ref().as_str()?.to_owned();
                    Some(At::new(text, self.place(item)))
                })
                .collect(),
            _ => self.text(key).into_iter().collect(),
        }
    }

    pub fn flag(&self, key: &str) -> Option<bool> {
        let (value, _) = self.get(key)?;
        value.as_bool()
    }

    /// A date as `YYYY-MM-DD`.
    pub fn date(&self, key: &str) -> Option<At<String>> {
        let (value, span) = self.get(key)?;
        Some(At::new(value.as_datetime()?.to_string(), span))
    }

    /// The integers of a list, as written; a single integer counts as a list of one.
    pub fn integers(&self, key: &str) -> Vec<At<String>> {
        let integer = |value: &DeValue<'_>, span| {
            let integer = value.as_integer()?;
            Some(At::new(integer.to_string(), span))
        };
        match self.get(key) {
            Some((DeValue::Array(items), _)) => items
                .iter()
                .filter_map(|item| integer(item.get_ref(), self.place(item)))
                .collect(),
            Some((value, span)) => integer(value, span).into_iter().collect(),
            None => Vec::new(),
        }
    }

    /// A name from the fixed list of an enum.
    pub fn choice<T>(&self, key: &str, problems: &mut Problems) -> Option<At<T>>
    where
        T: Choice,
    {
        const SHORT: usize = 8;
        let name = self.text(key)?;
        if let Some(value) = named(&name) {
            return Some(value);
        }
        let names: Vec<&str> = names::<T>().collect();
        let expected = match names.len() {
            ..=SHORT => format!("one of `{}`", names.join("`, `")),
            many => format!("one of the {many} that errcat's `catalog/README.md` lists"),
        };
        let near = nearest(&name.value, names);
        problems.push(
            Problem::new(
                ProblemKind::UnknownName,
                name.span,
                format!("`{key}` is `{}`, expected {expected}", name.value),
            )
            .label(format!("no value of `{key}`"))
            .help(near.map(|near| format!("did you mean `{near}`?"))),
        );
        None
    }

    /// The table under a key.
    pub fn table(&self, key: &str, shape: &'static Shape, problems: &mut Problems) -> Option<Fields<'d>> {
        let (value, span) = self.get(key)?;
        Some(Fields::new(value.as_table()?, span, shape, problems))
    }

    /// The tables of a list.
    pub fn tables(&self, key: &str, shape: &'static Shape, problems: &mut Problems) -> Vec<Fields<'d>> {
        let items = self.get(key).and_then(|(value, _)| value.as_array());
        items
            .into_iter()
            .flatten()
            .filter_map(|item| {
                let table = item.get_ref().as_table()?;
                Some(Fields::new(table, self.place(item), shape, problems))
            })
            .collect()
    }

    /// The tables under a key by their names, as in `[codes.NAME]`, in the file's order.
    pub fn named_tables(
        &self,
        key: &str,
        shape: &'static Shape,
        problems: &mut Problems,
    ) -> Vec<(At<String>, Fields<'d>)> {
        match self.get(key) {
            Some((DeValue::Table(table), _)) => named_tables(table, self.span.file, shape, problems),
            _ => Vec::new(),
        }
    }
}

/// The tables in a table by their names, in the file's order.
pub fn named_tables<'d>(
    table: &'d DeTable<'d>,
    file: usize,
    shape: &'static Shape,
    problems: &mut Problems,
) -> Vec<(At<String>, Fields<'d>)> {
    let mut named = Vec::new();
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        let span = Span::new(file, key.span());
        match value.get_ref() {
            DeValue::Table(table) => {
                let fields = Fields::new(table, span, shape, problems);
                named.push((At::new(name.to_owned(), span), fields));
            }
            _ => problems.push(wrong_type(name, value, file, Type::Table)),
        }
    }
    named.sort_by_key(|(name, _)| name.span);
    named
}

/// An enum whose values are named in catalogs.
pub trait Choice: Copy + 'static {
    const ALL: &'static [Self];

    fn name(self) -> &'static str;
}

macro_rules! choices {
    ($($type:ty)+) => {$(
        impl Choice for $type {
            const ALL: &'static [Self] = <$type>::ALL;

            fn name(self) -> &'static str {
                <$type>::name(self)
            }
        }
    )+};
}

choices!(Applied Certainty Kind Recovery Reset Role Scope);

/// Finds the value of an enum by its name.
pub fn named<T>(name: &At<String>) -> Option<At<T>>
where
    T: Choice,
{
    let index = names::<T>().position(|known| known == name.value)?;
    Some(At::new(*T::ALL.get(index)?, name.span))
}

/// The names of an enum's values.
pub fn names<T>() -> impl Iterator<Item = &'static str>
where
    T: Choice,
{
    T::ALL.iter().map(|value| value.name())
}

/// The problem of a name that is not on a list.
pub fn unknown_name<'a>(what: &str, name: &At<String>, known: impl IntoIterator<Item = &'a str>) -> Problem {
    Problem::new(
        ProblemKind::UnknownName,
        name.span,
        format!("unknown {what} `{}`", name.value),
    )
    .label(format!("no such {what}"))
    .help(suggest(&name.value, known))
}

fn wrong_type(key: &str, value: &Spanned<DeValue<'_>>, file: usize, expected: Type) -> Problem {
    Problem::new(
        ProblemKind::WrongType,
        Span::new(file, value.span()),
        format!("`{key}` has {}, expected {}", found(value.get_ref()), expected.name()),
    )
    .label(found(value.get_ref()))
}

fn found(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a float",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
