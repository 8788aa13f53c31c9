//! How codes are spelt.

/// How many bytes a code has at most: the compiler lets none pass that is longer, and the scan looks no further.
pub const LONGEST_CODE: usize = 100;

/// Whether a spelling is a number.
#[must_use]
pub fn is_numeric(spelling: &[u8]) -> bool {
    spelling.iter().all(u8::is_ascii_digit)
}

/// Whether a spelling looks like a code even in prose: `SOME_CODE`.
#[must_use]
pub fn is_constant_case(spelling: &[u8]) -> bool {
    spelling.contains(&b'_') && spelling.iter().all(|byte| !byte.is_ascii_lowercase())
}

/// Whether a spelling is capitals with hyphens: `AUTH-010`.
#[must_use]
pub fn is_capital_kebab(spelling: &[u8]) -> bool {
    let any = |of: fn(&u8) -> bool| spelling.iter().any(of);
    any(|byte| *byte == b'-') && any(u8::is_ascii_uppercase) && !any(u8::is_ascii_lowercase)
}

/// Returns the length of the pair with which a text begins: a number with a sign and, behind a comma and a blank, the type
/// of an exception, as SharePoint's codes are: `-2147024891, System.UnauthorizedAccessException`.
#[must_use]
pub fn pair_length(text: &[u8]) -> Option<usize> {
    let run = |text: &[u8], part: fn(&u8) -> bool| text.iter().take(LONGEST_CODE).take_while(|byte| part(byte)).count();
    let behind = text.strip_prefix(b"-")?;
    let digits = run(behind, u8::is_ascii_digit);
    let path = behind[digits..].strip_prefix(b", ")?;
    let length = run(path, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'));
    (digits > 0 && length > 0).then_some("-".len() + digits + ", ".len() + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_has_a_sign_a_number_and_a_type() {
        let pair = b"-2147024891, System.UnauthorizedAccessException";
        assert_eq!(pair_length(pair), Some(pair.len()));
        assert_eq!(pair_length(b"-1, X: what"), Some("-1, X".len()));
        for other in [
            "", "-", "-1", "-1,", "-1, ", "1, X", "-, X", "-1,X", "-1;  X", "-a, X", "--1, X",
        ] {
            assert_eq!(pair_length(other.as_bytes()), None, "{other}");
        }
    }
}
