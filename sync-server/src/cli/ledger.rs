//! `ledger verify`.

use super::answer::Answer;
use super::error::CliError;
use super::find;
use crate::db::Db;
use crate::report;
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub enum Ledger {
    /// Build stock again from its postings and compare; exit code 1 when something differs
    Verify,
}

pub async fn ledger(db: &Db, business: Option<&str>, command: Ledger, as_json: bool) -> Result<Answer, CliError> {
    let Ledger::Verify = command;
    let business = find::business(db, business).await?.business;
    let report = report::ledger::verify(db, business).await?;
    let mut text = format!("{} products, {} postings\ndigest {}", report.products, report.postings, report.digest);
    for problem in &report.problems {
        text.push_str("\n  ");
        text.push_str(problem);
    }
    let answer = Answer::new(text, serde_json::to_value(&report).unwrap_or_default());
    if report.problems.is_empty() {
        return Ok(answer);
    }
    answer.print(as_json)?;
    Err(CliError::LedgerWrong(report.problems.len()))
}
