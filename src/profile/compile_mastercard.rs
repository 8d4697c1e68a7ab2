//! What only Kernel 2 has, written into its own data objects.

use tapkernel_core::data::{Amount, Bit, Database, KernelId, TransactionType};
use tapkernel_core::tlv::Tag;
use tapkernel_mastercard::bits::KernelConfiguration;
use tapkernel_mastercard::config::{DEFAULTS, Kernel2Options};
use tapkernel_mastercard::dictionary::tags as mc;

use super::place::{Fields, Place};
use super::schemes::Scheme;
use super::transaction_sets::TransactionSet;
use super::{Kernel2Limits, Rules, Stage, pan_prefixes};

/// The data objects that fields of a profile have names for.
pub(super) const NAMED: &[(Tag, &str)] = &[
    (mc::READER_CONTACTLESS_FLOOR_LIMIT, "floor` of the rules, or `kernel_limits"),
    (mc::READER_CONTACTLESS_TRANSACTION_LIMIT_NO_ON_DEVICE_CVM, "max` of the rules, or `kernel_limits"),
    (mc::READER_CONTACTLESS_TRANSACTION_LIMIT_ON_DEVICE_CVM, "max` of the rules, or `kernel_limits"),
    (mc::READER_CVM_REQUIRED_LIMIT, "pin` of the rules, or `kernel_limits"),
    (mc::KERNEL_2_OPTIONS, "kernel_2_options"),
    (mc::CO_BADGED_PAN_PREFIXES, "co_badged_pan_prefixes"),
];

const OPTIONS: &[(&str, Bit)] = &[
    ("relay_resistance_times_not_judged", Kernel2Options::RELAY_RESISTANCE_TIMES_NOT_JUDGED),
    (
        "no_accuracy_test_without_transmission_time",
        Kernel2Options::NO_ACCURACY_TEST_WITHOUT_TRANSMISSION_TIME,
    ),
    ("recover_any_transaction", Kernel2Options::RECOVER_ANY_TRANSACTION),
];

/// What only a laboratory may leave at the values of the book, and what those do.
const SPELLED_OUT: &[(Tag, &str)] = &[
    (mc::CVM_CAPABILITY_CVM_REQUIRED, "CVM Capability - CVM Required, by default none"),
    (mc::CVM_CAPABILITY_NO_CVM_REQUIRED, "CVM Capability - No CVM Required, by default none"),
    (mc::KERNEL_CONFIGURATION, "Kernel Configuration, by default with mag-stripe mode"),
    (mc::SECURITY_CAPABILITY, "Security Capability, by default without CDA"),
    (mc::TERMINAL_ACTION_CODE_DEFAULT, "TAC-Default"),
    (mc::TERMINAL_ACTION_CODE_DENIAL, "TAC-Denial, which by default declines every card without CDA"),
    (mc::TERMINAL_ACTION_CODE_ONLINE, "TAC-Online"),
];

/// Whether the object configures Kernel 2, although neither card nor terminal may update it during a transaction.
pub(super) fn is_configuration(tag: Tag) -> bool {
    DEFAULTS.iter().any(|(known, _)| *known == tag)
}

/// Reads `kernel_2_options` and `co_badged_pan_prefixes` of a scheme under Kernel 2 into `data`.
pub(super) fn read(kernel: KernelId, fields: &mut Fields<'_>, data: &mut Database) {
    if kernel != KernelId::MASTERCARD {
        return;
    }
    if let Some(options) = fields.optional("kernel_2_options").and_then(|field| options(&field)) {
        data.insert(mc::KERNEL_2_OPTIONS, &options.0);
    }
    if let Some(prefixes) =
        fields.optional("co_badged_pan_prefixes").and_then(|field| pan_prefixes::read(&field))
    {
        data.insert(mc::CO_BADGED_PAN_PREFIXES, &prefixes);
    }
}

fn options(place: &Place<'_>) -> Option<Kernel2Options> {
    let mut fields = place.fields()?;
    let mut options = Kernel2Options::default();
    for (name, bit) in OPTIONS {
        let on = fields.optional(name).and_then(|field| field.flag());
        options = options.with(*bit, on.unwrap_or_default());
    }
    fields.end();
    Some(options)
}

