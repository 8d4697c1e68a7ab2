//! People at the terminal: operators and supervisors with a code each.
//!
//! * No code is a default: until [`People::set_initial`] was called for a person there is nothing that opens.
//! * The first code, and one that another person has set, must be changed before it opens anything.
//! * Codes are kept as Argon2id digests with a salt each.
//! * Six wrong codes lock a person for 24 hours. The counter is durable before a code is compared, so that pulling the
//!   power gives no free try. The lock ends when both clocks say so: the monotonic one of the device and the trusted one.
//!
//! [`Grant`] is the proof that a person has shown the right code; only [`People::verify`] makes one.

mod clock;
mod code;
pub(crate) mod digest;
mod lock;
#[expect(clippy::module_inception, reason = "the type gives the module its name")]
mod people;
mod record;
mod store;

pub use clock::{PeopleClock, Uptime};
pub use code::{Code, WeakCode};
pub use digest::Cost;
pub use people::{Authority, Grant, People, PeopleError, Ticket, Verified};
pub use record::{PersonRecord, Role};
pub use store::{PeopleStore, StoreError};
