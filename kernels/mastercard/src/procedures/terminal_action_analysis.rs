//! Procedure Terminal Action Analysis (Book C-2, 7.8).

use tapkernel_core::data::{AcType, TransactionType, tags};
use tapkernel_core::tlv::Tag;

use crate::bits::TerminalVerificationResults as Tvr;
use crate::dictionary::tags as mc;
use crate::path::Path;
use crate::tlv_database::TlvDatabase;

/// The cryptogram to ask for. `denial` are bits that count as set in TAC-Denial.
///
/// A refund gets an AAC: the card need not approve, it only says whose it is.
pub(crate) fn analyse(db: &TlvDatabase, denial: Tvr, path: &mut Path) -> AcType {
    if db.value(tags::TRANSACTION_TYPE) == Some(&[TransactionType::Refund.code()]) {
        path.at("TAA refund");
        return AcType::Aac;
    }
    path.at("TAA denial");
    if bites(db, mc::TERMINAL_ACTION_CODE_DENIAL, tags::ISSUER_ACTION_CODE_DENIAL, denial) {
        return AcType::Aac;
    }
    path.at("TAA.4.1");
    match db.byte(tags::TERMINAL_TYPE) {
        0x11 | 0x14 | 0x21 | 0x24 | 0x34 => AcType::Arqc,
        0x13 | 0x16 | 0x23 | 0x26 | 0x36 => {
            path.at("TAA.6");
            let codes = (mc::TERMINAL_ACTION_CODE_DEFAULT, tags::ISSUER_ACTION_CODE_DEFAULT);
            if offline(db, codes) { AcType::Tc } else { AcType::Aac }
        }
        _ => {
            path.at("TAA.7");
            let codes = (mc::TERMINAL_ACTION_CODE_ONLINE, tags::ISSUER_ACTION_CODE_ONLINE);
            if offline(db, codes) { AcType::Tc } else { AcType::Arqc }
        }
    }
}

/// Without the issuer's code every bit counts.
fn offline(db: &TlvDatabase, (terminal, issuer): (Tag, Tag)) -> bool {
    if db.is_not_empty(issuer) {
        !bites(db, terminal, issuer, Tvr::default())
    } else {
        db.tvr() == Tvr::default()
    }
}

/// Whether a bit of the TVR is set that one of the codes names.
fn bites(db: &TlvDatabase, terminal: Tag, issuer: Tag, more: Tvr) -> bool {
    let code = |tag| db.value(tag).and_then(|code| Tvr::decode(code).ok()).unwrap_or_default().0;
    let codes = code(terminal).into_iter().zip(code(issuer)).zip(more.0);
    codes.zip(db.tvr().0).any(|(((terminal, issuer), more), tvr)| (terminal | issuer | more) & tvr != 0)
}
