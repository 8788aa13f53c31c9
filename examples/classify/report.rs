//! A verdict for people.

use std::io::{self, Write};

use errcat::{Applied, Classification, Evidence, Locale, Recovery, Unrecognized, Vendor};

/// Prints what is known of a failure.
pub fn print(
    out: &mut impl Write,
    vendor: Vendor,
    verdict: &Result<Classification<'_>, Unrecognized<'_>>,
    locale: Locale,
) -> io::Result<()> {
    let words = Words::new(locale);
    let c = match verdict {
        Ok(c) => c,
        Err(unrecognized) => {
            writeln!(out, "{} ({})", words.unrecognized, vendor.title())?;
            if let Some(code) = unrecognized.code() {
                writeln!(out, "{}: {code}", words.unknown_code)?;
            }
            return Ok(());
        }
    };
    let mut line = |name: &str, text: &str| writeln!(out, "{name:<12} {text}");
    line(words.category, c.category().name())?;
    line(words.kind, c.kind().name())?;
    if let Some(code) = c.code() {
        line(words.code, &format!("{code} ({})", code.vendor().title()))?;
    }
    line(words.cause, c.cause(locale))?;
    line(words.remediation, c.remediation(locale))?;
    line(
        words.next,
        &format!("{}; {}", words.step(c.recovery()), words.written(c.applied())),
    )?;
    line(
        words.evidence,
        &format!("{} · {} · {}", words.reason(c.evidence()), c.certainty(), c.rule()),
    )?;
    if let Some(note) = c.entry().contested() {
        line(words.contested, note)?;
    }
    let sources: Vec<_> = c.sources().iter().map(|source| document(source)).collect();
    line(words.source, &sources.join(", "))
}

/// The report's own words.
struct Words {
    locale: Locale,
    category: &'static str,
    kind: &'static str,
    code: &'static str,
    cause: &'static str,
    remediation: &'static str,
    next: &'static str,
    evidence: &'static str,
    contested: &'static str,
    source: &'static str,
    unrecognized: &'static str,
    unknown_code: &'static str,
}

impl Words {
    fn new(locale: Locale) -> Words {
        match locale {
            Locale::Fr => Words {
                locale,
                category: "Catégorie",
                kind: "Nature",
                code: "Code",
                cause: "Cause",
                remediation: "Que faire",
                next: "Programme",
                evidence: "Indice",
                contested: "Contesté",
                source: "Source",
                unrecognized: "Erreur non reconnue",
                unknown_code: "Code inconnu du catalogue",
            },
            _ => Words {
                locale,
                category: "Category",
                kind: "Kind",
                code: "Code",
                cause: "Cause",
                remediation: "What to do",
                next: "Program",
                evidence: "Evidence",
                contested: "Contested",
                source: "Source",
                unrecognized: "Not recognised",
                unknown_code: "Code that the catalog does not know",
            },
        }
    }

    fn choose(&self, en: &'static str, fr: &'static str) -> &'static str {
        if self.locale == Locale::Fr { fr } else { en }
    }

    fn step(&self, recovery: Recovery) -> &'static str {
        match recovery {
            Recovery::Retry => self.choose("wait and send it again", "attendre puis renvoyer"),
            Recovery::RenewSession => self.choose(
                "get a new session and send it once more",
                "renouveler la session et renvoyer une fois",
            ),
            Recovery::Restart => self.choose(
                "begin again with a fresh read or cursor",
                "recommencer depuis une lecture à jour",
            ),
            Recovery::FixRequest => self.choose(
                "change the request before sending it again",
                "corriger la requête avant de la renvoyer",
            ),
            Recovery::FixAccess => self.choose(
                "stop until somebody changes access",
                "s'arrêter jusqu'à ce que les accès soient corrigés",
            ),
            _ => self.choose("give up and tell a person", "abandonner et prévenir quelqu'un"),
        }
    }

    fn written(&self, applied: Applied) -> &'static str {
        match applied {
            Applied::No => self.choose("the write was not applied", "l'écriture n'a pas été appliquée"),
            Applied::Maybe => self.choose("the write may have been applied", "l'écriture a pu être appliquée"),
            Applied::Partly => self.choose("the write was partly applied", "l'écriture a été appliquée en partie"),
        }
    }

    fn reason(&self, evidence: Evidence) -> &'static str {
        match evidence {
            Evidence::CodeField => self.choose("the code in its field", "le code dans son champ"),
            Evidence::CodeInText => self.choose("the code in the text", "le code dans le texte"),
            Evidence::Message => self.choose("the message", "le message"),
            _ => self.choose("the HTTP status alone", "le statut HTTP seul"),
        }
    }
}

/// Returns the title of a document that the catalog names by its file, or the source itself: an address, or a file of a
/// public repository.
fn document(source: &str) -> &str {
    const DOCUMENTS: [(&str, &str); 5] = [
        (
            "000_",
            "Salesforce Help: Exception Codes for Troubleshooting Salesforce Backup",
        ),
        ("001_", "Salesforce Bulk API 2.0 guide: Errors"),
        ("002_", "Marketo documentation: Salesforce Diagnostics"),
        ("003_", "Microsoft Graph: Backup Storage API error responses"),
        ("004_", "Marketo documentation: Diagnostics Salesforce"),
    ];
    let title = DOCUMENTS.iter().find(|(file, _)| source.starts_with(file));
    title.map_or(source, |(_, title)| title)
}
