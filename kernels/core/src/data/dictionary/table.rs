//! The macro behind every dictionary.

/// Makes a dictionary: a row becomes a constant in `tags`, its documentation, and an [`Entry`](crate::data::Entry).
///
/// A row is `tag CONSTANT "name" Format min..max [Source ...] Book`, then what is special about it:
/// `secret()`, `bits(Type::BITS)`, `dol()`, `tag_list()`, `read(function)`; `max` is the word `VARIABLE` where the book sets no bound.
/// Rows ascend by tag; a table that does not is not compiled.
#[macro_export]
macro_rules! dictionary {
    ($(
        $tag:literal $constant:ident $name:literal $format:ident $min:literal..$max:tt [$($source:ident)+] $book:ident
        $($with:ident($($argument:expr)?))*;
    )+) => {
        /// The tags of the dictionary, by name.
        pub mod tags {
            $(
                #[doc = concat!("`", stringify!($tag), "` ", $name, ": format ", stringify!($format),
                    ", length ", stringify!($min), " to ", stringify!($max), ".")]
                pub const $constant: $crate::tlv::Tag = $crate::tlv::Tag::new($tag);
            )+
        }

        /// The rows.
        pub const DICTIONARY: $crate::data::Dictionary = {
            #[allow(dead_code)]
            const VARIABLE: u16 = $crate::data::Entry::VARIABLE;
            $crate::data::Dictionary::new(&[$(
                $crate::data::Entry::new(
                    tags::$constant,
                    $name,
                    $crate::data::Format::$format,
                    ($min, $max),
                    &[$($crate::data::Source::$source),+],
                    $crate::data::Book::$book,
                )$(.$with($($argument)?))*
            ),+])
        };

        const _: () = assert!(DICTIONARY.ascends(), "rows of a dictionary ascend by tag");
    };
}
