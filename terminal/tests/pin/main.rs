//! DUKPT and PIN blocks against the published vectors, and the PIN pad in software.
#![cfg(feature = "software-pin-pad")]
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod aes_dukpt;
mod blocks;
mod pin_pad;
mod tdes_dukpt;
mod vectors;
