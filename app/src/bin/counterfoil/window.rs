//! The till in its own window: the only place that knows Tauri.
//!
//! For the screens: `window.__TAURI_INTERNALS__.invoke("command", {name, input, token})`
//! resolves to the command's output or rejects with a `Failure`; events arrive as the Tauri
//! event `till` (`plugin:event|listen` with target `{kind: "Any"}`), the payload being a
//! `command::Event`. Nothing else is reachable from the page: see `capabilities/till.json`.

use super::arguments::Arguments;
use super::headless::asked_to_stop;
use super::{Failed, open};
use app::shell::{everything_changed, reply};
use app::till::Till;
use serde_json::Value;
use shared_model::refusal::Failure;
use std::sync::Arc;
use tauri::{AppHandle, Emitter, State, WebviewUrl, WebviewWindowBuilder};
use tokio::runtime::Runtime;
use tokio::sync::broadcast::error::RecvError;

/// Named in the capability file.
const WINDOW: &str = "till";
const EVENT: &str = "till";

pub fn run(runtime: &Runtime, arguments: &Arguments) -> Result<(), Failed> {
    tauri::async_runtime::set(runtime.handle().clone());
    let till = {
        let _inside = runtime.enter();
        open::open(arguments)?
    };
    tauri::Builder::default()
        .manage(till.clone())
        .invoke_handler(tauri::generate_handler![command])
        .setup(move |app| {
            WebviewWindowBuilder::new(app, WINDOW, WebviewUrl::default())
                .title("Counterfoil")
                .inner_size(1366.0, 768.0)
                .min_inner_size(1024.0, 768.0)
                .center()
                .build()?;
            tauri::async_runtime::spawn(tell_page(till, app.handle().clone()));
            let handle = app.handle().clone();
            tauri::async_runtime::spawn(async move {
                asked_to_stop().await;
                handle.exit(0);
            });
            Ok(())
        })
        .run(tauri::generate_context!())?;
    Ok(())
}

#[tauri::command]
async fn command(
    till: State<'_, Arc<Till>>,
    name: String,
    input: Value,
    token: Option<String>,
) -> Result<Value, Failure> {
    reply(&till, token.as_deref(), &name, input).await
}

/// A page that was too slow to hear everything is told to ask for everything again.
async fn tell_page(till: Arc<Till>, app: AppHandle) {
    let mut events = till.events();
    loop {
        let told = match events.recv().await {
            Ok(event) => app.emit(EVENT, &event),
            Err(RecvError::Lagged(_)) => everything_changed().iter().try_for_each(|event| app.emit(EVENT, event)),
            Err(RecvError::Closed) => return,
        };
        if let Err(error) = told {
            tracing::warn!(%error, "the page could not be told");
        }
    }
}
