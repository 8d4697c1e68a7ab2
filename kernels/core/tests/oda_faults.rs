//! Cards of our own: each check fails alone, and with its own reason. All signatures here are made anew after the
//! change, so that only the check in question can refuse.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

mod common;
#[path = "common/own_card.rs"]
mod own_card;

use std::collections::HashSet;

use common::card::CARD_AUTHENTICATION_RELATED_DATA;
use own_card::{INDEX, Method, OwnCard, RID, SERIAL};
use tapkernel_core::data::{Database, Date, tags};
use tapkernel_core::oda::{OdaReason as R, RevokedCertificate, SignedDataFormat};
use tapkernel_core::tlv::Tag;

type Change = fn(&mut OwnCard);
type Fault = (R, Change);

const ISSUER_FAULTS: &[Fault] = &[
    (R::IssuerCertificateHeader, |c| c.issuer_certificate.header = 0x4A),
    (R::IssuerCertificateTrailer, |c| c.issuer_certificate.trailer = 0xCC),
    (R::IssuerCertificateFormat, |c| c.issuer_certificate.body[0] = 0x04),
    (R::IssuerCertificateHashAlgorithm, |c| c.issuer_certificate.body[10] = 0x02),
    (R::IssuerCertificateHash, |c| c.issuer_certificate.spoil_hash = true),
    (R::IssuerIdentifierMismatch, |c| c.issuer_certificate.body[3] = 0x5F),
    (R::IssuerIdentifierMismatch, |c| {
        c.issuer_certificate.body[1..5].copy_from_slice(&[0x41, 0x23, 0xFF, 0x5F])
    }),
    (R::IssuerIdentifierMismatch, |c| {
        c.issuer_certificate.body[1..5].copy_from_slice(&[0x41, 0xFF, 0xFF, 0xFF])
    }),
    (R::IssuerIdentifierMismatch, |c| {
        c.issuer_certificate.body[1..5].copy_from_slice(&[0x41, 0x2A, 0xFF, 0xFF])
    }),
    (R::IssuerCertificateDate, |c| c.issuer_certificate.body[5] = 0x13),
    (R::IssuerCertificateDate, |c| c.issuer_certificate.body[6] = 0x2A),
    (R::IssuerCertificateExpired, |c| c.issuer_certificate.body[5..7].copy_from_slice(&[0x04, 0x26])),
    (R::IssuerCertificateExpired, |c| c.issuer_certificate.body[5..7].copy_from_slice(&[0x12, 0x99])),
    (R::IssuerCertificateRevoked, |c| {
        c.revoked.push(RevokedCertificate { rid: RID, index: INDEX, serial: SERIAL })
    }),
    (R::IssuerKeyAlgorithm, |c| c.issuer_certificate.body[11] = 0x02),
    (R::IssuerKeyExponentLength, |c| c.issuer_certificate.body[13] += 1),
    (R::IssuerKeyExponent, |c| *c.issuer.exponent.last_mut().unwrap() = 0x05),
    (R::IssuerKeyTooLong, |c| c.issuer_certificate.body[12] = 177),
    (R::IssuerKeyTooLong, |c| c.issuer_certificate.body[12] = 255),
    (R::IssuerKeyLeadingZero, |c| c.issuer_certificate.body[14] = 0),
    (R::IssuerCertificateLength, |c| c.tamper = |_, data| shorten(data, tags::ISSUER_PUBLIC_KEY_CERTIFICATE)),
    (R::IssuerCertificateTooLarge, |c| {
        c.tamper = |card, data| data.insert(tags::ISSUER_PUBLIC_KEY_CERTIFICATE, &card.ca.modulus)
    }),
    (R::CaKeyExpired, |c| c.ca_expiry = Date::new(2026, 5, 30)),
    (R::UnknownCaKey, |c| c.tamper = |_, data| data.insert(tags::CA_PUBLIC_KEY_INDEX, &[INDEX + 1])),
    (R::DataMissing, |c| c.tamper = |_, data| data.insert(tags::CA_PUBLIC_KEY_INDEX, &[])),
    (R::DataMissing, |c| c.tamper = |_, data| data.insert(tags::CA_PUBLIC_KEY_INDEX, &[INDEX, 0])),
    (R::DataMissing, |c| c.tamper = |_, data| data.remove(tags::ISSUER_PUBLIC_KEY_CERTIFICATE)),
    (R::DataMissing, |c| c.tamper = |_, data| data.remove(tags::ISSUER_PUBLIC_KEY_EXPONENT)),
    (R::DataMissing, |c| c.tamper = |_, data| data.remove(tags::APPLICATION_PAN)),
    (R::DataMissing, |c| c.tamper = |_, data| data.remove(tags::APPLICATION_INTERCHANGE_PROFILE)),
    (R::PanFormat, |c| c.tamper = |_, data| data.insert(tags::APPLICATION_PAN, &[0x41, 0x23, 0x45, 0x6A])),
    (R::SdaTagList, |c| c.sda_tag_list = vec![0x82, 0x82]),
    (R::SdaTagList, |c| c.sda_tag_list = vec![0x5A]),
    (R::SignedRecordSfi, |c| c.records[1].0 = 31),
    (R::SignedRecordSfi, |c| c.records[1].0 = 0),
    (R::SignedRecordTemplate, |c| c.records[0].1[0] = 0x77),
    (R::SignedRecordTemplate, |c| c.records[0].1.push(0)),
    (R::SignedRecordTemplate, |c| c.records[0].1.truncate(9)),
    (R::SignedRecordTemplate, |c| c.records[0].1.insert(0, 0)),
    (R::SignedRecordsTooLong, |c| c.records = vec![(11, vec![0; 254]); 65]),
];

