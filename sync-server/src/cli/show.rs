//! `show …`: what the server knows. As JSON a list of complete rows; for people a table of
//! the columns that matter. Quantities are in thousandths, amounts in minor units.

use super::error::CliError;
use super::find;
use super::printout::Printout;
use crate::db::Db;
use crate::report;
use clap::{Args, ValueEnum};
use serde_json::json;

const EXAMPLES: &str = "\
Examples:
  counterfoil-server show stock
  counterfoil-server show backorders --json | jq '.[].sku'
Quantities are in thousandths (3 pieces are 3000), amounts in minor units (12.50 is 1250).";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Show {
    what: What,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum What {
    /// Sales, with where each line stands
    Orders,
    /// Levels per warehouse and product
    Stock,
    /// Lines that wait for goods, in the order they will be served
    Backorders,
    /// Shelves that should be counted
    CountTasks,
    /// Entries that could not be applied
    SetAside,
    /// Entries whose place in a till's chain another one holds
    Forks,
    /// Orders that the server reckons differently
    Reviews,
    /// Tills, and how far each has synced
    Terminals,
    /// Money taken per store and business date
    Takings,
    /// What each document did to which account
    Postings,
    /// Everything tills sent and the server recorded, byte for byte
    Entries,
    /// The end of the log
    Head,
    /// The catalogue with prices
    Products,
    /// Prices in force that were set without knowing the ones before
    PriceConflicts,
    /// Customers
    Customers,
    /// Who can sign in
    Staff,
}

pub async fn show(db: &Db, business: Option<&str>, command: Show) -> Result<Printout, CliError> {
    let id = find::business(db, business).await?.business;
    Ok(match command.what {
        What::Orders => {
            let columns = ["number", "business_date", "received_at", "gross", "currency", "late"];
            Printout::rows(&report::orders(db, id).await?, &columns)
        }
        What::Stock => {
            let columns = ["sku", "on_hand", "free", "allocated", "backordered", "deficit"];
            Printout::rows(&report::stock(db, id).await?, &columns)
        }
        What::Backorders => {
            Printout::rows(&report::backorders(db, id).await?, &["number", "line", "sku", "quantity", "since"])
        }
        What::CountTasks => {
            Printout::rows(&report::count_tasks(db, id).await?, &["sku", "short", "opened_at", "open", "order"])
        }
        What::SetAside => {
            let columns =
                ["terminal", "incarnation", "seq", "kind", "payload_version", "code", "since", "reason", "entry"];
            Printout::rows(&report::set_aside(db, id).await?, &columns)
        }
        What::Forks => Printout::rows(
            &report::forks(db, id).await?,
            &["terminal", "incarnation", "seq", "kind", "payload_version", "hash"],
        ),
        What::Reviews => {
            Printout::rows(&report::reviews(db, id).await?, &["number", "stated", "reckoned", "since", "reasons"])
        }
        What::Terminals => {
            let columns = ["code", "name", "heard_at", "seq", "applied", "outbox", "set_aside", "revoked", "terminal"];
            Printout::rows(&report::terminals(db, id).await?, &columns)
        }
        What::Takings => {
            let columns =
                ["business_date", "store", "currency", "orders", "net", "tax", "gross", "cash_rounding", "late"];
            Printout::rows(&report::takings(db, id).await?, &columns)
        }
        What::Postings => {
            let columns = ["position", "document", "account", "amount", "currency", "business_date"];
            Printout::rows(&report::postings(db, id).await?, &columns)
        }
        What::Entries => {
            let columns = ["terminal", "incarnation", "seq", "kind", "payload_version", "received_at", "hash"];
            Printout::rows(&report::entries(db, id).await?, &columns)
        }
        What::Head => {
            let head = report::log_head(db, id).await?;
            let json = json!({ "position": head.position, "hash": head.hash });
            Printout::new(format!("{}  {}", head.position, head.hash), json)
        }
        What::Products => {
            let columns = ["sku", "name", "price", "tax_class", "stocked", "archived"];
            Printout::rows(&report::products(db, id).await?, &columns)
        }
        What::PriceConflicts => {
            let columns = ["sku", "price", "unseen", "currency", "position", "unseen_position"];
            Printout::rows(&report::price_conflicts(db, id).await?, &columns)
        }
        What::Customers => Printout::rows(&report::customers(db, id).await?, &["number", "name", "email", "phone"]),
        What::Staff => Printout::rows(&report::staff(db, id).await?, &["code", "name", "role", "active"]),
    })
}
