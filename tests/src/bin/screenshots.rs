//! `make screenshots`: the pictures in `docs/`, of every screen, light and dark, with the sample data.

use counterfoil_tests::driver::key::{DOWN, ENTER, ESCAPE, HAND_MS, function};
use counterfoil_tests::driver::{Look, Screen, browser, window};
use counterfoil_tests::network::Link;
use counterfoil_tests::world::process::{Process, free_port, program};
use counterfoil_tests::world::{Database, Till, World, met, wait_for};
use serde_json::json;
use shared_model::command::*;
use shared_model::order::Fulfilment;
use shared_model::unit::Quantity;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const STORE: &str = "Harbour Street";
const PIN: &str = "739164";
const START_MAX: Duration = Duration::from_secs(60);

#[tokio::main]
async fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let docs = root.join("docs");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let world = shop(&root).await;

    let link = Link::open(world.server.address).await;
    let address = format!("127.0.0.1:{}", free_port());
    let mut command = Command::new(program("counterfoil"));
    command.args(["--headless", "--listen", &address, "--server", &link.url(), "--enrol"]);
    command.arg(world.enrol_code(STORE).await).arg("--data").arg(folder.path().join("till-1"));
    let _till = Process::start(command.arg("--ui").arg(root.join("ui/dist")), &folder.path().join("till-1.log"));
    let page = format!("http://{address}/");
    wait_for("the till to serve its screens", START_MAX, async || {
        let answer = reqwest::get(&page).await.map_err(|error| error.to_string())?;
        met(answer.status().is_success(), answer.status().to_string())
    })
    .await;
    let album = Album { screen: browser(&page, folder.path(), Look::Light).await, docs: docs.clone() };
    counter(&album).await;
    card(&album).await;
    cut_off(&album, &link, &world).await;
    office(&album).await;

    let data = folder.path().join("till-3").into_os_string();
    let server = format!("http://{}", world.server.address);
    let code = world.enrol_code("Station Road").await;
    let arguments = ["--data".into(), data, "--server".into(), server.into(), "--enrol".into(), code.into()];
    let album = Album { screen: window(&arguments, folder.path()).await, docs };
    sign_in(&album.screen).await;
    fill_basket(&album.screen).await;
    album.screen.picture(&album.docs.join("window.png")).await;
    println!("docs/window.png");
}

/// The sample business, with goods on the shelves.
async fn shop(root: &Path) -> World {
    let world = World::empty(Database::Sqlite).await;
    let server = &world.server;
    let data = root.join("tests/data/online-retail.csv.gz").display().to_string();
    let mapping = root.join("tests/data/online-retail.toml").display().to_string();
    server.cli(&["business", "create", "--name", "Counterfoil Sample Gifts", "--currency", "GBP"]).await;
    for store in [STORE, "Station Road"] {
        let address = "Sample data, no real shop";
        server.cli(&["store", "add", "--name", store, "--address", address, "--warehouse", "Main warehouse"]).await;
    }
    server.cli(&["staff", "add", "--code", "01", "--name", "Cashier 01", "--role", "cashier", "--pin", "482915"]).await;
    server.cli(&["staff", "add", "--code", "02", "--name", "Manager 01", "--role", "manager", "--pin", PIN]).await;
    server.cli(&["import", "catalogue", &data, "--mapping", &mapping]).await;
    server.cli(&["import", "customers", &data, "--mapping", &mapping]).await;
    let goods = server.rows("products").await;
    let stocked =
        goods.iter().filter(|product| product["stocked"] == true).filter_map(|product| product["sku"].as_str());
    let quantity = |at: usize, sku: &str| match sku {
        CAKESTAND => 7,
        DOORMAT => 2,
        _ => 1 + at * 7 % 40,
    };
    let rows: String = stocked.enumerate().map(|(at, sku)| format!("{sku},{}\n", quantity(at, sku))).collect();
    let file = server.file("opening.csv", &format!("sku,quantity\n{rows}"));
    server.cli(&["stock", "open", "--warehouse", "Main warehouse", &file]).await;
    server.start_again().await;
    world
}

