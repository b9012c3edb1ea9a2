//! `staff add`, `staff role`.

use super::error::CliError;
use super::find;
use super::printout::Printout;
use crate::clock;
use crate::db::Db;
use crate::party::{self, StaffAdd};
use clap::{Args, Subcommand};
use serde_json::json;
use shared_model::policy::Role;
use shared_model::unit::BusinessId;

#[derive(Debug, Subcommand)]
pub enum Staff {
    /// Add a staff member, who can then sign in at every till, also offline
    #[command(
        after_help = "Examples:\n  counterfoil-server staff add --name Ada --role manager --pin 471100\n  counterfoil-server staff add --name Ada --role manager --pin - < pin.txt"
    )]
    Add(StaffAddArgs),
    /// Give a staff member another role, which every till follows
    #[command(after_help = "Example:\n  counterfoil-server staff role --code 01 --role manager")]
    Role(ChangedRole),
}

#[derive(Debug, Args)]
pub struct ChangedRole {
    /// Their code at sign-in, see `show staff`
    #[arg(long)]
    code: String,
    /// One that the business has: cashier, manager or admin as it comes
    #[arg(long, value_parser = find::code)]
    role: String,
}

#[derive(Debug, Args)]
pub struct StaffAddArgs {
    #[arg(long, value_parser = find::name)]
    name: String,
    /// One that the business has: cashier, manager or admin as it comes
    #[arg(long, value_parser = find::code)]
    role: String,
    /// 4 to 12 digits; longer is better, a stolen till can be guessed at. `-` reads it from standard input, where the
    /// list of running programs does not show it
    #[arg(long)]
    pin: String,
    /// Short code shown at sign-in [default: the next free number]
    #[arg(long, value_parser = find::code)]
    code: Option<String>,
}

pub async fn staff(db: &Db, business: Option<&str>, command: Staff) -> Result<Printout, CliError> {
    let business = find::business(db, business).await?.business;
    match command {
        Staff::Add(asked) => add(db, business, asked).await,
        Staff::Role(asked) => {
            let changed =
                party::set_role(db, business, &asked.code, Role::from(asked.role.as_str()), clock::now()).await?;
            let text = format!("{} ({}) is {} now", changed.name, changed.code, changed.role.as_str());
            Ok(Printout::new(text, person(&changed)))
        }
    }
}

fn person(staff: &shared_model::party::Staff) -> serde_json::Value {
    json!({ "staff": staff.id, "code": staff.code, "name": staff.name, "role": staff.role })
}

async fn add(db: &Db, business: BusinessId, asked: StaffAddArgs) -> Result<Printout, CliError> {
    let pin = match asked.pin.as_str() {
        "-" => pin_read()?,
        _ => asked.pin,
    };
    let code = match asked.code {
        Some(code) => code,
        None => party::next_staff_code(db, business).await?,
    };
    let add = StaffAdd { code, name: asked.name, role: Role::from(asked.role.as_str()), pin };
    let made = party::add_staff(db, business, add, clock::now()).await?;
    let text = format!("{} can sign in with code {} as {}", made.name, made.code, made.role.as_str());
    Ok(Printout::new(text, person(&made)))
}

fn pin_read() -> Result<String, CliError> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(CliError::Read)?;
    Ok(line.trim().to_owned())
}
