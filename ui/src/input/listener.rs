//! One listener before all others: scans are recognised wherever the focus is, what their
//! keys did is undone, and everything else that counts is handed on as a key press.

use super::{Press, Restore, Scan, Screens, focus, press, settings};
use leptos::prelude::*;
use shared_model::input::{Heard, Key, KeyDown, Presses, Scanner, ScannerSettings, Tap};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, EventInit, HtmlInputElement, KeyboardEvent, MouseEvent};

/// What the screen held before a burst began.
struct Before {
    field: Option<(HtmlInputElement, String)>,
    keyed_in: Option<Restore>,
}

impl Before {
    fn remember(screens: &dyn Screens) -> Before {
        let field = focus::active().filter(focus::takes_text).and_then(|element| element.dyn_into().ok());
        Before {
            field: field.map(|field: HtmlInputElement| {
                let value = field.value();
                (field, value)
            }),
            keyed_in: screens.keyed_in(),
        }
    }

    fn restore(self) {
        if let Some((field, value)) = self.field
            && field.value() != value
        {
            field.set_value(&value);
            let options = EventInit::new();
            options.set_bubbles(true);
            if let Ok(event) = Event::new_with_event_init_dict("input", &options) {
                // The event has no listener that throws.
                let _ = field.dispatch_event(&event);
            }
        }
        // What the field's keys meant is undone with the field.
        if let Some(restore) = self.keyed_in {
            restore();
        }
    }
}

struct Listener {
    screens: Rc<dyn Screens>,
    scanner: Scanner,
    presses: Presses,
    before: Option<Before>,
}

thread_local! {
    static LISTENER: RefCell<Option<Rc<RefCell<Listener>>>> = const { RefCell::new(None) };
}

/// Starts listening; once per page.
pub fn start(screens: impl Screens + 'static) {
    let scanner = Scanner::new(settings::load());
    let listener = Rc::new(RefCell::new(Listener {
        screens: Rc::new(screens),
        scanner,
        presses: Presses::default(),
        before: None,
    }));
    LISTENER.with(|kept| *kept.borrow_mut() = Some(listener.clone()));
    let taps = listener.clone();
    let tapped = Closure::<dyn FnMut(MouseEvent)>::new(move |event: MouseEvent| tap(&taps, &event));
    let _ = window().add_event_listener_with_callback_and_bool("click", tapped.as_ref().unchecked_ref(), true);
    tapped.forget();
    let heard = Closure::<dyn FnMut(KeyboardEvent)>::new(move |event: KeyboardEvent| hear(&listener, &event));
    // Capturing comes before every button and field. Adding a listener to the window cannot fail.
    let _ = window().add_event_listener_with_callback_and_bool("keydown", heard.as_ref().unchecked_ref(), true);
    // Lives as long as the page.
    heard.forget();
}

/// Now, on the clock of the keys' own times.
pub fn now_ms() -> u64 {
    window().performance().map_or(0, |clock| clock.now() as u64)
}

/// Uses and remembers other settings of the scanner.
pub fn set_up_scanner(chosen: ScannerSettings) {
    settings::save(&chosen);
    LISTENER.with(|kept| {
        if let Some(listener) = kept.borrow().as_ref() {
            listener.borrow_mut().scanner = Scanner::new(chosen);
        }
    });
}

fn hear(listener: &RefCell<Listener>, event: &KeyboardEvent) {
    if event.is_composing() || matches!(event.key().as_str(), "Shift" | "Control" | "Alt" | "AltGraph" | "Meta") {
        return;
    }
    let screens = listener.borrow().screens.clone();
    let key = scanner_key(event);
    let in_text = focus::active().is_some_and(|element| focus::takes_text(&element));
    if !in_text
        && matches!(key, Key::Char(char) if char != ' ')
        && let Some(field) = screens.types_into()
    {
        focus::now(field);
    }
    let at_ms = event.time_stamp().max(0.0) as u64;
    let heard = listener.borrow_mut().scanner.feed(key, at_ms);
    let name = press::name(event);
    let open = screens.open();
    let down = KeyDown { key: &name, held: event.repeat(), at_ms, open: &open.what, opened_ms: open.since_ms };
    let counts = listener.borrow_mut().presses.counts(down);
    match heard {
        Heard::Scan(code) => {
            let before = listener.borrow_mut().before.take();
            stop(event);
            if let Some(before) = before {
                before.restore();
            }
            return screens.scan(&Scan::read(code));
        }
        Heard::First => listener.borrow_mut().before = Some(Before::remember(&*screens)),
        // A space within a scan would press the button that has the focus.
        Heard::Within if !in_text && key == Key::Char(' ') => return stop(event),
        Heard::Within | Heard::Typing if matches!(key, Key::Char(_)) && !event.repeat() => {
            let over = Duration::from_millis(listener.borrow().scanner.over_ms());
            set_timeout(take_unended, over);
        }
        Heard::Within | Heard::Typing => {}
    }
    if !counts {
        // What edits a field goes on in it.
        if !in_text || name != "Delete" && !event.ctrl_key() {
            stop(event);
        }
        return;
    }
    if Press::read(event).is_some_and(|press| screens.key(&press)) {
        stop(event);
    }
}

/// A scanner may end its codes with nothing.
fn take_unended() {
    let Some(listener) = LISTENER.with(|kept| kept.borrow().clone()) else { return };
    let Some(code) = listener.borrow_mut().scanner.over(now_ms()) else { return };
    let (screens, before) = {
        let mut heard = listener.borrow_mut();
        (heard.screens.clone(), heard.before.take())
    };
    if let Some(before) = before {
        before.restore();
    }
    screens.scan(&Scan::read(code));
}

/// A button that a key presses is clicked too, with no finger.
fn tap(listener: &RefCell<Listener>, event: &MouseEvent) {
    if event.detail() == 0 {
        return;
    }
    let open = listener.borrow().screens.clone().open();
    let at_ms = event.time_stamp().max(0.0) as u64;
    let at_px = (event.client_x(), event.client_y());
    let tap = Tap { at_px, at_ms, open: &open.what, opened_ms: open.since_ms };
    if !listener.borrow_mut().presses.tap_counts(tap) {
        stop(event);
    }
}

fn stop(event: &Event) {
    event.prevent_default();
    event.stop_propagation();
}

/// The separator of GS1 codes comes as Ctrl + ].
fn scanner_key(event: &KeyboardEvent) -> Key {
    let key = event.key();
    let mut chars = key.chars();
    match (chars.next(), chars.next()) {
        (Some(']'), None) if event.ctrl_key() => Key::Char(shared_model::input::scanner::GROUP_SEPARATOR),
        (Some(char), None) if !event.ctrl_key() && !event.alt_key() && !event.meta_key() => Key::Char(char),
        _ if key == "Enter" => Key::Enter,
        _ if key == "Tab" && !event.shift_key() && !event.ctrl_key() => Key::Tab,
        _ => Key::Other,
    }
}
