//! Sales that differ from the server's own reckoning.

use super::message::messages;

messages! { "review":
    nav;
    title;
    about;
    none;
    amounts(stated: &str, reckoned: &str);
}
