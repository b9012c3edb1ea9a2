//! The till's own set of parts. They draw what they are given and know no command.

mod banner;
mod bottom_bar;
mod button;
mod cart;
mod field;
mod keypad;
mod keys_panel;
mod line_actions;
mod list;
mod panel;
mod receipt;
mod stock;
mod tile;
mod top_bar;
mod totals;
mod virtual_grid;

pub use banner::{AlarmBanner, NoticeBanner};
pub use bottom_bar::BottomBar;
pub use button::{Button, KeyHint};
pub use cart::CartPane;
pub use field::{Field, SearchField};
pub use keypad::Keypad;
pub use keys_panel::KeysPanel;
pub use line_actions::LineActions;
pub use list::{Empty, Page};
pub use panel::Panel;
pub use receipt::ReceiptPaper;
pub use stock::{PromiseLabel, StockLabel};
pub use tile::Tile;
pub use top_bar::TopBar;
pub use totals::Totals;
pub use virtual_grid::VirtualGrid;
