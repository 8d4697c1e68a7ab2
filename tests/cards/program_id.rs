//! Dynamic Reader Limits: the card with a Program ID has limits of its own, all other cards have the profile's.

use tapkernel::core::data::{Amount, Database};
use tapkernel::core::kernel::ReaderLimits;
use tapkernel::core::outcome::{Cvm, Outcome};
use tapkernel::profile::Profile;
use tapkernel::visa::DynamicReaderLimits;
use tapkernel::visa::dictionary::tags;
use tapkernel_simulator::acquirer::SoftwareAcquirer;
use tapkernel_simulator::card::card;

use crate::software_tap::{Honest, PinRule, pay, profile};

/// The PIN from 20.00 EUR on, and nothing from 100.00 on, for Program IDs that begin so.
pub(crate) fn with_limits(program_id: &[u8]) -> Profile {
    let amount = |minor_units| Some(Amount::new(minor_units).unwrap());
    let limits = ReaderLimits {
        transaction_limit: amount(10_000),
        floor_limit: amount(0),
        cvm_required_limit: amount(2000),
        ..ReaderLimits::default()
    };
    let mut coded = Vec::new();
    DynamicReaderLimits::new(program_id, &limits).unwrap().encode(&mut coded);
    let data: Database = [(tags::DYNAMIC_READER_LIMITS, coded.as_slice())].into_iter().collect();
    profile("softpos-eur", PinRule::Above).with_terminal_data(&data)
}

#[test]
fn the_program_id_chooses_the_limits() {
    let acquirer = SoftwareAcquirer::new();
    let run = |profile: &Profile, name: &str, amount| {
        let paid = pay(profile, &card(name, 1).unwrap(), &Honest, amount, "1234", &acquirer);
        (paid.outcome() == Outcome::OnlineRequest).then(|| paid.cvm())
    };
    let (own, foreign) = (with_limits(&[0x11, 0x08, 0x40]), with_limits(&[0x22]));
    for (amount, of_the_program, of_the_profile) in [
        (1999, Some(Cvm::NoCvm), Some(Cvm::NoCvm)),
        (2000, Some(Cvm::OnlinePin), Some(Cvm::NoCvm)),
        (4000, Some(Cvm::OnlinePin), Some(Cvm::NoCvm)),
        (4001, Some(Cvm::OnlinePin), Some(Cvm::OnlinePin)),
        (9999, Some(Cvm::OnlinePin), Some(Cvm::OnlinePin)),
        (10_000, None, Some(Cvm::OnlinePin)),
    ] {
        assert_eq!(run(&own, "visa-program-id", amount), of_the_program, "{amount}");
        assert_eq!(run(&own, "visa-credit", amount), of_the_profile, "{amount}: another card");
        assert_eq!(run(&foreign, "visa-program-id", amount), of_the_profile, "{amount}: another program");
    }
}
