//! The facade of tapkernel for Kotlin, Python and Swift, by UniFFI: it translates one to one and decides nothing.
//!
//! The types of [`tapkernel_facade`] cross the border as they are: what is declared for them here ([`uniffi::remote`]) must have
//! their fields and variants, or does not compile. The hand-written Kotlin over it is in `tapkernel/`.
//!
//! | file | what |
//! |---|---|
//! | `error.rs` | [`TapkernelError`], the one exception |
//! | `enumerations.rs`, `records.rs`, `outcome.rs`, `explanation.rs`, `step.rs` | the facade's plain types |
//! | `profile.rs`, `session.rs`, `replay.rs` | its objects; each may be called from several threads |
//! | `card.rs` | a card in the other language, and [`Session::run`] which drives it |
//! | `library.rs` | functions |
// UniFFI generates the unsafe code of the border; none is written here.

mod card;
mod enumerations;
mod error;
mod explanation;
mod library;
mod outcome;
mod profile;
mod records;
mod replay;
mod session;
mod step;

pub use card::{CardLink, Found, LinkError, Screen};
pub use error::TapkernelError;
pub use library::{library, read_tlv, write_tlv};
pub use profile::{Profile, problems_in_json, problems_in_toml};
pub use replay::Replay;
pub use session::Session;

uniffi::setup_scaffolding!();
