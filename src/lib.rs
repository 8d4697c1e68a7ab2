//! EMV contactless card acceptance: a phone, a reader or a test bench as a card terminal.
//!
//! # What is where
//!
//! | module | holds | book |
//! |---|---|---|
//! | [`core`] | BER-TLV, data objects, APDUs, offline data authentication, outcomes, the kernel port | EMV Books 1 to 4 |
//! | [`mastercard`] | Kernel 2; its mag-stripe mode is the feature `mastercard-mag-stripe` | C-2 |
//! | [`visa`] | Kernel 3 | C-3 |
//! | [`entry_point`] | pre-processing, protocol activation, combination selection, kernel activation, outcome processing | A, B |
//! | [`profile`] | what an acquirer configures: applications, limits, keys, rules, policies | A |
//! | [`reader`] | the sans-IO [`Reader`](reader::Reader): Entry Point, kernels and profile as one object | |
//! | [`random`] | sources of Unpredictable Numbers | B |
//! | [`redaction`] | card data made fit to be read by others | |
//! | `torn_transactions` (feature `mastercard`) | Kernel 2 with a torn transaction log, a log in memory | C-2 |
//! | [`transport`] | the port to the card, a scripted card, readers by PC/SC (feature `pcsc`) | D |
//! | [`drive`] | loops around reader and transport | |
//! | [`transcript`] | recorded taps, run against all of it | |
//!
//! # Three ways to use it
//!
//! * [`drive::blocking`] with a [`transport::CardTransport`] of your own: the shortest way to a tap.
//! * [`reader::Reader`] alone: you own the loop, the clock and the card; [`reader::Reader::handle`] and
//!   [`reader::Reader::poll`] are all there is. For event loops, other languages and test benches.
//! * [`entry_point::EntryPoint`] or a kernel alone, for laboratories and for kernels of your own behind
//!   [`core::kernel::Kernel`].
//!
//! There is no type approval and no affiliation with EMVCo or a payment scheme: see the README.
#![forbid(unsafe_code)]

pub use tapkernel_core as core;
#[cfg(feature = "mastercard")]
pub use tapkernel_mastercard as mastercard;
#[cfg(feature = "visa")]
pub use tapkernel_visa as visa;

/// The kernels that are built in, ready to be registered with a [`reader::Reader`]: Kernel 2, Kernel 3.
///
/// Kernel 2 comes with a new torn transaction log in memory: as long as the reader lives, a card that was lost at
/// GENERATE AC and is presented again gives the cryptogram that it has made (RECOVER AC). The profile says how many
/// transactions are kept (`DF811D`) and for how many seconds (`DF811C`). A log that outlives the program, or that several
/// readers share, is registered with `torn_transactions::kernel_2` or `Kernel2::new`.
///
/// ```
/// # #[cfg(any(feature = "mastercard", feature = "visa"))] {
/// use tapkernel::{profile::Profile, random::OsRandom, reader::Reader};
///
/// let profile = Profile::built_in("softpos-eur").unwrap();
/// let reader = Reader::new(profile, tapkernel::kernels(), OsRandom::default()).unwrap();
/// # }
/// ```
pub fn kernels() -> Vec<std::sync::Arc<dyn core::kernel::Kernel>> {
    vec![
        #[cfg(feature = "mastercard")]
        torn_transactions::kernel_2(std::sync::Arc::new(
            torn_transactions::MemoryTornTransactionLog::default(),
        )),
        #[cfg(feature = "visa")]
        visa::kernel(),
    ]
}

pub mod drive;
pub mod entry_point;
pub mod profile;
pub mod random;
pub mod reader;
pub mod redaction;
#[cfg(feature = "mastercard")]
pub mod torn_transactions;
pub mod transcript;
pub mod transport;
