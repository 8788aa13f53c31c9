//! What happens to a body on its way into a log: it becomes a string in another body.

use std::fmt::Write;

/// One way of escaping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escaping {
    /// A JSON string: `\"`.
    Json,
    /// A JSON string for people who fear quotes: `\u0022`.
    Unicode,
    /// HTML: `&quot;`.
    Html,
    /// A URL's query: `%22`.
    Url,
}

impl Escaping {
    pub const ALL: [Escaping; 4] = [Escaping::Json, Escaping::Unicode, Escaping::Html, Escaping::Url];

    /// Returns the text as it stands in another.
    pub fn apply(self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() * 2);
        for c in text.chars() {
            let _ = match (self, c) {
                (Escaping::Json | Escaping::Unicode, '\\') => write!(out, "\\\\"),
                (Escaping::Json | Escaping::Unicode, '\n') => write!(out, "\\n"),
                (Escaping::Json | Escaping::Unicode, '\r') => write!(out, "\\r"),
                (Escaping::Json | Escaping::Unicode, '\t') => write!(out, "\\t"),
                (Escaping::Json, '"') => write!(out, "\\\""),
                (Escaping::Unicode, '"' | '\'' | '<' | '>' | '&') => write!(out, "\\u{:04x}", u32::from(c)),
                (Escaping::Json | Escaping::Unicode, c) if c.is_control() => write!(out, "\\u{:04x}", u32::from(c)),
                (Escaping::Html, '"') => write!(out, "&quot;"),
                (Escaping::Html, '\'') => write!(out, "&#39;"),
                (Escaping::Html, '&') => write!(out, "&amp;"),
                (Escaping::Html, '<') => write!(out, "&lt;"),
                (Escaping::Html, '>') => write!(out, "&gt;"),
                (Escaping::Url, c) if !(c.is_ascii_alphanumeric() || "-_.~".contains(c)) => {
                    let mut bytes = [0; 4];
                    let mut bytes = c.encode_utf8(&mut bytes).bytes();
                    bytes.try_for_each(|byte| write!(out, "%{byte:02X}"))
                }
                (_, c) => write!(out, "{c}"),
            };
        }
        out
    }
}

/// Every nesting of so many levels.
pub fn nestings(levels: usize) -> Vec<Vec<Escaping>> {
    (0..levels).fold(vec![Vec::new()], |nestings, _| {
        let deeper = |nesting: Vec<Escaping>| Escaping::ALL.map(|next| [&nesting[..], &[next]].concat());
        nestings.into_iter().flat_map(deeper).collect()
    })
}

/// Escapes a text several times over.
pub fn nest(text: &str, nesting: &[Escaping]) -> String {
    nesting
        .iter()
        .fold(text.to_owned(), |text, escaping| escaping.apply(&text))
}
