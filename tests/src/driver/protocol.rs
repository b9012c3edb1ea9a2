//! The W3C WebDriver protocol, as far as it is needed here: a session, and requests within it.

use serde_json::{Value, json};
use std::time::Duration;

/// The protocol's name for a reference to an element.
pub const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

pub struct Session {
    client: reqwest::Client,
    url: String,
}

impl Session {
    /// Opens a session at the driver that listens on `port`.
    pub async fn open(port: u16, capabilities: &Value) -> Result<Session, String> {
        let client = reqwest::Client::builder().timeout(Duration::from_secs(60)).no_proxy().build();
        let client = client.expect("a client for loopback needs nothing");
        let driver = format!("http://127.0.0.1:{port}/session");
        let asked = json!({ "capabilities": { "alwaysMatch": capabilities } });
        let value = answer(client.post(&driver).json(&asked).send().await).await?;
        let id = value["sessionId"].as_str().ok_or_else(|| format!("no session id in {value}"))?;
        Ok(Session { client, url: format!("{driver}/{id}") })
    }

    pub async fn get(&self, path: &str) -> Result<Value, String> {
        answer(self.client.get(format!("{}/{path}", self.url)).send().await).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Result<Value, String> {
        answer(self.client.post(format!("{}/{path}", self.url)).json(body).send().await).await
    }

    /// Runs a function body in the page.
    pub async fn run(&self, script: &str, arguments: &[Value]) -> Result<Value, String> {
        self.post("execute/sync", &json!({ "script": script, "args": arguments })).await
    }

    /// Returns once the page has drawn what it holds.
    pub async fn drawn(&self) -> Result<Value, String> {
        let twice = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50)));";
        self.post("execute/async", &json!({ "script": twice, "args": [] })).await
    }
}

/// The answer's value, or what the driver says went wrong.
async fn answer(response: Result<reqwest::Response, reqwest::Error>) -> Result<Value, String> {
    let response = response.map_err(|error| error.to_string())?;
    let ok = response.status().is_success();
    let mut body: Value = response.json().await.map_err(|error| error.to_string())?;
    let value = body["value"].take();
    if ok {
        return Ok(value);
    }
    let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
    Err(format!("{}: {}", text("error"), text("message").lines().next().unwrap_or_default()))
}
