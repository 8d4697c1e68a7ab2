//! The states of Kernel 2 and the blocks that they share, one file each, by the numbers of the book (Book C-2, 6).

mod s10_waiting_for_recover_ac_response;
mod s11_waiting_for_generate_ac_response_2;
mod s1_idle;
mod s2_waiting_for_pdol_data;
mod s3_waiting_for_gpo_response;
mod s3r1;
mod s456;
mod s4_waiting_for_emv_read_record_response;
mod s5_waiting_for_get_data_response;
mod s6_waiting_for_emv_mode_first_write_flag;
mod s910;
mod s9_waiting_for_generate_ac_response_1;
mod sr1_waiting_for_relay_resistance_response;

mod generate_ac;
mod next_command;

#[cfg(feature = "mag-stripe")]
mod ccc;
#[cfg(feature = "mag-stripe")]
mod s13_waiting_for_ccc_response_1;
#[cfg(feature = "mag-stripe")]
mod s14_waiting_for_ccc_response_2;
#[cfg(feature = "mag-stripe")]
mod s3_mag_stripe_mode;
#[cfg(feature = "mag-stripe")]
mod s78;
#[cfg(feature = "mag-stripe")]
mod s7_waiting_for_mag_stripe_read_record_response;
#[cfg(feature = "mag-stripe")]
mod s8_waiting_for_mag_stripe_first_write_flag;

#[cfg(feature = "mag-stripe")]
pub(crate) use {
    ccc::WaitingAfterFailedCcc,
    s7_waiting_for_mag_stripe_read_record_response::WaitingForMagStripeReadRecordResponse,
    s8_waiting_for_mag_stripe_first_write_flag::WaitingForMagStripeFirstWriteFlag,
    s13_waiting_for_ccc_response_1::WaitingForCccResponse1,
    s14_waiting_for_ccc_response_2::WaitingForCccResponse2, s78::WaitingForNumericUnpredictableNumber,
};

pub(crate) use s1_idle::Idle;
pub(crate) use s2_waiting_for_pdol_data::WaitingForPdolData;
pub(crate) use s3_waiting_for_gpo_response::WaitingForGpoResponse;
pub(crate) use s4_waiting_for_emv_read_record_response::{
    TerminateOnNextRa, WaitingForEmvReadRecordResponse,
};
pub(crate) use s5_waiting_for_get_data_response::WaitingForGetDataResponse;
pub(crate) use s6_waiting_for_emv_mode_first_write_flag::WaitingForEmvModeFirstWriteFlag;
pub(crate) use s9_waiting_for_generate_ac_response_1::WaitingForGenerateAcResponse1;
pub(crate) use s10_waiting_for_recover_ac_response::WaitingForRecoverAcResponse;
pub(crate) use s11_waiting_for_generate_ac_response_2::WaitingForGenerateAcResponse2;
pub(crate) use s910::CheckedCryptogram;
pub(crate) use sr1_waiting_for_relay_resistance_response::{
    WaitingForRelayResistanceEntropy, WaitingForRelayResistanceResponse,
};

use crate::exit::Exit;

/// Where the kernel stands between two signals.
#[derive(Debug)]
pub(crate) enum State {
    /// S2
    WaitingForPdolData(WaitingForPdolData),
    /// S3
    WaitingForGpoResponse(WaitingForGpoResponse),
    /// Before SR1: the number that the card is to be challenged with is on its way.
    WaitingForRelayResistanceEntropy(WaitingForRelayResistanceEntropy),
    /// SR1
    WaitingForRelayResistanceResponse(WaitingForRelayResistanceResponse),
    /// S4
    WaitingForEmvReadRecordResponse(WaitingForEmvReadRecordResponse),
    /// S4'
    TerminateOnNextRa(TerminateOnNextRa),
    /// S5
    WaitingForGetDataResponse(WaitingForGetDataResponse),
    /// S6
    WaitingForEmvModeFirstWriteFlag(WaitingForEmvModeFirstWriteFlag),
    /// S9
    WaitingForGenerateAcResponse1(WaitingForGenerateAcResponse1),
    /// S10
    WaitingForRecoverAcResponse(WaitingForRecoverAcResponse),
    /// S11
    WaitingForGenerateAcResponse2(WaitingForGenerateAcResponse2),
    /// A state of mag-stripe mode.
    #[cfg(feature = "mag-stripe")]
    MagStripe(MagStripeState),
    /// The outcome is out.
    Ended,
}

/// Where the kernel stands in mag-stripe mode.
#[cfg(feature = "mag-stripe")]
#[derive(Debug)]
pub(crate) enum MagStripeState {
    /// S7
    WaitingForMagStripeReadRecordResponse(WaitingForMagStripeReadRecordResponse),
    /// S8
    WaitingForMagStripeFirstWriteFlag(WaitingForMagStripeFirstWriteFlag),
    /// At the end of S78: the number for `9F6A` is on its way.
    WaitingForNumericUnpredictableNumber(WaitingForNumericUnpredictableNumber),
    /// S13
    WaitingForCccResponse1(WaitingForCccResponse1),
    /// S14
    WaitingForCccResponse2(WaitingForCccResponse2),
    /// In S13 and S14: the wait after a failed COMPUTE CRYPTOGRAPHIC CHECKSUM.
    WaitingAfterFailedCcc(WaitingAfterFailedCcc),
}

/// Where a signal leads: to a state, or to an end.
pub(crate) type Step = Result<State, Exit>;
