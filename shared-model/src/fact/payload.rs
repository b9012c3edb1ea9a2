//! What a fact says of itself beyond its line in the list of facts. Each question
//! has an answer in each payload, be it that there is nothing to say.

use crate::event::Named;
use crate::money::Header;
use crate::policy::Permission;
use crate::unit::*;

/// A permission somebody must hold: whoever recorded the fact, or the person it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Need {
    pub permission: Permission,
    /// Who gave it; the recorder where nobody is named.
    pub of: Option<StaffId>,
}

impl Need {
    pub fn by_recorder(permission: Permission) -> Need {
        Need { permission, of: None }
    }
}

pub trait Payload {
    /// What its content asks beyond the least its kind needs.
    fn needs_beyond(&self) -> Vec<Need>;

    /// What the world outside hears of it, beside what follows from what it changes.
    fn event(&self) -> Option<Named>;

    /// What it means in money where `store` recorded it.
    fn money(&self, store: Option<StoreId>) -> Result<Option<Header>, ArithmeticError>;
}

/// Says which of the questions of [`Payload`] a fact has no answer to. It has to be said: money
/// that was forgotten would be a document that posts nothing.
macro_rules! nothing {
    (@ needs_beyond) => {
        fn needs_beyond(&self) -> Vec<$crate::fact::Need> {
            Vec::new()
        }
    };
    (@ event) => {
        fn event(&self) -> Option<$crate::event::Named> {
            None
        }
    };
    (@ money) => {
        fn money(
            &self,
            _: Option<$crate::unit::StoreId>,
        ) -> Result<Option<$crate::money::Header>, $crate::unit::ArithmeticError> {
            Ok(None)
        }
    };
    // To none of them.
    (for $($payload:ty),+ $(,)?) => {
        $(impl $crate::fact::Payload for $payload {
            $crate::fact::payload::nothing!(needs_beyond, event, money);
        })+
    };
    ($($question:ident),+) => {
        $($crate::fact::payload::nothing!(@ $question);)+
    };
}
pub(crate) use nothing;
