//! Rust identifiers for vendors' spellings, and the words a spelling is made of.

/// The `UpperCamelCase` identifier for a spelling, or `None` if it has no ASCII letter or digit.
///
/// | spelling | identifier |
/// |---|---|
/// | `UNABLE_TO_LOCK_ROW` | `UnableToLockRow` |
/// | `activityLimitReached` | `ActivityLimitReached` |
/// | `InvalidXML` | `InvalidXml` |
/// | `AADSTS50173` | `Aadsts50173` |
/// | `606` | `E606` |
/// | `self` | `ESelf` |
pub fn upper_camel(spelling: &str) -> Option<String> {
    let camel: String = words(spelling).iter().map(|word| capitalised(word)).collect();
    match camel.as_str() {
        "" => None,
        // A digit cannot begin an identifier, and `Self` is the one keyword that looks like a variant.
        camel if camel.starts_with(|c: char| c.is_ascii_digit()) || camel == "Self" => Some(format!("E{camel}")),
        _ => Some(camel),
    }
}

/// The same words in `snake_case`, or `None` if that has no letter to begin with.
pub fn snake_case(name: &str) -> Option<String> {
    let snake = words(name).join("_").to_ascii_lowercase();
    snake.starts_with(|c: char| c.is_ascii_lowercase()).then_some(snake)
}

/// Whether a hand-chosen name will do as an enum variant.
pub fn is_upper_camel(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.bytes().all(|b| b.is_ascii_alphanumeric())
        && name != "Self"
}

/// Whether a name in snake_case is a keyword of Rust, or reserved to become one, and so cannot name a module.
pub fn is_keyword(name: &str) -> bool {
    const KEYWORDS: &str = "abstract as async await become box break const continue crate do dyn else enum extern \
        false final fn for gen if impl in let loop macro match mod move mut override priv pub ref return self static \
        struct super trait true try type typeof unsafe unsized use virtual where while yield";
    KEYWORDS.split_ascii_whitespace().any(|keyword| keyword == name)
}

/// Whether a spelling could be found in any text by chance: one ordinary word, or a number.
pub fn is_word_or_number(spelling: &str) -> bool {
    let only = |test: fn(&u8) -> bool| spelling.bytes().all(|b| test(&b));
    !spelling.bytes().any(|b| b.is_ascii_alphabetic()) || (only(u8::is_ascii_alphabetic) && words(spelling).len() == 1)
}

/// Splits at whatever is no letter or digit, and where the case says that a word begins.
fn words(spelling: &str) -> Vec<&str> {
    spelling
        .split(|c: char| !c.is_ascii_alphanumeric())
        .flat_map(humps)
        .collect()
}

/// Splits `InvalidXMLFile` into `Invalid`, `XML`, `File`. Digits belong to the word before them.
fn humps(run: &str) -> Vec<&str> {
    let bytes = run.as_bytes();
    let mut humps = Vec::new();
    let mut start = 0;
    for at in 1..bytes.len() {
        let upper = bytes[at].is_ascii_uppercase();
        let after_upper = bytes[at - 1].is_ascii_uppercase();
        let before_lower = bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase);
        if upper && (!after_upper || before_lower) {
            humps.push(&run[start..at]);
            start = at;
        }
    }
    if start < run.len() {
        humps.push(&run[start..]);
    }
    humps
}

fn capitalised(word: &str) -> String {
    let mut word = word.to_ascii_lowercase();
    if let Some(first) = word.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_identifier(spelling: &str, expected: &str) {
        let identifier = upper_camel(spelling);
        assert_eq!(identifier.as_deref(), Some(expected));
        assert!(is_upper_camel(expected));
    }

    #[test]
    fn spellings_become_upper_camel() {
        assert_identifier("UNABLE_TO_LOCK_ROW", "UnableToLockRow");
        assert_identifier("activityLimitReached", "ActivityLimitReached");
        assert_identifier("InvalidXML", "InvalidXml");
        assert_identifier("InvalidXMLFile", "InvalidXmlFile");
        assert_identifier("Authorization_RequestDenied", "AuthorizationRequestDenied");
        assert_identifier("System.AggregateException", "SystemAggregateException");
        assert_identifier("invalid_grant", "InvalidGrant");
        assert_identifier("AADSTS50173", "Aadsts50173");
        assert_identifier("eTagMismatch", "ETagMismatch");
        assert_identifier("Http404Error", "Http404Error");
        assert_identifier("LIMIT_24H", "Limit24H");
        assert_identifier("x", "X");
    }

    #[test]
    fn what_is_no_identifier_gets_a_letter_first() {
        assert_identifier("606", "E606");
        assert_identifier("-1", "E1");
        assert_identifier("24_HOURS", "E24Hours");
        assert_identifier("SELF", "ESelf");
    }

    #[test]
    fn names_become_snake_case() {
        assert_eq!(snake_case("createRocket").as_deref(), Some("create_rocket"));
        assert_eq!(snake_case("To Mars").as_deref(), Some("to_mars"));
        assert_eq!(snake_case("8 Days"), None);
        assert_eq!(snake_case("--"), None);
    }

    #[test]
    fn nothing_comes_of_nothing() {
        assert_eq!(upper_camel(""), None);
        assert_eq!(upper_camel("--"), None);
        assert_eq!(upper_camel("é"), None);
    }

    #[test]
    fn chosen_names_are_checked() {
        for name in ["Locked", "E606", "X"] {
            assert!(is_upper_camel(name), "{name}");
        }
        for name in ["", "locked", "Self", "Row_Locked", "6", "Évité", "Row Locked"] {
            assert!(!is_upper_camel(name), "{name}");
        }
    }

    #[test]
    fn keywords_name_no_module() {
        assert!(is_keyword("type") && is_keyword("abstract") && is_keyword("yield"));
        assert!(!is_keyword("salesforce") && !is_keyword("") && !is_keyword("as async"));
    }

    #[test]
    fn ordinary_words_and_numbers_are_told_apart_from_codes() {
        for word in ["606", "-1", "Timeout", "conflict", "LOCKED"] {
            assert!(is_word_or_number(word), "{word}");
        }
        for code in [
            "API_ERROR",
            "InvalidXML",
            "AADSTS50173",
            "invalid_grant",
            "itemNotFound",
        ] {
            assert!(!is_word_or_number(code), "{code}");
        }
    }
}
