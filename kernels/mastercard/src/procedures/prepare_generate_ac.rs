//! Procedure Prepare GENERATE AC (Book C-2, 7.6), for transactions without integrated data storage, and what the card
//! may answer.

use tapkernel_core::data::{AcType, CryptogramInformationData};

use crate::bits::{ApplicationCapabilitiesInformation as Aci, TerminalVerificationResults as Tvr};
use crate::dictionary::tags as mc;
use crate::path::Path;
use crate::tlv_database::TlvDatabase;

/// The cryptogram to ask for, and whether under a CDA signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CryptogramRequest {
    pub(crate) ac_type: AcType,
    pub(crate) cda: bool,
}

impl CryptogramRequest {
    /// Reference Control Parameter `DF8114`, P1 of the command.
    pub(crate) const fn reference_control_parameter(self) -> u8 {
        let ac_type = match self.ac_type {
            AcType::Aac => 0x00,
            AcType::Tc => 0x40,
            AcType::Arqc => 0x80,
        };
        if self.cda { ac_type | 0x10 } else { ac_type }
    }

    /// What a Reference Control Parameter asks for; the reserved type is an AAC.
    pub(crate) const fn of(parameter: u8) -> Self {
        let ac_type = match CryptogramInformationData(parameter).cryptogram_type() {
            Some(ac_type) => ac_type,
            None => AcType::Aac,
        };
        Self { ac_type, cda: parameter & 0x10 != 0 }
    }

    /// Whether the card may answer with this cryptogram: never a better one than was asked for.
    pub(crate) const fn allows(self, answer: AcType) -> bool {
        match answer {
            AcType::Tc => matches!(self.ac_type, AcType::Tc),
            AcType::Arqc => matches!(self.ac_type, AcType::Tc | AcType::Arqc),
            AcType::Aac => true,
        }
    }
}

/// Settles type and signature. With a failed CDA nothing signs that the phone has verified its holder: then only an AAC
/// will do.
pub(crate) fn prepare(
    db: &TlvDatabase,
    ac_type: AcType,
    oda_by_cda: bool,
    path: &mut Path,
) -> CryptogramRequest {
    path.at("PGAC CDA");
    if !oda_by_cda {
        return CryptogramRequest { ac_type, cda: false };
    }
    if db.tvr().has(Tvr::CDA_FAILED) {
        path.at("PGAC CDA failed");
        let ac_type = if db.on_device_cvm() { AcType::Aac } else { ac_type };
        return CryptogramRequest { ac_type, cda: false };
    }
    let over_aac = db.has(mc::APPLICATION_CAPABILITIES_INFORMATION, Aci::CDA_OVER_AAC);
    if ac_type == AcType::Aac && !over_aac {
        path.at("PGAC AAC without CDA");
        return CryptogramRequest { ac_type, cda: false };
    }
    CryptogramRequest { ac_type, cda: true }
}
