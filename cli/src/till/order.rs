//! What is to be paid, checked against the profile.

use clap::ValueEnum;
use tapkernel::core::data::{Amount, Money, TransactionType};
use tapkernel::profile::{Profile, ProfileCurrency};
use tapkernel::reader::Tap;
use tapkernel_terminal::operations;
use tapkernel_terminal::transaction_kind::TransactionKind;

use super::money;
use crate::clock::Moment;
use crate::exit::Failure;

/// What is paid with a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// Goods and services
    Purchase,
    /// Goods and services, and cash on top: AMOUNT is the total, --other the cash
    Cashback,
    /// Cash only
    Cash,
    /// Money held for later, with tap capture, tap increment and tap cancel
    Preauth,
}

impl Kind {
    /// As the profile and `9C` have it.
    pub(crate) const fn transaction_type(self) -> TransactionType {
        match self {
            Self::Purchase | Self::Preauth => TransactionType::Purchase,
            Self::Cashback => TransactionType::Cashback,
            Self::Cash => TransactionType::Cash,
        }
    }

    /// The word on the command line.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Purchase => "purchase",
            Self::Cashback => "cashback",
            Self::Cash => "cash",
            Self::Preauth => "preauth",
        }
    }
}

/// The word for a transaction in answers: that of the command line where there is one.
pub(super) const fn word(kind: TransactionKind) -> &'static str {
    match kind {
        TransactionKind::PreAuthorisation => Kind::Preauth.word(),
        other => other.word(),
    }
}

/// What is to be paid.
#[derive(Debug)]
pub(crate) struct Order {
    pub(crate) kind: Kind,
    pub(crate) currency: ProfileCurrency,
    pub(crate) amount: Amount,
    /// The cash part of a cashback.
    pub(crate) other: Amount,
}

impl Order {
    /// Checks what stands on the command line.
    pub(crate) fn new(
        profile: &Profile,
        kind: Kind,
        (amount, other, currency): (&str, Option<&str>, &str),
    ) -> Result<Self, Failure> {
        let currency = find(profile, currency)?.clone();
        let amount = money::amount("AMOUNT", amount, &currency)?;
        let other = other.map(|other| money::amount("--other", other, &currency)).transpose()?;
        let refuse = |message: &str| Err(Failure::bad_input("--other", message));
        match (kind, other) {
            (Kind::Cashback, None) => return refuse("a cashback needs the cash part: give --other AMOUNT"),
            (Kind::Purchase | Kind::Cash | Kind::Preauth, Some(_)) => {
                return refuse("only a cashback has one: give --type cashback");
            }
            (_, Some(cash)) if cash > amount => {
                return refuse("is greater than AMOUNT, which is the total with the cash in it");
            }
            _ => {}
        }
        if profile.combinations(kind.transaction_type(), currency.currency()).is_none() {
            let (name, word, letters) = (profile.name(), kind.word(), currency.letters());
            return Err(Failure::bad_input("--type", format!("profile {name} has no {word} in {letters}")));
        }
        Ok(Self { kind, currency, amount, other: other.unwrap_or_default() })
    }

    pub(crate) fn money(&self) -> Money {
        Money { amount: self.amount, currency: self.currency.currency() }
    }

    pub(crate) fn tap(&self, at: Moment) -> Tap {
        Tap::new(self.kind.transaction_type(), self.money(), self.other, (at.date, at.time))
    }

    /// For the terminal.
    pub(crate) fn at_the_terminal(&self) -> operations::Order {
        match self.kind {
            Kind::Purchase => operations::Order::purchase(self.money()),
            Kind::Cashback => operations::Order::cashback(self.money(), self.other),
            Kind::Cash => operations::Order::cash(self.money()),
            Kind::Preauth => operations::Order::pre_authorisation(self.money()),
        }
    }
}

/// The currency of this code in the profile.
pub(crate) fn find<'a>(profile: &'a Profile, code: &str) -> Result<&'a ProfileCurrency, Failure> {
    profile.currency(code).ok_or_else(|| {
        let known: Vec<_> = profile.currencies().map(ProfileCurrency::letters).collect();
        let (name, known) = (profile.name(), known.join(", "));
        Failure::bad_input("--currency", format!("profile {name} has no currency {code:?}; it has {known}"))
    })
}