/// For a key with a remainder.
const ISSUER_REMAINDER_FAULTS: &[Fault] = &[
    (R::IssuerKeyRemainderMissing, |c| c.issuer_remainder.clear()),
    (R::IssuerKeyRemainderLength, |c| c.issuer_remainder.insert(0, 0xBB)),
    (R::IssuerKeyRemainderLength, |c| c.issuer_remainder.truncate(3)),
    (R::IssuerKeyRemainderLength, |c| c.issuer_certificate.body[12] -= 1),
    (R::IssuerKeyRemainderUnexpected, |c| c.issuer_certificate.body[12] = 140),
    (R::IssuerKeyRemainderUnexpected, |c| c.issuer_certificate.body[12] = 139),
    (R::IssuerKeyEven, |c| *c.issuer_remainder.last_mut().unwrap() &= 0xFE),
];

/// For a key with padding.
const ISSUER_PADDING_FAULTS: &[Fault] = &[
    (R::IssuerKeyPadding, |c| c.issuer_certificate.body[14 + 128] = 0xBA),
    (R::IssuerKeyPadding, |c| *c.issuer_certificate.body.last_mut().unwrap() = 0x00),
    (R::IssuerKeyPadding, |c| c.issuer_certificate.body[12] -= 1),
    (R::IssuerKeyRemainderUnexpected, |c| c.issuer_remainder.push(0xBB)),
    (R::IssuerKeyEven, |c| c.issuer_certificate.body[14 + 127] &= 0xFE),
    (R::IssuerKeyTooShort, |c| {
        c.issuer_certificate.body[12] = 63;
        c.issuer_certificate.body[14 + 63..].fill(0xBB);
    }),
    (R::IssuerKeyTooShort, |c| {
        c.issuer_certificate.body[12] = 0;
        c.issuer_certificate.body[14..].fill(0xBB);
    }),
];

