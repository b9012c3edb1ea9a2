//! Products: finding, looking at and changing them.

mod desk;
mod edit;
mod price;
mod search;
mod show;

pub(super) use desk::{overlaid, price, price_and_source};
