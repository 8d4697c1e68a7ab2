//! `Debug` of what holds card data prints tags and lengths, never values.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

use std::fmt::Debug;

use tapkernel_core::apdu::{CApdu, RApdu, StatusWord};
use tapkernel_core::data::{Aid, Database, FileControlInformation, UnpredictableNumber, tags};
use tapkernel_core::kernel::{OnlineResponse, Selection};
use tapkernel_core::oda::IccCertificate;
use tapkernel_core::oda::cda::CdaData;
use tapkernel_core::tlv::{Limits, TlvReader, TlvWriter, Walk};

/// Bytes whose decimal and hexadecimal forms are looked for.
const VALUE: [u8; 8] = [0x47, 0x61, 0x73, 0x90, 0x01, 0x01, 0x00, 0x10];

/// FCI with the value as a template of the issuer's.
fn fci() -> Vec<u8> {
    let mut writer = TlvWriter::new();
    writer
        .nest(tags::FCI_TEMPLATE, |fci| {
            fci.append(tags::DEDICATED_FILE_NAME, &[0xA0, 0, 0, 0, 3])?;
            fci.nest(tags::FCI_PROPRIETARY_TEMPLATE, |own| {
                own.nest(tags::FCI_ISSUER_DISCRETIONARY_DATA, |more| {
                    more.append(tags::APPLICATION_PAN, &VALUE)
                })
            })
        })
        .unwrap();
    assert!(!shows(&writer));
    writer.into_bytes()
}

fn shows(shown: &impl Debug) -> bool {
    let text = format!("{shown:?}").replace([' ', '\n'], "").to_uppercase();
    ["71,97,115,144", "47617390", "47,61,73,90"].iter().any(|form| text.contains(form))
}

#[test]
fn the_search_finds_every_form() {
    assert!(shows(&VALUE) && shows(&"4761739001010010") && shows(&format_args!("{VALUE:02X?}")));
}

#[test]
fn readers_and_writers() {
    let fci = fci();
    assert!(!shows(&TlvReader::new(&fci)) && !shows(&Walk::new(&fci, Limits::DEFAULT)));
    for node in Walk::new(&fci, Limits::DEFAULT) {
        assert!(!shows(&node));
    }
    assert!(!shows(&FileControlInformation::parse(&fci).unwrap()));
}

#[test]
fn commands_answers_and_what_goes_to_a_kernel() {
    let fci = fci();
    let aid = Aid::new(&[0xA0, 0, 0, 0, 3]).unwrap();
    assert!(!shows(&CApdu::get_processing_options(&VALUE)) && !shows(&RApdu::parse(&fci)));
    assert!(!shows(&Selection { aid, adf_name: aid, fci, status: StatusWord::OK }));
    let data: Database = [(tags::ISSUER_AUTHENTICATION_DATA, VALUE.as_slice())].into_iter().collect();
    assert!(!shows(&OnlineResponse { data, scripts: vec![VALUE.to_vec()] }));
}

#[test]
fn what_signatures_cover() {
    let certificate = IccCertificate { certificate: &VALUE, remainder: Some(&VALUE), exponent: &[3] };
    assert!(!shows(&certificate));
    let data = CdaData {
        unpredictable_number: UnpredictableNumber([0; 4]),
        cryptogram_information_data: 0x80,
        transaction_data: &[&VALUE],
    };
    assert!(!shows(&data));
}
