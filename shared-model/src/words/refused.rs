//! English for why a server does not talk to a till.

use crate::wire::RefusalCode;

/// What the till's screen says of the connection.
pub fn refused(code: &RefusalCode, detail: &str) -> String {
    let words = match code {
        RefusalCode::UnknownTerminal => "this server does not know this till; enrol it",
        RefusalCode::Revoked => "this till has been locked out; what it sold is safe on it, ask an administrator",
        RefusalCode::BadSignature => "the till could not prove that it is itself",
        RefusalCode::ProtocolTooOld => {
            "this till's program is too old for this server; it keeps selling, update it to sync"
        }
        RefusalCode::BadFrame => "the server could not read what this till sent",
        RefusalCode::CursorUnknown => {
            "this till has read further than this server's log; the server may have been restored"
        }
        RefusalCode::Busy => "the server could not do it now; try again",
        RefusalCode::Stopping => "the server is stopping; try again in a moment",
        RefusalCode::Other(code) => return format!("the server refused this till ({code})"),
    };
    let detail = DETAILS.iter().find(|(name, _)| *name == detail).map_or(detail, |(_, words)| words);
    if detail.is_empty() { words.to_owned() } else { format!("{words} ({detail})") }
}

/// What a server names as the detail of a refusal.
const DETAILS: &[(&str, &str)] = &[
    ("empty", "the frame is empty"),
    ("not_binary", "the frame is not binary"),
    ("unknown_tag", "the frame is packed in a way that the server does not know"),
    ("too_large", "the frame is too large"),
    ("does_not_inflate", "the frame does not inflate"),
    ("does_not_read", "the frame does not read"),
    ("hello_expected", "the first frame is a hello"),
    ("hello_again", "there was a hello already"),
    ("heads_expected", "the heads were asked for"),
    ("too_many_heads", "there are too many heads"),
    ("too_many_entries", "there are too many entries in one push"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_detail_is_a_name_that_has_words_or_stands_as_it_came() {
        let said = |detail| refused(&RefusalCode::BadFrame, detail);
        assert_eq!(said(""), "the server could not read what this till sent");
        assert_eq!(said("hello_again"), "the server could not read what this till sent (there was a hello already)");
        assert_eq!(said("of_a_newer_server"), "the server could not read what this till sent (of_a_newer_server)");
    }
}
