//! Application File Locators and CVM Lists, good and hostile.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

use proptest::collection::vec;
use proptest::prelude::*;
use tapkernel_core::data::{
    ApplicationFileLocator, CvmCondition, CvmList, CvmMethod, CvmRule, ListError, ListFault,
};

fn error(fault: ListFault, offset: usize) -> ListError {
    ListError { fault, offset }
}

fn records(list: &[u8]) -> Vec<(u8, u8, bool)> {
    let afl = ApplicationFileLocator::parse(list).unwrap();
    let records: Vec<_> = afl.records().map(|r| (r.sfi, r.record, r.takes_part_in_oda)).collect();
    assert_eq!(records.len(), afl.record_count());
    records
}

#[test]
fn the_records_come_in_the_order_of_the_list() {
    let list = [0x18, 0x01, 0x01, 0x00, 0x10, 0x02, 0x04, 0x02];
    assert_eq!(records(&list), [(3, 1, false), (2, 2, true), (2, 3, true), (2, 4, false)]);
    assert_eq!(records(&[]), []);
    assert_eq!(records(&[0xF0, 0xFF, 0xFF, 0x01]), [(30, 255, true)]);
}

#[test]
fn whole_range_may_be_authenticated_and_no_more() {
    assert_eq!(records(&[0x08, 0x01, 0x02, 0x02]), [(1, 1, true), (1, 2, true)]);
    let fault = error(ListFault::AuthenticatedRecords, 0);
    assert_eq!(ApplicationFileLocator::parse(&[0x08, 0x01, 0x02, 0x03]), Err(fault));
    assert_eq!(ApplicationFileLocator::parse(&[0x08, 0x05, 0x05, 0xFF]), Err(fault));
}

#[test]
fn the_number_of_records_is_limited() {
    let fault = |offset| error(ListFault::TooManyRecords, offset);
    assert_eq!(records(&[0x08, 0x01, 0x40, 0x00]).len(), 64);
    assert_eq!(ApplicationFileLocator::parse(&[0x08, 0x01, 0x41, 0x00]), Err(fault(0)));
    assert_eq!(ApplicationFileLocator::parse(&[0x08, 0x01, 0xFF, 0xFF]), Err(fault(0)));
    assert_eq!(ApplicationFileLocator::parse(&[0x08, 1, 60, 0, 0x10, 1, 4, 0, 0x18, 1, 1, 0]), Err(fault(8)));
    assert_eq!(records(&[0x08, 0x01, 0x01, 0x00].repeat(63)).len(), 63);
    let long = [0x08, 0x01, 0x01, 0x00].repeat(64);
    assert_eq!(ApplicationFileLocator::parse(&long), Err(error(ListFault::TooLong, 252)));
}

#[test]
fn a_length_that_is_no_multiple_of_four_is_refused() {
    for length in (0..12).filter(|length| length % 4 != 0) {
        let list = &[0x08, 0x01, 0x01, 0x00].repeat(3)[..length];
        let fault = error(ListFault::CutShort, length / 4 * 4);
        assert_eq!(ApplicationFileLocator::parse(list), Err(fault));
    }
}

