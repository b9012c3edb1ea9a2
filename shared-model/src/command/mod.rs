//! What the screens (and scripts) ask a till to do, and what they draw of its answer. One file
//! per noun, each with the commands and the views they answer with; a command's name, its
//! input and its output are the whole interface, whichever shell carries it.
//!
//! Invariant: every command is in the one list of [`every_command`], or nothing compiles.

use crate::policy::{Denied, Permission, RoleSetting, Who, ask, first_roles};
use serde::{Serialize, de::DeserializeOwned};

/// What somebody must be to ask for a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    Nobody,
    /// Anybody who is signed in.
    Staff,
    Permission(Permission),
}

pub trait Command: Listed + Serialize + DeserializeOwned + Send + 'static {
    /// The path of `POST /command/NAME` and the argument of the window's `invoke`.
    const NAME: &'static str;
    const NEEDS: Needs;
    /// One sentence for `GET /command`.
    const ABOUT: &'static str;
    type Output: Serialize + DeserializeOwned + Send + 'static;
}

macro_rules! needs {
    (Nobody) => {
        $crate::command::Needs::Nobody
    };
    (Staff) => {
        $crate::command::Needs::Staff
    };
    (Permission($permission:ident)) => {
        $crate::command::Needs::Permission($crate::policy::Permission::$permission)
    };
    (Records($fact:ty)) => {
        $crate::command::Needs::Permission(<$fact as $crate::fact::Recordable>::NEEDS)
    };
}

/// Commands of a noun: name, what it needs (or the fact it records, whose need is its own),
/// what it answers with, and its fields.
macro_rules! commands {
    ($($name:ident = $text:literal, $needs:ident$(($($of:tt)+))?, $output:ty, $about:literal { $($(#[$meta:meta])* $field:ident: $type:ty),* $(,)? })*) => {
        $(
            #[doc = $about]
            #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
            #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
            pub struct $name { $($(#[$meta])* pub $field: $type),* }

            impl $crate::command::Command for $name {
                const NAME: &'static str = $text;
                const NEEDS: $crate::command::Needs = needs!($needs$(($($of)+))?);
                const ABOUT: &'static str = $about;
                type Output = $output;
            }
        )*
    };
}

/// What a screen draws: plain data with nothing left to decide but how it looks.
macro_rules! views {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty),* $(,)? })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub struct $name { $($(#[$field_meta])* pub $field: $type),* }
    )*};
}

mod catalogue;
mod drawer;
mod event;
mod health;
mod order;
mod paper;
mod party;
mod payment;
mod stock;
mod supply;

pub use catalogue::*;
pub use drawer::*;
pub use event::*;
pub use health::*;
pub use order::*;
pub use paper::*;
pub use party::*;
pub use payment::*;
pub use stock::*;
pub use supply::*;

/// Hands all commands, in the order `GET /command` prints them, to a macro of the caller's.
#[macro_export]
macro_rules! every_command {
    ($then:ident) => {
        $then! {
            StaffList SignIn SignOut Status ShiftOpen ShiftRedate
            ProductSearch ProductShow ProductEdit PriceSet
            CartShow CartScan CartAdd CartQuantity CartRemove CartFulfilment CartPrice CartCustomer CartUndo CartCancel
            CustomerSearch
            PayCash PayCardStart PayCardResult PayVoid PayComplete
            OrderList OrderShow ReceiptPrint
            BackorderList CountTaskList SetAsideList SetAsideRetry ReviewList GoodsReceive GoodsUnanswered
        }
    };
}

mod listed {
    /// A command that [`crate::every_command`] names.
    pub trait Listed {}
}
use listed::Listed;

macro_rules! list {
    ($($name:ident)*) => {
        /// Every command's name.
        pub const NAMES: &[&str] = &[$(<$name as Command>::NAME),*];

        $(impl Listed for $name {})*
    };
}
every_command!(list);

impl Needs {
    /// Whether somebody may ask a till for it, by the roles the business has.
    pub fn ask(self, roles: &[RoleSetting], who: Who<'_>) -> Result<(), Denied> {
        match (self, who.at_till()) {
            (Needs::Nobody, _) => Ok(()),
            (Needs::Staff, Who::Nobody) => Err(Denied::NobodySignedIn),
            (Needs::Staff, Who::Staff(_)) => Ok(()),
            (Needs::Staff, Who::Server | Who::Link | Who::Unknown) => Err(Denied::Unknown),
            (Needs::Permission(permission), who) => ask(roles, who, permission),
        }
    }

    pub fn permission(self) -> Option<Permission> {
        match self {
            Needs::Nobody | Needs::Staff => None,
            Needs::Permission(permission) => Some(permission),
        }
    }

    /// In one word: nobody, anybody of the staff, or the least of the built-in roles.
    pub fn as_str(self) -> &'static str {
        use crate::policy::Role;
        let may = |role, permission| ask(&first_roles(), Who::Staff(&role), permission).is_ok();
        match self {
            Needs::Nobody => "nobody",
            Needs::Staff => "staff",
            Needs::Permission(permission) if may(Role::Cashier, permission) => "staff",
            Needs::Permission(permission) if may(Role::Manager, permission) => "manager",
            Needs::Permission(_) => "admin",
        }
    }
}
