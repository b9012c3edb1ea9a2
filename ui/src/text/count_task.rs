//! Products to be counted.

use super::message::messages;

messages! { "count_task":
    nav(count: u64);
    title;
    about;
    none;
    because(short: &str, at: &str);
}
