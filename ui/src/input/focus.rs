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

/// Stands right before the first thing to do on a page whose keys act by themselves: the next Tab lands on that.
pub const ACTION: &str = "action";

/// Back to where one types, unless somebody walked to a button by keys and may want to press it again.
pub fn back(id: &'static str) {
    let walked = |element: Element| element.matches("button:enabled:focus-visible").unwrap_or(false);
    if !active().is_some_and(walked) {
        soon(id);
    }
}

/// Arrows walk over the rows of a list, from the field in which it is searched and back. Says whether they did.
pub fn walk(key: &str) -> bool {
    const FIELD: &str = ".search input";
    const ROW: &str = ".row-button, .person";
    let here = active();
    let is = |one: &str| here.as_ref().is_some_and(|element| element.matches(one).unwrap_or(false));
    let find = |one: &str| document().query_selector(one).ok().flatten();
    let next = match key {
        "ArrowDown" if is(ROW) => here.and_then(|row| row.next_element_sibling()),
        "ArrowUp" if is(ROW) => here.and_then(|row| row.previous_element_sibling()).or_else(|| find(FIELD)),
        "ArrowDown" if is(FIELD) || !here.as_ref().is_some_and(takes_text) => find(ROW),
        _ => return false,
    };
    let next = next.and_then(|element| element.dyn_into::<HtmlElement>().ok());
    // A row takes the focus.
    next.is_some_and(|element| element.focus().is_ok())
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
