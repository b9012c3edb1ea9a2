//! Rust to WebAssembly: compile, bind, make small.

use crate::{Outcome, place};
use std::path::{Path, PathBuf};
use std::process::Command;
use wasm_bindgen_cli_support::Bindgen;

const TARGET: &str = "wasm32-unknown-unknown";

/// What the compiler turns on by default; older releases of wasm-opt must be told.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Compiles the crate; cargo does nothing when nothing changed.
pub fn compile() -> Outcome<PathBuf> {
    place::cargo(&["build", "--locked", "--package", "ui", "--target", TARGET, "--profile", "wasm"])
        .map_err(|problem| format!("{problem}\nIf the target is missing: rustup target add {TARGET}"))?;
    Ok(place::target().join(TARGET).join("wasm/ui.wasm"))
}

/// Writes `ui.js` and `ui_bg.wasm`.
pub fn bind(compiled: &Path, dist: &Path) -> Outcome {
    Bindgen::new().input_path(compiled).out_name("ui").web(true)?.typescript(false).generate(dist)?;
    Ok(())
}

/// Makes the file smaller in place. Without wasm-opt the screens work as well, they are only larger.
pub fn optimise(wasm: &Path) -> Outcome {
    let smaller = wasm.with_extension("opt");
    let run = Command::new("wasm-opt").args(FEATURES).arg("-Oz").arg(wasm).arg("-o").arg(&smaller).status();
    match run {
        Ok(status) if status.success() => Ok(std::fs::rename(&smaller, wasm)?),
        Ok(status) => Err(format!("wasm-opt failed on {} ({status}); its messages are above", wasm.display()).into()),
        Err(_) => {
            println!("wasm-opt is not installed (Debian: binaryen): the screens stay larger than they need to be");
            Ok(())
        }
    }
}
