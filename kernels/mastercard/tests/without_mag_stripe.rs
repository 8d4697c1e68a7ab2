//! What is left of mag-stripe mode in a build without the feature: the configuration bit, and no way in.
#![cfg(not(feature = "mag-stripe"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use support::Bench;
use support::vector::{In, Signal, vector};
use tapkernel_core::oda::{OdaReason, OdaReport};
use tapkernel_core::outcome::{L2Error, Outcome};

/// `DF811B` says that the reader has mag-stripe mode, and a card has no other.
#[test]
fn a_card_of_mag_stripe_mode_is_not_supported_whatever_the_configuration_says() {
    for configuration in ["00", "20", "30", "70", "80", "F0"] {
        let mut vector = vector("s3/no-emv-mode");
        vector.terminal.insert("DF811B".into(), Some(configuration.into()));
        let mut bench = Bench::start(&vector);
        let answer = vector.signals.iter().find_map(|signal| match signal {
            Signal::In(told @ In::Ra { .. }) => Some(told),
            _ => None,
        });
        bench.tell(answer.expect("the answer to GET PROCESSING OPTIONS"));
        let conclusion = bench.outcome().expect("an outcome");
        assert_eq!(conclusion.parameters.outcome, Outcome::EndApplication, "{configuration}");
        assert_eq!(conclusion.error.l2, Some(L2Error::MagStripeNotSupported), "{configuration}");
        assert_eq!(conclusion.oda, OdaReport::not_performed(OdaReason::NotReached), "{configuration}");
    }
}
