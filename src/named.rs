//! [`named!`]: the small enums whose values have names in catalogs, JSON and logs.
//!
//! The build script compiles them too, with the catalog compiler. What it needs of them, the macro writes out; what only
//! programs need, strum derives. Strum's macros wait for syn, and the build script would wait for both, at the head of
//! every clean build: so it does without, and `build.rs` turns the derives on for the library by `cfg(derive_strum)`.

macro_rules! named {
    (
        $(#[$about:meta])*
        pub enum $type:ident {
            $($(#[$of_value:meta])* $value:ident = $name:literal,)+
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(derive_strum, derive(strum::EnumString, strum::IntoStaticStr, strum::VariantArray))]
        pub enum $type {
            $($(#[$of_value])* #[cfg_attr(derive_strum, strum(serialize = $name))] $value,)+
        }

        impl $type {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$value),+];

            /// Returns the name as it stands in catalogs, JSON and logs.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$value => $name,)+
                }
            }
        }

        impl core::fmt::Display for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.name())
            }
        }
    };
}

pub(crate) use named;
