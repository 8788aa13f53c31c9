//! The small enums of `named!` from their names, as lists, as plain strings and with serde: what programs need of them and
//! the build script, which compiles `named!` too, does not.
//!
//! `strum::VariantArray` is strum's trait without strum's derive: `named!` has all that the derive would find out, and
//! strum's macros are among the dearest things in a clean build.

use core::str::FromStr;

use strum::VariantArray;

use crate::{Applied, Category, Certainty, Evidence, Kind, Locale, Recovery, Reset, Role, Scope, UnknownName};

macro_rules! from_name {
    ($($type:ident, $what:literal;)*) => {$(
        /// The exact name, as it stands in catalogs, JSON and logs.
        impl FromStr for $type {
            type Err = UnknownName;

            fn from_str(name: &str) -> Result<Self, UnknownName> {
                let mut all = Self::ALL.iter().copied();
                all.find(|value| value.name() == name).ok_or(UnknownName::new(concat!("unknown ", $what)))
            }
        }

        impl From<$type> for &'static str {
            fn from(value: $type) -> Self {
                value.name()
            }
        }

        impl VariantArray for $type {
            const VARIANTS: &'static [Self] = Self::ALL;
        }

        #[cfg(feature = "serde")]
        crate::serialize::by_name!($type, concat!("the name of a ", $what));
    )*};
}

from_name! {
    Category, "category";
    Kind, "kind";
    Recovery, "recovery";
    Applied, "state of a write";
    Scope, "scope";
    Certainty, "certainty";
    Role, "role";
    Reset, "reset";
    Evidence, "kind of evidence";
    Locale, "language";
}
