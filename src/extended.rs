//! [`ExtendedCode`]: the detail that Salesforce's SOAP API gives beside a status or exception code.
//!
//! A thousand names without a word of documentation, most of them about how a flow or an expression is built. They
//! change no verdict; they are typed so that a program can count them and a person can search for them.

use core::cmp::Ordering;
use core::fmt;
use core::str::FromStr;

use crate::scan::field;
use crate::{Classification, UnknownName};

include!(concat!(env!("OUT_DIR"), "/salesforce_extended.rs"));

impl ExtendedCode {
    /// Returns the code in Salesforce's spelling.
    ///
    /// ```
    /// use errcat::salesforce::ExtendedCode;
    ///
    /// assert_eq!(ExtendedCode::ActioncallDuplicateInputParam.as_str(), "ACTIONCALL_DUPLICATE_INPUT_PARAM");
    /// ```
    #[must_use]
    pub fn as_str(self) -> &'static str {
        name(self as usize)
    }

    /// Yields the known extended codes of a body, in order: the values of its `extendedErrorCode` fields.
    ///
    /// ```
    /// use errcat::salesforce::ExtendedCode;
    ///
    /// let body = "<errors><extendedErrorDetails><extendedErrorCode>ACTIONCALL_DUPLICATE_INPUT_PARAM</extendedErrorCode>\
    ///             </extendedErrorDetails><statusCode>FLOW_EXCEPTION</statusCode></errors>";
    /// assert!(ExtendedCode::all_in(body).eq([ExtendedCode::ActioncallDuplicateInputParam]));
    /// ```
    pub fn all_in(raw: &str) -> impl Iterator<Item = ExtendedCode> {
        in_bytes(raw.as_bytes())
    }

    fn find(spelling: &[u8]) -> Option<ExtendedCode> {
        let (mut low, mut high) = (0, ENDS.len());
        while low < high {
            let middle = low.midpoint(high);
            match compare(name(middle).as_bytes(), spelling) {
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
                Ordering::Equal => return Some(ExtendedCode::ALL[middle]),
            }
        }
        None
    }
}

impl Classification<'_> {
    /// Returns Salesforce's extended error code, if this error has one that is known.
    ///
    /// It stands in `extendedErrorDetails` of SOAP answers, beside the status or exception code, and refines nothing.
    ///
    /// ```
    /// use errcat::salesforce::ExtendedCode;
    /// use errcat::{Vendor, classify};
    ///
    /// let body = "<errors><extendedErrorDetails><extendedErrorCode>ACTIONCALL_DUPLICATE_INPUT_PARAM</extendedErrorCode>\
    ///             </extendedErrorDetails><statusCode>FLOW_EXCEPTION</statusCode></errors>";
    /// let c = classify(Vendor::Salesforce, body)?;
    /// assert_eq!(c.rule(), "salesforce/FLOW_EXCEPTION");
    /// assert_eq!(c.extended_code(), Some(ExtendedCode::ActioncallDuplicateInputParam));
    /// # Ok::<(), errcat::Unrecognized<'static>>(())
    /// ```
    #[must_use]
    pub fn extended_code(&self) -> Option<ExtendedCode> {
        in_bytes(&self.input.raw[self.range()]).next()
    }
}

fn name(number: usize) -> &'static str {
    let start = number.checked_sub(1).map_or(0, |before| ENDS[before]);
    &NAMES[usize::from(start)..usize::from(ENDS[number])]
}

/// Compares without regard to case: the order of the list.
fn compare(a: &[u8], b: &[u8]) -> Ordering {
    a.iter()
        .map(u8::to_ascii_lowercase)
        .cmp(b.iter().map(u8::to_ascii_lowercase))
}

fn in_bytes(raw: &[u8]) -> impl Iterator<Item = ExtendedCode> {
    let mut from = 0;
    core::iter::from_fn(move || {
        loop {
            let mut names = raw[from..].windows(field::DETAIL.len());
            let start = from + names.position(|name| name.eq_ignore_ascii_case(field::DETAIL))?;
            from = start + field::DETAIL.len();
            let found =
                field::value(raw, start, from).and_then(|value| ExtendedCode::find(&raw[value.start..value.end]));
            if found.is_some() {
                return found;
            }
        }
    })
}

impl fmt::Display for ExtendedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Without regard to case; always the whole name.
impl FromStr for ExtendedCode {
    type Err = UnknownName;

    fn from_str(spelling: &str) -> Result<Self, UnknownName> {
        ExtendedCode::find(spelling.as_bytes()).ok_or(UnknownName::new("unknown extended code"))
    }
}

crate::__generated::code_serde!(ExtendedCode);
