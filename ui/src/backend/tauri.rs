//! The till in whose window the page runs: `invoke("command", {name, input, token})` and
//! the event `till`.

use super::{Reply, read_event};
use js_sys::{Function, JSON, Object, Promise, Reflect};
use shared_model::command::Event;
use std::cell::Cell;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

const INTERNALS: &str = "__TAURI_INTERNALS__";
const EVENT: &str = "till";

pub fn is_here() -> bool {
    internals().is_some()
}

fn internals() -> Option<JsValue> {
    let window = web_sys::window()?;
    let internals = Reflect::get(&window, &INTERNALS.into()).ok()?;
    internals.is_object().then_some(internals)
}

pub async fn call(name: &str, input: &str, token: Option<&str>) -> Reply {
    let arguments = Object::new();
    let input = JSON::parse(input).unwrap_or(JsValue::NULL);
    set(&arguments, "name", &name.into());
    set(&arguments, "input", &input);
    set(&arguments, "token", &token.map_or(JsValue::NULL, JsValue::from_str));
    let Some(promise) = invoke("command", &arguments) else { return Reply::Silence };
    match JsFuture::from(promise).await {
        Ok(output) => Reply::Output(to_json(&output)),
        Err(failure) => Reply::Failure(to_json(&failure)),
    }
}

fn invoke(command: &str, arguments: &Object) -> Option<Promise> {
    let internals = internals()?;
    let invoke: Function = Reflect::get(&internals, &"invoke".into()).ok()?.dyn_into().ok()?;
    invoke.call2(&internals, &command.into(), arguments).ok()?.dyn_into().ok()
}

fn set(object: &Object, key: &str, value: &JsValue) {
    // Setting a property of a plain object cannot fail.
    let _ = Reflect::set(object, &key.into(), value);
}

fn to_json(value: &JsValue) -> String {
    JSON::stringify(value).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

thread_local! {
    static LISTENING: Cell<bool> = const { Cell::new(false) };
}

pub fn listen(on_event: impl Fn(Event) + 'static) {
    if LISTENING.replace(true) {
        return;
    }
    let heard = Closure::<dyn FnMut(JsValue)>::new(move |message: JsValue| {
        let payload = Reflect::get(&message, &"payload".into()).unwrap_or(JsValue::UNDEFINED);
        if let Some(event) = read_event(&to_json(&payload)) {
            on_event(event);
        }
    });
    if let Some(handler) = transform_callback(heard.as_ref()) {
        let target = Object::new();
        set(&target, "kind", &"Any".into());
        let arguments = Object::new();
        set(&arguments, "event", &EVENT.into());
        set(&arguments, "target", &target);
        set(&arguments, "handler", &handler);
        invoke("plugin:event|listen", &arguments);
    }
    // Lives as long as the page.
    heard.forget();
}

fn transform_callback(callback: &JsValue) -> Option<JsValue> {
    let internals = internals()?;
    let transform: Function = Reflect::get(&internals, &"transformCallback".into()).ok()?.dyn_into().ok()?;
    transform.call1(&internals, callback).ok()
}
