//! Who waits for goods, and the story why.

use super::message::messages;
use shared_model::stock::ShortageCause;

messages! { "backorder":
    nav(count: u64);
    title;
    about;
    none;
    owed(quantity: &str);
    order_line(number: &str, line: u32);
    show_order;
    story;
    why_are_we_short(name: &str);
    earlier(duration: &str);
    believed(terminal: &str, believed: &str);
    believed_offline(terminal: &str, duration: &str, believed: &str);
    taken(number: &str, quantity: &str);
    short(number: &str, quantity: &str);
    cause_sold_out;
    cause_carried_out;
    cause_counted;
    expected(day: &str);
    no_date;
    fills_itself;
    under_a_minute;
    minutes(minutes: u64);
    hours(hours: u64, minutes: &str);
    days(days: u64, hours: u64);
}

/// `2 h 07 min`, of which only the largest two units are said.
fn duration(seconds: u64) -> String {
    let all = seconds / 60;
    match (all / 1440, all / 60 % 24, all % 60) {
        (0, 0, 0) => under_a_minute(),
        (0, 0, some) => minutes(some),
        (0, some, rest) => hours(some, &format!("{rest:02}")),
        (some, rest, _) => days(some, rest),
    }
}

pub fn offline_since(seconds: u64) -> String {
    earlier(&duration(seconds))
}

pub fn till_believed(terminal: &str, offline_s: Option<u64>, free: &str) -> String {
    match offline_s {
        Some(seconds) => believed_offline(terminal, &duration(seconds), free),
        None => believed(terminal, free),
    }
}

/// One of a newer server by its name.
pub fn cause(cause: &ShortageCause) -> String {
    match cause {
        ShortageCause::SoldOut => cause_sold_out(),
        ShortageCause::TakenByCarryOut => cause_carried_out(),
        ShortageCause::TakenByCount => cause_counted(),
        ShortageCause::Other(name) => name.clone(),
    }
}
