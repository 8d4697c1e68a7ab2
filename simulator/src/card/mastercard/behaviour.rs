//! What differs from one Mastercard card to the next.

use std::time::Duration;

use crate::card::cryptogram::Cryptogram;
use crate::card::personalisation::bytes;

/// How a Mastercard application decides.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MastercardBehaviour {
    /// Issuer Application Data `9F10` of M/Chip, with zero where the card writes the cryptogram type: key derivation
    /// index, cryptogram version, Card Verification Results (6), DAC (2), counters (8).
    #[serde(deserialize_with = "bytes")]
    pub issuer_application_data: [u8; 18],
    /// Whether the card answers TC where the reader asks for one; else ARQC.
    #[serde(default)]
    pub approves_offline: bool,
    /// The cryptogram that the card answers with whatever is asked for: AAC for a blocked application; anything better
    /// than asked for is a card that cheats.
    pub answers: Option<Cryptogram>,
    /// Whether one bit of the signature is wrong.
    #[serde(default)]
    pub corrupts_signature: bool,
    /// A phone that wants its holder first.
    pub interaction: Option<Interaction>,
    /// The relay resistance protocol, if the card takes part in it.
    pub relay_resistance: Option<RelayResistance>,
}

/// What a phone says of its holder, POS Cardholder Interaction Information `DF4B`.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interaction {
    /// Said with an AAC, in the first taps.
    #[serde(deserialize_with = "bytes")]
    pub first: [u8; 3],
    /// How many taps those are.
    pub times: u32,
    /// Said in all taps after them.
    #[serde(deserialize_with = "bytes")]
    pub then: [u8; 3],
}

/// The card's side of the relay resistance protocol (Book C-2, SR1). Times are in units of 100 µs.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelayResistance {
    /// Min Time For Processing Relay Resistance APDU `DF8303`.
    pub min_time: u16,
    /// Max Time For Processing Relay Resistance APDU `DF8304`.
    pub max_time: u16,
    /// Device Estimated Transmission Time For Relay Resistance R-APDU `DF8305`.
    pub transmission_time: u16,
    /// How long the card really takes, try by try; the last stands for all tries after it. None: no time at all.
    pub delays: Vec<u16>,
}

impl RelayResistance {
    /// How long the card takes for this try, counted from 0.
    pub(super) fn delay(&self, tries: usize) -> Duration {
        let units = self.delays.get(tries).or(self.delays.last()).copied().unwrap_or_default();
        Duration::from_micros(100) * u32::from(units)
    }
}
