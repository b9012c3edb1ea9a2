//! A real trading day on four real tills in two stores that share a warehouse, through a
//! network that fails by a seeded schedule; then goods arrive, and every rule is checked
//! from outside.
//!
//! - `day`: the day's invoices as the shop exported them.
//! - `plan`: who sells what, how it is handed over, and the weather: all from the seed.
//! - `stage`: the business, the catalogue, the opening stock, the four tills.
//! - `replay`: a till works through its part of the plan.
//! - `watch`: what could be seen meanwhile.
//! - `goods`: the delivery that fills the backorders.
//! - `rule`: the rules of the design, asked of server and tills.
//! - `table`, `report`, `chart`: what is shown.

pub mod chart;
pub mod day;
pub mod goods;
pub mod plan;
pub mod replay;
pub mod report;
pub mod rule;
pub mod stage;
pub mod table;
pub mod watch;

use crate::seed::Seed;
use crate::world::Database;
use std::path::Path;
use std::time::Instant;

/// The day that is replayed: 95 invoices, 1,242 lines, in the first spring of the data.
pub const DAY: &str = "2011-04-01";
pub const TILLS: usize = 4;

/// Runs the story; `Ok(false)` means that a rule was broken, and the table says which.
pub async fn run(out: &Path) -> Result<bool, String> {
    let start = Instant::now();
    let (number, seed) = Seed::from_environment();
    let database = Database::from_environment()?;
    say(start, &format!("Setting up: server on {database}, one warehouse, two stores, the shop's own catalogue"));
    let day = day::Day::read(DAY)?;
    let mut stage = stage::Stage::set(&day, database).await?;
    let plan = plan::Plan::draw(&day, &stage.shelf, &seed)?;
    say(start, &format!("{day}; opening stock is 60 % of what they ask for"));
    stage.stock_up(&plan).await?;

    say(start, "Four tills sell, and the network fails as it pleases");
    let watching = watch::Watch::begin(&stage);
    let sold = replay::all(&stage, &plan, start).await?;
    say(start, "Everybody reconnects");
    let evening = replay::reconnect(&stage).await?;
    say(start, "Goods arrive: first half of what is missing, then the rest");
    let goods = goods::arrive(&stage, &evening).await?;
    let seen = watching.end().await;

    say(start, "Asking server and tills whether every rule held");
    let facts = rule::Facts::gather(&stage, &plan, sold, evening, goods, seen).await?;
    let verdicts = rule::judge(&facts).await;
    let figures = table::Figures::of(&facts, start.elapsed());
    figures.print();
    table::print_verdicts(&verdicts);
    report::write(out, number, &figures, &verdicts, &facts).await?;
    println!("\nReceipts and report.html are in {}", out.display());
    Ok(verdicts.iter().all(|verdict| verdict.broken.is_none()))
}

pub fn say(start: Instant, text: &str) {
    println!("{:6.1} s  {text}", start.elapsed().as_secs_f32());
}
