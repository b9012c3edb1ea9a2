//! Another price for one line of the cart.

use super::message::messages;

messages! { "price":
    title;
    about(name: &str, price: &str);
    new;
    reason;
    send;
    needs_reason;
    not_used;
    needs_pin;
    approved_by;
    approver_pin;
    reason_damaged;
    reason_shelf;
    reason_match;
    reason_last;
}

/// The reasons that one press gives.
pub fn reasons() -> [String; 4] {
    [reason_damaged(), reason_shelf(), reason_match(), reason_last()]
}
