//! What the server could not apply.

use super::message::messages;
use shared_model::wire::told::health::SetAsideCode;

messages! { "set_aside":
    nav(count: u64);
    title;
    about;
    none;
    entry(seq: u64, kind: &str);
    try_again;
    retried;
    code_unreadable;
    code_unknown_kind;
    code_unknown_reference;
    code_not_allowed;
    code_inconsistent;
    code_fork;
}

pub fn code(code: SetAsideCode) -> String {
    match code {
        SetAsideCode::Unreadable => code_unreadable(),
        SetAsideCode::UnknownKind => code_unknown_kind(),
        SetAsideCode::UnknownReference => code_unknown_reference(),
        SetAsideCode::NotAllowed => code_not_allowed(),
        SetAsideCode::Inconsistent => code_inconsistent(),
        SetAsideCode::Fork => code_fork(),
        SetAsideCode::Other(name) => name,
    }
}
