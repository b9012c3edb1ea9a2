//! The real server: its process, its database, and its command line.

use super::process::{Process, free_port, program};
use super::till::START_LIMIT;
use super::wait::{met, wait_for};
use serde_json::Value;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

/// Where the server keeps its books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Database {
    Sqlite,
    Postgres,
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Database::Sqlite => "SQLite",
            Database::Postgres => "PostgreSQL",
        })
    }
}

impl Database {
    /// `DATABASE` from the environment, else SQLite.
    pub fn from_environment() -> Result<Database, String> {
        match std::env::var("DATABASE").as_deref() {
            Err(_) | Ok("sqlite") => Ok(Database::Sqlite),
            Ok("postgres") => Ok(Database::Postgres),
            Ok(other) => Err(format!("DATABASE is {other:?}, which is neither sqlite nor postgres")),
        }
    }
}

pub struct Server {
    pub address: SocketAddr,
    pub database: String,
    folder: PathBuf,
    process: Mutex<Option<Process>>,
}

impl Server {
    /// An empty, migrated database; the process starts with [`Server::start_again`].
    pub async fn prepare(folder: &Path, database: Database) -> Server {
        let database = match database {
            Database::Sqlite => format!("sqlite:{}", folder.join("server.db").display()),
            Database::Postgres => tokio::task::spawn_blocking(crate::postgres::database).await.expect("PostgreSQL"),
        };
        let address = SocketAddr::from(([127, 0, 0, 1], free_port()));
        let server = Server { address, database, folder: folder.to_owned(), process: Mutex::new(None) };
        server.cli(&["migrate"]).await;
        server
    }

    /// Another process on the same database; it starts with [`Server::start_again`].
    pub fn beside(&self) -> Server {
        let address = SocketAddr::from(([127, 0, 0, 1], free_port()));
        Server { address, database: self.database.clone(), folder: self.folder.clone(), process: Mutex::new(None) }
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(program("counterfoil-server"));
        command.current_dir(&self.folder).args(words).arg("--database").arg(&self.database);
        command
    }

    pub async fn start_again(&self) {
        self.kill();
        let listen = self.address.to_string();
        let log = self.folder.join("server.log");
        let process = Process::start(&mut self.command(&["serve", "--listen", &listen]), &log);
        *self.process.lock().expect("no holder panics") = Some(process);
        wait_for("the server to answer", START_LIMIT, async || {
            self.still_runs();
            let response = reqwest::get(format!("http://{listen}/health")).await.map_err(|error| error.to_string())?;
            met(response.status().is_success(), response.status().to_string())
        })
        .await;
    }

    fn still_runs(&self) {
        let mut process = self.process.lock().expect("no holder panics");
        if let Some(status) = process.as_mut().and_then(Process::ended) {
            let words = process.as_ref().map_or(String::new(), Process::last_words);
            panic!("the server ended by itself ({status}):\n{words}");
        }
    }

    /// Until it has ended by itself.
    pub async fn ended(&self) {
        wait_for("the server to end by itself", START_LIMIT, async || {
            let ended = self.process.lock().expect("no holder panics").as_mut().and_then(Process::ended);
            met(ended.is_some(), "it runs still")
        })
        .await;
    }

    /// `kill -9`.
    pub fn kill(&self) {
        drop(self.process.lock().expect("no holder panics").take());
    }

    /// The most memory the process ever held, in kB.
    pub fn memory_peak_kb(&self) -> u64 {
        let process = self.process.lock().expect("no holder panics");
        let pid = process.as_ref().expect("the server runs").pid();
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("its status can be read");
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse().ok()).expect("the status names the peak")
    }

    pub fn last_words(&self) -> String {
        self.process.lock().expect("no holder panics").as_ref().map(Process::last_words).unwrap_or_default()
    }

    /// Runs `counterfoil-server WORDS --json`; `Err` is what it wrote when it refused.
    pub async fn try_cli(&self, words: &[&str]) -> Result<Value, String> {
        let mut command = tokio::process::Command::from(self.command(words));
        command.arg("--json").kill_on_drop(true);
        let output = command.output().await.map_err(|error| error.to_string())?;
        let text = String::from_utf8_lossy(&output.stdout);
        if !output.status.success() {
            return Err(format!("{}{text}", String::from_utf8_lossy(&output.stderr)));
        }
        if text.trim().is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_str(&text).map_err(|error| format!("not JSON ({error}): {text}"))
    }

    /// The same, for what has to succeed.
    pub async fn cli(&self, words: &[&str]) -> Value {
        match self.try_cli(words).await {
            Ok(value) => value,
            Err(reason) => panic!("counterfoil-server {}: {reason}", words.join(" ")),
        }
    }

    /// `counterfoil-server show WHAT --json`.
    pub async fn show(&self, what: &str) -> Value {
        self.cli(&["show", what]).await
    }

    /// `show WHAT` as its list of rows.
    pub async fn rows(&self, what: &str) -> Vec<Value> {
        match self.show(what).await {
            Value::Array(rows) => rows,
            other => panic!("show {what} is not a list: {other}"),
        }
    }

    /// Writes `text` to a file in the server's folder and gives its path.
    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.join(name);
        std::fs::write(&path, text).expect("the folder can be written");
        path.display().to_string()
    }
}
