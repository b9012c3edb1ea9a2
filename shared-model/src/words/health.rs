//! The till and its server, in words.

use super::not_found;
use crate::refusal::HealthRefusal;

pub(super) fn sentence(reason: &HealthRefusal) -> String {
    let plain = match reason {
        HealthRefusal::NotReady => {
            "This till has not loaded its shop yet. Nothing was changed. It loads as soon as it reaches the server; wait a moment."
        }
        HealthRefusal::EntryTooLarge => {
            "This is more than one entry can hold. Nothing was recorded. Make it smaller, for example split the sale."
        }
        HealthRefusal::Journal => {
            "This till's journal cannot be written, so no new sale can start. Every completed sale is safe. Free space on the disk or call support, then try again."
        }
        HealthRefusal::Disk => {
            "This till's disk refused, and nothing was recorded. Sales completed before are safe. Try again; if it stays, call support."
        }
        HealthRefusal::Offline => {
            "This needs the server, and it cannot be reached now. Nothing was changed. Selling goes on; try again when the till is connected."
        }
        HealthRefusal::AnswerLost => {
            "The connection was lost before the server answered, so it may have been done. Try again: the same request is never done twice."
        }
        HealthRefusal::ServerBusy => "The server was too busy. Nothing was changed. Try again in a moment.",
        HealthRefusal::ServerDoesNotAllow => {
            "The server does not allow this for the person signed in. Nothing was changed. Ask a manager to sign in."
        }
        HealthRefusal::ServerRefused { reason } => {
            return format!(
                "The server refused: {}. Nothing was changed. Correct it and try again.",
                super::reason(reason)
            );
        }
        HealthRefusal::NoSuchEntry => return not_found("entry"),
        HealthRefusal::StillSetAside { reason } => {
            let reason = reason.as_ref().map_or_else(|| "it gave no reason".to_owned(), super::reason);
            return format!(
                "The server still could not apply it: {reason}. It is kept and nothing is lost. Correct the cause, then try again."
            );
        }
    };
    plain.to_owned()
}
