//! The command line. Every argument can come from the environment as well.

use clap::Parser;
use std::net::SocketAddr;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  First start, with a code from `counterfoil-server terminal enrol-code`:
    counterfoil --server http://127.0.0.1:7700 --enrol ABCD-EFGH

  Every later start; the till knows its server and sells with or without it:
    counterfoil

  Without a window, for a browser or a script on this machine:
    counterfoil --headless --listen 127.0.0.1:4747
    curl http://127.0.0.1:4747/command
    curl -H 'Content-Type: application/json' -d '{}' http://127.0.0.1:4747/command/status

A data folder belongs to one till. Never copy it to a second one: give that a code of its own.";

/// The Counterfoil till. It sells from its own data, whatever the network does, and sends
/// what it recorded to the server when that can be reached.
#[derive(Debug, Parser)]
#[command(name = "counterfoil", version, after_help = EXAMPLES)]
pub struct Arguments {
    /// Open no window; serve commands, events and screens over HTTP on this machine
    #[arg(long, env = "COUNTERFOIL_HEADLESS")]
    pub headless: bool,

    /// Where to listen with --headless; port 0 takes a free one, and the address is printed
    #[arg(long, value_name = "ADDRESS", env = "COUNTERFOIL_TILL_LISTEN", default_value = "127.0.0.1:4747")]
    pub listen: SocketAddr,

    /// Listen on an address that other machines can reach; whoever can, can try PINs
    #[arg(long, env = "COUNTERFOIL_ALLOW_REMOTE")]
    pub allow_remote: bool,

    /// Folder with the built screens, served at / with --headless [default: `ui` beside the program, where it was
    /// installed or built; without one only commands]
    #[arg(long, value_name = "FOLDER", env = "COUNTERFOIL_UI")]
    pub ui: Option<PathBuf>,

    /// Folder for this till's data [default: counterfoil in the user's data folder]
    #[arg(long, value_name = "FOLDER", env = "COUNTERFOIL_DATA")]
    pub data: Option<PathBuf>,

    /// The server's address; remembered once the till has enrolled
    #[arg(long, value_name = "URL", env = "COUNTERFOIL_SERVER")]
    pub server: Option<String>,

    /// One-time code that makes this a till of a store; ignored once it is one
    #[arg(long, value_name = "CODE", env = "COUNTERFOIL_ENROL", hide_env_values = true)]
    pub enrol: Option<String>,

    /// What to log to standard error: error, warn, info, debug, or for example app=debug
    #[arg(long, value_name = "LEVEL", env = "COUNTERFOIL_LOG", default_value = "info")]
    pub log: String,
}

impl Arguments {
    /// The screens' folder: as asked for, or where they lie beside an installed or a freshly
    /// built program.
    pub fn screens(&self) -> Option<PathBuf> {
        let beside = || {
            let program = std::env::current_exe().ok()?;
            let folder = program.parent()?;
            let places = ["ui", "../share/counterfoil/ui", "../../ui/dist"].map(|place| folder.join(place));
            places.into_iter().find(|place| place.join("index.html").is_file())
        };
        self.ui.clone().or_else(beside)
    }

    pub fn data_folder(&self) -> Result<PathBuf, &'static str> {
        if let Some(data) = &self.data {
            return Ok(data.clone());
        }
        let set = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let base = set("XDG_DATA_HOME")
            .or_else(|| set("LOCALAPPDATA"))
            .or_else(|| set("HOME").map(|home| home.join(".local/share")));
        base.map(|base| base.join("counterfoil")).ok_or("no folder for data is known; say --data FOLDER")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent_and_needs_no_argument() {
        Arguments::command().debug_assert();
        let plain = Arguments::try_parse_from(["counterfoil"]).unwrap();
        assert!(plain.listen.ip().is_loopback());
    }
}
