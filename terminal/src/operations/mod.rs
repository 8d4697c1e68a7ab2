//! What a merchant can ask for, and when it is refused.

mod follow_ups;
mod order;
mod refusal;
mod void_or_refund;

pub use follow_ups::{Chain, Today};
pub use order::Order;
pub use refusal::{OriginalFault, Refusal};
pub use void_or_refund::VoidOrRefund;
