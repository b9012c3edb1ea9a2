//! People and what they may, in words.

use super::not_found;
use crate::refusal::PartyRefusal;

pub(super) fn sentence(reason: PartyRefusal) -> String {
    match reason {
        PartyRefusal::NoSuchCustomer => not_found("customer"),
        PartyRefusal::NoSuchStaff => not_found("staff member"),
        PartyRefusal::NotSignedIn => {
            "Nobody is signed in. The cart is kept. Sign in with your PIN and try again.".into()
        }
        PartyRefusal::UnknownToken => "Nobody is signed in with this token. Sign in and listen again.".into(),
        // Whoever may not is told who may: of the built-in roles, that is always a manager.
        PartyRefusal::NotAllowed { .. } => {
            "This needs a manager. Nothing was changed. Ask a manager to sign in.".into()
        }
        PartyRefusal::WrongPin { left } => {
            format!("That PIN is wrong. Nothing was changed. Try again; {left} more before a wait.")
        }
        PartyRefusal::PinLocked { wait_ms } => {
            // It stands on a screen while the time passes, so it says what stays true.
            let longest = match wait_ms.saturating_add(59_999) / 60_000 {
                ..=1 => "a minute".to_owned(),
                minutes => format!("{minutes} minutes"),
            };
            format!(
                "Too many wrong PINs. Nothing was changed and the cart is kept. Wait up to {longest}, or let somebody else sign in."
            )
        }
    }
}

/// A customer without a name.
pub(super) fn unnamed(number: &str) -> String {
    format!("Customer {number}")
}
