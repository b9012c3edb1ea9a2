//! How much one payment may say.

use shared_model::bounds::{CODE_BYTES_MAX, LINE_BYTES_MAX, SETTLED_MAX, amount_fits, code_fits, line_fits};
use shared_model::payment::Payment;
use shared_model::refusal::AsideReason;

/// Whether it can be booked as it stands.
pub fn sensible(payment: &Payment) -> Result<(), AsideReason> {
    let too_much = |what: &str, max: usize| Err(AsideReason::TooMuch { what: what.to_owned(), max: max as u64 });
    if payment.settles.len() > SETTLED_MAX {
        return too_much("settled", SETTLED_MAX);
    }
    if ![&payment.number.code, &payment.number.series].into_iter().all(|code| code_fits(code)) {
        return too_much("code_bytes", CODE_BYTES_MAX);
    }
    if payment.reference.as_ref().is_some_and(|reference| !line_fits(reference)) {
        return too_much("text_bytes", LINE_BYTES_MAX);
    }
    // What was handed over is kept as it was typed: it books nothing, and a slip of the hand there
    // makes no sale less real.
    let fits = payment.settles.iter().all(|settled| amount_fits(settled.amount));
    if fits { Ok(()) } else { Err(AsideReason::AmountsTooLarge {}) }
}
