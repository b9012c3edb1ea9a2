//! Orders, and where their goods are.

use super::message::messages;
use shared_model::command::OrderStage;

messages! { "order":
    nav;
    key;
    list_title;
    list_about;
    search_hint;
    only_backordered;
    none;
    no_customer;
    lines(count: u32);
    title(number: &str);
    loading;
    where_lines_stand;
    not_seen_by_server;
    why_short;
    stage_waiting;
    stage_placed;
    stage_handed_over;
    stage_allocated;
    stage_awaiting_stock;
    line_handed_over(quantity: &str);
    line_allocated(quantity: &str);
    line_backordered(quantity: &str);
}

pub fn stage(stage: OrderStage, waiting: bool) -> String {
    match (stage, waiting) {
        (_, true) => stage_waiting(),
        (OrderStage::Placed, false) => stage_placed(),
        (OrderStage::HandedOver, false) => stage_handed_over(),
        (OrderStage::Allocated, false) => stage_allocated(),
        (OrderStage::AwaitingStock, false) => stage_awaiting_stock(),
    }
}
