//! `staff add`, `staff role`, `terminal enrol-code`, `terminal revoke`, `terminal readmit`.

use super::answer::Answer;
use super::error::CliError;
use super::find;
use crate::admin::{self, StaffAdd};
use crate::auth;
use crate::clock;
use crate::db::Db;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;
use shared_model::party::Role;
use shared_model::unit::{BusinessId, TerminalId};

#[derive(Debug, Subcommand)]
pub enum Staff {
    /// Add a staff member, who can then sign in at every till, also offline
    #[command(
        after_help = "Examples:\n  counterfoil-server staff add --name Ada --role manager --pin 471100\n  counterfoil-server staff add --name Ada --role manager --pin - < pin.txt"
    )]
    Add(Add),
    /// Give a staff member another role, which every till follows
    #[command(after_help = "Example:\n  counterfoil-server staff role --code 01 --role manager")]
    Role(ChangedRole),
}

#[derive(Debug, Args)]
pub struct ChangedRole {
    /// Their code at sign-in, see `show staff`
    #[arg(long)]
    code: String,
    #[arg(long)]
    role: RoleName,
}

#[derive(Debug, Args)]
pub struct Add {
    #[arg(long, value_parser = find::name)]
    name: String,
    #[arg(long)]
    role: RoleName,
    /// 4 to 12 digits; longer is better, a stolen till can be guessed at. `-` reads it from standard input, where the
    /// list of running programs does not show it
    #[arg(long)]
    pin: String,
    /// Short code shown at sign-in [default: the next free number]
    #[arg(long)]
    code: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum RoleName {
    Cashier,
    Manager,
    Admin,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Role {
        match name {
            RoleName::Cashier => Role::Cashier,
            RoleName::Manager => Role::Manager,
            RoleName::Admin => Role::Admin,
        }
    }
}

pub async fn staff(db: &Db, business: Option<&str>, command: Staff) -> Result<Answer, CliError> {
    let business = find::business(db, business).await?.business;
    match command {
        Staff::Add(asked) => add(db, business, asked).await,
        Staff::Role(asked) => {
            let changed = admin::staff_role_set(db, business, &asked.code, asked.role.into(), clock::now()).await?;
            let text = format!("{} ({}) is {} now", changed.name, changed.code, changed.role.as_str());
            Ok(Answer::new(text, person(&changed)))
        }
    }
}

fn person(staff: &shared_model::party::Staff) -> serde_json::Value {
    json!({ "staff": staff.id, "code": staff.code, "name": staff.name, "role": staff.role })
}

async fn add(db: &Db, business: BusinessId, asked: Add) -> Result<Answer, CliError> {
    let pin = match asked.pin.as_str() {
        "-" => pin_read()?,
        _ => asked.pin,
    };
    let code = match asked.code {
        Some(code) => code,
        None => admin::staff_code_next(db, business).await?,
    };
    let add = StaffAdd { code, name: asked.name, role: asked.role.into(), pin };
    let made = admin::staff_add(db, business, add, clock::now()).await?;
    let text = format!("{} can sign in with code {} as {}", made.name, made.code, made.role.as_str());
    Ok(Answer::new(text, person(&made)))
}

fn pin_read() -> Result<String, CliError> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(CliError::Read)?;
    Ok(line.trim().to_owned())
}

#[derive(Debug, Subcommand)]
pub enum Terminal {
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

pub async fn terminal(db: &Db, business: Option<&str>, command: Terminal) -> Result<Answer, CliError> {
    match command {
        Terminal::EnrolCode(asked) => enrol_code(db, business, asked).await,
        Terminal::Revoke { terminal } => lock_out(db, business, terminal, true).await,
        Terminal::Readmit { terminal } => lock_out(db, business, terminal, false).await,
    }
}

async fn lock_out(db: &Db, business: Option<&str>, terminal: TerminalId, revoked: bool) -> Result<Answer, CliError> {
    let business = find::business(db, business).await?.business;
    let known = auth::terminal(db, terminal).await?.is_some_and(|found| found.business == business);
    if !known || !auth::revoked_set(db, terminal, revoked, clock::now()).await? {
        return Err(CliError::UnknownTerminal(terminal));
    }
    let now = if revoked { "locked out" } else { "let in again; start it anew, or wait until it tries" };
    Ok(Answer::new(format!("till {terminal} is {now}"), json!({ "terminal": terminal, "revoked": revoked })))
}

async fn enrol_code(db: &Db, business: Option<&str>, asked: EnrolCode) -> Result<Answer, CliError> {
    let business = find::business(db, business).await?.business;
    let store = find::store(db, business, asked.store.as_deref()).await?;
    let valid_for_s = asked.valid_hours * 3600;
    let issued = auth::enrol_code_create(db, business, store.store, &asked.name, valid_for_s, clock::now()).await?;
    let expires = issued.expires_at.to_iso();
    let text =
        format!("{}\n\nfor one till of store {}, until {expires}; it is not shown again", issued.code, store.name);
    Ok(Answer::new(text, json!({ "code": issued.code, "store": store.store, "expires_at": expires })))
}
