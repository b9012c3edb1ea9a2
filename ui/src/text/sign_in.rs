//! Signing in.

use super::message::messages;
use shared_model::policy::Role;

messages! { "sign_in":
    title;
    nobody_yet;
    pin_of(name: &str);
    digits(count: usize);
    enter;
    somebody_else;
    works_offline;
    role_cashier;
    role_manager;
    role_admin;
}

/// One that the business made itself has the name it was given.
pub fn role(role: &Role) -> String {
    match role {
        Role::Cashier => role_cashier(),
        Role::Manager => role_manager(),
        Role::Admin => role_admin(),
        Role::Other(name) => name.clone(),
    }
}
