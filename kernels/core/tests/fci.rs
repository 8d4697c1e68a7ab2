//! File Control Information of applications and of the PPSE, good and hostile.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::cast_possible_truncation)]

use proptest::collection::vec;
use proptest::prelude::*;
use tapkernel_core::data::FileControlInformation;
use tapkernel_core::tlv::{Tag, TlvError, TlvFault};

/// A data object with a value of at most 127 bytes.
fn tlv(tag: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    let value = parts.concat();
    assert!(value.len() < 128);
    [tag, &[value.len() as u8], &value].concat()
}

fn ppse(entries: &[&[u8]]) -> Vec<u8> {
    let own = tlv(&[0xA5], &[&tlv(&[0xBF, 0x0C], entries)]);
    tlv(&[0x6F], &[&tlv(&[0x84], &[b"2PAY.SYS.DDF01"]), &own])
}

fn fault(bytes: &[u8]) -> (TlvFault, usize) {
    let TlvError { fault, offset } = FileControlInformation::parse(bytes).unwrap_err();
    (fault, offset)
}

const NAME: [u8; 4] = [0x84, 0x02, 0xA0, 0x00];

#[test]
fn an_application_answers_with_its_data() {
    let own = tlv(
        &[0xA5],
        &[
            &tlv(&[0x50], &[b"CREDIT"]),
            &tlv(&[0x87], &[&[0x01]]),
            &tlv(&[0x5F, 0x2D], &[b"fren"]),
            &tlv(&[0x9F, 0x11], &[&[0x01]]),
            &tlv(&[0x9F, 0x12], &[b"CARTE"]),
            &tlv(&[0x9F, 0x38], &[&[0x9F, 0x66, 0x04]]),
            &tlv(&[0xBF, 0x0C], &[&tlv(&[0x9F, 0x5A], &[&[0x11]])]),
        ],
    );
    let bytes = tlv(&[0x6F], &[&NAME, &own]);
    let fci = FileControlInformation::parse(&bytes).unwrap();
    assert_eq!(fci.name, [0xA0, 0x00]);
    assert_eq!((fci.label, fci.priority), (Some(&b"CREDIT"[..]), Some(&[0x01][..])));
    assert_eq!(
        (fci.language_preference, fci.issuer_code_table_index),
        (Some(&b"fren"[..]), Some(&[0x01][..]))
    );
    assert_eq!((fci.preferred_name, fci.pdol), (Some(&b"CARTE"[..]), Some(&[0x9F, 0x66, 0x04][..])));
    assert_eq!(fci.issuer_discretionary.unwrap().value, [0x9F, 0x5A, 0x01, 0x11]);
    assert_eq!((fci.first_repeated(), fci.directory().count()), (Ok(None), 0));

    let bare = tlv(&[0x6F], &[&NAME, &[0xA5, 0x00]]);
    let fci = FileControlInformation::parse(&bare).unwrap();
    assert_eq!((fci.label, fci.pdol, fci.issuer_discretionary), (None, None, None));
}

#[test]
fn templates_that_must_be_there_are_missed() {
    assert_eq!(fault(&[]), (TlvFault::Missing(Tag::new(0x6F)), 0));
    assert_eq!(fault(&[0x70, 0x00]), (TlvFault::Missing(Tag::new(0x6F)), 0));
    assert_eq!(fault(&[0x6F, 0x00]), (TlvFault::Missing(Tag::new(0x84)), 2));
    assert_eq!(fault(&tlv(&[0x6F], &[&NAME])), (TlvFault::Missing(Tag::new(0xA5)), 2));
    // Not where they belong: 84 inside A5, A5 beside 6F.
    assert_eq!(fault(&tlv(&[0x6F], &[&tlv(&[0xA5], &[&NAME])])), (TlvFault::Missing(Tag::new(0x84)), 2));
    let beside = [tlv(&[0x6F], &[&NAME]), vec![0xA5, 0x00]].concat();
    assert_eq!(fault(&beside), (TlvFault::Missing(Tag::new(0xA5)), 2));
}

#[test]
fn repeated_templates_are_refused_other_repetitions_reported() {
    let own = [0xA5, 0x00];
    assert_eq!(fault(&tlv(&[0x6F], &[&NAME, &own, &own])), (TlvFault::Repeated(Tag::new(0xA5)), 8));
    assert_eq!(fault(&tlv(&[0x6F], &[&NAME, &own, &NAME])), (TlvFault::Repeated(Tag::new(0x84)), 8));
    let good = tlv(&[0x6F], &[&NAME, &own]);
    assert_eq!(fault(&good.repeat(2)), (TlvFault::Repeated(Tag::new(0x6F)), 8));
    let two_lists = tlv(&[0xA5], &[&[0xBF, 0x0C, 0x00, 0xBF, 0x0C, 0x00]]);
    assert_eq!(fault(&tlv(&[0x6F], &[&NAME, &two_lists])), (TlvFault::Repeated(Tag::new(0xBF0C)), 11));

    let labels = tlv(&[0xA5], &[&tlv(&[0x50], &[b"A"]), &tlv(&[0x50], &[b"B"])]);
    let bytes = tlv(&[0x6F], &[&NAME, &labels]);
    let fci = FileControlInformation::parse(&bytes).unwrap();
    assert_eq!((fci.label, fci.first_repeated()), (Some(&b"A"[..]), Ok(Some(Tag::new(0x50)))));
}

