//! Messages of ISO 8583:1987: a codec driven by a table.
//!
//! A [`Message`] holds the fields as text or bytes. A [`Dialect`] writes and reads it: its [table](Dialect::field) says
//! what each field is, its [`Coding`] how digits are coded. Two presets, [`Dialect::ascii`] and [`Dialect::bcd`], are
//! where hosts begin; [`Dialect::with_field`] changes what a host has otherwise.
//!
//! | | ASCII | BCD |
//! |---|---|---|
//! | message type, n, lengths | one character a digit | two digits a byte; odd numbers begin with a zero nibble |
//! | z | one character a digit, separator `=` | two digits a byte, separator `D` |
//! | an, ans | ASCII | ASCII |
//! | x+n | ASCII | sign in ASCII, then two digits a byte |
//! | b | bytes | bytes |
//! | bitmap | bytes, or sixteen hexadecimal digits | bytes |
//!
//! Reading is strict: what is not exactly as the table says is an [`Iso8583Error`] with field number and offset. Errors
//! and `Debug` carry no account data; all values are wiped when dropped.

mod content;
mod decode;
mod dialect;
mod encode;
mod error;
mod fields;
mod frame;
mod message;
mod message_type;

pub use content::{Content, FieldFormat, Length};
pub use dialect::{Bitmap, Coding, Dialect, OddDigit};
pub use error::{Iso8583Error, Iso8583Fault};
pub use fields::{FIELDS, FieldDefinition, is_secret};
pub use frame::{Frame, FrameError, FrameReader, LengthHeader, Tpdu};
pub use message::Message;
pub use message_type::MessageType;
