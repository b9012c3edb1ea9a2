//! Opening the drawer, and with it the shift.

use super::message::messages;

messages! { "drawer":
    title;
    about;
    open_with(float: &str);
    next(date: &str);
    doubted(clock: &str, sold: &str);
    only_if(clock: &str);
    stay(sold: &str);
    ahead(sold: &str, today: &str);
    redate(today: &str);
    wrong_clock;
    dated;
    count_first;
}
