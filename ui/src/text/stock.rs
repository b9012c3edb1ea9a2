//! What is left, and what a customer can be told.

use super::message::messages;

messages! { "stock":
    left(free: &str);
    at_risk(free: &str);
    owed(owed: &str);
    none;
    service;
    on_hand(quantity: &str);
    promise_beyond_books(short: &str);
    promise_short(waits: &str, short: &str);
    promise_waits(waits: &str);
}
