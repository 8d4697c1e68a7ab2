//! The procedures against a second formulation that thinks in bytes and numbers, over random databases.
#![allow(clippy::cast_possible_truncation)]

mod cases;
mod naive;
mod random;

use super::{cvm_selection, prepare_generate_ac, processing_restrictions, terminal_action_analysis};
use crate::bits::TerminalVerificationResults as Tvr;
use crate::path::Path;
use random::Random;
use tapkernel_core::data::AcType;
use tapkernel_core::outcome::Cvm;

/// For each procedure.
const DATABASES: usize = 1_000_000;

#[test]
fn cvm_selection_agrees() {
    let mut random = Random::new(1);
    let mut seen = [0_usize; 5];
    for _ in 0..DATABASES {
        let db = random.for_cvm_selection();
        let selected = cvm_selection::select(&db, &mut Path::default());
        let naive = naive::cvm_selection(db.objects());
        assert_eq!((selected.cvm, selected.results, selected.tvr.0, selected.receipt), naive, "{db:?}");
        seen[selected.cvm as usize] += 1;
    }
    assert!(seen[Cvm::NoCvm as usize] > 1000 && seen[Cvm::OnlinePin as usize] > 1000, "{seen:?}");
    assert!(seen[Cvm::ObtainSignature as usize] > 1000, "{seen:?}");
    assert!(seen[Cvm::ConfirmationCodeVerified as usize] > 1000, "{seen:?}");
}

#[test]
fn processing_restrictions_agree() {
    let mut random = Random::new(2);
    let mut set = [0_usize; 8];
    for _ in 0..DATABASES {
        let db = random.for_restrictions();
        let tvr = processing_restrictions::check(&db, &mut Path::default());
        assert_eq!(tvr.0, [0, naive::restrictions(db.objects()), 0, 0, 0], "{db:?}");
        (0..8).filter(|bit| tvr.0[1] & 1 << bit != 0).for_each(|bit| set[bit] += 1);
    }
    assert!(set[4..].iter().all(|count| *count > 1000), "{set:?}");
}

#[test]
fn terminal_action_analysis_agrees() {
    let mut random = Random::new(3);
    let mut seen = [0_usize; 3];
    for _ in 0..DATABASES {
        let (db, denial) = random.for_action_analysis();
        let wanted = terminal_action_analysis::analyse(&db, Tvr(denial), &mut Path::default());
        assert_eq!(wanted, naive::action_analysis(db.objects(), denial), "{db:?}");
        seen[wanted as usize] += 1;
    }
    assert!(seen.iter().all(|count| *count > 1000), "{seen:?}");
}

#[test]
fn prepare_generate_ac_agrees() {
    let mut random = Random::new(4);
    for _ in 0..DATABASES {
        let db = random.for_prepare();
        let ac_type = random.one_of(&[AcType::Aac, AcType::Tc, AcType::Arqc]);
        let cda = random.below(2) == 0;
        let request = prepare_generate_ac::prepare(&db, ac_type, cda, &mut Path::default());
        let parameter = request.reference_control_parameter();
        assert_eq!(parameter, naive::prepare_generate_ac(db.objects(), ac_type, cda), "{db:?}");
        assert_eq!(prepare_generate_ac::CryptogramRequest::of(parameter), request);
    }
}
