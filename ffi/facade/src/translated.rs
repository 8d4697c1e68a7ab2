//! The macro behind the enumerations.

/// Translations from and to the enumeration of the library, which has the same names. A name that one of them lacks does
/// not compile.
macro_rules! translated {
    ($name:ident = $core:path { $($ident:ident),+ }) => {
        impl From<$core> for $name {
            fn from(value: $core) -> Self {
                use $core as Core;
                match value { $(Core::$ident => Self::$ident,)+ }
            }
        }

        impl From<$name> for $core {
            fn from(value: $name) -> Self {
                use $core as Core;
                match value { $($name::$ident => Core::$ident,)+ }
            }
        }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$ident),+];

            /// The number.
            pub const fn number(self) -> u8 {
                self as u8
            }

            /// The one with this number.
            pub fn from_number(number: u8) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.number() == number)
            }
        }
    };
}

pub(crate) use translated;
