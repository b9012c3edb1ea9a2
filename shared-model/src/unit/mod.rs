//! The only arithmetic on money, quantity, rate and time. Integers only, checked, and
//! every rounding is named where it happens.

mod derived;
pub mod id;
pub mod money;
mod name;
pub mod position;
pub mod quantity;
pub mod rate;
pub mod rounding;
mod scope;
pub mod time;
mod variant;

pub use derived::*;
pub use id::*;
pub use money::{Amount, Currency, Money, format_money};
pub use name::NAME_BYTES_MAX;
pub(crate) use name::open_names;
pub use position::{Generations, Position};
pub use quantity::Quantity;
pub use rate::{NotARate, Rate};
pub use rounding::{Rounding, allocate_largest_remainder};
pub use scope::{SCOPE_KEY_BYTES_MAX, Scope};
pub use time::{BusinessDate, Timestamp};
pub use variant::Newer;
pub(crate) use variant::{Read, open_variants, read};

/// What integer arithmetic can refuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ArithmeticError {
    #[error("the result is larger than the till can hold")]
    Overflow,
    #[error("amounts of different currencies cannot be combined")]
    CurrencyMismatch,
    #[error("there is nothing to divide by")]
    DivisionByZero,
}
