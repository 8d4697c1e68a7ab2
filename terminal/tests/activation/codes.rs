//! Codes as people type them.

use proptest::prelude::{prop_assert_eq, proptest};
use tapkernel_terminal::activation::{Activation, ActivationCode, ActivationError, ToSign};

use crate::rig::{CODE, NOW, code, keys, sign, update};

fn with_code(typed: &str, bound: &str) -> Option<ActivationError> {
    let (typed, bound) = (code(typed), code(bound));
    let document = sign(&ToSign { code: Some((&bound, [9; 16])), ..update(1) });
    let activation = Activation { code: Some(&typed), terminal_id: None, active: None, now: NOW };
    document.activate(&keys(), &activation).err()
}

#[test]
fn case_spaces_and_hyphens_do_not_count() {
    for typed in [CODE, "7kq4m2xw9d3t", " 7KQ4 m2xw\u{a0}9D3T\n", "-7-K-Q-4-M-2-X-W-9-D-3-T-"] {
        assert_eq!(with_code(typed, CODE), None, "{typed}");
    }
    for typed in ["7KQ4-M2XW-9D3S", "7KQ4-M2XW-9D3TT", "7KQ4-M2XW-9D3", "KQ4-M2XW-9D3T7"] {
        assert_eq!(with_code(typed, CODE), Some(ActivationError::WrongCode), "{typed}");
    }
}

#[test]
fn nothing_of_a_code_is_shown() {
    assert_eq!(format!("{:?}", code(CODE)), "ActivationCode(..)");
    let bound = code(CODE);
    let document = sign(&ToSign { code: Some((&bound, [9; 16])), ..update(1) });
    let shown = format!("{document:?}{}", document.to_json()).to_uppercase();
    assert!(!shown.contains("7KQ4M2XW9D3T") && !shown.contains(CODE));
}

proptest! {
    #[test]
    fn are_eight_to_sixty_four_letters_and_digits(typed in "[ a-zA-Z0-9-]{0,90}|.{0,20}") {
        let counted: Vec<char> = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let right = (8..=64).contains(&counted.len()) && counted.iter().all(char::is_ascii_alphanumeric);
        prop_assert_eq!(ActivationCode::new(&typed).is_ok(), right);
    }
}
