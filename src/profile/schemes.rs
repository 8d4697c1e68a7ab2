//! Reading the schemes: applications, kernels, and what goes with them.

use tapkernel_core::data::{Aid, Database, Dictionaries, Dictionary, KernelId};
use tapkernel_core::oda::RevokedCertificate;
use tapkernel_core::tlv::Tag;

use super::Stage;
use super::ca_keys::{self, CaKey};
use super::currencies::CurrencyRules;
use super::data_objects::{self, Known, TTQ};
use super::place::{Fields, Place};
use super::transaction_sets::{TransactionSet, transactions};
use super::values::{hex, line, shown};

/// The applications of one scheme under one kernel.
#[derive(Clone, Debug)]
pub(super) struct Scheme {
    pub(super) name: String,
    pub(super) kernel: KernelId,
    pub(super) aids: Vec<Aid>,
    pub(super) transactions: Vec<TransactionSet>,
    pub(super) data: Database,
    pub(super) ca_keys: Vec<CaKey>,
    pub(super) revoked: Vec<RevokedCertificate>,
    #[cfg(feature = "visa")]
    pub(super) by_program: Vec<super::dynamic_reader_limits::RulesByProgram>,
    pub(super) path: String,
}

/// What the reading of schemes needs to know of the rest.
pub(super) struct Surroundings<'a> {
    pub(super) stage: Stage,
    pub(super) currencies: &'a [CurrencyRules],
}

/// The data objects of the kernel's scheme that fields have names for.
const fn named(kernel: KernelId) -> &'static [(Tag, &'static str)] {
    match kernel {
        #[cfg(feature = "visa")]
        KernelId::VISA => super::compile_visa::NAMED,
        #[cfg(feature = "mastercard")]
        KernelId::MASTERCARD => super::compile_mastercard::NAMED,
        _ => &[(TTQ, "ttq")],
    }
}

/// Whether the object configures the kernel, although its dictionary gives it no source in the terminal.
const fn own(kernel: KernelId) -> fn(Tag) -> bool {
    match kernel {
        #[cfg(feature = "mastercard")]
        KernelId::MASTERCARD => super::compile_mastercard::is_configuration,
        _ => |_| false,
    }
}

/// What is wrong with a value of the kernel's scheme.
const fn problem(kernel: KernelId) -> fn(Tag, &[u8]) -> Option<&'static str> {
    match kernel {
        #[cfg(feature = "visa")]
        KernelId::VISA => super::compile_visa::problem,
        _ => |_, _| None,
    }
}

/// The data objects of a scheme or of one of its transaction types.
pub(super) fn data(place: Option<Place<'_>>, kernel: KernelId) -> Database {
    let mut data = Database::new();
    if let Some(place) = place {
        let known = Known {
            dictionaries: Dictionaries::new(dictionaries(kernel)),
            named: named(kernel),
            own: own(kernel),
            problem: problem(kernel),
        };
        data_objects::read(&place, &known, &mut data);
    }
    data
}

/// Reads all schemes; no application may stand twice under one kernel.
pub(super) fn read(place: &Place<'_>, around: &Surroundings<'_>) -> Option<Vec<Scheme>> {
    let items = place.list()?;
    if items.is_empty() {
        place.refuse::<()>("at least one scheme is needed");
    }
    let mut schemes: Vec<Scheme> = Vec::new();
    for item in items {
        let Some(read) = one(&item, around) else { continue };
        for aid in &read.aids {
            if schemes.iter().any(|known| known.kernel == read.kernel && known.aids.contains(aid)) {
                item.refuse::<()>(format_args!("AID {aid} is there twice for kernel {}", read.kernel));
            }
        }
        schemes.push(read);
    }
    Some(schemes)
}

