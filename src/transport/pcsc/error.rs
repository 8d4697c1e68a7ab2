//! What goes wrong between the program and a reader.

use tapkernel_core::outcome::L1Error;

/// Why a reader or its card cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PcscError {
    /// The service does not run.
    #[error("there is no PC/SC service: start it (Debian: `systemctl start pcscd`, or `pcscd --foreground`)")]
    NoService,
    /// No reader is connected.
    #[error("there is no reader: connect one; `tap readers` lists those that the service knows")]
    NoReader,
    /// None has the name that was asked for.
    #[error("there is no reader {wanted:?}; there are: {}", known.join(", "))]
    UnknownReader {
        /// The name, or the part of it, that was asked for.
        wanted: String,
        /// The readers that are there.
        known: Vec<String>,
    },
    /// No card is in the reader.
    #[error("there is no card in the reader")]
    NoCard,
    /// Another program uses the card.
    #[error("another program uses the card: end it, or wait until it lets go")]
    Busy,
    /// The user may not use the service or the reader.
    #[error(
        "no permission to use the reader: ask for a polkit rule (access_pcsc, access_card) or the right group"
    )]
    Permission,
    /// The card does not answer to a reset.
    #[error("the card is mute, or damaged")]
    Mute,
    /// The card was taken away.
    #[error("the card was taken away")]
    CardRemoved,
    /// The card was reset by somebody else.
    #[error("the card was reset")]
    CardReset,
    /// The exchange between reader and card failed.
    #[error("the exchange with the card failed")]
    Exchange,
    /// Nothing in time.
    #[error("nothing came in time")]
    TimeOut,
    /// Something else, as the service names it.
    #[error("the PC/SC service says: {0}")]
    Other(String),
}

impl PcscError {
    /// What the Entry Point and the kernels are told about it (Book D): a card that is gone or was reset behind our back
    /// answers no more, which is a time-out; a failed exchange is a transmission error; the rest breaks the protocol.
    pub const fn l1_error(&self) -> L1Error {
        match self {
            Self::Exchange => L1Error::Transmission,
            Self::Other(_) | Self::Mute | Self::Busy | Self::Permission => L1Error::Protocol,
            _ => L1Error::TimeOut,
        }
    }

    /// Whether the service or the reader is away, and may come back: a restart, a cable.
    pub(super) const fn may_return(&self) -> bool {
        matches!(self, Self::NoService | Self::NoReader | Self::UnknownReader { .. })
    }
}
