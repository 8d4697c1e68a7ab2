//! What holds for all keys, contexts and contents.

use proptest::collection::vec;
use proptest::prelude::{any, prop_assert, prop_assert_eq, prop_assert_ne, prop_assume, proptest};
use tapkernel_core::data::{Pan, tags};
use tapkernel_terminal::vault::{CardToken, Vault, VaultError};

use super::vault;

proptest! {
    #[test]
    fn what_is_sealed_opens(secret: [u8; 32], context in vec(any::<u8>(), 0..40), plain in vec(any::<u8>(), 0..300)) {
        let vault = vault(secret);
        let sealed = vault.seal(&context, &plain).unwrap();
        prop_assert_eq!(sealed.len(), plain.len() + 33);
        let opened = vault.open(&context, &sealed).unwrap();
        prop_assert_eq!(opened.expose(), &plain);
        // Long contents are not in it by chance.
        prop_assert!(plain.len() < 4 || !sealed.windows(plain.len()).any(|window| window == plain));
    }

    #[test]
    fn every_flipped_bit_is_refused(secret: [u8; 32], context in vec(any::<u8>(), 1..20), plain in vec(any::<u8>(), 0..40)) {
        let vault = vault(secret);
        let sealed = vault.seal(&context, &plain).unwrap();
        for bit in 0..8 * sealed.len() {
            let mut other = sealed.clone();
            other[bit / 8] ^= 1 << (bit % 8);
            let expected = match bit / 8 {
                0 => VaultError::UnknownForm,
                1..=4 => VaultError::OtherKey,
                _ => VaultError::Forged,
            };
            prop_assert_eq!(vault.open(&context, &other), Err(expected));
        }
        for bit in 0..8 * context.len() {
            let mut other = context.clone();
            other[bit / 8] ^= 1 << (bit % 8);
            prop_assert_eq!(vault.open(&other, &sealed), Err(VaultError::Forged));
        }
        for length in 0..sealed.len() {
            prop_assert_eq!(vault.open(&context, &sealed[..length]), Err(VaultError::Forged));
        }
    }

    #[test]
    fn another_context_is_refused(a in vec(any::<u8>(), 0..20), b in vec(any::<u8>(), 0..20)) {
        prop_assume!(a != b);
        let vault = vault([7; 32]);
        prop_assert_eq!(vault.open(&b, &vault.seal(&a, b"plain").unwrap()), Err(VaultError::Forged));
    }

    #[test]
    fn bytes_do_not_move_between_context_and_blob(context in vec(any::<u8>(), 1..20)) {
        let vault = vault([7; 32]);
        let sealed = vault.seal(&context, b"plain").unwrap();
        let (first, rest) = context.split_first().unwrap();
        let mut longer = sealed.clone();
        longer.insert(5, *first);
        prop_assert_eq!(vault.open(rest, &longer), Err(VaultError::Forged));
    }

    #[test]
    fn another_key_is_refused_and_gives_other_tokens(a: [u8; 32], b: [u8; 32]) {
        prop_assume!(a != b);
        let sealed = vault(a).seal(b"context", b"plain").unwrap();
        prop_assert_eq!(vault(b).open(b"context", &sealed), Err(VaultError::OtherKey));
        // Also under the name of the other key.
        let mut renamed = sealed;
        renamed[1..5].copy_from_slice(&vault(b).seal(b"", b"").unwrap()[1..5]);
        prop_assert_eq!(vault(b).open(b"context", &renamed), Err(VaultError::Forged));
        let pan = super::pan("4761739001010119");
        prop_assert_ne!(vault(a).token(&pan).unwrap(), vault(b).token(&pan).unwrap());
    }

    #[test]
    fn tokens_are_equal_for_equal_numbers_only(a in "[0-9]{8,19}", b in "[0-9]{8,19}") {
        let (vault, pans) = (vault([7; 32]), [&a, &b].map(|digits| number(digits)));
        let [one, other] = pans.map(|pan| vault.token(&pan).unwrap());
        prop_assert_eq!(one == other, a == b);
        prop_assert_eq!(vault.token(&number(&a)).unwrap(), one);
        // Padding is not a part of the number.
        let padded = Pan::decode(tags::APPLICATION_PAN, &hex::decode(format!("{a:F<20}")).unwrap()).unwrap();
        prop_assert_eq!(vault.token(&padded).unwrap(), one);
        prop_assert_eq!(CardToken::from_hex(&one.to_string()), Some(one));
        prop_assert_eq!(CardToken::from_hex(&one.to_string().to_lowercase()), Some(one));
    }

    #[test]
    fn anything_is_opened_or_refused(context in vec(any::<u8>(), 0..20), bytes in vec(any::<u8>(), 0..80)) {
        prop_assert!(vault([7; 32]).open(&context, &bytes).is_err());
    }

    #[test]
    fn text_that_is_no_token(text in ".{0,40}") {
        let digits = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        prop_assert_eq!(CardToken::from_hex(&text).is_some(), digits);
    }
}

fn number(digits: &str) -> Pan {
    let even = if digits.len() % 2 == 0 { digits.to_owned() } else { format!("{digits}F") };
    super::pan(&even)
}
