//! The till's screens: Leptos, compiled to WebAssembly, in the till's own window or in a
//! browser on loopback.

mod app;
mod backend;
mod format;
mod frame;
mod input;
mod kit;
mod page;
mod text;

use app::App;
use frame::Frame;
use leptos::prelude::*;
use page::Pages;

fn main() {
    console_error_panic_hook::set_once();
    speak();
    if let Some(starting) = document().get_element_by_id("starting") {
        starting.remove();
    }
    leptos::mount::mount_to_body(|| {
        let app = App::new();
        let pages = Pages::new(app);
        let frame = Frame::new(app, pages);
        pages.attend();
        input::start(frame);
        app.watch();
        Effect::new(move || app.show_theme());
        frame.view()
    });
}

/// Tells the page and its figures which language it is in.
fn speak() {
    let language = text::chosen();
    format::use_locale(language.locale);
    if let Some(root) = document().document_element() {
        // A constant attribute name is always accepted.
        let _ = root.set_attribute("lang", language.code);
        let _ = root.set_attribute("dir", language.direction);
    }
}
