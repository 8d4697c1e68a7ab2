//! The cards that come with the simulator.

use super::variant::variants;
use super::{Personalisation, PersonalisationError, SoftwareCard};

/// One file, one card.
const FILES: &[&str] = &[
    include_str!("../../cards/visa-credit.json"),
    include_str!("../../cards/visa-debit-phone.json"),
    include_str!("../../cards/visa-see-phone.json"),
    include_str!("../../cards/visa-blocked.json"),
    include_str!("../../cards/visa-expired.json"),
    include_str!("../../cards/visa-no-oda.json"),
    include_str!("../../cards/visa-offline.json"),
    include_str!("../../cards/visa-declining.json"),
    include_str!("../../cards/visa-online-pin.json"),
    include_str!("../../cards/visa-unknown-ca.json"),
    include_str!("../../cards/visa-oda-online.json"),
    include_str!("../../cards/visa-several.json"),
    include_str!("../../cards/visa-issuer-update.json"),
    include_str!("../../cards/visa-program-id.json"),
    include_str!("../../cards/mastercard-credit.json"),
];

/// Cards that differ from one of the files in a few places, a row each.
const VARIANTS: &str = include_str!("../../cards/mastercard-variants.json");

/// All card files, read.
///
/// # Errors
///
/// [`PersonalisationError::Syntax`]; never for the committed files, as a test holds.
pub fn personalisations() -> Result<Vec<Personalisation>, PersonalisationError> {
    let mut cards =
        FILES.iter().map(|text| Personalisation::from_json(text)).collect::<Result<Vec<_>, _>>()?;
    cards.extend(variants(VARIANTS, FILES)?);
    Ok(cards)
}

/// Name and description of every card.
pub fn cards() -> Vec<(String, String)> {
    let cards = personalisations().unwrap_or_default();
    cards.into_iter().map(|card| (card.name, card.description)).collect()
}

/// The card with this name, new from the press; `seed` decides its random numbers.
pub fn card(name: &str, seed: u64) -> Option<SoftwareCard> {
    let card = personalisations().ok()?.into_iter().find(|card| card.name == name)?;
    SoftwareCard::new(card, seed).ok()
}
