//! How far a profile is, and what it may do there.

use tapkernel::profile::Stage;

/// How far a profile is on its way from the technical sheet into the shop.
///
/// The acquirer declares a terminal in its test environment, the merchant runs the scenarios and sends the report, the
/// bank accepts it, and declares the terminal in production.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProfileState {
    /// Nobody signed it: new, or edited since.
    Draft,
    /// Signed for the acquirer's test environment.
    Test,
    /// The acquirer accepted the report of the scenarios.
    Certified,
    /// Signed for the shop.
    Production,
}

/// What can be done with a profile, and not in every state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Deed {
    /// Transactions with software cards and a host on this machine.
    Simulation,
    /// Transactions over the acquirer's test host.
    TestHost,
    /// The scenarios whose report certifies the profile.
    CertificationRun,
    /// Transactions with real money.
    LiveHost,
    /// CA public keys of the schemes' test cards.
    TestCaKeys,
}

use ProfileState::{Certified, Draft, Production, Test};

/// Which state may do what. A terminal in the shop does not simulate: nobody shall take an invented approval for money.
const PERMITTED: &[(Deed, &[ProfileState])] = &[
    (Deed::Simulation, &[Draft, Test, Certified]),
    (Deed::TestHost, &[Test, Certified]),
    (Deed::CertificationRun, &[Test]),
    (Deed::LiveHost, &[Production]),
    (Deed::TestCaKeys, &[Draft, Test, Certified]),
];

/// The steps that a signed document makes; the same state is a new version of it. Every state becomes [`Draft`] when the
/// profile is edited, which no signature does.
const STEPS: &[(ProfileState, &[ProfileState])] = &[
    (Draft, &[Test]),
    (Test, &[Test, Certified]),
    (Certified, &[Certified, Production]),
    (Production, &[Production]),
];

impl ProfileState {
    /// All of them, in their order.
    pub const ALL: [Self; 4] = [Draft, Test, Certified, Production];

    /// Whether a profile in this state may do `deed`.
    pub fn permits(self, deed: Deed) -> bool {
        PERMITTED.iter().any(|(known, states)| *known == deed && states.contains(&self))
    }

    /// Whether a signed document in state `next` may replace a profile in this state.
    pub fn may_become(self, next: Self) -> bool {
        STEPS.iter().any(|(from, to)| *from == self && to.contains(&next))
    }

    /// Whether a profile of `stage` can be in this state: what is not for shops never gets there, and what is for shops
    /// is not tried out.
    pub fn fits(self, stage: Stage) -> bool {
        match self {
            Draft => true,
            Test | Certified => stage == Stage::Test,
            Production => stage == Stage::Production,
        }
    }

    /// As documents have it: `draft`, `test`, `certified` or `production`.
    pub const fn word(self) -> &'static str {
        match self {
            Draft => "draft",
            Test => "test",
            Certified => "certified",
            Production => "production",
        }
    }

    /// The state with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

impl std::fmt::Display for ProfileState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}
