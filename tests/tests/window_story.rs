//! One story at the screens, told twice: in the real window, and in a browser. What the cashier does is the
//! same; what the shop has afterwards is checked on disk and at the server.

use counterfoil_tests::driver::key::{BACKSPACE, DOWN, ENTER, ESCAPE, HAND_MS, function};
use counterfoil_tests::driver::{Look, Screen, browser, window};
use counterfoil_tests::world::process::{Process, free_port, program};
use counterfoil_tests::world::*;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

pub const BARCODE: &str = "4006381333931";
pub const POT: &str = "4000000000020";
pub const NAME: &str = "Copper kettle";
/// Two kettles at 24.99, paid with 60.00.
const GROSS: i64 = 4_998;
const CHANGE: &str = "10.02";

#[tokio::test]
async fn a_sale_by_scanner_in_the_real_window_is_on_paper_and_on_the_server() {
    let (world, folder) = shop().await;
    let mut arguments = till_arguments(&server_url(&world), &world, folder.path()).await;
    arguments.push("--ui".into());
    arguments.push(screens().into());
    let screen = window(&arguments, folder.path()).await;
    sell_two_kettles(&screen).await;
    assert_on_paper_and_on_the_server(&screen, &world).await;
}

#[tokio::test]
async fn a_sale_by_scanner_in_a_browser_is_on_paper_and_on_the_server() {
    let (world, folder) = shop().await;
    let (_till, screen) = in_a_browser(&world, folder.path()).await;
    sell_two_kettles(&screen).await;
    assert_on_paper_and_on_the_server(&screen, &world).await;
}

#[tokio::test]
async fn as_many_pieces_are_taken_in_as_the_field_shows_when_the_key_is_pressed() {
    let (world, folder) = shop().await;
    let (_till, screen) = in_a_browser(&world, folder.path()).await;
    open_shift(&screen, MANAGER).await;
    screen.click("[data-testid=nav-receive]").await;
    screen.find("[data-testid=nav-receive].here").await;
    screen.scan(BARCODE).await;
    screen.find("[data-testid=receive-quantity-KETTLE]").await;
    // Whoever goes there stays there, however late the frame in which the search field takes the focus.
    let select =
        "const field = document.querySelector('[data-testid=receive-quantity-KETTLE]'); field.focus(); field.select()";
    screen.run(select, &[]).await;
    screen.keys("1,000", HAND_MS).await;
    screen.keys(&function(9).to_string(), 0).await;
    screen.shows("is not a quantity").await;
    // Another line is drawn meanwhile; what was typed stands there still, and still nothing is sent.
    screen.scan(POT).await;
    screen.find("[data-testid=receive-quantity-POT]").await;
    let held = "return document.querySelector('[data-testid=receive-quantity-KETTLE]').value === '1,000'";
    screen.holds("what was typed in its field", held).await;
    screen.click("[data-testid=receive-remove-POT]").await;
    screen.run(select, &[]).await;
    screen.keys("12", HAND_MS).await;
    screen.keys(&function(9).to_string(), 0).await;
    screen.shows("Taken in.").await;
    let stock = world.server.rows("stock").await;
    let kettles = stock.iter().find(|row| row["sku"] == "KETTLE").expect("the kettle is followed");
    assert_eq!(kettles["on_hand"], (5 + 12) * 1000, "{kettles}");

    // Scanned again the line is drawn again, and what could not be read is gone from the screen.
    screen.scan(BARCODE).await;
    screen.find("[data-testid=receive-quantity-KETTLE]").await;
    screen.run(select, &[]).await;
    screen.keys("1,000", HAND_MS).await;
    screen.keys(&function(9).to_string(), 0).await;
    screen.shows("is not a quantity").await;
    screen.scan(BARCODE).await;
    let field = "return document.querySelector('[data-testid=receive-quantity-KETTLE]').value === '2'";
    screen.holds("two kettles in the field", field).await;
    screen.keys(&function(9).to_string(), 0).await;
    screen.shows("Taken in.").await;
    let stock = world.server.rows("stock").await;
    let kettles = stock.iter().find(|row| row["sku"] == "KETTLE").expect("the kettle is followed");
    assert_eq!(kettles["on_hand"], (5 + 12 + 2) * 1000, "{kettles}");
}

