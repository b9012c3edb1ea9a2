//! Stock, in words.

use crate::refusal::StockRefusal;

pub(super) fn sentence(reason: &StockRefusal) -> String {
    match reason {
        StockRefusal::Denied { short, product } => format!(
            "Stock does not cover {short} of {product}, and it may not be sold short. The cart is as it was and nothing was charged. Sell fewer, or take the line out."
        ),
        StockRefusal::MustBeAsked { short, product } => format!(
            "Stock does not cover {short} of {product}, and only a manager may sell it short. The cart is kept and nothing was charged. Ask a manager to sign in, or sell fewer."
        ),
    }
}
