//! `make screenshots`: the pictures in `docs/`, of every screen, light and dark, with the sample data.

use counterfoil_tests::driver::key::{ENTER, ESCAPE, HAND_MS, function};
use counterfoil_tests::driver::{Look, Screen, browser, window};
use counterfoil_tests::world::process::{Process, free_port, program};
use counterfoil_tests::world::{Database, World, met, wait_for};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const PIN: &str = "739164";
const START_MAX: Duration = Duration::from_secs(60);

#[tokio::main]
async fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let docs = root.join("docs");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let world = shop(&root).await;
    let server = format!("http://{}", world.server.address);

    let address = format!("127.0.0.1:{}", free_port());
    let mut command = Command::new(program("counterfoil"));
    command.args(["--headless", "--listen", &address, "--server", &server, "--enrol", &world.enrol_code("A").await]);
    command.arg("--data").arg(folder.path().join("till-1")).arg("--ui").arg(root.join("ui/dist"));
    let _till = Process::start(&mut command, &folder.path().join("till-1.log"));
    let page = format!("http://{address}/");
    wait_for("the till to serve its screens", START_MAX, async || {
        let answer = reqwest::get(&page).await.map_err(|error| error.to_string())?;
        met(answer.status().is_success(), answer.status().to_string())
    })
    .await;
    let screen = browser(&page, folder.path(), Look::Light).await;
    walk(&Album { screen, docs: docs.clone() }).await;

    let data = folder.path().join("till-2").into_os_string();
    let code = world.enrol_code("B").await;
    let arguments = ["--data".into(), data, "--server".into(), server.into(), "--enrol".into(), code.into()];
    let album = Album { screen: window(&arguments, folder.path()).await, docs };
    sign_in(&album.screen).await;
    fill_basket(&album.screen).await;
    album.screen.picture(&album.docs.join("window.png")).await;
}

/// The sample business, with goods on the shelves.
async fn shop(root: &Path) -> World {
    let world = World::empty(Database::Sqlite).await;
    let server = &world.server;
    let data = root.join("tests/data/online-retail.csv.gz").display().to_string();
    let mapping = root.join("tests/data/online-retail.toml").display().to_string();
    server.cli(&["business", "create", "--name", "Counterfoil Sample Gifts", "--currency", "GBP"]).await;
    for (name, shown) in [("A", "High Street"), ("B", "Station")] {
        server.cli(&["store", "add", "--name", name, "--address", shown, "--warehouse", "W"]).await;
    }
    server.cli(&["staff", "add", "--code", "01", "--name", "Cashier 01", "--role", "cashier", "--pin", "482915"]).await;
    server.cli(&["staff", "add", "--code", "02", "--name", "Manager 01", "--role", "manager", "--pin", PIN]).await;
    server.cli(&["import", "catalogue", &data, "--mapping", &mapping]).await;
    server.cli(&["import", "customers", &data, "--mapping", &mapping]).await;
    let goods = server.rows("products").await;
    let stocked =
        goods.iter().filter(|product| product["stocked"] == true).filter_map(|product| product["sku"].as_str());
    let rows: String = stocked.enumerate().map(|(at, sku)| format!("{sku},{}\n", 1 + at * 7 % 40)).collect();
    let file = server.file("opening.csv", &format!("sku,quantity\n{rows}"));
    server.cli(&["stock", "open", "--warehouse", "W", &file]).await;
    server.start_again().await;
    world
}

struct Album {
    screen: Screen,
    docs: PathBuf,
}

impl Album {
    /// One picture in each of the two looks.
    async fn page(&self, name: &str) {
        for look in ["dark", "light"] {
            let choose = "document.documentElement.setAttribute('data-theme', arguments[0])";
            self.screen.run(choose, &[json!(look)]).await;
            self.screen.picture(&self.docs.join(format!("{name}-{look}.png"))).await;
        }
        println!("docs/{name}-light.png, docs/{name}-dark.png");
    }

    async fn press(&self, testid: &str) {
        self.screen.click(&format!("[data-testid={testid}]")).await;
    }
}

async fn sign_in(screen: &Screen) {
    screen.click("[data-testid=staff-02]").await;
    screen.find("[data-testid=pin-enter]").await;
    screen.keys(&format!("{PIN}{ENTER}"), HAND_MS).await;
    screen.click("[data-testid=float-100]").await;
    screen.click("[data-testid=open-shift]").await;
    screen.find("[data-testid=sell]").await;
}

/// A basket with something to carry out, something to deliver, and more than there is.
async fn fill_basket(screen: &Screen) {
    for (line, code) in ["85123A", "22423", "3*47566"].into_iter().enumerate() {
        screen.keys(&format!("{code}{ENTER}"), HAND_MS).await;
        screen.find(&format!("[data-testid=line-{}]", line + 1)).await;
    }
    screen.keys("lantern", HAND_MS).await;
    screen.shows("LANTERN").await;
}

async fn walk(album: &Album) {
    let screen = &album.screen;
    screen.find("[data-testid=staff-02]").await;
    album.page("sign-in").await;
    screen.click("[data-testid=staff-02]").await;
    screen.find("[data-testid=pin-enter]").await;
    screen.keys(&format!("{PIN}{ENTER}"), HAND_MS).await;
    screen.find("[data-testid=shift]").await;
    album.page("shift").await;
    screen.click("[data-testid=float-100]").await;
    screen.click("[data-testid=open-shift]").await;
    screen.find("[data-testid=sell]").await;
    fill_basket(screen).await;
    album.page("sell").await;
    screen.keys(&ESCAPE.to_string(), 0).await;
    screen.keys(&function(9).to_string(), 0).await;
    screen.find("[data-testid=paying]").await;
    screen.keys("100", HAND_MS).await;
    screen.reads("[data-testid=entered]", "100").await;
    album.page("pay").await;
    album.press("complete").await;
    screen.find("[data-testid=change]").await;
    album.page("done").await;
    oversell(screen).await;
    for (place, name) in [
        ("nav-orders", "orders"),
        ("nav-backorders", "backorders"),
        ("nav-counts", "counts"),
        ("nav-set-aside", "set-aside"),
        ("nav-reviews", "reviews"),
        ("nav-receive", "receive"),
        ("nav-products", "products"),
    ] {
        album.press(place).await;
        screen.find(&format!("[data-testid={place}].here")).await;
        album.page(name).await;
    }
}

/// Sells more than there is for delivery, so that something waits.
async fn oversell(screen: &Screen) {
    next_sale(screen).await;
    screen.keys(&format!("60*22423{ENTER}"), HAND_MS).await;
    screen.find("[data-testid=line-1]").await;
    screen.keys(&function(9).to_string(), 0).await;
    screen.find("[data-testid=paying]").await;
    screen.click("[data-testid=complete]").await;
    screen.find("[data-testid=change]").await;
    next_sale(screen).await;
}

async fn next_sale(screen: &Screen) {
    screen.click("[data-testid=next-sale]").await;
    screen.find("[data-testid=sell]").await;
}
