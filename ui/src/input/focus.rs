//! Where the keyboard's keys go. The search field has the focus whenever nothing else
//! needs it; on screens where keys act by themselves nothing has.

use leptos::prelude::*;
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

/// Focuses an element that may only be drawn with the next frame.
pub fn soon(id: &'static str) {
    request_animation_frame(move || {
        if let Some(element) = get_element(id) {
            // An element that cannot take the focus leaves it where it was.
            let _ = element.focus();
        }
    });
}

/// At once, so that the key being handled still lands in it.
pub fn now(id: &str) {
    if let Some(element) = get_element(id) {
        // As above.
        let _ = element.focus();
    }
}

pub fn nothing() {
    request_animation_frame(|| {
        if let Some(element) = active().and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            // As above.
            let _ = element.blur();
        }
    });
}

fn get_element(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}
