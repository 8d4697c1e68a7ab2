//! The configuration of Kernel 2: by itself, against the merchant's rules, and against Terminal Capabilities.

use tapkernel_core::data::{Amount, KernelId, TransactionType, tags};
use tapkernel_core::kernel::OfflineApproval;
use tapkernel_core::tlv::Tag;
use tapkernel_mastercard::bits::{KernelConfiguration, TerminalVerificationResults as Tvr};
use tapkernel_mastercard::dictionary::tags as mc;

use super::{At, rules_for_all};
use crate::profile::document::Document;
use crate::profile::schemes::Scheme;
use crate::profile::transaction_sets::TransactionSet;
use crate::profile::{PinRule, Problem, Severity, ZeroAmount};

/// Bits of a CVM Capability, as of byte 2 of `9F33`.
const ONLINE_PIN: u8 = 0x40;
const SIGNATURE: u8 = 0x20;
const NO_CVM_REQUIRED: u8 = 0x08;
/// CDA in the Security Capability, as of byte 3 of `9F33`.
const CDA: u8 = 0x08;

/// Severity, whether it holds, the object that is wrong, what to say.
type Finding = (Severity, bool, Tag, &'static str);

pub(super) fn lint(document: &Document) -> Vec<Problem> {
    let mut problems: Vec<Problem> = Vec::new();
    for scheme in document.schemes.iter().filter(|scheme| scheme.kernel == KernelId::MASTERCARD) {
        for set in &scheme.transactions {
            let one = Configured { document, scheme, set };
            let rules = rules_for_all(document);
            let rules = rules.iter().filter(|at| at.kind == set.kind);
            let found = one.findings().into_iter().chain(rules.flat_map(|at| against_rules(document, at)));
            found.chain(refund_limit(set)).for_each(|problem| {
                if !problems.contains(&problem) {
                    problems.push(problem);
                }
            });
        }
    }
    problems
}

/// What is configured for one transaction type.
struct Configured<'a> {
    document: &'a Document,
    scheme: &'a Scheme,
    set: &'a TransactionSet,
}

