//! The list of keys, and how the scanner is set up.

use super::message::messages;

messages! { "keys":
    nav;
    title;
    help;
    enter;
    back;
    scanner;
    scanner_end;
    scanner_gap;
    scanner_prefix;
    scanner_suffix;
}
