//! What stands around every page: the top bar, the ways to other pages, what is wrong with the
//! till itself.

use super::message::messages;
use shared_model::command::AlarmView;

messages! { "frame":
    starting;
    till_silent;
    till_silent_short;
    till_unreadable;
    sign_out;
    other_pages;
    light;
    dark;
    till_code(code: &str);
    till_name(name: &str, code: &str);
    nothing_waiting;
    records_waiting(count: u64);
    sales_waiting(count: u64);
    offline(waiting: &str);
    offline_since(since: &str, waiting: &str);
    connecting(waiting: &str);
    online_all_sent;
    online_outdated(count: u64);
    online_sending_records(count: u64);
    online_sending_sales(count: u64);
    loading(done: u64, of: u64);
    setting_up;
    not_set_up;
    not_set_up_because(reason: &str);
    refused(reason: &str);
    refused_keeping(reason: &str, count: u64);
    ask_administrator;
    alarm_fork(seq: &str);
    alarm_missing(seq: &str);
    alarm_rebuilt;
    alarm_rebuilt_in_part;
    no_stock_yet;
    stock_as_of(at: &str);
    tills_silent(age: &str, count: u32);
}

pub fn till(code: &str, name: &str) -> String {
    if name.is_empty() || name == code { till_code(code) } else { till_name(name, code) }
}

/// `12 sales saved on this till, waiting`, or that nothing waits.
pub fn waiting(sales: u64, entries: u64) -> String {
    match (sales, entries) {
        (0, 0) => nothing_waiting(),
        (0, entries) => records_waiting(entries),
        (sales, _) => sales_waiting(sales),
    }
}

pub fn online_sending(sales: u64, entries: u64) -> String {
    match sales {
        0 => online_sending_records(entries),
        sales => online_sending_sales(sales),
    }
}

pub fn server_refuses(reason: &str, waiting: u64) -> String {
    let reason = if reason.is_empty() { ask_administrator() } else { reason.to_owned() };
    match waiting {
        0 => refused(&reason),
        waiting => refused_keeping(&reason, waiting),
    }
}

pub fn alarm(alarm: AlarmView) -> String {
    match alarm {
        AlarmView::Fork { seq } => alarm_fork(&seq.to_string()),
        AlarmView::Missing { seq } => alarm_missing(&seq.to_string()),
        AlarmView::Rebuilt {} => alarm_rebuilt(),
        AlarmView::RebuiltInPart {} => alarm_rebuilt_in_part(),
    }
}

pub fn stock_age(as_of: Option<String>, silent: u32) -> String {
    let age = as_of.map_or_else(no_stock_yet, |at| stock_as_of(&at));
    match silent {
        0 => age,
        silent => tills_silent(&age, silent),
    }
}
