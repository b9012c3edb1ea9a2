//! `.counterfoil/`: what the sample business keeps between two runs.

use crate::{Attempt, path};
use std::fs::{File, TryLockError};
use std::path::PathBuf;
use std::process::Command;

pub struct Folder {
    path: PathBuf,
    /// Held as long as the shop is open, so that no second one opens the same books.
    _lock: File,
}

/// Written last by the set-up: a folder without it was left half done.
const COMPLETE: &str = "complete";
const CODE: &str = "enrol-code";

impl Folder {
    /// Opens the folder and makes sure that nobody else has; a half finished one is emptied first.
    pub fn open() -> Attempt<Folder> {
        let path = Folder::place();
        std::fs::create_dir_all(&path)?;
        let lock = lock(&path)?;
        let folder = Folder { path, _lock: lock };
        if folder.is_new() {
            folder.empty()?;
        }
        Ok(folder)
    }

    pub fn remove() -> Attempt {
        let path = Folder::place();
        if !path.exists() {
            println!("There is nothing to forget: {} does not exist.", path.display());
            return Ok(());
        }
        let _lock = lock(&path)?;
        std::fs::remove_dir_all(&path)?;
        println!("Forgotten: {}", path.display());
        Ok(())
    }

    pub fn is_new(&self) -> bool {
        !self.path.join(COMPLETE).exists()
    }

    /// Keeps the till's one-time code and marks the set-up as done.
    pub fn complete(&self, enrol_code: &str) -> Attempt {
        std::fs::write(self.path.join(CODE), enrol_code)?;
        Ok(std::fs::write(self.path.join(COMPLETE), "")?)
    }

    pub fn enrol_code(&self) -> Attempt<String> {
        Ok(std::fs::read_to_string(self.path.join(CODE))?)
    }

    /// How it is named to a person: from the root, if it lies there.
    pub fn shown(&self) -> String {
        self.path.strip_prefix(path::root()).unwrap_or(&self.path).display().to_string()
    }

    pub fn till(&self) -> PathBuf {
        self.path.join("till")
    }

    pub fn log(&self, name: &str) -> PathBuf {
        self.path.join(format!("{name}.log"))
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// `counterfoil-server WORDS` on this folder's database.
    pub fn server_command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(path::target().join("debug/counterfoil-server"));
        command.args(words).arg("--database").arg(format!("sqlite:{}", self.path.join("server.db").display()));
        command
    }

    fn place() -> PathBuf {
        match std::env::var_os("COUNTERFOIL_SAMPLE") {
            Some(path) => path::root().join(path),
            None => path::root().join(".counterfoil"),
        }
    }

    /// Empties it, but for the lock that is being held.
    fn empty(&self) -> Attempt {
        for entry in std::fs::read_dir(&self.path)? {
            let entry = entry?;
            if entry.file_name() == LOCK {
                continue;
            }
            match entry.file_type()?.is_dir() {
                true => std::fs::remove_dir_all(entry.path())?,
                false => std::fs::remove_file(entry.path())?,
            }
        }
        Ok(())
    }
}

const LOCK: &str = "lock";

fn lock(folder: &std::path::Path) -> Attempt<File> {
    let file = File::create(folder.join(LOCK))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            Err("the shop is open already, by another `make run`; stop that one first".into())
        }
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}