const ICC_FAULTS: &[Fault] = &[
    (R::IccCertificateHeader, |c| c.icc_certificate.header = 0x4A),
    (R::IccCertificateTrailer, |c| c.icc_certificate.trailer = 0xCC),
    (R::IccCertificateFormat, |c| c.icc_certificate.body[0] = 0x02),
    (R::IccCertificateHashAlgorithm, |c| c.icc_certificate.body[16] = 0x02),
    (R::IccCertificateHash, |c| c.icc_certificate.spoil_hash = true),
    (R::IccCertificatePan, |c| c.icc_certificate.body[9] = 0x5F),
    (R::IccCertificatePan, |c| c.icc_certificate.body[10] = 0xF0),
    (R::IccCertificatePan, |c| c.icc_certificate.body[9] = 0x60),
    (R::IccCertificateDate, |c| c.icc_certificate.body[11] = 0x00),
    (R::IccCertificateExpired, |c| c.icc_certificate.body[11..13].copy_from_slice(&[0x04, 0x26])),
    (R::IccKeyAlgorithm, |c| c.icc_certificate.body[17] = 0x00),
    (R::IccKeyExponentLength, |c| c.icc_certificate.body[19] += 1),
    (R::IccKeyExponent, |c| *c.icc.exponent.last_mut().unwrap() = 0x11),
    (R::IccKeyTooLong, |c| c.icc_certificate.body[18] = 145),
    (R::IccKeyLeadingZero, |c| c.icc_certificate.body[20] = 0),
    (R::IccCertificateLength, |c| c.tamper = |_, data| shorten(data, tags::ICC_PUBLIC_KEY_CERTIFICATE)),
    (R::IccCertificateTooLarge, |c| {
        c.tamper = |card, data| data.insert(tags::ICC_PUBLIC_KEY_CERTIFICATE, &card.issuer.modulus)
    }),
    (R::DataMissing, |c| c.tamper = |_, data| data.remove(tags::ICC_PUBLIC_KEY_CERTIFICATE)),
    (R::DataMissing, |c| c.tamper = |_, data| data.insert(tags::ICC_PUBLIC_KEY_EXPONENT, &[])),
    (R::SdadHeader, |c| c.dynamic_signature.header = 0x6B),
    (R::SdadTrailer, |c| c.dynamic_signature.trailer = 0xBD),
    (R::SdadFormat, |c| c.dynamic_signature.body[0] = 0x95),
    (R::SdadFormat, |c| c.dynamic_signature.body[0] = 0x03),
    (R::SdadHashAlgorithm, |c| c.dynamic_signature.body[1] = 0x02),
    (R::SdadHash, |c| c.dynamic_signature.spoil_hash = true),
    (R::SdadDataLength, |c| c.dynamic_signature.body[2] = u8::try_from(c.icc.modulus.len()).unwrap() - 24),
    (R::SdadDataLength, |c| c.dynamic_signature.body[2] = 255),
    (R::SdadPadding, |c| *c.dynamic_signature.body.last_mut().unwrap() = 0xBA),
    (R::IccDynamicNumber, |c| c.set_dynamic_data(&[])),
    (R::IccDynamicNumber, |c| c.set_dynamic_data(&[1, 0x11])),
    (R::IccDynamicNumber, |c| c.set_dynamic_data(&[9, 1, 2, 3, 4, 5, 6, 7, 8, 9])),
    (R::IccDynamicNumber, |c| c.set_dynamic_data(&[3, 1, 2])),
    (R::SdadLength, |c| c.tamper = |_, data| shorten(data, tags::SIGNED_DYNAMIC_APPLICATION_DATA)),
    (R::SdadTooLarge, |c| {
        c.tamper = |card, data| data.insert(tags::SIGNED_DYNAMIC_APPLICATION_DATA, &card.icc.modulus)
    }),
];

const ICC_REMAINDER_FAULTS: &[Fault] = &[
    (R::IccKeyRemainderMissing, |c| c.icc_remainder.clear()),
    (R::IccKeyRemainderLength, |c| c.icc_remainder.push(0x01)),
    (R::IccKeyRemainderLength, |c| c.icc_certificate.body[18] += 1),
    (R::IccKeyRemainderUnexpected, |c| c.icc_certificate.body[18] = 102),
    (R::IccKeyEven, |c| *c.icc_remainder.last_mut().unwrap() ^= 0x01),
];

const ICC_PADDING_FAULTS: &[Fault] = &[
    (R::IccKeyPadding, |c| c.icc_certificate.body[20 + 80] = 0x00),
    (R::IccKeyRemainderUnexpected, |c| c.icc_remainder.push(0x01)),
    (R::IccKeyEven, |c| c.icc_certificate.body[20 + 79] ^= 0x01),
    (R::IccKeyTooShort, |c| {
        c.icc_certificate.body[18] = 63;
        c.icc_certificate.body[20 + 63..].fill(0xBB);
    }),
];

