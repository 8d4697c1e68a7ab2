//! The consequences of a failure, all of them.

use super::*;

fn policies(bits: u8) -> Policies {
    Policies {
        oda_failed: if bits & 1 == 0 { OdaFailed::AsBook } else { OdaFailed::Decline },
        oda_unknown_key: if bits & 2 == 0 { OdaUnknownKey::AsBook } else { OdaUnknownKey::Decline },
        ..Policies::AS_BOOK
    }
}

/// The sentences of 5.6 and of the policies, on raw bytes.
fn naive(failure: &Failure) -> Consequence {
    let unknown_key = failure.reason == OdaReason::UnknownCaKey;
    let not_offered = failure.reason == OdaReason::NotOffered;
    let strict_failed = failure.policies.oda_failed == OdaFailed::Decline;
    let strict_key = failure.policies.oda_unknown_key == OdaUnknownKey::Decline;
    let (wish, reader) = (failure.ctq.0[0], failure.ttq.0[0]);
    let rules = [
        (unknown_key && strict_key, Consequence::Decline),
        (!unknown_key && !not_offered && strict_failed, Consequence::Decline),
        (failure.decision == Decision::Online && !failure.in_force, Consequence::None),
        (wish & 0x20 != 0 && reader & 0x08 == 0, Consequence::GoOnline),
        (wish & 0x10 != 0 && reader & 0x10 != 0, Consequence::SwitchInterface),
    ];
    rules.into_iter().find(|(speaks, _)| *speaks).map_or(Consequence::Decline, |(_, consequence)| consequence)
}

#[test]
fn every_failure_has_the_consequence_of_the_table() {
    for reason in OdaReason::ALL.iter().copied() {
        for (decision, in_force) in [
            (Decision::Offline, false),
            (Decision::Offline, true),
            (Decision::Online, false),
            (Decision::Online, true),
        ] {
            for ctq in 0..=u8::MAX {
                for ttq in (0..=u8::MAX).step_by(8) {
                    for bits in 0..4 {
                        let (ctq, ttq) = (Ctq([ctq, 0]), Ttq([ttq, 0, 0, 0]));
                        let failure =
                            Failure { reason, decision, in_force, ctq, ttq, policies: policies(bits) };
                        assert_eq!(consequence(&failure), naive(&failure), "{failure:?}");
                    }
                }
            }
        }
    }
}
