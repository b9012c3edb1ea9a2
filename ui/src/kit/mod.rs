//! The primitives that every page is made of. They draw what they are given and know neither
//! the till nor a page.

mod button;
mod field;
mod keypad;
mod list;
mod notice;
mod panel;
mod print;
mod receipt;
mod stock;
mod tile;
mod virtual_grid;

pub use button::{Button, KeyHint};
pub use field::{Field, SearchField};
pub use keypad::Keypad;
pub use list::{Cards, Empty, PageBody};
pub use notice::{NoticeBanner, Said, SaidOne};
pub use panel::Panel;
pub use print::PrintButtons;
pub use receipt::ReceiptPaper;
pub use stock::{PromiseLabel, StockLabel};
pub use tile::Tile;
pub use virtual_grid::VirtualGrid;
