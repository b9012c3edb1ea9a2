//! Rust to WebAssembly: compile, bind, make small.

use super::table;
use crate::{Attempt, path};
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

/// Compiles the crate; cargo does nothing when nothing changed. The binding reads the list of features that
/// stripping would remove, so stripping is left to what comes after.
pub fn compile() -> Attempt<PathBuf> {
    let crate_and_target = ["rustc", "--locked", "--package", "ui", "--bin", "ui", "--target", TARGET];
    let rest = ["--profile", "wasm", "--", "-C", "strip=none"];
    path::cargo(&[crate_and_target.as_slice(), &rest].concat())
        .map_err(|problem| format!("{problem}\nIf the target is missing: rustup target add {TARGET}"))?;
    Ok(path::target().join(TARGET).join("wasm/ui.wasm"))
}

/// Writes `ui.js` and `ui_bg.wasm`.
pub fn bind(compiled: &Path, dist: &Path) -> Attempt {
    Bindgen::new()
        .input_path(compiled)
        .out_name("ui")
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .generate(dist)?;
    Ok(())
}

/// Makes the file smaller in place. Without wasm-opt the screens work as well, they are only larger.
pub fn optimise(wasm: &Path) -> Attempt {
    let smaller = wasm.with_extension("opt");
    let run = Command::new("wasm-opt").args(FEATURES).arg("-Oz").arg(wasm).arg("-o").arg(&smaller).status();
    match run {
        Ok(status) if status.success() => {
            let mut bytes = std::fs::read(&smaller)?;
            table::repair(&mut bytes)?;
            std::fs::write(wasm, bytes)?;
            Ok(std::fs::remove_file(&smaller)?)
        }
        Ok(status) => Err(format!("wasm-opt failed on {} ({status}); its messages are above", wasm.display()).into()),
        Err(_) => {
            println!("wasm-opt is not installed (Debian: binaryen): the screens stay larger than they need to be");
            Ok(())
        }
    }
}
