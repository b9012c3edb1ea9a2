//! The cart and what can be done with it.

use super::message::messages;
use shared_model::order::Fulfilment;

messages! { "cart":
    title;
    empty;
    no_customer;
    clear_customer;
    line_actions;
    no_line_selected;
    frozen;
    price_each(price: &str);
    price_instead(price: &str, list: &str);
    quantity_of(name: &str);
    remove;
    carry_out;
    pickup;
    delivery;
    deliver_to;
    no_address;
    choose_address;
    lines(count: usize);
    subtotal;
    discount;
    tax_included;
    tax_added;
    to_pay;
    undo;
    cancel;
    cancel_sure;
    cancelled;
    cancel_again;
    not_a_quantity(typed: &str);
    pay;
}

/// One of a newer server by its name.
pub fn fulfilment(fulfilment: &Fulfilment) -> String {
    match fulfilment {
        Fulfilment::CarryOut => carry_out(),
        Fulfilment::Pickup => pickup(),
        Fulfilment::Delivery { .. } => delivery(),
        Fulfilment::Newer(newer) => newer.name().to_owned(),
    }
}
