//! Starting a screen: the window under an X server of its own, or Chromium without one.

use super::display::Display;
use super::group::Group;
use super::protocol::Session;
use super::screen::Screen;
use crate::world::process::{free_port, program};
use crate::world::wait_for;
use serde_json::{Value, json};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const START_MAX: Duration = Duration::from_secs(60);
/// What a common till screen shows.
const WIDTH: u32 = 1366;
const HEIGHT: u32 = 768;
/// Larger than the window, which stands in its middle.
const DISPLAY: (u32, u32) = (1400, 900);

/// Which colours the machine asks for; the till follows until somebody chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    Light,
    Dark,
}

/// The till with its window, which `cargo xtask window` builds beside the plain one.
pub fn window_program() -> PathBuf {
    let plain = program("counterfoil-server");
    let target = plain.parent().and_then(Path::parent).expect("programs lie in target/debug");
    let path = target.join("window/counterfoil");
    assert!(path.is_file(), "{} is not built: run `cargo xtask window` first", path.display());
    path
}

/// The real window, started with these arguments; `folder` takes its logs and the web view's own files.
pub async fn window(arguments: &[OsString], folder: &Path) -> Screen {
    let display = Display::start(DISPLAY.0, DISPLAY.1);
    let port = free_port();
    let mut command = Command::new("dbus-run-session");
    command.args(["--", "WebKitWebDriver", &format!("--port={port}")]);
    command.env("DISPLAY", &display.name).env_remove("WAYLAND_DISPLAY");
    command.env("TAURI_AUTOMATION", "true").env("TAURI_WEBVIEW_AUTOMATION", "true");
    for variable in ["XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"] {
        command.env(variable, folder.join("web-view"));
    }
    let driver = Group::start(&mut command, &folder.join("webkit-driver.log"));
    let arguments: Vec<String> = arguments.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let capabilities = json!({ "webkitgtk:browserOptions": { "binary": window_program(), "args": arguments } });
    let (session, driver) = open(driver, port, &capabilities).await;
    Screen::new(session, driver, Some(display))
}

/// Chromium, at the till that serves its screens at `address`.
pub async fn browser(address: &str, folder: &Path, look: Look) -> Screen {
    let port = free_port();
    let mut command = Command::new("chromedriver");
    command.arg(format!("--port={port}"));
    let driver = Group::start(&mut command, &folder.join("chromedriver.log"));
    let capabilities = json!({
        "browserName": "chrome",
        "goog:chromeOptions": { "args": chromium_flags(folder, look) },
    });
    let (session, driver) = open(driver, port, &capabilities).await;
    session.post("url", &json!({ "url": address })).await.expect("the browser opens the till's page");
    fit(&session, (WIDTH, HEIGHT)).await.expect("the browser's size can be set");
    Screen::new(session, driver, None)
}

/// Makes the page as large as the window is: what the browser adds around it goes on top.
pub(super) async fn fit(session: &Session, (width, height): (u32, u32)) -> Result<(), String> {
    let added = session.run("return outerHeight - innerHeight", &[]).await?.as_u64().unwrap_or(0);
    session.post("window/rect", &json!({ "width": width, "height": u64::from(height) + added })).await.map(drop)
}

/// Without a window, and without asking anything of a network.
fn chromium_flags(folder: &Path, look: Look) -> Vec<String> {
    let mut flags: Vec<String> = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
    ]
    .map(str::to_owned)
    .into();
    flags.push(format!("--window-size={WIDTH},{HEIGHT}"));
    flags.push(format!("--user-data-dir={}", folder.join("chromium").display()));
    if look == Look::Dark {
        flags.push("--blink-settings=preferredColorScheme=0".into());
    }
    flags
}

async fn open(driver: Group, port: u16, capabilities: &Value) -> (Session, Group) {
    let driver = std::sync::Mutex::new(driver);
    let session = wait_for("the driver to open a session", START_MAX, async || {
        {
            let mut driver = driver.lock().expect("no holder panics");
            assert!(!driver.has_ended(), "the driver ended by itself:\n{}", driver.last_words());
        }
        let opened = Session::open(port, capabilities).await;
        opened.map_err(|error| format!("{error}\n{}", driver.lock().expect("no holder panics").last_words()))
    })
    .await;
    (session, driver.into_inner().expect("no holder panics"))
}
