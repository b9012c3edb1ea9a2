//! `make bench`: how long a sale, a search and a scan take at a till with 100,000 products,
//! and how long such a till takes to fill, each beside the least the disk or the database
//! would need for it; and how long twenty tills take that come back with five hundred sales each.
//!
//! Uses the till's own replica as a library, on a real disk, in the release profile. Prints
//! a table and writes `target/bench.json`.

mod catalogue;
mod counter;
mod floor;
mod measure;
mod push;
mod sale;
mod search;
mod server;

use measure::Line;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    // `cargo test --benches` runs this too, and has no use for numbers.
    if std::env::args().any(|word| word == "--test") {
        return ExitCode::SUCCESS;
    }
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target");
    // Another folder may have been built into.
    std::fs::create_dir_all(&target).expect("target/ can be made");
    let folder = tempfile::Builder::new().prefix("bench-").tempdir_in(&target).expect("target/ can be written");
    let mut lines = Vec::new();
    let floors = floor::measure(folder.path());
    println!("Filling a till with {} products…", catalogue::PRODUCTS);
    let till = catalogue::fill(&folder.path().join("till"));
    lines.extend(till.stream_lines(folder.path()));
    lines.extend(search::measure(&till.replica));
    lines.extend(sale::measure(&till, folder.path(), &floors));
    lines.extend(counter::measure(&till, &floors));
    lines.extend(push::measure(folder.path()));
    print(&lines);
    let path = write(&target, &lines);
    println!("\nAlso in {}", path.display());
    let late: Vec<&Line> = lines.iter().filter(|line| line.is_late()).collect();
    for line in &late {
        println!("over its limit: {} took {:.3} {}", line.name, line.value(), line.unit);
    }
    if late.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn print(lines: &[Line]) {
    println!("\n{:<48}{:>10} {:<3}{:>18}{:>10}{:>8}{:>12}", "", "value", "", "spread", "floor", "ratio", "limit");
    for line in lines {
        let limit = line.limit.map_or(String::new(), |limit| format!("≤ {limit:.3}"));
        let spread = line.spread().map_or(String::new(), |(least, most)| format!("{least:.4}–{most:.4}"));
        let met = match line.limit {
            None => "",
            Some(_) if line.is_late() => "  NOT met",
            Some(_) => "  met",
        };
        let floor = line.floor().map_or(String::new(), |floor| format!("{floor:.4}"));
        let ratio = line.ratio().map_or(String::new(), |ratio| format!("{ratio:.2}"));
        let (name, value, unit) = (line.name, line.value(), line.unit);
        println!("{name:<48}{value:>10.4} {unit:<3}{spread:>18}{floor:>10}{ratio:>8}{limit:>12}{met}");
    }
}

fn write(target: &Path, lines: &[Line]) -> PathBuf {
    let rows: Vec<serde_json::Value> = lines.iter().map(Line::to_json).collect();
    let path = target.join("bench.json");
    let text = serde_json::to_string_pretty(&rows).expect("numbers are JSON");
    std::fs::write(&path, text).expect("target/ can be written");
    path
}
