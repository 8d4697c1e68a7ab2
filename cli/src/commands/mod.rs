//! The commands, one file each.

pub(crate) mod acquirer;
pub(crate) mod cancel;
pub(crate) mod capture;
pub(crate) mod card;
pub(crate) mod cards;
pub(crate) mod decode;
pub(crate) mod history;
pub(crate) mod increment;
pub(crate) mod pay;
pub(crate) mod people;
pub(crate) mod profile;
pub(crate) mod readers;
pub(crate) mod receipt;
pub(crate) mod record;
pub(crate) mod recover;
pub(crate) mod refund;
pub(crate) mod replay;
pub(crate) mod selftest;
pub(crate) mod settle;
pub(crate) mod status;
pub(crate) mod totals;
pub(crate) mod void;
