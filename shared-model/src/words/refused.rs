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
    if detail.is_empty() { words.to_owned() } else { format!("{words} ({detail})") }
}