/// Ordered at two tills at once, while one of them is cut off.
const CAKESTAND: &str = "22423";
/// Carried out although the books hold fewer.
const DOORMAT: &str = "48187";

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

    async fn sees(&self, testid: &str) {
        self.screen.find(&format!("[data-testid={testid}]")).await;
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

async fn add(screen: &Screen, codes: &[&str]) {
    for (line, code) in codes.iter().enumerate() {
        screen.keys(&format!("{code}{ENTER}"), HAND_MS).await;
        screen.find(&format!("[data-testid=line-{}]", line + 1)).await;
    }
}

async fn fill_basket(screen: &Screen) {
    add(screen, &["85123A", "22423", "3*47566"]).await;
    screen.keys("lantern", HAND_MS).await;
    screen.shows("LANTERN").await;
}

/// From signing in to the change of the first sale.
async fn counter(album: &Album) {
    let screen = &album.screen;
    album.sees("staff-02").await;
    album.page("sign-in").await;
    album.press("staff-02").await;
    album.sees("pin-enter").await;
    screen.keys(&format!("{PIN}{ENTER}"), HAND_MS).await;
    album.sees("shift").await;
    album.page("shift").await;
    album.press("float-100").await;
    album.press("open-shift").await;
    album.sees("sell").await;
    fill_basket(screen).await;
    album.page("sell").await;
    screen.keys(&ESCAPE.to_string(), 0).await;
    screen.keys(&function(7).to_string(), 0).await;
    screen.find(".panel input").await;
    album.page("price").await;
    screen.keys(&ESCAPE.to_string(), 0).await;
    screen.keys(&function(1).to_string(), 0).await;
    screen.find(".key-map").await;
    album.page("keys").await;
    screen.keys(&function(1).to_string(), 0).await;
    go_pay(album).await;
    screen.keys("100", HAND_MS).await;
    screen.reads("[data-testid=entered]", "100").await;
    album.page("pay").await;
    complete(album).await;
    album.page("done").await;
    next_sale(album).await;
}

/// A sale by card, whose reader first gives no answer.
async fn card(album: &Album) {
    add(&album.screen, &[&format!("3*{DOORMAT}"), "2*21324"]).await;
    go_pay(album).await;
    album.press("method-card").await;
    album.press("ask-card").await;
    album.sees("card-answer").await;
    album.page("card-asked").await;
    album.press("card-unknown").await;
    album.screen.find("[data-testid=card-answer].unknown").await;
    album.page("card-unknown").await;
    album.screen.fill("[data-testid=card-reference]", "481 207").await;
    album.press("card-approved").await;
    album.screen.holds("the card to be taken", "return !document.querySelector('.card-answer')").await;
    complete(album).await;
    next_sale(album).await;
}

/// The last cakestands are ordered at this till, which is cut off, and at the one beside it, which is not.
async fn cut_off(album: &Album, link: &Link, world: &World) {
    let other = world.bare_till(STORE).await;
    other.ready("02", PIN).await;
    link.cut();
    album.screen.reads("[data-testid=connection]", "Offline").await;
    order_at(&other, CAKESTAND, 5).await;
    demoted_meanwhile(album, world).await;
    other.sent().await;
    add(&album.screen, &[&format!("4*{CAKESTAND}")]).await;
    album.press("fulfil-pickup").await;
    album.press("customer").await;
    album.screen.find(".panel .row-button").await;
    album.page("customer").await;
    album.screen.click(".panel .row-button").await;
    album.sees("sell").await;
    go_pay(album).await;
    complete(album).await;
    next_sale(album).await;
    add(&album.screen, &["22726", "2*21324"]).await;
    go_pay(album).await;
    complete(album).await;
    next_sale(album).await;
    add(&album.screen, &["85123A", "2*47566"]).await;
    album.screen.reads("[data-testid=connection]", "waiting").await;
    album.page("offline").await;
    link.restore();
    album.screen.reads("[data-testid=connection]", "everything sent").await;
    album.press("cancel-basket").await;
    album.screen.shows("press once more").await;
    // A second tap at once would be a slip too.
    album.screen.keys(&DOWN.to_string(), HAND_MS).await;
    album.press("cancel-basket").await;
    role(world, "manager").await;
}

/// The manager sets a price and sells at it, and is made a cashier before the server hears of either: the price is set
/// aside, and the sale, which stands as printed, is to be reviewed.
async fn demoted_meanwhile(album: &Album, world: &World) {
    visit(album, "products").await;
    album.screen.fill("[data-testid=product-search]", "lantern").await;
    album.press("product-21324").await;
    album.sees("product-editor").await;
    album.screen.fill("[data-testid=product-price]", "3.25").await;
    album.press("product-save").await;
    album.screen.reads("[data-testid=product-editor]", "has not answered yet").await;
    visit(album, "sell").await;
    role(world, "cashier").await;
}

async fn role(world: &World, role: &str) {
    world.server.cli(&["staff", "role", "--code", "02", "--role", role]).await;
}

async fn order_at(till: &Till, sku: &str, pieces: i64) {
    let cart = till.must(CartScan { code: sku.into(), quantity: Some(Quantity(pieces * 1000)) }).await;
    let line = cart.lines.last().expect("the line just added").line;
    till.must(CartFulfilment { line, fulfilment: Fulfilment::Pickup }).await;
    let due = till.must(CartShow {}).await.due_cash;
    till.must(PayComplete { cash: Some(due) }).await;
}

/// What there is beside the counter, with what the sales before left there.
async fn office(album: &Album) {
    let screen = &album.screen;
    visit(album, "backorders").await;
    album.sees("story").await;
    album.page("backorders").await;
    album.press("story-order").await;
    album.sees("receipt").await;
    album.page("order").await;
    visit(album, "orders").await;
    screen.shows("T01-000003").await;
    album.page("orders").await;
    visit(album, "counts").await;
    screen.shows("DOORMAT").await;
    album.page("counts").await;
    for (name, words) in [("reviews", "T01-000004"), ("set-aside", "price set")] {
        visit(album, name).await;
        screen.shows(words).await;
        album.page(name).await;
    }
    visit(album, "receive").await;
    for sku in [CAKESTAND, DOORMAT, "21324"] {
        screen.fill("[data-testid=receive-search]", sku).await;
        album.press(&format!("receive-{sku}")).await;
        album.sees(&format!("receive-quantity-{sku}")).await;
    }
    album.page("receive").await;
    visit(album, "products").await;
    screen.fill("[data-testid=product-search]", "cakestand").await;
    album.press(&format!("product-{CAKESTAND}")).await;
    album.sees("product-editor").await;
    album.page("products").await;
}

async fn visit(album: &Album, place: &str) {
    album.press(&format!("nav-{place}")).await;
    album.screen.find(&format!("[data-testid=nav-{place}].here")).await;
}

async fn go_pay(album: &Album) {
    album.screen.keys(&function(9).to_string(), 0).await;
    album.sees("paying").await;
}

async fn complete(album: &Album) {
    album.press("complete").await;
    album.sees("change").await;
}

async fn next_sale(album: &Album) {
    // The change stands there for a moment, whatever is pressed.
    let press = "document.querySelector('[data-testid=next-sale]')?.click(); \
                 return !!document.querySelector('[data-testid=sell]')";
    album.screen.holds("the next sale", press).await;
}
