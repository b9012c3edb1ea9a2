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
    sold(terminal: &str, number: &str);
    believed(sold: &str, believed: &str);
    out_of_touch(sold: &str, duration: &str);
    taken(number: &str, quantity: &str);
    short(number: &str, quantity: &str);
    lost(number: &str, quantity: &str);
    cause_sold_out;
    cause_carried_out;
    cause_counted;
    expected(day: &str);
    no_date;
    fills_itself;
    minutes(minutes: u64);
    hours(hours: u64, minutes: &str);
    days(days: u64, hours: u64);
}

/// `2 h 07 min`, of which only the largest two units are said.
fn duration(seconds: u64) -> String {
    let all = seconds / 60;
    match (all / 1440, all / 60 % 24, all % 60) {
        (0, 0, some) => minutes(some),
        (0, some, rest) => hours(some, &format!("{rest:02}")),
        (some, rest, _) => days(some, rest),
    }
}

pub fn till_sold(terminal: &str, number: &str, free: Option<String>, offline_s: Option<u64>) -> String {
    let mut said = sold(terminal, number);
    if let Some(free) = free {
        said = believed(&said, &free);
    }
    match offline_s {
        Some(seconds) => out_of_touch(&said, &duration(seconds)),
        None => said,
    }
}

/// Only what had none to begin with falls short when it is heard of; else it had them, and lost them later.
pub fn fell_short(cause: &ShortageCause, number: &str, quantity: &str) -> String {
    match cause {
        ShortageCause::SoldOut => short(number, quantity),
        ShortageCause::TakenByCarryOut | ShortageCause::TakenByCount | ShortageCause::Other(_) => {
            lost(number, quantity)
        }
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
