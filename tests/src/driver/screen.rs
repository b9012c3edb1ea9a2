//! What a person does at a screen: look, touch, type, scan. Every wait has a deadline and says what it saw.

use super::display::Display;
use super::group::Group;
use super::key::ENTER;
use super::protocol::{ELEMENT, Session};
use super::start::fit;
use crate::world::{met, wait_for};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(20);

/// Between a scanner's keys. Seven to sixteen milliseconds were measured on real ones.
const SCANNER_GAP_MS: u64 = 6;

pub struct Screen {
    session: Session,
    /// Ends the driver, and with it the browser or the window; before the display it is shown on.
    _driver: Group,
    display: Option<Display>,
}

pub struct Element(Value);

impl Screen {
    pub(super) fn new(session: Session, driver: Group, display: Option<Display>) -> Screen {
        Screen { session, _driver: driver, display }
    }

    /// Waits for the element that a CSS selector names.
    pub async fn find(&self, selector: &str) -> Element {
        self.located("css selector", selector).await
    }

    /// Waits for the button (or link, tab, option) that is labelled so, by what it shows or is called.
    pub async fn button(&self, label: &str) -> Element {
        let quoted = format!("\"{label}\"");
        let named =
            format!("normalize-space(.)={quoted} or @aria-label={quoted} or starts-with(normalize-space(.), {quoted})");
        let kinds = "self::button or self::a or @role='button' or @role='tab' or @role='option'";
        self.located("xpath", &format!("//*[({kinds}) and ({named})]")).await
    }

    /// Presses the button that is labelled so, as soon as it can be pressed.
    pub async fn press(&self, label: &str) {
        wait_for(&format!("the button '{label}' to be pressed"), PATIENCE, async || {
            let button = self.button(label).await;
            self.try_click(&button).await
        })
        .await;
    }

    pub async fn click(&self, selector: &str) {
        wait_for(&format!("{selector} to be clicked"), PATIENCE, async || {
            let element = self.find(selector).await;
            self.try_click(&element).await
        })
        .await;
    }

    /// Replaces what an input holds.
    pub async fn fill(&self, selector: &str, text: &str) {
        let Element(element) = self.find(selector).await;
        let path = |verb: &str| format!("element/{}/{verb}", id(&element));
        self.must(self.session.post(&path("clear"), &json!({})).await, selector);
        self.must(self.session.post(&path("value"), &json!({ "text": text })).await, selector);
    }

    /// Keys with a pause after each, wherever the focus is.
    pub async fn keys(&self, keys: &str, gap_ms: u64) {
        let strokes = keys.chars().flat_map(|key| {
            let stroke = |kind: &str| json!({ "type": kind, "value": key.to_string() });
            [stroke("keyDown"), stroke("keyUp"), json!({ "type": "pause", "duration": gap_ms })]
        });
        let strokes: Vec<Value> = strokes.collect();
        let chain = json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": strokes }] });
        self.must(self.session.post("actions", &chain).await, "keys");
    }

    /// What a scanner does: a burst of keys and Enter.
    pub async fn scan(&self, code: &str) {
        self.keys(&format!("{code}{ENTER}"), SCANNER_GAP_MS).await;
    }

    /// Everything that can be read on the screen.
    pub async fn text(&self) -> String {
        let text = self.session.run("return document.body ? document.body.innerText : ''", &[]).await;
        text.ok().and_then(|text| text.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// Waits until this can be read.
    pub async fn shows(&self, wanted: &str) {
        wait_for(&format!("'{wanted}' on the screen"), PATIENCE, async || {
            let text = self.text().await;
            met(text.contains(wanted), format!("the screen says:\n{text}"))
        })
        .await;
    }

    /// Waits until this can no longer be read.
    pub async fn shows_no(&self, unwanted: &str) {
        wait_for(&format!("'{unwanted}' to leave the screen"), PATIENCE, async || {
            let text = self.text().await;
            met(!text.contains(unwanted), format!("the screen says:\n{text}"))
        })
        .await;
    }

    /// Waits until a script in the page returns true.
    pub async fn holds(&self, what: &str, script: &str) {
        wait_for(what, PATIENCE, async || {
            let value = self.session.run(script, &[]).await?;
            met(value == Value::Bool(true), format!("the page says {value}"))
        })
        .await;
    }

    /// Runs a function body in the page and gives its value.
    pub async fn run(&self, script: &str, arguments: &[Value]) -> Value {
        self.must(self.session.run(script, arguments).await, script)
    }

    pub async fn text_of(&self, selector: &str) -> String {
        let Element(element) = self.find(selector).await;
        let text = self.must(self.session.get(&format!("element/{}/text", id(&element))).await, selector);
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until this place reads so, among other things.
    pub async fn reads(&self, selector: &str, wanted: &str) {
        wait_for(&format!("'{wanted}' at {selector}"), PATIENCE, async || {
            let text = self.text_of(selector).await;
            met(text.contains(wanted), format!("it reads '{text}'"))
        })
        .await;
    }

    /// Makes a browser's page so large.
    pub async fn resize(&self, size: (u32, u32)) {
        fit(&self.session, size).await.expect("the page can have another size");
        let (width, height) = size;
        let script = format!("return innerWidth === {width} && innerHeight === {height}");
        self.holds(&format!("a page of {width} by {height}"), &script).await;
    }

    /// Writes what is on the screen as PNG.
    pub async fn picture(&self, path: &Path) {
        self.must(self.session.drawn().await, "drawing");
        if let Some(display) = &self.display {
            return display.picture(path);
        }
        let encoded = self.must(self.session.get("screenshot").await, "a picture");
        let bytes = base64::Engine::decode(&base64::prelude::BASE64_STANDARD, encoded.as_str().unwrap_or_default());
        std::fs::write(path, bytes.expect("the driver sends base64")).expect("the picture can be written");
    }

    async fn located(&self, using: &str, value: &str) -> Element {
        wait_for(&format!("{value} on the screen"), PATIENCE, async || {
            let found = self.session.post("element", &json!({ "using": using, "value": value })).await;
            match found {
                Ok(element) => Ok(Element(element)),
                Err(error) => Err(format!("{error}\nthe screen says:\n{}", self.text().await)),
            }
        })
        .await
    }

    async fn try_click(&self, element: &Element) -> Result<(), String> {
        self.session.post(&format!("element/{}/click", id(&element.0)), &json!({})).await.map(drop)
    }

    fn must(&self, answer: Result<Value, String>, what: &str) -> Value {
        answer.unwrap_or_else(|error| panic!("{what}: {error}"))
    }
}

fn id(element: &Value) -> &str {
    element[ELEMENT].as_str().unwrap_or_default()
}
