//! The drawer of a till.

mod open;
mod redate;
