//! `set-aside retry`. What is set aside, `show set-aside` lists.

use super::error::CliError;
use super::printout::Printout;
use super::{find, terminal};
use crate::db::Db;
use crate::{clock, merge};
use clap::{Args, Subcommand};
use serde_json::json;
use shared_model::unit::{Hash, TerminalId};
use shared_model::words::{self, Worded};

#[derive(Debug, Subcommand)]
pub enum SetAside {
    /// Try an entry again that could not be applied; its till need not be there any more. Exit code 1 when it stays aside
    #[command(
        after_help = "Examples:\n  counterfoil-server show set-aside\n  counterfoil-server set-aside retry 0197… 5d1c… --code 01"
    )]
    Retry(Retrying),
}

#[derive(Debug, Args)]
pub struct Retrying {
    /// The till that recorded it, see `show set-aside`
    terminal: TerminalId,
    /// Its hash, see `show set-aside`
    #[arg(value_parser = find::hash)]
    entry: Hash,
    /// Code at sign-in of whoever answers for it, see `show staff`: what they may counts, not what its maker may
    #[arg(long)]
    code: String,
}

pub async fn set_aside(
    db: &Db,
    business: Option<&str>,
    command: SetAside,
    as_json: bool,
) -> Result<Printout, CliError> {
    let SetAside::Retry(Retrying { terminal, entry, code }) = command;
    let business = find::business(db, business).await?.business;
    terminal::known(db, business, terminal).await?;
    let staff = find::staff(db, business, &code).await?;
    let retried = merge::retry(db, terminal, entry, staff, clock::now()).await?;
    let text = match &retried.reason {
        None => format!("entry {} of till {terminal} is carried out", entry.to_hex()),
        Some(reason) => format!("entry {} of till {terminal} stays aside: {}", entry.to_hex(), words::reason(reason)),
    };
    let reason = retried.reason.map(Worded::Reason);
    let json = json!({ "terminal": terminal, "entry": entry.to_hex(), "applied": retried.applied, "reason": reason });
    let printout = Printout::new(text, json);
    if retried.applied {
        return Ok(printout);
    }
    printout.print(as_json)?;
    Err(CliError::StaysAside)
}
