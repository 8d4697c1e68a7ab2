//! The facade's enumerations.

use tapkernel_facade::{
    AlternateInterface, Cvm, L1Error, Occasion, OdaMethod, OdaResult, OnlineResponseData, OutcomeKind,
    ResponseUse, Start, TransactionType, UiStatus, ValueQualifier,
};

/// Transaction Type `9C`. The numbers are its coded form.
#[uniffi::remote(Enum)]
pub enum TransactionType {
    /// Goods and services.
    Purchase,
    /// Cash withdrawal.
    Cash,
    /// Purchase with cashback.
    Cashback,
    /// Cash disbursement at a counter.
    CashDisbursement,
    /// Refund.
    Refund,
}

/// Why the card did not answer. The numbers are those of the Error Indication.
#[uniffi::remote(Enum)]
pub enum L1Error {
    /// It did not answer in time, or left the field.
    TimeOut,
    /// What came was damaged.
    Transmission,
    /// What came broke the protocol.
    Protocol,
}

/// What was decided (Book A, 6.1).
#[uniffi::remote(Enum)]
pub enum OutcomeKind {
    /// Go on with the next application of the card; never final.
    SelectNext,
    /// Present the card again; never final.
    TryAgain,
    /// Approved offline.
    Approved,
    /// Declined offline.
    Declined,
    /// The issuer must decide.
    OnlineRequest,
    /// The card wants contacts or a swipe, or the amount is not for contactless.
    TryAnotherInterface,
    /// No further processing of this card.
    EndApplication,
}

/// Where the Entry Point starts (Book B, 2.2).
#[uniffi::remote(Enum)]
pub enum Start {
    /// Pre-processing.
    A,
    /// Protocol activation.
    B,
    /// Combination selection.
    C,
    /// Kernel activation.
    D,
}

/// Which answer of the issuer the kernel wants (Book A, 6.2).
#[uniffi::remote(Enum)]
pub enum OnlineResponseData {
    /// None.
    NotApplicable,
    /// One with issuer authentication data or scripts.
    EmvData,
    /// Any.
    Any,
}

/// The cardholder verification that the kernel settled (Book A, 6.2).
#[uniffi::remote(Enum)]
pub enum Cvm {
    /// Nothing was settled.
    NotApplicable,
    /// None is needed.
    NoCvm,
    /// A PIN that the issuer checks.
    OnlinePin,
    /// The cardholder's device has verified its holder.
    ConfirmationCodeVerified,
    /// The signature of the cardholder.
    ObtainSignature,
}

/// The interface that the card wants instead (Book A, 6.2).
#[uniffi::remote(Enum)]
pub enum AlternateInterface {
    /// None in particular.
    NotApplicable,
    /// The contact chip.
    ContactChip,
    /// The magnetic stripe.
    MagStripe,
    /// Either.
    Both,
}

/// What the reader is doing (Book A, 9.3).
#[uniffi::remote(Enum)]
pub enum UiStatus {
    /// Not ready.
    NotReady,
    /// Idle.
    Idle,
    /// Ready to read.
    ReadyToRead,
    /// Processing.
    Processing,
    /// The card may go.
    CardReadSuccessfully,
    /// Processing error.
    ProcessingError,
}

/// Why something is shown now.
#[uniffi::remote(Enum)]
pub enum Occasion {
    /// Processing asks for it.
    Processing,
    /// It came with an outcome.
    Outcome,
    /// The Entry Point starts again after an outcome.
    Restart,
    /// The transaction is over.
    End,
}

/// What a displayed value is (Book A, 9.1).
#[uniffi::remote(Enum)]
pub enum ValueQualifier {
    /// The transaction amount.
    Amount,
    /// What is left on the card.
    Balance,
}

/// The method of offline data authentication.
#[uniffi::remote(Enum)]
pub enum OdaMethod {
    /// None.
    None,
    /// Static.
    Sda,
    /// Dynamic.
    Dda,
    /// Combined with the application cryptogram.
    Cda,
    /// Fast dynamic.
    Fdda,
}

/// The result of offline data authentication.
#[uniffi::remote(Enum)]
pub enum OdaResult {
    /// It was not done.
    NotPerformed,
    /// The card's data are authentic.
    Verified,
    /// They are not.
    Failed,
}

/// What became of the issuer's answer.
#[uniffi::remote(Enum)]
pub enum ResponseUse {
    /// The card does not get it: it stands as it is, and the tap is over.
    Final,
    /// A second tap has begun: go on with `Session::step`.
    SecondTap,
    /// The held card gets it: go on with `Session::step`.
    HeldCard,
}
