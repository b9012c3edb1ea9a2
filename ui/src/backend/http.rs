//! The till behind its loopback address: `POST /command/NAME` and `GET /events`.

use super::{Reply, read_event};
use gloo_net::http::Request;
use shared_model::command::Event;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventSource, MessageEvent};

pub async fn call(name: &str, input: String, token: Option<&str>) -> Reply {
    let mut request = Request::post(&format!("/command/{name}")).header("Content-Type", "application/json");
    if let Some(token) = token {
        request = request.header("Authorization", &format!("Bearer {token}"));
    }
    let Ok(request) = request.body(input) else { return Reply::Silence };
    let Ok(response) = request.send().await else { return Reply::Silence };
    match (response.ok(), response.text().await) {
        (_, Err(_)) => Reply::Silence,
        (true, Ok(json)) => Reply::Output(json),
        (false, Ok(json)) => Reply::Failure(json),
    }
}

/// The stream of events, and the function it calls, which must live as long.
type Stream = (EventSource, Closure<dyn FnMut(MessageEvent)>);

thread_local! {
    static STREAM: RefCell<Option<Stream>> = const { RefCell::new(None) };
}

pub fn listen(token: Option<&str>, on_event: impl Fn(Event) + 'static) {
    let address = match token {
        Some(token) => format!("/events?token={}", js_sys::encode_uri_component(token)),
        None => "/events".to_owned(),
    };
    let Ok(source) = EventSource::new(&address) else { return };
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
        if let Some(event) = message.data().as_string().as_deref().and_then(read_event) {
            on_event(event);
        }
    });
    source.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    let earlier = STREAM.with(|stream| stream.replace(Some((source, heard))));
    if let Some((source, _)) = earlier {
        source.close();
    }
}
