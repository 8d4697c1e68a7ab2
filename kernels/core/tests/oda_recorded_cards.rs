//! The signatures of recorded test cards verify, and nothing else does in their place.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

#[path = "common/card.rs"]
mod card;
mod common;

use card::RecordedCard;

#[test]
fn all_verify() {
    let cards: Vec<RecordedCard> = common::load("recorded_cards.json");
    assert_eq!(cards.len(), 6);
    for recorded in cards {
        let verified = recorded.card().authenticate();
        assert!(verified.is_ok(), "{}: {:?}", recorded.name, verified);
    }
}
