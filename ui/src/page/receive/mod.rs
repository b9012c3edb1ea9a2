//! Taking goods in: find or scan, say how many, send.

mod find;
mod state;
mod view;

pub use state::Receive;

use crate::app::App;
use crate::input::{Press, Scan, focus};
use crate::page::{Nav, Page};
use crate::text;
use leptos::prelude::*;
use shared_model::command::{Command, GoodsReceive};

/// The field in which products are looked for.
const SEARCH: &str = "receive-search";

impl Page for Receive {
    const ROUTE: &'static str = "receive";
    const NAV: Option<Nav> = Some(Nav::new("nav-receive", |_| text::receive::nav(), GoodsReceive::NEEDS));

    fn new(app: App) -> Receive {
        Receive::start(app)
    }

    fn open(self, _of: &str) {
        self.app.notices.clear();
        self.take_up_unanswered();
        self.type_text(self.typed.get_untracked());
        focus::soon(SEARCH);
    }

    fn key(self, press: &Press) -> bool {
        match press.key.as_str() {
            "Enter" if press.focus == SEARCH => self.take_typed(),
            "F9" => {
                // What was typed into a line counts when its field is left.
                focus::now(SEARCH);
                self.send();
            }
            _ => return false,
        }
        true
    }

    fn scan(self, scan: &Scan) -> bool {
        focus::now(SEARCH);
        self.take_scan(scan);
        true
    }

    fn types_into(self) -> Option<&'static str> {
        Some(SEARCH)
    }

    fn view(self) -> AnyView {
        view::page(self).into_any()
    }
}
