//! Additional Terminal Capabilities.

use super::tags;

crate::bit_field! {
    /// Additional Terminal Capabilities: `9F40`, b, five bytes (EMV 4.4 Book 4, A3): transaction types, data input, data
    /// output.
    AdditionalTerminalCapabilities: tags::ADDITIONAL_TERMINAL_CAPABILITIES, 5 bytes;

    1 8 CASH "Cash";
    1 7 GOODS "Goods";
    1 6 SERVICES "Services";
    1 5 CASHBACK "Cashback";
    1 4 INQUIRY "Inquiry";
    1 3 TRANSFER "Transfer";
    1 2 PAYMENT "Payment";
    1 1 ADMINISTRATIVE "Administrative";
    2 8 CASH_DEPOSIT "Cash deposit";
    3 8 NUMERIC_KEYS "Numeric keys";
    3 7 ALPHABETICAL_AND_SPECIAL_CHARACTER_KEYS "Alphabetical and special characters keys";
    3 6 COMMAND_KEYS "Command keys";
    3 5 FUNCTION_KEYS "Function keys";
    4 8 PRINT_ATTENDANT "Print, attendant";
    4 7 PRINT_CARDHOLDER "Print, cardholder";
    4 6 DISPLAY_ATTENDANT "Display, attendant";
    4 5 DISPLAY_CARDHOLDER "Display, cardholder";
    4 2 CODE_TABLE_10 "Code table 10";
    4 1 CODE_TABLE_9 "Code table 9";
    5 8 CODE_TABLE_8 "Code table 8";
    5 7 CODE_TABLE_7 "Code table 7";
    5 6 CODE_TABLE_6 "Code table 6";
    5 5 CODE_TABLE_5 "Code table 5";
    5 4 CODE_TABLE_4 "Code table 4";
    5 3 CODE_TABLE_3 "Code table 3";
    5 2 CODE_TABLE_2 "Code table 2";
    5 1 CODE_TABLE_1 "Code table 1";
}
