//! Finding what the customer wants, and the keys of the counter.

use super::message::messages;

messages! { "sell":
    nav;
    products;
    categories;
    all;
    nothing_found(typed: &str);
    nothing_found_in(typed: &str, category: &str);
    search_everywhere;
    search_for(text: &str);
    choose_named(code: &str, count: usize);
    not_chosen(code: &str);
    is_order(number: &str);
    open_order;
    choose_one(text: &str, count: usize);
    choose_one_of_more(text: &str, count: usize);
    key_search;
    key_times;
    key_tiles;
    key_lines;
    key_quantity;
    key_remove;
    key_fulfilment;
    key_price;
    key_card;
    key_customer;
    key_undo;
    key_pay;
}
