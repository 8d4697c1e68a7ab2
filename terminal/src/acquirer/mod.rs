//! The way to the acquirer.

pub mod iso8583;
