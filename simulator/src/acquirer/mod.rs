//! A software acquirer with the issuers of the software cards behind it.
//!
//! [`SoftwareAcquirer::authorise`] takes what a reader hands out for an online request and answers as a host does,
//! always in the same way. It checks, in this order: the data record, the card number, whether the cryptogram was
//! approved before, amount and currency against those under the cryptogram, the cryptogram, the card's own decision,
//! the expiry date, the PIN if one came. What passes is answered by the cents of the amount:
#![doc = include_str!("answers.md")]
//!
//! What is not in the table is approved. The cents are the last two digits of the amount in minor units, whatever the
//! currency: 10.51 EUR, 1051 JPY and 1.051 TND are answered 51. An approval is always for the whole amount.
//!
//! A wrong PIN is answered 55. After three wrong ones of a card in a row every request with a PIN is answered 75, the right
//! one too; a right PIN before the third wrong one starts the count again.
//!
//! A card that can be updated at a second tap gets Issuer Authentication Data `91` with every one of these answers, a
//! script `72` with PUT DATA after an approval and a script `71` with APPLICATION BLOCK if it is lost or stolen.

mod accounts;
mod answers;
mod issuer_scripts;
mod pin;
mod request;
mod response;
mod software_acquirer;
mod verification;
mod version;

#[cfg(feature = "server")]
pub(crate) use pin::pan_of;
pub use pin::{EncipheredPin, PinError};
pub use request::{AuthorisationRequest, EntryMode};
pub use response::{AuthorisationResponse, Reason, ResponseCode};
pub use software_acquirer::{LedgerEntry, SoftwareAcquirer};
