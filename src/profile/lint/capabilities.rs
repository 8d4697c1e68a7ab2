//! Terminal Type `9F35`, Terminal Capabilities `9F33` and Additional Terminal Capabilities `9F40` against the TTQ.

use tapkernel_core::data::{
    AdditionalTerminalCapabilities as Additional, TerminalCapabilities as Capabilities,
    TerminalTransactionQualifiers as Ttq, TransactionType, tags,
};

use crate::profile::Problem;
use crate::profile::document::Document;
use crate::profile::transaction_sets::TransactionSet;

/// What the terminal says of itself.
struct Claims {
    capabilities: Capabilities,
    additional: Additional,
    is_unattended: bool,
}

pub(super) fn lint(document: &Document) -> Vec<Problem> {
    let data = &document.terminal_data;
    let capabilities = data.get(tags::TERMINAL_CAPABILITIES).map(Capabilities::decode);
    let additional = data.get(tags::ADDITIONAL_TERMINAL_CAPABILITIES).map(Additional::decode);
    let (Some(Ok(capabilities)), Some(Ok(additional))) = (capabilities, additional) else {
        return Vec::new();
    };
    let is_unattended = document.terminal.terminal_type & 0x0F > 3;
    let claims = Claims { capabilities, additional, is_unattended };
    let sets = document.schemes.iter().flat_map(|scheme| &scheme.transactions);
    let mut problems: Vec<Problem> =
        sets.flat_map(|set| set.ttq.map(|ttq| claims.against_ttq(set, ttq)).unwrap_or_default()).collect();
    let sets = document.schemes.iter().flat_map(|scheme| &scheme.transactions);
    problems.extend(sets.filter_map(|set| claims.against_type(set)));
    problems
}

impl Claims {
    fn against_ttq(&self, set: &TransactionSet, ttq: Ttq) -> Vec<Problem> {
        let (has, can) = (|bit| ttq.has(bit), |bit| self.capabilities.has(bit));
        // A terminal with a contact or magnetic stripe reader may verify there in ways that it has not here.
        let contactless_alone = !can(Capabilities::IC_WITH_CONTACTS) && !can(Capabilities::MAGNETIC_STRIPE);
        let findings = [
            (
                has(Ttq::ONLINE_PIN_SUPPORTED) && !can(Capabilities::ENCIPHERED_PIN_ONLINE),
                "byte 1 bit 3 offers the online PIN, and `terminal.capabilities` (9F33) byte 2 bit 7 does not",
            ),
            (
                contactless_alone
                    && can(Capabilities::ENCIPHERED_PIN_ONLINE)
                    && !has(Ttq::ONLINE_PIN_SUPPORTED)
                    && set.kind != TransactionType::Refund,
                "byte 1 bit 3 offers no online PIN, and `terminal.capabilities` (9F33) byte 2 bit 7 does",
            ),
            (
                has(Ttq::ONLINE_PIN_SUPPORTED) && !self.additional.has(Additional::NUMERIC_KEYS),
                "byte 1 bit 3 offers the online PIN, and `terminal.additional_capabilities` (9F40) byte 3 bit 8 \
                 has no numeric keys",
            ),
            (
                has(Ttq::SIGNATURE_SUPPORTED) && !can(Capabilities::SIGNATURE),
                "byte 1 bit 2 offers the signature, and `terminal.capabilities` (9F33) byte 2 bit 6 does not",
            ),
            (
                has(Ttq::SIGNATURE_SUPPORTED) && self.is_unattended,
                "byte 1 bit 2 offers the signature, and the terminal type is unattended",
            ),
            (
                has(Ttq::CONTACT_CHIP_SUPPORTED) && !can(Capabilities::IC_WITH_CONTACTS),
                "byte 1 bit 5 offers the contact chip, and `terminal.capabilities` (9F33) byte 1 bit 6 does not",
            ),
            (
                has(Ttq::ODA_FOR_ONLINE_SUPPORTED) && !can(Capabilities::DDA),
                "byte 1 bit 1 tells of ODA for online authorisations, and `terminal.capabilities` (9F33) byte 3 bit 7 \
                 has no DDA",
            ),
        ];
        let found = findings.into_iter().filter(|(holds, _)| *holds);
        let path = format!("{}.ttq", set.path);
        found.map(|(_, text)| Problem::warning(&path, format!("{text}: make them agree"))).collect()
    }

    fn against_type(&self, set: &TransactionSet) -> Option<Problem> {
        let (bits, wanted): (&[_], _) = match set.kind {
            TransactionType::Purchase => {
                (&[Additional::GOODS, Additional::SERVICES], "bit 7 (goods) or bit 6 (services)")
            }
            TransactionType::Cashback => (&[Additional::CASHBACK], "bit 5 (cashback)"),
            TransactionType::Cash | TransactionType::CashDisbursement => {
                (&[Additional::CASH], "bit 8 (cash)")
            }
            _ => return None,
        };
        if bits.iter().any(|bit| self.additional.has(*bit)) {
            return None;
        }
        let text = format!(
            "is configured, and `terminal.additional_capabilities` (9F40) byte 1 lacks {wanted}: set it"
        );
        Some(Problem::warning(&set.path, text))
    }
}
