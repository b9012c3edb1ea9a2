//! Products as a manager sees and edits them.

mod edit;
mod editor;
mod state;
mod view;

pub use state::Catalogue;

use crate::app::App;
use crate::input::{Press, Scan, focus};
use crate::page::{Nav, Page};
use crate::text;
use leptos::prelude::*;
use shared_model::command::{Command, ProductEdit};

/// The field in which products are looked for.
const SEARCH: &str = "product-search";

impl Page for Catalogue {
    const ROUTE: &'static str = "catalogue";
    const NAV: Option<Nav> = Some(Nav::new("nav-products", |_| text::catalogue::nav(), ProductEdit::NEEDS));

    fn new(app: App) -> Catalogue {
        Catalogue::start(app)
    }

    fn open(self, _of: &str) {
        self.app.notices.clear();
        self.search_again();
        focus::soon(SEARCH);
    }

    fn key(self, press: &Press) -> bool {
        match press.key.as_str() {
            "Enter" if press.focus == SEARCH => self.show_first(),
            "F9" => self.save(),
            _ => return false,
        }
        true
    }

    /// Shows what it names.
    fn scan(self, scan: &Scan) -> bool {
        self.find(scan.code.clone());
        true
    }

    fn types_into(self) -> Option<&'static str> {
        Some(SEARCH)
    }

    fn view(self) -> AnyView {
        view::page(self).into_any()
    }
}
