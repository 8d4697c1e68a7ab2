//! Receipts: one model and six forms of it.
//!
//! | form | call | notes |
//! |---|---|---|
//! | text | [`Receipt::text`] | as it comes, or 32 or 48 columns; wide characters count twice |
//! | HTML | [`Receipt::html`] | one page without script, from right to left for Arabic |
//! | JSON | [`Receipt::json`] | versioned, amounts in minor units too |
//! | QR code | [`Receipt::qr`] | the text; as PNG, SVG, or blocks for a terminal |
//! | SMS | [`Receipt::sms`] | one message, never more |
//! | ESC/POS | [`Receipt::esc_pos`] | bytes for a receipt printer, with the picture of the signature |
//!
//! All take their lines from one place, so that no form says more than another. [`Receipt::as_copy`] makes the copies of
//! merchant and customer, [`Receipt::as_duplicate`] the mark DUPLICATE.

mod account;
mod base64;
mod clean;
mod esc_pos;
mod html;
mod json;
mod lines;
mod model;
mod of_transaction;
mod qr;
mod raster;
mod reason;
mod scheme;
mod signature;
mod sms;
mod text;

pub use account::MaskedAccount;
pub use esc_pos::{EscPos, EscPosError, PrinterEncoding};
pub use model::{Merchant, Receipt, ReceiptCard, ReceiptCopy, ReceiptResult, Verification};
pub(crate) use of_transaction::denomination;
pub use qr::{QrError, QrReceipt};
pub use reason::Reason;
pub use scheme::scheme_name;
pub use signature::SignatureImage;
pub use sms::{Sms, SmsAlphabet};
pub use text::Layout;
