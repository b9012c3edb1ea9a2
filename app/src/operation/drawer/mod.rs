//! The drawer of a till.

mod open;