/// Every first byte with every record range and count that lies at an edge.
#[test]
fn entries_are_taken_exactly_when_the_book_allows_them() {
    let edges: Vec<u8> = (0..=5).chain([30, 63, 64, 65, 127, 128]).chain(252..=255).collect();
    for file in 0..=255_u8 {
        for &first in &edges {
            for &last in &edges {
                for &count in &edges {
                    let (from, to, authenticated) = (i32::from(first), i32::from(last), i32::from(count));
                    let sfi_fits = file % 8 == 0 && file > 0 && file < 248;
                    let range_fits =
                        from >= 1 && to >= from && to - from < 64 && authenticated <= 1 + to - from;
                    let afl = [file, first, last, count];
                    let read = ApplicationFileLocator::parse(&afl);
                    assert_eq!(read.is_ok(), sfi_fits && range_fits, "{afl:02X?}");
                    if let Ok(read) = read {
                        let expected =
                            (from..=to).map(|n| (i32::from(file / 8), n, n < from + authenticated));
                        let records =
                            read.records().map(|r| (r.sfi.into(), r.record.into(), r.takes_part_in_oda));
                        assert!(records.eq(expected), "{afl:02X?}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_cvm_list_has_two_amounts_and_rules() {
    let coded = [0, 0, 0x13, 0x88, 0, 0, 0, 0x64, 0x42, 0x01, 0x5E, 0x06, 0x1F, 0x03, 0x00, 0x09];
    let list = CvmList::parse(&coded).unwrap();
    assert_eq!((list.amount_x(), list.amount_y(), list.is_empty()), (5000, 100, false));
    let rules: Vec<_> =
        list.rules().map(|r| (r.method(), r.continues_when_unsuccessful(), r.condition())).collect();
    assert_eq!(
        rules,
        [
            (CvmMethod::EncipheredPinOnline, true, CvmCondition::UnattendedCash),
            (CvmMethod::Signature, true, CvmCondition::UnderX),
            (CvmMethod::NoCvm, false, CvmCondition::TerminalSupportsCvm),
            (CvmMethod::FailCvmProcessing, false, CvmCondition::OverY),
        ]
    );
}

#[test]
fn a_cvm_list_cut_short_is_refused_one_without_rules_is_not() {
    for length in 0..8 {
        let fault = error(ListFault::CutShort, if length < 4 { 0 } else { 4 });
        assert_eq!(CvmList::parse(&[0; 8][..length]), Err(fault));
    }
    assert!(CvmList::parse(&[0; 8]).unwrap().is_empty());
    assert_eq!(CvmList::parse(&[0; 9]), Err(error(ListFault::CutShort, 9)));
    assert_eq!(CvmList::parse(&[0; 251]), Err(error(ListFault::CutShort, 251)));
    assert_eq!(CvmList::parse(&[0; 252]).unwrap().rules().count(), 122);
    assert_eq!(CvmList::parse(&[0; 254]), Err(error(ListFault::TooLong, 252)));
}

#[test]
fn every_rule_has_a_method_and_a_condition() {
    let known = [0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x1E, 0x1F];
    for byte in 0..=255_u8 {
        let rule = CvmRule { code: byte, condition_code: byte };
        let bits = byte % 64;
        assert_eq!(rule.method() == CvmMethod::Other(bits), !known.contains(&bits));
        assert_eq!(rule.method(), CvmRule { code: byte ^ 0xC0, condition_code: 0 }.method());
        assert_eq!(rule.continues_when_unsuccessful(), byte / 64 % 2 == 1);
        assert_eq!(rule.condition() == CvmCondition::Other(byte), byte > 9);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn an_afl_is_what_its_entries_encode_to(list in vec(
        (1_u8..=30, 1_u8..=200, 0_u8..4, 0_u8..5).prop_map(|(sfi, first, more, count)| [sfi << 3, first, first + more, count]),
        0..20,
    )) {
        let coded = list.concat();
        let fits = list.iter().all(|[_, first, last, count]| *count <= last - first + 1);
        let total: usize = list.iter().map(|[_, first, last, _]| usize::from(last - first) + 1).sum();
        let read = ApplicationFileLocator::parse(&coded);
        prop_assert_eq!(read.is_ok(), fits && total <= ApplicationFileLocator::MAX_RECORDS);
        if let Ok(afl) = read {
            let again: Vec<_> = afl.entries().flat_map(|e| [e.sfi << 3, e.first, e.last, e.authenticated]).collect();
            prop_assert_eq!(&again, &coded);
            prop_assert_eq!(afl.record_count(), total);
        }
    }

    #[test]
    fn a_cvm_list_is_what_it_encodes_to(x in any::<u32>(), y in any::<u32>(), rules in vec(any::<[u8; 2]>(), 0..122)) {
        let coded = [&x.to_be_bytes()[..], &y.to_be_bytes(), &rules.concat()].concat();
        let list = CvmList::parse(&coded).unwrap();
        prop_assert_eq!((list.amount_x(), list.amount_y()), (x, y));
        prop_assert_eq!(list.rules().map(|r| [r.code, r.condition_code]).collect::<Vec<_>>(), rules);
    }

    #[test]
    fn hostile_bytes_never_panic(bytes in vec(any::<u8>(), 0..300)) {
        let _ = ApplicationFileLocator::parse(&bytes).map(|afl| afl.records().count());
        let read = CvmList::parse(&bytes);
        prop_assert_eq!(read.is_ok(), bytes.len() % 2 == 0 && (8..=252).contains(&bytes.len()));
    }
}
