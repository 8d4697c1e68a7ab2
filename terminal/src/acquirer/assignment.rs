//! What stands in the fields that hosts define for themselves. A simulator of a host reads them here too.
//!
//! | field | what |
//! |---|---|
//! | 3 | processing code: two digits of the transaction type (00 purchase, 01 cash, 09 cashback, 20 refund), 0000; reconciliation 920000, after upload 960000; parameters 930000 |
//! | 7 | month, day, hour, minute, second, local |
//! | 22 | entry mode 07 or 91, then 1 |
//! | 25 | 06 for a pre-authorisation, its increments and completion, else 00 |
//! | 39 | in a reversal advice the reason: 17, 22, 68 |
//! | 48 | in the answer to a query: state (A approved, D declined, R reversed), response code, authorisation code |
//! | 53 | with a PIN: 01 (format 0) or 04 (format 4), then zeros |
//! | 54 | cashback: 0040, currency, D, twelve digits |
//! | 60 | batch, six digits; 1 for tap to phone, else 0 |
//! | 62 | key serial number |
//! | 63 | breakdown of totals: scheme, processing type, count (6), sum (12), each in an entry that ends with `;` |
//! | 66 | settlement code: 1 the totals agree, 2 they differ |
//! | 70 | 301 echo |
//! | 71, 72, 120 | number of a block or batch entry, number of the last, bytes of the block |
//! | 90 | original: message type, STAN, field 7, two institutions (zeros) |
//! | 101 | name of the file: PARAMETERS, BATCH |
//!
//! In the totals of a batch a void counts twice, as what it undoes and as a reversal. What a reversal advice undoes counts
//! nowhere: the terminal may never have learnt that it was approved.

use super::Operation;
use super::iso8583::MessageType;

/// Condition code of a pre-authorisation.
pub const PRE_AUTHORISED: &str = "06";
/// Processing code of a reconciliation.
pub const RECONCILE: &str = "920000";
/// Processing code of a reconciliation after a batch was uploaded.
pub const RECONCILE_AFTER_UPLOAD: &str = "960000";
/// Processing code of a parameter download.
pub const PARAMETERS: &str = "930000";
/// Network management information code of an echo test.
pub const ECHO: &str = "301";
/// Name of the parameter file.
pub const PARAMETER_FILE: &str = "PARAMETERS";
/// Name of the batch that is uploaded.
pub const BATCH_FILE: &str = "BATCH";

impl Operation {
    /// The first two digits of the processing code.
    pub const fn processing_type(self) -> &'static str {
        match self {
            Self::Purchase | Self::PreAuthorisation | Self::Increment => "00",
            Self::Cash => "01",
            Self::Cashback => "09",
            Self::Refund => "20",
        }
    }

    /// The type of its request.
    pub const fn message_type(self) -> MessageType {
        match self {
            Self::PreAuthorisation | Self::Increment => MessageType::AUTHORISATION,
            Self::Purchase | Self::Cash | Self::Cashback | Self::Refund => MessageType::FINANCIAL,
        }
    }

    /// Whether money is only held.
    pub const fn is_pre_authorisation(self) -> bool {
        matches!(self, Self::PreAuthorisation | Self::Increment)
    }
}
