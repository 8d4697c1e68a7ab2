//! The Terminal Transaction Qualifiers, by themselves and against rules and options.

use tapkernel_core::data::{TerminalTransactionQualifiers as Ttq, TransactionType};

use super::all_rules;
use crate::profile::document::Document;
use crate::profile::schemes::Scheme;
use crate::profile::transaction_sets::{TransactionSet, uses_ttq};
use crate::profile::{Problem, Severity, Stage};

/// Severity, whether it holds, what to say.
type Finding = (Severity, bool, &'static str);

pub(super) fn lint(document: &Document) -> Vec<Problem> {
    let mut problems = Vec::new();
    for scheme in document.schemes.iter().filter(|scheme| uses_ttq(scheme.kernel)) {
        for set in &scheme.transactions {
            let Some(ttq) = set.ttq else { continue };
            let path = format!("{}.ttq", set.path);
            let findings = by_itself(document, ttq)
                .into_iter()
                .chain(against_rules(document, set, ttq))
                .chain(against_options(document, scheme, ttq));
            let found = findings.filter(|(_, holds, _)| *holds);
            problems
                .extend(found.map(|(severity, _, text)| Problem { severity, ..Problem::error(&path, text) }));
        }
    }
    problems
}

fn by_itself(document: &Document, ttq: Ttq) -> [Finding; 4] {
    let type_of_reader = document.terminal.terminal_type & 0x0F;
    [
        (
            Severity::Error,
            !ttq.has(Ttq::EMV_MODE_SUPPORTED),
            "byte 1 bit 6 is 0: without EMV mode no card answers; make it 1",
        ),
        (
            Severity::Error,
            document.terminal.is_online_only() && ttq.has(Ttq::OFFLINE_ONLY_READER),
            "byte 1 bit 4 is 1 (offline only), and the terminal type is online only: make it 0",
        ),
        (
            Severity::Error,
            matches!(type_of_reader, 3 | 6) && !ttq.has(Ttq::OFFLINE_ONLY_READER),
            "byte 1 bit 4 is 0, and the terminal type is offline only: make it 1",
        ),
        (
            Severity::Warning,
            ttq.has(Ttq::ONLINE_CRYPTOGRAM_REQUIRED) || ttq.has(Ttq::CVM_REQUIRED),
            "byte 2 bits 8 and 7 are set for each transaction from the limits, for `autorun` too: leave them 0",
        ),
    ]
}

fn against_rules(document: &Document, set: &TransactionSet, ttq: Ttq) -> [Finding; 2] {
    let verifies = [Ttq::ONLINE_PIN_SUPPORTED, Ttq::SIGNATURE_SUPPORTED, Ttq::CDCVM_SUPPORTED];
    let can_verify = verifies.iter().any(|bit| ttq.has(*bit));
    let asks_pin = all_rules(document).any(|at| at.kind == set.kind && at.rules.pin.is_some());
    let may_lack_rule = set.kind == TransactionType::Refund || document.stage == Stage::Laboratory;
    [
        (
            Severity::Error,
            asks_pin && !can_verify,
            "offers no way to verify the cardholder, and a rule has `pin`: set byte 1 bit 3 or byte 3 bit 7",
        ),
        (
            Severity::Warning,
            !asks_pin && !may_lack_rule && ttq.has(Ttq::ONLINE_PIN_SUPPORTED),
            "byte 1 bit 3 offers the online PIN, and no rule of this type has `pin`: add `pin` or make it 0",
        ),
    ]
}

#[cfg(feature = "visa")]
fn against_options(document: &Document, scheme: &Scheme, ttq: Ttq) -> [Finding; 2] {
    use tapkernel_core::data::KernelId;
    use tapkernel_visa::config::Kernel3Options as Options;
    let options = scheme.data.get(tapkernel_visa::dictionary::tags::KERNEL_3_OPTIONS);
    let options = options.and_then(|value| Options::decode(value).ok()).unwrap_or_default();
    let is_visa = scheme.kernel == KernelId::VISA;
    let (told, done) = (ttq.has(Ttq::ODA_FOR_ONLINE_SUPPORTED), options.has(Options::ODA_FOR_ONLINE));
    [
        (
            Severity::Warning,
            is_visa && told && !done,
            "byte 1 bit 1 tells the card of ODA for online authorisations, and option `oda_for_online` is off: \
             switch it on or make the bit 0",
        ),
        (
            Severity::Warning,
            is_visa && done && !told && document.stage != Stage::Laboratory,
            "byte 1 bit 1 is 0, so that option `oda_for_online` is never in force: make it 1 or switch the option off",
        ),
    ]
}

#[cfg(not(feature = "visa"))]
const fn against_options(_: &Document, _: &Scheme, _: Ttq) -> [Finding; 0] {
    []
}
