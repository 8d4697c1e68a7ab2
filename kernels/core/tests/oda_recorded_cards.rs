//! The signatures of recorded test cards verify, and nothing else does in their place.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod common;

#[test]
fn all_verify() {
    let cards = common::recorded_cards();
    assert_eq!(cards.len(), 6);
    for recorded in cards {
        let verified = recorded.card().authenticate();
        assert!(verified.is_ok(), "{}: {:?}", recorded.name, verified);
    }
}