/// `1,000` is a thousand to some and one to others; a code may end in it.
#[tokio::test]
async fn what_is_no_quantity_or_amount_sells_nothing_and_takes_no_money() {
    let (world, folder) = shop().await;
    let (_till, screen) = in_a_browser(&world, folder.path()).await;
    open_shift(&screen, CASHIER).await;
    screen.scan(BARCODE).await;
    screen.reads("[data-testid=to-pay]", "24.99").await;
    screen.click("[data-testid=search]").await;
    screen.keys(&format!("1,000*pot{ENTER}"), HAND_MS).await;
    screen.shows("“1,000” is not a quantity").await;
    screen.reads("[data-testid=to-pay]", "24.99").await;
    screen.keys(&function(9).to_string(), HAND_MS).await;
    screen.find("[data-testid=paying]").await;
    screen.keys(&format!("1,299{ENTER}"), HAND_MS).await;
    screen.shows("“1,299” is not an amount").await;
    screen.reads("[data-testid=entered]", "1,299").await;
    screen.keys(&BACKSPACE.to_string(), HAND_MS).await;
    screen.shows_no("is not an amount").await;
    for typed in ["1o", "1 000"] {
        screen.keys(&ESCAPE.to_string(), HAND_MS).await;
        screen.find("[data-testid=sell]").await;
        screen.keys(&function(9).to_string(), HAND_MS).await;
        screen.find("[data-testid=paying]").await;
        screen.keys(&format!("{typed}{ENTER}"), HAND_MS).await;
        screen.shows(&format!("“{typed}” is not an amount")).await;
        screen.reads("[data-testid=entered]", typed).await;
    }
    screen.find("[data-testid=paying]").await;
    // The customer after one who would have paid by card pays cash, unless somebody says otherwise.
    screen.keys(&function(8).to_string(), HAND_MS).await;
    screen.find("[data-testid=ask-card]").await;
    screen.keys(&ESCAPE.to_string(), HAND_MS).await;
    screen.shows_no("is not an amount").await;
    cancel_basket(&screen).await;
    screen.scan(BARCODE).await;
    screen.reads("[data-testid=to-pay]", "24.99").await;
    screen.click("[data-testid=search]").await;
    screen.keys(&format!("-2*pot{ENTER}"), HAND_MS).await;
    screen.reads("[data-testid=to-pay]", "44.97").await;
    screen.keys(&function(9).to_string(), HAND_MS).await;
    screen.find("[data-testid=complete]").await;
    let orders = world.server.rows("orders").await;
    assert!(orders.is_empty(), "{orders:?}");
}

/// The keyboard repeats a key that is held, and a worn one sends it twice.
const HELD: &str = "for (let sent = 0; sent < 20; sent += 1) document.activeElement.dispatchEvent(\
                    new KeyboardEvent('keydown', { key: arguments[0], repeat: true, bubbles: true, cancelable: true }))";

#[tokio::test]
async fn a_key_that_is_held_or_bounces_takes_no_money() {
    let (world, folder) = shop().await;
    let (_till, screen) = in_a_browser(&world, folder.path()).await;
    open_shift(&screen, CASHIER).await;
    screen.scan(BARCODE).await;
    screen.reads("[data-testid=to-pay]", "24.99").await;
    screen.keys(&function(9).to_string().repeat(2), 10).await;
    screen.find("[data-testid=paying]").await;
    screen.run(HELD, &["F9".into()]).await;
    screen.run(HELD, &["Enter".into()]).await;
    screen.keys("60.00", HAND_MS).await;
    screen.reads("[data-testid=entered]", "60.00").await;
    screen.keys(&ENTER.to_string(), 0).await;
    screen.reads("[data-testid=change]", "35.01").await;
    screen.run(HELD, &["Enter".into()]).await;
    screen.reads("[data-testid=change]", "35.01").await;
}

pub async fn in_a_browser(world: &World, folder: &Path) -> (Headless, Screen) {
    in_a_browser_behind(&server_url(world), world, folder).await
}

/// The till reaches its server at `server`, which may be a wire that fails.
pub async fn in_a_browser_behind(server: &str, world: &World, folder: &Path) -> (Headless, Screen) {
    let address = format!("127.0.0.1:{}", free_port());
    let mut command = Command::new(program("counterfoil"));
    command.args(till_arguments(server, world, folder).await);
    command.args(["--headless", "--listen", &address]).arg("--ui").arg(screens());
    let page = format!("http://{address}/");
    let mut till = Headless { command, log: folder.join("till.log"), page, process: None };
    till.start().await;
    let screen = browser(&till.page, folder, Look::Light).await;
    (till, screen)
}

