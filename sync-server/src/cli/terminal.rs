//! `terminal enrol-code`, `terminal revoke`, `terminal readmit`.

use super::answer::Answer;
use super::error::CliError;
use super::find;
use crate::clock;
use crate::db::Db;
use crate::terminal;
use clap::{Args, Subcommand};
use serde_json::json;
use shared_model::unit::TerminalId;

#[derive(Debug, Subcommand)]
pub enum TerminalCommand {
    /// Issue a one-time code with which a new till enrols
    #[command(
        after_help = "Example:\n  counterfoil-server terminal enrol-code --store High-Street --name 'Till by the door'"
    )]
    EnrolCode(EnrolCode),
    /// Lock a till out: it can sync no more, what it holds stays on it
    Revoke {
        /// Its id, see `show terminals`
        terminal: TerminalId,
    },
    /// Let a till that was locked out in again; it sends what it kept meanwhile
    Readmit {
        /// Its id, see `show terminals`
        terminal: TerminalId,
    },
}

#[derive(Debug, Args)]
pub struct EnrolCode {
    /// Name or id; needed when there are several
    #[arg(long)]
    store: Option<String>,
    /// What the till is called on screens
    #[arg(long, default_value = "")]
    name: String,
    /// How long the code can be used
    #[arg(long, default_value_t = 24, value_name = "HOURS", value_parser = clap::value_parser!(i64).range(1..=8760))]
    valid_hours: i64,
}

pub async fn terminal(db: &Db, business: Option<&str>, command: TerminalCommand) -> Result<Answer, CliError> {
    match command {
        TerminalCommand::EnrolCode(asked) => enrol_code(db, business, asked).await,
        TerminalCommand::Revoke { terminal } => lock_out(db, business, terminal, true).await,
        TerminalCommand::Readmit { terminal } => lock_out(db, business, terminal, false).await,
    }
}

async fn lock_out(db: &Db, business: Option<&str>, terminal: TerminalId, revoked: bool) -> Result<Answer, CliError> {
    let business = find::business(db, business).await?.business;
    let known = terminal::terminal(db, terminal).await?.is_some_and(|found| found.business == business);
    if !known || !terminal::revoked_set(db, terminal, revoked, clock::now()).await? {
        return Err(CliError::UnknownTerminal(terminal));
    }
    let now = if revoked { "locked out" } else { "let in again; start it anew, or wait until it tries" };
    Ok(Answer::new(format!("till {terminal} is {now}"), json!({ "terminal": terminal, "revoked": revoked })))
}

async fn enrol_code(db: &Db, business: Option<&str>, asked: EnrolCode) -> Result<Answer, CliError> {
    let business = find::business(db, business).await?.business;
    let store = find::store(db, business, asked.store.as_deref()).await?;
    let valid_for_s = asked.valid_hours * 3600;
    let issued = terminal::enrol_code_create(db, business, store.store, &asked.name, valid_for_s, clock::now()).await?;
    let expires = issued.expires_at.to_iso();
    let text =
        format!("{}\n\nfor one till of store {}, until {expires}; it is not shown again", issued.code, store.name);
    Ok(Answer::new(text, json!({ "code": issued.code, "store": store.store, "expires_at": expires })))
}
