//! Application Usage Control.

use super::tags;

crate::bit_field! {
    /// Application Usage Control: `9F07`, b, two bytes (EMV 4.4 Book 3, C2).
    ApplicationUsageControl: tags::APPLICATION_USAGE_CONTROL, 2 bytes;

    1 8 DOMESTIC_CASH "Valid for domestic cash transactions";
    1 7 INTERNATIONAL_CASH "Valid for international cash transactions";
    1 6 DOMESTIC_GOODS "Valid for domestic goods";
    1 5 INTERNATIONAL_GOODS "Valid for international goods";
    1 4 DOMESTIC_SERVICES "Valid for domestic services";
    1 3 INTERNATIONAL_SERVICES "Valid for international services";
    1 2 AT_ATMS "Valid at ATMs";
    1 1 OTHER_THAN_ATMS "Valid at terminals other than ATMs";
    2 8 DOMESTIC_CASHBACK "Domestic cashback allowed";
    2 7 INTERNATIONAL_CASHBACK "International cashback allowed";
}