fn one(place: &Place<'_>, around: &Surroundings<'_>) -> Option<Scheme> {
    let mut fields = place.fields()?;
    let name = fields.required("scheme").and_then(|field| line(&field, 1, 32));
    let kernel = fields.required("kernel").and_then(|field| kernel(&field))?;
    let aids = fields.required("aids").and_then(|field| aids(&field));
    let transactions = fields.required("transactions").and_then(|field| transactions(&field, kernel, around));
    #[allow(unused_mut)]
    let mut data = data(fields.optional("data"), kernel);
    #[cfg(feature = "visa")]
    let by_program = super::compile_visa::read(kernel, &mut fields, around, &mut data);
    #[cfg(feature = "mastercard")]
    super::compile_mastercard::read(kernel, &mut fields, &mut data);
    refuse_of_another_kernel(kernel, &mut fields);
    let rid = aids.as_ref().and_then(|aids| aids.first()).map(Aid::rid);
    let ca_keys = fields.optional("ca_keys").and_then(|field| ca_keys::read(&field, rid, around.stage));
    let revoked =
        fields.optional("revoked_certificates").and_then(|field| ca_keys::read_revoked(&field, rid));
    fields.end();
    let scheme = Scheme {
        name: name?,
        kernel,
        aids: aids?,
        transactions: transactions?,
        data,
        ca_keys: ca_keys.unwrap_or_default(),
        revoked: revoked.unwrap_or_default(),
        #[cfg(feature = "visa")]
        by_program,
        path: place.path().to_owned(),
    };
    #[cfg(feature = "mastercard")]
    super::compile_mastercard::check(place, &scheme, around.stage);
    Some(scheme)
}

/// Fields that only some kernels know.
const OF_KERNELS: &[(&str, &[KernelId], &str)] = &[
    ("options", &[KernelId::VISA], "is for Kernel 3 only: leave it out"),
    ("dynamic_reader_limits", &[KernelId::VISA], "is for Kernel 3 only: leave it out"),
    ("kernel_2_options", &[KernelId::MASTERCARD], "is for Kernel 2 only: leave it out"),
    (
        "co_badged_pan_prefixes",
        &[KernelId::MASTERCARD, KernelId::VISA],
        "is for Kernels 2 and 3 only: leave it out",
    ),
];

fn refuse_of_another_kernel(kernel: KernelId, fields: &mut Fields<'_>) {
    for (name, _, text) in OF_KERNELS.iter().filter(|(_, kernels, _)| !kernels.contains(&kernel)) {
        if let Some(field) = fields.optional(name) {
            field.refuse::<()>(text);
        }
    }
}

/// The dictionaries of the kernel's scheme.
const fn dictionaries(kernel: KernelId) -> &'static [Dictionary] {
    match kernel {
        #[cfg(feature = "visa")]
        KernelId::VISA => &[tapkernel_visa::dictionary::DICTIONARY],
        #[cfg(feature = "mastercard")]
        KernelId::MASTERCARD => &[tapkernel_mastercard::dictionary::DICTIONARY],
        _ => &[],
    }
}

/// Kernels of this library that the build is without, with the feature that brings them.
pub(super) const LACKING: &[(KernelId, &str)] = &[
    #[cfg(not(feature = "mastercard"))]
    (KernelId::MASTERCARD, "mastercard"),
    #[cfg(not(feature = "visa"))]
    (KernelId::VISA, "visa"),
];

fn kernel(place: &Place<'_>) -> Option<KernelId> {
    let bytes = hex(place)?;
    if !matches!(bytes.len(), 1 | 3) {
        return place
            .refuse("a kernel identifier has one byte, or three for a domestic kernel, as in \"03\"");
    }
    let kernel = KernelId(bytes.iter().fold(0, |id, byte| id << 8 | u32::from(*byte)));
    if matches!(kernel.0, 0 | 8) {
        return place.refuse("the merchant's rules cannot be compiled for this kernel: choose another");
    }
    if let Some((_, feature)) = LACKING.iter().find(|(lacking, _)| *lacking == kernel) {
        return place
            .refuse(format_args!("this build has no Kernel {kernel}: build with the feature `{feature}`"));
    }
    Some(kernel)
}

fn aids(place: &Place<'_>) -> Option<Vec<Aid>> {
    let mut aids = Vec::new();
    for item in place.list()? {
        let Some(bytes) = hex(&item) else { continue };
        match Aid::new(&bytes) {
            Ok(aid) if aids.contains(&aid) => item.refuse("is there twice: keep one").unwrap_or_default(),
            Ok(aid) => aids.push(aid),
            Err(_) => {
                let text = item.text().unwrap_or_default();
                item.refuse(format_args!("{}: an AID has 5 to 16 bytes", shown(text))).unwrap_or_default()
            }
        }
    }
    if aids.is_empty() {
        return place.refuse("at least one AID is needed");
    }
    Some(aids)
}
