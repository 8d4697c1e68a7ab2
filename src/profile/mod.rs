//! What an acquirer configures: terminal, currencies with the merchant's rules, schemes with their applications, CA
//! public keys, policies. Read from JSON, checked as a whole, compiled for each kernel.
//!
//! The merchant's rules are written once, in words ("PIN above 40.00", "at most 500.00"); kernels and the Entry Point
//! compare limits in different ways, so [`Rules::reader_limits`] and [`Rules::kernel_2_limits`], which stand in one file,
//! are the only places that shift amounts.
//!
//! ```
//! # #[cfg(any(feature = "visa", feature = "mastercard"))] {
//! use tapkernel::profile::Profile;
//! use tapkernel_core::data::TransactionType;
//!
//! let profile = Profile::built_in("softpos-eur").unwrap();
//! let eur = profile.currency("EUR").unwrap().currency();
//! let combinations = profile.combinations(TransactionType::Purchase, eur).unwrap();
//! assert!(combinations.iter().all(|combination| combination.limits.floor_limit.is_some()));
//! # }
//! ```
//!
//! [`Profile::from_json`] refuses what cannot be right; [`Profile::lint`] names what can be right and looks wrong;
//! [`Profile::explain`] says what happens at which amount.
//!
//! # The document
//!
//! Every field that is not listed here is refused; `docs/profile.schema.json` says the same to an editor. Amounts are
//! text with exactly the currency's decimals, bytes are hexadecimal digits, `?` marks what may be left out.
//!
//! ```text
//! name, version
//! stage                     "laboratory", "test" or "production": what keys and raw limits may be there
//! terminal                  id, merchant_id, merchant { name, address [] }, merchant_category_code, country, time_zone,
//!                           type, capabilities, additional_capabilities, data? { tag: bytes }
//! currencies []             code, numeric, exponent, rules { TYPE: RULES }
//! schemes []                scheme, kernel, aids [], transactions { TYPE: SET }, data? { tag: bytes }, ca_keys? [],
//!                           revoked_certificates? [], co_badged_pan_prefixes? [] (Kernels 2, 3): first digits exempt
//!                           from policy brand_mismatch,
//!                           for Kernel 2 kernel_2_options? OPTIONS_2: `data` holds its configuration DF81xx;
//!                           for Kernel 3 options? OPTIONS, dynamic_reader_limits? []: at most four BY_PROGRAM; the
//!                           first that fits a card counts
//! policies?                 oda_failed?, oda_unknown_key?, above_limit_without_cvm?, brand_mismatch? ("decline"),
//!                           unauthenticated_cdcvm? ("online_pin"), offline_approval? ("never"); or each "as_book"
//! timeouts?                 card? (30), transaction? (120): seconds
//! receipt?                  header? [], footer? []
//! autorun?                  amount, currency, type: the one transaction of a reader with a fixed amount
//! operations?               OPERATIONS: what the merchant may do, how the terminal is run
//! acquirer?                 ACQUIRER: where the acquirer is, how it speaks; keys never stand in a profile
//!
//! TYPE                      purchase, cashback, cash, cash_disbursement, refund
//! RULES                     pin? { above | from }, max?, floor?, zero_amount? ("refused", "online", "also_offline"),
//!                           status_check?; `max` and `floor` may be missing in a laboratory only
//! BY_PROGRAM                program_id (1 to 16 bytes: how the card's 9F5A begins), rules { CURRENCY: { TYPE: RULES } }
//! SET                       ttq (Kernels 3, 6, 7), extended_selection?, data? { tag: bytes },
//!                           entry_point? { CURRENCY: RAW }, kernel_limits? { CURRENCY: RAW_2 } (Kernel 2)
//! RAW (laboratory only)     transaction_limit?, floor_limit?, terminal_floor_limit?, cvm_limit?, status_check_support?,
//!                           zero_amount_allowed?, zero_amount_allowed_offline?; null or "none" takes a compiled one away
//! RAW_2 (laboratory only)   floor_limit?, transaction_limit_no_on_device_cvm?, transaction_limit_on_device_cvm?,
//!                           cvm_limit?: limits that only greater amounts exceed
//! OPTIONS_2                 relay_resistance_times_not_judged? (phones cannot tell times of 100 µs),
//!                           no_accuracy_test_without_transmission_time?, recover_any_transaction?: flags, false unless
//!                           given (Kernel 2 Options)
//! OPTIONS                   display_aosa?, auc_manual_cash?, auc_cashback?, atm_check?, exception_file?,
//!                           oda_for_online?: flags, false unless given (Kernel 3 Options)
//! ca_keys []                rid? (that of the first AID), index, modulus, exponent, checksum, expiry (a day; null or
//!                           "none" in a laboratory), test?
//! revoked_certificates []   rid?, index, serial
//! OPERATIONS                allowed? [OPERATION] (all), soft_decline? ("pin", "second_tap", "decline"),
//!                           unanswered? ("reverse", "query"), while_reversals_wait? ("refuse_sales", "allow_sales"),
//!                           pin? { tries? (3), seconds? (60) },
//!                           pre_authorisation? { days? (30), tolerance_percent? (0) },
//!                           clock? { back_seconds? (300), forward_hours? (24) },
//!                           offline_queue? { messages? (100), sum? (an amount of the first currency; 100000 minor
//!                           units), first_wait_seconds? (2), longest_wait_seconds? (300) }; the first word is the default
//! OPERATION                 purchase, cashback, cash, refund, void, pre-authorisation, increment, completion,
//!                           pre-authorisation-cancellation
//! ACQUIRER                  address ("host:port"), tls? { authorities (PEM), server_name? (the host) }; without it the
//!                           line must be protected otherwise,
//!                           coding ("ascii", "bcd"), bitmap? ("binary", "hexadecimal"), odd_digit? ("zero_before",
//!                           "f_behind"), pin_block_format_4? (false: field 52 has eight bytes),
//!                           length ("binary", "ascii"), tpdu? { destination, source } (two bytes each),
//!                           authentication? ("none", "ansi_x9_19", "aes_cmac"),
//!                           connect_seconds? (10), answer_seconds? (30),
//!                           merchant_type? (false: whether field 18 has the terminal's merchant_category_code),
//!                           tap_to_phone? (false: whether field 60 says that it is a phone), mark_form_factor? (false:
//!                           whether 9F6E says so too)
//! ```
//!
//! # Kernel 2
//!
//! It compares its CVM limit, floor limit and two transaction limits itself; they are compiled from the rules, so that a
//! merchant gets the answer that Kernel 3 gives. Both transaction limits are `max`. A set for refunds has no CVM
//! capability but "no CVM", and no CVM limit. Outside a laboratory `data` must spell out what the book has defaults for
//! that no shop wants (Terminal Action Codes, capabilities, Kernel Configuration), and mag-stripe mode must be off.
//! What the kernel cannot do the Entry Point refuses before it: a zero amount that needs a PIN.

