//! The screens, from Rust to the files a browser or the window loads: `ui/dist`.
//!
//! Invariants: the binding is done by the library whose version the lock file pins, so no tool has to be
//! installed; nothing in `ui/dist` needs an inline script (the content policy forbids them); a build with
//! the same inputs does no work; no language is shipped that lacks a message.

mod files;
mod size;
mod table;
mod text;
mod wasm;

use crate::{Attempt, path};
use size::Size;

/// Builds `ui/dist` where something changed and prints how large it became.
pub fn build() -> Attempt<Size> {
    text::check()?;
    let compiled = wasm::compile()?;
    let dist = path::root().join("ui/dist");
    let stamp = files::stamp(&compiled)?;
    if !files::is_current(&dist, stamp) {
        std::fs::create_dir_all(&dist)?;
        wasm::bind(&compiled, &dist)?;
        wasm::optimise(&dist.join("ui_bg.wasm"))?;
        files::copy_static(&dist)?;
        files::write_stamp(&dist, stamp)?;
    }
    let size = Size::measure(&compiled, &dist)?;
    println!("{size}");
    Ok(size)
}
