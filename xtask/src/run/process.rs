//! A program that was started: its end, its log, and that it ends with its owner.

use crate::Attempt;
use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;
use tokio::process::Child;

/// How long a program may take to finish what it does before it is ended the hard way (which loses nothing).
const GOODBYE_MAX: Duration = Duration::from_secs(10);

pub struct Program {
    name: &'static str,
    child: Child,
    log: PathBuf,
}

impl Program {
    /// Starts it in a process group of its own: Ctrl-C reaches this program alone, which ends them in order.
    pub fn start(name: &'static str, command: Command, log: &Path) -> Attempt<Program> {
        make_room(log)?;
        let file = File::options().create(true).append(true).open(log)?;
        let mut command = tokio::process::Command::from(command);
        command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file).process_group(0).kill_on_drop(true);
        let child = command.spawn().map_err(|error| format!("{name} could not be started: {error}"))?;
        Ok(Program { name, child, log: log.to_owned() })
    }

    /// Waits until it ends by itself.
    pub async fn ended(&mut self) -> Attempt<ExitStatus> {
        Ok(self.child.wait().await?)
    }

    /// Its exit status, if it has ended already.
    pub fn has_ended(&mut self) -> Attempt<Option<ExitStatus>> {
        Ok(self.child.try_wait()?)
    }

    /// An end nobody asked for is an error, unless a person may end it (by closing the window).
    pub fn explain(&self, status: ExitStatus, may_end: bool) -> Attempt {
        match may_end && status.success() {
            true => Ok(()),
            false => {
                Err(format!("{} ended by itself ({status}). Its last words:\n{}", self.name, self.last_words()).into())
            }
        }
    }

    /// Asks it to end and waits for it.
    pub async fn stop(mut self) -> Attempt {
        let Some(pid) = self.child.id() else { return Ok(()) };
        Command::new("kill").args(["-TERM", &pid.to_string()]).status()?;
        if tokio::time::timeout(GOODBYE_MAX, self.child.wait()).await.is_err() {
            println!("{} did not end within {} s and is ended now.", self.name, GOODBYE_MAX.as_secs());
            self.child.kill().await?;
        }
        Ok(())
    }

    fn last_words(&self) -> String {
        let text = std::fs::read(&self.log).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(15)..].join("\n")
    }
}

/// Beyond this a log is put aside when its program starts; the one put aside before is dropped.
const LOG_BYTES_MAX: u64 = 4 * 1024 * 1024;

fn make_room(log: &Path) -> Attempt {
    if log.metadata().is_ok_and(|metadata| metadata.len() > LOG_BYTES_MAX) {
        std::fs::rename(log, log.with_extension("log.1"))?;
    }
    Ok(())
}

/// The wanted loopback port (an environment variable may change it), or a free one where it is taken.
pub fn first_free(variable: &str, port: u16) -> Attempt<SocketAddr> {
    let port = match std::env::var(variable) {
        Ok(text) => text.parse().map_err(|_| format!("{variable} is no port: {text}"))?,
        Err(_) => port,
    };
    let listener = TcpListener::bind(("127.0.0.1", port)).or_else(|_| TcpListener::bind("127.0.0.1:0"))?;
    Ok(listener.local_addr()?)
}
