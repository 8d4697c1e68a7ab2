//! Software cards: data files that answer commands.
//!
//! A card is a file under `cards/`; what a scheme's application does with it is one file here. [`cards`] lists
//! them, [`card`] makes one, [`SoftwareCard::answer`] takes a C-APDU and gives the R-APDU;
//! [`SoftwareCard::react`] says how long that takes, and whether the card is still there.

mod application;
mod card_keys;
mod certification;
mod command;
mod cryptogram;
mod data_object_list;
mod directory;
mod issuer_update;
mod library;
mod mastercard;
mod personalisation;
mod random_numbers;
mod reaction;
mod session;
mod software_card;
mod variant;
mod visa;

pub use application::{Application, Behaviour, IssuerUpdate, Record, Refusal};
pub use certification::{CertificateFile, certificates, icc_certificate_objects, issuer_certificate_objects};
pub use cryptogram::Cryptogram;
pub use library::{card, cards, personalisations};
pub use mastercard::{Interaction, MastercardBehaviour, RelayResistance};
pub use personalisation::{Personalisation, PersonalisationError};
pub use reaction::{Reaction, Torn};
pub use software_card::SoftwareCard;
pub use visa::VisaBehaviour;
