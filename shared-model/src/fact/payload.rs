//! What a fact says of itself beyond its line in the list of facts. A payload that means
//! nothing in money and asks for nothing more says so by saying nothing.

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
    fn needs_beyond(&self) -> Vec<Need> {
        Vec::new()
    }

    /// What the world outside hears of it, beside what follows from what it changes.
    fn event(&self) -> Option<Named> {
        None
    }

    /// What it means in money where `store` recorded it.
    fn money(&self, _store: StoreId) -> Result<Option<Header>, ArithmeticError> {
        Ok(None)
    }
}
