//! The command line of `counterfoil-server`: one file per group of commands. Answers go to
//! stdout, everything else to stderr, so that scripts can rely on what they read.

mod backup;
mod error;
mod find;
mod import;
mod imported;
mod ledger;
mod party;
mod printout;
mod rebuild;
mod refused;
mod said;
mod serve;
mod set_aside;
mod setting;
mod sheet_args;
mod show;
mod stock;
mod terminal;

use crate::config::{Config, Said};
use crate::db::{self, Db};
use crate::sentence::sentence;
use clap::{Args, Parser, Subcommand};
pub use error::CliError;
use printout::Printout;
pub use refused::write_report;
use serve::Door;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

const FIRST_STEPS: &str = "\
First steps, each safe to read before it is run:
  counterfoil-server business create --name 'Lamp & Chair' --currency GBP --vat 20
  counterfoil-server store add --name High-Street --address '1 High Street' --tax-id GB123 --warehouse Main
  counterfoil-server staff add --name Ada --role manager --pin 4711
  counterfoil-server import catalogue products.csv --dry-run
  counterfoil-server import catalogue products.csv
  counterfoil-server stock open --warehouse Main stock.csv
  counterfoil-server terminal enrol-code --store High-Street
  counterfoil-server serve --listen 127.0.0.1:7700

Options can be in a file (counterfoil-server.toml: database, listen, log) or in the environment
(COUNTERFOIL_DATABASE, COUNTERFOIL_LISTEN, COUNTERFOIL_LOG). A flag wins over the environment,
the environment over the file.";

/// The server of a Counterfoil business: enrols tills, merges what they sell, owns the stock.
#[derive(Debug, Parser)]
#[command(name = "counterfoil-server", version, after_help = FIRST_STEPS)]
pub struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Args)]
struct Common {
    /// sqlite:PATH or postgres://USER@HOST/NAME; a new SQLite file is made where there is none
    #[arg(long, global = true, env = "COUNTERFOIL_DATABASE", value_name = "URL")]
    database: Option<String>,
    /// TOML file with database, listen and log; counterfoil-server.toml is read if it is there
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// What to log to stderr, for example info or sync_server=debug
    #[arg(long, global = true, env = "COUNTERFOIL_LOG", value_name = "FILTER")]
    log: Option<String>,
    /// Which business, by name or id; needed when the database holds several
    #[arg(long, global = true, value_name = "NAME")]
    business: Option<String>,
    /// Print one JSON document instead of words
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve tills until stopped; prints `listening on http://…` once it does
    Serve(serve::Serve),
    /// Bring the database to this version; every other command does so as well
    Migrate,
    /// The company: its currency and its taxes
    #[command(subcommand)]
    Business(setting::Business),
    /// The places that sell
    #[command(subcommand)]
    Store(setting::Store),
    /// The people who sell
    #[command(subcommand)]
    Staff(party::Staff),
    /// The tills
    #[command(subcommand)]
    Terminal(terminal::TerminalCommand),
    /// Catalogue and customers from a CSV export
    #[command(subcommand)]
    Import(import::Import),
    /// Goods coming in
    #[command(subcommand)]
    Stock(stock::Stock),
    /// What the server knows, as a table or as JSON
    Show(show::Show),
    /// Entries that could not be applied
    #[command(subcommand)]
    SetAside(set_aside::SetAside),
    /// The stock bookkeeping
    #[command(subcommand)]
    Ledger(ledger::Ledger),
    /// Proof that the entries are all there is
    Rebuild(rebuild::Rebuild),
    /// A copy of everything, while the server runs
    Backup(backup::Backup),
    /// Begin again from a copy; tills send by themselves what it lost
    Restore(backup::Restore),
}

/// As the parser of the command line has it.
const USAGE: u8 = 2;

/// Runs the program. Exit codes: 0 done, 1 not done (stderr says why), 2 wrong usage.
pub fn main(door: Door) -> ExitCode {
    let cli = Cli::parse();
    match start(cli, door) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("counterfoil-server: {}", sentence(&error));
            if error.is_of_usage() { ExitCode::from(USAGE) } else { ExitCode::FAILURE }
        }
    }
}

fn start(cli: Cli, door: Door) -> Result<(), CliError> {
    let listen = if let Command::Serve(serve) = &cli.command { serve.listen.clone() } else { None };
    let said = Said { database: cli.common.database.clone(), listen, log: cli.common.log.clone() };
    let config = Config::settle(said, cli.common.config.as_deref())?;
    let filter = tracing_subscriber::EnvFilter::new(&config.log);
    let colours = std::io::stderr().is_terminal();
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(std::io::stderr).init();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(CliError::Start)?;
    runtime.block_on(run(cli, config, door))
}

async fn run(cli: Cli, config: Config, door: Door) -> Result<(), CliError> {
    if let Command::Restore(backup::Restore { file: Some(file) }) = &cli.command {
        return Ok(backup::put_back(&config.database, file).await?.print(cli.common.json)?);
    }
    let db = Db::open(&config.database).await?;
    db::migrate(&db).await?;
    let (served, db) = (db.clone(), db.patient());
    let business = cli.common.business.as_deref();
    let printout = match cli.command {
        Command::Serve(_) => return serve::serve(served, &config, door).await,
        Command::Migrate => Printout::new("the database is up to date", serde_json::json!({ "migrated": true })),
        Command::Business(command) => setting::business(&db, command).await?,
        Command::Store(command) => setting::store(&db, business, command).await?,
        Command::Staff(command) => party::staff(&db, business, command).await?,
        Command::Terminal(command) => terminal::terminal(&db, business, command).await?,
        Command::Stock(command) => stock::stock(&db, business, command).await?,
        Command::Import(command) => import::import(&db, business, command, cli.common.json).await?,
        Command::Show(command) => show::show(&db, business, command).await?,
        Command::SetAside(command) => set_aside::set_aside(&db, business, command, cli.common.json).await?,
        Command::Rebuild(asked) => rebuild::rebuild(&db, business, asked, cli.common.json).await?,
        Command::Backup(asked) => backup::backup(&db, asked).await?,
        Command::Restore(_) => backup::restored(&db).await?,
        Command::Ledger(command) => ledger::ledger(&db, business, command, cli.common.json).await?,
    };
    db.close().await;
    Ok(printout.print(cli.common.json)?)
}
