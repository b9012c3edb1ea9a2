//! `make bench`, the server's half: what a backlog, a sale, a pickup and an edit cost, with
//! the tills that send and follow on the same two cores. `cargo bench -p sync-server`; a word
//! after `--` picks the measures whose name has it. Each value stands beside the least that
//! the database itself would need; what is repeated is told as its median and its spread.

#![allow(clippy::unwrap_used, dead_code)]

mod backorder;
mod bare;
mod edit;
mod floor;
mod half_year;
mod import;
mod ledger;
mod line;
mod locked;
mod push;
mod sale;
mod stage;

#[path = "../../tests/client.rs"]
mod client;
#[path = "../../../tests/src/postgres.rs"]
mod postgres;
#[path = "../../tests/shop/mod.rs"]
mod shop;

use line::Line;
use stage::On;
use std::process::ExitCode;

/// As the server's program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    // `cargo test --benches` runs this too, and has no use for numbers.
    if std::env::args().any(|word| word == "--test") {
        return ExitCode::SUCCESS;
    }
    let wanted = |name: &str| words.is_empty() || words.iter().any(|word| name.contains(word.as_str()));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let mut lines = Vec::new();
    runtime.block_on(async {
        for on in [On::Sqlite, On::Postgres] {
            for (name, stores) in [("push one store", 1), ("push four stores", 4)] {
                if wanted(&format!("{name} {on}")) {
                    lines.extend(push::measure(on, stores).await);
                }
            }
            if wanted(&format!("ledger {on}")) {
                lines.extend(ledger::measure(on).await);
            }
            if wanted(&format!("sale {on}")) {
                lines.extend(sale::measure(on).await);
            }
            if wanted(&format!("edit {on}")) {
                lines.extend(edit::measure(on).await);
            }
            if wanted(&format!("half year {on}")) {
                lines.extend(half_year::measure(on).await);
            }
            if wanted(&format!("backorder {on}")) {
                lines.extend(backorder::measure(on).await);
            }
            if wanted(&format!("import {on}")) {
                lines.extend(import::measure(on).await);
            }
        }
    });
    line::print(&lines);
    let late: Vec<&Line> = lines.iter().filter(|line| line.is_late()).collect();
    for line in &late {
        println!("beyond its limit: {} is {:.2} {}", line.name, line.value(), line.unit);
    }
    if late.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