pub mod acquirer;
mod autorun;
mod built_in;
mod ca_keys;
mod checksum;
mod compile;
#[cfg(feature = "mastercard")]
mod compile_mastercard;
#[cfg(feature = "visa")]
mod compile_visa;
mod currencies;
mod currency;
mod cvm_always_required;
mod data_objects;
mod document;
#[cfg(feature = "visa")]
mod dynamic_reader_limits;
mod entry_point_limits;
mod error;
mod explain;
mod fate;
pub mod import;
mod known_test_keys;
mod lint;
mod node;
pub mod operations;
#[cfg(any(feature = "visa", feature = "mastercard"))]
mod pan_prefixes;
#[cfg(feature = "mastercard")]
mod phone_message_table;
mod place;
mod policies;
mod positions;
#[allow(clippy::module_inception)]
mod profile;
// Without the kernel the limits are read, and nothing is compiled from them.
#[cfg_attr(not(feature = "mastercard"), allow(dead_code))]
mod raw_kernel_2_limits;
mod raw_limits;
mod reader_limits;
mod rules;
mod schemes;
mod source;
mod terminal;
#[cfg(test)]
mod tests;
#[cfg(feature = "toml")]
mod toml;
mod transaction_sets;
mod values;

pub use autorun::Autorun;
pub use currency::ProfileCurrency;
pub use error::{Position, Problem, ProfileError, Severity};
pub use explain::{Explanation, Interval, Treatment};
pub use positions::Positions;
pub use profile::{Profile, Receipt, Stage};
pub use reader_limits::Kernel2Limits;
pub use rules::{PinRule, Rules, ZeroAmount};
pub use terminal::{Merchant, Terminal};
