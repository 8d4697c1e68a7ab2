//! Whether this device may begin a transaction at all: asked before each one.
//!
//! [`AttestationGate`] is the port to what an app has for it: a back end that judges device, app and PIN component.
//! `docs/attestation.md` says what PCI MPoC asks of it. Two gates come with the library: [`LaboratoryGate`], which lets
//! everything through, and [`ValidityGate`], which remembers the last verdict of a back end for a time.

mod gate;
mod laboratory;
mod request;
mod validity;

pub use gate::{Attestation, AttestationGate, AttestationRefusal};
pub use laboratory::LaboratoryGate;
pub use request::AttestationRequest;
pub use validity::ValidityGate;
