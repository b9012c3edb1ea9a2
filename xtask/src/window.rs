//! The till in a window of its own. Built beside the plain till, which tests and browsers use.

use crate::{Attempt, path};
use std::path::PathBuf;

/// Builds it and keeps it where the next plain build does not replace it.
pub fn build() -> Attempt<PathBuf> {
    path::cargo(&["build", "--locked", "--bin", "counterfoil", "--features", "app/window"])?;
    let folder = path::target().join("window");
    std::fs::create_dir_all(&folder)?;
    let (built, kept) = (path::target().join("debug/counterfoil"), folder.join("counterfoil"));
    // A new file under a new name: a running till may still have the old one open.
    let fresh = folder.join("counterfoil.new");
    std::fs::copy(built, &fresh)?;
    std::fs::rename(&fresh, &kept)?;
    Ok(kept)
}
