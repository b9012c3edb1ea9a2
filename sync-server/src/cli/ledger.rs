//! `ledger verify`.

use super::error::CliError;
use super::find;
use super::printout::Printout;
use crate::db::Db;
use crate::report;
use clap::Subcommand;
use serde_json::json;
use shared_model::words;

#[derive(Debug, Subcommand)]
pub enum Ledger {
    /// Build stock again from its postings and compare; exit code 1 when something differs
    Verify,
}

pub async fn ledger(db: &Db, business: Option<&str>, command: Ledger, as_json: bool) -> Result<Printout, CliError> {
    let Ledger::Verify = command;
    let business = find::business(db, business).await?.business;
    let report = report::ledger::verify(db, business).await?;
    let (digest, products, postings) = (&report.digest, report.products, report.postings);
    let problems: Vec<String> =
        report.problems.iter().map(|problem| words::problem(problem.shelf, &problem.what)).collect();
    let mut text = format!("{products} products, {postings} postings\ndigest {digest}");
    for problem in &problems {
        text.push_str("\n  ");
        text.push_str(problem);
    }
    let json = json!({ "digest": digest, "products": products, "postings": postings, "problems": &problems });
    let printout = Printout::new(text, json);
    if problems.is_empty() {
        return Ok(printout);
    }
    printout.print(as_json)?;
    Err(CliError::LedgerWrong(problems.len()))
}