/// Refuses what a transaction of Kernel 2 outside a laboratory must not leave to the book, or must not have.
pub(super) fn check(place: &Place<'_>, scheme: &Scheme, stage: Stage) {
    if scheme.kernel != KernelId::MASTERCARD || stage == Stage::Laboratory {
        return;
    }
    for set in &scheme.transactions {
        let value = |tag| set.data.get(tag).or_else(|| scheme.data.get(tag));
        for (tag, what) in SPELLED_OUT.iter().filter(|(tag, _)| value(*tag).is_none()) {
            let here = &set.path;
            place.refuse::<()>(format_args!("`data` lacks {tag} ({what}): give it here or in `{here}`"));
        }
        let coded = value(mc::KERNEL_CONFIGURATION).map(KernelConfiguration::decode);
        let mag_stripe = KernelConfiguration::MAG_STRIPE_MODE_NOT_SUPPORTED;
        if coded.is_some_and(|coded| coded.is_ok_and(|coded| !coded.has(mag_stripe))) {
            let text = "`data` DF811B has bit 8 = 0, and mag-stripe mode is for laboratories: make it 1";
            place.refuse::<()>(text);
        }
    }
}

/// Writes the limits of one currency and transaction type; a refund asks for no CVM.
pub(super) fn compile(set: &TransactionSet, rules: &Rules, currency: &str, data: &mut Database) {
    let mut limits = rules.kernel_2_limits();
    for (_, raw) in set.kernel_limits.iter().filter(|(letters, _)| letters == currency) {
        raw.apply(&mut limits);
    }
    write(&limits, data);
    if set.kind == TransactionType::Refund {
        without_cvm(data);
    }
}

fn write(limits: &Kernel2Limits, data: &mut Database) {
    let objects = [
        (mc::READER_CONTACTLESS_FLOOR_LIMIT, limits.floor_limit),
        (
            mc::READER_CONTACTLESS_TRANSACTION_LIMIT_NO_ON_DEVICE_CVM,
            limits.transaction_limit_no_on_device_cvm,
        ),
        (mc::READER_CONTACTLESS_TRANSACTION_LIMIT_ON_DEVICE_CVM, limits.transaction_limit_on_device_cvm),
        (mc::READER_CVM_REQUIRED_LIMIT, limits.cvm_required_limit),
    ];
    objects.into_iter().for_each(|(tag, limit)| data.insert(tag, &limit.encode()));
}

/// Takes all but "No CVM required" out of both CVM capabilities.
fn without_cvm(data: &mut Database) {
    for tag in [mc::CVM_CAPABILITY_CVM_REQUIRED, mc::CVM_CAPABILITY_NO_CVM_REQUIRED] {
        if let Some(&[capability]) = data.get(tag) {
            data.insert(tag, &[capability & NO_CVM_REQUIRED]);
        }
    }
}

/// No CVM required: bit 4 of a CVM Capability, as of byte 2 of `9F33`.
const NO_CVM_REQUIRED: u8 = 0x08;

/// The limits that Kernel 2 will find in compiled data; what is not there is zero, as in the book.
pub(super) fn limits(data: &Database) -> Kernel2Limits {
    let limit = |tag| data.get(tag).and_then(|value| Amount::decode(tag, value).ok()).unwrap_or_default();
    Kernel2Limits {
        floor_limit: limit(mc::READER_CONTACTLESS_FLOOR_LIMIT),
        transaction_limit_no_on_device_cvm: limit(mc::READER_CONTACTLESS_TRANSACTION_LIMIT_NO_ON_DEVICE_CVM),
        transaction_limit_on_device_cvm: limit(mc::READER_CONTACTLESS_TRANSACTION_LIMIT_ON_DEVICE_CVM),
        cvm_required_limit: limit(mc::READER_CVM_REQUIRED_LIMIT),
    }
}

/// Whether an amount above the floor limit goes online: by the terminal's type, or since TAC-Online names that bit of
/// the TVR.
pub(super) fn floor_limit_counts(data: &Database) -> bool {
    use tapkernel_mastercard::bits::TerminalVerificationResults as Tvr;
    let code = data
        .get(mc::TERMINAL_ACTION_CODE_ONLINE)
        .map_or(Tvr([0x84, 0, 0, 0, 0x0C]), |code| Tvr::decode(code).unwrap_or_default());
    code.has(Tvr::FLOOR_LIMIT_EXCEEDED)
}