#[test]
fn a_broken_level_is_refused_with_its_place() {
    assert_eq!(fault(&tlv(&[0x6F], &[&NAME, &[0xA5, 0x03, 0x50, 0x02, 0x41]])), (TlvFault::CutShort, 10));
    assert_eq!(fault(&ppse(&[&[0x61, 0x05, 0x4F]])).0, TlvFault::CutShort);
    assert_eq!(fault(&[0x6F, 0x80, 0x00, 0x00]), (TlvFault::LengthForm(0x80), 1));
}

#[test]
fn the_directory_has_its_entries_in_order() {
    let first = tlv(
        &[0x61],
        &[
            &tlv(&[0x4F], &[&[0xA0, 0, 0, 0, 0x03, 0x10, 0x10]]),
            &tlv(&[0x50], &[b"VISA"]),
            &tlv(&[0x87], &[&[0x02]]),
            &tlv(&[0x9F, 0x2A], &[&[0x03]]),
            &tlv(&[0x9F, 0x29], &[&[0x00, 0x01]]),
        ],
    );
    let second = tlv(&[0x61], &[&tlv(&[0x4F], &[&[0xA0, 0, 0, 0, 0x04, 0x10, 0x10]]), &[0x9F, 0x2A, 0x00]]);
    let bytes = ppse(&[&first, &[0x00, 0x9F, 0x4D, 0x00], &second]);
    let fci = FileControlInformation::parse(&bytes).unwrap();
    let entries: Vec<_> = fci.directory().map(Result::unwrap).collect();
    assert_eq!(entries.len(), 2);
    assert_eq!(entries[0].adf_name, Some(&[0xA0, 0, 0, 0, 0x03, 0x10, 0x10][..]));
    assert_eq!((entries[0].label, entries[0].priority), (Some(&b"VISA"[..]), Some(&[0x02][..])));
    assert_eq!(entries[0].kernel_identifier, Some(&[0x03][..]));
    assert_eq!(entries[0].extended_selection, Some(&[0x00, 0x01][..]));
    assert_eq!(entries[1].adf_name, Some(&[0xA0, 0, 0, 0, 0x04, 0x10, 0x10][..]));
    // Present without a value, and absent.
    assert_eq!((entries[1].kernel_identifier, entries[1].priority), (Some(&[][..]), None));
}

#[test]
fn only_templates_directly_in_bf0c_are_entries() {
    let entry = tlv(&[0x61], &[&tlv(&[0x4F], &[&[0xA0, 0, 0, 0, 0x03]])]);
    let nested = tlv(&[0x70], &[&entry]);
    let own = tlv(&[0xA5], &[&entry, &tlv(&[0xBF, 0x0C], &[&nested, &entry])]);
    let bytes = tlv(&[0x6F], &[&NAME, &entry, &own]);
    assert_eq!(FileControlInformation::parse(&bytes).unwrap().directory().count(), 1);
}

#[test]
fn a_bad_entry_does_not_spoil_the_others() {
    let good = tlv(&[0x61], &[&tlv(&[0x4F], &[&[0xA0, 0, 0, 0, 0x03]])]);
    let cut_short = [0x61, 0x03, 0x4F, 0x07, 0xA0];
    let two_names = [0x61, 0x06, 0x4F, 0x01, 0xA0, 0x4F, 0x01, 0xA0];
    let nameless = [0x61, 0x03, 0x87, 0x01, 0x01];
    let bytes = ppse(&[&cut_short, &good, &two_names, &nameless, &good]);
    let fci = FileControlInformation::parse(&bytes).unwrap();
    let entries: Vec<_> = fci.directory().collect();
    let base = fci.issuer_discretionary.unwrap().value_offset;
    assert_eq!(entries[0].unwrap_err(), TlvError { fault: TlvFault::CutShort, offset: base + 4 });
    let repeated = TlvFault::Repeated(Tag::new(0x4F));
    assert_eq!(entries[2].unwrap_err(), TlvError { fault: repeated, offset: base + 5 + 9 + 5 });
    assert_eq!(entries[3].unwrap().adf_name, None);
    assert_eq!(entries[1], entries[4]);
    assert_eq!(entries[1].unwrap().adf_name, Some(&[0xA0, 0, 0, 0, 0x03][..]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Each truncation of a good FCI and each flip of a byte is read or refused, and a truncation always refused.
    #[test]
    fn hostile_changes_are_survived(at in 0_usize..1000, byte in any::<u8>(), noise in vec(any::<u8>(), 0..120)) {
        let entry = tlv(&[0x61], &[&tlv(&[0x4F], &[&[0xA0, 0, 0, 0, 0x03]]), &tlv(&[0x87], &[&[0x01]])]);
        let good = ppse(&[&entry, &entry]);
        let at = at % good.len();
        prop_assert!(FileControlInformation::parse(&good[..at]).is_err());
        let mut changed = good.clone();
        changed[at] = byte;
        for bytes in [changed, noise] {
            match FileControlInformation::parse(&bytes) {
                Ok(fci) => prop_assert!(fci.directory().count() <= bytes.len() / 2),
                Err(error) => prop_assert!(error.offset <= bytes.len()),
            }
        }
    }
}
