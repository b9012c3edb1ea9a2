//! The sample business, made the way a shop would make its own: by the server's command line.

use super::folder::Folder;
use super::opening_stock;
use crate::{Attempt, path};
use std::path::PathBuf;
use std::process::Stdio;

pub struct Member {
    pub code: &'static str,
    pub name: &'static str,
    pub role: &'static str,
    pub pin: &'static str,
}

/// Printed at every start: this is a business to try things with, reachable from this machine only.
pub const STAFF: [Member; 3] = [
    Member { code: "01", name: "Cashier 01", role: "cashier", pin: "482915" },
    Member { code: "02", name: "Manager 01", role: "manager", pin: "739164" },
    Member { code: "03", name: "Admin 01", role: "admin", pin: "605837" },
];

const WAREHOUSE: &str = "Main warehouse";
const STORES: [&str; 2] = ["High Street", "Station"];

/// Sets everything up, and marks the folder complete when nothing is missing.
pub fn create(folder: &Folder) -> Attempt {
    println!("Setting up the sample business in {}/", folder.shown());
    say(folder, &["migrate"])?;
    say(folder, &["business", "create", "--name", "Counterfoil Sample Gifts", "--currency", "GBP", "--vat", "20"])?;
    for store in STORES {
        say(
            folder,
            &["store", "add", "--name", store, "--address", "Sample data, no real shop", "--warehouse", WAREHOUSE],
        )?;
    }
    for Member { code, name, role, pin } in STAFF {
        say(folder, &["staff", "add", "--code", code, "--name", name, "--role", role, "--pin", pin])?;
    }
    let (data, mapping) = (sample("online-retail.csv.gz"), sample("online-retail.toml"));
    let (data, mapping) = (data.to_string_lossy(), mapping.to_string_lossy());
    say(folder, &["import", "catalogue", &data, "--mapping", &mapping])?;
    say(folder, &["import", "customers", &data, "--mapping", &mapping])?;
    let goods = opening_stock::write(folder)?;
    say(folder, &["stock", "open", "--warehouse", WAREHOUSE, &goods.to_string_lossy()])?;
    let code = ask(folder, &["terminal", "enrol-code", "--store", STORES[0]])?;
    folder.complete(code["code"].as_str().ok_or("the server gave no enrolment code")?)
}

/// A file of the sample data.
pub fn sample(name: &str) -> PathBuf {
    path::root().join("tests/data").join(name)
}

/// Runs a command of the server. Its answer goes to the terminal; the long lists beside it (rows of the
/// export that are no sale of goods, say) to a log, which a failure shows.
fn say(folder: &Folder, words: &[&str]) -> Attempt {
    let log = folder.log("set-up");
    let file = std::fs::File::options().create(true).append(true).open(&log)?;
    let output = folder.server_command(words).stderr(file).output()?;
    if !output.status.success() {
        let said = std::fs::read_to_string(&log).unwrap_or_default();
        return Err(format!("`counterfoil-server {}` failed:\n{said}", words.join(" ")).into());
    }
    let answer = String::from_utf8_lossy(&output.stdout);
    let first = answer.lines().find(|line| !line.is_empty()).unwrap_or_default();
    println!("  {first}");
    Ok(())
}

/// Runs a command of the server and gives its answer.
pub fn ask(folder: &Folder, words: &[&str]) -> Attempt<serde_json::Value> {
    let output = folder.server_command(words).arg("--json").stderr(Stdio::inherit()).output()?;
    match output.status.success() {
        true => Ok(serde_json::from_slice(&output.stdout)?),
        false => Err(format!("`counterfoil-server {}` failed; its message is above", words.join(" ")).into()),
    }
}
