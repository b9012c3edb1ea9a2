//! A program together with everything it starts.

use std::fs::File;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A process group of its own: a driver starts browsers, and those start more.
pub struct Group {
    child: Child,
    log: PathBuf,
}

impl Group {
    pub fn start(command: &mut Command, log: &Path) -> Group {
        let file = File::options().create(true).append(true).open(log).expect("the log can be opened");
        let again = file.try_clone().expect("a file handle can be had twice");
        let started = command.stdin(Stdio::null()).stdout(file).stderr(again).process_group(0).spawn();
        let child = started.unwrap_or_else(|error| {
            panic!("{:?} could not be started ({error}); `make setup` installs it", command.get_program())
        });
        Group { child, log: log.to_owned() }
    }

    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().is_ok_and(|status| status.is_some())
    }

    pub fn last_words(&self) -> String {
        let text = std::fs::read(&self.log).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(25)..].join("\n")
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let whole = format!("-{}", self.child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &whole]).status();
        let _ = self.child.wait();
    }
}
