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
