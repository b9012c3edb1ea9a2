//! Where things are: the repository's root and what cargo leaves in `target`.

use crate::Attempt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository's root: the folder above this crate.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace")
}

/// Cargo's output folder, which an environment variable may move.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// Runs cargo in the root and passes its output through.
pub fn cargo(args: &[&str]) -> Attempt {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(program).args(args).current_dir(root()).status()?;
    match status.success() {
        true => Ok(()),
        false => Err(format!("`cargo {}` failed; its messages are above", args.join(" ")).into()),
    }
}
