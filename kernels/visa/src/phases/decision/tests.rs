use super::*;

const POLICIES: [OfflineApproval; 2] = [OfflineApproval::AsBook, OfflineApproval::Never];

#[test]
fn only_a_tc_that_was_not_asked_to_go_online_stays_offline() {
    for ttq in (0..=u16::MAX).map(|bytes| Ttq([bytes.to_be_bytes()[0], bytes.to_be_bytes()[1], 0, 0])) {
        for policy in POLICIES {
            let online_asked = ttq.0[1] & 0x80 != 0;
            let offline = !online_asked && policy == OfflineApproval::AsBook;
            let expected = if offline { Decision::Offline } else { Decision::Online };
            assert_eq!(decide(Some(AcType::Tc), ttq, policy), expected, "{ttq:?} {policy:?}");
            assert_eq!(decide(Some(AcType::Arqc), ttq, policy), Decision::Online);
            assert_eq!(decide(Some(AcType::Aac), ttq, policy), Decision::Decline);
            assert_eq!(decide(None, ttq, policy), Decision::Decline);
        }
    }
}

#[test]
fn the_verification_results_tell_the_type() {
    for byte in 0..=u8::MAX {
        let expected =
            [Some(AcType::Aac), Some(AcType::Tc), Some(AcType::Arqc), None][usize::from(byte / 16 % 4)];
        assert_eq!(cryptogram_type_from_iad(&[6, 1, 0x0A, 3, byte, 0, 0]), expected, "{byte:02X}");
    }
    assert_eq!(cryptogram_type_from_iad(&[6, 1, 0x0A, 3]), None);
}

#[test]
fn a_decline_outweighs_online_and_online_outweighs_offline() {
    assert!(Decision::Decline > Decision::Online && Decision::Online > Decision::Offline);
}
