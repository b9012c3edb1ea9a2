//! Opening the drawer, and with it the shift.

use super::message::messages;

messages! { "drawer":
    title;
    about;
    open_with(float: &str);
}
