//! What only Kernel 3 has, written into its own data objects.

use tapkernel_core::data::{Bit, Database, KernelId};
use tapkernel_core::tlv::Tag;
use tapkernel_visa::config::Kernel3Options;
use tapkernel_visa::dictionary::tags as visa;

use super::dynamic_reader_limits::{self, RulesByProgram};
use super::pan_prefixes;
use super::place::{Fields, Place};
use super::schemes::Surroundings;

/// The data objects that fields of a Visa scheme have names for.
pub(super) const NAMED: &[(Tag, &str)] = &[
    (super::data_objects::TTQ, "ttq"),
    (visa::KERNEL_3_OPTIONS, "options"),
    (visa::CO_BADGED_PAN_PREFIXES, "co_badged_pan_prefixes"),
    (visa::DYNAMIC_READER_LIMITS, "dynamic_reader_limits"),
];

/// Bytes of an account number in the exception file.
const ACCOUNT: usize = 10;

/// What is wrong with a value whose length the dictionary leaves open; never with an account number in the text.
pub(super) fn problem(tag: Tag, value: &[u8]) -> Option<&'static str> {
    let cut = tag == visa::EXCEPTION_FILE && value.len() % ACCOUNT != 0;
    cut.then_some("is no list of account numbers of 10 bytes each, filled up with F on the right")
}

const OPTIONS: &[(&str, Bit)] = &[
    ("display_aosa", Kernel3Options::DISPLAY_AVAILABLE_OFFLINE_SPENDING_AMOUNT),
    ("auc_manual_cash", Kernel3Options::MANUAL_CASH_CHECK),
    ("auc_cashback", Kernel3Options::CASHBACK_CHECK),
    ("atm_check", Kernel3Options::ATM_CHECK),
    ("exception_file", Kernel3Options::EXCEPTION_FILE),
    ("oda_for_online", Kernel3Options::ODA_FOR_ONLINE),
];

/// Reads `options` and `co_badged_pan_prefixes` of a scheme under Kernel 3 into `data`, and its
/// `dynamic_reader_limits`.
pub(super) fn read(
    kernel: KernelId,
    fields: &mut Fields<'_>,
    around: &Surroundings<'_>,
    data: &mut Database,
) -> Vec<RulesByProgram> {
    if kernel != KernelId::VISA {
        return Vec::new();
    }
    if let Some(options) = fields.optional("options").and_then(|field| options(&field)) {
        data.insert(visa::KERNEL_3_OPTIONS, &options.0);
    }
    if let Some(prefixes) =
        fields.optional("co_badged_pan_prefixes").and_then(|field| pan_prefixes::read(&field))
    {
        data.insert(visa::CO_BADGED_PAN_PREFIXES, &prefixes);
    }
    let by_program = fields.optional("dynamic_reader_limits");
    by_program.and_then(|field| dynamic_reader_limits::read(&field, around)).unwrap_or_default()
}

fn options(place: &Place<'_>) -> Option<Kernel3Options> {
    let mut fields = place.fields()?;
    let mut options = Kernel3Options::default();
    for (name, bit) in OPTIONS {
        let on = fields.optional(name).and_then(|field| field.flag());
        options = options.with(*bit, on.unwrap_or_default());
    }
    fields.end();
    Some(options)
}
