//! The second tap after a soft decline: the cardholder is verified at any amount, by every kernel.

use tapkernel::core::data::{Currency, TransactionType};
use tapkernel::core::outcome::{Cvm, Outcome};
use tapkernel::profile::Profile;
use tapkernel::visa::dictionary::tags::DYNAMIC_READER_LIMITS;
use tapkernel_simulator::acquirer::SoftwareAcquirer;
use tapkernel_simulator::card::card;

use crate::program_id::with_limits;
use crate::software_tap::{Honest, pay};

fn cvm(profile: &Profile, name: &str, amount: u64) -> Cvm {
    let acquirer = SoftwareAcquirer::new();
    let paid = pay(profile, &card(name, 1).unwrap(), &Honest, amount, "1234", &acquirer);
    assert_eq!(paid.outcome(), Outcome::OnlineRequest, "{name} at {amount}: {}", paid.text());
    paid.cvm()
}

#[test]
fn the_pin_is_asked_for_at_any_amount() {
    let by_limits = Profile::built_in("softpos-eur").unwrap();
    let always = by_limits.with_cvm_always_required();
    for name in ["visa-credit", "mastercard-credit"] {
        for amount in [1, 100, 4000] {
            assert_eq!(cvm(&by_limits, name, amount), Cvm::NoCvm, "{name} at {amount}");
            assert_eq!(cvm(&always, name, amount), Cvm::OnlinePin, "{name} at {amount}");
        }
        assert_eq!(cvm(&by_limits, name, 4001), Cvm::OnlinePin, "{name}");
    }
}

/// Limits by Program ID could say otherwise: they are gone.
#[test]
fn the_program_id_makes_no_difference() {
    let by_limits = with_limits(&[0x11, 0x08, 0x40]);
    assert_eq!(cvm(&by_limits, "visa-program-id", 1999), Cvm::NoCvm);
    assert_eq!(cvm(&by_limits.with_cvm_always_required(), "visa-program-id", 1999), Cvm::OnlinePin);
}

#[test]
fn nothing_else_changes() {
    let by_limits = Profile::built_in("softpos-eur").unwrap();
    let always = by_limits.with_cvm_always_required();
    assert_eq!(always.checksum(), by_limits.checksum());
    let eur = Currency::new(978, 2).unwrap();
    let refunds = |profile: &Profile| profile.combinations(TransactionType::Refund, eur).unwrap();
    assert_eq!(refunds(&always), refunds(&by_limits), "a refund asks for no PIN");
    let purchases = |profile: &Profile| profile.combinations(TransactionType::Purchase, eur).unwrap();
    for (new, old) in purchases(&always).iter().zip(purchases(&by_limits).iter()) {
        let same = |limits: tapkernel::core::kernel::ReaderLimits| {
            (limits.transaction_limit, limits.floor_limit, limits.ttq, limits.zero_amount_allowed)
        };
        assert_eq!(same(new.limits), same(old.limits), "{}", new.aid);
        assert!(new.data.get(DYNAMIC_READER_LIMITS).is_none());
    }
}
