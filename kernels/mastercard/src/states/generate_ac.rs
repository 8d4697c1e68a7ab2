//! The end of S456 and of a failed recovery: RECOVER AC for a torn transaction, else GENERATE AC (Book C-2, 6.10 and
//! 7.6).

use tapkernel_core::apdu::CApdu;
use tapkernel_core::data::tags;
use tapkernel_core::outcome::L2Error;

use super::{State, Step, WaitingForGenerateAcResponse1, WaitingForRecoverAcResponse};
use crate::config::Kernel2Options;
use crate::context::Context;
use crate::dictionary::tags as mc;
use crate::exit::Exit;
use crate::procedures::prepare_generate_ac::prepare;
use crate::torn_transactions::TornRecord;

/// Recovers the torn transaction of this card, if there is one.
pub(super) fn recover_or_generate(cx: &mut Context) -> Step {
    // Data storage: Tags To Write Before Gen AC go out by PUT DATA first, S12.
    cx.at("S456 torn transaction");
    if let Some(record) = find_torn(cx) {
        cx.at("S456 recover AC");
        let stored = record.0.get(mc::DRDOL_RELATED_DATA).unwrap_or_default();
        let command = CApdu::recover_ac(stored).ok_or(Exit::TerminalData)?;
        cx.torn_entry = Some(record);
        cx.send(command);
        return Ok(State::WaitingForRecoverAcResponse(WaitingForRecoverAcResponse));
    }
    send_generate_ac(cx)?;
    Ok(State::WaitingForGenerateAcResponse1(WaitingForGenerateAcResponse1))
}

/// Prepares and sends GENERATE AC.
pub(super) fn send_generate_ac(cx: &mut Context) -> Result<(), Exit> {
    cx.at("S456 generate AC");
    let request = prepare(&cx.db, cx.ac_type, cx.oda_by_cda, &mut cx.path);
    cx.ac_type = request.ac_type;
    let parameter = request.reference_control_parameter();
    cx.db.set(mc::REFERENCE_CONTROL_PARAMETER, &[parameter]);
    let values = cx.db.fill(cx.db.get(tags::CDOL1).unwrap_or_default());
    let values = values.ok_or(Exit::card(L2Error::ParsingError))?;
    let command = CApdu::generate_ac(parameter, &values).ok_or(Exit::card(L2Error::ParsingError))?;
    cx.db.set(mc::CDOL1_RELATED_DATA, &values);
    cx.send(command);
    Ok(())
}

/// Whether torn transactions can be recovered: the card has a DRDOL and the reader a log.
pub(super) fn recovery_supported(cx: &Context) -> bool {
    cx.db.is_not_empty(mc::DRDOL) && cx.db.byte(mc::MAX_NUMBER_OF_TORN_TRANSACTION_LOG_RECORDS) != 0
}

fn find_torn(cx: &Context) -> Option<TornRecord> {
    let any = cx.options.has(Kernel2Options::RECOVER_ANY_TRANSACTION);
    let mut records = if recovery_supported(cx) { cx.torn_log.records() } else { return None };
    let decided = |record: &TornRecord| any || record.was_decided_as(&cx.db, cx.ac_type);
    let at = records.iter().position(|record| record.matches(&cx.db, any) && decided(record))?;
    Some(records.swap_remove(at))
}

/// Takes the torn record under way out of the log.
pub(super) fn forget_torn_entry(cx: &mut Context) -> Option<TornRecord> {
    let entry = cx.torn_entry.take()?;
    cx.torn_log.update(&mut |records| records.retain(|record| *record != entry));
    Some(entry)
}

/// Writes a record of this transaction into the log; records that no longer fit are reported.
pub(super) fn remember_torn(cx: &mut Context) {
    cx.at("S9 torn record");
    let most = usize::from(cx.db.byte(mc::MAX_NUMBER_OF_TORN_TRANSACTION_LOG_RECORDS));
    let record = TornRecord::of(&mut cx.db);
    let reports = &mut cx.torn_reports;
    cx.torn_log.update(&mut |records| {
        records.push(record.clone());
        let too_many = records.len().saturating_sub(most);
        reports.extend(records.drain(..too_many));
    });
}