const SDA_FAULTS: &[Fault] = &[
    (R::SsadHeader, |c| c.static_signature.header = 0x00),
    (R::SsadTrailer, |c| c.static_signature.trailer = 0x00),
    (R::SsadFormat, |c| c.static_signature.body[0] = 0x93),
    (R::SsadFormat, |c| c.format = SignedDataFormat::OdaForOnline),
    (R::SsadHashAlgorithm, |c| c.static_signature.body[1] = 0x00),
    (R::SsadHash, |c| c.static_signature.spoil_hash = true),
    (R::SsadPadding, |c| c.static_signature.body[4] = 0x00),
    (R::SsadPadding, |c| *c.static_signature.body.last_mut().unwrap() = 0xBC),
    (R::SsadLength, |c| c.tamper = |_, data| shorten(data, tags::SIGNED_STATIC_APPLICATION_DATA)),
    (R::SsadTooLarge, |c| {
        c.tamper = |card, data| data.insert(tags::SIGNED_STATIC_APPLICATION_DATA, &card.issuer.modulus)
    }),
];

const CDA_FAULTS: &[Fault] = &[
    (R::CdaDataLength, |c| c.set_dynamic_data(&[2, 0x11, 0x22])),
    (R::CdaDataLength, |c| {
        let data = c.cda_data(0x40, &[]);
        c.set_dynamic_data(&data[..data.len() - 1]);
    }),
    (R::CdaCryptogramInformationData, |c| c.set_dynamic_data(&c.cda_data(0x80, &[]))),
    (R::CdaTransactionDataHash, |c| c.transaction_data[3] ^= 0x10),
    (R::CdaTransactionDataHash, |c| c.transaction_data.push(0)),
];

const FDDA_FAULTS: &[Fault] = &[
    (R::FddaVersion, |c| c.related[0] = 0x00),
    (R::FddaVersion, |c| c.related[0] = 0x02),
    (R::FddaAuthenticationDataLength, |c| c.related.truncate(4)),
    (R::FddaAuthenticationDataLength, |c| c.related.resize(17, 0)),
    (R::SdadFormat, |c| c.format = SignedDataFormat::OdaForOnline),
];

fn shorten(data: &mut Database, tag: Tag) {
    let value = data.get(tag).unwrap().to_vec();
    data.insert(tag, &value[1..]);
}

const REMAINDERS: fn(Method) -> OwnCard = OwnCard::with_remainders;
const PADDING: fn(Method) -> OwnCard = OwnCard::with_padding;

