//! Sales: booked whatever is odd about them, their lines followed from order to handover, and
//! what is odd told to a person.

mod apply;
mod bounds;
mod judge;
mod line;
mod list;
mod rows;
mod shortage;
mod state;
mod story;
mod told;

pub use list::{BackorderRow, LineRow, OrderRow, ReviewRow, backorders, orders, reviews, sealed, taken_by};

pub(crate) use judge::{Own, Reckoned};
pub(crate) use line::{Reach, open_lines, open_lines_of, parts_that_do_not_add_up};
pub(crate) use rows::{Rows, is_any_number, redate, take, taken};
pub(crate) use state::tell_states;
pub use story::{Story, TakenByRow};
