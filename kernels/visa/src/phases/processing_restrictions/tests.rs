//! The whole input space against a second formulation.

use alloc::vec::Vec;

use super::*;

const KINDS: [TransactionType; 5] = [
    TransactionType::Purchase,
    TransactionType::Cash,
    TransactionType::Cashback,
    TransactionType::CashDisbursement,
    TransactionType::Refund,
];

/// First of the requirements that bites.
fn first(input: &RestrictionsInput) -> (Option<&'static str>, Restriction) {
    let bites = RESTRICTIONS.iter().map(|(symbol, requirement)| (Some(*symbol), requirement(input)));
    bites
        .into_iter()
        .find(|(_, restriction)| *restriction != Restriction::Pass)
        .unwrap_or((None, Restriction::Pass))
}

/// The table, row by row, on raw bytes.
fn naive(input: &RestrictionsInput) -> (Option<&'static str>, Restriction) {
    let tc = input.cryptogram == AcType::Tc;
    let [wish, _] = input.ctq.0;
    let [cash_bits, cashback_bits] = input.usage.map_or([0, 0], |(auc, _)| auc.0);
    let mine = match input.usage {
        Some((_, Place::Domestic)) => 0x80,
        _ => 0x40,
    };
    let kind = input.transaction_type.code();
    let cash = kind == 0x01 || kind == 0x17;
    let switch = |bit: u8| if wish & bit != 0 { Restriction::SwitchInterface } else { Restriction::Decline };
    if tc && input.expired {
        let online = wish & 0x08 != 0;
        return (Some("5.5.1.1"), if online { Restriction::GoOnline } else { Restriction::Decline });
    }
    if tc && input.listed {
        return (Some("5.5.1.2"), Restriction::Decline);
    }
    if cash && input.checks_manual_cash && cash_bits & mine == 0 {
        return (Some("5.5.1.3"), switch(0x04));
    }
    if kind == 0x09 && input.checks_cashback && cashback_bits & mine == 0 {
        return (Some("5.5.1.4"), switch(0x02));
    }
    if cash && input.checks_atm && wish & 0x01 == 0 {
        return (Some("5.5.1.5"), switch(0x04));
    }
    (None, Restriction::Pass)
}

#[test]
fn every_input_is_judged_as_by_the_table() {
    let usages = [0x0000_u16, 0x8000, 0x4000, 0x0080, 0x0040, 0xFFFF].map(|auc| Auc(auc.to_be_bytes()));
    let usages: Vec<_> = [None]
        .into_iter()
        .chain(
            usages
                .into_iter()
                .flat_map(|auc| [Some((auc, Place::Domestic)), Some((auc, Place::International))]),
        )
        .collect();
    for ctq in 0..=u8::MAX {
        for flags in 0..64_u8 {
            for transaction_type in KINDS {
                for usage in &usages {
                    let input = RestrictionsInput {
                        cryptogram: if flags & 1 == 0 { AcType::Tc } else { AcType::Arqc },
                        transaction_type,
                        ctq: Ctq([ctq, 0]),
                        expired: flags & 2 != 0,
                        listed: flags & 4 != 0,
                        checks_manual_cash: flags & 8 != 0,
                        checks_cashback: flags & 16 != 0,
                        checks_atm: flags & 32 != 0,
                        usage: *usage,
                    };
                    assert_eq!(first(&input), naive(&input), "{input:?}");
                }
            }
        }
    }
}
