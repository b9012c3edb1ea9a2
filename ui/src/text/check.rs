//! Compares a file of English messages with its accessors while this is compiled: each has its
//! message with just the arguments it gives, and no message is left over.

/// Fails to compile, naming the message, unless `ftl` has it with these arguments and no others.
pub const fn has(ftl: &str, id: &str, arguments: &[&str]) {
    let ftl = ftl.as_bytes();
    let Some(start) = find(ftl, id.as_bytes()) else { panic!("{}", id) };
    let end = end_of_message(ftl, start);
    let mut at = 0;
    while at < arguments.len() {
        if count_of(ftl, start, end, arguments[at].as_bytes()) == 0 {
            panic!("{}", id);
        }
        at += 1;
    }
    let mut at = start;
    while at < end {
        if ftl[at] == b'$' && !is_one_of(ftl, at + 1, arguments) {
            panic!("{}", id);
        }
        at += 1;
    }
}

/// Fails to compile, naming the noun, unless its file is among those that are loaded.
pub const fn is_listed(noun: &str, nouns: &[&str]) {
    let mut at = 0;
    while at < nouns.len() {
        if nouns[at].len() == noun.len() && is_word(nouns[at].as_bytes(), 0, noun.as_bytes()) {
            return;
        }
        at += 1;
    }
    panic!("{}", noun);
}

/// Fails to compile unless there are as many messages as accessors.
pub const fn has_no_other(ftl: &str, accessors: usize) {
    let ftl = ftl.as_bytes();
    let mut messages = 0;
    let mut at = 0;
    while at < ftl.len() {
        if begins_line(ftl, at) && ftl[at].is_ascii_lowercase() {
            messages += 1;
        }
        at += 1;
    }
    assert!(messages == accessors, "this file of messages has one that no accessor says, or two of one name");
}

/// Where the line `id = …` begins.
const fn find(ftl: &[u8], id: &[u8]) -> Option<usize> {
    let mut at = 0;
    while at < ftl.len() {
        if begins_line(ftl, at) && is_word(ftl, at, id) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// A message goes on as long as its lines are indented.
const fn end_of_message(ftl: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < ftl.len() && (!begins_line(ftl, at) || matches!(ftl[at], b' ' | b'\n')) {
        at += 1;
    }
    at
}

const fn begins_line(ftl: &[u8], at: usize) -> bool {
    at == 0 || ftl[at - 1] == b'\n'
}

const fn count_of(ftl: &[u8], start: usize, end: usize, argument: &[u8]) -> usize {
    let mut count = 0;
    let mut at = start;
    while at < end {
        if ftl[at] == b'$' && is_word(ftl, at + 1, argument) {
            count += 1;
        }
        at += 1;
    }
    count
}

const fn is_one_of(ftl: &[u8], at: usize, arguments: &[&str]) -> bool {
    let mut one = 0;
    while one < arguments.len() {
        if is_word(ftl, at, arguments[one].as_bytes()) {
            return true;
        }
        one += 1;
    }
    false
}

/// Whether `word` stands at `at` and ends there.
const fn is_word(ftl: &[u8], at: usize, word: &[u8]) -> bool {
    if at + word.len() > ftl.len() {
        return false;
    }
    let mut i = 0;
    while i < word.len() {
        if ftl[at + i] != word[i] {
            return false;
        }
        i += 1;
    }
    let after = at + word.len();
    after == ftl.len() || !(ftl[after].is_ascii_alphanumeric() || ftl[after] == b'_')
}
