//! The whole input space against a second formulation.

use super::*;

const COPIES: [QualifiersCopy; 4] =
    [QualifiersCopy::Absent, QualifiersCopy::TooShort, QualifiersCopy::Equal, QualifiersCopy::Different];

/// The rules of 5.7 as sentences, each with the condition under which it speaks; written from the table, not from the
/// code. Bits are tested on the raw bytes.
fn naive(input: &CvmInput) -> CvmChoice {
    let [ttq_1, ttq_2, ..] = input.ttq.0;
    let signature_supported = ttq_1 & 0x02 != 0;
    let online_pin_supported = ttq_1 & 0x04 != 0;
    let cvm_required = ttq_2 & 0x40 != 0;
    let strict = input.policy == UnauthenticatedCdcvm::OnlinePin;
    let copy_sent = input.copy != QualifiersCopy::Absent;
    let copy_equal = input.copy == QualifiersCopy::Equal;
    let arqc = input.cryptogram == AcType::Arqc;
    let signed = copy_equal && input.fdda_verified;

    let Some(Ctq([ctq_1, ctq_2])) = input.ctq else {
        return match (cvm_required, signature_supported, online_pin_supported) {
            (false, _, _) => Some(Cvm::NoCvm),
            (true, true, _) => Some(Cvm::ObtainSignature),
            (true, false, true) => Some(Cvm::OnlinePin),
            (true, false, false) => None,
        };
    };
    let wants_pin = ctq_1 & 0x80 != 0;
    let wants_signature = ctq_1 & 0x40 != 0;
    let claims_cdcvm = ctq_2 & 0x80 != 0;

    let rules: [(bool, CvmChoice); 9] = [
        (wants_pin && online_pin_supported, Some(Cvm::OnlinePin)),
        (claims_cdcvm && copy_sent && !copy_equal, None),
        (claims_cdcvm && !copy_sent && !arqc, None),
        (claims_cdcvm && (signed || !strict), Some(Cvm::ConfirmationCodeVerified)),
        (claims_cdcvm && cvm_required && online_pin_supported, Some(Cvm::OnlinePin)),
        (claims_cdcvm && cvm_required, None),
        (wants_signature && signature_supported, Some(Cvm::ObtainSignature)),
        (cvm_required, None),
        (true, Some(Cvm::NoCvm)),
    ];
    rules.into_iter().find(|(speaks, _)| *speaks).unwrap().1
}

/// Every combination of the TTQ bits that a CVM could depend on.
fn ttqs() -> impl Iterator<Item = Ttq> {
    (0_u8..16).map(|bits| {
        Ttq::default()
            .with(Ttq::ONLINE_PIN_SUPPORTED, bits & 1 != 0)
            .with(Ttq::SIGNATURE_SUPPORTED, bits & 2 != 0)
            .with(Ttq::CVM_REQUIRED, bits & 4 != 0)
            .with(Ttq::CDCVM_SUPPORTED, bits & 8 != 0)
    })
}

fn inputs(ctq: Option<Ctq>) -> impl Iterator<Item = CvmInput> {
    ttqs().flat_map(move |ttq| {
        COPIES.into_iter().flat_map(move |copy| {
            (0_u8..8).map(move |bits| CvmInput {
                ttq,
                ctq,
                copy,
                cryptogram: if bits & 1 == 0 { AcType::Tc } else { AcType::Arqc },
                fdda_verified: bits & 2 != 0,
                policy: if bits & 4 == 0 {
                    UnauthenticatedCdcvm::AsBook
                } else {
                    UnauthenticatedCdcvm::OnlinePin
                },
            })
        })
    })
}

#[test]
fn every_input_is_judged_as_by_the_table() {
    let every_ctq = (0..=u16::MAX).map(|ctq| Some(Ctq(ctq.to_be_bytes())));
    for ctq in every_ctq.chain([None]) {
        for input in inputs(ctq) {
            let choice = select_cvm(&input);
            assert_eq!(choice, naive(&input), "{input:?}");
            // Whatever the rules: a required CVM is not skipped, and a strict product believes signed claims only.
            assert!(!(choice == Some(Cvm::NoCvm) && input.ttq.has(Ttq::CVM_REQUIRED)), "{input:?}");
            let strict = input.policy == UnauthenticatedCdcvm::OnlinePin;
            let signed = input.fdda_verified && input.copy == QualifiersCopy::Equal;
            assert!(!(choice == Some(Cvm::ConfirmationCodeVerified) && strict && !signed), "{input:?}");
        }
    }
}
