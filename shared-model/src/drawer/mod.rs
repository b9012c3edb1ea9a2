//! Drawers and their shifts: what day it is at one.

mod day;

pub use day::{DAY_TURNS_LATEST, SaleDay, ShiftDay, Today, may_be_dated, next_date};
