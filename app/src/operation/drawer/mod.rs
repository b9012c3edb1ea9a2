//! A drawer's working periods.

mod open;