/// A till whose screens are in a browser.
pub struct Headless {
    command: Command,
    log: PathBuf,
    page: String,
    process: Option<Process>,
}

impl Headless {
    /// Starts it (again) on the same data and the same address.
    pub async fn start(&mut self) {
        self.kill();
        self.process = Some(Process::start(&mut self.command, &self.log));
        wait_for("the till to serve its screens", START_MAX, async || {
            let answer = reqwest::get(&self.page).await.map_err(|error| error.to_string())?;
            met(answer.status().is_success(), answer.status().to_string())
        })
        .await;
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        drop(self.process.take());
    }
}

const START_MAX: Duration = Duration::from_secs(30);

/// A business that also sells something with a barcode.
pub async fn shop() -> (World, tempfile::TempDir) {
    let world = World::alone().await;
    let row = format!(
        "sku,name,price,tax_class,stocked,barcode\nKETTLE,{NAME},24.99,standard,yes,{BARCODE}\nPOT,Copper pot,9.99,standard,yes,{POT}\n"
    );
    world.server.cli(&["import", "catalogue", &world.server.file("kettle.csv", &row)]).await;
    world.receive(&[("KETTLE", 5)]).await;
    (world, tempfile::tempdir().expect("a temporary folder"))
}

fn server_url(world: &World) -> String {
    format!("http://{}", world.server.address)
}

async fn till_arguments(server: &str, world: &World, folder: &Path) -> Vec<OsString> {
    let code = world.enrol_code("A").await;
    let data = folder.join("till").into_os_string();
    vec!["--data".into(), data, "--server".into(), server.into(), "--enrol".into(), code.into()]
}

/// The built screens, as the till serves them to a browser.
fn screens() -> PathBuf {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/dist");
    assert!(dist.join("index.html").is_file(), "the screens are not built: run `make ui` first");
    dist
}

/// Signs in and opens the shift.
pub async fn open_shift(screen: &Screen, (code, pin): (&str, &str)) {
    screen.click(&format!("[data-testid=staff-{code}]")).await;
    screen.find("[data-testid=pin-enter]").await;
    screen.keys(&format!("{pin}{ENTER}"), HAND_MS).await;
    screen.find("[data-testid=shift]").await;
    screen.click("[data-testid=float-100]").await;
    screen.click("[data-testid=open-shift]").await;
    screen.find("[data-testid=sell]").await;
    screen.shows(NAME).await;
}

/// Once is a slip. Between the two a key is pressed, as a second tap at once would be one too.
pub async fn cancel_basket(screen: &Screen) {
    screen.click("[data-testid=cancel-basket]").await;
    screen.shows("press once more").await;
    screen.keys(&DOWN.to_string(), HAND_MS).await;
    screen.click("[data-testid=cancel-basket]").await;
    screen.reads("[data-testid=to-pay]", "0.00").await;
}

/// Scans twice and takes cash: keyboard and scanner, as at a counter.
async fn sell_two_kettles(screen: &Screen) {
    open_shift(screen, CASHIER).await;
    screen.scan(BARCODE).await;
    screen.reads("[data-testid=to-pay]", "24.99").await;
    screen.scan(BARCODE).await;
    screen.reads("[data-testid=to-pay]", "49.98").await;
    screen.keys(&function(9).to_string(), 0).await;
    screen.find("[data-testid=paying]").await;
    screen.keys("60.00", HAND_MS).await;
    screen.reads("[data-testid=entered]", "60.00").await;
    screen.click("[data-testid=complete]").await;
    screen.reads("[data-testid=change]", CHANGE).await;
}

async fn assert_on_paper_and_on_the_server(screen: &Screen, world: &World) {
    screen.click("[data-testid=print-roll80]").await;
    let path = PathBuf::from(screen.text_of("[data-testid=printed] code").await);
    let paper = Command::new("pdftotext").args(["-layout"]).arg(&path).arg("-").output();
    let paper = String::from_utf8(paper.expect("poppler-utils is installed").stdout).expect("pdftotext writes UTF-8");
    for wanted in [NAME, "49.98", CHANGE] {
        assert!(paper.contains(wanted), "{} lacks '{wanted}':\n{paper}", path.display());
    }
    wait_for("the order at the server", SETTLE_LIMIT, async || {
        let orders = world.server.rows("orders").await;
        let [order] = orders.as_slice() else { return Err(format!("{} orders", orders.len())) };
        met(order["gross"] == GROSS, order.to_string())
    })
    .await;
}
