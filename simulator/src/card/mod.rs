//! Software cards: data files that answer commands.
//!
//! A card is a file under `cards/`; what a scheme's application does with it is one file here. [`cards`] lists
//! them, [`card`] makes one, [`SoftwareCard::answer`] takes a C-APDU and gives the R-APDU.

mod application;
mod card_keys;
mod certification;
mod command;
mod directory;
mod issuer_update;
mod library;
mod personalisation;
mod processing_options;
mod software_card;
mod visa;

pub use application::{Application, Behaviour, IssuerUpdate, Record, Refusal};
pub use certification::{CertificateFile, certificates, icc_certificate_objects, issuer_certificate_objects};
pub use library::{card, cards, personalisations};
pub use personalisation::{Personalisation, PersonalisationError};
pub use software_card::SoftwareCard;
pub use visa::VisaBehaviour;
