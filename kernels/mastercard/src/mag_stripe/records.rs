//! The Data Record and the Discretionary Data of mag-stripe mode (Book C-2, 4.6 and A.1).

use tapkernel_core::data::tags;
use tapkernel_core::tlv::Tag;

use crate::dictionary::tags as mc;

/// Data Record `FF8105`: what the acquirer gets, as far as it is there; the tracks with what the card made.
pub(crate) const DATA_RECORD: [Tag; 9] = [
    tags::AMOUNT_AUTHORISED_NUMERIC,
    tags::APPLICATION_LABEL,
    tags::APPLICATION_PREFERRED_NAME,
    tags::DEDICATED_FILE_NAME,
    tags::ISSUER_CODE_TABLE_INDEX,
    mc::MAG_STRIPE_APPLICATION_VERSION_NUMBER_READER,
    tags::POINT_OF_SERVICE_ENTRY_MODE,
    tags::TRACK_1_DATA,
    mc::TRACK_2_DATA,
];

/// Discretionary Data `FF8106`, as far as they are there; the discretionary data of the tracks as the card gave them.
pub(crate) const DISCRETIONARY_DATA: [Tag; 4] = [
    mc::APPLICATION_CAPABILITIES_INFORMATION,
    mc::DD_CARD_TRACK_1,
    mc::DD_CARD_TRACK_2,
    mc::THIRD_PARTY_DATA,
];
