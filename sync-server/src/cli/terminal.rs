//! `terminal enrol-code`, `terminal set`, `terminal revoke`, `terminal readmit`.

use super::error::CliError;
use super::find;
use super::printout::Printout;
use crate::clock;
use crate::db::Db;
use crate::terminal::{self, TerminalChange};
use clap::{Args, Subcommand};
use serde_json::json;
use shared_model::bounds::SCOPES_ALSO_MAX;
use shared_model::setting::{TerminalKind, TerminalSettings};
use shared_model::unit::{BusinessId, Scope, TerminalId};
use std::collections::BTreeSet;

#[derive(Debug, Subcommand)]
pub enum TerminalCommand {
    /// Issue a one-time code with which a new till enrols
    #[command(
        after_help = "Example:\n  counterfoil-server terminal enrol-code --store High-Street --name 'Till by the door'"
    )]
    EnrolCode(EnrolCode),
    /// Change what a till is called, where it stands or what it follows; nothing else about it changes
    #[command(
        after_help = "A till goes on in its new store at once, and its open shift with it: what is sold from then on counts there.\n\nExample:\n  \
                      counterfoil-server terminal set 0197… --store Harbour --name 'Till by the stairs'"
    )]
    Set(Set),
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
pub struct Set {
    /// Its id, see `show terminals`
    terminal: TerminalId,
    /// Name or id of the store it sells in
    #[arg(long)]
    store: Option<String>,
    /// What it is called on screens
    #[arg(long, value_parser = find::name)]
    name: Option<String>,
    /// What it is for
    #[arg(long, value_parser = ["till", "office", "tablet", "display"])]
    kind: Option<String>,
    /// Follow these stores and their warehouses too; only they are followed beside its own
    #[arg(long, value_name = "STORE")]
    also: Vec<String>,
    /// Follow no other store than its own
    #[arg(long, conflicts_with = "also")]
    only_its_own: bool,
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

pub async fn terminal(db: &Db, business: Option<&str>, command: TerminalCommand) -> Result<Printout, CliError> {
    match command {
        TerminalCommand::EnrolCode(asked) => enrol_code(db, business, asked).await,
        TerminalCommand::Set(asked) => set(db, business, asked).await,
        TerminalCommand::Revoke { terminal } => lock_out(db, business, terminal, true).await,
        TerminalCommand::Readmit { terminal } => lock_out(db, business, terminal, false).await,
    }
}

async fn set(db: &Db, business: Option<&str>, asked: Set) -> Result<Printout, CliError> {
    let business = find::business(db, business).await?.business;
    let store = match &asked.store {
        Some(typed) => Some(find::store(db, business, Some(typed)).await?.store),
        None => None,
    };
    let mut also = BTreeSet::new();
    for typed in &asked.also {
        let store = find::store(db, business, Some(typed)).await?;
        also.extend([Scope::Store(store.store), Scope::Warehouse(store.warehouse)]);
    }
    let also = (asked.only_its_own || !also.is_empty()).then_some(also);
    if also.as_ref().is_some_and(|also| also.len() > SCOPES_ALSO_MAX) {
        return Err(CliError::TooManyStores(SCOPES_ALSO_MAX / 2));
    }
    let kind = asked.kind.map(|kind| TerminalKind::from(kind.as_str()));
    let change = TerminalChange { store, name: asked.name, kind, also };
    known(db, business, asked.terminal).await?;
    let set = terminal::change(db, asked.terminal, &change, clock::now()).await?;
    let TerminalSettings { terminal, store, code, name, kind, .. } =
        set.ok_or(CliError::UnknownTerminal(asked.terminal))?;
    let text = format!("{code} ({name}) is set; it hears of it within ten seconds of being connected");
    Ok(Printout::new(text, json!({ "terminal": terminal, "store": store, "name": name, "kind": kind })))
}

pub(super) async fn known(db: &Db, business: BusinessId, terminal: TerminalId) -> Result<(), CliError> {
    let found = terminal::terminal(db, terminal).await?;
    match found.is_some_and(|found| found.business == business) {
        true => Ok(()),
        false => Err(CliError::UnknownTerminal(terminal)),
    }
}

async fn lock_out(db: &Db, business: Option<&str>, terminal: TerminalId, revoked: bool) -> Result<Printout, CliError> {
    let business = find::business(db, business).await?.business;
    known(db, business, terminal).await?;
    if !terminal::set_revoked(db, terminal, revoked, clock::now()).await? {
        return Err(CliError::UnknownTerminal(terminal));
    }
    let now = if revoked { "locked out" } else { "let in again; start it anew, or wait until it tries" };
    Ok(Printout::new(format!("till {terminal} is {now}"), json!({ "terminal": terminal, "revoked": revoked })))
}

async fn enrol_code(db: &Db, business: Option<&str>, asked: EnrolCode) -> Result<Printout, CliError> {
    let business = find::business(db, business).await?.business;
    let store = find::store(db, business, asked.store.as_deref()).await?;
    let valid_for_s = asked.valid_hours * 3600;
    let issued = terminal::issue_code(db, business, store.store, &asked.name, valid_for_s, clock::now()).await?;
    let expires = issued.expires_at.to_iso();
    let text =
        format!("{}\n\nfor one till of store {}, until {expires}; it is not shown again", issued.code, store.name);
    Ok(Printout::new(text, json!({ "code": issued.code, "store": store.store, "expires_at": expires })))
}
