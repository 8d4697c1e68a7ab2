//! The commands, one file each.

pub(crate) mod acquirer;
pub(crate) mod card;
pub(crate) mod cards;
pub(crate) mod decode;
pub(crate) mod pay;
pub(crate) mod profile;
pub(crate) mod readers;
pub(crate) mod record;
pub(crate) mod replay;
