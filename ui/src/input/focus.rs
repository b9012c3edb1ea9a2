//! Where the keyboard's keys go. The search field has the focus whenever nothing else
//! needs it; on screens where keys act by themselves nothing has.

use leptos::prelude::*;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

pub fn active() -> Option<Element> {
    document().active_element()
}

/// Whether keys typed into `element` are text.
pub fn takes_text(element: &Element) -> bool {
    match element.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => {
            let kind = element.unchecked_ref::<HtmlInputElement>().type_();
            !matches!(kind.as_str(), "button" | "checkbox" | "radio" | "submit")
        }
        _ => false,
    }
}

thread_local! {
    /// The element that was focused from here last.
    static LAST: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Focuses an element that may only be drawn with the next frame. A frame can be late: whoever went into
/// another field meanwhile stays there, and types nothing into this one.
pub fn soon(id: &'static str) {
    let before = active();
    request_animation_frame(move || {
        let went = |element: &Element| {
            takes_text(element) && before.as_ref() != Some(element) && LAST.with_borrow(|last| *last != element.id())
        };
        if !active().as_ref().is_some_and(went) {
            now(id);
        }
    });
}

/// At once, so that the key being handled still lands in it.
pub fn now(id: &str) {
    if let Some(element) = get_element(id) {
        LAST.set(id.to_owned());
        // An element that cannot take the focus leaves it where it was.
        let _ = element.focus();
    }
}

pub fn nothing() {
    request_animation_frame(|| {
        if let Some(element) = active().and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            // An element that has none keeps none.
            let _ = element.blur();
        }
    });
}

fn get_element(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}
