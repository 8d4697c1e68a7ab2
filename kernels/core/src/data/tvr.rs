//! Terminal Verification Results.

/// Makes the type of Terminal Verification Results with the bits of the EMV books, and with those that a kernel gives a
/// meaning besides.
#[macro_export]
macro_rules! terminal_verification_results {
    ($(#[$attribute:meta])* $name:ident; $($more:tt)*) => {
        $crate::bit_field! {
            $(#[$attribute])*
            $name: $crate::data::tags::TERMINAL_VERIFICATION_RESULTS, 5 bytes;

            1 8 ODA_NOT_PERFORMED "Offline data authentication was not performed";
            1 7 SDA_FAILED "SDA failed";
            1 6 ICC_DATA_MISSING "ICC data missing";
            1 5 ON_EXCEPTION_FILE "Card appears on terminal exception file";
            1 4 DDA_FAILED "DDA failed";
            1 3 CDA_FAILED "CDA failed";
            1 2 SDA_SELECTED "SDA selected";
            1 1 XDA_SELECTED "XDA selected";
            2 8 DIFFERENT_APPLICATION_VERSIONS "ICC and terminal have different application versions";
            2 7 EXPIRED_APPLICATION "Expired application";
            2 6 APPLICATION_NOT_YET_EFFECTIVE "Application not yet effective";
            2 5 SERVICE_NOT_ALLOWED "Requested service not allowed for card product";
            2 4 NEW_CARD "New card";
            3 8 CARDHOLDER_VERIFICATION_NOT_SUCCESSFUL "Cardholder verification was not successful";
            3 7 UNRECOGNISED_CVM "Unrecognised CVM";
            3 6 PIN_TRY_LIMIT_EXCEEDED "PIN Try Limit exceeded";
            3 5 PIN_PAD_NOT_PRESENT "PIN entry required and PIN pad not present or not working";
            3 4 PIN_NOT_ENTERED "PIN entry required, PIN pad present, but PIN was not entered";
            3 3 ONLINE_CVM_CAPTURED "Online PIN entered";
            4 8 FLOOR_LIMIT_EXCEEDED "Transaction exceeds floor limit";
            4 7 LOWER_CONSECUTIVE_OFFLINE_LIMIT_EXCEEDED "Lower consecutive offline limit exceeded";
            4 6 UPPER_CONSECUTIVE_OFFLINE_LIMIT_EXCEEDED "Upper consecutive offline limit exceeded";
            4 5 SELECTED_RANDOMLY_FOR_ONLINE "Transaction selected randomly for online processing";
            4 4 MERCHANT_FORCED_ONLINE "Merchant forced transaction online";
            5 8 DEFAULT_TDOL_USED "Default TDOL used";
            5 7 ISSUER_AUTHENTICATION_FAILED "Issuer authentication failed";
            5 6 SCRIPT_FAILED_BEFORE_FINAL_GENERATE_AC "Script processing failed before final GENERATE AC";
            5 5 SCRIPT_FAILED_AFTER_FINAL_GENERATE_AC "Script processing failed after final GENERATE AC";
            $($more)*
        }
    };
}

crate::terminal_verification_results! {
    /// Terminal Verification Results: `95`, b, five bytes (EMV 4.4 Book 3, C5).
    ///
    /// The Issuer and Terminal Action Codes have the same bits.
    TerminalVerificationResults;
}