type Table = (fn(Method) -> OwnCard, Method, &'static [Fault]);

const TABLES: &[Table] = &[
    (REMAINDERS, Method::Sda, ISSUER_FAULTS),
    (PADDING, Method::Dda, ISSUER_FAULTS),
    (REMAINDERS, Method::Fdda, ISSUER_REMAINDER_FAULTS),
    (PADDING, Method::Sda, ISSUER_PADDING_FAULTS),
    (REMAINDERS, Method::Dda, ICC_FAULTS),
    (REMAINDERS, Method::Cda, ICC_FAULTS),
    (PADDING, Method::Fdda, ICC_FAULTS),
    (REMAINDERS, Method::Dda, ICC_REMAINDER_FAULTS),
    (PADDING, Method::Dda, ICC_PADDING_FAULTS),
    (REMAINDERS, Method::Sda, SDA_FAULTS),
    (PADDING, Method::Sda, SDA_FAULTS),
    (REMAINDERS, Method::Cda, CDA_FAULTS),
    (REMAINDERS, Method::Fdda, FDDA_FAULTS),
];

#[test]
fn untouched_cards_verify() {
    for method in [Method::Sda, Method::Dda, Method::Cda, Method::Fdda] {
        for make in [REMAINDERS, PADDING] {
            assert_eq!(make(method).authenticate(), Ok(()), "{method:?}");
        }
    }
}

#[test]
fn each_fault_has_its_reason() {
    for (table, (make, method, faults)) in TABLES.iter().enumerate() {
        let good = make(*method);
        for (row, (reason, change)) in faults.iter().enumerate() {
            let mut card = good.clone();
            change(&mut card);
            assert_eq!(card.authenticate(), Err(*reason), "table {table} ({method:?}), row {row}");
        }
    }
}

#[test]
fn every_reason_is_reached() {
    let reached: HashSet<R> =
        TABLES.iter().flat_map(|(_, _, faults)| *faults).map(|(reason, _)| *reason).collect();
    for reason in R::ALL {
        let said_by_kernels =
            matches!(reason, R::NotOffered | R::NotRequired | R::NotReached | R::RelayResistanceData);
        assert_eq!(reached.contains(reason), !said_by_kernels, "{reason}");
    }
}

#[test]
fn words_are_stable_in_form_and_different() {
    let words: HashSet<&str> = R::ALL.iter().map(|reason| reason.word()).collect();
    assert_eq!(words.len(), R::ALL.len());
    assert!(words.iter().all(|word| word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')));
}

/// What must not be refused: the edges of what the checks allow.
#[test]
fn edges_that_hold() {
    let edges: &[(Method, Change)] = &[
        (Method::Dda, |c| c.date = Date::new(2028, 6, 30).unwrap()),
        (Method::Dda, |c| c.ca_expiry = Some(c.date)),
        (Method::Dda, |c| c.ca_expiry = None),
        (Method::Dda, |c| c.issuer_certificate.body[1..5].copy_from_slice(&[0x41, 0x23, 0x45, 0x67])),
        (Method::Dda, |c| c.issuer_certificate.body[1..5].copy_from_slice(&[0x41, 0x2F, 0xFF, 0xFF])),
        (Method::Dda, |c| c.set_dynamic_data(&[8, 1, 2, 3, 4, 5, 6, 7, 8])),
        (Method::Dda, |c| {
            let mut data = vec![0x5A; c.icc.modulus.len() - 25];
            data[0] = 2;
            c.set_dynamic_data(&data);
        }),
        (Method::Cda, |c| c.set_dynamic_data(&c.cda_data(0x40, &[0xAA]))),
        (Method::Fdda, |c| c.related.truncate(5)),
        (Method::Fdda, |c| c.related.resize(16, 0)),
        (Method::Fdda, |c| {
            c.format = SignedDataFormat::OdaForOnline;
            c.dynamic_signature.body[0] = 0x95;
        }),
        (Method::Sda, |c| {
            c.format = SignedDataFormat::OdaForOnline;
            c.static_signature.body[0] = 0x93;
        }),
        (Method::Sda, |c| c.sda_tag_list.clear()),
        (Method::Sda, |c| c.records.clear()),
        (Method::Sda, |c| {
            c.tamper = |_, data| {
                data.remove(tags::APPLICATION_PAN);
                let track_2 = common::unhex("41234567890123456D28062010000000000F");
                data.insert(tags::TRACK_2_EQUIVALENT_DATA, &track_2);
            }
        }),
    ];
    for (row, (method, change)) in edges.iter().enumerate() {
        for make in [REMAINDERS, PADDING] {
            let mut card = make(*method);
            change(&mut card);
            assert_eq!(card.authenticate(), Ok(()), "{method:?}, row {row}");
        }
    }
}

/// Every byte of every object and record, after signing.
#[test]
fn any_changed_byte() {
    for method in [Method::Sda, Method::Dda, Method::Cda, Method::Fdda] {
        for card in [REMAINDERS(method), PADDING(method)] {
            let data = card.database();
            for (tag, value) in data.iter() {
                if tag == CARD_AUTHENTICATION_RELATED_DATA && method != Method::Fdda {
                    continue;
                }
                if only_for_the_icc_key(tag) && method == Method::Sda {
                    continue;
                }
                for (at, change) in changes(value) {
                    let mut changed = value.to_vec();
                    changed[at] ^= change;
                    let mut data = data.clone();
                    data.insert(tag, &changed);
                    assert!(card.verify(&data, &card.records).is_err(), "{method:?}: {tag} byte {at}");
                }
            }
            for (number, (_, record)) in card.records.iter().enumerate() {
                for (at, change) in changes(record) {
                    let mut records = card.records.clone();
                    records[number].1[at] ^= change;
                    assert!(card.verify(&data, &records).is_err(), "{method:?}: record {number} byte {at}");
                }
            }
        }
    }
}

fn changes(value: &[u8]) -> impl Iterator<Item = (usize, u8)> + use<> {
    (0..value.len()).flat_map(|at| [0x01, 0x80, 0xFF].map(|change| (at, change)))
}

/// What SDA does not look at; a real card has its PAN in a signed record.
fn only_for_the_icc_key(tag: Tag) -> bool {
    [
        tags::ICC_PUBLIC_KEY_CERTIFICATE,
        tags::ICC_PUBLIC_KEY_REMAINDER,
        tags::ICC_PUBLIC_KEY_EXPONENT,
        tags::APPLICATION_PAN,
    ]
    .contains(&tag)
}
