//! Taking goods in.

use super::message::messages;

messages! { "receive":
    nav;
    title;
    about;
    choose_one;
    delivery;
    reference;
    nothing_entered;
    send;
    already_received;
    taken_in;
    send_again;
    unanswered;
    not_added;
    not_a_quantity(typed: &str);
    taken_in_filling(count: u64);
}

pub fn received(filled: u64) -> String {
    match filled {
        0 => taken_in(),
        filled => taken_in_filling(filled),
    }
}