impl Configured<'_> {
    fn value(&self, tag: Tag) -> Option<&[u8]> {
        self.set.data.get(tag).or_else(|| self.scheme.data.get(tag))
    }

    fn byte(&self, tag: Tag) -> u8 {
        self.value(tag).and_then(<[u8]>::first).copied().unwrap_or_default()
    }

    /// Where the object stands, or should.
    fn place(&self, tag: Tag) -> String {
        if self.set.data.is_present(tag) {
            return format!("{}.data.{tag}", self.set.path);
        }
        let scheme = &self.scheme.path;
        if self.scheme.data.is_present(tag) { format!("{scheme}.data.{tag}") } else { scheme.clone() }
    }

    fn findings(&self) -> Vec<Problem> {
        let found = self.by_itself().into_iter().chain(self.against_capabilities());
        let found = found.filter(|(_, holds, ..)| *holds);
        let problem = |(severity, _, tag, text): Finding| Problem {
            severity,
            ..Problem::error(self.place(tag), format!("{tag} {text}"))
        };
        found.map(problem).collect()
    }

    fn by_itself(&self) -> [Finding; 7] {
        let configuration = KernelConfiguration([self.byte(mc::KERNEL_CONFIGURATION)]);
        let (required, not_required) =
            (self.byte(mc::CVM_CAPABILITY_CVM_REQUIRED), self.byte(mc::CVM_CAPABILITY_NO_CVM_REQUIRED));
        let on_device = configuration.has(KernelConfiguration::ON_DEVICE_CARDHOLDER_VERIFICATION_SUPPORTED);
        let asks_pin =
            rules_for_all(self.document).iter().any(|at| at.kind == self.set.kind && at.rules.pin.is_some());
        let is_refund = self.set.kind == TransactionType::Refund;
        [
            (
                Severity::Error,
                configuration.has(KernelConfiguration::EMV_MODE_NOT_SUPPORTED),
                mc::KERNEL_CONFIGURATION,
                "bit 7 is 1: without EMV mode no card answers; make it 0",
            ),
            (
                Severity::Error,
                asks_pin && required & (ONLINE_PIN | SIGNATURE) == 0 && !on_device,
                mc::CVM_CAPABILITY_CVM_REQUIRED,
                "offers no way to verify the cardholder, and a rule has `pin`: set bit 7, or DF811B bit 6",
            ),
            (
                Severity::Warning,
                required & NO_CVM_REQUIRED != 0 && !is_refund,
                mc::CVM_CAPABILITY_CVM_REQUIRED,
                "bit 4 lets cards whose list ends in \"no CVM\" go without PIN above the limit: make it 0",
            ),
            (
                Severity::Warning,
                not_required & (ONLINE_PIN | SIGNATURE) != 0 && !is_refund,
                mc::CVM_CAPABILITY_NO_CVM_REQUIRED,
                "bits 7 and 6 verify the cardholder below the limit too, where no rule asks for it: make them 0",
            ),
            (
                Severity::Warning,
                not_required & NO_CVM_REQUIRED == 0,
                mc::CVM_CAPABILITY_NO_CVM_REQUIRED,
                "bit 4 is 0: below the limit verification counts as not successful; make it 1",
            ),
            (
                Severity::Warning,
                self.byte(mc::SECURITY_CAPABILITY) & CDA == 0,
                mc::SECURITY_CAPABILITY,
                "bit 4 is 0: without CDA no card proves that it is genuine; make it 1",
            ),
            (
                Severity::Warning,
                self.value(mc::TERMINAL_ACTION_CODE_DENIAL).is_none(),
                mc::TERMINAL_ACTION_CODE_DENIAL,
                "(TAC-Denial) is missing, and by default declines every card without CDA: give it under `data`",
            ),
        ]
    }

    /// Kernel 2 makes `9F33` of its own objects; they should not claim what the terminal has not.
    fn against_capabilities(&self) -> Vec<Finding> {
        let capabilities = self.document.terminal_data.get(tags::TERMINAL_CAPABILITIES);
        let Some(&[input, cvm, security]) = capabilities else { return Vec::new() };
        let beyond = |tag, has: u8, text| (Severity::Warning, self.byte(tag) & !has != 0, tag, text);
        let mut findings = vec![
            beyond(
                mc::CARD_DATA_INPUT_CAPABILITY,
                input,
                "has bits that `terminal.capabilities` (9F33) byte 1 has not: make them agree",
            ),
            beyond(
                mc::SECURITY_CAPABILITY,
                security,
                "has bits that `terminal.capabilities` (9F33) byte 3 has not: make them agree",
            ),
        ];
        for tag in [mc::CVM_CAPABILITY_CVM_REQUIRED, mc::CVM_CAPABILITY_NO_CVM_REQUIRED] {
            let text = "has bits that `terminal.capabilities` (9F33) byte 2 has not: make them agree";
            findings.push(beyond(tag, cvm, text));
        }
        findings.push(self.floor_limit());
        findings
    }

    fn floor_limit(&self) -> Finding {
        let code = self.value(mc::TERMINAL_ACTION_CODE_ONLINE).map(Tvr::decode);
        let named = code.is_none_or(|code| code.is_ok_and(|code| code.has(Tvr::FLOOR_LIMIT_EXCEEDED)));
        let has_floor = rules_for_all(self.document)
            .iter()
            .any(|at| at.kind == self.set.kind && at.rules.floor.is_some());
        let text = "(TAC-Online) byte 4 bit 8 is 0, so that `floor` may send no card online: make it 1";
        let decides = !self.document.terminal.is_online_only();
        (Severity::Warning, decides && has_floor && !named, mc::TERMINAL_ACTION_CODE_ONLINE, text)
    }
}

/// Rules that Kernel 2 cannot follow to the letter.
fn against_rules(document: &Document, at: &At<'_>) -> Vec<Problem> {
    let may_decide = !document.terminal.is_online_only();
    let alone = may_decide && document.policies.offline_approval == OfflineApproval::AsBook;
    let zero = at.rules.zero_amount;
    let findings = [
        (
            at.rules.pin == Some(PinRule::From(Amount::ZERO))
                && zero.is_some_and(|rule| rule != ZeroAmount::Refused),
            "pin",
            "asks for a PIN at zero, which Kernel 2 cannot: zero amounts are refused for it; write \"refused\" as \
             `zero_amount`, or give `above`",
        ),
        (
            may_decide && at.rules.status_check == Some(true),
            "status_check",
            "is nothing that Kernel 2 knows: one unit is treated like other amounts there",
        ),
        (
            alone && zero == Some(ZeroAmount::Online),
            "zero_amount",
            "sends zero amounts online, and Kernel 2 lets the card decide: set policy `offline_approval` to \"never\"",
        ),
    ];
    let found = findings.into_iter().filter(|(holds, ..)| *holds);
    found.map(|(_, name, text)| Problem::warning(format!("{}.{name}", at.path), text)).collect()
}

fn refund_limit(set: &TransactionSet) -> Vec<Problem> {
    let raw = set.kernel_limits.iter().filter(|(_, raw)| raw.has_cvm_limit());
    let raw = raw.filter(|_| set.kind == TransactionType::Refund);
    let text = "has a CVM limit, and a refund asks for no PIN: leave it out";
    let path = |currency: &str| format!("{}.kernel_limits.{currency}.cvm_limit", set.path);
    raw.map(|(currency, _)| Problem::warning(path(currency), text)).collect()
}
