//! Configuration: a flag wins over the environment, the environment over the file, the file
//! over the default. (clap settles the first two.)

use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Read when it is there and no other file is named.
pub const FILE_USUAL: &str = "counterfoil-server.toml";
const DATABASE_USUAL: &str = "sqlite:counterfoil-server.db";
const LISTEN_USUAL: &str = "127.0.0.1:7700";
const LOG_USUAL: &str = "info,sqlx=warn";

#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("the configuration file {} could not be read", path.display())]
    Read { path: PathBuf, source: std::io::Error },
    #[error("the configuration file {} does not read as expected", path.display())]
    Parse { path: PathBuf, source: Box<toml::de::Error> },
    #[error("{0:?} is not an address to listen on; write HOST:PORT, for example {LISTEN_USUAL}")]
    BadAddress(String),
}

/// What one source says; unsaid things are left to the next.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Said {
    pub database: Option<String>,
    pub listen: Option<String>,
    pub log: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    pub database: String,
    pub listen: String,
    pub log: String,
}

impl Config {
    /// `said` on the command line or in the environment, then `file` (or the usual one).
    pub fn settle(said: Said, file: Option<&Path>) -> Result<Config, ConfigError> {
        let file = match file {
            Some(path) => read(path)?,
            None if Path::new(FILE_USUAL).is_file() => read(Path::new(FILE_USUAL))?,
            None => Said::default(),
        };
        let first = |one: Option<String>, other: Option<String>, usual: &str| one.or(other).unwrap_or(usual.to_owned());
        Ok(Config {
            database: first(said.database, file.database, DATABASE_USUAL),
            listen: first(said.listen, file.listen, LISTEN_USUAL),
            log: first(said.log, file.log, LOG_USUAL),
        })
    }

    pub fn address(&self) -> Result<SocketAddr, ConfigError> {
        self.listen.parse().map_err(|_| ConfigError::BadAddress(self.listen.clone()))
    }
}

fn read(path: &Path) -> Result<Said, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Read { path: path.to_owned(), source })?;
    toml::from_str(&text).map_err(|source| ConfigError::Parse { path: path.to_owned(), source: Box::new(source) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_wins_over_the_file_and_the_file_over_the_default() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("c.toml");
        std::fs::write(&path, "database = \"sqlite:file.db\"\nlisten = \"127.0.0.1:1\"\n").unwrap();
        let said = Said { listen: Some("127.0.0.1:2".into()), ..Said::default() };
        let config = Config::settle(said, Some(&path)).unwrap();
        assert_eq!((config.database.as_str(), config.listen.as_str()), ("sqlite:file.db", "127.0.0.1:2"));
        assert_eq!(config.log, LOG_USUAL);
        std::fs::write(&path, "databse = \"typo\"\n").unwrap();
        assert!(matches!(Config::settle(Said::default(), Some(&path)), Err(ConfigError::Parse { .. })));
        let config = Config { listen: "everywhere".into(), ..config };
        assert!(matches!(config.address(), Err(ConfigError::BadAddress(_))));
    }
}
