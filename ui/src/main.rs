//! The till's screens: Leptos, compiled to WebAssembly, in the till's own window or in a
//! browser on loopback.

mod backend;
mod component;
mod format;
mod input;
mod screen;
mod state;
mod text;

use leptos::prelude::*;
use state::Store;

fn main() {
    console_error_panic_hook::set_once();
    if let Some(starting) = document().get_element_by_id("starting") {
        starting.remove();
    }
    leptos::mount::mount_to_body(|| {
        let store = Store::new();
        provide_context(store);
        input::listener::start(store);
        store.watch();
        Effect::new(move || store.show_theme());
        view! { <screen::Screens /> }
    });
}
