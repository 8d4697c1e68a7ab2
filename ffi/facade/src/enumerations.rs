//! Enumerations with numbers of their own, which never change.

use crate::translated::translated;

/// Transaction Type `9C`. The numbers are its coded form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum TransactionType {
    /// Goods and services.
    Purchase = 0,
    /// Cash withdrawal.
    Cash = 1,
    /// Purchase with cashback.
    Cashback = 9,
    /// Cash disbursement at a counter.
    CashDisbursement = 23,
    /// Refund.
    Refund = 32,
}

/// Why the card did not answer. The numbers are those of the Error Indication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum L1Error {
    /// It did not answer in time, or left the field.
    TimeOut = 1,
    /// What came was damaged.
    Transmission = 2,
    /// What came broke the protocol.
    Protocol = 3,
}

/// What was decided (Book A, 6.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum OutcomeKind {
    /// Go on with the next application of the card; never final.
    SelectNext = 1,
    /// Present the card again; never final.
    TryAgain = 2,
    /// Approved offline.
    Approved = 3,
    /// Declined offline.
    Declined = 4,
    /// The issuer must decide.
    OnlineRequest = 5,
    /// The card wants contacts or a swipe, or the amount is not for contactless.
    TryAnotherInterface = 6,
    /// No further processing of this card.
    EndApplication = 7,
}

/// Where the Entry Point starts (Book B, 2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Start {
    /// Pre-processing.
    A = 10,
    /// Protocol activation.
    B = 11,
    /// Combination selection.
    C = 12,
    /// Kernel activation.
    D = 13,
}

/// Which answer of the issuer the kernel wants (Book A, 6.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum OnlineResponseData {
    /// None.
    NotApplicable = 0,
    /// One with issuer authentication data or scripts.
    EmvData = 1,
    /// Any.
    Any = 2,
}

/// The cardholder verification that the kernel settled (Book A, 6.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Cvm {
    /// Nothing was settled.
    NotApplicable = 0,
    /// None is needed.
    NoCvm = 1,
    /// A PIN that the issuer checks.
    OnlinePin = 2,
    /// The cardholder's device has verified its holder.
    ConfirmationCodeVerified = 3,
    /// The signature of the cardholder.
    ObtainSignature = 4,
}

/// The interface that the card wants instead (Book A, 6.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum AlternateInterface {
    /// None in particular.
    NotApplicable = 0,
    /// The contact chip.
    ContactChip = 1,
    /// The magnetic stripe.
    MagStripe = 2,
    /// Either.
    Both = 3,
}

/// What the reader is doing (Book A, 9.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum UiStatus {
    /// Not ready.
    NotReady = 0,
    /// Idle.
    Idle = 1,
    /// Ready to read.
    ReadyToRead = 2,
    /// Processing.
    Processing = 3,
    /// The card may go.
    CardReadSuccessfully = 4,
    /// Processing error.
    ProcessingError = 5,
}

/// Why something is shown now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Occasion {
    /// Processing asks for it.
    Processing = 0,
    /// It came with an outcome.
    Outcome = 1,
    /// The Entry Point starts again after an outcome.
    Restart = 2,
    /// The transaction is over.
    End = 3,
}

/// What a displayed value is (Book A, 9.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum ValueQualifier {
    /// The transaction amount.
    Amount = 1,
    /// What is left on the card.
    Balance = 2,
}

/// The method of offline data authentication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum OdaMethod {
    /// None.
    None = 0,
    /// Static.
    Sda = 1,
    /// Dynamic.
    Dda = 2,
    /// Combined with the application cryptogram.
    Cda = 3,
    /// Fast dynamic.
    Fdda = 4,
}

/// The result of offline data authentication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum OdaResult {
    /// It was not done.
    NotPerformed = 0,
    /// The card's data are authentic.
    Verified = 1,
    /// They are not.
    Failed = 2,
}

translated!(
    TransactionType =
        tapkernel::core::data::TransactionType { Purchase, Cash, Cashback, CashDisbursement, Refund }
);
translated!(L1Error = tapkernel::core::outcome::L1Error { TimeOut, Transmission, Protocol });
translated!(
    OutcomeKind = tapkernel::core::outcome::Outcome {
        SelectNext,
        TryAgain,
        Approved,
        Declined,
        OnlineRequest,
        TryAnotherInterface,
        EndApplication
    }
);
translated!(Start = tapkernel::core::outcome::Start { A, B, C, D });
translated!(
    OnlineResponseData = tapkernel::core::outcome::OnlineResponseData { NotApplicable, EmvData, Any }
);
translated!(
    Cvm = tapkernel::core::outcome::Cvm {
        NotApplicable,
        NoCvm,
        OnlinePin,
        ConfirmationCodeVerified,
        ObtainSignature
    }
);
translated!(
    AlternateInterface =
        tapkernel::core::outcome::AlternateInterface { NotApplicable, ContactChip, MagStripe, Both }
);
translated!(
    UiStatus = tapkernel::core::outcome::Status {
        NotReady,
        Idle,
        ReadyToRead,
        Processing,
        CardReadSuccessfully,
        ProcessingError
    }
);
translated!(Occasion = tapkernel::entry_point::Occasion { Processing, Outcome, Restart, End });
translated!(ValueQualifier = tapkernel::core::outcome::ValueQualifier { Amount, Balance });
translated!(OdaMethod = tapkernel::core::oda::OdaMethod { None, Sda, Dda, Cda, Fdda });
translated!(OdaResult = tapkernel::core::oda::OdaResult { NotPerformed, Verified, Failed });
