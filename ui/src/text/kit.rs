//! Words on the parts that every page is made of.

use super::message::messages;

messages! { "kit":
    back;
    close;
    dismiss;
    keypad;
    backspace;
    said_times(words: &str, times: u32);
    print_roll;
    print_a4;
    printed;
    printed_copy(copy: u32);
}

/// A notice, and how often it was said.
pub fn said(words: &str, times: u32) -> String {
    if times > 1 { said_times(words, times) } else { words.to_owned() }
}

/// Said before the path of the file.
pub fn printed_to(copy: u32) -> String {
    match copy {
        0 => printed(),
        copy => printed_copy(copy),
    }
}
